"""Workplace periods and demonstrations of plans that have not been deleted; Tyopaikkajakso and Nayttopaiva keep them.

The write door and the import of study rights call `write` and `write_moved` in the transaction of what they write.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Count, QuerySet

from hoks.models import (
    Hoks,
    Jaksopuute,
    Nayttopaiva,
    Opiskeluoikeus,
    OsaamisenHankkimistapa,
    OsaamisenOsoittaminen,
    TutkinnonOsa,
    Tyopaikkajakso,
)
from hoks.models.opiskeluoikeus import TELMA_TYYPIT
from hoks.rules.osaamisen_hankkimistapa import TYOPAIKKAJAKSOT

# Plans whose rows are made anew in one transaction.
BATCH = 5_000

_TABLES = {
    "jaksot": Tyopaikkajakso._meta.db_table,
    "naytot": Nayttopaiva._meta.db_table,
    "hankkimistavat": OsaamisenHankkimistapa._meta.db_table,
    "osoittamiset": OsaamisenOsoittaminen._meta.db_table,
    "osat": TutkinnonOsa._meta.db_table,
    "hoksit": Hoks._meta.db_table,
    "oikeudet": Opiskeluoikeus._meta.db_table,
}
_TJK, _OHJAAJA = "tapa.tyopaikalla_jarjestettava_koulutus", "vastuullinen-tyopaikka-ohjaaja"
# What a period lacks, each by its condition (domain.md 2.3, 9; users.md 1.4).
_LACKS = {
    Jaksopuute.OSA_AIKAISUUS: "tapa.osa_aikaisuustieto IS NULL AND NOT oikeus.suoritustyypit && {telma}::text[]",
    Jaksopuute.TYOPAIKKA: "coalesce({tjk} ->> 'tyopaikan-nimi', '') = ''",
    Jaksopuute.Y_TUNNUS: "coalesce({tjk} ->> 'tyopaikan-y-tunnus', '') = ''",
    Jaksopuute.OHJAAJA: "coalesce({tjk} -> '{ohjaaja}' ->> 'nimi', '') = ''",
    Jaksopuute.OHJAAJAN_YHTEYS: (
        "coalesce({tjk} -> '{ohjaaja}' ->> 'sahkoposti', '') || coalesce({tjk} -> '{ohjaaja}' ->> 'puhelinnumero', '')"
        " = ''"
    ),
    Jaksopuute.PERUSTA: (
        "tapa.osaamisen_hankkimistapa_koodi_uri = 'osaamisenhankkimistapa_oppisopimus'"
        " AND tapa.oppisopimuksen_perusta_koodi_uri IS NULL"
    ),
}
_PUUTTEET = "array_remove(ARRAY[{}]::smallint[], NULL)".format(
    ", ".join(f"CASE WHEN {condition} THEN {puute.value} END" for puute, condition in _LACKS.items())
).format(tjk=_TJK, ohjaaja=_OHJAAJA, telma="'{" + ",".join(sorted(TELMA_TYYPIT)) + "}'")
_OF_PLANS = """
    JOIN {hoksit} hoks ON hoks.id = {{row}}.hoks_id AND hoks.poistettu IS NULL
    JOIN {oikeudet} oikeus ON oikeus.oid = hoks.opiskeluoikeus_id
""".format(**_TABLES)


@dataclass(frozen=True)
class _Kept:
    """A table that is kept: its columns, the first its key, and the statement of what there ought to be."""

    table: str
    columns: tuple[str, ...]
    ought: str

    @property
    def told(self) -> str:
        return ", ".join(self.columns)

    def some(self) -> str:
        """What there ought to be of the plans whose ids are the parameter `plans`."""
        return f"{self.ought} AND hoks.id = ANY(%(plans)s)"

    def fill(self) -> str:
        return f"INSERT INTO {self.table} ({self.told}) {self.ought}"

    def write(self, name: str) -> str:
        """Parts of a WITH that bring the table up to date; `name` has a row for each that is new or changed."""
        key, others = self.columns[0], self.columns[2:]
        old, new = (", ".join(f"{row}.{column}" for column in others) for row in ("old", "excluded"))
        return f"""
            {name}_ought AS MATERIALIZED ({self.some()}),
            {name}_gone AS (
                DELETE FROM {self.table} old WHERE old.hoks_id = ANY(%(plans)s)
                AND NOT EXISTS (SELECT FROM {name}_ought ought WHERE ought.id = old.{key})
            ),
            {name} AS (
                INSERT INTO {self.table} AS old ({self.told}) SELECT * FROM {name}_ought
                ON CONFLICT ({key}) DO UPDATE SET ({", ".join(others)}) = ROW({new})
                WHERE ROW({old}) IS DISTINCT FROM ROW({new})
                RETURNING 1
            )
        """

    def differing(self) -> str:
        """Plans of which something is not as it ought to be."""
        return f"""
            SELECT hoks_id FROM (
                ({self.some()} EXCEPT SELECT {self.told} FROM {self.table} WHERE hoks_id = ANY(%(plans)s))
                UNION ALL (SELECT {self.told} FROM {self.table} WHERE hoks_id = ANY(%(plans)s) EXCEPT {self.some()})
            ) AS different
        """


_JAKSOT = _Kept(
    _TABLES["jaksot"],
    ("hankkimistapa_id", "hoks_id", "oppilaitos_oid", "loppu", "puutteet"),
    """
    SELECT tapa.id, tapa.hoks_id, oikeus.oppilaitos_oid, tapa.loppu, {puutteet} FROM {hankkimistavat} tapa {of_plans}
    WHERE tapa.osaamisen_hankkimistapa_koodi_uri = ANY(%(kinds)s)
    """.format(puutteet=_PUUTTEET, of_plans=_OF_PLANS.format(row="tapa"), **_TABLES),
)
_NAYTOT = _Kept(
    _TABLES["naytot"],
    ("osoittaminen_id", "hoks_id", "oppilaitos_oid", "alku", "loppu"),
    """
    SELECT naytto.id, naytto.hoks_id, oikeus.oppilaitos_oid, naytto.alku, naytto.loppu FROM {osoittamiset} naytto
    JOIN {osat} osa ON osa.id = naytto.tutkinnon_osa_id AND osa.laji IN ('hato', 'hpto', 'hyto-osa-alue') {of_plans}
    WHERE true
    """.format(of_plans=_OF_PLANS.format(row="naytto"), **_TABLES),
)
_KEPT = (_JAKSOT, _NAYTOT)
# Brings the rows of plans up to date; answers how many are new or changed. Parameters: plans, and kinds of periods.
WRITE = f"""
    WITH {_JAKSOT.write("jaksot")}, {_NAYTOT.write("naytot")}
    SELECT (SELECT count(*) FROM jaksot) + (SELECT count(*) FROM naytot)
