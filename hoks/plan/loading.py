"""From rows to documents."""

import datetime as dt
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from functools import partial
from itertools import chain, groupby
from operator import attrgetter
from traceback import clear_frames
from typing import Any

from django.db import InterfaceError, InternalError, OperationalError
from django.db import models as db

from hoks import contract, models
from hoks.contract.types import write_timestamp
from hoks.plan.mapping import LAJIT, PART_TABLES, TABLES, TOP_COLUMNS, WITHOUT_MODULE_ID, Row, column_names, node_lists

# What the server says of a plan and no client sends.
SERVER_SAYS = frozenset({"eid", "manuaalisyotto", "module-id", "poistettu"})
# Rows a cursor of the server gives at a time: bounds the memory of many plans.
CHUNK = 1000
# The fault is the database's, not one plan's.
DATABASE_GONE = (OperationalError, InterfaceError, InternalError)

log = logging.getLogger(__name__)


# --- One plan ------------------------------------------------------------------------------


def load(hoks: models.Hoks) -> dict:
    """The plan's document as the wire's GET tells it (domain.md 1.4-1.5), at most 8 statements.

    Array order is submission order; a deleted plan has empty arrays. The contract's read variants need no redaction
    here: what a reader may not see is the reader's adapter's affair.
    """
    return document(hoks, {} if hoks.on_poistettu else load_rows(hoks))


def load_rows(hoks: models.Hoks) -> dict[str, list[Row]]:
    """The plan's rows by top-level list name, with one statement a table."""
    return _tree(chain.from_iterable(model._default_manager.filter(hoks=hoks) for model in PART_TABLES))


def _tree(rows: Iterable) -> dict[str, list[Row]]:
    """The rows of one plan, each table's in order, as a tree."""
    below: dict[tuple, list] = {}
    for row in rows:
        below.setdefault(_place(row), []).append(row)

    def branch(cls: type[contract.Node], parent_id: int | None) -> list[Row]:
        return [
            Row(cls, row, {name: branch(child, row.pk) for name, child in node_lists(cls)})
            for row in below.get((parent_id, LAJIT.get(cls, TABLES[cls])), [])
        ]

    return {name: branch(cls, None) for name, cls in node_lists(contract.HoksPut)}


def _place(row: Any) -> tuple:
    """(key of the row it hangs on, None on the plan; its kind or table)."""
    if isinstance(row, models.TutkinnonOsa):
        return row.yhteinen_tutkinnon_osa_id, row.laji
    return getattr(row, "tutkinnon_osa_id", None), type(row)


# --- Many plans ----------------------------------------------------------------------------


def load_many(hoks_ids: Iterable[int]) -> Iterator[tuple[int, dict | None]]:
    """(id, document) of each plan that exists, in order of id, with a statement a table however many they are.

    Rows come a chunk at a time, so that memory does not grow with the number of plans. The document is None where
    the database holds what no document can tell; the others come all the same. Read it within a transaction of
    repeatable reads: between two chunks somebody may write.
    """
    asked = list(hoks_ids)
    # Koski's record of the study right weighs more than the plan.
    columns = [column.name for column in models.Hoks._meta.fields]
    hoksit = models.Hoks.objects.select_related("opiskeluoikeus").only(*columns, "opiskeluoikeus__oppija_id")
    last = 0
    try:
        with ExitStack() as streams:
            parts = [streams.enter_context(_Parts(model, asked)) for model in PART_TABLES]
            plans: Any = hoksit.filter(pk__in=asked).order_by("pk").iterator(CHUNK)
            for hoks in streams.enter_context(closing(plans)):
                rows = list(chain.from_iterable(part.of(hoks.pk) for part in parts))
                last = hoks.pk
                yield last, _guarded(last, partial(_document, hoks, rows))
        return
    except DATABASE_GONE:
        raise
    except Exception as error:
        log.error("Plans after %s can't be read together: %s", last, type(error).__name__)
        # Or it would keep the failed stream's cursor until it is collected, in the midst of something else.
        clear_frames(error.__traceback__)
    # What Python cannot hold has spoilt the stream it came in: the rest are read one by one.
    for pk in models.Hoks.objects.filter(pk__in=asked, pk__gt=last).order_by("pk").values_list("pk", flat=True):
        yield pk, _guarded(pk, partial(_loaded, hoksit, pk))


class _Parts:
    """Rows of one table, given out plan by plan in order of id."""

    def __init__(self, model: type[db.Model], hoks_ids: list[int]):
        self.rows = model._default_manager.filter(hoks__in=hoks_ids).order_by("hoks_id", *model._meta.ordering)

    def __enter__(self) -> "_Parts":
        self.stream: Any = self.rows.iterator(CHUNK)
        self.plans = groupby(self.stream, key=attrgetter("hoks_id"))
        self.next = next(self.plans, (None, ()))
        return self

    def __exit__(self, *_error) -> None:
        self.stream.close()

    def of(self, hoks_id: int) -> list:
        """The rows of this plan; the plans before it must have been asked for."""
        if self.next[0] != hoks_id:
            return []
        rows = list(self.next[1])
        self.next = next(self.plans, (None, ()))
        return rows


def _document(hoks: models.Hoks, rows: list) -> dict:
    return document(hoks, {} if hoks.on_poistettu else _tree(rows))


def _loaded(hoksit: db.QuerySet, pk: int) -> dict:
    return load(hoksit.get(pk=pk))


def _guarded(pk: int, build: Callable[[], dict]) -> dict | None:
    try:
        return build()
    except DATABASE_GONE:
        raise
    except Exception as error:
        # Its message would quote the plan.
        log.error("Plan %s can't be told: %s", pk, type(error).__name__)
        return None


# --- Telling -------------------------------------------------------------------------------


def document(hoks: models.Hoks, rows: dict[str, list[Row]]) -> dict:
    """The wire's document of a plan and its rows."""
    told: dict[str, Any] = {
        "id": hoks.pk,
        "eid": str(hoks.eid),
        "oppija-oid": hoks.opiskeluoikeus.oppija_id,
        "opiskeluoikeus-oid": hoks.opiskeluoikeus_id,
        "manuaalisyotto": hoks.manuaalisyotto,
    }
    if hoks.poistettu:
        told["poistettu"] = _wire(hoks.poistettu)
    for name in TOP_COLUMNS:
        value = getattr(hoks, name)
        if value is not None:
            told[contract.wire_name(name)] = _wire(value)
    for name, _cls in node_lists(contract.HoksPut):
        told[contract.wire_name(name)] = [_row_document(row) for row in rows.get(name, [])]
    return told


def period_document(period: models.OsaamisenHankkimistapa) -> dict:
    """One period as a plan's document tells it."""
    return _row_document(Row(contract.OsaamisenHankkimistapa, period))


def _row_document(row: Row) -> dict:
    told: dict[str, Any] = {} if row.cls in WITHOUT_MODULE_ID else {"module-id": str(row.row.module_id)}
    for name in column_names(row.cls):
        value = getattr(row.row, name)
        if value is not None:
            told[contract.wire_name(name)] = _wire(value)
    for name, children in row.children.items():
        told[contract.wire_name(name)] = [_row_document(child) for child in children]
    return told


def _wire(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return write_timestamp(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


def write_shape(plan: dict) -> dict:
    """The document as a client would send it back: without what only the server says."""

    def strip(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: strip(item) for key, item in value.items() if key not in SERVER_SAYS}
        if isinstance(value, list):
            return [strip(item) for item in value]
        return value

    return strip(plan)
