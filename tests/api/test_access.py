"""Who gets what from every address of the interface: address x machine account x status."""

import json
import re

import pytest

from hoks.api import urls
from hoks.models import Siirto
from tests import payloads
from tests.api.conftest import BASE

pytestmark = pytest.mark.django_db

# palvelu writes in the plan's provider, lukija reads there, vieras writes elsewhere, oph reads at the root,
# virkailija is an official of the school: no person may use the interface.
TABLE = """
                                                            palv  luki  vier  oph   virk  none
GET   /healthcheck                                          200   200   200   200   200   200
POST  /hoks                                                 200   401   401   401   403   401
GET   /hoks/paged                                           200   200   200   200   403   401
GET   /hoks/opiskeluoikeus/{oikeus}                         200   200   401   200   403   401
GET   /hoks/osaamisen-hankkimistapa/{jakso}                 401   401   401   200   403   401
GET   /hoks/{oma}                                           200   200   401   200   403   401
PUT   /hoks/{oma}                                           204   401   401   401   403   401
PATCH /hoks/{oma}                                           204   401   401   401   403   401
GET   /hoks/{tuntematon}                                    404   404   404   404   403   401
GET   /hoks/{oma}/hankintakoulutukset                       200   200   401   200   403   401
GET   /hoks/{oma}/hankittava-ammat-tutkinnon-osa            410   410   401   410   403   401
POST  /hoks/{oma}/hankittava-ammat-tutkinnon-osa            410   401   401   401   403   401
PATCH /hoks/{oma}/hankittava-ammat-tutkinnon-osa/{jakso}    410   401   401   401   403   401
GET   /hoks/{tuntematon}/hankittava-ammat-tutkinnon-osa     404   404   404   404   403   401
POST  /validointi                                           200   200   200   200   200   200
GET   /missing                                              404   404   404   404   404   404
"""
PERSONAS = ("palvelukayttaja", "lukija", "vieras", "oph", "virkailija", None)


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("persona", PERSONAS)
def test_each_account_gets_what_the_table_says(send, request, make_opiskeluoikeus, make_hoks, persona, slash):
    right, free = make_opiskeluoikeus(), make_opiskeluoikeus()
    hoks = make_hoks(right, payloads.rich(right))
    period = hoks.osaamisenhankkimistapa_set.first()
    names = {"oma": hoks.pk, "oikeus": right.pk, "jakso": period.pk, "tuntematon": 987_654_321}
    bodies = {
        "POST": payloads.minimal(free),
        "PUT": payloads.minimal(right) | {"id": hoks.pk},
        "PATCH": {"id": hoks.pk, "versio": 3},
    }
    user = request.getfixturevalue(persona) if persona else None
    wrong = []
    for line in TABLE.strip().splitlines()[1:]:
        method, path, *statuses = line.split()
        response = send(user, method, path.format_map(names) + slash, bodies.get(method))
        expected = statuses[PERSONAS.index(persona)]
        if str(response.status_code) != expected:
            wrong.append(f"{method} {path}: {response.status_code}, not {expected}: {response.content[:200]}")
    assert wrong == []


def test_every_route_is_in_the_table():
    def plain(path: str) -> str:
        """One of the parts of old stands for all; a last slash is tried with each."""
        return re.sub("|".join(urls.DEPRECATED), "osa", re.sub(r"{\w+}|<\w+:\w+>", "<>", path)).strip("/")

    told = {plain(line.split()[1]) for line in TABLE.strip().splitlines()[1:]}
    there = {plain(str(pattern.pattern)) for pattern in urls.urlpatterns}
    assert (there - told, told - there) == ({""}, {"missing"})


@pytest.mark.parametrize("persona", ["virkailija", "paakayttaja", "oppija", "palvelukayttaja"])
def test_sessions_open_nothing(client, request, persona):
    client.force_login(request.getfixturevalue(persona), "django.contrib.auth.backends.ModelBackend")
    for pattern in urls.urlpatterns:
        path = BASE + "/" + re.sub(r"<\w+:\w+>", "1", str(pattern.pattern))
        for method in ("GET", "POST", "PUT", "PATCH"):
            status = client.generic(method, path, headers={"caller-id": "x"}).status_code
            assert status in (401, 404, 405, 400) or path.rstrip("/").endswith("healthcheck"), (method, path, status)


