"""Two at the same plan at the same time, on connections of their own.

`queued` makes the order certain: both have judged what they judge before they lock, and wait for the same lock. The
rounds of `at_once` leave it to chance.
"""

import copy
import json
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test import Client

from accounts.models import ServiceTicket
from hoks import plan, services
from hoks.drafts import store
from hoks.models import Hoks, HoksVersio, Kanava, Opiskeluoikeus, Siirto
from tests import payloads
from tests.api.conftest import BASE, CALLER_ID
from tests.conftest import oppija_oid

pytestmark = pytest.mark.django_db(transaction=True)

Job = Callable[[], Any]


class Running(threading.Thread):
    """A job in a thread of its own; `result` waits for what it returned or raised."""

    def __init__(self, job: Job):
        super().__init__(daemon=True)
        self._job, self._told = job, None
        self.start()

    def run(self):
        try:
            self._told = self._job()
        except Exception as error:
            self._told = error
        finally:
            connections.close_all()

    def result(self) -> Any:
        self.join(10)
        assert not self.is_alive(), "Still waiting: a deadlock?"
        return self._told


def queued(lock, *jobs: Job) -> list[Any]:
    """What the jobs return when each comes while those before it wait for the rows of the query `lock`."""
    with transaction.atomic():
        list(lock.select_for_update())
        running = []
        for job in jobs:
            running.append(Running(job))
            deadline = time.monotonic() + 5
            while _waiting() < len(running):
                assert time.monotonic() < deadline, f"Not waiting, but {running[-1].result()!r}"
                time.sleep(0.002)
    return [each.result() for each in running]


def _waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0]


def at_once(*jobs: Job) -> list[Any]:
    """What the jobs return when they start together."""
    barrier = threading.Barrier(len(jobs))

    def together(job: Job) -> Job:
        def start():
            connection.ensure_connection()
            barrier.wait()
            return job()

        return start

    return [each.result() for each in [Running(together(job)) for job in jobs]]


@pytest.fixture
def call(ticket, palvelukayttaja):
    """call("PUT", "/hoks/1", document, if_match=…) -> a job that makes the request and returns its response."""

    def prepare(method: str, path: str, document: dict, **headers: str) -> Job:
        told = {"caller-id": CALLER_ID, "ticket": ticket(palvelukayttaja)}
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        body = json.dumps(document)
        return lambda: Client(raise_request_exception=False).generic(
            method, BASE + path, body, content_type="application/json", headers=told
        )

    return prepare


@pytest.fixture
def hoks(make_hoks, make_opiskeluoikeus):
    right = make_opiskeluoikeus()
    return make_hoks(right, payloads.rich(right), kanava=Kanava.TIEDONSIIRTO)


@pytest.fixture
def put(call, hoks):
    """put(document, **headers) -> a job that replaces the plan."""
    return lambda document, **headers: call("PUT", f"/hoks/{hoks.pk}", document, **headers)


def variant(hoks: Hoks, name: str, units: int) -> dict:
    """A whole plan by which one can tell whose it is: every part of it says so."""
    document = payloads.rich(hoks.opiskeluoikeus) | {"id": hoks.pk, "sahkoposti": f"{name}@example.org"}
    unit = document["hankittavat-ammat-tutkinnon-osat"][0] | {"vaatimuksista-tai-tavoitteista-poikkeaminen": name}
    document["hankittavat-ammat-tutkinnon-osat"] = [copy.deepcopy(unit) for _ in range(units)]
    document["opiskeluvalmiuksia-tukevat-opinnot"][0]["nimi"] = name
    return document


def as_sent(hoks: Hoks) -> dict:
    """The plan as it is now, as its sender wrote it."""
    hoks.refresh_from_db()
    written = plan.write_shape(plan.load(Hoks.objects.select_related("opiskeluoikeus").get(pk=hoks.pk)))
    return without_module_ids(written)


def without_module_ids(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: without_module_ids(item)
            for key, item in value.items()
            if key != "module-id" and item not in ([], None)
        }
    return [without_module_ids(item) for item in value] if isinstance(value, list) else value


def versions(hoks: Hoks) -> list[tuple[int, str]]:
    """(number, whose) of the plan's versions."""
    kept = HoksVersio.objects.filter(hoks=hoks).order_by("numero")
    return [(each.numero, each.dokumentti["opiskeluvalmiuksia-tukevat-opinnot"][0]["nimi"]) for each in kept]


def statuses(responses) -> list[int]:
    return [response.status_code for response in responses]


ORIGINAL = (1, "Lukitutor")
plans = Hoks.objects.all()


