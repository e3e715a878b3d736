"""Keyset paging: a page begins after (or ends before) a row, so that rows that come and go move nothing.

The cursor in the URL says direction~value~key: the value the rows are ordered by and the primary key of the row at
the edge. A private column's value (a name) is left out of it and read from the row instead. `alkaen~m` begins at a
letter, `viimeinen` is the last page.
"""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, QuerySet, Value
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan
from django.db.models.functions import Coalesce

Row = TypeVar("Row")

AFTER, BEFORE, FROM, LAST = "jalkeen", "ennen", "alkaen", "viimeinen"
MISSING = "-"
# What a page's rows are found as: the primary key, and the value that rows are ordered by.
KEYS = ("pk", "edge")
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


# Above every text.
HIGHEST = "\U0010ffff"
TEXT = Kind(models.TextField(), HIGHEST, "")
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

    `always` says that no value is missing, so that an index on the field serves, `never` that all are. The value of a
    private column is read from the row at the edge; others are in the cursor, so that a row which changes its place
    takes no page along. `letters` tells the value that a letter stands for, where one may begin at a letter.
    """

    expression: Any
    kind: Kind
    always: bool = False
    never: bool = False
    private: bool = False
    letters: Callable[[str], str] | None = None


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows of one page; cursors of the pages before and after, empty when there is none."""

    rows: list[Row]
    previous: str
    next: str


@dataclass(frozen=True)
class Span:
    """Where a page lies: beyond the edge in the direction, from the end of the rows that way when there is no edge.

    edge: the value rows are ordered by, a missing one replaced (_key), and the primary key. limit: rows to find.
    """

    column: Column
    descending: bool
    forwards: bool
    edge: tuple[Any, Any] | None
    limit: int

    @property
    def falling(self) -> bool:
        """Whether values fall while rows are found."""
        return self.descending is self.forwards

    @property
    def key(self):
        """What rows are ordered by, a missing value replaced by one that comes last."""
        return _key(self.column, self.descending)

    def order(self, *names: str) -> list[str]:
        """These, in the direction that rows are found in."""
        return [f"-{name}" if self.falling else name for name in names]

    def beyond(self, rows: QuerySet, *names: str) -> QuerySet:
        """Those of the rows whose values under these names lie beyond the edge's last ones; all without an edge."""
        if self.edge is None:
            return rows
        lookup = TupleLessThan if self.falling else TupleGreaterThan
        if len(names) == 1:
            return rows.filter(**{f"{names[0]}__{'lt' if self.falling else 'gt'}": self.edge[-1]})
        return rows.filter(lookup(tuple(F(name) for name in names), self.edge))


def by_order(rows: QuerySet, span: Span) -> Any:
    """Keys of the span, in whichever way PostgreSQL likes: an index serves when no value is missing."""
    return _keys(rows, span, span.key)


def by_sorting(rows: QuerySet, span: Span) -> Any:
    """Keys of the span among few rows: all are sorted, by an expression that no index has.

    By the column itself PostgreSQL might walk an order to its end, looking for rows that are rare in it.
    """
    return _keys(rows, span, _key(replace(span.column, always=False), span.descending))


def by_walking(rows: QuerySet, span: Span) -> Any:
    """Keys of the span, along an index on the column, which is a field, and the primary key."""
    return walk(rows.annotate(edge=span.key), span, KEYS, span.limit)


def walk(rows: QuerySet, span: Span, names: Sequence[str], limit: int) -> QuerySet:
    """So many rows from the span's beginning on, as values of these names, along an index as in by_walking.

    Such an index holds missing values in one stretch and the others in another; both orders have the missing last.
    PostgreSQL begins the second stretch when the first has ended.
    """
    stretches = [_stretch(rows, span, missing).values(*names)[:limit] for missing in _stretches(span)]
    return stretches[0].union(*stretches[1:], all=True)[:limit] if stretches[1:] else stretches[0]


