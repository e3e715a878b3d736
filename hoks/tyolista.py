"""The worklist: study rights that eHOKS concerns and that lack a plan, or whose plan lacks something (docs/adr/0019).

Everything is asked of Hakurivi, whose row says of the plan what hoks.arvio judged when it was saved.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dateutil.relativedelta import relativedelta
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Count, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisaatio
from hoks import search, services
from hoks.arvio import Puute
from hoks.models import Hakurivi, Luonnos
from hoks.paging import DATE, Column, Page, Span, by_walking, paginate
from hoks.rules.huomautukset import KOODIT
from hoks.siirrot.listing import start_of

# A plan is looked at at least once a term (users.md 1.4, the schools' practice).
PAIVITETTAVA_KUUKAUDESSA = 6

_TILA = Hakurivi.Tila
# A deleted plan is no plan.
_PUUTTUU = (_TILA.PUUTTUU, _TILA.POISTETTU, _TILA.PAATTYNEEN_PUUTTUU, _TILA.PAATTYNEEN_POISTETTU)
_PUUTTEET = {
    "ei-osia": Puute.EI_OSIA,
    "ei-jaksoa": Puute.EI_JAKSOA,
    "ei-nayttoa": Puute.EI_NAYTTOA,
    "ei-sahkopostia": Puute.EI_SAHKOPOSTIA,
}
OLDEST_FIRST = Column("alkoi", DATE)


class Syy(models.TextChoices):
    """Why a study right is on the list; HUOMAUTUS alone puts nobody there, but can be asked for."""

    EI_HOKSIA = "ei-hoksia", _("HOKS puuttuu")
    EI_OSIA = "ei-osia", Puute.EI_OSIA.label
    EI_JAKSOA = "ei-jaksoa", Puute.EI_JAKSOA.label
    EI_NAYTTOA = "ei-nayttoa", Puute.EI_NAYTTOA.label
    EI_SAHKOPOSTIA = "ei-sahkopostia", Puute.EI_SAHKOPOSTIA.label
    VANHA = "vanha", _("Ei päivitetty puoleen vuoteen")
    LUONNOS = "luonnos", _("Luonnos kesken")
    HUOMAUTUS = "huomautus", _("Tarkistettavaa")


@dataclass(frozen=True)
class Haku:
    """What the official looks for; empty finds the whole list.

    kuukausi: the first day of the month in which the study right began; paattyneet: ended ones too
    """

    syy: Syy | None = None
    tutkinto: str = ""
    kuukausi: dt.date | None = None
    paattyneet: bool = False


def listed(user, oppilaitos: Organisaatio, haku: Haku) -> QuerySet[Hakurivi]:
    """Those of the school's study rights that the list is about and that match what is looked for.

    PermissionDenied when the school isn't for the user.
    """
    return _looked_for(search.listed(user, oppilaitos), haku).filter(reasons()[haku.syy] if haku.syy else _on_list())


def counts(user, oppilaitos: Organisaatio, haku: Haku) -> dict[Syy | None, int]:
    """How many the list has by reason, and under None in all, whatever reason is looked for. One statement."""
    return _counted(_looked_for(search.listed(user, oppilaitos), haku))


def maarat(user, oppilaitos: Organisaatio) -> dict[Syy, int]:
    """How many of the school's active study rights there are by reason; a study right may have several."""
    return {syy: count for syy, count in counts(user, oppilaitos, Haku()).items() if syy}


def by_school(user) -> dict[str, dict[Syy | None, int]]:
    """counts by the OID of each school that the user may read, without those where all is well. One statement."""
    rows = Hakurivi.objects.exclude(tila=_TILA.EI_LISTATA).filter(aktiivinen=True)
    if not search.can_search_country(user):
        rows = rows.visible_to(user)
    found = rows.order_by().values("oppilaitos_oid").annotate(**_aggregates())
    return {row["oppilaitos_oid"]: _by_reason(dict(row)) for row in found if any(_by_reason(dict(row)).values())}


def page(found: QuerySet[Hakurivi], *, cursor: str, size: int) -> Page[Hakurivi]:
    """A page of them, the oldest first; each with its study right, learner and `omistajat`, keys of who drafts."""
    return paginate(
        found,
        OLDEST_FIRST,
        edges=found,
        shown=_read,
        descending=False,
        cursor=cursor,
        size=size,
        find=by_walking,
    )


