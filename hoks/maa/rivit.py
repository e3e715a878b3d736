"""Rows as lines of COPY's text format, and lines with blanks that are filled in again and again.

A line is composed once with care (Pattern) and then filled some million times with next to none: one `%` of a string.
"""

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from operator import itemgetter
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

NULL = "\\N"
_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


class Told(str):
    """Text that stands in a line as it is."""


def blank(name: str) -> Told:
    """The mark of a blank, where any text may stand."""
    return Told(f"\ue000{name}\ue000")


BLANKS = re.compile("\ue000[^\ue000]+\ue000")


@cache
def columns(model: type[models.Model]) -> tuple[models.Field, ...]:
    """The columns of a table, in the order in which lines have them."""
    return tuple(field for field in model._meta.concrete_fields if not field.generated)


def copy_statement(model: type[models.Model]) -> str:
    """The statement that takes the table's lines."""
    names = ", ".join(f'"{field.column}"' for field in columns(model))
    return f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'


def line(model: type[models.Model], values: Mapping[str, Any]) -> str:
    """One row; values by attribute name (hoks_id, not hoks). What is left out has the model's default."""
    told = (
        text(field, values[field.attname] if field.attname in values else field.get_default())
        for field in columns(model)
    )
    return "\t".join(told) + "\n"


def instance_line(instance: models.Model) -> str:
    """One row of a model's instance."""
    values = instance.__dict__
    return "\t".join([text(field, values[field.attname]) for field in columns(type(instance))]) + "\n"


def text(field: models.Field, value: Any) -> str:
    """One value as COPY reads it."""
    if value is None:
        return NULL
    if isinstance(value, Told):
        return value
    if isinstance(value, str):
        # Enums tell their value.
        return str.__str__(value).translate(_ESCAPES)
    if value is True or value is False:
        return "t" if value else "f"
    if isinstance(field, ArrayField):
        return escaped(_array(value))
    if isinstance(value, list | tuple | dict):
        return escaped(as_json(value))
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, int | float | Decimal):
        return repr(value) if isinstance(value, float) else str(value)
    return str(value)


def escaped(value: str) -> str:
    """Text as it stands in a line."""
    return value.translate(_ESCAPES)


def as_json(value: Any) -> str:
    """Compact JSON, letters as they are."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _array(items: Sequence[str | int]) -> str:
    quoted = (re.sub(r'(["\\])', r"\\\1", str(item)) for item in items)
    return "{" + ",".join(f'"{item}"' for item in quoted) + "}"


class Pattern:
    """A text with blanks.

    marks: what stands where a blank is to be; blank: the place, in the values to fill in, of what a mark stands for
    """

    def __init__(self, template: str, marks: re.Pattern[str], blank: Callable[[str], int]):
        places: list[int] = []
        parts: list[str] = []
        end = 0
        for match in marks.finditer(template):
            parts += template[end : match.start()].replace("%", "%%"), "%s"
            places.append(blank(match.group()))
            end = match.end()
        parts.append(template[end:].replace("%", "%%"))
        self.template = "".join(parts)
        self.places = places
        self._prepare()

    def _prepare(self) -> None:
        # itemgetter of one place gives no tuple.
        self._pick = itemgetter(*self.places) if len(self.places) > 1 else None

    def fill(self, values: Sequence[Any]) -> str:
        """The text with these values in its blanks."""
        if self._pick is None:
            return self.template % tuple(values[place] for place in self.places)
        return self.template % self._pick(values)

    def __getstate__(self) -> tuple[str, list[int]]:
        return self.template, self.places

    def __setstate__(self, state: tuple[str, list[int]]) -> None:
        self.template, self.places = state
        self._prepare()


def form(model: type[models.Model], blanks: Sequence[str], **values: Any) -> Pattern:
    """A row with blanks in these columns, filled in their order; values: of other columns."""
    marks: dict[str, int] = {blank(name): place for place, name in enumerate(blanks)}
    told = values | {name: blank(name) for name in blanks}
    return Pattern(line(model, told), BLANKS, marks.__getitem__)
