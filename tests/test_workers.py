"""The same work in several processes."""

import multiprocessing
import os
import signal

import pytest

from ehoks_portal.workers import AHEAD, WorkerDied, Workers, WorkFailed

pytestmark = pytest.mark.django_db


def test_answers_come_in_order_and_reading_keeps_near():
    read = []

    def values():
        for value in range(5 * AHEAD):
            read.append(value)
            yield value

    with Workers(2, str) as workers:
        for expected, (value, answer) in enumerate(workers.map(values(), str)):
            assert (value, answer) == (expected, str(expected))
            assert len(read) <= value + 2 * AHEAD
        assert list(workers.map([], str)) == []
    assert not multiprocessing.active_children()


def test_a_death_names_what_was_in_hand():
    with Workers(1, os._exit) as workers, pytest.raises(WorkerDied, match="status 3") as died:
        list(workers.map([3, 4], str))
    assert died.value.values == [3, 4]


def test_a_failure_tells_where():
    with Workers(1, int) as workers, pytest.raises(WorkFailed, match="invalid literal"):
        list(workers.map(["yksi"], str))


def blocks_ctrl_c(_value) -> bool:
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_ctrl_c_is_for_the_parent():
    with Workers(2, blocks_ctrl_c) as workers:
        assert [answer for _, answer in workers.map(range(20), str)] == [True] * 20
        assert not blocks_ctrl_c(None)
