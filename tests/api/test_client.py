"""A student system at work against the portal as it really runs: gunicorn, CAS tickets, HTTP and nothing else."""

import json
import socket
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from hoks.models import Kanava
from tests import payloads
from tests.api.client import API, FORM, NoTicket, StudentSystem, read_shape

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "avoin sesam 7"


@pytest.fixture
def sign_up(server, make_user):
    """sign_up("palvelu", "PALVELU", (organisaatio_oid, oikeus), …) -> StudentSystem of a new account."""
    systems = []

    def make(username: str, *rights, **fields) -> StudentSystem:
        user = make_user(username, *rights, **fields)
        # The server knows no hasher of the tests, and asks its own for as many rounds as it finds.
        user.password = PBKDF2PasswordHasher().encode(PASSWORD, "suola", iterations=1)
        user.save()
        systems.append(StudentSystem(server.url, username, PASSWORD))
        return systems[-1]

    yield make
    for system in systems:
        system.close()


@pytest.fixture
def system(sign_up) -> StudentSystem:
    return sign_up("palvelu", "PALVELU", ("1.2.246.562.10.10000000001", "CRUD"))


@pytest.fixture
def right(make_opiskeluoikeus):
    return make_opiskeluoikeus()


@pytest.fixture
def hoks(make_hoks, right):
    return make_hoks(right, payloads.rich(right), kanava=Kanava.TIEDONSIIRTO)


def sent(document: dict) -> dict:
    """As the service tells it: lists that were left out are there, empty."""
    return {key: value for key, value in document.items() if value != []}


def test_life_of_a_plan(system, right, make_opiskeluoikeus):
    document = payloads.rich(right)
    assert system.check(document).document == {"meta": {}, "data": {}}
    created = system.create(document)
    assert (created.status, created.headers["Content-Type"]) == (200, "application/json")
    hoks_id = created.document["meta"]["id"]
    assert created.document["data"] == {"uri": f"{API}/hoks/{hoks_id}"}

    read = system.exchange(
        "GET", created.document["data"]["uri"], headers={"ticket": system.ticket(), "caller-id": "x"}
    )
    assert (read.status, read.headers["ETag"]) == (200, created.headers["ETag"])
    whole = read.document["data"]
    assert read_shape(whole) == document | {"hankittavat-koulutuksen-osat": []}

    unchanged = system.replace(hoks_id, document, if_match=read.headers["ETag"])
    assert (unchanged.status, unchanged.body, unchanged.headers["ETag"]) == (204, b"", read.headers["ETag"])
    assert system.read(hoks_id).document["data"] == whole

    document["hankittavat-ammat-tutkinnon-osat"].pop()
    del document["sahkoposti"]
    replaced = system.replace(hoks_id, document)
    assert replaced.status == 204 and replaced.headers["ETag"] != read.headers["ETag"]
    again = system.read(hoks_id).document["data"]
    assert "sahkoposti" not in again
    assert again["hankittavat-ammat-tutkinnon-osat"] == whole["hankittavat-ammat-tutkinnon-osat"][:1]

    assert system.change(hoks_id, {"versio": 99}).status == 204
    top = system.find(right.pk).document["data"]
    assert (top["id"], top["versio"]) == (hoks_id, 99)
    assert not [key for key, value in top.items() if isinstance(value, list)]

    included = make_opiskeluoikeus(sisaltyy_opiskeluoikeuteen=right.pk)
    assert system.send("GET", f"/hoks/{hoks_id}/hankintakoulutukset").document == [included.pk]

    twice = system.create(document)
    assert (twice.status, twice.document["error"], twice.document["hoks-id"]) == (
        400,
        "HOKS with the same opiskeluoikeus-oid already exists",
        hoks_id,
    )


def test_pages(system, make_hoks):
    ids = [make_hoks().pk for _ in range(5)]
    pages = list(system.pages(amount=2))
    assert [[hoks["id"] for hoks in page["result"]] for page in pages] == [ids[:2], ids[2:4], ids[4:]]
    assert [page["last-id"] for page in pages] == [ids[1], ids[3], ids[4]]


