"""Tickets of an outside CAS: against a real one in a process of its own, and against servers that are none."""

import contextlib
import os
import re
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.db import connection

from accounts import cas, tickets
from accounts.models import Kayttooikeus, User
from tests.accounts.cas_server.cast import ACCOUNTS, OTHER_SCHOOL, PASSWORD, SCHOOL

SERVICE = "https://ehoks.example/ehoks-virkailija-backend/cas-security-check"


@pytest.fixture(scope="session")
def cas_server(tmp_path_factory):
    """The CAS: url, and ticket(username, service) as a browser gets one there; expire(ticket) makes it old."""
    database = tmp_path_factory.mktemp("cas") / "cas.sqlite"
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.accounts.cas_server"],
        env={**os.environ, "CAS_SERVER_DATABASE": str(database)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    url = f"http://127.0.0.1:{int(process.stdout.readline())}/cas"

    def ticket(username: str, service: str = SERVICE) -> str:
        with requests.Session() as browser:
            page = browser.get(f"{url}/login", params={"service": service}, timeout=10)
            lt = re.search(r'name="lt" value="([^"]+)"', page.text)[1]
            form = {"username": username, "password": PASSWORD, "lt": lt, "service": service}
            answer = browser.post(page.url, form, allow_redirects=False, timeout=10)
        return parse_qs(urlsplit(answer.headers["Location"]).query)["ticket"][0]

    def expire(ticket: str):
        with contextlib.closing(sqlite3.connect(database)) as kept, kept:
            old = kept.execute(
                "UPDATE cas_server_serviceticket SET creation = datetime(creation, '-61 seconds') WHERE value = ?",
                [ticket],
            )
            assert old.rowcount == 1

    yield SimpleNamespace(url=url, ticket=ticket, expire=expire)
    process.stdin.close()
    process.wait(10)


@pytest.fixture
def outside(settings, cas_server, db):
    settings.CAS_URL = cas_server.url
    return cas_server


def rights(user: User) -> set[tuple[str, str]]:
    return set(Kayttooikeus.objects.filter(user=user).values_list("oikeus", "organisaatio_oid"))


def test_account_is_made_as_the_cas_says(outside):
    user = tickets.caller(outside.ticket("monta-roolia"), SERVICE)
    assert (user.username, user.kayttaja_tyyppi, user.oid_henkilo) == (
        "monta-roolia",
        "PALVELU",
        ACCOUNTS["monta-roolia"]["oidHenkilo"],
    )
    assert rights(user) == {("CRUD", SCHOOL), ("TIEDONSIIRTO", SCHOOL), ("READ", OTHER_SCHOOL)}
    assert not user.has_usable_password()


def test_one_role_is_told_as_a_text(outside):
    assert rights(tickets.caller(outside.ticket("yksi-rooli"), SERVICE)) == {("READ", SCHOOL)}


def test_account_without_roles(outside):
    assert rights(tickets.caller(outside.ticket("ei-rooleja"), SERVICE)) == set()


def test_nothing_is_written_when_nothing_changed(outside, django_assert_num_queries):
    tickets.caller(outside.ticket("monta-roolia"), SERVICE)
    ticket = outside.ticket("monta-roolia")
    # Savepoint and its release; is the name another's; the account locked; its rights.
    with django_assert_num_queries(5) as captured:
        tickets.caller(ticket, SERVICE)
    assert not [query for query in captured if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_rights_follow_the_cas(outside):
    user = tickets.caller(outside.ticket("yksi-rooli"), SERVICE)
    Kayttooikeus.objects.filter(user=user).update(oikeus="CRUD")
    tickets.caller(outside.ticket("yksi-rooli"), SERVICE)
    assert rights(user) == {("READ", SCHOOL)}


def test_ticket_is_good_once(outside):
    ticket = outside.ticket("yksi-rooli")
    tickets.caller(ticket, SERVICE)
    with pytest.raises(tickets.InvalidTicket):
        tickets.caller(ticket, SERVICE)


def test_ticket_for_another_service(outside):
    with pytest.raises(tickets.InvalidTicket):
        tickets.caller(outside.ticket("yksi-rooli", "https://koski.example/cas"), SERVICE)


def test_expired_ticket(outside):
    ticket = outside.ticket("yksi-rooli")
    outside.expire(ticket)
    with pytest.raises(tickets.InvalidTicket):
        tickets.caller(ticket, SERVICE)


@pytest.mark.parametrize(
    "ticket", ["", "ST-", "ST-ei-ole", "PT-1", "x" * 10_000, "ST-\0", "ST-ä", "ST-\ud800", "ST-1&x=y"]
)
def test_what_is_no_ticket(outside, ticket):
    with pytest.raises(tickets.InvalidTicket):
        tickets.caller(ticket, SERVICE)


@pytest.mark.parametrize("username", ["virkailija", "tyypiton"])
def test_another_type_gets_no_account(outside, username):
    with pytest.raises(tickets.WrongUserType):
        tickets.caller(outside.ticket(username), SERVICE)
    assert not User.objects.exists()


def test_username_of_another_type_is_not_taken_over(outside, make_user):
    ours = make_user("yksi-rooli", ("CRUD", SCHOOL))
    with pytest.raises(tickets.WrongUserType):
        tickets.caller(outside.ticket("yksi-rooli"), SERVICE)
    ours.refresh_from_db()
    assert ours.kayttaja_tyyppi == "VIRKAILIJA"
    assert rights(ours) == {("CRUD", SCHOOL)}


def test_deactivated_account_stays_out(outside, make_user):
    user = make_user("yksi-rooli", kayttaja_tyyppi="PALVELU", is_active=False)
    with pytest.raises(tickets.InvalidTicket):
        tickets.caller(outside.ticket("yksi-rooli"), SERVICE)
    user.refresh_from_db()
    assert not user.is_active


def test_what_cannot_be_kept_is_refused_and_logged_without_it(outside, make_user, caplog):
    make_user("vanha-tunnus", kayttaja_tyyppi="PALVELU", oid_henkilo=ACCOUNTS["yksi-rooli"]["oidHenkilo"])
    for username in ("yksi-rooli", "huono-oid"):
        with pytest.raises(tickets.InvalidTicket):
            tickets.caller(outside.ticket(username), SERVICE)
    assert caplog.messages == [
        "What CAS says of 'yksi-rooli' can't be kept: __all__",
        "What CAS says of 'huono-oid' can't be kept: oid_henkilo",
    ]


@pytest.mark.django_db(transaction=True)
def test_new_account_with_many_requests_at_once(outside):
    granted, callers, barrier = [outside.ticket("monta-roolia") for _request in range(3)], [], threading.Barrier(3)

    def ask(ticket):
        try:
            barrier.wait()
            callers.append(tickets.caller(ticket, SERVICE).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=[ticket]) for ticket in granted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert callers == [User.objects.get().pk] * 3


def test_interface_answers_by_what_the_cas_says(outside, client, settings):
    def status(ticket: str) -> int:
        headers = {"ticket": ticket, "caller-id": "1.2.246.562.10.10000000001.testi"}
        return client.get("/ehoks-virkailija-backend/api/v1/hoks/1", headers=headers).status_code

    def ticket(username: str) -> str:
        return outside.ticket(username, f"http://testserver{tickets.SERVICE_PATH}")

    used = ticket("monta-roolia")
    assert [status(used), status(used), status(ticket("virkailija"))] == [404, 401, 403]
    assert status(outside.ticket("monta-roolia")) == 401
    settings.SERVICE_URL = SERVICE
    assert status(outside.ticket("monta-roolia")) == 404


# --- A CAS that is down, or something else in its place --------------------------------------

LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
    + "]><x><y>&a11;</y></x>"
)
OUTER_ENTITY = """<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]>
<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas"><cas:authenticationSuccess><cas:user>&file;</cas:user>
</cas:authenticationSuccess></cas:serviceResponse>"""
NO_USER = """<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas"><cas:authenticationSuccess/>
</cas:serviceResponse>"""


@pytest.fixture
def impostor(settings, db):
    """impostor(status, body, wait) answers in place of the CAS; tells the paths that were asked."""
    with contextlib.ExitStack() as stack:

        def serve(status: int, body: str, wait: float = 0, **headers: str) -> list[str]:
            asked = []

            class Handler(BaseHTTPRequestHandler):
                def do_GET(self):
                    asked.append(self.path)
                    time.sleep(wait)
                    self.send_response(status)
                    for name, value in headers.items():
                        self.send_header(name, value)
                    self.end_headers()
                    with contextlib.suppress(ConnectionError):
                        self.wfile.write(body.encode())

                def log_message(self, format, *args):
                    pass

            server = stack.enter_context(HTTPServer(("127.0.0.1", 0), Handler))
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
            stack.callback(server.shutdown)
            settings.CAS_URL = f"http://127.0.0.1:{server.server_port}/cas/"
            return asked

        yield serve


def test_cas_that_is_down(settings, db):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    settings.CAS_URL = f"http://127.0.0.1:{port}/cas"
    with pytest.raises(tickets.LinkedSystemDown):
        tickets.caller("ST-1", SERVICE)


def test_cas_that_does_not_answer_in_time(settings, impostor):
    impostor(200, NO_USER, wait=0.5)
    settings.CAS_AIKARAJA_SEKUNTIA = 0.1
    with pytest.raises(tickets.LinkedSystemDown):
        tickets.caller("ST-1", SERVICE)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, "<x/>"),
        (503, NO_USER),
        (404, "<html><body>Ei löydy</body></html>"),
        (200, ""),
        (200, "ei XML"),
        (200, "<x/>"),
        (200, NO_USER),
        (200, LAUGHS),
        (200, OUTER_ENTITY),
    ],
    ids=["500", "503", "404", "empty", "no-xml", "no-answer", "no-user", "laughs", "outer-entity"],
)
def test_what_is_no_answer_of_a_cas(impostor, status, body):
    impostor(status, body)
    started = time.monotonic()
    with pytest.raises(tickets.LinkedSystemDown):
        tickets.caller("ST-1", SERVICE)
    assert time.monotonic() - started < 2


def test_ticket_is_not_carried_on_by_a_redirect(impostor):
    asked = impostor(302, "", Location="/muualle?ticket=ST-1")
    with pytest.raises(tickets.LinkedSystemDown):
        tickets.caller("ST-1", SERVICE)
    assert len(asked) == 1


def test_log_of_a_failure_has_no_ticket(impostor, caplog):
    impostor(500, "")
    with pytest.raises(tickets.LinkedSystemDown):
        cas.caller("ST-salainen", SERVICE)
    assert caplog.messages == ["CAS could not be asked: HTTPError"]
    assert "salainen" not in caplog.text
