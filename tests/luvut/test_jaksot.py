"""Workplace periods are counted as plain SQL over the periods themselves counts them, whatever happens to plans."""

import datetime as dt
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction

from hoks import services
from hoks.importing import store_opiskeluoikeus
from hoks.luvut import jaksot
from hoks.models import Kanava, Opiskeluoikeus, Tyopaikkajakso
from tests import payloads
from tests.conftest import KOULU, SISARKOULU

PERIODS = """
    SELECT {what}, count(*) FROM hoks_osaamisenhankkimistapa tapa
    JOIN hoks_hoks hoks ON hoks.id = tapa.hoks_id JOIN hoks_opiskeluoikeus oikeus ON oikeus.oid = hoks.opiskeluoikeus_id
    WHERE hoks.poistettu IS NULL AND oikeus.oppilaitos_oid = ANY(%s) AND tapa.loppu BETWEEN %s AND %s
    AND tapa.osaamisen_hankkimistapa_koodi_uri ~ '_(koulutus|oppi)sopimus$' GROUP BY 1
"""
ALL = dt.date.min, dt.date.max


def told(what: str, koulut=(KOULU, SISARKOULU), alku=ALL[0], loppu=ALL[1]) -> dict:
    with connection.cursor() as cursor:
        cursor.execute(PERIODS.format(what=what), [list(koulut), alku, loppu])
        return dict(cursor.fetchall())


def is_right() -> bool:
    return jaksot.by_day(None) == told("tapa.loppu") and not list(jaksot.wrong_plans())


def with_ends(right: Opiskeluoikeus, *ends: str) -> dict:
    """A plan whose workplace periods end on these days; one more period is at school."""
    document = payloads.rich(right)
    unit = document["hankittavat-ammat-tutkinnon-osat"][0]
    document["hankittavat-ammat-tutkinnon-osat"] = [unit]
    for name in ("hankittavat-yhteiset-tutkinnon-osat", "hankittavat-paikalliset-tutkinnon-osat"):
        document[name] = []
    period = next(
        tapa for tapa in unit["osaamisen-hankkimistavat"] if "sopimus" in tapa["osaamisen-hankkimistapa-koodi-uri"]
    )
    period = {name: value for name, value in period.items() if name != "keskeytymisajanjaksot"}
    unit["osaamisen-hankkimistavat"] = [
        period | {"alku": "2024-08-20", "loppu": end, "yksiloiva-tunniste": f"jakso-{place}"}
        for place, end in enumerate(ends)
    ] + [
        {
            "alku": "2024-08-20",
            "loppu": "2024-12-01",
            "osaamisen-hankkimistapa-koodi-uri": "osaamisenhankkimistapa_oppilaitosmuotoinenkoulutus",
            "osaamisen-hankkimistapa-koodi-versio": 1,
        }
    ]
    return document


@pytest.fixture
def right(make_opiskeluoikeus):
    return make_opiskeluoikeus()


@pytest.fixture
def hoks(make_hoks, right):
    return make_hoks(right, with_ends(right, "2024-12-20", "2025-01-31", "2025-01-31"))


def replace(hoks, *ends: str, by) -> None:
    document = with_ends(hoks.opiskeluoikeus, *ends) | {"id": hoks.pk}
    services.replace_hoks(hoks, document, by=by, kanava=Kanava.VIRKAILIJA)


def test_counts(hoks, make_hoks, make_opiskeluoikeus):
    sister = make_opiskeluoikeus(oppilaitos_oid=SISARKOULU)
    make_hoks(sister, with_ends(sister, "2025-01-15"))
    assert jaksot.by_day([KOULU]) == {dt.date(2024, 12, 20): 1, dt.date(2025, 1, 31): 2}
    assert jaksot.by_month(None) == {dt.date(2024, 12, 1): 1, dt.date(2025, 1, 1): 3}
    for koulut in ([KOULU], [SISARKOULU], [KOULU, SISARKOULU]):
        for days in (ALL, (dt.date(2024, 12, 21), dt.date(2025, 1, 31)), (dt.date(2024, 12, 20),) * 2):
            assert jaksot.by_day(koulut, *days) == told("tapa.loppu", koulut, *days)
            assert jaksot.by_month(koulut, *days) == told("date_trunc('month', tapa.loppu)::date", koulut, *days)
            assert jaksot.by_school(koulut, *days) == told("oikeus.oppilaitos_oid", koulut, *days)
    assert jaksot.by_school(None) == {KOULU: 3, SISARKOULU: 1} and jaksot.by_day([]) == {}


