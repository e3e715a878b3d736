"""From typed documents to rows: the difference, with a statement a table and kind of change (docs/adr/0008)."""

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import models as db

from hoks import contract, models
from hoks.contract.fields import nested_node
from hoks.plan.mapping import LAJIT, PART_TABLES, TABLES, Row, column_names, node_lists
from hoks.violations import Path, pointer

TUNNISTE = "yksiloiva_tunniste"
NO_ARVIOIJAT = {"aiemmin-hankitun-osaamisen-arvioijat": []}


def columns(node: contract.Node) -> dict[str, Any]:
    """Column values of a typed node; nested objects in the wire's own shape."""
    values = {}
    for name in column_names(type(node)):
        value = getattr(node, name)
        nested, many = nested_node(type(node).model_fields[name].annotation)
        if nested and many:
            value = [_small(item) for item in value]
        elif nested:
            value = _small(value) if value is not None else None
        values[name] = value
    if "tarkentavat_tiedot_osaamisen_arvioija" in values:
        values["tarkentavat_tiedot_osaamisen_arvioija"] = (
            values["tarkentavat_tiedot_osaamisen_arvioija"] or NO_ARVIOIJAT
        )
    return values


def _small(node: contract.Node) -> dict:
    return node.model_dump(mode="json", by_alias=True, exclude_none=True)


def natural_key(cls: type[contract.Node], value) -> Any:
    """What tells a row from its siblings besides all it says; None when nothing does (docs/adr/0008).

    value: function from column name to value
    """
    if cls in LAJIT:
        names = {name for name in column_names(cls)}
        if "osa_alue_koodi_uri" in names:
            return value("osa_alue_koodi_uri")
        if "tutkinnon_osa_koodi_uri" in names:
            return value("tutkinnon_osa_koodi_uri")
        return value("amosaa_tunniste") or value("nimi") or None
    if cls is contract.OsaamisenHankkimistapa:
        return value(TUNNISTE)
    return None


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
        self.taken = {str(row.row.module_id) for row in _walk(old)}
        self.created: list[Row] = []
        self.updated: dict[type[Any], list] = {}
        self.updated_columns: dict[type[Any], set[str]] = {}
        self.kept: set[uuid.UUID] = set()
        self.rows: dict[str, list[Row]] = {}

    def match(self, plan: contract.Node) -> bool:
        """Match the typed document with the old rows; True when anything differs."""
        self.rows = {
            name: self._match_list(cls, self.old.get(name, []), getattr(plan, name), (contract.wire_name(name),), None)
            for name, cls in node_lists(contract.HoksPut)
        }
        self.gone = [row for row in _walk(self.old) if row.row.module_id not in self.kept]
        return bool(self.created or self.updated or self.gone)

    def _match_list(self, cls, old: list[Row], new: list[contract.Node], path: Path, parent) -> list[Row]:
        wanted = [(node, columns(node)) for node in new]
        partners = self._partners(cls, old, wanted, path)
        return [
            self._match_one(cls, partners.get(place), node, values, (*path, place), place, parent)
            for place, (node, values) in enumerate(wanted)
        ]

    def _partners(self, cls, old: list[Row], wanted: list[tuple], path: Path) -> dict[int, Row]:
        """New position -> old row: by key, by natural key (the one that says the same first), by equal content."""
        partners: dict[int, Row] = {}
        free = list(old)

        def pair(place: int, row: Row) -> None:
            partners[place] = row
            free.remove(row)

        by_key = {str(row.row.module_id): row for row in old}
        for place in range(len(wanted)):
            row = by_key.get(self.keys.get(pointer((*path, place)), ""))
            if row is not None and row in free:
                pair(place, row)
        new_keys = [natural_key(cls, values.get) for _node, values in wanted]
        old_keys = {id(row): natural_key(cls, lambda name, row=row: getattr(row.row, name)) for row in free}
        for same_key, same_content in ((True, True), (True, False), (False, True)):
            for place, (node, values) in enumerate(wanted):
                if place in partners or (new_keys[place] is None and not same_content):
                    continue
                for row in free:
                    if same_key and old_keys[id(row)] != new_keys[place]:
                        continue
                    if same_content and not _says_the_same(row, node, values):
                        continue
                    pair(place, row)
                    break
        return partners

    def _match_one(self, cls, partner: Row | None, node, values: dict, path: Path, place: int, parent) -> Row:
        values = {**values, "jarjestys": place}
        if self.generate_tunnisteet and TUNNISTE in values and values[TUNNISTE] is None:
            values[TUNNISTE] = _generated_tunniste(partner, values)
        if partner is None:
            row = Row(cls, self._new(cls, values, path, parent))
            self.created.append(row)
        else:
            row = Row(cls, partner.row)
            self.kept.add(partner.row.module_id)
            changed = {name for name, value in values.items() if not _same(getattr(partner.row, name), value)}
            if changed:
                for name in changed:
                    setattr(partner.row, name, values[name])
                self.updated.setdefault(TABLES[cls], []).append(partner.row)
                self.updated_columns.setdefault(TABLES[cls], set()).update(changed)
        for name, child in node_lists(cls):
            row.children[name] = self._match_list(
                child,
                partner.children[name] if partner else [],
                getattr(node, name),
                (*path, contract.wire_name(name)),
                row.row,
            )
        return row

    def _new(self, cls, values: dict, path: Path, parent):
        key = self.keys.get(pointer(path), "")
        if not key or key in self.taken:
            key = new_key()
        self.taken.add(key)
        row = TABLES[cls](hoks=self.hoks, module_id=uuid.UUID(key), **values)
        if cls in LAJIT:
            row.laji = LAJIT[cls]
            row.yhteinen_tutkinnon_osa = parent
        elif parent is not None:
            row.tutkinnon_osa = parent
        return row

    def write(self) -> None:
        """Delete, update and create what `match` found; the caller holds the plan's lock in a transaction."""
        for model in reversed(PART_TABLES):
            gone = [row.row.pk for row in self.gone if isinstance(row.row, model)]
            if gone:
                model.objects.filter(pk__in=gone).delete()
        for model, changed in self.updated.items():
            model.objects.bulk_update(changed, sorted(self.updated_columns[model]))
        for model in PART_TABLES:
            new = [row.row for row in self.created if isinstance(row.row, model)]
            if model is models.TutkinnonOsa:
                parents = [row for row in new if row.yhteinen_tutkinnon_osa is None]
                _bulk_create(model, parents)
                new = [row for row in new if row.yhteinen_tutkinnon_osa is not None]
                for row in new:
                    row.yhteinen_tutkinnon_osa = row.yhteinen_tutkinnon_osa
            elif issubclass(model, models.OsaamisenHankkimistapa | models.OsaamisenOsoittaminen):
                for row in new:
                    row.tutkinnon_osa = row.tutkinnon_osa
            _bulk_create(model, new)


