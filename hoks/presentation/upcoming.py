"""What a learner does next: running and coming periods and demonstrations, each as a sentence."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from hoks.presentation.rows import date_text

if TYPE_CHECKING:
    from hoks.timeline import Event

MOST_SHOWN = 4


@dataclass(frozen=True)
class Upcoming:
    """text: the sentence up to its subject, which the event's unit and place are."""

    text: str
    event: "Event"


def upcoming(events: list["Event"], today: dt.date) -> list[Upcoming]:
    """The next few, by the day on which each begins or, when it has begun, ends."""
    ahead = [event for event in events if event.loppu >= today and event.kind != "keskeytys"]
    ahead.sort(key=lambda event: event.alku if event.alku >= today else event.loppu)
    return [Upcoming(sentence(event, today), event) for event in ahead[:MOST_SHOWN]]


def sentence(event: "Event", today: dt.date) -> str:
    """Näyttö on 12.1.2027; Opiskelu työpaikalla alkaa 1.2.2027 ja päättyy 30.4.2027."""
    told = {"mita": _what(event), "alku": date_text(event.alku), "loppu": date_text(event.loppu)}
    if event.alku == event.loppu == today:
        return _("%(mita)s on tänään, %(alku)s") % told
    if event.alku == event.loppu:
        return _("%(mita)s on %(alku)s") % told
    if event.alku == today:
        return _("%(mita)s alkaa tänään ja päättyy %(loppu)s") % told
    if event.alku > today:
        return _("%(mita)s alkaa %(alku)s ja päättyy %(loppu)s") % told
    return _("%(mita)s on meneillään ja päättyy %(loppu)s") % told


def _what(event: "Event") -> str:
    if event.kind == "naytto":
        return _("Näyttö")
    return _("Opiskelu työpaikalla") if event.osa.on_tyopaikkajakso else _("Opiskelu")