def test_saves_are_followed(hoks, poistaja, make_hoks):
    make_hoks()
    replace(hoks, "2024-12-20", "2025-02-28", "2025-01-31", "2025-03-03", by=poistaja)
    assert len(jaksot.by_day(None)) == 4 and is_right()
    replace(hoks, "2024-12-20", by=poistaja)
    assert sum(jaksot.by_day(None).values()) == 1 and is_right()
    services.delete_hoks(hoks, by=poistaja, syy="Kaksoiskappale")
    assert jaksot.by_day(None) == {} and is_right()


def test_restoring_brings_them_back(hoks, poistaja, paakayttaja):
    services.delete_hoks(hoks, by=poistaja, syy="Kaksoiskappale")
    services.restore_hoks(hoks, by=paakayttaja)
    assert jaksot.by_school(None) == {KOULU: 3} and is_right()


def record(right: Opiskeluoikeus, school: str) -> dict:
    return {
        "oid": right.pk,
        "oppija": {"oid": right.oppija_id},
        "oppilaitos": {"oid": school},
        "tyyppi": {"koodiarvo": "ammatillinenkoulutus"},
    }


def test_a_study_right_takes_them_to_its_new_school(hoks, right, make_hoks, make_opiskeluoikeus):
    other = make_opiskeluoikeus()
    make_hoks(other, with_ends(other, "2025-05-05"))
    store_opiskeluoikeus(record(right, SISARKOULU))
    assert jaksot.by_school(None) == {SISARKOULU: 3, KOULU: 1} and is_right()


def test_what_stays_is_not_written(hoks, statements):
    assert jaksot.write([hoks.pk]) == 0
    Tyopaikkajakso.objects.filter(loppu=dt.date(2024, 12, 20)).update(loppu=dt.date(2024, 12, 21))
    with statements(1):
        assert jaksot.write([hoks.pk]) == 1
    assert is_right()


def test_rebuilding(hoks, make_hoks, make_opiskeluoikeus, poistaja, monkeypatch):
    monkeypatch.setattr(jaksot, "BATCH", 2)
    plans = []
    for end in ("2025-02-01", "2025-02-02", "2025-02-03"):
        other = make_opiskeluoikeus()
        plans.append(make_hoks(other, with_ends(other, end)))
    deleted = plans.pop()
    [kept] = Tyopaikkajakso.objects.filter(hoks=deleted).values()
    services.delete_hoks(deleted, by=poistaja, syy="Kaksoiskappale")
    Tyopaikkajakso.objects.filter(hoks=hoks).delete()
    Tyopaikkajakso.objects.filter(hoks=plans[0]).update(oppilaitos_oid=SISARKOULU)
    Tyopaikkajakso.objects.create(**kept)
    assert list(jaksot.wrong_plans()) == [hoks.pk, plans[0].pk, deleted.pk]
    with pytest.raises(CommandError):
        call_command("rebuild_luvut", "--check", verbosity=0)
    call_command("rebuild_luvut", verbosity=0)
    assert is_right()
    call_command("rebuild_luvut", "--check", verbosity=0)


def test_an_index_alone_answers(hoks):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
    rows = jaksot._ending([KOULU], dt.date(2024, 1, 1), None).order_by().values_list("loppu")
    assert "Index Only Scan using jakso_koulu_loppu" in rows.annotate(maara=jaksot.Count("*")).explain()


@pytest.mark.django_db(transaction=True)
def test_a_plan_saved_while_its_study_right_moves(hoks, right, poistaja):
    saved, moved = threading.Event(), threading.Event()

    def save():
        with transaction.atomic():
            replace(hoks, "2025-04-04", by=poistaja)
            saved.set()
            # The import can't get on before this ends.
            moved.wait(0.3)
        connections.close_all()

    saver = threading.Thread(target=save)
    saver.start()
    saved.wait(10)
    store_opiskeluoikeus(record(right, SISARKOULU))
    moved.set()
    saver.join()
    assert jaksot.by_school(None) == {SISARKOULU: 1} and is_right()
