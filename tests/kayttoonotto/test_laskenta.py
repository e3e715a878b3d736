"""What is counted is what plain SQL counts over plans, study rights and the log, whenever and however often."""

import datetime as dt
import threading
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.utils import timezone

from hoks import hakurivit, services
from hoks.importing import store_opiskeluoikeudet
from hoks.kayttoonotto import laskenta, paivita
from hoks.kayttoonotto.viikot import VIIKKOJA, maanantai, viikon_nimi, viikot
from hoks.models import Kanava, Kayttoonottokoulu, Kayttoonottolaskenta, Kayttoonottoviikko, Opiskeluoikeus, Siirto
from tests.conftest import KOULU, SISARKOULU, TOINEN_KOULU
from tests.kayttoonotto.conftest import by_sql, weeks_by_sql

TUNTEMATON_KOULU = "1.2.246.562.10.30000000002"
FIELDS = [field.name for field in Kayttoonottokoulu._meta.fields if not field.primary_key]


def today() -> dt.date:
    return services.today()


def ago(**parts) -> dt.datetime:
    return timezone.now() - dt.timedelta(**parts)


def kept() -> dict[str, dict]:
    return {row.pk: {name: getattr(row, name) for name in FIELDS} for row in Kayttoonottokoulu.objects.all()}


def weeks_kept() -> dict[tuple, int]:
    return {tuple(row[:3]): row[3] for row in Kayttoonottoviikko.objects.values_list(*WEEK)}


WEEK = ("oppilaitos_oid", "viikko", "kanava", "maara")


def agrees() -> None:
    """What is kept is what there is; a school that has nothing more has noughts."""
    there = by_sql(today())
    told = kept()
    assert {oid: told[oid] for oid in there} == there
    assert not any(row[name] for oid, row in told.items() if oid not in there for name in laskenta._COUNTED)
    assert weeks_kept() == weeks_by_sql(viikot(today())[0])


@pytest.fixture
def country(make_plans, make_opiskeluoikeus, make_siirto, poistaja):
    """Plans of four schools, by three doors, of several times; deleted ones, ended and foreign study rights."""
    first = viikot(today())[0]
    midnight = dt.datetime.combine(first, dt.time())
    for kanava in Kanava:
        make_plans(2, made=timezone.now(), kanava=kanava)
        make_plans(1, SISARKOULU, made=ago(days=40), kanava=kanava)
        make_plans(1, TOINEN_KOULU, made=ago(days=1000), kanava=kanava)
    # The first moment of the weeks told, and the last before it, in Finland.
    make_plans(1, made=timezone.make_aware(midnight))
    make_plans(1, made=timezone.make_aware(midnight) - dt.timedelta(minutes=1))
    make_plans(1, TUNTEMATON_KOULU)
    for hoks in make_plans(2):
        services.delete_hoks(hoks, by=poistaja, syy="Kaksoiskappale")
    [ended, contained] = make_plans(2)
    Opiskeluoikeus.objects.filter(pk=ended.opiskeluoikeus_id).update(tila="valmistunut")
    Opiskeluoikeus.objects.filter(pk=contained.opiskeluoikeus_id).update(sisaltyy_opiskeluoikeuteen="1.2")
    without = make_opiskeluoikeus()
    for columns in (
        {"tila": "eronnut"},
        {"tyyppi": "lukiokoulutus"},
        {"tyyppi": "tuva"},
        {"sisaltyy_opiskeluoikeuteen": without.pk},
        {"voimassa_loppu": dt.date(2019, 4, 30)},
        {"voimassa_loppu": dt.date(2019, 5, 1)},
    ):
        make_opiskeluoikeus(**columns)
    hakurivit.write_opiskeluoikeudet(Opiskeluoikeus.objects.select_related("oppija"))
    begins = timezone.make_aware(dt.datetime.combine(today() - dt.timedelta(days=29), dt.time()))
    for status, moment in (
        (200, ago(days=500)),
        (204, ago(days=3)),
        (400, ago(hours=1)),
        (403, begins),
        (400, begins - dt.timedelta(seconds=1)),
    ):
        siirto = make_siirto(without, status=status)
        Siirto.objects.filter(pk=siirto.pk).update(aika=moment)
    make_siirto(make_opiskeluoikeus(oppilaitos_oid=SISARKOULU), status=400)
    make_siirto(status=401)


@pytest.mark.django_db
def test_everything_is_as_plain_sql_counts_it(country):
    assert paivita()
    agrees()
    told = kept()[KOULU]
    assert told["oikeudet"] > told["katetut"] > 0 and told["hylatyt"] == 2
    assert told["viimeisin_siirto"] > told["ensimmainen_siirto"]
    assert set(kept()) == {KOULU, SISARKOULU, TOINEN_KOULU, TUNTEMATON_KOULU}
    assert len(weeks_kept()) > 5


