"""When webinars are: the rule's days, without those cancelled and with those moved, by Finland's clock."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from dateutil.rrule import WEEKLY, rrule
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vRecur

from hoks import audit
from hoks.audit import HELSINKI
from hoks.models import Webinaaripoikkeus, Webinaarisaanto
from hoks.presentation.rows import date_text
from hoks.tiedotteet.kirjoitus import may_write

ICAL_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Webinaari:
    """One webinar. paiva: the rule's day, another than alku's when it was moved; both moments are Finland's time."""

    otsikko: str
    linkki: str
    alku: dt.datetime
    loppu: dt.datetime
    paiva: dt.date

    @property
    def siirretty(self) -> bool:
        return self.alku.date() != self.paiva

    @property
    def sanoin(self) -> str:
        """tiistaina 1.12.2026 klo 12–13"""
        return _("%(paivana)s %(pvm)s klo %(alku)s–%(loppu)s") % {
            "paivana": _essives()[self.alku.weekday()],
            "pvm": date_text(self.alku.date()),
            "alku": clock_text(self.alku.time()),
            "loppu": clock_text(self.loppu.time()),
        }


def _essives() -> list[str]:
    """On Mondays and so on: Finnish has a case for it."""
    return [
        _("maanantaina"),
        _("tiistaina"),
        _("keskiviikkona"),
        _("torstaina"),
        _("perjantaina"),
        _("lauantaina"),
        _("sunnuntaina"),
    ]


def weekdays() -> list[str]:
    """Names of the days, Monday first."""
    return [
        _("maanantai"),
        _("tiistai"),
        _("keskiviikko"),
        _("torstai"),
        _("perjantai"),
        _("lauantai"),
        _("sunnuntai"),
    ]


def clock_text(time: dt.time) -> str:
    """12, or 12.30"""
    return f"{time.hour}.{time.minute:02}" if time.minute else str(time.hour)


def saanto_text(saanto: Webinaarisaanto) -> str:
    """joka toinen tiistai klo 12–13"""
    often = {1: _("joka"), 2: _("joka toinen"), 3: _("joka kolmas"), 4: _("joka neljäs")}
    told = {
        "usein": often.get(saanto.vali_viikkoa, ""),
        "viikot": saanto.vali_viikkoa,
        "paiva": weekdays()[saanto.viikonpaiva],
        "paivana": _essives()[saanto.viikonpaiva],
        "alku": clock_text(saanto.klo_alku),
        "loppu": clock_text(saanto.klo_loppu),
    }
    if told["usein"]:
        return _("%(usein)s %(paiva)s klo %(alku)s–%(loppu)s") % told
    return _("%(viikot)d viikon välein %(paivana)s klo %(alku)s–%(loppu)s") % told


def saanto() -> Webinaarisaanto | None:
    """The rule; there is at most one."""
    return Webinaarisaanto.objects.first()


def rule_days(saanto: Webinaarisaanto, after: dt.date) -> Iterator[dt.date]:
    """The rule's days from that day on, whatever exceptions there are."""
    start = dt.datetime.combine(saanto.alkaa, dt.time())
    end = dt.datetime.combine(saanto.paattyy, dt.time()) if saanto.paattyy else None
    # Without the time of day: hours are those of Finland's clock, and a change of the clock moves none.
    days = rrule(
        WEEKLY, interval=saanto.vali_viikkoa, byweekday=saanto.viikonpaiva, dtstart=_first(start, saanto), until=end
    )
    return (moment.date() for moment in days.xafter(dt.datetime.combine(after, dt.time()), inc=True))


def _first(start: dt.datetime, saanto: Webinaarisaanto) -> dt.datetime:
    """The rule's first day: the weekday on or after the day it begins. Weeks are counted from there."""
    return start + dt.timedelta(days=(saanto.viikonpaiva - start.weekday()) % 7)


