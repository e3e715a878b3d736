"""So many requests a minute for each key, counted for all workers together."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.db.models import F

from accounts import rate_limit
from accounts.models import RequestCount
from tests.hostile import INVISIBLE, MARKUP


def forward(seconds: float):
    """As if so much time had passed."""
    RequestCount.objects.update(window_start=F("window_start") - dt.timedelta(seconds=seconds))


def test_limit_is_let_through_and_no_more(db):
    told = [rate_limit.hit("a", 3) for _request in range(5)]
    assert told[:3] == [0, 0, 0]
    assert all(59 <= seconds <= 60 for seconds in told[3:])


def test_refused_requests_do_not_prolong_the_wait(db):
    rate_limit.hit("a", 1)
    forward(50)
    assert [rate_limit.hit("a", 1) for _request in range(3)] == [10, 10, 10]
    forward(9.5)
    assert rate_limit.hit("a", 1) == 1
    forward(1)
    assert [rate_limit.hit("a", 1), rate_limit.hit("a", 1)] == [0, 60]


def test_keys_are_apart(db):
    assert [rate_limit.hit(key, 1) for key in ("a", "b", "c")] == [0, 0, 0]
    assert rate_limit.hit("b", 1)


def test_one_statement(db, statements):
    with statements(1):
        rate_limit.hit("a", 1)
    with statements(0):
        assert rate_limit.hit("a", 0) == 0


@pytest.mark.parametrize("key", ["", "\0", "\ud800", "x" * 100_000, INVISIBLE, MARKUP], ids=ascii)
def test_any_text_is_a_key(db, key):
    assert rate_limit.hit(key, 1) == 0
    assert rate_limit.hit(key, 1) > 0


def test_keys_do_not_pile_up_nor_tell_addresses(db, monkeypatch):
    for number in range(3):
        rate_limit.hit(f"osoite:192.0.2.{number}", 5)
    forward(3600)
    rate_limit.hit("tuore", 5)
    monkeypatch.setattr(rate_limit, "CLEAR_ONE_IN", 1)
    assert rate_limit.hit("osoite:192.0.2.1", 5) == 0
    kept = {bytes(count.key_digest): count.hits for count in RequestCount.objects.all()}
    assert sorted(kept.values()) == [1, 1]
    assert not any(b"192" in digest for digest in kept)


@pytest.mark.django_db(transaction=True)
def test_workers_count_together(monkeypatch):
    """Half of the requests also clear, which must not make them wait for each other for ever."""
    monkeypatch.setattr(rate_limit, "CLEAR_ONE_IN", 2)
    RequestCount.objects.bulk_create(
        RequestCount(key_digest=bytes([number]), window_start="2020-01-01T00:00Z", hits=1) for number in range(50)
    )
    told = []

    def work():
        try:
            told.extend(rate_limit.hit("yhteinen", 20) for _request in range(10))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 40
    assert told.count(0) == 20
