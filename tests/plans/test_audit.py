"""The audit trail: rows and JSON lines."""

import json
import logging

import pytest
from django.test import RequestFactory

from hoks import audit, plan, services
from hoks.models import Hoks, Kanava, Tapahtuma

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(caplog):
    logging.getLogger("audit").addHandler(caplog.handler)
    yield lambda: [json.loads(record.message) for record in caplog.records if record.name == "audit"]
    logging.getLogger("audit").removeHandler(caplog.handler)


def test_a_read_is_a_row_and_a_line(make_hoks, virkailija, lines, django_capture_on_commit_callbacks):
    hoks = make_hoks()
    with django_capture_on_commit_callbacks(execute=True):
        audit.record(audit.Toiminto.LUETTU, hoks, by=virkailija)
    line = lines()[-1]
    assert line["operation"] == "read" and line["status"] == "succeeded" and line["type"] == "log"
    assert line["target"]["hoksId"] == hoks.pk
    assert line["target"]["oppijaHenkiloOid"] == line["target"]["oppijaOid"] == hoks.opiskeluoikeus.oppija_id
    assert line["organizationOid"] == "1.2.246.562.10.10000000002"
    assert line["user"]["oid"] == virkailija.oid_henkilo
    assert line["bootTime"] == audit.BOOT_TIME
    assert Tapahtuma.objects.filter(hoks_id=hoks.pk, toiminto="read").count() == 1


def test_lines_are_numbered_on(make_hoks, virkailija, lines, django_capture_on_commit_callbacks):
    hoks = make_hoks()
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(3):
            audit.record(audit.Toiminto.LUETTU, hoks, by=virkailija)
    numbers = [line["logSeq"] for line in lines()][-3:]
    assert numbers == [numbers[0], numbers[0] + 1, numbers[0] + 2]


@pytest.mark.parametrize("behind_proxy, address", [(False, "127.0.0.1"), (True, "10.1.2.3")])
def test_address_is_the_proxys_word_only_behind_one(
    make_hoks, virkailija, lines, settings, django_capture_on_commit_callbacks, behind_proxy, address
):
    settings.BEHIND_PROXY = behind_proxy
    hoks = make_hoks()
    request = RequestFactory().get("/", headers={"X-Forwarded-For": "10.1.2.3, 10.9.9.9", "User-Agent": "Selain"})
    middleware = audit.AuditRequestMiddleware(lambda _: audit.record(audit.Toiminto.LUETTU, hoks, by=virkailija))
    with django_capture_on_commit_callbacks(execute=True):
        middleware(request)
    assert lines()[-1]["user"] == {
        "oid": virkailija.oid_henkilo,
        "ipAddress": address,
        "session": "no session",
        "userAgent": "Selain",
    }


def test_write_line_has_paths_without_values(make_hoks, virkailija, lines, django_capture_on_commit_callbacks):
    hoks = make_hoks()
    document = plan.write_shape(plan.load(Hoks.objects.get(pk=hoks.pk))) | {"sahkoposti": "salainen@example.org"}
    with django_capture_on_commit_callbacks(execute=True):
        services.replace_hoks(hoks, document, by=virkailija, kanava=Kanava.VIRKAILIJA)
    line = lines()[-1]
    assert line["operation"] == "overwrite"
    assert line["changes"] == [{"path": "/sahkoposti", "op": "add"}]
    assert "salainen" not in json.dumps(line)


def test_provider_official_is_told_as_his_provider(make_hoks, make_user):
    user = make_user(
        "kunta",
        "VIRKAILIJA",
        ("1.2.246.562.10.20000000001", "READ"),
        ("1.2.246.562.10.10000000001", "CRUD"),
    )
    event = audit.record(audit.Toiminto.LUETTU, make_hoks(), by=user)
    assert event.organisaatio_oid == "1.2.246.562.10.10000000001"


def test_changed_paths():
    old = {"a": 1, "b": [1, 2], "c": {"d": 1}, "module-id": "x"}
    new = {"a": 2, "b": [1], "c": {"d": 1, "e": 2}, "module-id": "y"}
    assert audit.changed_paths(old, new) == [
        {"path": "/a", "op": "replace"},
        {"path": "/b/1", "op": "remove"},
        {"path": "/c/e", "op": "add"},
    ]
    assert audit.changed_paths(old, old) == []
    assert audit.changed_paths({"a": 1}, {}) == [{"path": "/a", "op": "remove"}]
    assert audit.changed_paths([], [1]) == [{"path": "/0", "op": "add"}]


def test_session_is_told_by_a_digest_only(make_hoks, virkailija, lines, client, django_capture_on_commit_callbacks):
    hoks = make_hoks()
    client.force_login(virkailija)
    with django_capture_on_commit_callbacks(execute=True):
        client.get(f"/virkailija/hoksit/{hoks.pk}/")
    told = lines()[-1]["user"]["session"]
    assert len(told) == 16 and told != "no session"
    assert told not in client.session.session_key
