"""The logs' partitions: nothing is lost whatever is there, made or dropped."""

import datetime as dt
import importlib
import threading

import pytest
from django.apps import apps
from django.db import connection, connections, transaction
from django.utils import timezone

from hoks import osiot
from hoks.models import Siirto, Tapahtuma
from hoks.osiot import Month
from hoks.siirrot import listing
from hoks.siirrot.log import unresolved
from tests.conftest import KOULU

pytestmark = pytest.mark.usefixtures("no_months")

migration = importlib.import_module("hoks.migrations.0004_osiot")

MARCH = Month(2024, 3)
EDGE = dt.datetime(2024, 3, 31, 23, 59, 59, 999_999, tzinfo=dt.UTC)


def record(moment: dt.datetime) -> Tapahtuma:
    return Tapahtuma.objects.create(aika=moment, toiminto="read", tulos="succeeded", oppija_oid="1.2.246.562.24.1")


def tables_of(model=Tapahtuma) -> dict[int, str]:
    """By row's id the table it is in."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, tableoid::regclass::text FROM {model._meta.db_table}")
        return dict(cursor.fetchall())


def plan_of(rows) -> str:
    """How PostgreSQL would read them if there were so many that reading all was out of the question."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    return rows.explain()


def test_months_are_of_utc():
    assert Month.of(EDGE) == MARCH
    # In Finland it is April already.
    assert Month.of(timezone.localtime(EDGE)) == MARCH
    assert Month(2023, 12).next == Month(2024, 1)
    assert [str(month) for month in osiot.months(EDGE, EDGE + dt.timedelta(days=32))] == [
        "2024_03",
        "2024_04",
        "2024_05",
    ]


def test_making_a_month_moves_its_rows(db):
    ids = [record(moment).pk for moment in (MARCH.start, EDGE, EDGE + dt.timedelta(microseconds=1))]
    before = list(Tapahtuma.objects.order_by("pk").values())
    assert set(tables_of().values()) == {"hoks_tapahtuma_muut"}
    assert osiot.make(Tapahtuma, MARCH) == 2
    assert list(Tapahtuma.objects.order_by("pk").values()) == before
    in_march = ("hoks_tapahtuma_2024_03", "hoks_tapahtuma_2024_03", "hoks_tapahtuma_muut")
    assert tables_of() == dict(zip(ids, in_march, strict=True))
    assert osiot.make(Tapahtuma, MARCH) == 0
    assert record(EDGE).pk == ids[-1] + 1 and Tapahtuma.objects.filter(aika=EDGE).count() == 2


def test_a_row_that_moves_to_another_month_moves_to_its_partition(db, make_siirto):
    osiot.make(Siirto, MARCH)
    siirto = make_siirto()
    Siirto.objects.filter(pk=siirto.pk).update(aika=EDGE)
    assert tables_of(Siirto) == {siirto.pk: "hoks_siirto_2024_03"}


def test_months_that_are_missing(db):
    now = dt.datetime(2024, 11, 30, 12, tzinfo=dt.UTC)
    record(EDGE)
    record(now)
    coming = {Month(2024, 11): 1, Month(2024, 12): 0, Month(2025, 1): 0, Month(2025, 2): 0}
    assert osiot.missing(Tapahtuma, now) == {MARCH: 1} | coming
    assert list(osiot.missing(Tapahtuma, now)) == sorted({MARCH} | set(coming))
    assert osiot.missing(Tapahtuma, now, since=MARCH.next.start) == coming
    osiot.make(Tapahtuma, Month(2025, 1))
    del coming[Month(2025, 1)]
    assert osiot.missing(Tapahtuma, now, since=MARCH.next.start) == coming
    assert osiot.missing(Siirto, now)[Month(2024, 11)] == 0


class TestOld:
    def test_from_when_rows_are_kept(self):
        assert osiot.kept_since(0, EDGE) is None
        # Kept 31 days on 1 April: 1 March may go, but stays until all of March may.
        assert osiot.kept_since(31, MARCH.next.start) == MARCH.start
        assert osiot.kept_since(30, MARCH.next.next.start) == MARCH.next.start

    def test_whole_months_go(self, db):
        for month in (MARCH, MARCH.next):
            osiot.make(Tapahtuma, month)
        kept = record(MARCH.next.start)
        stray = record(MARCH.start - dt.timedelta(days=300))
        record(EDGE)
        assert osiot.old(Tapahtuma, None) == []
        assert [(gone.table, gone.rows) for gone in osiot.old(Tapahtuma, EDGE)] == [("hoks_tapahtuma_muut", 1)]
        month, strays = osiot.old(Tapahtuma, MARCH.next.start)
        assert (month.table, month.rows, strays.table, strays.rows) == (
            "hoks_tapahtuma_2024_03",
            1,
            "hoks_tapahtuma_muut",
            1,
        )
        assert month.size >= 8192 and 0 < strays.size < 1000
        osiot.drop(month)
        assert set(tables_of()) == {kept.pk, stray.pk}
        osiot.drop(strays)
        assert set(tables_of()) == {kept.pk}
        assert [part.table for part in osiot.partitions(Tapahtuma)] == ["hoks_tapahtuma_2024_04"]
        # What comes after all of a dropped month finds its place.
        record(EDGE)
        assert set(tables_of().values()) == {"hoks_tapahtuma_muut", "hoks_tapahtuma_2024_04"}