def upcoming(saanto: Webinaarisaanto, exceptions: list[Webinaaripoikkeus], now: dt.datetime) -> Iterator[Webinaari]:
    """Webinars that are not over, the soonest first; one that is going on is among them."""
    known = {exception.paiva: exception for exception in exceptions}
    moved = sorted(
        (_moved(saanto, exception) for exception in exceptions if not exception.peruttu), key=lambda each: each.alku
    )
    waiting = [each for each in moved if each.loppu > now]
    for day in rule_days(saanto, now.astimezone(HELSINKI).date()):
        if day in known:
            continue
        webinar = _at(saanto, day, day, saanto.klo_alku, saanto.klo_loppu)
        if webinar.loppu <= now:
            continue
        while waiting and waiting[0].alku <= webinar.alku:
            yield waiting.pop(0)
        yield webinar
    yield from waiting


def next_webinar(now: dt.datetime | None = None) -> Webinaari | None:
    """The webinar going on or coming next; None without a rule, or when all are over. Two statements at most."""
    rule = saanto()
    if rule is None:
        return None
    return next(upcoming(rule, list(rule.poikkeukset.all()), now or timezone.now()), None)


def next_webinars(saanto: Webinaarisaanto, count: int) -> list[Webinaari]:
    """So many webinars to come."""
    return list(islice(upcoming(saanto, list(saanto.poikkeukset.all()), timezone.now()), count))


def _moved(saanto: Webinaarisaanto, exception: Webinaaripoikkeus) -> Webinaari:
    return _at(saanto, exception.paiva, exception.uusi_paiva, exception.uusi_alku, exception.uusi_loppu)


def _at(saanto: Webinaarisaanto, paiva: dt.date, day: dt.date, alku: dt.time, loppu: dt.time) -> Webinaari:
    return Webinaari(
        saanto.otsikko,
        saanto.linkki,
        dt.datetime.combine(day, alku, HELSINKI),
        dt.datetime.combine(day, loppu, HELSINKI),
        paiva,
    )


# --- As a calendar file --------------------------------------------------------------------


def calendar(saanto: Webinaarisaanto, now: dt.datetime | None = None) -> bytes | None:
    """The series from now on as iCalendar (RFC 5545), None when there is no webinar to come.

    Its UID stays and SEQUENCE grows with the rule, so that a calendar which has it takes a newer one in its place.
    """
    now = now or timezone.now()
    exceptions = list(saanto.poikkeukset.all())
    if next(upcoming(saanto, exceptions, now), None) is None:
        return None
    moved = [exception for exception in exceptions if not exception.peruttu and _moved(saanto, exception).loppu > now]
    regular = next(rule_days(saanto, now.astimezone(HELSINKI).date()), None)
    first = min(day for day in (regular, *(exception.paiva for exception in moved)) if day)
    made = Calendar()
    made.add("prodid", "-//eHOKS//Webinaarit//FI")
    made.add("version", "2.0")
    series = _event(saanto, _at(saanto, first, first, saanto.klo_alku, saanto.klo_loppu), now)
    rule = {
        "FREQ": "WEEKLY",
        "INTERVAL": saanto.vali_viikkoa,
        "BYDAY": ICAL_DAYS[saanto.viikonpaiva],
        # In UTC where the beginning has a time zone (RFC 5545, 3.3.10).
        "UNTIL": saanto.paattyy and dt.datetime.combine(saanto.paattyy, dt.time(23, 59), HELSINKI).astimezone(dt.UTC),
    }
    series.add("rrule", vRecur({name: value for name, value in rule.items() if value}))
    off = [exception.paiva for exception in exceptions if exception.paiva >= first and exception not in moved]
    if off:
        series.add("exdate", [dt.datetime.combine(day, saanto.klo_alku, HELSINKI) for day in off])
    made.add_component(series)
    for exception in moved:
        event = _event(saanto, _moved(saanto, exception), now)
        event.add("recurrence-id", dt.datetime.combine(exception.paiva, saanto.klo_alku, HELSINKI))
        made.add_component(event)
    made.add_missing_timezones()
    return made.to_ical()


