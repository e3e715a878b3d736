"""An official who types plans into the editor by its own pages and buttons, without JavaScript.

What he types comes from a wire document, so that the same document can be sent by the other door.
"""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.test import Client
from django.urls import resolve, reverse

from hoks.contract import HoksPost, Node, fields
from hoks.drafts.document import ROOT
from hoks.models import Luonnos
from tests.forms.browser_form import Controls
from tests.parity.answers import answers

TAPA, TUEN_TYYPPI = "osaamisen-hankkimistapa-koodi-uri", "oppimisen-tuen-tyyppi-koodi-uri"
KOULUTUSSOPIMUS, OPPISOPIMUS = "osaamisenhankkimistapa_koulutussopimus", "osaamisenhankkimistapa_oppisopimus"
# A field that is asked with certain choices is typed while one of them stands; hiding it does not take it away.
ASKED_WITH = {
    "tyopaikkajakso": (TAPA, (OPPISOPIMUS, KOULUTUSSOPIMUS)),
    "oppisopimus": (TAPA, (OPPISOPIMUS,)),
    "tukiopetus": (TUEN_TYYPPI, ("ammatillinenkoulutusoppimisentuentyyppi_01",)),
}
MOST_PRESSES = 12
SYSTEM = {"csrfmiddlewaretoken", "tila", "paikallaan"}


class FormPage(Controls):
    """A node's form: what it would send, what can be chosen in it and which buttons it has."""

    def __init__(self, html: str, key: str):
        self.html = html
        self.choices: dict[str, list[str]] = {}
        self.buttons: set[tuple[str, str]] = set()
        super().__init__(html, f"lomake-{key}")

    def handle_starttag(self, tag, attributes):
        super().handle_starttag(tag, attributes)
        given = dict(attributes)
        if not self.inside:
            return
        if tag == "button" and given.get("name"):
            self.buttons.add((given["name"], given.get("value") or ""))
        elif tag == "input" and given.get("type") == "radio":
            self.choices.setdefault(given["name"], []).append(given.get("value") or "")
        elif tag == "option" and self.select:
            self.choices.setdefault(self.select[0], []).append(given.get("value") or "")

    @property
    def asked(self) -> set[str]:
        """Names of the inputs that are for the official."""
        return {name for name in self.shown if name not in SYSTEM and not name.endswith(("_haku", "_osumat"))}

    @property
    def row_buttons(self) -> list[str]:
        return sorted(value.removeprefix("lisaa:") for _name, value in self.buttons if value.startswith("lisaa:"))


