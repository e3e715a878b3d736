"""A plan's rows and its document: loaded with a statement a table, saved by difference (docs/adr/0008)."""

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models as db

from hoks import contract, models
from hoks.contract.fields import nested_node
from hoks.contract.types import write_timestamp
from hoks.violations import Path, pointer

Laji = models.TutkinnonOsa.Laji

# Where each node of the contract is kept. A unit's kind follows from its class.
TABLES: dict[type[contract.Node], type[models.TutkinnonOsa]] = {
    contract.OsaamisenHankkimistapa: models.OsaamisenHankkimistapa,
    contract.OsaamisenOsoittaminen: models.OsaamisenOsoittaminen,
    contract.HankittavaKoulutuksenOsa: models.HankittavaKoulutuksenOsa,
    contract.OppimisenTuki: models.OppimisenTuki,
    contract.OpiskeluvalmiuksiaTukevaOpinto: models.OpiskeluvalmiuksiaTukevatOpinnot,
}
LAJIT = {
    contract.HankittavaAmmatillinen: Laji.HANKITTAVA_AMMATILLINEN,
    contract.HankittavaPaikallinen: Laji.HANKITTAVA_PAIKALLINEN,
    contract.HankittavaYhteinen: Laji.HANKITTAVA_YHTEINEN,
    contract.HankittavaOsaAlue: Laji.HANKITTAVA_OSA_ALUE,
    contract.AiemminHankittuAmmatillinen: Laji.AIEMMIN_AMMATILLINEN,
    contract.AiemminHankittuPaikallinen: Laji.AIEMMIN_PAIKALLINEN,
    contract.AiemminHankittuYhteinen: Laji.AIEMMIN_YHTEINEN,
    contract.AiemminHankittuOsaAlue: Laji.AIEMMIN_OSA_ALUE,
}
TABLES |= dict.fromkeys(LAJIT, models.TutkinnonOsa)
# Only these say their module-id on the wire (domain.md 1.5).
WITHOUT_MODULE_ID = {
    contract.HankittavaKoulutuksenOsa,
    contract.OppimisenTuki,
    contract.OpiskeluvalmiuksiaTukevaOpinto,
}
# Parents before children; deleted in the opposite order.
WRITE_ORDER = [
    models.TutkinnonOsa,
    models.OsaamisenHankkimistapa,
    models.OsaamisenOsoittaminen,
    models.HankittavaKoulutuksenOsa,
    models.OppimisenTuki,
    models.OpiskeluvalmiuksiaTukevatOpinnot,
]
TOP_COLUMNS = tuple(
    name
    for name in contract.HoksPut.model_fields
    if name not in ("id", "oppija_oid", "opiskeluoikeus_oid") and name in {f.name for f in models.Hoks._meta.fields}
)
TUNNISTE = "yksiloiva_tunniste"
NO_ARVIOIJAT = {"aiemmin-hankitun-osaamisen-arvioijat": []}


def node_lists(cls: type[contract.Node]) -> list[tuple[str, type[contract.Node]]]:
    """(field name, node class) of the lists whose elements are kept as rows, in contract order."""
    return [(spec.name, spec.node) for spec in contract.fields(cls) if spec.kind == "nodes"]


def column_names(cls: type[contract.Node]) -> list[str]:
    """Fields of a node that are columns of its row."""
    lists = {name for name, _ in node_lists(cls)}
    return [name for name, info in cls.model_fields.items() if name not in lists and not info.exclude]


@dataclass(eq=False)
class Row:
    """A row of the plan with the rows below it, by list name. `row` is saved or about to be."""

    cls: type[contract.Node]
    row: Any
    children: dict[str, list["Row"]] = field(default_factory=dict)


# --- Loading -------------------------------------------------------------------------------


def load_rows(hoks: models.Hoks) -> dict[str, list[Row]]:
    """The plan's rows by top-level list name, with one statement a table."""
    units = list(models.TutkinnonOsa.objects.filter(hoks=hoks))
    below: dict[tuple, list] = {}
    for unit in units:
        below.setdefault((unit.yhteinen_tutkinnon_osa_id, unit.laji), []).append(unit)
    for model in (models.OsaamisenHankkimistapa, models.OsaamisenOsoittaminen):
        for row in model.objects.filter(hoks=hoks):
            below.setdefault((row.tutkinnon_osa_id, model), []).append(row)
    for model in (
        models.HankittavaKoulutuksenOsa,
        models.OppimisenTuki,
        models.OpiskeluvalmiuksiaTukevatOpinnot,
    ):
        below[None, model] = list(model.objects.filter(hoks=hoks))

    def rows(cls: type[contract.Node], parent_id: int | None) -> list[Row]:
        return [
            Row(cls, row, {name: rows(child, row.pk) for name, child in node_lists(cls)})
            for row in below.get((parent_id, LAJIT.get(cls, TABLES[cls])), [])
        ]

    return {name: rows(cls, None) for name, cls in node_lists(contract.HoksPut)}


def load(hoks: models.Hoks) -> dict:
    """The plan's document as the wire's GET tells it (domain.md 1.4-1.5), at most 8 statements.

    Array order is submission order; a deleted plan has empty arrays. The contract's read variants need no redaction
    here: what a reader may not see is the reader's adapter's affair.
    """
    rows = {} if hoks.on_poistettu else load_rows(hoks)
    return document(hoks, rows)


def document(hoks: models.Hoks, rows: dict[str, list[Row]]) -> dict:
    """The wire's document of a plan and its rows."""
    told = {
        "id": hoks.pk,
        "eid": str(hoks.eid),
        "oppija-oid": hoks.opiskeluoikeus.oppija_id,
        "opiskeluoikeus-oid": hoks.opiskeluoikeus_id,
        "manuaalisyotto": hoks.manuaalisyotto,
    }
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
    told = {} if row.cls in WITHOUT_MODULE_ID else {"module-id": str(row.row.module_id)}
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
    server_says = {"eid", "manuaalisyotto", "module-id"}

    def strip(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: strip(item) for key, item in value.items() if key not in server_says}
        if isinstance(value, list):
            return [strip(item) for item in value]
        return value

    return strip(plan)


# --- Saving --------------------------------------------------------------------------------


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
        self.updated: dict[type, list] = {}
        self.updated_columns: dict[type, set[str]] = {}
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
        for model in reversed(WRITE_ORDER):
            gone = [row.row.pk for row in self.gone if isinstance(row.row, model)]
            if gone:
                model.objects.filter(pk__in=gone).delete()
        for model, changed in self.updated.items():
            model.objects.bulk_update(changed, sorted(self.updated_columns[model]))
        for model in WRITE_ORDER:
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