def test_periods_are_for_oph(sign_up, hoks):
    national = sign_up("vipunen", "PALVELU", ("1.2.246.562.10.00000000001", "READ"))
    period = hoks.osaamisenhankkimistapa_set.first()
    told = national.send("GET", f"/hoks/osaamisen-hankkimistapa/{period.pk}").document["data"]
    assert told["module-id"] == str(period.module_id)


class TestRefusals:
    def test_every_code(self, system, sign_up, right, hoks, make_opiskeluoikeus):
        official = sign_up("virkailija", "VIRKAILIJA", ("1.2.246.562.10.10000000001", "CRUD"))
        reader = sign_up("lukija", "PALVELU", ("1.2.246.562.10.10000000001", "READ"))
        stranger = sign_up("vieras", "PALVELU", ("1.2.246.562.10.20000000001", "CRUD"))
        free = make_opiskeluoikeus()
        new, used = payloads.minimal(free), system.ticket()
        plan = f"/hoks/{hoks.pk}"
        assert system.send("GET", plan, ticket=used).status == 200
        no_access = "No access is allowed. Check Opintopolku privileges and 'opiskeluoikeus'"
        no_ticket = "User not found for given ticket. Ticket may be expired."
        asked = [
            (system.send("POST", "/hoks", new, caller_id=None), 400, "Caller-Id header is missing"),
            (system.send("POST", "/hoks", new, ticket=None), 401, "Cas service ticket header is missing"),
            (system.send("POST", "/hoks", new, ticket="ST-keksitty"), 401, no_ticket),
            (system.send("POST", "/hoks", new, ticket=used), 401, no_ticket),
            (system.send("POST", "/hoks", new, ticket=system.ticket("http://muu.example/")), 401, no_ticket),
            (official.create(new), 403, "User type 'PALVELU' is required"),
            (reader.create(new), 401, no_access),
            (stranger.create(new), 401, no_access),
            (stranger.read(hoks.pk), 401, no_access),
            (reader.replace(hoks.pk, payloads.minimal(right)), 401, no_access),
            (system.read(987_654_321), 404, "HOKS not found"),
            (system.send("GET", "/hoks/x"), 404, "HOKS not found"),
            (system.find(free.pk), 404, "No HOKS found with given opiskeluoikeus"),
            (system.send("DELETE", plan), 405, "Method not allowed"),
            (system.change(hoks.pk, {"versio": 2}, if_match='"1-77"'), 412, None),
            (system.send("POST", "/hoks", json.dumps(new), content_type="text/plain"), 415, None),
            (system.send("POST", "/hoks", b"[" * 4_900_000), 413, None),
        ]
        assert [(answer.status, answer.document["error"]) for answer, _status, _error in asked] == [
            (status, error or answer.document["error"]) for answer, status, error in asked
        ]
        assert system.send("GET", f"{plan}/hankittava-ammat-tutkinnon-osa/1").document["message"] == (
            "Route is deprected."
        )
        assert system.send("GET", "/olematon").document["reason"] == "Route not found"
        for answer, _status, _error in asked:
            assert answer.document["violations"][0]["message"]["fi"]
            assert (answer.headers["Expires"], answer.headers["Cache-Control"]) == (
                "0",
                "no-cache, no-store, max-age=0",
            )
        assert system.read(hoks.pk).headers["ETag"] == f'"{hoks.pk}-1"'

    def test_document(self, system, right):
        malformed = system.send("POST", "/hoks", '{"oppija-oid": ')
        assert (malformed.status, malformed.document["type"]) == (400, "compojure.api.exception/request-parsing")
        refused = system.create(payloads.minimal(right) | {"versio": "4"})
        assert (refused.status, refused.document["errors"]) == (400, {"versio": '(not (integer? "4"))'})
        assert system.create(payloads.minimal(right)).status == 200

    def test_locked_account(self, system):
        system.password = "väärä"
        statuses = []
        for _attempt in range(3):
            with pytest.raises(NoTicket) as refused:
                system.sign_in()
            statuses.append(refused.value.answer.status)
        assert statuses == [401, 423, 423]
        assert int(refused.value.answer.headers["Retry-After"]) > 0
        system.password = PASSWORD
        with pytest.raises(NoTicket, match="423"):
            system.sign_in()

    def test_signed_out(self, system):
        spare = system.ticket()
        assert system.sign_out().status == 200
        assert system.exchange("POST", system.tgt, "service=x", FORM).status == 404
        assert system.send("GET", "/hoks/1", ticket=spare).status == 401
        # And in again.
        assert system.read(1).status == 404

    def test_too_often(self, system, right):
        answers = [system.check(payloads.minimal(right)) for _ in range(21)]
        assert {answer.status for answer in answers[:20]} == {200}
        assert (answers[20].status, answers[20].document["error"]) == (429, "Too many requests")
        assert 0 < int(answers[20].headers["Retry-After"]) <= 60


