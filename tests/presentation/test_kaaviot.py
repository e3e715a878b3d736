"""Axes end at round numbers and columns fill their room."""

import pytest

from hoks.presentation import kaaviot


@pytest.mark.parametrize(
    ("most", "top"),
    [(0, 2), (1, 2), (3, 10), (10, 10), (11, 20), (21, 50), (50, 50), (51, 100)],
)
def test_axis_ends_at_an_even_round_number(most, top):
    assert kaaviot.axis_top(most) == top
    assert kaaviot.ticks(top)[0] == (top, 0) and kaaviot.ticks(top)[-1] == (0, kaaviot.HEIGHT)


def test_parts_stand_on_each_other_and_empty_ones_are_not_drawn():
    first, second, alone = kaaviot.columns([[("a", 5), ("b", 0), ("c", 5)], [("a", 10)]], 10)
    assert (first.kind, first.y, first.height) == ("a", "80.00", "80.00")
    assert (second.kind, second.y, second.height) == ("c", "0.00", "80.00")
    assert (alone.x, alone.width, alone.height) == ("55.00", "40.00", "160.00")
    assert kaaviot.columns([], 10) == []