class TestPlans:
    @pytest.fixture(autouse=True)
    def two_months(self, no_months):
        for model in osiot.PARTITIONED:
            for month in (MARCH, MARCH.next):
                osiot.make(model, month)

    def test_a_learners_events(self):
        plan = plan_of(Tapahtuma.objects.filter(oppija_oid="1").order_by("-aika", "-pk")[:51])
        assert "Seq Scan" not in plan and plan.count("_oppija_oid_aika_idx on hoks_tapahtuma_2024") == 2

    def test_one_transfer(self, virkailija):
        plan = plan_of(Siirto.objects.filter(pk=1))
        assert "Seq Scan" not in plan and plan.count("_pkey on hoks_siirto_2024") == 2

    def test_a_schools_transfers(self):
        plan = plan_of(Siirto.objects.filter(oppilaitos_oid=KOULU).order_by("-aika", "-pk")[:51])
        assert "Seq Scan" not in plan and "hoks_siirto_2024_03 " in plan

    def test_what_a_success_resolves(self, palvelukayttaja):
        plan = plan_of(unresolved("1.2.246.562.15.1", palvelukayttaja))
        assert "Seq Scan" not in plan and "hoks_siirto_2024_03 " in plan

    def test_a_time_leaves_months_out(self, virkailija):
        haku = listing.Haku(listing.Rajaus.KAIKKI, alku=dt.date(2024, 4, 2), loppu=dt.date(2024, 4, 3))
        plan = plan_of(listing.find(virkailija, Siirto.objects.filter(oppilaitos_oid=KOULU), haku))
        assert "hoks_siirto_2024_04" in plan and "2024_03" not in plan and "muut" not in plan


def test_the_migration_goes_both_ways(db, make_siirto):
    make_siirto()
    event = record(EDGE)
    osiot.make(Tapahtuma, MARCH)
    kept = list(Tapahtuma.objects.values())
    with connection.schema_editor() as editor:
        migration.unite(apps, editor)
    assert list(Tapahtuma.objects.values()) == kept and set(tables_of().values()) == {"hoks_tapahtuma"}
    assert record(EDGE).pk == event.pk + 1
    with connection.schema_editor() as editor:
        migration.partition(apps, editor)
    assert record(EDGE).pk == event.pk + 2
    assert Siirto.objects.get() and set(tables_of().values()) == {"hoks_tapahtuma_muut"}
    assert osiot.make(Tapahtuma, MARCH) == 3


@pytest.mark.django_db(transaction=True)
class TestTogetherWithOthers:
    def test_writers_lose_nothing_while_months_are_made_and_dropped(self, monkeypatch):
        monkeypatch.setattr(osiot, "PAUSE_SECONDS", 0.01)
        written, failures, done = [], [], threading.Event()

        def write():
            try:
                while not done.is_set():
                    with transaction.atomic():
                        Tapahtuma.objects.filter(oppija_oid="1").count()
                        written.append(record(EDGE).pk)
            except Exception as error:
                failures.append(error)
            finally:
                connections.close_all()

        writers = [threading.Thread(target=write) for _writer in range(3)]
        for writer in writers:
            writer.start()
        moved = 0
        for _round in range(5):
            moved += osiot.make(Tapahtuma, MARCH)
            osiot.make(Tapahtuma, Month(2024, 1))
            [january] = osiot.old(Tapahtuma, Month(2024, 2).start)
            osiot.drop(january)
        done.set()
        for writer in writers:
            writer.join()
        assert not failures
        assert set(tables_of()) == set(written) and len(written) > moved
        assert set(tables_of().values()) == {"hoks_tapahtuma_2024_03"}

    def test_gives_way_to_a_long_transaction(self, monkeypatch):
        monkeypatch.setattr(osiot, "PAUSE_SECONDS", 0.0)
        monkeypatch.setattr(osiot, "LOCK_TIMEOUT", "20ms")
        monkeypatch.setattr(osiot, "ATTEMPTS", 2)
        held, release = threading.Event(), threading.Event()

        def hold():
            with transaction.atomic():
                record(EDGE)
                held.set()
                release.wait(10)
            connections.close_all()

        holder = threading.Thread(target=hold)
        holder.start()
        held.wait(10)
        try:
            with pytest.raises(osiot.Busy):
                osiot.make(Tapahtuma, MARCH)
            assert osiot.partitions(Tapahtuma) == []
        finally:
            release.set()
            holder.join()
        assert osiot.make(Tapahtuma, MARCH) == 1
