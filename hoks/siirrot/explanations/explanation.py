"""What an explanation says."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from hoks.rules import RULES


class Tekija(models.TextChoices):
    """Who has to act before the same transfer can succeed."""

    OPPILAITOS = "oppilaitos", _("Oppilaitos")
    TOIMITTAJA = "toimittaja", _("Tietojärjestelmän toimittaja")
    OPH = "oph", _("Opetushallitus")


@dataclass(frozen=True)
class Explanation:
    """One code. title: what went wrong; todo: what to do about it; tekija: who. Both lazily translated sentences."""

    code: str
    tekija: Tekija
    title: Any
    todo: Any

    @property
    def holds(self) -> str:
        """What the rule of this code demands; empty for other codes."""
        return next((str(rule.kuvaus) for rule in RULES if rule.code == self.code), "")
