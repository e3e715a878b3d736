"""What holds of any document that a student system may send (Hypothesis).

500 examples by default; HYPOTHESIS_PROFILE=nightly makes it 10 000.
"""

import json
import os

import pytest
from django.db import transaction
from django.http import HttpResponse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import tickets
from hoks import plan, services
from hoks.models import Kanava
from tests import payloads, strategies
from tests.api import mutations
from tests.api.conftest import BASE, CALLER_ID
from tests.plans.test_plan import normal

# Of every ten examples two are valid plans, seven mutated ones.
TENTHS = {"default": 50, "nightly": 1_000}[os.environ.get("HYPOTHESIS_PROFILE", "default")]


def examples(tenths: int) -> settings:
    return settings(
        max_examples=tenths * TENTHS,
        deadline=None,
        suppress_health_check=[
            HealthCheck.function_scoped_fixture,
            HealthCheck.too_slow,
            HealthCheck.data_too_large,
            HealthCheck.large_base_example,
        ],
    )


@pytest.fixture
def request_(client, palvelukayttaja, settings):
    """request_("PUT", "/hoks/1", content) -> response, with a fresh ticket."""
    settings.RAJAPINTA_PYYNTOJA_MINUUTISSA = settings.VALIDOINTI_PYYNTOJA_MINUUTISSA = 0
    client.raise_request_exception = False
    tgt = tickets.grant_tgt(palvelukayttaja)

    def send(method: str, path: str, content: bytes | str = b"") -> HttpResponse:
        ticket = tickets.grant_service_ticket(tgt, f"http://testserver{tickets.SERVICE_PATH}")
        headers = {"ticket": ticket, "caller-id": CALLER_ID}
        return client.generic(method, BASE + path, content, "application/json", headers=headers)

    return send


@pytest.fixture
def oikeudet(make_opiskeluoikeus):
    """A study right of each kind, without plans."""
    return [make_opiskeluoikeus(), make_opiskeluoikeus(tyyppi="tuva")]


@pytest.fixture
def hoksit(make_opiskeluoikeus, make_hoks):
    """A plan of a study right of each kind."""
    rights = [make_opiskeluoikeus(), make_opiskeluoikeus(tyyppi="tuva")]
    return [make_hoks(right, payloads.minimal(right), kanava=Kanava.TIEDONSIIRTO) for right in rights]


@examples(2)
@given(data=st.data())
def test_a_valid_plan_comes_back_as_it_was_sent(request_, oikeudet, data):
    document = data.draw(strategies.plans(data.draw(st.sampled_from(oikeudet)), today=services.today()))
    with transaction.atomic():
        posted = request_("POST", "/hoks", json.dumps(document))
        assert posted.status_code == 200, posted.content
        hoks_id = posted.json()["meta"]["id"]
        told = request_("GET", f"/hoks/{hoks_id}").json()["data"]
        transaction.set_rollback(True)
    assert told.pop("id") == hoks_id
    assert told.pop("manuaalisyotto") is False
    assert plan.write_shape(told) == normal(document)


def assert_answered(response: HttpResponse) -> None:
    """A success, or a refusal that says why."""
    assert response.status_code < 500, response.content
    if response.status_code >= 400:
        told = response.json()
        assert told["violations"]
        for violation in told["violations"]:
            assert set(violation) == {"path", "code", "message"}
            assert violation["message"]["fi"].endswith("."), violation


def whole(opiskeluoikeus) -> dict:
    """A plan with everything its kind may have."""
    return payloads.tuva(opiskeluoikeus) if opiskeluoikeus.on_tuva else payloads.rich(opiskeluoikeus)


TARGETS = ["POST /hoks", "PUT /hoks/{}", "PATCH /hoks/{}", "POST /validointi"]


@examples(7)
@given(data=st.data(), target=st.sampled_from(TARGETS), tuva=st.booleans())
def test_any_document_is_answered(request_, oikeudet, hoksit, data, target, tuva):
    method, path = target.split()
    hoks = hoksit[tuva]
    is_new = "{}" not in path
    right = oikeudet[tuva] if is_new else hoks.opiskeluoikeus
    document = data.draw(
        strategies.plans(right, today=services.today()) if data.draw(st.integers(0, 3)) == 3 else st.just(whole(right))
    )
    if not is_new:
        path = path.format(hoks.pk)
        document |= {"id": hoks.pk}
    if method == "PATCH":
        document = {name: value for name, value in document.items() if not isinstance(value, list | None)}
    document = data.draw(mutations.mutated(document))
    with transaction.atomic():
        response = request_(method, path, json.dumps(document))
        assert_answered(response)
        if response.status_code == 204:
            assert request_("GET", path).status_code == 200
        transaction.set_rollback(True)


@examples(1)
@given(data=st.data())
def test_any_bytes_are_answered(request_, oikeudet, data):
    content = json.dumps(payloads.minimal(oikeudet[0])).encode()
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(content))] * 2)))
    odd = st.one_of(
        st.binary(max_size=20),
        st.sampled_from([b"NaN", b"1e999", b"\\ud800", b"\\u0000", b'"a":1,"a":2,', b"[" * 2000, b"9" * 5000]),
    )
    content = content[:start] + data.draw(odd) + content[end:]
    with transaction.atomic():
        assert_answered(request_("POST", "/hoks", content))
        transaction.set_rollback(True)
