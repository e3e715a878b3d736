"""The portal through PgBouncer in transaction mode (docs/scaling.md): the real one, with few connections for many."""

import ast
import contextlib
import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
import requests
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection

from hoks.models import Hoks
from hoks.raportit import RAPORTIT, viennit
from hoks.raportit.rajaus import Rajaus
from hoks.taulukot import CSV
from tests import payloads
from tests.api.client import StudentSystem
from tests.api.server import serving
from tests.conftest import KOULU
from tests.forms.browser_form import untouched
from tests.test_codebase import SOURCES, name_of

# Connections to PostgreSQL that all workers share, fewer than the portal's threads.
SERVER_CONNECTIONS = 3
PASSWORD = "salasana-testissa"
# What would leave something behind in a session that the next transaction of somebody else gets, or needs its own.
SESSION_STATE = re.compile(
    r"\bpg_(try_)?advisory_(un)?lock|\b(UN)?LISTEN \w|\bWITH HOLD\b|\A\s*SET (?!LOCAL )\w+ (\w+ )*(=|TO)"
    r"|\bPREPARE \w+ (AS|\()|\bCREATE (LOCAL )?TEMP|\A(withhold|prepare_threshold|server_side_binding)\Z"
)
# What is run by hand, directly against PostgreSQL.
RUN_DIRECTLY = ("hoks/maa/", "ehoks_portal/bench/")


def missing(program: str) -> None:
    refuse = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
    refuse(f"Needs {program}: sudo apt-get install {program}.")


