"""The table of payloads (tests/api/verdicts): what is accepted, and what is refused for which faults and where."""

import datetime as dt
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from accounts.models import User
from hoks import services
from hoks.api.plans import refused_document
from hoks.models import Hoks, Kanava, Opiskeluoikeus, Oppija
from hoks.violations import Refused
from tests.api.verdicts import GROUPS, Case
from tests.documents import OPISKELUOIKEUS_OID, OPPIJA_OID, OPPILAITOS_OID
from tests.documents import hoks as hoks_document
from tests.payloads import KOULU_OID

CASES = [(group, case) for group, cases in GROUPS.items() for case in cases]

pytestmark = pytest.mark.django_db


def make_world(case: Case, oppilaitos_oid: str = OPPILAITOS_OID) -> Hoks | None:
    """The study right, learners and plan that the case tells of; the plan, deleted or not."""
    oppija = Oppija.objects.create(**{"oid": OPPIJA_OID} | case.oppija)
    for oid in case.tunnetaan:
        Oppija.objects.create(oid=oid)
    if case.oikeus is None:
        return None
    columns = {
        "tyyppi": "ammatillinenkoulutus",
        "tila": "lasna",
        "alkamispaiva": dt.date(2018, 8, 1),
        "arvioitu_paattymispaiva": dt.date(2027, 7, 31),
        "suoritustyypit": ["ammatillinentutkinto"],
    }
    right = Opiskeluoikeus.objects.create(
        **{"oid": OPISKELUOIKEUS_OID, "oppija": oppija, "oppilaitos_oid": oppilaitos_oid} | columns | case.oikeus
    )
    if case.toiminto == "luonti" and not case.on_hoks:
        return None
    now = timezone.now()
    return Hoks.objects.create(
        opiskeluoikeus=right,
        luotu=now,
        muokattu=now,
        versionumero=1,
        ensikertainen_hyvaksyminen=dt.date(2024, 8, 15),
        osaamisen_hankkimisen_tarve=True,
        poistettu=now if case.on_hoks == "poistettu" else None,
    )


def judged(case: Case, hoks: Hoks | None, document: Any) -> list:
    if case.toiminto == "luonti":
        return services.judge_new(document, kanava=case.kanava)
    if case.toiminto == "korvaus":
        return services.judge_replacement(hoks, document, kanava=case.kanava)
    try:
        services.update_hoks(hoks, document, by=User.objects.system_actor(), kanava=case.kanava)
    except Refused as refused:
        return refused.violations
    return []


def leaves(told: Any, path: str = "") -> dict[str, str]:
    """Path -> leaf of an `errors` member."""
    if isinstance(told, str):
        return {path: told}
    members = enumerate(told) if isinstance(told, list) else told.items()
    found: dict[str, str] = {}
    for key, item in members:
        if item is not None:
            found |= leaves(item, f"{path}/{key}")
    return found


def expected_leaves(case: Case, document: Any) -> dict[str, str]:
    day = document.get("osaamisen-saavuttamisen-pvm", "") if isinstance(document, dict) else ""
    return {path: leaf.replace("…", str(day)) for path, leaf in case.errors.items()}


@pytest.mark.parametrize(("group", "case"), CASES, ids=[f"{group}: {case}" for group, case in CASES])
def test_verdict(group, case):
    with override_settings(**case.asetukset):
        hoks = make_world(case)
        document = case.build(services.today(), hoks.pk if hoks else None)
        violations = judged(case, hoks, document)
    assert [(violation.pointer, violation.code) for violation in violations] == case.expected
    if not case.expected:
        return
    told = refused_document(document, violations).body
    assert leaves(told.get("errors", {})) == expected_leaves(case, document)
    assert told.get("error", "") == case.error
    assert [(item["path"], item["code"]) for item in told["violations"]] == case.expected


METHODS = {"luonti": "POST", "korvaus": "PUT", "muutos": "PATCH"}
# Every twelfth of each group, so that the routes are seen to tell what was judged.
STEP = 12


@pytest.mark.parametrize("group", GROUPS)
def test_verdict_over_http(group, send, palvelukayttaja):
    for case in [case for case in GROUPS[group] if case.kanava == Kanava.TIEDONSIIRTO][::STEP]:
        with override_settings(**case.asetukset), transaction.atomic():
            hoks = make_world(case, KOULU_OID)
            document = case.build(services.today(), hoks.pk if hoks else None)
            path = "/hoks" if case.toiminto == "luonti" else f"/hoks/{hoks.pk}"
            response = send(palvelukayttaja, METHODS[case.toiminto], path, document)
            transaction.set_rollback(True)
        if not case.expected:
            assert response.status_code == (200 if case.toiminto == "luonti" else 204), (case, response.content)
            continue
        told = response.json()
        assert response.status_code == 400, case
        assert [(item["path"], item["code"]) for item in told["violations"]] == case.expected, case
        assert leaves(told.get("errors", {})) == expected_leaves(case, document), case
        assert told.get("error", "") == case.error, case
        if case.errors:
            assert (told["type"], told["coercion"], told["in"], told["value"]) == (
                "compojure.api.exception/request-validation",
                "schema",
                ["request", "body-params"],
                document,
            )


def test_a_dry_run_asks_for_no_ticket_and_tells_the_same(send, db):
    case = next(case for case in GROUPS["hankkimistavat"] if case.expected)
    make_world(case)
    document = case.build(services.today(), None)
    response = send(None, "POST", "/validointi", document)
    assert response.status_code == 400
    assert [(item["path"], item["code"]) for item in response.json()["violations"]] == case.expected
    assert send(None, "POST", "/validointi", hoks_document()).json() == {"meta": {}, "data": {}}


def test_the_table_is_what_it_says():
    names = [(group, case.name) for group, case in CASES]
    assert len(names) == len(set(names)), [name for name in names if names.count(name) > 1]
    assert len(names) >= 300
    for _group, case in CASES:
        assert bool(case.expected) == bool(case.errors or case.error), case.name
