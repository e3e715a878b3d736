"""Reading from a streaming replica (docs/adr/0014): real servers, and losses of every kind.

One test with a step for each promise, for the servers are costly and the last step ruins one of them.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
import requests
from django.conf import settings
from requests.cookies import RequestsCookieJar

from ehoks_portal.bench import documents
from tests.api.client import StudentSystem
from tests.api.server import Server, serving
from tests.replica.pair import Replica, ask, following, primary
from tests.replica.world import PASSWORD

# Seconds. The lag has room for a busy machine; what happens past it is asked of one process (inside.py).
MAX_LAG, RETRY = 20, 0.2
# What reading plans, lists of them and drafts asks.
READ = 'FROM "hoks_'
LIST, PLAN = f"/virkailija/opiskelijat/?oppilaitos={documents.organisaatio_oid(1)}", "/virkailija/hoksit/1/"


@dataclass
class Portal:
    """The running portal with both its databases; `primary` is the primary's URL."""

    server: Server
    primary: str
    replica: Replica
    environment: dict[str, str]
    # Signing in is made slow on purpose, so it is done once.
    cookies: dict[str, RequestsCookieJar] = field(default_factory=dict)
    tgt: str = ""

    def browser(self, username: str, *, another: bool = False) -> requests.Session:
        """A browser whose user has signed in, or another one where he signs in too."""
        session = requests.Session()
        session.trust_env = False
        if username in self.cookies and not another:
            session.cookies.update(self.cookies[username])
            return session
        form = session.get(f"{self.server.url}/kirjaudu/").text
        told = {"csrfmiddlewaretoken": _token(form), "username": username, "password": PASSWORD}
        assert session.post(f"{self.server.url}/kirjaudu/", told, allow_redirects=False).status_code == 302
        self.cookies[username] = session.cookies
        return session

    def machine(self) -> StudentSystem:
        """The machine account, signed in."""
        system = StudentSystem(self.server.url, "palvelu", PASSWORD)
        if not self.tgt:
            system.sign_in()
            self.tgt = system.tgt
        system.tgt = self.tgt
        return system

    def get(self, session: requests.Session, path: str) -> str:
        response = session.get(self.server.url + path)
        assert response.status_code == 200, (path, response.status_code)
        return response.text

    def reads_from_replica(self, session: requests.Session, path: str = PLAN, within: float = 5) -> bool:
        """Pages are read from the replica, at once or before long."""
        before, deadline = self.replica.statements(READ), time.monotonic() + within
        while time.monotonic() < deadline:
            self.get(session, path)
            if self.replica.statements(READ) > before:
                return True
        return False


def _token(html: str) -> str:
    return html.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]


@pytest.fixture
def portal(tmp_path) -> Iterator[Portal]:
    with primary() as cluster:
        environment = {
            "DATABASE_URL": cluster.url,
            "DATABASE_REPLICA_MAX_LAG": str(MAX_LAG),
            "DATABASE_REPLICA_RETRY": str(RETRY),
            "AUDIT_LOG": str(tmp_path / "audit.log"),
        }
        told = os.environ | environment | {"DJANGO_SETTINGS_MODULE": "ehoks_portal.settings"}
        made = [sys.executable, "-m", "tests.replica.world"]
        subprocess.run(made, cwd=settings.BASE_DIR, env=told, check=True)
        with following(cluster) as replica:
            environment["DATABASE_REPLICA_URL"] = replica.url
            # The workers are forked from one that has loaded everything, which takes half the time.
            environment["GUNICORN_CMD_ARGS"] = "--preload"
            with serving(tmp_path / "server.log", **environment) as server:
                yield Portal(server, cluster.url, replica, told | environment)


# --- The steps -----------------------------------------------------------------------------


def pages_and_interface_read_from_it(portal: Portal) -> None:
    browser = portal.browser("virkailija")
    for path in (PLAN, LIST):
        assert portal.reads_from_replica(browser, path), path
    before = portal.replica.statements("FROM hoks_hoks hoks")
    for answer in [portal.machine().read(1) for _ in range(5)]:
        assert answer.status == 200
    assert portal.replica.statements("FROM hoks_hoks hoks") > before
    paged = portal.machine().send("GET", "/hoks/paged?amount=5")
    assert len(paged.document["data"]["result"]) == 5
    # Who is asking is the primary's affair.
    asked = [portal.replica.statements(table) for table in ("django_session", "accounts_kayttooikeus", "ticket")]
    assert asked == [0, 0, 0]


def lag_is_shown_to_those_who_look_after_it(portal: Portal) -> None:
    assert "Lukukopio on käytössä, viive " in portal.get(portal.browser("paakayttaja"), "/yllapito/")


