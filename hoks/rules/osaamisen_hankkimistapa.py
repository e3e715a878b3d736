"""Rules of a period of acquiring competence (osaamisen hankkimistapa), in the order of domain.md 2.3."""

import datetime as dt
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from hoks.contract import OsaamisenHankkimistapa
from hoks.rules.context import Context
from hoks.rules.registry import Stage, rule

KOULUTUSSOPIMUS = "osaamisenhankkimistapa_koulutussopimus"
OPPISOPIMUS = "osaamisenhankkimistapa_oppisopimus"
TYOPAIKKAJAKSOT = (KOULUTUSSOPIMUS, OPPISOPIMUS)

# A period that ends on the day or later must have the information.
OSA_AIKAISUUSTIETO_ALKAEN = dt.date(2023, 7, 1)
TYOPAIKAN_Y_TUNNUS_ALKAEN = dt.date(2021, 8, 26)
OPPISOPIMUKSEN_PERUSTA_ALKAEN = dt.date(2021, 7, 1)

OSA_AIKAISUUSTIETO_VAHINTAAN, OSA_AIKAISUUSTIETO_ENINTAAN = 1, 100
JAKSO_ENINTAAN_VUOSIA = 5

TAPA = "osaamisen-hankkimistapa-koodi-uri"


def is_tyopaikkajakso(oht: OsaamisenHankkimistapa) -> bool:
    return oht.osaamisen_hankkimistapa_koodi_uri in TYOPAIKKAJAKSOT


def years_later(day: dt.date, years: int) -> dt.date:
    """The same day years later; 28 February for a leap day without one, the last day of all past the year 9999."""
    if day.year + years > dt.MAXYEAR:
        return dt.date.max
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


@rule(
    "osa-aikaisuustieto",
    node=OsaamisenHankkimistapa,
    fields=("osa-aikaisuustieto",),
    reads=(TAPA, "loppu"),
    wire_text="Lisää osa-aikaisuustieto, joka on välillä 1-100.",
    kuvaus=_(
        "Työpaikkajaksolla, joka päättyy {alkaen} tai myöhemmin, on osa-aikaisuustieto {vahintaan}–{enintaan}. "
        "TELMA-koulutuksessa sitä ei vaadita."
    ),
    rajat={
        "alkaen": OSA_AIKAISUUSTIETO_ALKAEN,
        "vahintaan": OSA_AIKAISUUSTIETO_VAHINTAAN,
        "enintaan": OSA_AIKAISUUSTIETO_ENINTAAN,
    },
    source="domain.md 2.3 rule 1",
)
def osa_aikaisuustieto_missing(oht: OsaamisenHankkimistapa, context: Context):
    """A workplace period that ends on 1.7.2023 or later says its part-time percentage, 1-100; not in TELMA."""
    if not is_tyopaikkajakso(oht) or oht.loppu < OSA_AIKAISUUSTIETO_ALKAEN:
        return None
    if context.opiskeluoikeus is None or context.opiskeluoikeus.on_telma:
        return None
    given = oht.osa_aikaisuustieto
    if given is not None and OSA_AIKAISUUSTIETO_VAHINTAAN <= given <= OSA_AIKAISUUSTIETO_ENINTAAN:
        return None
    return _("Lisää osa-aikaisuustieto, joka on välillä 1–100.")


@rule(
    "yksiloiva-tunniste",
    node=OsaamisenHankkimistapa,
    fields=("yksiloiva-tunniste",),
    reads=(TAPA,),
    wire_text="Lisää työpaikkajaksoon yksilöivä tunniste.",
    kuvaus=_("Tiedonsiirrossa työpaikkajaksolla on yksilöivä tunniste. Käsin syötetylle jaksolle se luodaan."),
    source="domain.md 2.3 rule 2",
)
def yksiloiva_tunniste_missing(oht: OsaamisenHankkimistapa, context: Context):
    """A workplace period has an identifier. In hand entry the portal makes it."""
    if context.kanava.on_kasisyotto or not is_tyopaikkajakso(oht) or oht.yksiloiva_tunniste is not None:
        return None
    return _("Lisää työpaikkajaksoon yksilöivä tunniste.")


@rule(
    "tyopaikan-y-tunnus",
    node=OsaamisenHankkimistapa,
    fields=("tyopaikalla-jarjestettava-koulutus/tyopaikan-y-tunnus",),
    reads=(TAPA, "loppu"),
    wire_text="Lisää työpaikkajaksoon työpaikan Y-tunnus.",
    kuvaus=_(
        "Työpaikkajaksolla, joka päättyy {alkaen} tai myöhemmin, on työpaikan Y-tunnus, jos työpaikan "
        "tiedot on annettu."
    ),
    rajat={"alkaen": TYOPAIKAN_Y_TUNNUS_ALKAEN},
    source="domain.md 2.3 rule 3",
)
def tyopaikan_y_tunnus_missing(oht: OsaamisenHankkimistapa, context: Context):
    """Workplace details of a workplace period that ends on 26.8.2021 or later have the workplace's business id."""
    koulutus = oht.tyopaikalla_jarjestettava_koulutus
    if koulutus is None or koulutus.tyopaikan_y_tunnus is not None:
        return None
    if not is_tyopaikkajakso(oht) or oht.loppu < TYOPAIKAN_Y_TUNNUS_ALKAEN:
        return None
    return _("Lisää työpaikkajaksoon työpaikan Y-tunnus.")