@pytest.fixture
def pgbouncer() -> Iterator[str]:
    """The URL of the tests' database through a PgBouncer."""
    program = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    if program is None:
        missing("pgbouncer")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (role,) = cursor.fetchone()
    told = connection.get_connection_params()
    database = connection.settings_dict["NAME"]
    server = {"host": told.get("host", ""), "port": told.get("port", 5432), "dbname": database, "user": role}
    if told.get("password"):
        server["password"] = told["password"]
    # A path short enough for a socket.
    directory = Path(tempfile.mkdtemp(prefix="ehoks-pgb-"))
    owner = _owner(Path(str(server["host"] or "/")))
    configuration = directory / "pgbouncer.ini"
    target = " ".join(f"{name}='{value}'" for name, value in server.items() if value)
    configuration.write_text(f"""
[databases]
{database} = {target}
[pgbouncer]
listen_addr =
listen_port = 5432
unix_socket_dir = {directory}
unix_socket_mode = 0777
auth_type = any
admin_users = {role}
pool_mode = transaction
default_pool_size = {SERVER_CONNECTIONS}
max_client_conn = 100
""")
    if owner is not None:
        os.chown(directory, owner.pw_uid, owner.pw_gid)
    directory.chmod(0o755)
    as_owner = {} if owner is None else {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    with (directory / "log").open("wb") as log:
        process = subprocess.Popen([program, str(configuration)], cwd="/", stdout=log, stderr=log, **as_owner)
    try:
        deadline = time.monotonic() + 10
        while not (directory / ".s.PGSQL.5432").exists():
            assert process.poll() is None and time.monotonic() < deadline, (directory / "log").read_text()
            time.sleep(0.01)
        yield f"postgresql://{role}@/{database}?host={directory}"
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(directory)


def _owner(place: Path) -> pwd.struct_passwd | None:
    """Whom it runs as, for it refuses to be root: whoever owns the database's socket may always sign in there."""
    if os.geteuid() != 0:
        return None
    with contextlib.suppress(OSError, KeyError):
        if place.is_dir() and place.stat().st_uid != 0:
            return pwd.getpwuid(place.stat().st_uid)
    return pwd.getpwnam("nobody")


@pytest.fixture
def portal(transactional_db, pgbouncer, virkailija, palvelukayttaja, make_opiskeluoikeus, make_hoks, tmp_path):
    """A running portal behind PgBouncer, and the plans and study rights that the test is about."""
    hasher = PBKDF2PasswordHasher()
    type(virkailija).objects.filter(pk__in=[virkailija.pk, palvelukayttaja.pk]).update(
        password=hasher.encode(PASSWORD, hasher.salt())
    )
    hoks = make_hoks()
    rights = [make_opiskeluoikeus() for _ in range(6)]
    environment = {"DATABASE_URL": pgbouncer, "DATABASE_PGBOUNCER": "true"}
    with serving(tmp_path / "log", GUNICORN_CMD_ARGS="--preload", **environment) as server:
        yield SimpleNamespace(server=server, url=server.url, hoks=hoks, rights=rights, bouncer=pgbouncer)


@pytest.mark.servers
def test_officials_and_machines_work_through_it(portal):
    failures: list[str] = []
    jobs = [threading.Thread(target=_official, args=[portal, failures])]
    # One signs in; then all share what it got, as one system with several threads would.
    first = StudentSystem(portal.url, "palvelu", PASSWORD)
    first.sign_in()
    jobs += [threading.Thread(target=_machine, args=[portal, first.tgt, right, failures]) for right in portal.rights]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join(60)
    assert failures == [], portal.server.log
    assert "Traceback" not in portal.server.log
    assert Hoks.objects.filter(opiskeluoikeus__in=portal.rights).count() == len(portal.rights)
    assert (
        _connections(portal.bouncer, "SHOW SERVERS")
        <= SERVER_CONNECTIONS
        < _connections(portal.bouncer, "SHOW CLIENTS")
    )


@pytest.mark.servers
def test_a_worker_works_through_it(portal, virkailija):
    vienti = viennit.start(virkailija, RAPORTIT["hoksit-tiloittain"], Rajaus(KOULU), CSV)
    environment = os.environ | {"DATABASE_URL": portal.bouncer, "DATABASE_PGBOUNCER": "true"}
    command = [sys.executable, "manage.py", "procrastinate", "worker", "--one-shot"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=60)
    vienti.refresh_from_db()
    assert (done.returncode, vienti.tila) == (0, vienti.Tila.VALMIS), done.stderr
    assert b"Elintarvikealan" in b"".join(viennit.fetch(virkailija, vienti))


def _connections(url: str, command: str) -> int:
    """How many the portal's database has, as PgBouncer tells."""
    database = connection.settings_dict["NAME"]
    admin = re.sub(r"/[^/?]+\?", "/pgbouncer?", url)
    with psycopg.connect(admin, autocommit=True, cursor_factory=psycopg.ClientCursor) as console:
        cursor = console.execute(command)
        names = [column.name for column in cursor.description]
        return sum(dict(zip(names, row, strict=True))["database"] == database for row in cursor)


def _official(portal, failures: list[str]) -> None:
    """Sign in, list, read, edit, publish."""
    try:
        session = requests.Session()
        session.trust_env = False

        def get(path: str) -> str:
            response = session.get(portal.url + path)
            assert response.status_code == 200, (path, response.status_code)
            return response.text

        def post(path: str, **fields: str) -> requests.Response:
            response = session.post(portal.url + path, {"csrfmiddlewaretoken": _token(get(path)), **fields})
            assert response.status_code == 200, (path, response.status_code)
            return response

        post("/kirjaudu/", username="virkailija", password=PASSWORD)
        assert "Virtanen" in get("/virkailija/opiskelijat/")
        get(f"/virkailija/hoksit/{portal.hoks.pk}/")
        draft = post(f"/virkailija/luonnokset/muokkaa/{portal.hoks.pk}/").url.removeprefix(portal.url)
        node = f"{draft}osat/perustiedot/"
        filled = untouched(get(node), "lomake-perustiedot") | {"sahkoposti": "uusi@example.org", "toiminto": "valmis"}
        post(node, **{name: value for name, value in filled.items() if name != "csrfmiddlewaretoken"})
        revisio = re.search(r'name="revisio" value="(\d+)"', get(f"{draft}tarkista/"))[1]
        published = post(f"{draft}tarkista/", revisio=revisio, opiskeluoikeus=portal.hoks.opiskeluoikeus_id)
        assert published.url.endswith(f"/virkailija/hoksit/{portal.hoks.pk}/"), published.url
        assert "uusi@example.org" in published.text
    except Exception as error:
        failures.append(f"official: {error!r}")


def _machine(portal, tgt: str, right, failures: list[str]) -> None:
    """Send a plan, change it, read it, and page through all."""
    try:
        system = StudentSystem(portal.url, "palvelu", PASSWORD)
        system.tgt = tgt
        document = payloads.rich(right)
        created = system.create(document)
        assert created.status == 200, created.body
        hoks_id = created.document["meta"]["id"]
        for number in range(3):
            address = f"{number}@example.org"
            assert system.replace(hoks_id, document | {"sahkoposti": address}).status == 204
            assert system.read(hoks_id).document["data"]["sahkoposti"] == address
        told = [plan["id"] for page in system.pages(4) for plan in page["result"]]
        assert hoks_id in told and told == sorted(told)
        assert system.create(document).status == 400
    except Exception as error:
        failures.append(f"machine: {error!r}")


def _token(html: str) -> str:
    return html.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]


def session_state(source: str) -> list[str]:
    """Texts in the source, docstrings apart, that ask for something of a session, and arguments that do."""
    tree = ast.parse(source)
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    ]
    texts += [node.arg for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg]
    return [text for text in texts if SESSION_STATE.search(text)]


def test_nothing_lives_in_a_session():
    sources = [path for path in SOURCES if not name_of(path).startswith(RUN_DIRECTLY)]
    found = {name_of(path): session_state(path.read_text()) for path in sources}
    assert {name: texts for name, texts in found.items() if texts} == {}


@pytest.mark.parametrize(
    "line",
    [
        'cursor.execute("SELECT pg_advisory_lock(1)")',
        'cursor.execute("SET statement_timeout = 5")',
        'cursor.execute(f"SET search_path TO {schema}")',
        'cursor.execute("LISTEN muutokset")',
        'cursor.execute("CREATE TEMP TABLE x (a int)")',
        "connection.cursor(withhold=True)",
    ],
)
def test_the_guard_sees_a_session(line):
    assert session_state(line)
    assert not session_state(f"def f():\n    '''{line}'''")
