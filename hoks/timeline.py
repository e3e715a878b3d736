"""A plan's periods and demonstrations on one time axis: places in percent, ready to be drawn by a template."""

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from hoks import contract
from hoks.presentation.osa import Osa
from hoks.presentation.rows import date_text, days_text

# A date further off than this is a slip or a placeholder (year 9999): the axis does not stretch to it.
LONGEST_AXIS_YEARS = 15
WINDOW_YEARS = 8
MOST_TICKS = 6
# Percent: a label that begins further right would not fit on a phone.
LAST_LABEL = 86
TICK_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 600, 1200, 6000, 24000)
LANE_HEIGHT = 20
BAR_HEIGHT = 14
# Percent: a one-day demonstration must be seen.
NARROWEST_BAR = 1.2
LARGEST_DOT = 2.5


@dataclass(frozen=True)
class Event:
    """A period or demonstration with both its dates. osa: the node; kind: a token of components/legend.html."""

    osa: Osa
    alku: dt.date
    loppu: dt.date
    kind: str
    what: str
    where: str = ""

    @property
    def unit(self) -> Osa:
        """The unit it belongs to; a koulutuksen osa is its own."""
        return self.osa.parent or self.osa

    @cached_property
    def period(self) -> str:
        return days_text(self.alku, self.loppu)


@dataclass(frozen=True)
class Bar:
    """A drawn event. x and width in percent of the axis, y in pixels, as SVG wants them.

    dot: a demonstration too short to be drawn to scale, drawn as a dot at x.
    """

    event: Event
    x: str
    width: str
    y: int
    height: int = BAR_HEIGHT
    dot: bool = False

    @property
    def middle(self) -> int:
        return self.y + self.height // 2


@dataclass(frozen=True)
class Tick:
    x: str
    label: str


@dataclass
class TimelineRow:
    """A unit and its events. bars: in drawing order, interruptions last."""

    osa: Osa
    events: list[Event]
    bars: list[Bar] = field(default_factory=list)
    height: int = LANE_HEIGHT


