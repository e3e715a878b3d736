"""Where each node of the contract is kept: the one map between a plan's tree and its tables."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from hoks import contract, models
from hoks.models.fields import NumberField

Laji = models.TutkinnonOsa.Laji

# Where each node of the contract is kept. A unit's kind follows from its class.
TABLES: dict[type[contract.Node], type[Any]] = {
    contract.OsaamisenHankkimistapa: models.OsaamisenHankkimistapa,
    contract.OsaamisenOsoittaminen: models.OsaamisenOsoittaminen,
    contract.HankittavaKoulutuksenOsa: models.HankittavaKoulutuksenOsa,
    contract.OppimisenTuki: models.OppimisenTuki,
    contract.OpiskeluvalmiuksiaTukevaOpinto: models.OpiskeluvalmiuksiaTukevatOpinnot,
}
LAJIT: dict[type[contract.Node], Laji] = {
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
# The tables below the plan's own, parents before children; deleted from in the opposite order.
PART_TABLES: tuple[type[Any], ...] = (
    models.TutkinnonOsa,
    models.OsaamisenHankkimistapa,
    models.OsaamisenOsoittaminen,
    models.HankittavaKoulutuksenOsa,
    models.OppimisenTuki,
    models.OpiskeluvalmiuksiaTukevatOpinnot,
)
# The column by which a row hangs on another row; the others hang on the plan alone.
PARENT_COLUMNS = {
    models.TutkinnonOsa: "yhteinen_tutkinnon_osa_id",
    models.OsaamisenHankkimistapa: "tutkinnon_osa_id",
    models.OsaamisenOsoittaminen: "tutkinnon_osa_id",
}
TOP_COLUMNS = tuple(
    name
    for name in contract.HoksPut.model_fields
    if name not in ("id", "oppija_oid", "opiskeluoikeus_oid") and name in {f.name for f in models.Hoks._meta.fields}
)


@cache
def node_lists(cls: type[contract.Node]) -> tuple[tuple[str, type[contract.Node]], ...]:
    """(field name, node class) of the lists whose elements are kept as rows, in contract order."""
    return tuple((spec.name, spec.node) for spec in contract.fields(cls) if spec.kind == "nodes")


@cache
def columns(cls: type[contract.Node]) -> tuple[tuple[str, str], ...]:
    """(column, wire name) of the fields of a node that are columns of its row."""
    lists = {name for name, _ in node_lists(cls)}
    return tuple(
        (name, contract.wire_name(name))
        for name, info in cls.model_fields.items()
        if name not in lists and not info.exclude
    )


@cache
def number_columns(cls: type[contract.Node]) -> tuple[str, ...]:
    """Those of the columns that hold unbounded numbers."""
    fields = {column.name: column for column in TABLES[cls]._meta.fields}
    return tuple(name for name, _wire in columns(cls) if isinstance(fields[name], NumberField))


@dataclass(eq=False)
class Row:
    """A row of the plan with the rows below it, by list name.

    values: by column, in the wire's own form (dates as text, nested objects as dicts), None where nothing is told
    id, module_id: None and "" until the row is matched or written
    """

    cls: type[contract.Node]
    values: dict[str, Any]
    children: dict[str, list["Row"]] = field(default_factory=dict)
    id: int | None = None
    module_id: str = ""
    jarjestys: int = 0