class Typist:
    """Types one plan after another.

    words: by picked value, what is typed for it (a name, a number); other values are typed as they are
    searching: the words are searched for with Hae and the value picked among what is found

    `added` are (key of the parent, list) of nodes added to the draft, `objections` the form as Valmis last gave it
    back with problems in it, by its address.
    """

    def __init__(self, client: Client, words: dict[str, str] | None = None, *, searching: bool = False):
        self.client, self.words, self.searching = client, words or {}, searching
        self.luonnos_id = 0
        self.added: list[tuple[str, str]] = []
        self.objections: dict[str, str] = {}

    # --- The draft -------------------------------------------------------------------------

    def begin(self, opiskeluoikeus_oid: str) -> None:
        """Begin a new plan by its button."""
        self._to_draft(self.client.post(reverse("virkailija:luonnos-luo", args=[opiskeluoikeus_oid])))

    def edit(self, hoks_id: int) -> None:
        """Begin to edit a plan by its button."""
        self._to_draft(self.client.post(reverse("virkailija:luonnos-muokkaa", args=[hoks_id])))

    def _to_draft(self, response) -> None:
        assert response.status_code == 302, response.status_code
        self.luonnos_id = resolve(response.url).kwargs["luonnos_id"]
        self.added, self.objections = [], {}

    @property
    def luonnos(self) -> Luonnos:
        return Luonnos.objects.select_related("opiskeluoikeus", "hoks").get(pk=self.luonnos_id)

    def url(self, name: str, *arguments: str) -> str:
        return reverse(f"virkailija:{name}", args=[self.luonnos_id, *arguments])

    def type_plan(self, document: dict[str, Any]) -> None:
        """Type all that the document says, node by node."""
        self.type_node(ROOT, HoksPost, document)

    def assert_all_lists_were_offered(self) -> None:
        """The draft's page has the lists that nodes were added to."""
        page = self.client.get(self.url("luonnos")).content.decode()
        for parent, list_wire in self.added:
            assert f'id="lista-{parent}-{list_wire}"' in page, f"{list_wire} is not offered on the page"

    def type_node(self, key: str, cls: type[Node], data: dict[str, Any]) -> None:
        """Fill the node's form, then add and fill what hangs on it."""
        self.fill(key, cls, data)
        for spec in fields(cls):
            for item in (data.get(spec.wire) or []) if spec.kind == "nodes" else []:
                self.type_node(self.add(key, spec.wire), spec.node, item)

    def add(self, parent_key: str, list_wire: str) -> str:
        """Add a node to a list by its button; its key."""
        new = str(uuid.uuid4())
        values = {"vanhempi": parent_key, "lista": list_wire, "avain": new}
        response = self._post(self.url("luonnos-osa-uusi"), values)
        assert response.url == self.url("luonnos-osa", new), response.url
        self.added.append((parent_key, list_wire))
        return new

    def copy(self, key: str) -> str:
        """Copy a node by its button; the copy's key."""
        new = str(uuid.uuid4())
        assert self._post(self.url("luonnos-osa-kopioi", key), {"avain": new}).status_code == 302
        return new

    def remove(self, key: str) -> None:
        """Take a node away, and say yes."""
        assert self._post(self.url("luonnos-osa-poista", key), {}).status_code == 302

    def tarkista(self):
        """The check page."""
        return self.client.get(self.url("luonnos-tarkista"))

    def publish(self):
        """Press Tallenna suunnitelma, also where the page would not offer it."""
        return self._post(self.url("luonnos-tarkista"), {"revisio": str(self.luonnos.revisio)})

    # --- A form ----------------------------------------------------------------------------

    def open(self, key: str) -> FormPage:
        """The node's form."""
        response = self.client.get(self.url("luonnos-osa", key))
        assert response.status_code == 200, response.status_code
        return FormPage(response.content.decode(), key)

    def press(self, key: str, values: dict[str, str], name: str, value: str):
        """Send the form by one of its buttons."""
        return self._post(self.url("luonnos-osa", key), {**values, name: value})

    def fill(self, key: str, cls: type[Node], data: dict[str, Any]) -> None:
        """Say in the form what the node says, and leave it by Valmis, or by Jätä kesken where Valmis objects."""
        wanted = answers(cls, data)
        detour: dict[str, str] = {}
        for spec in fields(cls):
            choice, values = ASKED_WITH.get(spec.asked_when, ("", ()))
            held = spec.wire in data or spec.versio_wire in data
            if held and choice and data.get(choice) not in values:
                detour[choice] = values[0]
        if detour:
            self._finish(key, wanted | detour)
        self._finish(key, wanted)

    def _finish(self, key: str, wanted: dict[str, str]) -> None:
        """Fill, press Valmis and see what the form has become, until all that is wanted is said."""
        page = self.open(key)
        for _time in range(MOST_PRESSES):
            page, values = self._typed(key, page, wanted)
            response = self.press(key, values, "toiminto", "valmis")
            if response.status_code == 422:
                # A person who can't mend it now leaves it for later.
                after = FormPage(response.content.decode(), key)
                self.objections[self.url("luonnos-osa", key)] = after.html
                assert self.press(key, after.values, "toiminto", "kesken").status_code == 302
            else:
                assert response.status_code in (200, 302), response.status_code
                if wanted.keys() <= page.asked and not self.words:
                    return
                after = self.open(key)
            _same, again = self._typed(key, after, wanted)
            if after.asked == page.asked and again == after.values:
                break
            page = after
        else:
            raise AssertionError("the form never says what was typed")
        missing = sorted(wanted.keys() - page.asked)
        assert not missing, f"not asked: {missing}"

    def _typed(self, key: str, page: FormPage, wanted: dict[str, str]) -> tuple[FormPage, dict[str, str]]:
        """(the form with all rows that are needed, what it sends when all that is wanted is typed into it)."""
        while True:
            values = dict(page.values)
            search = ""
            for name in page.asked:
                search = self._answer(page, values, name, wanted.get(name, "")) or search
            short = search or next((row for row in page.row_buttons if self._is_short(page, row, wanted)), "")
            if not short:
                return page, values
            if search:
                response = self.press(key, values, "hae", search)
                assert response.status_code == 200, response.status_code
                page = FormPage(response.content.decode(), key)
                assert wanted[search] in page.choices.get(search, []), f"{wanted[search]} is not found by its words"
            else:
                response = self.press(key, values, "toiminto", f"lisaa:{short}")
                assert response.status_code == 302, response.status_code
                page = self.open(key)

    def _answer(self, page: FormPage, values: dict[str, str], name: str, text: str) -> str:
        """Type into one input; the name of the input when its words must be searched for first."""
        box = f"{name}_haku"
        if name in page.choices:
            if text or "" in page.choices[name]:
                assert text in page.choices[name], f"{text} can't be chosen in {name}"
                values[name] = text
        elif box not in page.shown:
            values[name] = _line_ends(text) if "\n" in text else text
        elif page.values.get(name) == text and text:
            pass
        else:
            values[box] = self.words.get(text, text)
            return name if text in self.words and self.searching else ""
        return ""

    def _is_short(self, page: FormPage, row: str, wanted: dict[str, str]) -> bool:
        """Whether the list needs a row more than it has."""
        missing = wanted.keys() - page.asked
        return any(name.startswith(f"{row}.") for name in missing)

    def _post(self, url: str, values: dict[str, str]):
        return self.client.post(url, urlencode(values), content_type="application/x-www-form-urlencoded")

    # --- Looking ---------------------------------------------------------------------------

    def node_at(self, pointer: str) -> tuple[str, str]:
        """(key of the node a JSON Pointer into the draft leads to, the rest of the pointer)."""
        steps, key, rest = pointer.split("/")[1:], ROOT, 0
        value: Any = self.luonnos.dokumentti
        for place, step in enumerate(steps):
            value = value[int(step)] if isinstance(value, list) else value.get(step, {})
            if isinstance(value, dict) and "_key" in value:
                key, rest = value["_key"], place + 1
        return key, "/".join(steps[rest:])


def _line_ends(text: str) -> str:
    return text.replace("\n", "\r\n")