def _generated_tunniste(partner: Row | None, values: dict) -> str | None:
    """The identifier of a period that hand entry gives none: its own, or a new one.

    A period that came without one by transfer stays without as long as nothing in it changes.
    """
    if partner is None:
        return new_key()
    told = (name for name in values if name not in (TUNNISTE, "jarjestys"))
    if partner.row.yksiloiva_tunniste or all(_same(getattr(partner.row, name), values[name]) for name in told):
        return partner.row.yksiloiva_tunniste
    return new_key()


def _bulk_create(model: type[db.Model], rows: list) -> None:
    if rows:
        model._default_manager.bulk_create(rows)


def _says_the_same(row: Row, node: contract.Node, values: dict) -> bool:
    """The typed node, whose column values are given, says what the row and those below it say.

    A period without an identifier says the same as one with a generated one.
    """
    for name, value in values.items():
        if name == TUNNISTE and value is None:
            continue
        if not _same(getattr(row.row, name), value):
            return False
    for name, _cls in node_lists(row.cls):
        old, new = row.children[name], getattr(node, name)
        if len(old) != len(new):
            return False
        if not all(_says_the_same(one, other, columns(other)) for one, other in zip(old, new, strict=True)):
            return False
    return True


def _same(old: Any, new: Any) -> bool:
    """Equal on the wire: True and 1 are not."""
    return old == new and isinstance(old, bool) == isinstance(new, bool)


def _walk(rows: dict[str, list[Row]]) -> Iterator[Row]:
    for siblings in rows.values():
        for row in siblings:
            yield row
            yield from _walk(row.children)