class TestHttp:
    def test_slashes_and_methods(self, system, hoks, right):
        for path in (f"/hoks/{hoks.pk}/", f"/hoks/opiskeluoikeus/{right.pk}/", "/hoks/paged/", "/healthcheck/"):
            assert system.send("GET", path).status == 200
            head = system.send("HEAD", path)
            assert (head.status, head.body) == (200, b"")
        options = system.send("OPTIONS", f"/hoks/{hoks.pk}", ticket=None)
        assert (options.status, options.headers["Allow"]) == (204, "GET, PUT, PATCH, HEAD, OPTIONS")
        assert system.send("TRACE", f"/hoks/{hoks.pk}").status == 405

    def test_compressed_answers_have_usable_etags(self, system, hoks):
        read = system.send("GET", f"/hoks/{hoks.pk}", accept_encoding="gzip")
        assert (read.headers["Content-Encoding"], read.headers["ETag"]) == ("gzip", f'W/"{hoks.pk}-1"')
        change = {"versio": 12}
        assert system.change(hoks.pk, change, if_match=read.headers["ETag"]).status == 204
        assert system.change(hoks.pk, change, if_match=read.headers["ETag"]).status == 412

    def test_bodies_in_chunks(self, system, right):
        text = json.dumps(payloads.rich(right)).encode()
        chunks = (text[start : start + 1000] for start in range(0, len(text), 1000))
        created = system.send("POST", "/hoks", chunks)
        assert created.status == 200
        whole = system.read(created.document["meta"]["id"]).document["data"]
        assert sent(read_shape(whole)) == payloads.rich(right)

    def test_connection_survives_a_refused_document(self, system, right):
        # More than lies in buffers on the way: a server that doesn't take it can't be heard.
        system.ticket()
        line = system.connection.sock
        refused = system.send("POST", "/hoks", b" " * 5_000_001)
        assert (refused.status, refused.document["error"]) == (413, "Body is over 5000000 bytes")
        assert system.send("POST", "/hoks", b" " * 15_000_000, ticket="ST-keksitty").status == 401
        assert system.send("PUT", "/hoks", b" " * 15_000_000).status == 405
        assert system.send("POST", "/hoks", (b" " * 500_000 for _ in range(30))).status == 413
        assert system.create(payloads.minimal(right)).status == 200
        assert system.connection.sock is line

    @pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "iso-8859-1"])
    def test_charset_is_the_one_that_is_told(self, system, right, charset):
        document = payloads.rich(right)
        document["hankittavat-ammat-tutkinnon-osat"][0]["vaatimuksista-tai-tavoitteista-poikkeaminen"] = "Äitiä öljyä"
        text = json.dumps(document, ensure_ascii=False).encode(charset)
        created = system.send("POST", "/hoks", text, content_type=f"application/json; charset={charset}")
        assert created.status == 200, created.body
        whole = system.read(created.document["meta"]["id"]).document["data"]
        assert sent(read_shape(whole)) == document

    def test_a_body_cut_short(self, server, system, right):
        text = json.dumps(payloads.minimal(right))
        head = (
            f"POST {API}/hoks HTTP/1.1\r\nHost: {urlsplit(server.url).netloc}\r\nticket: {system.ticket()}\r\n"
            f"caller-id: x\r\nContent-Type: application/json\r\nContent-Length: {len(text)}\r\n\r\n"
        )
        with socket.create_connection(("127.0.0.1", urlsplit(server.url).port)) as line:
            line.sendall((head + text[:50]).encode())
            line.shutdown(socket.SHUT_WR)
            assert line.recv(1000).startswith(b"HTTP/1.1 400 ")
        assert system.find(right.pk).status == 404
