"""Reading what was counted, for whoever may be told of it."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Sum

from accounts.models import Organisaatio
from accounts.permissions import Privilege, privileges_along
from hoks.kayttoonotto.koulut import Koulu, Summa, summa
from hoks.kayttoonotto.viikot import viikot
from hoks.models import Kanava, Kayttoonottokoulu, Kayttoonottolaskenta, Kayttoonottoviikko


@dataclass(frozen=True)
class Viikko:
    """A week's new plans by door, and how many plans there were by its end."""

    maanantai: dt.date
    kanavat: dict[Kanava, int]
    yhteensa: int

    @property
    def uusia(self) -> int:
        return sum(self.kanavat.values())


def laskenta() -> Kayttoonottolaskenta | None:
    """The last counting; None when nothing has been counted yet. One statement."""
    return Kayttoonottolaskenta.objects.first()


def viikoittain(koulut: Collection[str] | None, day: dt.date, hoksit: int) -> list[Viikko]:
    """The schools' last year week by week, the earliest first, as it was counted on the day. One statement.

    koulut: OIDs, None for every school; hoksit: how many plans they have in all
    """
    rows = Kayttoonottoviikko.objects.order_by()
    if koulut is not None:
        rows = rows.filter(oppilaitos_oid__in=koulut)
    made: defaultdict[dt.date, Counter[Kanava]] = defaultdict(Counter)
    for monday, kanava, count in rows.values_list("viikko", "kanava").annotate(Sum("maara")):
        made[monday][Kanava(kanava)] = count
    by_end = hoksit - sum(each.total() for each in made.values())
    told = []
    for monday in viikot(day):
        by_end += made[monday].total()
        told.append(Viikko(monday, {kanava: made[monday][kanava] for kanava in Kanava}, by_end))
    return told


def koulun_luvut(user, oppilaitos: Organisaatio) -> Summa | None:
    """One school's figures for the front page; None when they aren't for the user or haven't been counted yet.

    One statement, or none.
    """
    if Privilege.READ not in privileges_along(user, oppilaitos.polku):
        return None
    counted = Kayttoonottokoulu.objects.filter(pk=oppilaitos.oid).first()
    return summa([Koulu(oppilaitos, None, counted)]) if counted else None
