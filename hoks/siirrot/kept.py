"""A refused transfer's kept document for reading: laid out line by line, with the refused places marked."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from hoks.siirrot.paths import keys

# A page that holds more than this is no help to anybody.
LONGEST_SHOWN = 300_000
INDENT = "  "
# What is not seen, or turns the direction of what is.
UNSEEN = re.compile(
    r"[\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ud800-\udfff\ufeff]"
)


@dataclass(frozen=True)
class Part:
    """A stretch of the document; numbers of the problems when it is a marked line, none when it is plain lines."""

    text: str
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Shown:
    """parts: the document, whole unless is_cut; is_json: laid out, rather than as it came."""

    parts: list[Part]
    is_cut: bool
    is_json: bool


class _Object(list):
    """A JSON object as its (key, value) pairs: also those given twice."""


class _Literal(str):
    """A number as it was written."""


def shown(text: str, pointers: Sequence[str]) -> Shown:
    """The document with a mark at each pointer's place, or at what it would stand in when it isn't there.

    Problems are numbered from 1 in the order of the pointers. What is no JSON is shown as it came.
    """
    try:
        value = json.loads(
            text, object_pairs_hook=_Object, parse_int=_Literal, parse_float=_Literal, parse_constant=_Literal
        )
        lines = list(_lines(value))
    except (ValueError, RecursionError):
        return Shown([Part(_visible(text[:LONGEST_SHOWN]))], len(text) > LONGEST_SHOWN, False)
    marks = _marks(lines, pointers)
    parts: list[Part] = []
    plain: list[str] = []
    length = 0
    for place, (_keys, line) in enumerate(lines):
        length += len(line) + 1
        if length > LONGEST_SHOWN:
            break
        if place in marks:
            parts += [Part("\n".join([*plain, ""])), Part(line, tuple(marks[place]))]
            plain = [""]
        else:
            plain.append(line)
    parts.append(Part("\n".join(plain)))
    return Shown([part for part in parts if part.text], length > LONGEST_SHOWN, True)


def _lines(value: Any, path: tuple[str, ...] = (), before: str = "", after: str = "") -> Iterator[tuple[Any, str]]:
    """(path of the value that begins there, None at its end; the line)."""
    indent = INDENT * len(path)
    if isinstance(value, list) and value:
        opening, closing = "{}" if isinstance(value, _Object) else "[]"
        yield path, f"{indent}{before}{opening}"
        for place, item in enumerate(value, 1):
            key, name = (str(place - 1), "")
            if isinstance(value, _Object):
                key, item = item
                name = f"{_text(key)}: "
            yield from _lines(item, (*path, key), name, "," if place < len(value) else "")
        yield None, f"{indent}{closing}{after}"
    else:
        yield path, f"{indent}{before}{_text(value)}{after}"


def _text(value: Any) -> str:
    if isinstance(value, _Literal):
        return str(value)
    if isinstance(value, list):
        return "{}" if isinstance(value, _Object) else "[]"
    return _visible(json.dumps(value, ensure_ascii=False))


def _visible(text: str) -> str:
    return UNSEEN.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def _marks(lines: list[tuple[Any, str]], pointers: Sequence[str]) -> dict[int, list[int]]:
    """Line -> numbers of the problems that it has."""
    places: dict[tuple[str, ...], int] = {}
    for place, (path, _line) in enumerate(lines):
        if path is not None:
            places.setdefault(path, place)
    marks: dict[int, list[int]] = {}
    for number, pointer in enumerate(pointers, 1):
        path = tuple(keys(pointer))
        length = next(length for length in range(len(path), -1, -1) if path[:length] in places)
        marks.setdefault(places[path[:length]], []).append(number)
    return marks
