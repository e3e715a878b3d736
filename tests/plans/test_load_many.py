"""Many plans at once: the same documents as one by one, and one broken plan breaks no other."""

import pytest
from django.db import connection, transaction

from hoks import plan, services
from hoks.models import Hoks, Kanava
from tests import payloads

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(make_opiskeluoikeus, make_hoks):
    """A rich plan, one of TUVA education, a bare one and another rich one."""
    made = []
    for kind, document in [("", payloads.rich), ("tuva", payloads.tuva), ("", payloads.minimal), ("", payloads.rich)]:
        right = make_opiskeluoikeus(**({"tyyppi": kind} if kind else {}))
        made.append(make_hoks(right, document(right), kanava=Kanava.TIEDONSIIRTO))
    return made


def loaded(hoks: Hoks) -> dict:
    return plan.load(Hoks.objects.select_related("opiskeluoikeus").get(pk=hoks.pk))


def ids(hoksit: list[Hoks]) -> list[int]:
    return [hoks.pk for hoks in hoksit]


def test_each_is_as_it_is_alone(many):
    assert dict(plan.load_many(ids(many))) == {hoks.pk: loaded(hoks) for hoks in many}


def test_they_come_in_order_of_id_and_only_those_asked_for(many, monkeypatch):
    monkeypatch.setattr("hoks.plan.loading.CHUNK", 2)
    asked = ids(many)[3], ids(many)[0], ids(many)[1], many[-1].pk + 100
    assert [pk for pk, _document in plan.load_many(asked)] == sorted(asked)[:3]
    assert dict(plan.load_many(asked))[many[3].pk] == loaded(many[3])


def test_a_deleted_one_tells_when_and_has_no_parts(many, poistaja):
    services.delete_hoks(many[0], by=poistaja, syy="Väärä")
    told = dict(plan.load_many(ids(many)))
    assert told[many[0].pk]["poistettu"].endswith("Z")
    assert {name: value for name, value in told[many[0].pk].items() if isinstance(value, list) and value} == {}
    assert told[many[3].pk] == loaded(many[3])


@pytest.mark.parametrize("count", [0, 1, 4])
def test_one_statement(many, statements, count):
    with statements(1):
        list(plan.load_many(ids(many)[:count]))


@pytest.mark.parametrize(
    "table, change",
    [
        ("hoks_tutkinnonosa", "opetus_ja_ohjaus_maara = 'Infinity'"),
        ("hoks_tutkinnonosa", "opetus_ja_ohjaus_maara = 10::numeric ^ 5000"),
        ("hoks_hoks", "hyvaksytty = 'infinity'"),
    ],
)
@pytest.mark.parametrize("place", [0, 3])
def test_what_python_cannot_hold_spoils_its_own_plan_only(many, table, change, place, caplog):
    broken = many[place]
    with transaction.atomic(), connection.cursor() as cursor:
        column = "id" if table == "hoks_hoks" else "hoks_id"
        cursor.execute(f"UPDATE {table} SET {change} WHERE {column} = %s", [broken.pk])
    told = dict(plan.load_many(ids(many)))
    assert told == {hoks.pk: None if hoks == broken else loaded(hoks) for hoks in many}
    assert "oppija@example.org" not in caplog.text
