"""What a rule may know besides the document."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from hoks.models import Hoks, Kanava, Opiskeluoikeus, Oppija

Toiminto = Literal["luonti", "korvaus", "muutos"]

LUONTI: tuple[Toiminto, ...] = ("luonti",)
PAIVITYS: tuple[Toiminto, ...] = ("korvaus", "muutos")
KAIKKI_TOIMINNOT: tuple[Toiminto, ...] = (*LUONTI, *PAIVITYS)


@dataclass(frozen=True)
class Context:
    """Who judges what, when. Gathered by the caller: rules ask neither database, request nor clock.

    kanava: the door the document comes in by; `kanava.on_kasisyotto` tells the hand-entry variant
    today: the date in Europe/Helsinki
    toiminto: creation (POST), replacement (PUT) or change of the top level (PATCH)
    opiskeluoikeus: on creation the study right that the document names, on update the stored plan's; None when
        unknown. Its `oppija` must have been fetched with it.
    oppija: the learner that the document names; None when unknown or not named
    hoks: the plan being updated; on creation the plan, deleted or not, that already hangs on the study right
    enforce_opiskeluoikeus_match, prevent_finished_opiskeluoikeus_updates: the switches of domain.md 2.5
    """

    kanava: Kanava
    today: dt.date
    toiminto: Toiminto
    opiskeluoikeus: Opiskeluoikeus | None = None
    oppija: Oppija | None = None
    hoks: Hoks | None = None
    enforce_opiskeluoikeus_match: bool = True
    prevent_finished_opiskeluoikeus_updates: bool = True

    @property
    def on_tuva(self) -> bool:
        """Known to be TUVA education."""
        return self.opiskeluoikeus is not None and self.opiskeluoikeus.on_tuva