def _event(saanto: Webinaarisaanto, webinar: Webinaari, now: dt.datetime) -> Event:
    event = Event()
    event.add("uid", f"webinaari-{saanto.tunniste}@ehoks")
    event.add("sequence", saanto.revisio)
    event.add("dtstamp", now.astimezone(dt.UTC))
    event.add("summary", webinar.otsikko)
    event.add("dtstart", webinar.alku)
    event.add("dtend", webinar.loppu)
    if webinar.linkki:
        event.add("url", webinar.linkki)
        event.add("location", webinar.linkki)
    return event


# --- Writing -------------------------------------------------------------------------------


class Muuttunut(Exception):
    """Not the revision that was looked at any more; `saanto` is the rule as it is now."""

    def __init__(self, saanto: Webinaarisaanto | None):
        self.saanto = saanto
        super().__init__("The rule has changed")


@transaction.atomic
def save_rule(columns: dict, *, by, revisio: int) -> Webinaarisaanto:
    """Write the rule, or the first one over revision 0. Exceptions on days that are the rule's no more go with it."""
    rule = _locked(by, revisio)
    if rule is None:
        rule, made = Webinaarisaanto.objects.get_or_create(pk=Webinaarisaanto.AINOA, defaults=columns)
        if not made:
            raise Muuttunut(rule)
        _record(rule, by, audit.Toiminto.LUOTU, [])
        return rule
    before = {name: getattr(rule, name) for name in columns}
    for name, value in columns.items():
        setattr(rule, name, value)
    _saved(rule, by, audit.changed_paths(before, columns))
    stale = [each.pk for each in rule.poikkeukset.all() if not is_rule_day(rule, each.paiva)]
    rule.poikkeukset.filter(pk__in=stale).delete()
    return rule


@transaction.atomic
def save_exception(
    paiva: dt.date, *, by, revisio: int, uusi: tuple[dt.date, dt.time, dt.time] | None
) -> Webinaarisaanto:
    """Move the webinar of the rule's day to another day and time, or cancel it (uusi: None)."""
    rule = _locked(by, revisio)
    new = dict(zip(("uusi_paiva", "uusi_alku", "uusi_loppu"), uusi or (None, None, None), strict=True))
    rule.poikkeukset.update_or_create(paiva=paiva, defaults=new)
    _saved(rule, by, [{"path": f"/poikkeukset/{paiva.isoformat()}", "op": "replace"}])
    return rule


@transaction.atomic
def remove_exception(paiva: dt.date, *, by, revisio: int) -> Webinaarisaanto:
    """Let the webinar of that day be as the rule says."""
    rule = _locked(by, revisio)
    rule.poikkeukset.filter(paiva=paiva).delete()
    _saved(rule, by, [{"path": f"/poikkeukset/{paiva.isoformat()}", "op": "remove"}])
    return rule


def is_rule_day(saanto: Webinaarisaanto, paiva: dt.date) -> bool:
    """Is there a webinar on that day by the rule."""
    return next(rule_days(saanto, paiva), None) == paiva


def _locked(by, revisio: int) -> Webinaarisaanto | None:
    """The rule, held until the transaction ends; None when there is none and none was looked at."""
    if not may_write(by):
        raise PermissionDenied
    rule = Webinaarisaanto.objects.select_for_update().first()
    if (rule.revisio if rule else 0) != revisio:
        raise Muuttunut(rule)
    return rule


def _saved(rule: Webinaarisaanto, by, changes: list[dict]) -> None:
    rule.revisio += 1
    rule.save()
    _record(rule, by, audit.Toiminto.MUUTETTU, changes)


def _record(rule: Webinaarisaanto, by, toiminto, changes: list[dict]) -> None:
    audit.record(toiminto, None, by=by, muutokset=changes, kohde="webinaari", revisio=rule.revisio)