def test_every_deprecated_part_is_gone(send, palvelukayttaja, make_hoks):
    hoks = make_hoks()
    for part in urls.DEPRECATED:
        response = send(palvelukayttaja, "GET", f"/hoks/{hoks.pk}/{part}")
        assert (response.status_code, response.json()["message"]) == (410, "Route is deprected.")


class TestHeaders:
    def test_refusals_in_order(self, send, client, virkailija, palvelukayttaja, ticket):
        cases = [
            (send(None, "GET", "/hoks/1", caller_id=None), 400, "Caller-Id header is missing"),
            (send(palvelukayttaja, "GET", "/hoks/1", caller_id=" "), 400, "Caller-Id header is missing"),
            (send(None, "GET", "/hoks/1"), 401, "Cas service ticket header is missing"),
            (
                send(None, "GET", "/hoks/1", ticket="ST-nobodys"),
                401,
                "User not found for given ticket. Ticket may be expired.",
            ),
            (send(virkailija, "GET", "/hoks/1"), 403, "User type 'PALVELU' is required"),
        ]
        for response, status, text in cases:
            assert (response.status_code, response.json()["error"]) == (status, text)
            assert response.json()["violations"][0]["message"]["fi"]
        assert [siirto.status for siirto in Siirto.objects.order_by("pk")] == [400, 400, 401, 401, 403]

    def test_ticket_is_good_once(self, send, palvelukayttaja, make_hoks, ticket):
        path, granted = f"/hoks/{make_hoks().pk}", ticket(palvelukayttaja)
        answers = [send(None, "GET", path, ticket=granted).status_code for _ in range(2)]
        assert answers == [200, 401]

    def test_methods(self, send, palvelukayttaja):
        refused = send(palvelukayttaja, "DELETE", "/hoks/1")
        assert (refused.status_code, refused["Allow"]) == (405, "GET, PUT, PATCH, HEAD, OPTIONS")
        asked = send(None, "OPTIONS", "/hoks")
        assert (asked.status_code, asked["Allow"]) == (204, "POST, OPTIONS")

    def test_rate_is_by_account(self, send, palvelukayttaja, lukija, settings):
        settings.RAJAPINTA_PYYNTOJA_MINUUTISSA = 2
        answers = [send(palvelukayttaja, "GET", "/hoks/1") for _ in range(3)]
        assert [answer.status_code for answer in answers] == [404, 404, 429]
        assert int(answers[2]["Retry-After"]) > 0
        assert send(lukija, "GET", "/hoks/1").status_code == 404

    def test_who_knocks_without_a_ticket_is_slowed_and_not_logged(self, send, settings):
        settings.LIPUTTOMIA_PYYNTOJA_MINUUTISSA = 2
        answers = [send(None, "GET", "/hoks/1") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [401, 401, 429, 429]
        assert Siirto.objects.count() == 2

    def test_signed_in_official_is_nobody_here(self, send, client, virkailija, make_hoks):
        client.force_login(virkailija, "django.contrib.auth.backends.ModelBackend")
        assert send(None, "GET", f"/hoks/{make_hoks().pk}").status_code == 401

    def test_deactivated_account(self, send, palvelukayttaja, ticket, make_hoks):
        path, granted = f"/hoks/{make_hoks().pk}", ticket(palvelukayttaja)
        palvelukayttaja.is_active = False
        palvelukayttaja.save()
        assert send(None, "GET", path, ticket=granted).status_code == 401


def test_failure_is_told_without_what_it_was_about(send, palvelukayttaja, make_opiskeluoikeus, monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise RuntimeError("Virtanen, Ville")

    monkeypatch.setattr("hoks.services.create_hoks", fail)
    response = send(palvelukayttaja, "POST", "/hoks", payloads.minimal(make_opiskeluoikeus()))
    assert response.status_code == 500
    assert "Virtanen" not in json.dumps(response.json()) + caplog.text
    assert "RuntimeError" in caplog.text
