"""How many workplace periods end when, of plans that have not been deleted; Tyopaikkajakso keeps what is counted.

The write door and the import of study rights call `write` and `write_moved` in the transaction of what they write.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from django.db import connection, transaction
from django.db.models import Count, QuerySet

from hoks.models import Hoks, Opiskeluoikeus, OsaamisenHankkimistapa, Tyopaikkajakso
from hoks.rules.osaamisen_hankkimistapa import TYOPAIKKAJAKSOT

# Plans whose rows are made anew in one transaction.
BATCH = 5_000

_TABLES = {
    "jaksot": Tyopaikkajakso._meta.db_table,
    "hankkimistavat": OsaamisenHankkimistapa._meta.db_table,
    "hoksit": Hoks._meta.db_table,
    "oikeudet": Opiskeluoikeus._meta.db_table,
}
_COLUMNS = "hankkimistapa_id, hoks_id, oppilaitos_oid, loppu"
# What there ought to be; the parameter is the kinds.
_ALL = """
    SELECT tapa.id, tapa.hoks_id, oikeus.oppilaitos_oid, tapa.loppu
    FROM {hankkimistavat} tapa
    JOIN {hoksit} hoks ON hoks.id = tapa.hoks_id AND hoks.poistettu IS NULL
    JOIN {oikeudet} oikeus ON oikeus.oid = hoks.opiskeluoikeus_id
    WHERE tapa.osaamisen_hankkimistapa_koodi_uri = ANY(%s)
""".format(**_TABLES)
# Of some plans; their ids are a parameter more.
_OUGHT = f"{_ALL} AND hoks.id = ANY(%s)"
_WRITE = """
    WITH ought AS MATERIALIZED ({ought}), gone AS (
        DELETE FROM {jaksot} old
        WHERE old.hoks_id = ANY(%s) AND NOT EXISTS (SELECT FROM ought WHERE ought.id = old.hankkimistapa_id)
    )
    INSERT INTO {jaksot} AS old ({columns}) SELECT * FROM ought
    ON CONFLICT (hankkimistapa_id) DO UPDATE SET oppilaitos_oid = excluded.oppilaitos_oid, loppu = excluded.loppu
    WHERE (old.oppilaitos_oid, old.loppu) <> (excluded.oppilaitos_oid, excluded.loppu)
""".format(ought=_OUGHT, columns=_COLUMNS, **_TABLES)
_DIFFERENT = """
    WITH ought AS MATERIALIZED ({ought}),
    found AS (SELECT {columns} FROM {jaksot} WHERE hoks_id = ANY(%s))
    SELECT hoks_id FROM (
        (SELECT * FROM ought EXCEPT SELECT * FROM found) UNION ALL (SELECT * FROM found EXCEPT SELECT * FROM ought)
    ) AS different
""".format(ought=_OUGHT, columns=_COLUMNS, **_TABLES)


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
    """After plans were written, deleted or restored: their periods. The caller holds the plans' locks.

    One statement; returns how many rows are new or changed.
    """
    plans = list(hoks_ids)
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [list(TYOPAIKKAJAKSOT), plans, plans])
        return cursor.rowcount


def write_moved(before: Mapping[str, Opiskeluoikeus], after: Collection[Opiskeluoikeus]) -> None:
    """After study rights were written: the periods of those that changed school; before: as they were, by OID."""
    moved = [
        right.pk for right in after if right.pk in before and before[right.pk].oppilaitos_oid != right.oppilaitos_oid
    ]
    if moved:
        # Locked, so that of a plan being saved at the same time the periods are read that this leaves.
        plans = Hoks.objects.select_for_update(no_key=True).filter(opiskeluoikeus__in=moved).order_by("pk")
        write(plans.values_list("pk", flat=True))


def fill() -> None:
    """Fill the empty table at once, after plans were written in bulk while nobody else was there."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {_TABLES['jaksot']} ({_COLUMNS}) {_ALL}", [list(TYOPAIKKAJAKSOT)])


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
        with connection.cursor() as cursor:
            cursor.execute(_DIFFERENT, [list(TYOPAIKKAJAKSOT), plans, plans])
            yield from sorted({hoks_id for (hoks_id,) in cursor.fetchall()})


def _batches() -> Iterator[list[int]]:
    last = 0
    while plans := list(Hoks.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        yield plans
        last = plans[-1]