@rule(
    "oppisopimuksen-perusta",
    node=OsaamisenHankkimistapa,
    fields=("oppisopimuksen-perusta-koodi-uri",),
    reads=(TAPA, "loppu"),
    wire_text="Lisää jaksoon oppisopimuksen perustan koodi-uri.",
    kuvaus=_("Oppisopimusjaksolla, joka päättyy {alkaen} tai myöhemmin, on oppisopimuksen perusta."),
    rajat={"alkaen": OPPISOPIMUKSEN_PERUSTA_ALKAEN},
    source="domain.md 2.3 rule 4",
)
def oppisopimuksen_perusta_missing(oht: OsaamisenHankkimistapa, context: Context):
    """An apprenticeship that ends on 1.7.2021 or later says what it is based on."""
    if oht.osaamisen_hankkimistapa_koodi_uri != OPPISOPIMUS or oht.loppu < OPPISOPIMUKSEN_PERUSTA_ALKAEN:
        return None
    return oht.oppisopimuksen_perusta_koodi_uri is None and _("Valitse oppisopimuksen perusta.")


@rule(
    "oht-loppu-ennen-alkua",
    node=OsaamisenHankkimistapa,
    fields=("alku", "loppu"),
    spans=True,
    wire_text="Korjaa alku- ja loppupäivämäärä oikein päin.",
    kuvaus=_("Jakso päättyy aikaisintaan alkamispäivänään."),
    source="domain.md 2.3 rule 5",
)
def loppu_before_alku(oht: OsaamisenHankkimistapa, context: Context):
    """A period ends on or after the day it starts."""
    return oht.loppu < oht.alku and _("Korjaa alku- ja loppupäivämäärä oikein päin.")


@rule(
    "oht-alku-ennen-opiskeluoikeutta",
    node=OsaamisenHankkimistapa,
    fields=("alku",),
    wire_text="Korjaa alkupäivä aikaisintaan opiskeluoikeuden alkamispäiväksi.",
    kuvaus=_(
        "Jakso alkaa aikaisintaan opiskeluoikeuden alkamispäivänä. Päiviä ei verrata, jos "
        "opiskeluoikeuden tila on muu kuin läsnä, valmistunut tai väliaikaisesti keskeytynyt."
    ),
    source="domain.md 2.3 rule 6",
)
def alku_before_opiskeluoikeus(oht: OsaamisenHankkimistapa, context: Context):
    """A period starts on or after the day its study right starts, where that is known and compared."""
    opiskeluoikeus = context.opiskeluoikeus
    if opiskeluoikeus is None or opiskeluoikeus.alkamispaiva is None or opiskeluoikeus.ohittaa_paivavertailun:
        return None
    return oht.alku < opiskeluoikeus.alkamispaiva and _(
        "Korjaa alkupäivä aikaisintaan opiskeluoikeuden alkamispäiväksi."
    )


@rule(
    "oht-loppu-opiskeluoikeuden-jalkeen",
    node=OsaamisenHankkimistapa,
    fields=("loppu",),
    wire_text="Korjaa loppupäivä viimeistään opiskeluoikeuden arvioiduksi päättymispäiväksi.",
    kuvaus=_(
        "Jakso päättyy viimeistään opiskeluoikeuden arvioituna päättymispäivänä. Päiviä ei verrata, jos "
        "opiskeluoikeuden tila on muu kuin läsnä, valmistunut tai väliaikaisesti keskeytynyt."
    ),
    source="domain.md 2.3 rule 7",
)
def loppu_after_opiskeluoikeus(oht: OsaamisenHankkimistapa, context: Context):
    """A period ends on or before the day its study right is estimated to end, where that is known and compared."""
    opiskeluoikeus = context.opiskeluoikeus
    if opiskeluoikeus is None or opiskeluoikeus.arvioitu_paattymispaiva is None:
        return None
    if opiskeluoikeus.ohittaa_paivavertailun:
        return None
    return oht.loppu > opiskeluoikeus.arvioitu_paattymispaiva and _(
        "Korjaa loppupäivä viimeistään opiskeluoikeuden arvioiduksi päättymispäiväksi."
    )


@rule(
    "oht-yli-viisi-vuotta",
    node=OsaamisenHankkimistapa,
    fields=("alku", "loppu"),
    spans=True,
    wire_text="Korjaa jakso enintään 5 vuoden pituiseksi.",
    kuvaus=_("Jakso kestää enintään {vuosia} vuotta."),
    rajat={"vuosia": JAKSO_ENINTAAN_VUOSIA},
    source="domain.md 2.3 rule 8",
)
def jakso_over_five_years(oht: OsaamisenHankkimistapa, context: Context):
    """A period lasts at most five years to the day."""
    return oht.loppu > years_later(oht.alku, JAKSO_ENINTAAN_VUOSIA) and _("Korjaa jakso enintään 5 vuoden pituiseksi.")


@rule(
    "keskeytykset-limittain",
    node=OsaamisenHankkimistapa,
    fields=("keskeytymisajanjaksot",),
    stage=Stage.FIELD,
    wire_text="not-overlapping?",
    kuvaus=_("Jakson keskeytykset eivät mene limittäin, ja vain viimeinen voi olla avoin."),
    source="domain.md 2.4",
)
def keskeytykset_overlap(oht: OsaamisenHankkimistapa, context: Context):
    """Of several interruptions each ends before the next one starts; only the last may be open."""
    periods = sorted(oht.keskeytymisajanjaksot, key=lambda period: period.alku)
    overlap = any(earlier.loppu is None or earlier.loppu >= later.alku for earlier, later in pairwise(periods))
    return overlap and _("Korjaa keskeytykset niin, että edellinen päättyy ennen kuin seuraava alkaa.")
