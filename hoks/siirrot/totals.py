"""How many transfers came and were refused on each of the last days: numbers, and a chart of the refusals."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from hoks.models import Siirto
from hoks.presentation import kaaviot
from hoks.presentation.rows import date_text
from hoks.siirrot.explanations import STATUSES
from hoks.siirrot.listing import start_of

DAYS = 30
OK, OTHER = "ok", "muu"
# Drawn from the bottom up.
REFUSED = (*(str(status) for status in STATUSES), OTHER)
LABEL_EVERY = 7


@dataclass
class Day:
    """One day's transfers; counts by kind: "ok", "400", "401", "403", "423" and "muu"."""

    day: dt.date
    counts: Counter = field(default_factory=Counter)

    @property
    def text(self) -> str:
        return date_text(self.day)

    @property
    def refused(self) -> int:
        return sum(self.counts[kind] for kind in REFUSED)

    @property
    def cells(self) -> list[int]:
        """Numbers of the table's row: succeeded, each kind of refusal, all."""
        return [self.counts[OK], *(self.counts[kind] for kind in REFUSED), sum(self.counts.values())]


@dataclass
class Totals:
    """The last days, oldest first; accounts and statuses are those that occurred."""

    days: list[Day]
    accounts: set[int | None]
    statuses: set[int]

    @property
    def total(self) -> int:
        return sum(sum(day.counts.values()) for day in self.days)

    @property
    def refused(self) -> int:
        return sum(day.refused for day in self.days)

    @property
    def table(self) -> list[Day]:
        """Days with anything in them, the latest first."""
        return [day for day in reversed(self.days) if day.counts]

    @property
    def columns(self) -> list[dict]:
        """For components/table.html."""
        kinds = (_("Onnistui"), *(str(status) for status in STATUSES), _("Muu koodi"), _("Yhteensä"))
        return [{"text": _("Päivä")}, *({"text": text, "number": True} for text in kinds)]

    @property
    def legend(self) -> list[tuple[str, str]]:
        """(kind, words) of the kinds of refusal that occurred."""
        words = {str(status): f"{status} {told.title}" for status, told in STATUSES.items()} | {OTHER: _("Muu koodi")}
        return [(kind, words[kind]) for kind in REFUSED if any(day.counts[kind] for day in self.days)]

    @cached_property
    def top(self) -> int:
        """Of the axis."""
        return kaaviot.axis_top(max(day.refused for day in self.days))

    @property
    def ticks(self) -> list[tuple[int, int]]:
        """Lines across (hoks.presentation.kaaviot)."""
        return kaaviot.ticks(self.top)

    @property
    def labels(self) -> list[tuple[str, str]]:
        """(x in percent, day) below the columns, from today backwards a week apart. Today's ends at its x."""
        last, width = len(self.days) - 1, 100 / len(self.days)
        marks = [(self.days[place].day, (place + 0.5) * width) for place in range(last, -1, -LABEL_EVERY)]
        return [("100" if x > 100 - width else f"{x:.2f}", f"{day.day}.{day.month}.") for day, x in marks]

    @property
    def segments(self) -> list[kaaviot.Segment]:
        """The columns, each kind on top of the one before."""
        return kaaviot.columns([[(kind, day.counts[kind]) for kind in REFUSED] for day in self.days], self.top)


def totals(scope: QuerySet[Siirto], today: dt.date) -> Totals:
    """The transfers of the scope in the last 30 days, today among them. One statement."""
    first = today - dt.timedelta(days=DAYS - 1)
    days = {first + dt.timedelta(days=place): Day(first + dt.timedelta(days=place)) for place in range(DAYS)}
    result = Totals(list(days.values()), set(), set())
    counted = (
        scope.filter(aika__gte=start_of(first))
        .order_by()
        .annotate(paiva=TruncDate("aika"))
        .values_list("paiva", "status", "kayttaja_id")
        .annotate(maara=Count("pk"))
    )
    for paiva, status, kayttaja_id, maara in counted:
        result.accounts.add(kayttaja_id)
        result.statuses.add(status)
        if paiva in days:
            days[paiva].counts[_kind(status)] += maara
    return result


def _kind(status: int) -> str:
    if status < 400:
        return OK
    return str(status) if status in STATUSES else OTHER
