"""The time axis holds whatever dates a plan may have."""

import datetime as dt

import pytest

from hoks.presentation import Plan

TODAY = dt.date(2026, 8, 15)


def line(*tavat, naytot=(), keskeytykset=()):
    osat = [
        {
            "osaamisen-hankkimistavat": [
                {"alku": alku, "loppu": loppu, "keskeytymisajanjaksot": list(keskeytykset)} for alku, loppu in tavat
            ],
            "osaamisen-osoittaminen": [{"alku": alku, "loppu": loppu} for alku, loppu in naytot],
        }
    ]
    plan = Plan({"hankittavat-ammat-tutkinnon-osat": osat}, today=TODAY)
    plan.names = _NoNames()
    return plan.timeline


class _NoNames:
    def koodi(self, uri):
        return uri


def test_nothing_to_draw():
    assert line().rows == []
    assert line(("?", "?")).rows == []


def test_axis_covers_whole_months_and_today_is_marked():
    drawn = line(("2026-08-10", "2026-10-02"))
    assert (drawn.first, drawn.last) == (dt.date(2026, 8, 1), dt.date(2026, 10, 31))
    assert drawn.today_x is not None
    (bar,) = drawn.rows[0].bars
    assert float(bar.x) > 0 and float(bar.x) + float(bar.width) < 100


def test_overlapping_events_take_lanes_and_interruptions_lie_on_their_period():
    drawn = line(
        ("2026-01-01", "2026-06-30"),
        ("2026-03-01", "2026-04-30"),
        naytot=[("2026-07-01", "2026-07-01")],
        keskeytykset=[{"alku": "2026-03-05", "loppu": "2026-03-09"}],
    )
    places = [(bar.event.kind, bar.y // 20) for bar in drawn.rows[0].bars]
    assert places == [("oppilaitos", 0), ("oppilaitos", 1), ("naytto", 0), ("keskeytys", 0), ("keskeytys", 1)]
    assert drawn.rows[0].height == 40
    assert [bar.dot for bar in drawn.rows[0].bars] == [False, False, True, False, False]


@pytest.mark.parametrize(
    "periods",
    [
        [("0001-01-01", "9999-12-31")],
        [("9999-12-01", "9999-12-31")],
        [("0001-01-01", "0001-01-01")],
        [("2026-01-01", "9999-12-31"), ("0001-01-01", "2025-01-01")],
        [("2026-12-31", "2026-01-01")],
        [("2026-01-01", "?")],
    ],
)
def test_extreme_dates_stay_on_the_axis(periods):
    drawn = line(*periods)
    for row in drawn.rows:
        for bar in row.bars:
            assert 0 <= float(bar.x) <= 100 and 0 < float(bar.width) <= 100.01
    assert 0 < len(drawn.ticks) <= 7
    assert all(0 <= float(tick.x) <= 100 for tick in drawn.ticks)
    assert len(drawn.events) == len(periods)


def test_a_placeholder_year_does_not_flatten_the_rest():
    drawn = line(("2025-01-01", "2025-12-31"), ("2026-01-01", "9999-12-31"))
    assert drawn.last < dt.date(2035, 1, 1)
    assert drawn.cut