"""


def by_day(
    koulut: Collection[str] | None, alku: dt.date | None = None, loppu: dt.date | None = None
) -> dict[dt.date, int]:
    """Workplace periods by the day they end on, the earliest first."""
    return dict(sorted(_counted(_ending(koulut, alku, loppu), "loppu").items()))


def by_month(
    koulut: Collection[str] | None, alku: dt.date | None = None, loppu: dt.date | None = None
) -> dict[dt.date, int]:
    """Workplace periods by the first day of the month they end in, the earliest first."""
    months: Counter[dt.date] = Counter()
    for day, count in by_day(koulut, alku, loppu).items():
        months[day.replace(day=1)] += count
    return dict(months)


def by_school(
    koulut: Collection[str] | None, alku: dt.date | None = None, loppu: dt.date | None = None
) -> dict[str, int]:
    """Workplace periods by the OID of their plan's school."""
    return _counted(_ending(koulut, alku, loppu), "oppilaitos_oid")


def _ending(koulut: Collection[str] | None, alku: dt.date | None, loppu: dt.date | None) -> QuerySet[Tyopaikkajakso]:
    rows = Tyopaikkajakso.objects.all()
    if koulut is not None:
        rows = rows.filter(oppilaitos_oid__in=koulut)
    if alku:
        rows = rows.filter(loppu__gte=alku)
    if loppu:
        rows = rows.filter(loppu__lte=loppu)
    return rows


def _counted(rows: QuerySet[Tyopaikkajakso], column: str) -> dict:
    return dict(rows.order_by().values_list(column).annotate(maara=Count("*")))


# --- Writing -------------------------------------------------------------------------------


def write(hoks_ids: Collection[int]) -> int:
    """After plans were written, deleted or restored: their periods and demonstrations. One statement.

    The caller holds the plans' locks. Returns how many rows are new or changed.
    """
    plans = list(hoks_ids)
    with connection.cursor() as cursor:
        cursor.execute(WRITE, {"kinds": list(TYOPAIKKAJAKSOT), "plans": plans})
        return cursor.fetchone()[0]


def write_moved(before: Mapping[str, Opiskeluoikeus], after: Collection[Opiskeluoikeus]) -> None:
    """After study rights were written: the periods of those that changed school, or whether they are TELMA, which asks
    less of a period; before: as they were, by OID."""
    moved = [right.pk for right in after if right.pk in before and _told(before[right.pk]) != _told(right)]
    if moved:
        # Locked, so that of a plan being saved at the same time the periods are read that this leaves.
        plans = Hoks.objects.select_for_update(no_key=True).filter(opiskeluoikeus__in=moved).order_by("pk")
        write(plans.values_list("pk", flat=True))


def _told(right: Opiskeluoikeus) -> tuple[str, bool]:
    return right.oppilaitos_oid, right.on_telma


def fill() -> None:
    """Fill the empty tables at once, after plans were written in bulk while nobody else was there."""
    with connection.cursor() as cursor:
        for kept in _KEPT:
            cursor.execute(kept.fill(), {"kinds": list(TYOPAIKKAJAKSOT)})


def rebuild() -> Iterator[tuple[int, int]]:
    """Make everything anew while the portal is in use; yields (greatest plan id done, rows that were wrong) as it goes.

    A plan that is being saved is waited for.
    """
    for plans in _batches():
        with transaction.atomic():
            locked = Hoks.objects.select_for_update(no_key=True).filter(pk__in=plans).order_by("pk")
            yield plans[-1], write(locked.values_list("pk", flat=True))


def wrong_plans() -> Iterator[int]:
    """Ids of plans whose periods are not kept as they ought to be."""
    for plans in _batches():
        wrong: set[int] = set()
        with connection.cursor() as cursor:
            for kept in _KEPT:
                cursor.execute(kept.differing(), {"kinds": list(TYOPAIKKAJAKSOT), "plans": plans})
                wrong |= {hoks_id for (hoks_id,) in cursor.fetchall()}
        yield from sorted(wrong)


def _batches() -> Iterator[list[int]]:
    last = 0
    while plans := list(Hoks.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        yield plans
        last = plans[-1]