def paginate(
    rows: QuerySet,
    column: Column,
    *,
    edges: QuerySet,
    shown: QuerySet[Any, Row] | Callable[[Any, Span], list[Row]],
    descending: bool,
    cursor: str,
    size: int,
    find: Callable[[QuerySet, Span], Any] = by_order,
) -> Page[Row]:
    """The page that the cursor points at; the first one when it is empty or can't be understood.

    Rows are ordered by the column, those without a value last in either direction, then by primary key. `edges` are
    the rows that a private column's cursor may name, also when they have left `rows` meanwhile. The page's rows are
    found lean, as KEYS, by `find`, and read from `shown`, so that what is shown of a row is fetched for those of the
    page only: a queryset that has the column under the same name, or what reads rows by their keys, in the span's
    order, each with its `pk` and `edge`. One statement; two when the column is private and there is a cursor.
    The page is empty when there is nothing beyond the cursor any more; beyond a letter is always the last page.
    """
    forwards, edge = _read_cursor(cursor, edges, column, descending)
    span = Span(column, descending, forwards, edge, size + 1)
    keys = find(rows, span)
    page = _read(shown, keys, span) if isinstance(shown, QuerySet) else shown(keys, span)
    if not page:
        if edge and cursor.startswith(FROM):
            return paginate(
                rows, column, edges=edges, shown=shown, descending=descending, cursor=LAST, size=size, find=find
            )
        return Page([], "", "")
    more, page = len(page) > size, page[:size]
    if not forwards:
        page.reverse()
    return Page(
        page,
        previous=_write_cursor(BEFORE, page[0], column, descending) if (edge if forwards else more) else "",
        next=_write_cursor(AFTER, page[-1], column, descending) if (more if forwards else edge) else "",
    )


def _read(shown: QuerySet[Any, Row], keys: QuerySet, span: Span) -> list[Row]:
    rows = shown.annotate(edge=span.key).filter(pk__in=keys.values("pk"))
    return list(rows.order_by(*span.order("edge", "pk"))[: span.limit])


def _stretches(span: Span) -> list[bool]:
    """Which stretches the span may reach, in turn: False for values, True for missing ones."""
    if span.column.always or span.column.never:
        return [span.column.never]
    stretches = [False, True] if span.forwards else [True, False]
    if span.edge is not None:
        stretches = stretches[stretches.index(_at_missing(span)) :]
    return stretches


def _at_missing(span: Span) -> bool:
    return span.column.never or (not span.column.always and span.edge[0] == _missing(span.column, span.descending))


def _keys(rows: QuerySet, span: Span, key) -> QuerySet:
    found = span.beyond(rows.annotate(edge=key), "edge", "pk")
    return found.order_by(*span.order("edge", "pk")).values(*KEYS)[: span.limit]


def _stretch(rows: QuerySet, span: Span, missing: bool) -> QuerySet:
    field = span.column.expression
    if not span.column.always:
        rows = rows.filter(**{f"{field}__isnull": missing})
    if span.edge is not None and missing == _at_missing(span):
        rows = span.beyond(rows, *(("pk",) if missing else (field, "pk")))
    # By the field also where all of it is missing: only so PostgreSQL sees that the index has this order.
    return rows.order_by(*span.order(field, "pk"))


def _key(column: Column, descending: bool):
    """What rows are ordered by, a missing value replaced by one that comes last."""
    expression = F(column.expression) if isinstance(column.expression, str) else column.expression
    if column.always:
        return expression
    missing = Value(_missing(column, descending), output_field=column.kind.field)
    return Coalesce(expression, missing, output_field=column.kind.field)


def _missing(column: Column, descending: bool) -> Any:
    return column.kind.last_descending if descending else column.kind.last_ascending


def _write_cursor(direction: str, row: Any, column: Column, descending: bool) -> str:
    if column.private:
        return f"{direction}~~{row.pk}"
    missing = row.edge == _missing(column, descending)
    return f"{direction}~{MISSING if missing else column.kind.write(row.edge)}~{row.pk}"


def _read_cursor(cursor: str, edges: QuerySet, column: Column, descending: bool) -> tuple[bool, tuple[Any, Any] | None]:
    """Whether forwards, and the edge of the cursor; from the beginning for one that can't be understood."""
    direction, _tilde, rest = cursor.partition("~")
    if cursor == LAST:
        return False, None
    if direction == FROM and column.letters and len(rest) == 1 and (letter := column.letters(rest)):
        return True, (letter + HIGHEST if descending else letter, "")
    text, _tilde, key = rest.partition("~")
    if direction not in (AFTER, BEFORE) or not _KEY.fullmatch(key):
        return True, None
    try:
        key = edges.model._meta.pk.to_python(key)
    except ValidationError:
        return True, None
    if column.private:
        edge = edges.filter(pk=key).values_list(_key(column, descending), "pk").first()
        return (direction == AFTER, edge) if edge else (True, None)
    try:
        return direction == AFTER, (_missing(column, descending) if text == MISSING else column.kind.read(text), key)
    except (ValueError, OverflowError):
        return True, None
