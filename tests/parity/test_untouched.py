"""Opening and saving every node of a valid plan untouched changes nothing, all the way from the page (design 7)."""

import copy

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from hoks import services
from hoks.contract import OsaamisenHankkimistapa
from hoks.drafts import document as documents
from hoks.models import Hoks, HoksVersio, Kanava, Luonnos
from hoks.tree import tree
from tests import payloads, strategies
from tests.plans.test_plan import HPTOT, loaded

pytestmark = pytest.mark.django_db


def open_and_save_everything(hoks: Hoks, typist) -> None:
    """Begin to edit, press Valmis in every node's form as it is, and publish."""
    typist.edit(hoks.pk)
    draft = typist.luonnos.dokumentti
    for node in tree(copy.deepcopy(draft)).walk():
        key = documents.key_of(node)
        response = typist.press(key, typist.open(key).values, "toiminto", "valmis")
        assert response.status_code == 302, response.content.decode()
    assert documents.canonical(typist.luonnos.dokumentti) == documents.canonical(draft)
    assert typist.publish().status_code == 302
    assert not Luonnos.objects.exists()


def assert_nothing_changes(document: dict, typist, by) -> None:
    hoks = services.create_hoks(copy.deepcopy(document), by=by, kanava=Kanava.TIEDONSIIRTO)
    before, muokattu = loaded(hoks), hoks.muokattu

    open_and_save_everything(hoks, typist)

    assert documents.canonical(loaded(hoks)) == documents.canonical(before)
    assert HoksVersio.objects.filter(hoks=hoks).count() == 1
    assert Hoks.objects.get(pk=hoks.pk).muokattu == muokattu


@pytest.mark.parametrize(("make", "tyyppi"), [(payloads.rich, "ammatillinenkoulutus"), (payloads.tuva, "tuva")])
def test_a_plan_with_every_field_is_left_as_it_is(make, tyyppi, make_opiskeluoikeus, typist, virkailija):
    assert_nothing_changes(make(make_opiskeluoikeus(tyyppi=tyyppi)), typist, virkailija)


@pytest.mark.parametrize(("tyyppi", "examples"), [("ammatillinenkoulutus", 8), ("tuva", 4)])
def test_any_plan_is_left_as_it_is(tyyppi, examples, make_opiskeluoikeus, typist, virkailija):
    opiskeluoikeus = make_opiskeluoikeus(tyyppi=tyyppi)

    @settings(
        max_examples=examples,
        deadline=None,
        report_multiple_bugs=False,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(strategies.plans(opiskeluoikeus, today=services.today()))
    def is_left_as_it_is(document):
        with transaction.atomic():
            assert_nothing_changes(document, typist, virkailija)
            transaction.set_rollback(True)

    is_left_as_it_is()


def test_a_period_without_an_identifier_gets_one_when_it_is_edited(make_opiskeluoikeus, typist, virkailija):
    jakso = {
        "osaamisen-hankkimistapa-koodi-uri": "osaamisenhankkimistapa_oppilaitosmuotoinenkoulutus",
        "osaamisen-hankkimistapa-koodi-versio": 1,
        "alku": "2024-09-01",
        "loppu": "2024-12-01",
    }
    osa = {"nimi": "Sauna", "osaamisen-hankkimistavat": [jakso, jakso | {"ajanjakson-tarkenne": "Iltaisin"}]}
    document = payloads.minimal(make_opiskeluoikeus()) | {HPTOT: [osa]}
    hoks = services.create_hoks(document, by=virkailija, kanava=Kanava.TIEDONSIIRTO)

    typist.edit(hoks.pk)
    (node,) = tree(typist.luonnos.dokumentti).children(HPTOT)
    typist.fill(node.children("osaamisen-hankkimistavat")[1].key, OsaamisenHankkimistapa, jakso)
    assert typist.publish().status_code == 302

    untouched, edited = loaded(hoks)[HPTOT][0]["osaamisen-hankkimistavat"]
    assert "yksiloiva-tunniste" not in untouched
    assert edited["yksiloiva-tunniste"] and "ajanjakson-tarkenne" not in edited
