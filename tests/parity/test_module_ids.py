"""Who is shared with by module-id stays so, whatever the official puts before, between and after."""

import uuid

import pytest

from hoks.contract import HankittavaAmmatillinen
from hoks.drafts import store
from hoks.drafts.document import KEY, ROOT
from hoks.models import Kanava
from tests import payloads
from tests.plans.test_plan import HATOT, loaded

pytestmark = pytest.mark.django_db


@pytest.fixture
def hoks(make_opiskeluoikeus, make_hoks):
    """A plan with two units that have a period and a demonstration each."""
    opiskeluoikeus = make_opiskeluoikeus()
    return make_hoks(opiskeluoikeus, payloads.rich(opiskeluoikeus), kanava=Kanava.TIEDONSIIRTO)


def published(typist, hoks) -> list[dict]:
    """The units after publishing."""
    assert typist.publish().status_code == 302
    return loaded(hoks)[HATOT]


def test_a_copy_between_units_moves_nobodys(hoks, typist):
    first, second = loaded(hoks)[HATOT]
    typist.edit(hoks.pk)
    osa = {"tutkinnon-osa-koodi-uri": "tutkinnonosat_7", "tutkinnon-osa-koodi-versio": 1}
    copy = typist.copy(first["module-id"])
    typist.fill(copy, HankittavaAmmatillinen, osa)

    units = published(typist, hoks)

    assert (units[0], units[2]) == (first, second)
    assert units[1]["module-id"] == copy
    assert not module_ids(units[1]) & (module_ids(first) | module_ids(second))


def test_a_unit_in_front_moves_nobodys(hoks, typist, virkailija):
    """The editor adds at the end; a draft whose first unit is new is published all the same."""
    before = loaded(hoks)[HATOT]
    typist.edit(hoks.pk)
    new = typist.add(ROOT, HATOT)
    # The same code as the unit that was first: only the key tells them apart.
    typist.fill(new, HankittavaAmmatillinen, {**before[0], "olennainen-seikka": False})
    with store.changing(typist.luonnos_id, by=virkailija) as luonnos:
        luonnos.dokumentti[HATOT].sort(key=lambda unit: unit[KEY] != new)

    units = published(typist, hoks)

    assert units[0]["module-id"] == new
    assert units[1:] == before


def test_taking_the_first_away_moves_nobodys(hoks, typist):
    first, second = loaded(hoks)[HATOT]
    typist.edit(hoks.pk)
    typist.remove(first["module-id"])

    assert published(typist, hoks) == [second]


def module_ids(value) -> set[str]:
    """Every module-id in a part of a document."""
    if isinstance(value, list):
        return set().union(*map(module_ids, value))
    if isinstance(value, dict):
        below = set().union(*map(module_ids, value.values())) if value else set()
        return below | ({str(uuid.UUID(value["module-id"]))} if "module-id" in value else set())
    return set()
