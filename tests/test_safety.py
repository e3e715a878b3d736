"""What every answer carries, what production settings hold, and that forms, sessions and error pages are safe."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse

from tests.test_access import PERSONAS, table

HTMX = {"HX-Request": "true"}

# base-uri and frame-ancestors close what default-src does not.
POLICY = {"script-src 'self'", "style-src 'self'", "default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"}


def addresses(world, persona: str, method: str, statuses: tuple[str, ...]):
    """URLs of the table's lines where the persona gets one of the statuses by the method."""
    for line_method, route, arguments, told in table():
        if line_method == method and told[persona] in statuses:
            yield reverse(route, args=[getattr(world, name) for name in arguments])


def sign_in(client, request, persona: str) -> None:
    if persona != "anonymous":
        client.force_login(request.getfixturevalue(persona))


# --- Every answer --------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
@pytest.mark.parametrize("persona", ["anonymous", "virkailija", "poistaja", "paakayttaja", "oppija"])
def test_every_answer_is_guarded(client, request, world, persona, headers):
    sign_in(client, request, persona)
    wrong = []
    for url in [*addresses(world, persona, "GET", ("200", "302", "in", "403", "404")), "/ei-ole/"]:
        response = client.get(url, headers=headers)
        policy = {part.strip() for part in response.headers.get("Content-Security-Policy", "").split(";")}
        guarded = {
            "csp": policy >= POLICY and "unsafe" not in str(policy) and "http" not in str(policy),
            "frames": response.headers.get("X-Frame-Options") == "DENY",
            "sniff": response.headers.get("X-Content-Type-Options") == "nosniff",
            "referrer": response.headers.get("Referrer-Policy") == "same-origin",
            "opener": response.headers.get("Cross-Origin-Opener-Policy") == "same-origin",
            "permissions": "camera=()" in response.headers.get("Permissions-Policy", ""),
            "store": persona == "anonymous" or response.headers.get("Cache-Control") == "no-store",
        }
        wrong += [(url, name) for name, good in guarded.items() if not good]
        if not response.streaming:
            wrong += [(url, found) for found in inline_code(response.content.decode())]
    assert wrong == []


def inline_code(html: str) -> list[str]:
    """Scripts, styles and handlers that the policy would refuse, and addresses of others."""
    return [
        found[0]
        for pattern in (
            r"<script(?![^>]*\ssrc=)[^>]*>",
            r"<style\b[^>]*>",
            r"<[^<>]*\sstyle=[^>]*>",
            r"<[^<>]*\son[a-z]+=[^>]*>",
            r"<[^<>]*\s(?:href|src|action)=\"\s*(?:javascript|data:text)[^>]*>",
            r"<(?:link|script|img|form)\b[^<>]*\s(?:href|src|action)=\"(?:https?:)?//[^>]*>",
        )
        for found in re.finditer(pattern, html)
    ]


@pytest.mark.parametrize("persona", PERSONAS)
def test_reading_writes_nothing(client, request, world, persona):
    sign_in(client, request, persona)
    urls = list(addresses(world, persona, "GET", ("200", "302", "403", "404")))
    before = rows()
    for place, url in enumerate(urls):
        client.get(url, headers=HTMX if place % 2 else {})
        client.head(url, headers={} if place % 2 else HTMX)
    assert rows() == before


# The audit trail, the sessions, that an announcement has been read, which reading it is, and how often an address has
# asked for a calendar feed, whose secret it might be guessing.
WRITTEN_BY_READING = ("hoks_tapahtuma", "django_session", "hoks_tiedoteluettu", "accounts_requestcount")


def rows() -> dict[str, str]:
    """A digest of each table but those written by reading."""
    read = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            if name not in WRITTEN_BY_READING:
                quoted = connection.ops.quote_name(name)
                cursor.execute(f"SELECT count(*), md5(string_agg(row::text, '|' ORDER BY row::text)) FROM {quoted} row")
                read[name] = cursor.fetchone()
    return read


@pytest.mark.parametrize("persona", ["anonymous", "virkailija", "poistaja", "paakayttaja", "oppija"])
def test_methods_nobody_expects_are_refused(client, request, world, persona):
    sign_in(client, request, persona)
    wrong = []
    for url in addresses(world, persona, "GET", ("200",)):
        for method in ("PUT", "PATCH", "DELETE", "TRACE", "KEKSITTY"):
            if (status := client.generic(method, url).status_code) != 405:
                wrong.append(f"{method} {url}: {status}")
    assert wrong == []


# --- Forms ---------------------------------------------------------------------------------


@pytest.mark.parametrize("persona", ["anonymous", "virkailija", "poistaja", "paakayttaja"])
def test_every_form_needs_its_token(request, world, persona):
    client = Client(enforce_csrf_checks=True)
    sign_in(client, request, persona)
    urls = list(addresses(world, persona, "POST", ("200", "302", "422", "409", "in")))
    before = rows()
    for url in urls:
        response = client.post(url, {"csrfmiddlewaretoken": "x" * 32})
        assert response.status_code == 403, url
        assert "Lomake on vanhentunut" in response.content.decode()
    assert rows() == before


@pytest.mark.parametrize("name", ["kirjaudu", "kirjaudu-ulos", "istunto-jatka"])
@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "\\\\evil.example",
        "/\\evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "http://testserver@evil.example/",
        "http://[",
        "\t//evil.example",
        "/%0d%0aLocation: https://evil.example",
    ],
)
def test_nobody_is_sent_elsewhere(client, virkailija, name, target):
    if name != "kirjaudu":
        client.force_login(virkailija)
    form = {"username": "virkailija", "password": "salasana-testissa", "next": target}
    response = client.post(reverse(name), form)
    assert response.status_code == 302
    assert re.fullmatch(r"/(?:[a-z/?=%0-9A-Z: .]*)", response["Location"])
    assert not response["Location"].startswith("//")


