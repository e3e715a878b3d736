"""The benchmark of the pages, on a country of two plans: it asks what it says, and tells what it measured."""

import asyncio
import os
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.utils import timezone

from accounts.models import Organisaatio
from ehoks_portal.bench import documents, report, world
from ehoks_portal.bench.country import counts, lists, load, people, plans, sizes
from ehoks_portal.bench.country import report as tables
from ehoks_portal.bench.country.cases import Goals, Result, wanted
from ehoks_portal.bench.country.floors import ALL, MISSING, ListFloor, Query
from ehoks_portal.bench.country.measuring import Measurer
from ehoks_portal.bench.country.people import Scope
from ehoks_portal.bench.country.visitor import Visitor
from ehoks_portal.bench.floor import connect
from ehoks_portal.bench.server import Server
from hoks import search, services
from hoks.models import Hoks, Kanava, Siirto
from hoks.search import Haku, Rajaus

SCHOOL = documents.organisaatio_oid(2)


@pytest.fixture
def country(transactional_db, organisaatiot, make_user):
    """A school with two study rights, 1 and 5, both with a plan; another with one that has none. The school's scope."""
    world.make_organisations()
    Organisaatio.objects.filter(oid__startswith="1.2.246.562.10.7").update(tyypit=[Organisaatio.OPPILAITOS])
    by = make_user("mittaus", "PALVELU", (world.OPH_OID, "CRUD"))
    world.make_study_rights(range(1, 3))
    world.make_study_rights(range(5, 6))
    for number in (1, 5):
        services.create_hoks(documents.hoks(number, 12), by=by, kanava=Kanava.TIEDONSIIRTO)
    # A row for the floors to copy.
    Siirto.objects.create(aika=timezone.now(), menetelma="POST", polku="/", status=200)
    scope = Scope("suuri", SCHOOL, 2)
    people.make_officials([scope, Scope(people.COUNTRY, "", 3)])
    return scope


def elsewhere(do: Callable, *args, **options):
    """What it gives in a thread of its own: the browser's tests leave a running event loop in this one."""

    def doing():
        try:
            return do(*args, **options)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(doing).result()


def test_lists_and_plans_are_measured_over_http(country, live_server):
    elsewhere(measure_lists_and_plans, country, live_server.thread.port)


def measure_lists_and_plans(country, port):
    plan = Hoks.objects.select_related("opiskeluoikeus").get(opiskeluoikeus=documents.opiskeluoikeus_oid(1))
    with connect() as bare, asyncio.Runner() as runner:
        bare.autocommit = True
        cases = [*lists.cases(bare, [country]), *plans.cases(bare, [plans.Subject(plan, 40)], [country])]
        measurer = Measurer(runner, lambda name: people.visitor(port, name), 1, before=0)
        asked = ["lista/suuri/ensimmainen", "oppija", "muokkain/40/julkaisu"]
        found = {result.case.name: result for result in map(measurer.measure, wanted(cases, asked))}
    assert set(found) == {*asked} - {"oppija"} | {"oppija/40"}
    first = found["lista/suuri/ensimmainen"]
    assert first.case.about == "2 rows" and first.floor_statements == 2 < first.statements <= 8
    assert first.crowded_p99 is not None and first.cold > first.warm > 1000
    assert Hoks.objects.order_by("-versionumero")[0].versionumero > 1
    told = tables.lists([first], [country]) + tables.queries([first]) + tables.plans([found["oppija/40"]])
    assert "| lista/suuri/ensimmainen |" in told and "≤ 8 statements: 1 of 1" in told


