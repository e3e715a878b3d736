"""What the charts drawn by the server have in common: an axis of round numbers, and columns in percent and pixels."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HEIGHT = 160
# Percent of a column's room.
GAP = 20
_SCALE = (1, 2, 5)


@dataclass(frozen=True)
class Segment:
    """One drawn part of a column. x and width in percent of the chart, y and height in pixels, as SVG wants them."""

    kind: str
    count: int
    x: str
    width: str
    y: str
    height: str


def axis_top(most: int) -> int:
    """The smallest even number of ones, twos or fives of some size that nothing exceeds; `most` is the greatest."""
    most = max(most, 2)
    scale = 1
    while True:
        for step in _SCALE:
            if step * scale >= most and not step * scale % 2:
                return step * scale
        scale *= 10


def ticks(top: int) -> list[tuple[int, int]]:
    """(number, y in pixels) of the lines across."""
    return [(top, 0), (top // 2, HEIGHT // 2), (0, HEIGHT)]


def columns(stacks: Sequence[Iterable[tuple[str, int]]], top: int) -> list[Segment]:
    """The columns from the left, of each its (kind, number) from the bottom up; an empty part isn't drawn."""
    width = 100 / max(len(stacks), 1)
    drawn = []
    for place, stack in enumerate(stacks):
        below = 0.0
        for kind, count in stack:
            height = count / top * HEIGHT
            if height:
                below += height
                x, wide = (place + GAP / 200) * width, width * (100 - GAP) / 100
                drawn.append(Segment(kind, count, *(f"{part:.2f}" for part in (x, wide, HEIGHT - below, height))))
    return drawn
