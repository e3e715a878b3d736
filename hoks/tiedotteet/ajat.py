"""From when to when an announcement is seen, as people say it: days of Finland's calendar, with a time when it matters.

A day without a time is that whole day; its end is kept as the midnight after it.
"""

import datetime as dt

from django.utils.translation import gettext as _

from hoks.audit import HELSINKI
from hoks.models import Tiedote
from hoks.presentation.rows import date_text

MIDNIGHT = dt.time()
Hetki = tuple[dt.date, dt.time | None]


def beginning(day: dt.date | None, time: dt.time | None) -> dt.datetime | None:
    """The moment from which it is seen."""
    return dt.datetime.combine(day, time or MIDNIGHT, HELSINKI) if day else None


def end(day: dt.date | None, time: dt.time | None) -> dt.datetime | None:
    """The moment from which it is seen no more."""
    if day is None:
        return None
    return dt.datetime.combine(day, time, HELSINKI) if time else beginning(day + dt.timedelta(days=1), None)


def typed_beginning(moment: dt.datetime | None) -> Hetki | None:
    """What beginning() made the moment of."""
    if moment is None:
        return None
    local = moment.astimezone(HELSINKI)
    return local.date(), None if local.time() == MIDNIGHT else local.time()


def typed_end(moment: dt.datetime | None) -> Hetki | None:
    """What end() made the moment of."""
    if moment is None:
        return None
    local = moment.astimezone(HELSINKI)
    if local.time() == MIDNIGHT:
        return local.date() - dt.timedelta(days=1), None
    return local.date(), local.time()


def clock_text(time: dt.time | None) -> str:
    """9.30, as it is typed; empty without a time."""
    return f"{time.hour}.{time.minute:02}" if time else ""


def day_text(moment: dt.datetime) -> str:
    """1.12.2026, the day it is in Finland."""
    return date_text(moment.astimezone(HELSINKI).date())


def window_text(tiedote: Tiedote) -> str:
    """1.12.2026–31.12.2026 klo 16.00; 1.12.2026 alkaen; julkaisusta alkaen"""
    alku, loppu = typed_beginning(tiedote.nakyy_alkaen), typed_end(tiedote.nakyy_asti)
    first = _text(alku) if alku else _("julkaisusta")
    if loppu is None:
        return _("%(alku)s alkaen") % {"alku": first}
    return first if alku == loppu else f"{first} – {_text(loppu)}"


def _text(hetki: Hetki) -> str:
    day, time = hetki
    return _("%(pvm)s klo %(aika)s") % {"pvm": date_text(day), "aika": clock_text(time)} if time else date_text(day)
