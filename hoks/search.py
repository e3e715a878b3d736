"""The officials' list: which study rights of a school are shown, found and in which order (docs/adr/0005)."""

from dataclasses import dataclass, replace
from typing import Any

from django.db import models
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisaatio
from accounts.permissions import Privilege, is_paakayttaja, organisaatio_oids
from hoks.models import Hakurivi, Hoks, Koulutusnimi, Luonnos, Opiskeluoikeus
from hoks.models.hakurivi import JARJESTYSAVAIMET
from hoks.names import search_words, sort_key
from hoks.paging import DATE, INTEGER, MOMENT, TEXT, Column


class HoksTila(models.TextChoices):
    """State of a study right's plan as lists show it."""

    PUUTTUU = "puuttuu", _("HOKS puuttuu")
    VOIMASSA = "voimassa", _("Voimassa")
    PAATTYNYT = "paattynyt", _("Päättynyt")
    POISTETTU = "poistettu", _("Poistettu")


class Rajaus(models.TextChoices):
    """Which states are listed."""

    AKTIIVISET = "aktiiviset", _("Aktiiviset")
    KAIKKI = "kaikki", _("Kaikki")
    PUUTTUU = "puuttuu", _("HOKS puuttuu")
    VOIMASSA = "voimassa", _("Voimassa")
    PAATTYNYT = "paattynyt", _("Päättynyt")
    POISTETTU = "poistettu", _("Poistettu")


class Jarjestys(models.TextChoices):
    """Columns the list can be ordered by."""

    NIMI = "nimi", _("Opiskelija")
    TUTKINTO = "tutkinto", _("Tutkinto tai koulutus")
    OSAAMISALA = "osaamisala", _("Osaamisala")
    HOKS_ID = "hoks_id", _("eHOKS-id")
    HYVAKSYTTY = "hyvaksytty", _("Ensikertainen hyväksyminen")
    PAIVITETTY = "paivitetty", _("Päivitetty")


COLUMNS = {
    Jarjestys.NIMI: Column("jarjestysnimi", TEXT, always=True, private=True),
    Jarjestys.TUTKINTO: Column("jarjestystutkinto", TEXT, private=True),
    Jarjestys.OSAAMISALA: Column("jarjestysosaamisala", TEXT, private=True),
    Jarjestys.HOKS_ID: Column("hoks_id", INTEGER),
    Jarjestys.HYVAKSYTTY: Column("ensikertainen_hyvaksyminen", DATE),
    Jarjestys.PAIVITETTY: Column("paivitetty", MOMENT),
}
_TILA = Hakurivi.Tila
_PUUTTUVAT, _POISTETUT = (_TILA.PUUTTUU, _TILA.PAATTYNEEN_PUUTTUU), (_TILA.POISTETTU, _TILA.PAATTYNEEN_POISTETTU)
_VAIN_POISTETUT = (_TILA.VAIN_POISTETTU, _TILA.PAATTYNEEN_VAIN_POISTETTU)


@dataclass(frozen=True)
class Haku:
    """What the official looks for; empty finds everything."""

    nimi: str = ""
    tutkinto: str = ""
    osaamisala: str = ""
    hoks_id: int | None = None
    rajaus: Rajaus = Rajaus.AKTIIVISET


def readable_schools(user) -> list[Organisaatio]:
    """Schools whose study rights the user may read, by name; each with `saa_luoda` and `saa_muokata`."""
    schools = Organisaatio.objects.filter(
        tyypit__contains=[Organisaatio.OPPILAITOS], oid__in=organisaatio_oids(user, Privilege.READ)
    ).annotate(saa_luoda=_held(user, Privilege.WRITE), saa_muokata=_held(user, Privilege.UPDATE))
    return sorted(schools, key=lambda school: (sort_key(school.display_name), school.oid))


def _held(user, privilege: Privilege):
    return models.Case(models.When(oid__in=organisaatio_oids(user, privilege), then=True), default=False)


def listed(user, oppilaitos_oid: str) -> QuerySet[Hakurivi]:
    """The school's study rights that the list is about: those in scope or with a plan, of those the user may read."""
    # Asked once and of the one school: joined it would lead the planner astray.
    may_read = Exists(organisaatio_oids(user, Privilege.READ).filter(oid=oppilaitos_oid))
    return Hakurivi.objects.filter(may_read, oppilaitos_oid=oppilaitos_oid, tila__in=_states(user, Rajaus.KAIKKI))


