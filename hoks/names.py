"""How names are ordered and found the Finnish way, whatever the server's locale (docs/adr/0005)."""

import re
import unicodedata

_SORT = str.maketrans(
    {"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "ü": "y", "đ": "d", "ð": "d", "ł": "l", "þ": "z~", "ß": "ss"}
)
_KEPT = {"å", "ä", "ö"}
_LETTERS = str.maketrans({"æ": "ä", "ø": "ö", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ß": "ss"})


def _without_accents(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


def sort_key(name: str) -> str:
    """Key whose byte order is the Finnish order: å, ä, ö after z, v and w apart, other accents ignored.

    Store it in a COLLATE "C" column. It only sorts: { | } would break words in a search.
    """
    text = unicodedata.normalize("NFC", name).lower().translate(_SORT)
    return _without_accents(re.sub(r"[\s-]+", " ", text)).strip()


def search_text(text: str) -> str:
    """What is searched and what is searched for: lower case, å ä ö kept, other accents stripped, spaces single."""
    lowered = unicodedata.normalize("NFC", text).lower().translate(_LETTERS)
    folded = "".join(letter if letter in _KEPT else _without_accents(letter) for letter in lowered)
    return " ".join(folded.split())


def search_words(query: str) -> list[str]:
    """Words of a query, each of which must occur; split on white space, _, % and comma (domain.md 6.1)."""
    return [word for word in re.split(r"[\s_%,]+", search_text(query)) if word]
