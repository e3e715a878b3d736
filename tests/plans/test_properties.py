"""What holds of any valid plan (Hypothesis)."""

import copy
from contextlib import contextmanager

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hoks import audit, services
from hoks.models import Hoks, HoksVersio, Kanava
from tests import strategies
from tests.plans.test_plan import HATOT, HPTOT, HYTOT, loaded, module_ids, normal, written

pytestmark = pytest.mark.django_db

any_plan = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@contextmanager
def undone():
    """Each example on a clean slate, within the test's own transaction."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(params=["ammatillinenkoulutus", "tuva"])
def opiskeluoikeus(request, make_opiskeluoikeus):
    return make_opiskeluoikeus(tyyppi=request.param)


@any_plan
@given(data=st.data(), kanava=st.sampled_from([Kanava.TIEDONSIIRTO, Kanava.VIRKAILIJA]))
def test_a_saved_plan_comes_back_and_saving_it_again_changes_nothing(opiskeluoikeus, virkailija, data, kanava):
    document = data.draw(strategies.plans(opiskeluoikeus, today=services.today()))
    with undone():
        hoks = services.create_hoks(copy.deepcopy(document), by=virkailija, kanava=kanava)
        if kanava is Kanava.TIEDONSIIRTO:
            assert written(hoks) == normal(document)
        before = loaded(hoks)
        for again in (document, written(hoks)):
            assert not services.replace_hoks(hoks, {"id": hoks.pk, **again}, by=virkailija, kanava=kanava)
        assert loaded(hoks) == before
        assert HoksVersio.objects.filter(hoks=hoks).count() == 1


@any_plan
@given(data=st.data())
def test_any_plan_becomes_any_other(opiskeluoikeus, virkailija, data):
    plans = strategies.plans(opiskeluoikeus, today=services.today())
    first, second = data.draw(plans), data.draw(plans)
    with undone():
        hoks = services.create_hoks(first, by=virkailija, kanava=Kanava.TIEDONSIIRTO)
        services.replace_hoks(hoks, {"id": hoks.pk, **second}, by=virkailija, kanava=Kanava.TIEDONSIIRTO)
        assert written(Hoks.objects.get(pk=hoks.pk)) == normal(second)


@any_plan
@given(data=st.data())
def test_a_unit_at_the_front_moves_nobodys_module_id(make_opiskeluoikeus, virkailija, data):
    opiskeluoikeus = make_opiskeluoikeus()
    document = data.draw(strategies.plans(opiskeluoikeus, today=services.today()))
    with undone():
        hoks = services.create_hoks(copy.deepcopy(document), by=virkailija, kanava=Kanava.TIEDONSIIRTO)
        before = loaded(hoks)
        new = {
            HATOT: {"tutkinnon-osa-koodi-uri": "tutkinnonosat_777777", "tutkinnon-osa-koodi-versio": 1},
            HYTOT: {
                "tutkinnon-osa-koodi-uri": "tutkinnonosat_777778",
                "tutkinnon-osa-koodi-versio": 1,
                "osa-alueet": [],
            },
            HPTOT: {"nimi": "Aivan uusi paikallinen osa", "amosaa-tunniste": "uusi-777779"},
        }
        for name, unit in new.items():
            document[name] = [unit, *(document.get(name) or [])]
        services.replace_hoks(hoks, {"id": hoks.pk, **document}, by=virkailija, kanava=Kanava.TIEDONSIIRTO)
        after = loaded(hoks)
        for name in new:
            assert module_ids(after[name])[1:] == module_ids(before[name])
            assert after[name][1:] == before[name]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=3),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
        max_leaves=8,
    )
)
def test_equal_documents_differ_nowhere(document):
    assert audit.changed_paths(document, copy.deepcopy(document)) == []