def find(user, oppilaitos_oid: str, haku: Haku) -> QuerySet[Hakurivi]:
    """Those of the listed study rights that match everything that is looked for."""
    found = listed(user, oppilaitos_oid)
    if haku.rajaus is not Rajaus.KAIKKI:
        found = found.filter(tila__in=_states(user, haku.rajaus))
    if haku.hoks_id is not None:
        plans = Hoks.objects.filter(_seen_q(user), pk=haku.hoks_id)
        found = found.filter(opiskeluoikeus__in=plans.values("opiskeluoikeus"))
    for word in search_words(haku.nimi):
        found = found.filter(hakunimi__contains=word)
    for field in ("tutkinto", "osaamisala"):
        names = Koulutusnimi.objects.all()
        words = search_words(getattr(haku, field))
        for word in words:
            names = names.filter(haku__contains=word)
        if words:
            found = found.filter(**{f"{field}_avain__in": names.values("avain")})
    return found


def column(haku: Haku, jarjestys: Jarjestys) -> Column:
    """The column to order what is found by.

    When names are searched, the index on the order of names must not be used: PostgreSQL would walk the school in
    order, looking at every name, instead of asking the index of the letters in names (which needs three of them).
    """
    by_letters = any(len(word) >= 3 for word in search_words(haku.nimi))
    return replace(COLUMNS[jarjestys], always=False) if by_letters else COLUMNS[jarjestys]


def with_marks(user) -> QuerySet[Opiskeluoikeus]:
    """Study rights with all that the list shows: learner, plan, whether drafts are open and there is a deleted plan.

    Not narrowed to what the user may read; the plan is in `suunnitelma`, a deleted one only for those who can restore.
    """
    drafts = Luonnos.objects.filter(opiskeluoikeus=OuterRef("pk"))
    return (
        _with_plan(Opiskeluoikeus.objects.all(), user)
        .select_related("oppija", "suunnitelma")
        .defer("koski")
        .annotate(
            luonnos=Exists(drafts),
            oma_luonnos=Exists(drafts.filter(omistaja=user)),
            hoks_poistettu=F("hoks__poistettu"),
            **{name: F(f"hakurivi__{name}") for name in JARJESTYSAVAIMET.values()},
        )
    )


def hoks_tila(opiskeluoikeus: Opiskeluoikeus, hoks: Any) -> HoksTila:
    """State of the plan; hoks is the study right's plan as far as the user sees one."""
    if hoks is None:
        return HoksTila.PUUTTUU
    if hoks.on_poistettu:
        return HoksTila.POISTETTU
    return HoksTila.VOIMASSA if opiskeluoikeus.on_aktiivinen else HoksTila.PAATTYNYT


def _seen_q(user, plan: str = "") -> Q:
    """Plans that exist for the user: deleted ones only for those who can restore them."""
    return Q() if is_paakayttaja(user) else Q(**{f"{plan}poistettu": None})


def _with_plan(rights: QuerySet[Opiskeluoikeus], user) -> QuerySet[Opiskeluoikeus]:
    return rights.annotate(suunnitelma=FilteredRelation("hoks", condition=_seen_q(user, "hoks__")))


def _states(user, rajaus: Rajaus) -> list[int]:
    """States of rows that the user lists so; agrees with hoks_tila."""
    sees_deleted = is_paakayttaja(user)
    missing = _PUUTTUVAT if sees_deleted else (*_PUUTTUVAT, *_POISTETUT)
    deleted = (*_POISTETUT, *_VAIN_POISTETUT) if sees_deleted else ()
    every = sorted({*missing, *deleted, _TILA.VOIMASSA, _TILA.PAATTYNYT})
    match rajaus:
        case Rajaus.AKTIIVISET:
            return [tila for tila in every if tila < _TILA.PAATTYNEEN_PUUTTUU]
        case Rajaus.PUUTTUU:
            return sorted(missing)
        case Rajaus.VOIMASSA:
            return [_TILA.VOIMASSA]
        case Rajaus.PAATTYNYT:
            return [_TILA.PAATTYNYT]
        case Rajaus.POISTETTU:
            return sorted(deleted)
        case _:
            return every
