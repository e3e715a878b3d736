"""From rows to documents. PostgreSQL gives a plan's rows as one JSON text, which is near the wire's own form."""

import datetime as dt
import json
import logging
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, router, transaction

from hoks import contract, models
from hoks.contract.types import canonical_number, write_timestamp
from hoks.plan.mapping import (
    LAJIT,
    PARENT_COLUMNS,
    PART_TABLES,
    TABLES,
    TOP_COLUMNS,
    WITHOUT_MODULE_ID,
    Row,
    columns,
    node_lists,
    number_columns,
)

# What the server says of a plan and no client sends.
SERVER_SAYS = frozenset({"eid", "manuaalisyotto", "module-id", "poistettu"})
# Plans fetched at a time: bounds the memory of many.
CHUNK = 50

# An array of the tables of PART_TABLES, each an array of rows in order, or null.
PARTS = "json_build_array({})".format(
    ", ".join(
        f"(SELECT json_agg(part ORDER BY part.jarjestys, part.id) FROM {model._meta.db_table} part"
        " WHERE part.hoks_id = hoks.id)"
        for model in PART_TABLES
    )
)
PARTS_OF_ONE = f"SELECT {PARTS}::text FROM hoks_hoks hoks WHERE hoks.id = %s AND hoks.versionumero = %s"
MANY = f"""
SELECT hoks.id, json_build_array(
    hoks, opiskeluoikeus.oppija_id, CASE WHEN hoks.poistettu IS NULL THEN {PARTS} ELSE '[]' END
)::text
FROM hoks_hoks hoks JOIN hoks_opiskeluoikeus opiskeluoikeus ON opiskeluoikeus.oid = hoks.opiskeluoikeus_id
WHERE hoks.id = ANY(%s) ORDER BY hoks.id
"""
MOMENTS = ("hyvaksytty", "paivitetty", "poistettu")

log = logging.getLogger(__name__)


# --- One plan ------------------------------------------------------------------------------


def load(hoks: models.Hoks) -> dict:
    """The plan's document as the wire's GET tells it (domain.md 1.4-1.5), with one statement.

    Array order is submission order; a deleted plan has empty arrays. The contract's read variants need no redaction
    here: what a reader may not see is the reader's adapter's affair.
    """
    rows = {} if hoks.on_poistettu else load_rows(hoks)
    return document(hoks, rows)


def load_rows(hoks: models.Hoks) -> dict[str, list[Row]]:
    """The plan's rows by top-level list name; of one version, to which `hoks` is brought when it is behind."""
    with connections[router.db_for_read(models.Hoks)].cursor() as cursor:
        cursor.execute(PARTS_OF_ONE, [hoks.pk, hoks.versionumero])
        found = cursor.fetchone()
    if found is None:
        hoks.refresh_from_db()
        return load_rows(hoks)
    return _tree(json.loads(found[0]))


def _tree(parts: list[list[dict] | None]) -> dict[str, list[Row]]:
    """The rows of one plan, given table by table, as a tree."""
    below: dict[tuple, list[dict]] = {}
    for model, rows in zip(PART_TABLES, parts, strict=False):
        parent = PARENT_COLUMNS.get(model, "")
        for row in rows or ():
            below.setdefault((row.get(parent), row.get("laji", model)), []).append(row)

    def branch(cls: type[contract.Node], parent_id: int | None) -> list[Row]:
        return [
            _row(cls, told, {name: branch(child, told["id"]) for name, child in node_lists(cls)})
            for told in below.get((parent_id, LAJIT.get(cls, TABLES[cls])), ())
        ]

    return {name: branch(cls, None) for name, cls in node_lists(contract.HoksPut)}


def _row(cls: type[contract.Node], told: dict[str, Any], children: dict[str, list[Row]]) -> Row:
    values = {name: told[name] for name, _wire in columns(cls)}
    for name in number_columns(cls):
        if values[name] is not None:
            values[name] = canonical_number(values[name])
    return Row(cls, values, children, told["id"], told["module_id"], told["jarjestys"])


# --- Many plans ----------------------------------------------------------------------------


def load_many(hoks_ids: Iterable[int], *, using: str = DEFAULT_DB_ALIAS) -> Iterator[tuple[int, dict | None]]:
    """(id, document) of each plan that exists, in order of id, all as they are at one moment, with one statement.

    Plans are fetched some at a time, so that memory does not grow with their number; a transaction is open
    meanwhile. The document is None where the database holds what no document can tell.
    """
    with transaction.atomic(using=using), connections[using].chunked_cursor() as cursor:
        cursor.execute(MANY, [list(hoks_ids)])
        while fetched := cursor.fetchmany(CHUNK):
            for pk, text in fetched:
                yield pk, _told(pk, text)


def _told(pk: int, text: str) -> dict | None:
    try:
        top, oppija_oid, parts = json.loads(text)
        for name in MOMENTS:
            if top[name] is not None:
                top[name] = dt.datetime.fromisoformat(top[name])
        return _document(top | {"oppija_oid": oppija_oid}, _tree(parts))
    except Exception as error:
        # Its message would quote the plan.
        log.error("Plan %s can't be told: %s", pk, type(error).__name__)
        return None


# --- Telling -------------------------------------------------------------------------------


def document(hoks: models.Hoks, rows: dict[str, list[Row]]) -> dict:
    """The wire's document of a plan and its rows."""
    names = ("id", "eid", "opiskeluoikeus_id", "manuaalisyotto", "poistettu", *TOP_COLUMNS)
    top = {name: getattr(hoks, name) for name in names}
    return _document(top | {"oppija_oid": hoks.opiskeluoikeus.oppija_id}, rows)


def _document(top: dict[str, Any], rows: dict[str, list[Row]]) -> dict:
    told: dict[str, Any] = {
        "id": top["id"],
        "eid": str(top["eid"]),
        "oppija-oid": top["oppija_oid"],
        "opiskeluoikeus-oid": top["opiskeluoikeus_id"],
        "manuaalisyotto": top["manuaalisyotto"],
    }
    for name in ("poistettu", *TOP_COLUMNS):
        if top[name] is not None:
            told[contract.wire_name(name)] = _wire(top[name])
    for name, _cls in node_lists(contract.HoksPut):
        told[contract.wire_name(name)] = [_row_document(row) for row in rows.get(name, ())]
    return told


def period_document(period: models.OsaamisenHankkimistapa) -> dict:
    """One period as a plan's document tells it."""
    values = {name: _wire(getattr(period, name)) for name, _wire_name in columns(contract.OsaamisenHankkimistapa)}
    return _row_document(Row(contract.OsaamisenHankkimistapa, values, module_id=str(period.module_id)))


def _row_document(row: Row) -> dict:
    told: dict[str, Any] = {} if row.cls in WITHOUT_MODULE_ID else {"module-id": row.module_id}
    for name, wire in columns(row.cls):
        value = row.values[name]
        if value is not None:
            told[wire] = value
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
        if isinstance(value, list):
            return [strip(item) if isinstance(item, dict | list) else item for item in value]
        return {
            key: strip(item) if isinstance(item, dict | list) else item
            for key, item in value.items()
            if key not in SERVER_SAYS
        }

    return strip(plan)