@pytest.mark.parametrize(
    ("query", "haku"),
    [
        (Query(), Haku()),
        (Query(nimi="mitta1"), Haku(nimi="mitta1")),
        (Query(nimi="mi"), Haku(nimi="mi")),
        (Query(nimi="mitta einozz"), Haku(nimi="mitta einozz")),
        (Query(tutkinto="mittausalan"), Haku(tutkinto="mittausalan")),
        (Query(tilat=ALL), Haku(rajaus=Rajaus.KAIKKI)),
        (Query(tilat=MISSING), Haku(rajaus=Rajaus.PUUTTUU)),
    ],
)
def test_a_list_s_floor_finds_what_the_list_does(country, make_user, query, haku):
    official = make_user("virkailija2", "VIRKAILIJA", (SCHOOL, "CRUD"))
    with connect() as bare:
        floor = ListFloor(bare, country, query)
        assert floor() == 2
        assert floor.found() == search.find(official, Organisaatio.objects.get(oid=SCHOOL), haku).count()


def test_a_crowd_edits_and_sends_without_errors(country, live_server, make_user):
    secret = world.make_account("mittaus-siirto", documents.organisaatio_oid(0), "CRUD")
    accounts, password = people.make_crowd([SCHOOL], 1)
    plan = Hoks.objects.get(opiskeluoikeus=documents.opiskeluoikeus_oid(1))
    other = Hoks.objects.get(opiskeluoikeus=documents.opiskeluoikeus_oid(5))
    officials = [load.Official(name, school, [load.Subject(plan.pk, "Mitta1")]) for name, school in accounts]
    transfers = load.Transfers(range(2, 3), [(other.pk, 5)])
    server = Server(live_server.thread.port, os.getpid())
    sender = ("mittaus-siirto", secret)
    told = elsewhere(load.run, server, officials, password, sender, transfers, seconds=2.5, think=0.02)
    assert not told.errors
    assert {"lista", "haku", "suunnitelma", "luonnos", "osan tallennus", "julkaisu"} <= told.times.keys()
    assert len(told.times[load.TRANSFER]) >= 10 and told.connections > 0
    assert "0 errors: met" in tables.load(told, 10)
    plan.refresh_from_db()
    assert plan.versionumero > 1


def test_counts_and_sizes(country):
    told = {count.name: count for count in counts.measure([country], 1)}
    assert told["plans by door"].lines == 1 and told["plans by door"].statements == 1
    measured = sizes.measure()
    assert (measured.plans, measured.whole) == (2, 2)
    assert "2 plans, of which 2 whole" in tables.tables(measured)


def test_a_stranger_is_sent_to_sign_in(live_server):
    visitor = Visitor(live_server.thread.port)
    answer = elsewhere(asyncio.run, visitor.get("/virkailija/opiskelijat/"))
    assert answer.status == 302 and answer.location.startswith("/kirjaudu/")


def test_growth_is_told_of_countries_side_by_side():
    head = ["Case", "floor p50", "p50"]
    sections = {
        tables.title(tables.LISTS, size): report.table(head, [["lista/suuri/syva", "1.0 ms", told], rest])
        for size, told, rest in ((1_000_000, "19.0 ms", ["lista/suuri/haku/aao", "1.0 ms", "11.0 ms"]),
                                 (10_000, "10.0 ms", ["lista/suuri/haku/aao", "1.0 ms", "10.0 ms"]))
    }  # fmt: skip
    told = tables.growth(sections)
    assert "1 of 2" in told and re.search(r"10.0 ms \| +19.0 ms \| +1.90 x \| > 1.5 x", told)
    assert sorted([*sections, tables.GROWTH, "Requests"], key=tables.place) == [
        "Requests",
        "Lists, 10 000 plans",
        "Lists, 1 000 000 plans",
        tables.GROWTH,
    ]


def test_goals_are_judged():
    case = lists.Case("lista/suuri/syva", "x", lists.asking("/"), lambda: 1, Goals(8, over_floor=8, p99_crowded=50))
    result = Result(case, 9, 9, 1, 2.0, 10.5, 20.0, 30.0, 51.0, 1, 1, ["i"], ["hoks_hakurivi"])
    assert [met for _goal, met in result.judged] == [False, False, False, False]
    assert wanted([case], ["lista"]) == wanted([case], ["lista/suuri"]) == [case]
    assert wanted([case], ["lista/suu"]) == []