# --- Sessions ------------------------------------------------------------------------------


def test_session_key_changes_at_sign_in_and_ends_at_sign_out(client, virkailija, toinen_virkailija):
    client.force_login(toinen_virkailija)
    planted = client.cookies["istunto"].value
    client.post("/kirjaudu/ulos/")
    client.cookies["istunto"] = planted
    client.post("/kirjaudu/", {"username": "virkailija", "password": "salasana-testissa"})
    own = client.cookies["istunto"].value
    assert own != planted
    other = Client()
    other.cookies["istunto"] = planted
    assert other.get("/virkailija/opiskelijat/").status_code == 302
    client.post("/kirjaudu/ulos/")
    client.cookies["istunto"] = own
    assert client.get("/virkailija/opiskelijat/").status_code == 302


def test_cookies_are_out_of_reach(client, virkailija):
    response = client.post("/kirjaudu/", {"username": "virkailija", "password": "salasana-testissa"})
    for cookie in response.cookies.values():
        assert cookie["httponly"] and cookie["samesite"] == "Lax", cookie.key


# --- Production ----------------------------------------------------------------------------

PRODUCTION = {
    "DATABASE_URL": "postgresql:///tuotanto",
    "SECRET_KEY": "".join(chr(33 + number) for number in range(80)),
    "ALLOWED_HOSTS": "ehoks.example",
    "DEMO": "false",
    "DEBUG": "false",
    "HTTPS": "true",
}


def in_production(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    told = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=django_settings.BASE_DIR,
        env=told | PRODUCTION | environment,
        capture_output=True,
        text=True,
    )


def test_production_passes_the_deployment_check():
    done = in_production("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    assert "no issues (1 silenced)" in done.stdout + done.stderr


def test_production_settings():
    script = """
import json
from django.conf import settings
names = '''DEMO DEBUG SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SESSION_COOKIE_HTTPONLY CSRF_COOKIE_HTTPONLY
SECURE_SSL_REDIRECT SECURE_HSTS_SECONDS SECURE_PROXY_SSL_HEADER ALLOWED_HOSTS'''.split()
print(json.dumps({name: getattr(settings, name, None) for name in names}))
"""
    done = in_production("-c", script, DJANGO_SETTINGS_MODULE="ehoks_portal.settings")
    assert json.loads(done.stdout) == {
        "DEMO": False,
        "DEBUG": False,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_HTTPONLY": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_PROXY_SSL_HEADER": None,
        "ALLOWED_HOSTS": ["ehoks.example"],
    }


def test_production_wants_a_key_of_its_own():
    done = in_production(
        "-c",
        "from django.conf import settings; settings.SECRET_KEY",
        DJANGO_SETTINGS_MODULE="ehoks_portal.settings",
        SECRET_KEY="",
    )
    assert done.returncode != 0


@pytest.mark.django_db
def test_no_demo_in_production(client, settings):
    settings.DEMO = True
    assert "testiympäristö" in client.get("/kirjaudu/").content.decode().lower()
    settings.DEMO = False
    page = client.get("/kirjaudu/").content.decode()
    assert "testiympäristö" not in page.lower() and "ehoks-demo" not in page
    with pytest.raises(CommandError):
        call_command("reset_demo")


@pytest.mark.parametrize(("demo", "status"), [(True, 302), (False, 200)])
def test_demo_accounts_left_in_a_database_open_nothing_in_production(client, settings, virkailija, demo, status):
    virkailija.set_password("ehoks-demo")
    virkailija.save()
    settings.DEMO = demo
    assert client.post("/kirjaudu/", {"username": "virkailija", "password": "ehoks-demo"}).status_code == status


# --- Error pages ---------------------------------------------------------------------------


def heading(response) -> str:
    return re.search(r"<h1[^>]*>(.*?)</h1>", response.content.decode(), re.S)[1].strip()


@pytest.mark.django_db
def test_failure_is_told_without_details_and_without_the_database(virkailija, monkeypatch):
    client = Client(raise_request_exception=False)
    client.force_login(virkailija)

    def fail(*_arguments, **_more):
        raise DatabaseError("salainen yksityiskohta")

    monkeypatch.setattr("hoks.search.readable_schools", fail)
    response = client.get("/virkailija/opiskelijat/")
    assert response.status_code == 500
    assert heading(response) == "Palvelussa tapahtui virhe"
    assert "salainen" not in response.content.decode() and "Traceback" not in response.content.decode()
    assert response["Cache-Control"] == "no-store"

    # With the database gone the session itself cannot be read.
    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", fail)
    response = client.get("/virkailija/opiskelijat/")
    assert response.status_code == 500
    assert heading(response) == "Palvelussa tapahtui virhe"


def test_error_pages_speak_finnish(client, world, virkailija):
    client.force_login(virkailija)
    assert heading(client.get("/ei-ole/")) == "Sivua ei löydy"
    assert heading(client.get("/oppija/")) == "Sinulla ei ole oikeutta tähän sivuun"
    assert heading(client.get("/", headers={"Host": "evil.example"})) == "Pyyntöä ei voitu käsitellä"


def test_request_log_has_no_personal_data(client, world, virkailija, caplog):
    client.force_login(virkailija)
    caplog.set_level("DEBUG", logger="django.request")
    for url in addresses(world, "virkailija", "GET", ("200", "302", "403", "404")):
        client.get(url, {"nimi": "Öhman", "q": "Öhman"})
    told = "\n".join(record.getMessage() for record in caplog.records if record.name != "audit")
    for personal in ("Öhman", "1.2.246.562.24.", "oppija@example.org", "istunto="):
        assert personal not in told