class TestPost:
    def test_one_is_made(self, call, make_opiskeluoikeus):
        right = make_opiskeluoikeus()
        post = [call("POST", "/hoks", payloads.rich(right)) for _ in range(2)]
        made, refused = queued(Opiskeluoikeus.objects.filter(pk=right.pk), *post)
        hoks = Hoks.objects.get()
        assert (made.status_code, made.json()["meta"]["id"]) == (200, hoks.pk)
        assert (refused.status_code, refused.json()["error"], refused.json()["hoks-id"]) == (
            400,
            "HOKS with the same opiskeluoikeus-oid already exists",
            hoks.pk,
        )
        assert as_sent(hoks) == payloads.rich(right) | {"id": hoks.pk}

    def test_whoever_comes_first(self, call, make_opiskeluoikeus):
        for _round in range(3):
            right = make_opiskeluoikeus()
            told = at_once(*[call("POST", "/hoks", payloads.rich(right)) for _ in range(3)])
            assert sorted(statuses(told)) == [200, 400, 400]
            hoks = Hoks.objects.get(opiskeluoikeus=right)
            assert as_sent(hoks) == payloads.rich(right) | {"id": hoks.pk}
            assert HoksVersio.objects.filter(hoks=hoks).count() == 1


class TestPut:
    def test_last_one_wins_whole(self, hoks, put):
        eka, toka = variant(hoks, "eka", 4), variant(hoks, "toka", 1)
        assert statuses(queued(plans, put(eka), put(toka))) == [204, 204]
        assert as_sent(hoks) == toka
        assert versions(hoks) == [ORIGINAL, (2, "eka"), (3, "toka")]

    def test_whoever_comes_first(self, hoks, put):
        for round_number in range(4):
            eka, toka = variant(hoks, f"eka {round_number}", 3), variant(hoks, f"toka {round_number}", 1)
            for document in (eka, toka):
                document["sahkoposti"] = "sama@example.org"
            assert statuses(at_once(put(eka), put(toka))) == [204, 204]
            assert as_sent(hoks) in (eka, toka)
        assert [numero for numero, _whose in versions(hoks)] == list(range(1, 10))
        assert Siirto.objects.filter(hoks_id=hoks.pk, status=204).count() == 8

    def test_of_two_with_the_same_version_one_is_told(self, hoks, put):
        tag = f'"{hoks.pk}-1"'
        eka, toka = variant(hoks, "eka", 1), variant(hoks, "toka", 2)
        assert statuses(queued(plans, put(eka, if_match=tag), put(toka, if_match=tag))) == [204, 412]
        assert as_sent(hoks) == eka
        assert versions(hoks) == [ORIGINAL, (2, "eka")]

    def test_patch(self, hoks, put, call):
        whole, part = variant(hoks, "koko", 2), {"id": hoks.pk, "versio": 77}
        patch = call("PATCH", f"/hoks/{hoks.pk}", part)
        assert statuses(queued(plans, put(whole), patch)) == [204, 204]
        assert as_sent(hoks) == whole | part
        patch = call("PATCH", f"/hoks/{hoks.pk}", {"id": hoks.pk, "versio": 78})
        assert statuses(queued(plans, patch, put(whole))) == [204, 204]
        assert as_sent(hoks) == whole
        assert [numero for numero, _whose in versions(hoks)] == [1, 2, 3, 4, 5]

    def test_reader_sees_one_version(self, hoks, put, call):
        """A plan is read table by table; the change comes between two of them."""
        toka = variant(hoks, "toka", 5)
        change, read = put(toka), call("GET", f"/hoks/{hoks.pk}", {})
        changed = []

        def change_in_the_middle(execute, sql, *args):
            if "hoks_osaamisenhankkimistapa" in sql and not changed:
                changed.append(Running(change).result().status_code)
            return execute(sql, *args)

        def reading():
            with connection.execute_wrapper(change_in_the_middle):
                return read()

        before = as_sent(hoks)
        response = Running(reading).result()
        assert (changed, response.status_code) == ([204], 200)
        seen = without_module_ids(plan.write_shape(response.json()["data"]))
        assert (response["ETag"], seen) in [(f'"{hoks.pk}-1"', before), (f'"{hoks.pk}-2"', toka)]


class TestPublishing:
    @pytest.fixture
    def publish(self, hoks, virkailija):
        """A job that publishes an official's draft of the plan, by hand changed to be "käsin"."""
        luonnos = store.open_existing(hoks, by=virkailija)
        luonnos.dokumentti["opiskeluvalmiuksia-tukevat-opinnot"][0]["nimi"] = "käsin"
        luonnos.save()
        return lambda: store.publish(luonnos.pk, by=virkailija, revisio=luonnos.revisio)

    def test_official_is_told_of_a_transfer(self, hoks, put, publish):
        siirto = variant(hoks, "siirto", 2)
        response, told = queued(plans, put(siirto), publish)
        assert response.status_code == 204 and isinstance(told, services.Conflict)
        assert as_sent(hoks) == siirto
        assert versions(hoks) == [ORIGINAL, (2, "siirto")]

    def test_later_transfer_wins_and_the_desk_knows(self, hoks, put, publish):
        siirto = variant(hoks, "siirto", 2)
        told, response = queued(plans, publish, put(siirto))
        assert (told, response.status_code) == (hoks, 204)
        assert as_sent(hoks) == siirto
        assert versions(hoks) == [ORIGINAL, (2, "käsin"), (3, "siirto")]
        assert Siirto.objects.get().korvattu_versionumero == 2

    def test_transfer_with_a_version_is_told_of_the_official(self, hoks, put, publish):
        siirto = variant(hoks, "siirto", 2)
        told, response = queued(plans, publish, put(siirto, if_match=f'"{hoks.pk}-1"'))
        assert (told, response.status_code) == (hoks, 412)
        assert versions(hoks) == [ORIGINAL, (2, "käsin")]

    def test_new_plan_from_both(self, call, make_opiskeluoikeus, virkailija):
        right = make_opiskeluoikeus()
        luonnos = store.open_new(right, by=virkailija)
        luonnos.dokumentti["osaamisen-hankkimisen-tarve"] = True
        luonnos.save()
        response, told = queued(
            Opiskeluoikeus.objects.filter(pk=right.pk),
            call("POST", "/hoks", payloads.rich(right)),
            lambda: store.publish(luonnos.pk, by=virkailija, revisio=luonnos.revisio),
        )
        assert response.status_code == 200
        assert [violation.code for violation in told.violations] == ["hoks-olemassa"]
        assert store.drafts_of(virkailija).get() == luonnos