@pytest.mark.django_db
def test_what_has_changed_since_is_counted_next_time(country, make_plans, make_siirto, poistaja, statements):
    paivita()
    [hoks] = make_plans(made=ago(days=8), kanava=Kanava.TIEDONSIIRTO)
    [gone] = make_plans(made=ago(days=15), kanava=Kanava.TUONTI)
    make_siirto(hoks.opiskeluoikeus, status=200)
    paivita()
    agrees()
    services.delete_hoks(gone, by=poistaja, syy="Kaksoiskappale")
    with statements(16):
        paivita()
    agrees()
    before = kept(), weeks_kept()
    paivita()
    assert (kept(), weeks_kept()) == before


@pytest.mark.django_db
def test_a_plan_goes_along_to_another_school_and_leaves_noughts(make_plans):
    [hoks] = make_plans(1, TOINEN_KOULU, kanava=Kanava.TIEDONSIIRTO)
    paivita()
    right = hoks.opiskeluoikeus
    record = {
        "oid": right.pk,
        "oppija": {"oid": right.oppija_id},
        "oppilaitos": {"oid": SISARKOULU},
        "tyyppi": {"koodiarvo": "ammatillinenkoulutus"},
        "alkamispäivä": "2024-08-01",
        "tila": {"opiskeluoikeusjaksot": [{"alku": "2024-08-01", "tila": {"koodiarvo": "lasna"}}]},
        "suoritukset": [],
    }
    list(store_opiskeluoikeudet([record]))
    assert Opiskeluoikeus.objects.get(pk=right.pk).oppilaitos_oid == SISARKOULU
    paivita()
    agrees()
    assert kept()[TOINEN_KOULU]["tiedonsiirto"] == 0 and kept()[SISARKOULU]["tiedonsiirto"] == 1


@pytest.mark.django_db
def test_a_first_transfer_is_remembered_when_the_log_no_longer_is(make_opiskeluoikeus, make_siirto):
    right = make_opiskeluoikeus()
    old = make_siirto(right, status=200, ago=dt.timedelta(days=800))
    paivita()
    Siirto.objects.all().delete()
    new = make_siirto(right, status=200)
    paivita()
    told = Kayttoonottokoulu.objects.get(pk=KOULU)
    assert (told.ensimmainen_siirto, told.viimeisin_siirto) == (old.aika, new.aika)


@pytest.mark.django_db
def test_of_the_log_only_what_is_new_is_looked_at(make_opiskeluoikeus, make_siirto):
    right = make_opiskeluoikeus()
    make_siirto(right, status=200)
    paivita()
    old = make_siirto(right, status=200, ago=dt.timedelta(days=90))
    paivita()
    assert Kayttoonottokoulu.objects.get(pk=KOULU).ensimmainen_siirto != old.aika
    call_command("paivita_kayttoonotto", alusta=True, stdout=StringIO())
    assert Kayttoonottokoulu.objects.get(pk=KOULU).ensimmainen_siirto == old.aika


@pytest.mark.django_db
def test_refusals_grow_old(make_opiskeluoikeus, make_siirto):
    siirto = make_siirto(make_opiskeluoikeus())
    paivita()
    assert kept()[KOULU]["hylatyt"] == 1
    Siirto.objects.filter(pk=siirto.pk).update(aika=ago(days=30))
    paivita()
    assert kept()[KOULU]["hylatyt"] == 0


@pytest.mark.django_db
def test_a_failure_leaves_the_old_figures(make_plans, monkeypatch):
    paivita()
    make_plans(3)
    monkeypatch.setattr(laskenta.julkiset, "laske", lambda day: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        paivita()
    assert kept() == {}


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_the_other_does_nothing(make_plans):
    make_plans(3)
    told, counting, done = [], threading.Event(), threading.Event()

    def other():
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [laskenta.LUKKO])
                counting.set()
                done.wait(10)
        finally:
            connections.close_all()

    thread = threading.Thread(target=other)
    thread.start()
    assert counting.wait(10)
    out = StringIO()
    told.append(paivita())
    call_command("paivita_kayttoonotto", stdout=out)
    assert told == [False] and "Mitään ei tehty" in out.getvalue()
    assert not Kayttoonottolaskenta.objects.exists()
    done.set()
    thread.join()
    assert paivita() and kept()[KOULU]["virkailija"] == 3


def test_weeks_begin_on_monday_and_are_named_by_their_year():
    assert maanantai(dt.date(2026, 11, 29)) == dt.date(2026, 11, 23) == maanantai(dt.date(2026, 11, 23))
    told = viikot(dt.date(2026, 11, 24))
    assert len(told) == VIIKKOJA and told[-1] == dt.date(2026, 11, 23) and told[0] == dt.date(2025, 11, 24)
    assert viikon_nimi(dt.date(2025, 12, 29)) == "1/2026"
