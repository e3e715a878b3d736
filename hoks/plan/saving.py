"""From typed documents to rows: the difference, with a statement a table and kind of change (docs/adr/0008).

Rows go to PostgreSQL as one JSON parameter a statement: they are in the wire's own form anyway, and composing
thousands of parameters would cost more than writing them.
"""

import json
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import connection

from hoks import contract, models
from hoks.plan.mapping import LAJIT, PARENT_COLUMNS, PART_TABLES, TABLES, Row, columns, node_lists
from hoks.violations import Path, pointer

TUNNISTE = "yksiloiva_tunniste"
ARVIOIJA = "tarkentavat_tiedot_osaamisen_arvioija"
NO_ARVIOIJAT = {"aiemmin-hankitun-osaamisen-arvioijat": []}


def rows_of(told: Mapping[str, Any], cls: type[contract.Node]) -> dict[str, list[Row]]:
    """The rows a document asks for, by list name; told: a node as the contract understood it, in the wire's form."""
    return {
        name: [
            Row(child, _values(child, item), rows_of(item, child), jarjestys=place)
            for place, item in enumerate(told[contract.wire_name(name)])
        ]
        for name, child in node_lists(cls)
    }


def _values(cls: type[contract.Node], told: Mapping[str, Any]) -> dict[str, Any]:
    values = {name: told.get(wire) for name, wire in columns(cls)}
    if ARVIOIJA in values:
        values[ARVIOIJA] = values[ARVIOIJA] or NO_ARVIOIJAT
    return values


def natural_key(row: Row) -> Any:
    """What tells a row from its siblings besides all it says; None when nothing does (docs/adr/0008)."""
    if row.cls in LAJIT:
        for name in ("osa_alue_koodi_uri", "tutkinnon_osa_koodi_uri"):
            if name in row.values:
                return row.values[name]
        return row.values["amosaa_tunniste"] or row.values["nimi"] or None
    return row.values.get(TUNNISTE)


def new_key() -> str:
    """A fresh random identifier."""
    return str(uuid.uuid4())


class Save:
    """One save of a plan's rows: matches, then writes a statement a table and kind of change."""

    def __init__(
        self,
        hoks: models.Hoks,
        old: dict[str, list[Row]],
        keys: Mapping[str, str] | None = None,
        *,
        generate_tunnisteet: bool = False,
    ):
        """keys: JSON Pointer of a node to its key; in hand entry the surest match, and a new row's module-id.

        generate_tunnisteet: give every period an identifier that lacks one (hand entry, domain.md 2.3).
        """
        self.hoks, self.old, self.keys = hoks, old, keys or {}
        self.generate_tunnisteet = generate_tunnisteet
        self.taken = {row.module_id for row in _walk(old)}
        self.kept: set[str] = set()
        # New rows with the row they hang on.
        self.created: list[tuple[Row, Row | None]] = []
        self.updated: dict[type[Any], list[Row]] = {}
        self.updated_columns: dict[type[Any], set[str]] = {}
        self.gone: list[Row] = []
        self.rows: dict[str, list[Row]] = {}

    def match(self, plan: contract.Node) -> bool:
        """Match the typed document with the old rows; True when anything differs."""
        self.rows = rows_of(plan.model_dump(mode="json", by_alias=True, exclude_none=True), contract.HoksPut)
        self._match_lists(self.old, self.rows, (), None)
        self.gone = [row for row in _walk(self.old) if row.module_id not in self.kept]
        return bool(self.created or self.updated or self.gone)

    def _match_lists(self, old: dict[str, list[Row]], new: dict[str, list[Row]], path: Path, parent: Row | None):
        for name, rows in new.items():
            here = (*path, contract.wire_name(name))
            partners = self._partners(old.get(name, []), rows, here)
            for place, row in enumerate(rows):
                self._match_one(row, partners.get(place), (*here, place), parent)

    def _partners(self, old: list[Row], new: list[Row], path: Path) -> dict[int, Row]:
        """New position -> old row: by key, by natural key (the one that says the same first), by equal content."""
        partners: dict[int, Row] = {}
        free = list(old)

        def pair(place: int, row: Row) -> None:
            partners[place] = row
            free.remove(row)

        if self.keys:
            by_key = {row.module_id: row for row in old}
            for place in range(len(new)):
                row = by_key.get(self.keys.get(pointer((*path, place)), ""))
                if row is not None and row in free:
                    pair(place, row)
        new_keys = [natural_key(row) for row in new]
        old_keys = {id(row): natural_key(row) for row in free}
        for same_key, same_content in ((True, True), (True, False), (False, True)):
            for place, wanted in enumerate(new):
                if place in partners or (new_keys[place] is None and not same_content):
                    continue
                for row in free:
                    if same_key and old_keys[id(row)] != new_keys[place]:
                        continue
                    if same_content and not _says_the_same(row, wanted):
                        continue
                    pair(place, row)
                    break
        return partners

    def _match_one(self, row: Row, partner: Row | None, path: Path, parent: Row | None) -> None:
        """Give the new row its partner's identity, or one of its own, and note what is to be written."""
        if self.generate_tunnisteet and TUNNISTE in row.values and row.values[TUNNISTE] is None:
            row.values[TUNNISTE] = _generated_tunniste(partner, row)
        if partner is None:
            row.module_id = self._new_module_id(path)
            self.created.append((row, parent))
        else:
            row.id, row.module_id = partner.id, partner.module_id
            self.kept.add(partner.module_id)
            changed = {name for name, value in row.values.items() if partner.values[name] != value}
            if partner.jarjestys != row.jarjestys:
                changed.add("jarjestys")
            if changed:
                table = TABLES[row.cls]
                self.updated.setdefault(table, []).append(row)
                self.updated_columns.setdefault(table, set()).update(changed)
        self._match_lists(partner.children if partner else {}, row.children, path, row)

    def _new_module_id(self, path: Path) -> str:
        key = self.keys.get(pointer(path), "") if self.keys else ""
        if not key or key in self.taken:
            key = new_key()
        self.taken.add(key)
        return key

    def write(self) -> None:
        """Delete, update and create what `match` found; the caller holds the plan's lock in a transaction."""
        for model in reversed(PART_TABLES):
            gone = [row.id for row in self.gone if TABLES[row.cls] is model]
            if gone:
                model.objects.filter(pk__in=gone).delete()
        for model, rows in self.updated.items():
            told = [{"id": row.id, "jarjestys": row.jarjestys, **row.values} for row in rows]
            _update(model, told, sorted(self.updated_columns[model]))
        for model in PART_TABLES:
            new = [(row, parent) for row, parent in self.created if TABLES[row.cls] is model]
            # Common units before the sub-areas that hang on them.
            self._create(model, [(row, parent) for row, parent in new if parent is None])
            self._create(model, [(row, parent) for row, parent in new if parent is not None])

    def _create(self, model: type[Any], new: list[tuple[Row, Row | None]]) -> None:
        if not new:
            return
        told = []
        for row, parent in new:
            values = {"hoks_id": self.hoks.pk, "module_id": row.module_id, "jarjestys": row.jarjestys, **row.values}
            if row.cls in LAJIT:
                values["laji"] = LAJIT[row.cls]
            if parent is not None:
                values[PARENT_COLUMNS[model]] = parent.id
            told.append(values)
        ids = _insert(model, told)
        for row, _parent in new:
            row.id = ids[row.module_id]


