"""Whatever plan holds can be shown to both audiences, and does not differ from itself."""

import datetime as dt
import re

import pytest
from django.template.loader import render_to_string
from hypothesis import HealthCheck, given, settings

from hoks.contract import HoksPost, read
from hoks.diff import diff
from hoks.models import Kanava
from hoks.presentation import Audience, Plan
from tests.documents import opiskeluoikeus, tuva_opiskeluoikeus
from tests.strategies import plans

AMMATILLINEN, TUVA = opiskeluoikeus(), tuva_opiskeluoikeus()
AS_IT_IS = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)


def shows_whole(document: dict, right) -> None:
    stored = read(document, HoksPost).document.model_dump(mode="json", by_alias=True, exclude_none=True)
    for audience in Audience:
        plan = Plan(stored, opiskeluoikeus=right, today=dt.date(2026, 8, 15), audience=audience)
        page = render_to_string("hoks/plan/plan.html", {"plan": plan})
        assert len(re.findall(r'class="(?:card|details) osa', page)) >= len(plan.hankittavat) + len(
            plan.aiemmin_hankitut
        )
        assert sum(len(group.osat) for group in plan.groups) == len(plan.hankittavat)
    assert diff(stored, stored) == []


@pytest.mark.django_db
@given(document=plans(AMMATILLINEN, kanava=Kanava.VIRKAILIJA))
@AS_IT_IS
def test_ammatillinen(document):
    shows_whole(document, AMMATILLINEN)


@pytest.mark.django_db
@given(document=plans(TUVA, kanava=Kanava.VIRKAILIJA))
@AS_IT_IS
def test_tuva(document):
    shows_whole(document, TUVA)
