"""What Django refuses before any route is reached, and what it fails on, is told to machines in JSON."""

import pytest
from django.db import OperationalError
from django.test import Client

from tests.api.conftest import BASE

CROWD = "a&" * 2001


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{BASE}/hoks/1%00", 404),
        (f"{BASE}%00/hoks", 404),
        ("/ehoks-virkailija-backend/%00", 404),
        ("/ehoks-virkailija-backend", 404),
        ("/ehoks-virkailija-backend/api/v2/hoks", 404),
        ("/cas/v1/tickets/TGT-%00", 404),
        ("/cas/v1/", 404),
        (f"{BASE}/hoks/1?%00", 400),
        (f"{BASE}/hoks/paged?from-id=%00", 400),
        ("/cas/v1/tickets?%00", 400),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_an_odd_address(client, method, path, status):
    response = client.generic(method, path, headers={"caller-id": "x"})
    assert response.status_code == status
    assert_told(response, {404: "reitti-tuntematon", 400: "vaara-pyynto"}[status])


@pytest.mark.django_db
def test_more_parameters_than_django_reads(client, send, palvelukayttaja):
    assert_told(send(palvelukayttaja, "GET", f"/hoks/paged?{CROWD}"), "vaara-pyynto", 400)
    form = {"data": CROWD, "content_type": "application/x-www-form-urlencoded"}
    assert_told(client.post("/cas/v1/tickets", **form), "vaara-pyynto", 400)
    assert_told(client.generic("POST", "/cas/v1/tickets", b"x", "multipart/form-data"), "vaara-pyynto", 400)


@pytest.mark.parametrize("host", ["muualla.example", "a b", "testserver:abc"])
def test_another_host(client, host):
    assert_told(client.get(f"{BASE}/healthcheck", headers={"host": host}), "vaara-pyynto", 400)


def test_a_failure_of_ours(monkeypatch):
    def fail(*_args):
        raise OperationalError("no database")

    monkeypatch.setattr("accounts.rate_limit.hit", fail)
    response = Client(raise_request_exception=False).post("/cas/v1/tickets", {"username": "a", "password": "b"})
    assert_told(response, "palvelun-virhe", 500)


@pytest.mark.parametrize("path", ["/ei-ole", "/kirjaudu/?%00", "/cas/login"])
def test_people_get_pages(client, path):
    assert client.get(path)["Content-Type"].startswith("text/html")


def assert_told(response, code, status=None):
    assert status in (None, response.status_code), response.content
    assert response["Content-Type"] == "application/json"
    assert [one["code"] for one in response.json()["violations"]] == [code]
    assert response["X-Content-Type-Options"] == "nosniff"