@dataclass
class Timeline:
    """The drawing: rows of bars on a common axis, and the same as a list of events for the table."""

    rows: list[TimelineRow]
    first: dt.date = dt.date.min
    last: dt.date = dt.date.max
    today: dt.date = dt.date.min

    @cached_property
    def _days(self) -> int:
        return self.last.toordinal() - self.first.toordinal() + 1

    def x(self, day: dt.date) -> float:
        """Percent of the axis at the start of the day, kept on the axis."""
        return min(max((day.toordinal() - self.first.toordinal()) / self._days * 100, 0), 100)

    def width(self, alku: dt.date, loppu: dt.date) -> float:
        return min(max((loppu.toordinal() + 1 - self.first.toordinal()) / self._days * 100, 0), 100) - self.x(alku)

    @cached_property
    def today_x(self) -> str | None:
        return f"{self.x(self.today):.2f}" if self.first <= self.today <= self.last else None

    @cached_property
    def ticks(self) -> list[Tick]:
        """First days of months, evenly, as many as fit."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        step = next((step for step in TICK_MONTHS if months / step <= MOST_TICKS), TICK_MONTHS[-1])
        start = self.first.year * 12 + self.first.month - 1
        marks = range(start + -start % step, self.last.year * 12 + self.last.month, step)
        days = (dt.date(mark // 12, mark % 12 + 1, 1) for mark in marks if mark >= 12)
        return [Tick(f"{self.x(day):.2f}", self._label(day, step)) for day in days]

    def _label(self, day: dt.date, step: int) -> str:
        if self.x(day) > LAST_LABEL:
            return ""
        return f"{day.month}/{day.year}" if step < 12 else str(day.year)

    @cached_property
    def events(self) -> list[Event]:
        return sorted((event for row in self.rows for event in row.events), key=lambda event: event.alku)

    @property
    def legend(self) -> list[tuple[str, str]]:
        """For components/legend.html: the kinds that are there."""
        words = {
            "koulutussopimus": _("Koulutussopimus"),
            "oppisopimus": _("Oppisopimus"),
            "oppilaitos": _("Muu opiskelu"),
            "naytto": _("Näyttö"),
            "keskeytys": _("Keskeytys"),
        }
        there = {event.kind for row in self.rows for event in row.events}
        return [(kind, word) for kind, word in words.items() if kind in there]

    @property
    def columns(self) -> list[dict]:
        """For components/table.html."""
        return [{"text": text} for text in (_("Aika"), _("Mitä"), _("Opinto"), _("Paikka"))]

    @property
    def today_text(self) -> str:
        return date_text(self.today)

    @property
    def cut(self) -> bool:
        """Some event goes on beyond the axis."""
        return any(event.alku < self.first or event.loppu > self.last for event in self.events)


def timeline(osat: Iterable[Osa], today: dt.date) -> Timeline:
    """The timeline of the units given: those that have at least one event with readable dates."""
    rows = [row for row in (TimelineRow(osa, list(events(osa))) for osa in osat) if row.events]
    if not rows:
        return Timeline([])
    first, last = axis([day for row in rows for event in row.events for day in (event.alku, event.loppu)], today)
    result = Timeline(rows, first, last, today)
    for row in rows:
        place(row, result)
    return result


def events(osa: Osa) -> Iterator[Event]:
    """A unit's periods with their interruptions, its demonstrations, and a koulutuksen osa's own dates."""
    if osa.node.cls is contract.HankittavaKoulutuksenOsa:
        yield from _event(osa, osa.node.data, osa.kind, osa.laji)
    for tapa in osa.hankkimistavat:
        yield from _event(tapa, tapa.node.data, tapa.kind, str(tapa.title), tapa.tyopaikka)
        for keskeytys in tapa.node.values.keskeytymisajanjaksot:
            data = {"alku": keskeytys.alku, "loppu": keskeytys.loppu or tapa.node.values.loppu}
            yield from _event(tapa, data, "keskeytys", _("Keskeytys"), tapa.tyopaikka)
    for naytto in osa.naytot:
        yield from _event(naytto, naytto.node.data, naytto.kind, _("Näyttö"), naytto.tyopaikka)


def _event(osa: Osa, data: dict, kind: str, what: str, where: str = "") -> Iterator[Event]:
    days = [day for day in (_date(data.get("alku")), _date(data.get("loppu"))) if day]
    if days:
        yield Event(osa, min(days), max(days), kind, what, where)


def _date(value: Any) -> dt.date | None:
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def axis(days: list[dt.date], today: dt.date) -> tuple[dt.date, dt.date]:
    """(first, last) day of the axis, whole months. Far-off dates are left out unless all are far off."""
    if max(days).year - min(days).year > LONGEST_AXIS_YEARS:
        near = [day for day in days if abs(day.year - today.year) <= WINDOW_YEARS]
        days = near or days
    first, last = min(days), max(days)
    return first.replace(day=1), last.replace(day=calendar.monthrange(last.year, last.month)[1])


def place(row: TimelineRow, line: Timeline) -> None:
    """Give the row's events their bars: overlapping ones below each other, interruptions on their period."""
    lanes: list[dt.date] = []
    lane_of: dict[int, int] = {}
    drawn = [event for event in row.events if event.kind != "keskeytys"]
    for event in sorted(drawn, key=lambda event: (event.alku, event.loppu)):
        lane = next((number for number, taken in enumerate(lanes) if taken < event.alku), len(lanes))
        lanes[lane : lane + 1] = [event.loppu]
        lane_of[id(event.osa)] = lane
        row.bars += _bar(event, line, lane * LANE_HEIGHT + (LANE_HEIGHT - BAR_HEIGHT) // 2, BAR_HEIGHT)
    for event in row.events:
        if event.kind == "keskeytys":
            y = lane_of.get(id(event.osa), 0) * LANE_HEIGHT + (LANE_HEIGHT - BAR_HEIGHT // 2) // 2
            row.bars += _bar(event, line, y, BAR_HEIGHT // 2)
    row.height = max(len(lanes), 1) * LANE_HEIGHT


def _bar(event: Event, line: Timeline, y: int, height: int) -> list[Bar]:
    """The event's bar; none when all of it is beyond the axis."""
    if event.loppu < line.first or event.alku > line.last:
        return []
    true_width = line.width(event.alku, event.loppu)
    width = max(true_width, NARROWEST_BAR)
    dot = event.kind == "naytto" and true_width < LARGEST_DOT
    # Within the axis, a dot with both its halves.
    x = min(max(line.x(event.alku), NARROWEST_BAR if dot else 0), 100 - width)
    return [Bar(event, f"{x:.2f}", f"{width:.2f}", y, height, dot)]
