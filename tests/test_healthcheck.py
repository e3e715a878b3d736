"""GET /healthcheck: what load balancers ask."""

import pytest
from django.db import OperationalError, connection
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_is_ok_with_the_database_reachable(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/healthcheck")
    assert response.status_code == 200
    assert response.json() == {"status": "ok"}
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


def test_is_unavailable_without_the_database(client, monkeypatch, caplog):
    def cursor():
        raise OperationalError("connection to server at 10.0.0.7 failed for user salainen")

    monkeypatch.setattr(connection, "cursor", cursor)
    response = client.get(reverse("healthcheck"))
    assert response.status_code == 503
    assert response.json() == {"status": "unavailable"}
    assert "salainen" not in response.text + caplog.text


def test_answers_over_plain_http_where_pages_redirect(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthcheck").status_code == 200
    assert client.get("/").status_code == 301


def test_only_reads(client):
    assert client.post("/healthcheck").status_code == 405
