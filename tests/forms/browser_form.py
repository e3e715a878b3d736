"""What a browser would send of a form it has not been touched in, from the page's HTML."""

from html.parser import HTMLParser


class Controls(HTMLParser):
    """The successful controls of one form by the HTML standard's rules for the controls we use."""

    def __init__(self, html: str, form_id: str):
        super().__init__(convert_charrefs=True)
        self.form_id, self.inside = form_id, False
        self.values: dict[str, str] = {}
        self.shown: set[str] = set()
        self.area: tuple[str, list[str]] | None = None
        self.select: tuple[str, list[tuple[str, bool]]] | None = None
        # A browser's input stream has no carriage returns.
        self.feed(html.replace("\r\n", "\n").replace("\r", "\n"))

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        if not self.inside or not given.get("name"):
            if tag == "option" and self.select:
                self.select[1].append((given.get("value", ""), "selected" in given))
            return
        name = given["name"]
        if tag == "input":
            kind = given.get("type", "text")
            self.shown.add(name)
            if kind in ("radio", "checkbox"):
                if "checked" in given:
                    self.values[name] = given.get("value", "on")
            elif kind == "hidden":
                self.values[name] = _line_ends(given.get("value") or "")
            else:
                self.values[name] = (given.get("value") or "").replace("\n", "")
        elif tag == "textarea":
            self.area = (name, [])
        elif tag == "select":
            self.select = (name, [])

    def handle_data(self, data):
        if self.area:
            self.area[1].append(data)

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            self.shown.add(self.area[0])
            self.values[self.area[0]] = _line_ends("".join(self.area[1]).removeprefix("\n"))
            self.area = None
        elif tag == "select" and self.select:
            name, options = self.select
            self.shown.add(name)
            if options:
                self.values[name] = next((value for value, selected in options if selected), options[0][0])
            self.select = None
        elif tag == "form":
            self.inside = False


def _line_ends(text: str) -> str:
    return text.replace("\n", "\r\n")


def untouched(html: str, form_id: str) -> dict[str, str]:
    """Names and values a browser posts of the form when nothing was touched, its submit buttons apart."""
    return Controls(html, form_id).values
