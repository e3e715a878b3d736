"""How names are ordered and found the Finnish way, whatever the server's locale (docs/adr/0005)."""

import re
import unicodedata

# Letters that Unicode does not take apart into a letter and a mark.
_SAME_EITHER_WAY = {"đ": "d", "ð": "d", "ł": "l", "ŋ": "n", "ŧ": "t", "ǥ": "g", "ʒ": "z", "ħ": "h", "ı": "i", "œ": "oe"}
_SORT = str.maketrans(
    _SAME_EITHER_WAY | {"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "ü": "y", "þ": "z~", "ß": "ss"}
)
_SEARCH = str.maketrans(_SAME_EITHER_WAY | {"æ": "ä", "ø": "ö", "þ": "th", "ß": "ss"})
_PUNCTUATION = str.maketrans("‘’ʻʼ´`‐‑–—", "'" * 6 + "-" * 4)
_KEPT = {"å", "ä", "ö"}

# An index entry may take 2 704 bytes, and a key four a letter; names this long are told apart by OID.
SORT_KEY_LENGTH = 200
# Below every letter and the space, so that Virta Zoe stands before Virta-Aho Anna.
_BETWEEN_PARTS = "\t"


def _plain(text: str) -> str:
    """Lower case, composed, apostrophes and dashes of one kind, without characters that are not seen."""
    visible = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    return unicodedata.normalize("NFC", visible).lower().translate(_PUNCTUATION)


def _without_punctuation(text: str) -> str:
    return "".join(letter if letter.isalnum() or unicodedata.combining(letter) else " " for letter in text)


def _without_accents(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


def sort_key(*parts: str) -> str:
    """Key whose byte order is the Finnish order: å, ä, ö after z, v and w apart, other accents ignored.

    Punctuation counts as a space, which comes before letters. Several parts (surname, first names) are ordered by the
    first, then the next. Store it in a COLLATE "C" column. It only sorts: { | } would break words in a search.
    """
    keys = (_without_accents(_without_punctuation(_plain(part)).translate(_SORT)) for part in parts)
    return _BETWEEN_PARTS.join(" ".join(key.split()) for key in keys).rstrip(_BETWEEN_PARTS)[:SORT_KEY_LENGTH]


def search_text(text: str) -> str:
    """What is searched and what is searched for: lower case, å ä ö kept, other accents stripped, spaces single."""
    letters = _plain(text).translate(_SEARCH)
    folded = "".join(letter if letter in _KEPT else _without_accents(letter) for letter in letters)
    return " ".join(folded.split())


def search_words(query: str) -> list[str]:
    """Words of a query, each of which must occur; split on white space, _, % and comma (domain.md 6.1)."""
    return list(dict.fromkeys(word for word in re.split(r"[\s_%,]+", search_text(query)) if word))
