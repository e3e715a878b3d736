"""What an announcement says: a small part of Markdown, in the reader's language where it is written in that.

What is not of that part (HTML, images, tables, code) stands as the characters that were typed.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from markdown_it import MarkdownIt
from markdown_it.token import Token

from hoks.models.tiedote import KIELET

# Rules of markdown-it beyond bare paragraphs. A line end typed is a line end shown.
RULES = ("heading", "list", "emphasis", "link", "autolink", "newline", "escape")
LINK_SCHEMES = ("http", "https", "mailto")
DEEPEST_HEADING = 6
# Characters that turn the direction of what comes after them, over the text's own end.
_TURNING = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_KEPT_CONTROLS = "\n\t"


def is_safe_link(address: str) -> bool:
    """An absolute http(s) address or a mailto:, whatever capitals and blanks it is written with."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return False
    return parts.scheme in LINK_SCHEMES and bool(parts.path if parts.scheme == "mailto" else parts.hostname)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False, "breaks": True}).enable(list(RULES))
    parser.validateLink = is_safe_link  # type: ignore[method-assign,assignment]
    return parser


_PARSER = _parser()


def clean(text: str) -> str:
    """The text without control characters and what turns its direction; line ends are \\n."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_TURNING)
    return "".join(letter for letter in text if letter in _KEPT_CONTROLS or unicodedata.category(letter) != "Cc")


def render(text: str, *, below: int = 1) -> SafeString:
    """The text as HTML: p, h2-h6, ul, ol, li, em, strong, a, br and nothing else.

    below: level of the heading that it stands under; its own begin at the next one and skip none.
    """
    tokens = _PARSER.parse(clean(text))
    return SafeString(_PARSER.renderer.render(list(_fit(tokens, below)), _PARSER.options, {}))


def _fit(tokens: list[Token], below: int) -> Iterator[Token]:
    """Tokens with headings at levels that fit the page; headings without anything to see are left out."""
    deepest, place = below, 0
    while place < len(tokens):
        token = tokens[place]
        if token.type == "heading_open":
            inline, closing = tokens[place + 1 : place + 3]
            place += 3
            if not _has_text(inline.children):
                continue
            deepest = min(below + int(token.tag[1]), deepest + 1, DEEPEST_HEADING)
            token.tag = closing.tag = f"h{deepest}"
            yield from (token, _with_links(inline), closing)
            continue
        yield _with_links(token) if token.type == "inline" else token
        place += 1


def _with_links(inline: Token) -> Token:
    """A link without anything to see says its address; every link tells nobody where the reader came from."""
    children: list[Token] = []
    opened = None
    for token in inline.children or ():
        if token.type == "link_open":
            token.attrs = {"href": token.attrs["href"], "rel": "noopener noreferrer"}
            opened = len(children)
        elif token.type == "link_close" and opened is not None:
            if not _has_text(children[opened + 1 :]):
                children.append(Token("text", "", 0, content=str(children[opened].attrs["href"])))
            opened = None
        children.append(token)
    inline.children = children
    return inline


def _has_text(tokens: list[Token] | None) -> bool:
    """Is there anything to see."""
    return any(unicodedata.category(letter)[0] not in "CZM" for token in tokens or () for letter in token.content)


# --- Languages -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Kieliversio:
    """An announcement in one language.

    lang: the language to tell the browser, empty when it is the page's own.
    """

    kieli: str
    otsikko: str
    teksti: str
    lang: str

    def html(self, below: int = 1) -> SafeString:
        return render(self.teksti, below=below)


def in_language(otsikko: Mapping[str, str], teksti: Mapping[str, str], kieli: str = "") -> Kieliversio:
    """The version in the language asked for, else in the page's, else in Finnish."""
    own = (get_language() or KIELET[0])[:2]
    chosen = next(each for each in (kieli, own, KIELET[0]) if otsikko.get(each) or each == KIELET[0])
    return Kieliversio(chosen, otsikko.get(chosen, ""), teksti.get(chosen, ""), "" if chosen == own else chosen)
