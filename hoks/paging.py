"""Keyset paging: a page begins after (or ends before) a row, so that rows that come and go move nothing.

The cursor in the URL says direction~value~key: the value the rows are ordered by and the primary key of the row at
the edge. A private column's value (a name) is left out of it and read from the row instead.
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, QuerySet, Value
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan
from django.db.models.functions import Coalesce

Row = TypeVar("Row", bound=models.Model)

AFTER, BEFORE = "jalkeen", "ennen"
MISSING = "-"
_KEY = re.compile(r"[\w.-]{1,100}", re.ASCII)


@dataclass(frozen=True)
class Kind:
    """How values of a column are written in a cursor, and what stands for a missing one so that it comes last."""

    field: models.Field
    last_ascending: Any
    last_descending: Any
    write: Callable[[Any], str] = str
    read: Callable[[str], Any] = str


def _write_moment(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def _read_moment(text: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError
    return moment.astimezone(dt.UTC)


def _read_integer(text: str) -> int:
    if not re.fullmatch(r"\d{1,18}", text, re.ASCII):
        raise ValueError
    return int(text)


TEXT = Kind(models.TextField(), "\U0010ffff", "")
INTEGER = Kind(models.BigIntegerField(), 2**63 - 1, -1, read=_read_integer)
DATE = Kind(models.DateField(), dt.date.max, dt.date.min, write=dt.date.isoformat, read=dt.date.fromisoformat)
MOMENT = Kind(
    models.DateTimeField(),
    dt.datetime.max.replace(tzinfo=dt.UTC),
    dt.datetime.min.replace(tzinfo=dt.UTC),
    write=_write_moment,
    read=_read_moment,
)


@dataclass(frozen=True)
class Column:
    """Something rows are ordered by: a field's name or an expression.

    `always` says that no value is missing, so that an index on the field serves. The value of a private column is read
    from the row at the edge; others are in the cursor, so that a row which changes its place takes no page along.
    """

    expression: Any
    kind: Kind
    always: bool = False
    private: bool = False


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows of one page; cursors of the pages before and after, empty when there is none."""

    rows: list[Row]
    previous: str
    next: str


def paginate(
    rows: QuerySet[Row],
    column: Column,
    *,
    edges: QuerySet[Row],
    shown: QuerySet[Row],
    descending: bool,
    cursor: str,
    size: int,
) -> Page[Row]:
    """The page that the cursor points at; the first one when it is empty or can't be understood.

    Rows are ordered by the column, those without a value last in either direction, then by primary key. `edges` are
    the rows that a private column's cursor may name, also when they have left `rows` meanwhile. The page's rows are
    found lean and read from `shown`, so that what is shown of a row is fetched for those of the page only. One
    statement; two when the column is private and there is a cursor. The page is empty when there is nothing beyond the
    cursor any more.
    """
    key = _key(column, descending)
    direction, edge = _read_cursor(cursor, edges, column, descending)
    forwards = direction == AFTER
    falling = descending is forwards
    order = ("-edge", "-pk") if falling else ("edge", "pk")
    found = rows.annotate(edge=key)
    if edge:
        beyond = TupleLessThan if falling else TupleGreaterThan
        found = found.filter(beyond((F("edge"), F("pk")), edge))
    keys = found.order_by(*order).values("pk")[: size + 1]
    page = list(shown.annotate(edge=key).filter(pk__in=keys).order_by(*order))
    if not page:
        return Page([], "", "")
    more, page = len(page) > size, page[:size]
    if not forwards:
        page.reverse()
    return Page(
        page,
        previous=_write_cursor(BEFORE, page[0], column, descending) if (edge if forwards else more) else "",
        next=_write_cursor(AFTER, page[-1], column, descending) if (more if forwards else edge) else "",
    )


def _key(column: Column, descending: bool):
    """What rows are ordered by, a missing value replaced by one that comes last."""
    expression = F(column.expression) if isinstance(column.expression, str) else column.expression
    if column.always:
        return expression
    missing = Value(_missing(column, descending), output_field=column.kind.field)
    return Coalesce(expression, missing, output_field=column.kind.field)


def _missing(column: Column, descending: bool) -> Any:
    return column.kind.last_descending if descending else column.kind.last_ascending


def _write_cursor(direction: str, row: models.Model, column: Column, descending: bool) -> str:
    if column.private:
        return f"{direction}~~{row.pk}"
    missing = row.edge == _missing(column, descending)
    return f"{direction}~{MISSING if missing else column.kind.write(row.edge)}~{row.pk}"


def _read_cursor(cursor: str, edges: QuerySet, column: Column, descending: bool) -> tuple[str, tuple[Any, Any] | None]:
    """Direction and edge of the cursor; AFTER and None for one that can't be understood."""
    direction, _tilde, rest = cursor.partition("~")
    text, _tilde, key = rest.partition("~")
    if direction not in (AFTER, BEFORE) or not _KEY.fullmatch(key):
        return AFTER, None
    try:
        key = edges.model._meta.pk.to_python(key)
    except ValidationError:
        return AFTER, None
    if column.private:
        edge = edges.filter(pk=key).values_list(_key(column, descending), "pk").first()
        return (direction, edge) if edge else (AFTER, None)
    try:
        return direction, (_missing(column, descending) if text == MISSING else column.kind.read(text), key)
    except (ValueError, OverflowError):
        return AFTER, None
