"""Deadlines of a school, each kind from a narrow table with an index, all in the order of the last useful day."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisaatio
from accounts.permissions import Privilege, privileges_along
from hoks import koodisto, services
from hoks.models import Hakurivi, Jaksopuute, Nayttopaiva, Opiskeluoikeus, TutkinnonOsa, Tyopaikkajakso
from hoks.presentation.rows import date_text

DAY = dt.timedelta(days=1)
# How far ahead is looked, and how long what is past is told.
EDESSA, TAKANA = dt.timedelta(days=30), dt.timedelta(days=60)
# Of each kind.
MOST = 200


class Laji(models.TextChoices):
    """What the deadline is about."""

    JAKSO = "jakso", gettext_lazy("Työpaikkajaksolta puuttuu tietoja")
    NAYTTO = "naytto", gettext_lazy("Näyttö on tulossa")
    PAATTYY = "paattyy", gettext_lazy("Opiskeluoikeus päättyy, HOKS on kesken")
    SAAVUTETTU = "saavutettu", gettext_lazy("Osaaminen on ehkä saavutettu")


@dataclass(frozen=True)
class Maaraaika:
    """One thing to do.

    avain: of the row it is told of, unique in its kind; paiva: the last useful day; mista: what it is about;
    teko: what to do by when, in words
    """

    laji: Laji
    avain: str
    paiva: dt.date
    oikeus: Opiskeluoikeus
    hoks_id: int
    mista: str
    teko: str

    @property
    def on_myohassa(self) -> bool:
        """The day has gone; what may be done from it on is never late."""
        return self.laji is not Laji.SAAVUTETTU and self.paiva < services.today()


def maarat(user, oppilaitos: Organisaatio) -> dict[Laji, int]:
    """How many of each kind there are, a month ahead. Three statements."""
    _check(user, oppilaitos)
    today = services.today()
    of_plans = _hakurivit(oppilaitos).aggregate(
        ending=Count("pk", filter=_paattyy(today, EDESSA)), achieved=Count("pk", filter=_saavutettu(today))
    )
    return {
        Laji.JAKSO: _jaksot(oppilaitos, today, EDESSA).count(),
        Laji.NAYTTO: _naytot(oppilaitos, today, EDESSA).count(),
        Laji.PAATTYY: of_plans["ending"],
        Laji.SAAVUTETTU: of_plans["achieved"],
    }


def listed(
    user, oppilaitos: Organisaatio, lajit: Collection[Laji], edessa: dt.timedelta = EDESSA
) -> tuple[list[Maaraaika], bool]:
    """The school's deadlines of these kinds by their last useful day, and whether some were left out: of each kind at
    most MOST are told, the earliest. A statement a kind, and one for names; PermissionDenied when it isn't the user's.
    """
    _check(user, oppilaitos)
    today = services.today()
    found: list[Maaraaika] = []
    cut = False
    makers: dict[Laji, Any] = {
        Laji.JAKSO: lambda: _told_jaksot(_jaksot(oppilaitos, today, edessa).order_by("loppu", "pk")[: MOST + 1], today),
        Laji.NAYTTO: lambda: _told_naytot(_naytot(oppilaitos, today, edessa).order_by("alku", "pk")[: MOST + 1]),
        Laji.PAATTYY: lambda: _told_paattyvat(_rows(oppilaitos, _paattyy(today, edessa), "paattyy")),
        Laji.SAAVUTETTU: lambda: _told_saavutetut(_rows(oppilaitos, _saavutettu(today), "nayttojen_loppu")),
    }
    for laji in lajit:
        some = list(makers[laji]())
        cut = cut or len(some) > MOST
        found += some[:MOST]
    return sorted(found, key=lambda each: (each.paiva, each.oikeus.oppija.lajittelunimi, each.laji, each.avain)), cut


def _check(user, oppilaitos: Organisaatio) -> None:
    if Privilege.READ not in privileges_along(user, oppilaitos.polku):
        raise PermissionDenied


# --- What is found -------------------------------------------------------------------------


def _jaksot(oppilaitos: Organisaatio, today: dt.date, edessa: dt.timedelta) -> QuerySet[Tyopaikkajakso]:
    rows = Tyopaikkajakso.objects.filter(oppilaitos_oid=oppilaitos.oid).exclude(puutteet=[])
    return rows.filter(loppu__gte=today - TAKANA, loppu__lte=today + edessa)


def _naytot(oppilaitos: Organisaatio, today: dt.date, edessa: dt.timedelta) -> QuerySet[Nayttopaiva]:
    rows = Nayttopaiva.objects.filter(oppilaitos_oid=oppilaitos.oid)
    return rows.filter(alku__gte=today, alku__lte=today + edessa)


def _hakurivit(oppilaitos: Organisaatio) -> QuerySet[Hakurivi]:
    # Of plans whose study right goes on and that nobody has marked achieved.
    return Hakurivi.objects.filter(oppilaitos_oid=oppilaitos.oid, tila=Hakurivi.Tila.VOIMASSA, saavutettu=None)


def _paattyy(today: dt.date, edessa: dt.timedelta) -> Q:
    return Q(paattyy__gte=today - TAKANA, paattyy__lte=today + edessa)


def _saavutettu(today: dt.date) -> Q:
    # Those about to end are told as such.
    return Q(nayttojen_loppu__lt=today) & ~_paattyy(today, EDESSA)


def _rows(oppilaitos: Organisaatio, condition: Q, day: str) -> QuerySet[Hakurivi]:
    rows = _hakurivit(oppilaitos).filter(condition).select_related("opiskeluoikeus__oppija")
    return rows.defer("opiskeluoikeus__koski").order_by(day, "pk")[: MOST + 1]


# --- In words ------------------------------------------------------------------------------


def puutteet(codes: Iterable[int]) -> str:
    """What a period lacks, in words."""
    return ", ".join(str(Jaksopuute(code).label) for code in codes)


def _told_jaksot(rows: QuerySet[Tyopaikkajakso], today: dt.date) -> Iterator[Maaraaika]:
    found = list(
        rows.select_related("hankkimistapa__tutkinnon_osa", "hoks__opiskeluoikeus__oppija").defer(
            "hoks__opiskeluoikeus__koski"
        )
    )
    names = _names(row.hankkimistapa.tutkinnon_osa for row in found)
    for row in found:
        tapa, viimeistaan = row.hankkimistapa, row.loppu - DAY
        place = (tapa.tyopaikalla_jarjestettava_koulutus or {}).get("tyopaikan-nimi") or _("työpaikan nimi puuttuu")
        days = f"{date_text(tapa.alku)}–{date_text(tapa.loppu)}"
        if viimeistaan >= today:
            todo = _("Puuttuu: %(mita)s. Tallennettava viimeistään %(paiva)s, päivää ennen jakson loppua.")
        else:
            todo = _("Puuttuu: %(mita)s. Työpaikkakysely jäi lähtemättä, mutta rahoitus tarvitsee tiedot. Korjaa heti.")
        yield Maaraaika(
            Laji.JAKSO,
            str(row.pk),
            viimeistaan,
            row.hoks.opiskeluoikeus,
            row.hoks_id,
            f"{_named(tapa.tutkinnon_osa, names)}, {place}, {days}",
            todo % {"mita": puutteet(row.puutteet), "paiva": date_text(viimeistaan)},
        )


def _told_naytot(rows: QuerySet[Nayttopaiva]) -> Iterator[Maaraaika]:
    found = list(
        rows.select_related("osoittaminen__tutkinnon_osa", "hoks__opiskeluoikeus__oppija").defer(
            "hoks__opiskeluoikeus__koski"
        )
    )
    names = _names(row.osoittaminen.tutkinnon_osa for row in found)
    for row in found:
        place = (row.osoittaminen.nayttoymparisto or {}).get("nimi", "")
        about = [_named(row.osoittaminen.tutkinnon_osa, names), place]
        days = date_text(row.alku) if row.alku == row.loppu else f"{date_text(row.alku)}–{date_text(row.loppu)}"
        yield Maaraaika(
            Laji.NAYTTO,
            str(row.pk),
            row.alku,
            row.hoks.opiskeluoikeus,
            row.hoks_id,
            ", ".join(filter(None, about)),
            _("Näyttö %(paivat)s. Tarkista paikka ja arvioijat.") % {"paivat": days},
        )


def _told_paattyvat(rows: QuerySet[Hakurivi]) -> Iterator[Maaraaika]:
    todo = _("Opiskeluoikeus päättyy %(paiva)s. Merkitse sitä ennen osaamisen saavuttamisen päivä, tai jatka aikaa.")
    for row in rows:
        yield _of_plan(Laji.PAATTYY, row, row.paattyy, todo)


def _told_saavutetut(rows: QuerySet[Hakurivi]) -> Iterator[Maaraaika]:
    todo = _("Viimeinen näyttö oli %(paiva)s. Merkitse osaamisen saavuttamisen päivä, jos osaaminen on saavutettu.")
    for row in rows:
        yield _of_plan(Laji.SAAVUTETTU, row, row.nayttojen_loppu, todo)


def _of_plan(laji: Laji, row: Any, day: dt.date, todo: str) -> Maaraaika:
    right = row.opiskeluoikeus
    return Maaraaika(laji, row.pk, day, right, row.hoks_id, right.tutkinto, todo % {"paiva": date_text(day)})


def _names(units: Iterable[TutkinnonOsa]) -> dict[str, koodisto.KoodiNimi]:
    return koodisto.names(unit.tutkinnon_osa_koodi_uri or unit.osa_alue_koodi_uri or "" for unit in units)


def _named(unit: TutkinnonOsa, names: dict[str, koodisto.KoodiNimi]) -> str:
    return unit.nimi or names.get(unit.tutkinnon_osa_koodi_uri or unit.osa_alue_koodi_uri or "", "")
