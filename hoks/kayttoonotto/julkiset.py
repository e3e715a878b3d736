"""The figures that are told to everybody: of the country alone, and none that stands for fewer than ten learners.

Two things see to it. A figure of fewer than PIENIN learners is not kept at all. Others are rounded down to full tens,
so that the difference of two of them (a total and its parts, a curve's next points, the same figure ten minutes later)
is a matter of tens too and never tells of a few. What is kept is what is shown: no exact figure is stored beside it.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncWeek

from hoks.kayttoonotto.koulut import kaikki, summa
from hoks.kayttoonotto.viikot import viikot
from hoks.models import Hakurivi, Kanava, Kayttoonottoviikko

PIENIN = 10
# Nobody has more study rights than ten, so that many plans are of ten learners; of fewer the learners are counted.
VARMASTI = 10 * PIENIN

_LEARNERS = Count("opiskeluoikeus__oppija_id", distinct=True)


def laske(day: dt.date) -> dict[str, Any]:
    """The country's figures as JSON, from what was counted on the day; None in place of what is not told.

    hoksit, kuukauden, oikeudet: plans, those made this month, active study rights in scope; rounded
    kanavat: plans by door, rounded; toimijat, koulut: [started, all], exact since they are no learners'
    kattavuus: whole percent downwards, when both with and without a plan there are enough learners
    viikot: [[Monday, new plans, plans by its end]], whole weeks, rounded
    """
    country = summa(kaikki())
    plans = Hakurivi.objects.filter(hoks_id__isnull=False)
    concerned = Hakurivi.objects.filter(aktiivinen=True, koskee=True)
    covered, uncovered = (concerned.filter(hoks_id__isnull=missing) for missing in (False, True))
    month = plans.filter(luotu__gte=day.replace(day=1))
    doors = _told(
        country.kanavat,
        lambda small: plans.filter(kanava__in=small).order_by().values_list("kanava").annotate(_LEARNERS),
    )
    is_told = _is_told(country.katetut, covered) and _is_told(country.oikeudet - country.katetut, uncovered)
    return {
        "hoksit": _rounded(country.hoksit) if _is_told(country.hoksit, plans) else None,
        "kuukauden": _rounded(country.kuukauden) if _is_told(country.kuukauden, month) else None,
        "kanavat": {kanava: doors.get(kanava) for kanava in Kanava.values},
        "oikeudet": _rounded(country.oikeudet) if _is_told(country.oikeudet, concerned) else None,
        "kattavuus": 100 * country.katetut // country.oikeudet if is_told else None,
        "toimijat": country.toimijat,
        "koulut": country.koulut,
        "viikot": _weeks(day, country.hoksit, plans),
    }


def _weeks(day: dt.date, total: int, plans: QuerySet[Hakurivi]) -> list[list[Any]]:
    *whole, _now = viikot(day)
    made = dict(Kayttoonottoviikko.objects.order_by().values_list("viikko").annotate(Sum("maara")))
    told = _told(
        {monday: made.get(monday, 0) for monday in whole},
        lambda small: (
            plans.filter(luotu__gte=min(small))
            .annotate(viikko=TruncWeek("luotu"))
            .filter(viikko__in=small)
            .order_by()
            .values_list("viikko")
            .annotate(_LEARNERS)
        ),
    )
    # From the end backwards, as what was before the weeks is only known from the total.
    rows, by_end = [], total - sum(count for monday, count in made.items() if monday > whole[-1])
    for monday in reversed(whole):
        # Of a hundred plans there are enough learners; a smaller curve is not drawn.
        rows.append([monday.isoformat(), told.get(monday), _rounded(by_end) if by_end >= VARMASTI else None])
        by_end -= made.get(monday, 0)
    return rows[::-1]


def _told(counts: Mapping, learners_of) -> dict:
    """Counts that may be told, rounded; learners_of(keys) -> rows of (key, how many learners). A statement at most."""
    small = [key for key, count in counts.items() if PIENIN <= count < VARMASTI]
    learners = dict(learners_of(small)) if small else {}
    return {
        key: _rounded(count)
        for key, count in counts.items()
        if count >= VARMASTI or (count >= PIENIN and learners.get(key, 0) >= PIENIN)
    }


def _is_told(count: int, rows: QuerySet[Hakurivi]) -> bool:
    if not PIENIN <= count < VARMASTI:
        return count >= VARMASTI
    return rows.aggregate(learners=_LEARNERS)["learners"] >= PIENIN


def _rounded(count: int) -> int:
    return count // PIENIN * PIENIN
