"""What a saved plan lacks and what looks odd in it, as far as lists look for it (docs/adr/0019).

Hakurivi keeps the answer, so that a school's worklist needn't read its plans. It is judged from the document alone and
the day it was saved on, so that whoever judges it again comes to the same.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from hoks.models import Opiskeluoikeus
from hoks.rules.huomautukset import huomautukset

OSAT = ("hankittavat-ammat-tutkinnon-osat", "hankittavat-paikalliset-tutkinnon-osat")
YHTEISET = "hankittavat-yhteiset-tutkinnon-osat"
KOULUTUKSEN_OSAT = "hankittavat-koulutuksen-osat"
HANKKIMISTAVAT, NAYTOT = "osaamisen-hankkimistavat", "osaamisen-osoittaminen"
OPETUS_JA_OHJAUS = "opetus-ja-ohjaus-maara"
# A century.
MOST_HOURS = Decimal(876_600)


class Puute(models.IntegerChoices):
    """What a plan lacks. Numbers are stored in Hakurivi."""

    EI_OSIA = 1, _("Ei hankittavia osia")
    EI_JAKSOA = 2, _("Osalta puuttuu jakso")
    EI_NAYTTOA = 3, _("Jaksolta puuttuu näyttö")
    EI_SAHKOPOSTIA = 4, _("Sähköposti puuttuu")


@dataclass(frozen=True)
class Arvio:
    """What is kept of a plan.

    puutteet: Puute numbers, ascending; huomautukset: codes of warnings, sorted, each once
    saavutettu: osaamisen-saavuttamisen-pvm
    nayttojen_loppu: the last day of demonstrations, when every unit to acquire has one; None otherwise
    opetus_ja_ohjaus: hours of opetus-ja-ohjaus-maara in all, to the hundredth; None when no unit tells any
    """

    puutteet: list[int]
    huomautukset: list[str]
    saavutettu: dt.date | None
    nayttojen_loppu: dt.date | None
    opetus_ja_ohjaus: Decimal | None


def arvioi(document: dict | None, opiskeluoikeus: Opiskeluoikeus, *, tallennettu: dt.date) -> Arvio:
    """Judge a saved plan's document (wire keys); None, which no document can tell, lacks nothing.

    opiskeluoikeus: of its columns `alkamispaiva` and `tilajaksot` are read; tallennettu: the day of the save in Finland
    """
    if document is None:
        return TYHJA
    units = list(_units(document))
    # Feedback is asked of those only who have something to acquire (users.md 1.4).
    needed = document.get("osaamisen-hankkimisen-tarve") is True
    lacking = {
        Puute.EI_OSIA: needed and not units and not document.get(KOULUTUKSEN_OSAT),
        Puute.EI_JAKSOA: any(not unit.get(HANKKIMISTAVAT) for unit in units),
        Puute.EI_NAYTTOA: any(unit.get(HANKKIMISTAVAT) and not unit.get(NAYTOT) for unit in units),
        Puute.EI_SAHKOPOSTIA: needed and not document.get("sahkoposti"),
    }
    found = huomautukset(document, opiskeluoikeus, tanaan=tallennettu)
    shown = all(unit.get(NAYTOT) for unit in units)
    days = [naytto["loppu"] for unit in units for naytto in unit.get(NAYTOT, ())]
    saavutettu = document.get("osaamisen-saavuttamisen-pvm")
    return Arvio(
        [puute.value for puute in Puute if lacking[puute]],
        sorted({huomautus.koodi for huomautus in found}),
        dt.date.fromisoformat(saavutettu) if saavutettu else None,
        dt.date.fromisoformat(max(days)) if shown and days else None,
        _hours(units),
    )


def lacking_unit(document: dict) -> dict | None:
    """The first unit or sub-area without a period or a demonstration; None when all have both."""
    return next((unit for unit in _units(document) if not (unit.get(HANKKIMISTAVAT) and unit.get(NAYTOT))), None)


TYHJA = Arvio([], [], None, None, None)


def _hours(units: list[dict]) -> Decimal | None:
    told = [Decimal(str(hours)) for unit in units if (hours := unit.get(OPETUS_JA_OHJAUS)) is not None]
    # The contract takes numbers of any size; a sum must stay one that can be kept and added up.
    return min(sum(told, Decimal()), MOST_HOURS).quantize(Decimal("0.01")) if told else None


def _units(document: dict) -> Iterator[dict]:
    """What periods and demonstrations stand in: units to acquire, and sub-areas of the common ones.

    A common unit without sub-areas has no place for a period, and so lacks one itself.
    """
    for name in OSAT:
        yield from document.get(name, ())
    for osa in document.get(YHTEISET, ()):
        yield from osa.get("osa-alueet") or [osa]
