"""A student system, as tests see it."""

import json
from typing import Any

import pytest

from accounts import tickets
from accounts.models import User
from tests.api.server import serving

BASE = "/ehoks-virkailija-backend/api/v1"
CALLER_ID = "1.2.246.562.10.10000000001.testijarjestelma"


@pytest.fixture
def ticket():
    """ticket(user) -> a service ticket for the test client's host."""

    def grant(user: User) -> str:
        return tickets.grant_service_ticket(tickets.grant_tgt(user), f"http://testserver{tickets.SERVICE_PATH}")

    return grant


@pytest.fixture
def send(client, ticket):
    """send(user, "PUT", "/hoks/1", document, **headers) -> response; user None sends no ticket, text goes as it is."""

    def request(user: User | None, method: str, path: str, document: Any = None, **headers):
        told = {"caller-id": CALLER_ID}
        if user is not None:
            told["ticket"] = ticket(user)
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        told = {name: value for name, value in told.items() if value is not None}
        body = {}
        if document is not None:
            text = document if isinstance(document, str | bytes) else json.dumps(document)
            body = {"data": text, "content_type": told.pop("content-type", "application/json")}
        return client.generic(method, BASE + path, headers=told, **body)

    return request


@pytest.fixture
def lukija(make_user, organisaatiot) -> User:
    """A machine account that may only read."""
    return make_user("lukija", "PALVELU", ("1.2.246.562.10.10000000001", "READ"))


@pytest.fixture
def vieras(make_user, organisaatiot) -> User:
    """Another provider's machine account."""
    return make_user("vieras-palvelu", "PALVELU", ("1.2.246.562.10.20000000001", "CRUD"))


@pytest.fixture
def oph(make_user, organisaatiot) -> User:
    """A national service that reads every plan."""
    return make_user("vipunen", "PALVELU", ("1.2.246.562.10.00000000001", "READ"))


@pytest.fixture(scope="session")
def server(django_db_setup, tmp_path_factory):
    """The portal in processes of its own (tests.api.server.Server); it sees what a test commits."""
    limits = {"LUKITUS_YRITYKSIA": "2", "VALIDOINTI_PYYNTOJA_MINUUTISSA": "20"}
    with serving(tmp_path_factory.mktemp("server") / "log", **limits) as server:
        yield server