class TestDeletion:
    @pytest.fixture
    def delete(self, hoks, poistaja):
        return lambda: services.delete_hoks(Hoks(pk=hoks.pk), by=poistaja, syy="Kaksoiskappale")

    def test_deleted_plan_stays_as_it_was(self, hoks, put, call, delete, paakayttaja):
        before = as_sent(hoks)
        told = queued(
            plans,
            delete,
            put(variant(hoks, "siirto", 2)),
            call("PATCH", f"/hoks/{hoks.pk}", {"id": hoks.pk, "versio": 9}),
        )
        assert [told[0], *statuses(told[1:])] == [None, 404, 404]
        services.restore_hoks(hoks, by=paakayttaja)
        assert as_sent(hoks) == before
        assert versions(hoks) == [ORIGINAL]

    def test_deletion_after_a_transfer(self, hoks, put, delete, paakayttaja):
        siirto = variant(hoks, "siirto", 2)
        response, told = queued(plans, put(siirto), delete)
        assert (response.status_code, told) == (204, None)
        services.restore_hoks(hoks, by=paakayttaja)
        assert as_sent(hoks) == siirto


class TestLearner:
    """The learner has got a newer OID, which one transfer names; the other comes right behind it."""

    @pytest.fixture
    def uusi(self, hoks) -> str:
        oppija = hoks.opiskeluoikeus.oppija
        oppija.oppijanumero = oppija_oid()
        oppija.save()
        return oppija.oppijanumero

    def renamed(self, hoks, uusi):
        return variant(hoks, "uusi", 2) | {"oppija-oid": uusi}

    def test_who_names_the_old_one_is_refused(self, hoks, put, uusi):
        told = queued(plans, put(self.renamed(hoks, uusi)), put(variant(hoks, "vanha", 1)))
        assert statuses(told) == [204, 400]
        assert told[1].json()["violations"][0]["code"] == "oppija-vaihtunut"
        assert as_sent(hoks) == self.renamed(hoks, uusi)

    def test_who_names_none_leaves_it(self, hoks, put, uusi):
        later = variant(hoks, "toka", 1)
        del later["oppija-oid"]
        assert statuses(queued(plans, put(self.renamed(hoks, uusi)), put(later))) == [204, 204]
        assert as_sent(hoks) == later | {"oppija-oid": uusi}
        assert HoksVersio.objects.get(hoks=hoks, numero=3).dokumentti["oppija-oid"] == uusi

    def test_new_plan_is_refused_for_what_is_there(self, hoks, put, call, uusi):
        post = call("POST", "/hoks", payloads.rich(hoks.opiskeluoikeus) | {"oppija-oid": uusi})
        rights = Opiskeluoikeus.objects.filter(pk=hoks.opiskeluoikeus_id)
        moved, refused = queued(rights, put(self.renamed(hoks, uusi)), post)
        assert (moved.status_code, refused.status_code) == (204, 400)
        assert refused.json()["error"] == "HOKS with the same opiskeluoikeus-oid already exists"

    def test_who_says_the_same_changes_nothing(self, hoks, put, uusi):
        same = [put(self.renamed(hoks, uusi)) for _ in range(2)]
        assert statuses(queued(plans, *same)) == [204, 204]
        assert versions(hoks) == [ORIGINAL, (2, "uusi")]


def test_ticket_is_good_for_one_of_two(hoks, palvelukayttaja, ticket, call):
    granted = ticket(palvelukayttaja)
    read = [call("GET", f"/hoks/{hoks.pk}", {}, ticket=granted) for _ in range(2)]
    mine = ServiceTicket.objects.order_by("expires").reverse()
    assert sorted(statuses(queued(mine, *read))) == [200, 401]
    for _round in range(3):
        granted = ticket(palvelukayttaja)
        read = [call("GET", f"/hoks/{hoks.pk}", {}, ticket=granted) for _ in range(3)]
        assert sorted(statuses(at_once(*read))) == [200, 401, 401]