def one_process_survives_what_happens_to_it(portal: Portal) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.replica.inside"],
        cwd=settings.BASE_DIR,
        env=portal.environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def one_reads_what_he_wrote_though_it_stands_still(portal: Portal) -> None:
    writer, other = portal.browser("virkailija"), portal.browser("toinen")
    elsewhere = portal.browser("virkailija", another=True)
    for _ in range(6):
        assert "mitta1@example.org" in portal.get(other, "/virkailija/hoksit/2/")
    portal.replica.catch_up(portal.primary)
    for _ in range(6):
        portal.get(other, PLAN)
    portal.replica.pause()
    try:
        machine = portal.machine()
        assert machine.change(2, {"sahkoposti": "uusi@example.org"}).status == 204
        for _ in range(3):
            assert machine.read(2).document["data"]["sahkoposti"] == "uusi@example.org"
        seen = [portal.get(other, "/virkailija/hoksit/2/") for _ in range(4)]
        assert any("mitta1@example.org" in text for text in seen), "The replica was not read from"

        form = portal.get(writer, "/virkailija/luonnokset/muokkaa/2/")
        begun = writer.post(
            f"{portal.server.url}/virkailija/luonnokset/muokkaa/2/", {"csrfmiddlewaretoken": _token(form)}
        )
        assert begun.status_code == 200 and "/luonnokset/" in begun.url
        for session in (writer, elsewhere):
            for _ in range(3):
                assert session.get(begun.url).status_code == 200
    finally:
        portal.replica.resume()
    assert portal.reads_from_replica(other)


def many_at_once_read_what_they_wrote_though_it_limps(portal: Portal) -> None:
    portal.replica.configure(recovery_min_apply_delay="'40ms'")
    stale: list[tuple] = []

    def write_and_read(hoks_id: int) -> None:
        machine = portal.machine()
        for number in range(8):
            address = f"{hoks_id}.{number}@example.org"
            written = machine.change(hoks_id, {"sahkoposti": address})
            told = machine.read(hoks_id)
            if (written.status, told.status) != (204, 200) or told.document["data"]["sahkoposti"] != address:
                stale.append((hoks_id, number, written.status, told.body[:200]))

    _together([lambda hoks_id=hoks_id: write_and_read(hoks_id) for hoks_id in range(10, 14)])
    portal.replica.configure()
    assert stale == []


def nobody_notices_that_it_was_killed(portal: Portal) -> None:
    browser = portal.browser("toinen")
    assert portal.reads_from_replica(browser)
    ended = threading.Event()
    failures: list[tuple] = []
    answered = [0, 0, 0]

    def look(place: int, path: str) -> None:
        session = portal.browser("toinen")
        while not ended.is_set():
            response = session.get(portal.server.url + path)
            answered[place] += 1
            if response.status_code != 200:
                failures.append((path, response.status_code))

    def page_through() -> None:
        machine = portal.machine()
        while not ended.is_set():
            told = machine.send("GET", "/hoks/paged?amount=30")
            answered[2] += 1
            if told.status != 200 or len(told.document["data"]["result"]) != 30:
                failures.append(("paged", told.status))

    def lose_and_mend() -> None:
        time.sleep(0.4)
        portal.replica.kill()
        time.sleep(0.4)
        portal.replica.start()
        time.sleep(0.3)
        ended.set()

    _together([lambda: look(0, PLAN), lambda: look(1, LIST), page_through, lose_and_mend])
    assert failures == []
    assert min(answered) > 2
    assert portal.reads_from_replica(browser)
    assert "does not answer" in portal.server.log and "is read again" in portal.server.log
    assert "Traceback" not in portal.server.log


def promoted_by_mistake_it_is_read_no_more(portal: Portal) -> None:
    browser = portal.browser("toinen")
    assert portal.reads_from_replica(browser)
    portal.replica.promote()
    ask(portal.replica.url, "UPDATE hoks_hoks SET sahkoposti = 'harhaan@example.org'")
    before = portal.replica.statements(READ)
    for _ in range(6):
        assert "harhaan@example.org" not in portal.get(browser, PLAN)
    assert portal.replica.statements(READ) == before
    assert "is a primary" in portal.server.log


STEPS: list[Callable[[Portal], None]] = [
    pages_and_interface_read_from_it,
    lag_is_shown_to_those_who_look_after_it,
    one_process_survives_what_happens_to_it,
    one_reads_what_he_wrote_though_it_stands_still,
    many_at_once_read_what_they_wrote_though_it_limps,
    nobody_notices_that_it_was_killed,
    promoted_by_mistake_it_is_read_no_more,
]


@pytest.mark.servers
@pytest.mark.skipif(sys.platform != "linux", reason="finds the server's processes in /proc")
def test_portal_with_a_replica(portal, subtests):
    for step in STEPS:
        with subtests.test(step.__name__):
            step(portal)


def _together(jobs: list[Callable[[], None]]) -> None:
    """Run the jobs in threads of their own; what one raises is raised here."""
    raised: list[Exception] = []

    def run(job: Callable[[], None]) -> None:
        try:
            job()
        except Exception as error:
            raised.append(error)

    threads = [threading.Thread(target=run, args=[job], daemon=True) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()
    if raised:
        raise raised[0]
