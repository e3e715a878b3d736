"""Plans are counted as plain SQL over the plans themselves counts them."""

import datetime as dt

import pytest
from django.db import connection

from hoks import plan, services
from hoks.hakurivit import write_hoks, write_opiskeluoikeudet
from hoks.luvut import hoksit, readable
from hoks.models import Hakurivi, Hoks, Kanava
from tests.conftest import JARJESTAJA, KOULU, OPH, SISARKOULU, TOINEN_KOULU

PLANS = """
    SELECT {what}, count(*) FROM hoks_hoks hoks JOIN hoks_opiskeluoikeus oikeus ON oikeus.oid = hoks.opiskeluoikeus_id
    WHERE hoks.poistettu IS NULL AND oikeus.oppilaitos_oid = ANY(%s)
    AND (hoks.luotu AT TIME ZONE 'Europe/Helsinki')::date BETWEEN %s AND %s GROUP BY 1
"""
SCHOOL = "oikeus.oppilaitos_oid"
MONTH = "date_trunc('month', hoks.luotu AT TIME ZONE 'Europe/Helsinki')::date"
DOOR = "(SELECT kanava FROM hoks_hoksversio versio WHERE versio.hoks_id = hoks.id ORDER BY numero LIMIT 1)"
TIMES = ((None, None), (dt.date(2024, 3, 1), None), (None, dt.date(2024, 3, 31)), (dt.date(2024, 4, 1),) * 2)


@pytest.fixture
def plans(make_hoks, make_opiskeluoikeus, poistaja):
    """Of two schools, by three doors, from three months; one of them deleted."""
    # The second is made on the first of April in Finland, still in March elsewhere.
    moments = [
        dt.datetime(2024, 3, 31, 20, 59, tzinfo=dt.UTC),
        dt.datetime(2024, 3, 31, 21, 0, tzinfo=dt.UTC),
        dt.datetime(2023, 2, 1, tzinfo=dt.UTC),
    ]
    made = []
    for place in range(14):
        right = make_opiskeluoikeus(oppilaitos_oid=KOULU if place % 3 else SISARKOULU)
        hoks = make_hoks(right, kanava=list(Kanava)[place % 4 % 3])
        Hoks.objects.filter(pk=hoks.pk).update(luotu=moments[place % 3])
        hoks.refresh_from_db()
        write_hoks(hoks, plan.load(hoks))
        made.append(hoks)
    services.delete_hoks(made[4], by=poistaja, syy="Kaksoiskappale")
    return made


def told(what: str, koulut, alku, loppu) -> dict:
    everything = koulut if koulut is not None else [KOULU, SISARKOULU]
    with connection.cursor() as cursor:
        cursor.execute(PLANS.format(what=what), [everything, alku or dt.date.min, loppu or dt.date.max])
        return dict(cursor.fetchall())


@pytest.mark.parametrize("koulut", [None, [KOULU], [KOULU, SISARKOULU], [TOINEN_KOULU], []])
def test_counts_are_those_of_the_plans(plans, koulut, statements):
    for alku, loppu in TIMES:
        where = (koulut, alku, loppu)
        with statements(1 if koulut != [] else 0):
            by_school = hoksit.by_school(*where)
        assert by_school == told(SCHOOL, *where)
        by_month = hoksit.by_month(*where)
        assert by_month == told(MONTH, *where) and list(by_month) == sorted(by_month)
        assert hoksit.by_door(*where) == told(DOOR, *where)
    if koulut is None:
        assert sum(by_month.values()) == sum(told(SCHOOL, *where).values()) > 0


def test_a_door_is_the_first_one(make_hoks, virkailija):
    hoks = make_hoks(kanava=Kanava.TUONTI)
    services.update_hoks(hoks, {"id": hoks.pk, "puhelinnumero": "1"}, by=virkailija, kanava=Kanava.VIRKAILIJA)
    assert hoksit.by_door(None) == {Kanava.TUONTI: 1}


def test_states(plans, make_opiskeluoikeus, make_hoks):
    make_opiskeluoikeus()
    make_opiskeluoikeus(tyyppi="lukiokoulutus")
    ended = make_hoks().opiskeluoikeus
    ended.tila = "valmistunut"
    ended.save()
    write_opiskeluoikeudet([ended])
    tila = Hakurivi.Tila
    assert hoksit.by_state(None) == {tila.VOIMASSA: 13, tila.PAATTYNYT: 1, tila.PUUTTUU: 1, tila.POISTETTU: 1}
    assert hoksit.by_state([SISARKOULU]) == {tila.VOIMASSA: 5}


def test_who_may_be_told_of_whom(make_user, virkailija, oppija, paakayttaja):
    assert readable(virkailija) == [KOULU]
    assert set(readable(make_user("johtaja", "VIRKAILIJA", (JARJESTAJA, "READ")))) == {JARJESTAJA, KOULU, SISARKOULU}
    assert readable(paakayttaja) is None and readable(oppija) == []
    assert readable(make_user("kirjoittaja", "VIRKAILIJA", (OPH, "HOKS_DELETE"))) == []
