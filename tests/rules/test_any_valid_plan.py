"""Whatever holds is accepted by every door, and reading it twice is reading it once."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hoks.contract import HoksPost, read
from hoks.models import Kanava
from hoks.rules import judge
from tests.documents import context, opiskeluoikeus, tuva_opiskeluoikeus
from tests.strategies import plans

STUDY_RIGHTS = {
    "ammatillinen": opiskeluoikeus(),
    "TUVA": tuva_opiskeluoikeus(),
    "TELMA": opiskeluoikeus(suoritustyypit=["telma"]),
    "without dates": opiskeluoikeus(alkamispaiva=None, arvioitu_paattymispaiva=None),
    "not compared": opiskeluoikeus(tila="loma"),
    "one day": opiskeluoikeus(alkamispaiva=dt.date(2024, 2, 29), arvioitu_paattymispaiva=dt.date(2024, 2, 29)),
}


@pytest.mark.parametrize("name", STUDY_RIGHTS)
@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_holds_by_every_door_and_is_read_the_same_again(name, data):
    oikeus = STUDY_RIGHTS[name]
    plan = data.draw(plans(oikeus))
    reading = read(plan, HoksPost)
    for kanava in Kanava:
        assert judge(reading, context(opiskeluoikeus=oikeus, kanava=kanava)) == []
    written = reading.document.model_dump(mode="json", by_alias=True, exclude_none=True)
    again = read(written, HoksPost)
    assert again.violations == []
    assert again.document.model_dump(mode="json", by_alias=True, exclude_none=True) == written


@given(plan=plans(STUDY_RIGHTS["ammatillinen"], kanava=Kanava.VIRKAILIJA))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_hand_entry_needs_no_tunniste(plan):
    assert judge(read(plan, HoksPost), context(kanava=Kanava.VIRKAILIJA)) == []
