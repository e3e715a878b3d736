"""The curve of adoption: columns of new plans a week, and a line of how many there were by each week's end."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from hoks.kayttoonotto.luvut import Viikko
from hoks.kayttoonotto.viikot import viikon_nimi
from hoks.models import Kanava
from hoks.presentation import kaaviot
from hoks.presentation.rows import date_text

# Of the only kind where doors are not told apart.
UUDET = "uudet"
LABEL_EVERY = 17


@dataclass(frozen=True)
class Piste:
    """A week of the curve: new plans by kind, how many by its end; None where it isn't told."""

    maanantai: dt.date
    uusia: dict[str, int | None]
    yhteensa: int | None

    @property
    def nimi(self) -> str:
        return viikon_nimi(self.maanantai)

    @property
    def solut(self) -> list[int | None]:
        """Numbers of the table's row."""
        parts = list(self.uusia.values())
        sums = [sum(part or 0 for part in parts)] if len(parts) > 1 else []
        return [*parts, *sums, self.yhteensa]


@dataclass(frozen=True)
class Kaavio:
    """The weeks, the earliest first; kinds: (kind, words) from the bottom of a column up."""

    pisteet: Sequence[Piste]
    kinds: Sequence[tuple[str, str]]

    @property
    def korkeus(self) -> int:
        return kaaviot.HEIGHT

    @cached_property
    def top(self) -> int:
        return kaaviot.axis_top(max(sum(part or 0 for part in piste.uusia.values()) for piste in self.pisteet))

    @cached_property
    def line_top(self) -> int:
        return kaaviot.axis_top(max(piste.yhteensa or 0 for piste in self.pisteet))

    @property
    def ticks(self) -> list[tuple[int, int]]:
        return kaaviot.ticks(self.top)

    @property
    def line_ticks(self) -> list[tuple[int, int]]:
        return kaaviot.ticks(self.line_top)

    @property
    def segments(self) -> list[kaaviot.Segment]:
        stacks = [[(kind, piste.uusia[kind] or 0) for kind, _words in self.kinds] for piste in self.pisteet]
        return kaaviot.columns(stacks, self.top)

    @property
    def line(self) -> str:
        """Points of the line, x in percent and y in pixels."""
        return " ".join(f"{x:.2f},{y:.2f}" for x, y in self._points)

    @property
    def area(self) -> str:
        """Points of what is below the line."""
        if not self._points:
            return ""
        (first, _y), (last, _y) = self._points[0], self._points[-1]
        return f"{first:.2f},{kaaviot.HEIGHT} {self.line} {last:.2f},{kaaviot.HEIGHT}"

    @cached_property
    def _points(self) -> list[tuple[float, float]]:
        step = 100 / len(self.pisteet)
        return [
            ((place + 0.5) * step, kaaviot.HEIGHT * (1 - piste.yhteensa / self.line_top))
            for place, piste in enumerate(self.pisteet)
            if piste.yhteensa is not None
        ]

    @property
    def labels(self) -> list[tuple[str, str, str]]:
        """(x in percent, day, where the text stands to x) a third of a year apart, backwards from the last week."""
        last, step = len(self.pisteet) - 1, 100 / len(self.pisteet)
        told = []
        for place in range(last, -1, -LABEL_EVERY):
            x, anchor = f"{(place + 0.5) * step:.2f}", "keski"
            if place > last - 4:
                x, anchor = "100", "loppu"
            elif place < 4:
                x, anchor = "0", "alku"
            told.append((x, date_text(self.pisteet[place].maanantai), anchor))
        return told

    @property
    def columns(self) -> list[dict]:
        """For components/table.html."""
        sums = [_("Uusia")] if len(self.kinds) > 1 else []
        numbers = [*(words for _kind, words in self.kinds), *sums, _("HOKSeja kaikkiaan")]
        return [{"text": _("Viikko")}, {"text": _("Alkoi")}, *({"text": text, "number": True} for text in numbers)]

    @property
    def table(self) -> list[Piste]:
        """The latest week first."""
        return list(reversed(self.pisteet))


def oma(viikot: Sequence[Viikko]) -> Kaavio:
    """Exact, by door."""
    pisteet = [
        Piste(viikko.maanantai, {kanava.value: viikko.kanavat[kanava] for kanava in Kanava}, viikko.yhteensa)
        for viikko in viikot
    ]
    return Kaavio(pisteet, [(kanava.value, str(kanava.label)) for kanava in Kanava])


def julkinen(viikot: Sequence[Sequence]) -> Kaavio:
    """Of hoks.kayttoonotto.julkiset."""
    pisteet = [Piste(dt.date.fromisoformat(monday), {UUDET: made}, by_end) for monday, made, by_end in viikot]
    return Kaavio(pisteet, [(UUDET, _("Uusia HOKSeja"))])
