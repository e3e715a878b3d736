"""How many plans there are; deleted ones are told by state alone. Read from indexes of Hakurivi."""

import datetime as dt
from collections import Counter
from collections.abc import Collection

from django.db.models import Count, QuerySet

from hoks.models import Hakurivi, Kanava


def by_school(
    koulut: Collection[str] | None, alku: dt.date | None = None, loppu: dt.date | None = None
) -> dict[str, int]:
    """Plans made in that time, by the OID of their school."""
    return _counted(_made(koulut, alku, loppu), "oppilaitos_oid")


def by_month(
    koulut: Collection[str] | None, alku: dt.date | None = None, loppu: dt.date | None = None
) -> dict[dt.date, int]:
    """Plans made in that time, by the first day of the month they were made in, the earliest first."""
    months: Counter[dt.date] = Counter()
    for day, count in sorted(_counted(_made(koulut, alku, loppu), "luotu").items()):
        months[day.replace(day=1)] += count
    return dict(months)


def by_door(
    koulut: Collection[str] | None, alku: dt.date | None = None, loppu: dt.date | None = None
) -> dict[Kanava, int]:
    """Plans made in that time, by the door they first came in by."""
    return {Kanava(kanava): count for kanava, count in _counted(_made(koulut, alku, loppu), "kanava").items()}


def by_state(koulut: Collection[str] | None) -> dict[Hakurivi.Tila, int]:
    """Study rights that lists show, with and without a plan, by its state as it is now."""
    rows = _of_schools(koulut).exclude(tila=Hakurivi.Tila.EI_LISTATA)
    return {Hakurivi.Tila(tila): count for tila, count in _counted(rows, "tila").items()}


def _of_schools(koulut: Collection[str] | None) -> QuerySet[Hakurivi]:
    return Hakurivi.objects.all() if koulut is None else Hakurivi.objects.filter(oppilaitos_oid__in=koulut)


def _made(koulut: Collection[str] | None, alku: dt.date | None, loppu: dt.date | None) -> QuerySet[Hakurivi]:
    rows = _of_schools(koulut).filter(hoks_id__isnull=False)
    if alku:
        rows = rows.filter(luotu__gte=alku)
    if loppu:
        rows = rows.filter(luotu__lte=loppu)
    return rows


def _counted(rows: QuerySet[Hakurivi], column: str) -> dict:
    return dict(rows.order_by().values_list(column).annotate(maara=Count("*")))