def _read(keys, span: Span) -> list[Any]:
    edges = {row["pk"]: row["edge"] for row in keys}
    found: dict[str, Any] = _shown().in_bulk(list(edges))
    # Whose study right has gone meanwhile is left out.
    rows = [found[pk] for pk in edges if pk in found]
    for row in rows:
        row.edge = edges[row.pk]
    return rows


def each(found: QuerySet[Hakurivi], most: int, batch: int = 500) -> Iterator[Hakurivi]:
    """The rows of the list in its order, at most so many, some at a time."""
    keys = list(found.order_by("alkoi", "pk").values_list("pk", flat=True)[:most])
    for start in range(0, len(keys), batch):
        some = keys[start : start + batch]
        rows = _shown().in_bulk(some)
        yield from (rows[key] for key in some if key in rows)


def reasons_of(row: Hakurivi) -> list[Syy]:
    """The reasons of a row of page or each, in the list's order; the same as reasons says in SQL."""
    told = {
        Syy.EI_HOKSIA: row.tila in _PUUTTUU,
        **{Syy(name): puute in row.puutteet for name, puute in _PUUTTEET.items()},
        Syy.VANHA: row.aktiivinen and row.paivitetty is not None and row.paivitetty < _old(),
        Syy.LUONNOS: bool(getattr(row, "omistajat", None)),
        Syy.HUOMAUTUS: bool(row.huomautukset),
    }
    return [syy for syy in Syy if told[syy]]


def reasons() -> dict[Syy, Q]:
    """The condition of each reason."""
    return {
        Syy.EI_HOKSIA: Q(tila__in=_PUUTTUU),
        **{Syy(name): Q(puutteet__contains=[puute]) for name, puute in _PUUTTEET.items()},
        Syy.VANHA: Q(aktiivinen=True, paivitetty__lt=_old()),
        Syy.LUONNOS: Q(pk__in=Luonnos.objects.values("opiskeluoikeus")),
        Syy.HUOMAUTUS: ~Q(huomautukset=[]),
    }


def _on_list() -> Q:
    condition = Q()
    for syy, reason in reasons().items():
        if syy is not Syy.HUOMAUTUS:
            condition |= reason
    return condition


def _looked_for(rows: QuerySet[Hakurivi], haku: Haku) -> QuerySet[Hakurivi]:
    # A deleted plan of a study right out of scope is listed to restore it, not to do anything here.
    rows = rows.exclude(tila__in=(_TILA.VAIN_POISTETTU, _TILA.PAATTYNEEN_VAIN_POISTETTU))
    if not haku.paattyneet:
        rows = rows.filter(aktiivinen=True)
    if haku.kuukausi:
        rows = rows.filter(alkoi__gte=haku.kuukausi, alkoi__lt=haku.kuukausi + relativedelta(months=1))
    return search.with_tutkinto(rows, haku.tutkinto)


def _counted(rows: QuerySet[Hakurivi]) -> dict[Syy | None, int]:
    return _by_reason(rows.aggregate(**_aggregates()))


def _aggregates() -> dict[str, Count]:
    told = {_name(syy): Count("pk", filter=reason) for syy, reason in reasons().items()}
    return told | {"kaikki": Count("pk", filter=_on_list())}


def _by_reason(row: dict) -> dict[Syy | None, int]:
    return {None: row["kaikki"], **{syy: row[_name(syy)] for syy in Syy}}


def _name(syy: Syy) -> str:
    return syy.name.lower()


def _old() -> dt.datetime:
    return start_of(services.today() - relativedelta(months=PAIVITETTAVA_KUUKAUDESSA))


def _shown() -> QuerySet[Hakurivi]:
    drafts = Luonnos.objects.filter(opiskeluoikeus=OuterRef("pk")).values("omistaja")
    rows = Hakurivi.objects.select_related("opiskeluoikeus__oppija").defer("opiskeluoikeus__koski")
    return rows.annotate(omistajat=ArraySubquery(drafts))


def words(row: Hakurivi) -> list[tuple[Syy, str]]:
    """Each reason of the row in words; of warnings what each is called."""
    told = [(syy, str(syy.label)) for syy in reasons_of(row) if syy is not Syy.HUOMAUTUS]
    return [*told, *((Syy.HUOMAUTUS, str(KOODIT.get(koodi, koodi))) for koodi in row.huomautukset)]