def _insert(model: type[Any], rows: list[dict[str, Any]]) -> dict[str, int]:
    """Write new rows; ids by module-id."""
    table = model._meta.db_table
    names = ", ".join(column.column for column in model._meta.fields if not column.primary_key)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {names} FROM json_populate_recordset(NULL::{table}, %s)"
            " RETURNING module_id, id",
            [_as_json(rows)],
        )
        return {str(module_id): pk for module_id, pk in cursor.fetchall()}


def _update(model: type[Any], rows: list[dict[str, Any]], names: list[str]) -> None:
    """Write these columns of rows that are there."""
    table = model._meta.db_table
    changes = ", ".join(f"{name} = new.{name}" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} row SET {changes} FROM json_populate_recordset(NULL::{table}, %s) new"
            " WHERE row.id = new.id",
            [_as_json(rows)],
        )


def _as_json(rows: list[dict[str, Any]]) -> str:
    # null would become a JSON null in a jsonb column.
    told = [{name: value for name, value in row.items() if value is not None} for row in rows]
    return json.dumps(told, ensure_ascii=False, allow_nan=False)


def _generated_tunniste(partner: Row | None, row: Row) -> str | None:
    """The identifier of a period that hand entry gives none: its own, or a new one.

    A period that came without one by transfer stays without as long as nothing in it changes.
    """
    if partner is None:
        return new_key()
    unchanged = partner.values | {TUNNISTE: None} == row.values
    return partner.values[TUNNISTE] if partner.values[TUNNISTE] or unchanged else new_key()


def _says_the_same(old: Row, new: Row) -> bool:
    """The new row and those below it say what the old row and those below it say.

    A period without an identifier says the same as one with a generated one.
    """
    told = old.values
    if TUNNISTE in told and new.values[TUNNISTE] is None:
        told = told | {TUNNISTE: None}
    if told != new.values:
        return False
    return all(
        len(rows) == len(new.children[name])
        and all(_says_the_same(one, other) for one, other in zip(rows, new.children[name], strict=True))
        for name, rows in old.children.items()
    )


def _walk(rows: dict[str, list[Row]]) -> Iterator[Row]:
    for siblings in rows.values():
        for row in siblings:
            yield row
            yield from _walk(row.children)
