"""Whom eHOKS concerns: one rule with a reason. hoks.hakurivit keeps its answer for lists.

A study right of vocational or TUVA education, not included in another one, that was valid on or after
OPISKELUOIKEUS_VOIMASSA_ALKAEN, or has a plan first approved on or after HOKS_LAADITTU_ALKAEN (both dates settings).
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hoks.models import Opiskeluoikeus
from hoks.models.opiskeluoikeus import KOSKEVAT_TYYPIT


class Syy(StrEnum):
    """Why a study right concerns eHOKS or doesn't."""

    VOIMASSA = "voimassa"
    HOKS_LAADITTU = "hoks-laadittu"
    TYYPPI = "tyyppi"
    SISALTYY = "sisaltyy"
    PAATTYI_AIEMMIN = "paattyi-aiemmin"

    @property
    def sentence(self) -> str:
        """The reason in words."""
        days = {
            "voimassa_alkaen": date_format(settings.OPISKELUOIKEUS_VOIMASSA_ALKAEN, "j.n.Y"),
            "laadittu_alkaen": date_format(settings.HOKS_LAADITTU_ALKAEN, "j.n.Y"),
        }
        match self:
            case Syy.VOIMASSA:
                return _("Opiskeluoikeus on ollut voimassa %(voimassa_alkaen)s tai sen jälkeen.") % days
            case Syy.HOKS_LAADITTU:
                return _("Opiskeluoikeudelle on tehty HOKS %(laadittu_alkaen)s tai sen jälkeen.") % days
            case Syy.TYYPPI:
                return _("Opiskeluoikeus ei ole ammatillista koulutusta eikä tutkintokoulutukseen valmentavaa.")
            case Syy.SISALTYY:
                return _("Opiskeluoikeus sisältyy toiseen opiskeluoikeuteen, jolle HOKS tehdään.")
            case Syy.PAATTYI_AIEMMIN:
                return (
                    _(
                        "Opiskeluoikeus päättyi ennen %(voimassa_alkaen)s, eikä sille ole tehty HOKSia"
                        " %(laadittu_alkaen)s tai sen jälkeen."
                    )
                    % days
                )


@dataclass(frozen=True)
class Koskevuus:
    """The answer and its reason."""

    kuuluu: bool
    syy: Syy


def koskeeko(opiskeluoikeus: Opiskeluoikeus, hoks_hyvaksytty: dt.date | None = None) -> Koskevuus:
    """Does eHOKS concern the study right; hoks_hyvaksytty is its plan's ensikertainen-hyvaksyminen, if it has one.

    A deleted plan is no plan.
    """
    if opiskeluoikeus.tyyppi not in KOSKEVAT_TYYPIT:
        return Koskevuus(False, Syy.TYYPPI)
    if opiskeluoikeus.sisaltyy_opiskeluoikeuteen:
        return Koskevuus(False, Syy.SISALTYY)
    loppu = opiskeluoikeus.voimassa_loppu
    if loppu is None or loppu >= settings.OPISKELUOIKEUS_VOIMASSA_ALKAEN:
        return Koskevuus(True, Syy.VOIMASSA)
    if hoks_hyvaksytty is not None and hoks_hyvaksytty >= settings.HOKS_LAADITTU_ALKAEN:
        return Koskevuus(True, Syy.HOKS_LAADITTU)
    return Koskevuus(False, Syy.PAATTYI_AIEMMIN)
