"""A node's fields as rows of label and value: every field of the contract has words without a line of its own here."""

import datetime as dt
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from hoks.contract import FieldSpec, Node, fields
from hoks.contract.nodes import Edustaja, Tyopaikkaohjaaja
from hoks.koodisto import KoodiNimi
from hoks.presentation.naming import Names
from hoks.tree import python_value

# People are told on one line: their field names say nothing that the line does not.
ON_ONE_LINE = (Edustaja, Tyopaikkaohjaaja)
INTERNAL_KINDS = ("oid", "tuva")
INTERNAL_FIELDS = ("id", "yksiloiva-tunniste", "amosaa-tunniste", "versio")
HEADING_LENGTH = 120
WIDE = 60


class Row(NamedTuple):
    """A field that holds something. values: one text, or one for each item of a list."""

    spec: FieldSpec
    label: str
    values: tuple[str, ...]

    @property
    def on_levea(self) -> bool:
        """Takes the whole width of a card: a list, or text of more than a few words."""
        return len(self.values) > 1 or self.spec.kind == "longtext" or len(self.values[0]) > WIDE

    def __str__(self) -> str:
        return "\n".join(self.values)


def rows(cls: type[Node], data: Any, names: Names, *, internal: bool = True) -> list[Row]:
    """Rows of an object's own fields that hold something, in contract order; its lists of nodes are left out.

    internal: False leaves identifiers out (learners' pages). `data` may be a draft's: what is no object has no rows.
    """
    return list(_rows(cls, data, names, internal))


def _rows(cls: type[Node], data: Any, names: Names, internal: bool) -> Iterator[Row]:
    if not isinstance(data, dict):
        return
    for wire, spec in _specs(cls, internal):
        value = data.get(wire)
        if value is None or value == "":
            continue
        if spec.node and spec.kind == "object" and spec.node not in ON_ONE_LINE and isinstance(value, dict):
            yield from _rows(spec.node, value, names, internal)
            continue
        items = value if spec.kind in ("texts", "objects") and isinstance(value, list) else (value,)
        values = [value_text(spec, item, names, internal) for item in items]
        if any(values):
            yield Row(spec, names.label(spec), tuple(filter(None, values)))


@cache
def _specs(cls: type[Node], internal: bool) -> tuple[tuple[str, FieldSpec], ...]:
    """A node's own fields by wire name, with or without identifiers."""
    own = (spec for spec in fields(cls) if spec.kind != "nodes" and (internal or not is_internal(spec)))
    return tuple((spec.wire, spec) for spec in own)


def is_internal(spec: FieldSpec) -> bool:
    """An identifier that only officials and systems can use."""
    return spec.kind in INTERNAL_KINDS or spec.wire in INTERNAL_FIELDS


def value_text(spec: FieldSpec, value: Any, names: Names, internal: bool = True) -> str:
    """One value in words. What a draft holds that is not of the field's kind is told as it was typed."""
    if spec.node is not None:
        return one_line(spec.node, value, names, internal)
    if isinstance(value, str):
        if spec.kind == "koodi":
            return names.koodi(value)
        if spec.kind == "organisaatio":
            name = names.organisaatio(value)
            return name if internal or not name.tuntematon else _("Organisaation nimi ei ole tiedossa")
        if spec.kind not in ("date", "timestamp"):
            return str(value)
    if isinstance(value, bool):
        return _("Kyllä") if value else _("Ei")
    if isinstance(value, int | float):
        return f"{number_text(value)} {_(spec.unit)}" if spec.unit else number_text(value)
    value = python_value(spec, value)
    if isinstance(value, dt.datetime):
        return moment_text(value)
    if isinstance(value, dt.date):
        return date_text(value)
    return str(value)


def one_line(cls: type[Node], data: Any, names: Names, internal: bool = True) -> str:
    """A small object as one line: its values, its period as one."""
    if not isinstance(data, dict):
        return str(data)
    parts = []
    for row in _rows(cls, data, names, internal):
        if row.spec.wire == "loppu" and "alku" in data:
            continue
        parts.append(period_text(data) if row.spec.wire == "alku" else ", ".join(row.values))
    return ", ".join(parts)


def date_text(day: dt.date) -> str:
    """1.8.2026, the year always with four digits."""
    return f"{day.day}.{day.month}.{day.year:04}"


def moment_text(moment: dt.datetime) -> str:
    """1.8.2026 klo 9.05 in Finnish time; a time zone may push the first and last days of the calendar off it."""
    with suppress(OverflowError, ValueError):
        moment = timezone.localtime(moment)
    return _("%(pvm)s klo %(aika)s") % {"pvm": date_text(moment), "aika": f"{moment.hour}.{moment.minute:02}"}


def period_text(data: dict) -> str:
    """1.8.2026–31.12.2026; one date when it is one day; an end left out stays open."""
    return _from_to(_typed_date(data.get("alku")), _typed_date(data.get("loppu")))


def days_text(alku: dt.date, loppu: dt.date) -> str:
    """1.8.2026–31.12.2026; one date when it is one day."""
    return _from_to(date_text(alku), date_text(loppu))


def _from_to(alku: str, loppu: str) -> str:
    return alku if alku == loppu else f"{alku}–{loppu}"


def _typed_date(value: Any) -> str:
    try:
        return date_text(dt.date.fromisoformat(value))
    except (TypeError, ValueError):
        return "" if value is None else str(value)


def number_text(number: int | float) -> str:
    """12,5 with a decimal comma; very large and very small numbers by their power of ten (1e+308)."""
    return repr(number).replace(".", ",")


def heading(text: Any, otherwise: str) -> str:
    """Text fit for a heading: cut when long, `otherwise` when nothing of it can be seen."""
    if isinstance(text, KoodiNimi):
        return text
    text = "" if text is None else str(text)
    if not any(unicodedata.category(letter)[0] not in "CZM" for letter in text):
        return otherwise
    return shortened(" ".join(text.split()), HEADING_LENGTH)


def shortened(text: str, length: int) -> str:
    """At most so many characters, as the filter truncatechars cuts; it takes ten times as long when nothing is cut."""
    text = unicodedata.normalize("NFC", text)
    return text if len(text) <= length else Truncator(text).chars(length)
