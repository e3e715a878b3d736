"""Requests no browser sends: each gets a page with a 4xx or the usual answer, never a failure."""

import copy
import itertools
import re

import pytest
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import reverse

from ehoks_portal.wsgi import application
from hoks.models import Luonnos
from tests.test_access import table
from tests.test_safety import addresses

FORM = "application/x-www-form-urlencoded"
HTMX = {"HX-Request": "true"}

NASTY_VALUES = [
    "\0",
    "a\0b",
    "%",
    "'",
    '";--',
    "\\",
    "9" * 400,
    "-1",
    "1e308",
    "NaN",
    "٣",
    "\ud800".encode("utf-8", "surrogatepass"),
    b"\xff\xfe",
    "‮\u200b\u2028",
    "\U0010ffff",
    "x" * 20_000,
    "a " * 5_000,
    "../../etc/passwd",
    "jalkeen~~\0",
    "jalkeen~9999-12-31~1",
    "jalkeen~2026-01-01T00:00:00+14:00~1",
    "ennen~0001-01-01T00:00:00+14:00~1.2",
    "ennen~999999999999999999~1.2",
    "jalkeen~-~1.2",
]

PARAMETERS = (
    "nimi",
    "tutkinto",
    "osaamisala",
    "hoks_id",
    "tila",
    "jarjesta",
    "sivu",
    "oppilaitos",
    "oppilaitos_haku",
    "q",
    "vanha",
    "uusi",
    "next",
    "istunto",
    "yhteenveto",
)

FIELDS = (
    "syy",
    "vanhempi",
    "lista",
    "avain",
    "toiminto",
    "hae",
    "tila",
    "versio",
    "revisio",
    "opiskeluoikeus",
    "next",
    "username",
    "password",
    "alku",
    "loppu",
    "osaamisen-hankkimisen-tarve",
    "ensikertainen-hyvaksyminen",
    "urasuunnitelma-koodi-uri",
    "sahkoposti",
    "osa-aikaisuustieto",
    "keskeytymisajanjaksot.0.alku",
    "tyopaikalla-jarjestettava-koulutus.tyopaikan-nimi",
)

# In a request's Content-Type; not even all of these are of text.
CHARSETS = ["utf-7", "rot13", "hex", "undefined", "unicode_escape", "utf-16", "idna", "latin-1", "ei-ole", "utf-8"]


MALFORMED = [
    ("multipart/form-data", b"--x--"),
    ("multipart/form-data; boundary=", b""),
    ("multipart/form-data; boundary=\xe4", b""),
    ("multipart/form-data; boundary=" + "x" * 300, b"x"),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a'),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--x--',
    ),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="toiminto"; filename="a.txt"\r\n\r\nvalmis\r\n--x--',
    ),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a\0"\r\n\r\n\0\r\n--x--'),
    ("application/json", b"{"),
    ("application/json", b"[" * 100_000),
    ("application/x-www-form-urlencoded", b"\xff=\xff&%=%ff&=&&&"),
    ("", b"a=1"),
    ("x" * 5_000, b""),
]


# What the buttons of a form might say, had somebody changed them.
BUTTONS = [
    f"poista:keskeytymisajanjaksot.{'9' * 5000}",
    "poista:keskeytymisajanjaksot.٣",
    "poista:keskeytymisajanjaksot.",
    "poista:",
    "poista:.0",
    "poista:tyopaikalla-jarjestettava-koulutus.keskeiset-tyotehtavat.0",
    "poista:osaamisen-osoittaminen.0",
    "lisaa:",
    "lisaa:" + ".".join("a" * 500),
    "lisaa:alku",
    "lisaa:_key",
    "lisaa:keskeytymisajanjaksot.0.alku",
    "lisaa:tyopaikalla-jarjestettava-koulutus",
    "lisaa:osaamisen-osoittaminen",
    "kentta:alku",
    "kentta:" + "x" * 5000,
    "eiole",
    ":",
]


@pytest.fixture
def steady(virkailija):
    """A signed-in client that tells a failure as a page."""
    client = Client(raise_request_exception=False)
    client.force_login(virkailija)
    return client


def is_page(response) -> bool:
    return bool(re.search(rb"<h1[^>]*>", response.content)) or not response.content


def quoted(value) -> str:
    return "".join(f"%{byte:02X}" for byte in (value if isinstance(value, bytes) else value.encode()))


def failures(client, requests) -> list[str]:
    """The requests (method, url, body, content type, headers) that fail; what each does is undone."""
    failed = []
    for method, url, body, content_type, headers in requests:
        with transaction.atomic():
            response = client.generic(method, url, body, content_type=content_type, headers=headers)
            transaction.set_rollback(True)
        if response.status_code >= 500:
            failed.append(f"{method} {url[:200]} {body[:100]!r} {content_type[:100]} {headers}")
    return failed


def get(url: str, **headers):
    return "GET", url, b"", "application/octet-stream", headers


def post(url: str, body: bytes | str, content_type: str = FORM, **headers):
    return "POST", url, body, content_type, headers


def test_nasty_parameters(steady, world):
    pages, url = list(addresses(world, "virkailija", "GET", ("200",))), reverse("virkailija:opiskelijat")
    orders = ("-paivitetty", "hoks_id", "tutkinto", "-hyvaksytty")
    requests = []
    for value in NASTY_VALUES[::4]:
        query = "&".join(f"{name}={quoted(value[:100])}" for name in PARAMETERS)
        requests += [get(f"{page}?{query}") for page in pages]
    for value, order in zip(NASTY_VALUES, itertools.cycle(orders)):
        requests.append(get(f"{url}?sivu={quoted(value)}&jarjesta={order}"))
    for value in NASTY_VALUES[::2]:
        requests += [get(f"{url}?{name}={quoted(value)}", **HTMX) for name in PARAMETERS]
    assert failures(steady, requests) == []


def test_nasty_learner_parameters(client, world, oppija):
    client.raise_request_exception = False
    client.force_login(oppija)
    requests = [get(f"/oppija/katselut/?sivu={quoted(value)}") for value in NASTY_VALUES]
    assert failures(client, requests) == []


def test_nasty_fields(steady, world):
    urls = list(addresses(world, "virkailija", "POST", ("200", "302", "409", "422")))
    bodies = ["&".join(f"{name}={quoted(value)}" for name in FIELDS) for value in NASTY_VALUES[::2]]
    assert failures(steady, [post(url, body) for body in bodies for url in urls]) == []


def test_nasty_addresses(steady, world):
    requests = []
    for (route, method), names in {(route, method): names for method, route, names, _statuses in table()}.items():
        parts = re.split(r"(/|\.ics$)", reverse(route, args=[getattr(world, name) for name in names]))
        places = [parts.index(str(getattr(world, name))) for name in names]
        for place, value in itertools.product(places, NASTY_VALUES[::2]):
            url = "".join([*parts[:place], quoted(value[:2000]), *parts[place + 1 :]])
            requests.append(get(url) if method == "GET" else post(url, ""))
    assert failures(steady, requests) == []


@pytest.mark.django_db
@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"])
def test_odd_charsets(charset, kind):
    statuses = []
    for method, parameter in itertools.product(("GET", "POST"), ("charset=", "CharSet = ", "charset*=utf-8''")):
        environ = RequestFactory().generic(method, "/kirjaudu/?next=%2B2AA-", "username=%2B2AA-").environ
        environ["CONTENT_TYPE"] = f"{kind}; {parameter}{charset}"
        body = b"".join(application(environ, lambda status, headers: statuses.append(status)))
        assert b"<h1" in body
    assert [status for status in statuses if status[0] not in "24"] == []


@pytest.mark.parametrize(
    "headers",
    [
        {"HX-Request": "true", "HX-Current-URL": "http://["},
        {"HX-Request": "true", "HX-Current-URL": "http://testserver/%00%0d%0a"},
        {"HX-Request": "true", "HX-Current-URL": "%ff%0d%0aX: y", "HX-Current-URL-URI-AutoEncoded": "true"},
        {"HX-Request": "true", "HX-Target": "osa-\0-sisus", "HX-Trigger": "\ud800"},
        {"HX-Request": "true", "Triggering-Event": "{"},
        {"Referer": "http://["},
        {"Referer": "x" * 10_000},
        {"Accept-Language": "x" * 10_000},
        {"Accept-Language": "fi;q=\0"},
        {"Accept-Encoding": ",,;q="},
        {"User-Agent": "\0\x7f\ud800"},
        {"X-Forwarded-For": "\0, '"},
        {"If-None-Match": '"'},
        {"If-Modified-Since": "x"},
        {"Cookie": 'istunto="\\000aaaaaaaaaaa"'},
        {"Cookie": "istunto=" + "%00" * 12},
        {"Cookie": "istunto=" + "ä" * 40},
        {"Cookie": "istunto=" + "a" * 9_000},
        {"Cookie": 'csrftoken="\\000"; messages="\\000"; django_language="\\000"'},
        {"Cookie": "django_language=../../x"},
        {"Cookie": ";;=;=a;\0"},
        {"Host": "[::1"},
        {"Host": "a" * 300},
        {"Host": ""},
        {"Origin": "http://["},
        {"Content-Length": "-1"},
        {"Content-Length": "x"},
        {"Range": "bytes=9-1"},
        {"Expect": "200-ok"},
    ],
    ids=str,
)
def test_odd_headers(virkailija, headers):
    for signed_in in (False, True):
        client = Client(raise_request_exception=False, enforce_csrf_checks="Origin" in headers)
        if signed_in:
            client.force_login(virkailija)
        cookie = headers.get("Cookie")
        if cookie:
            client.cookies.clear()
        for method in ("GET", "POST"):
            for url in ("/virkailija/opiskelijat/", "/kirjaudu/", "/istunto/jatka/"):
                told = {name: value for name, value in headers.items() if name != "Cookie"}
                extra = {"HTTP_COOKIE": cookie} if cookie else {}
                response = client.generic(method, url, headers=told, **extra)
                assert response.status_code < 500, (method, url)


def test_huge_body_is_refused_with_a_page(steady, world, settings):
    body = "a=" + "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    steady.handler.enforce_csrf_checks = True
    steady.get(f"/virkailija/luonnokset/{world.luonnos}/hylkaa/")
    for url in addresses(world, "virkailija", "POST", ("200", "302", "409", "422", "405")):
        response = steady.post(url, body, content_type=FORM)
        assert response.status_code == 400, url
        assert is_page(response)


def test_too_many_fields_are_refused_with_a_page(steady, world, settings):
    body = "&".join(f"a{number}=" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))
    steady.handler.enforce_csrf_checks = True
    steady.get(f"/virkailija/luonnokset/{world.luonnos}/hylkaa/")
    for url in addresses(world, "virkailija", "POST", ("200", "302", "409", "422")):
        response = steady.post(url, body, content_type=FORM)
        assert response.status_code == 400, url
        assert is_page(response)


def test_too_many_parameters_are_refused_with_a_page(steady, world, settings):
    query = "&".join(f"a{number}=" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))
    for url in addresses(world, "virkailija", "GET", ("200",)):
        assert steady.get(f"{url}?{query}").status_code in (200, 400), url


def test_malformed_bodies(steady, world):
    urls = list(addresses(world, "virkailija", "POST", ("200", "302", "409", "422")))
    requests = [post(url, body, content_type) for url in urls for content_type, body in MALFORMED]
    assert failures(steady, requests) == []


def test_uploads_are_not_kept(steady, world, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    big = b'--x\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\n' + b"x" * 3_000_000 + b"\r\n--x--\r\n"
    url = f"/virkailija/luonnokset/{world.luonnos}/osat/perustiedot/"
    response = steady.generic("POST", url, big, content_type="multipart/form-data; boundary=x")
    assert response.status_code < 500
    assert list(tmp_path.iterdir()) == []


def test_nasty_upkeep(client, world, paakayttaja):
    client.raise_request_exception = False
    client.force_login(paakayttaja)
    requests = []
    for model, value in itertools.product(("accounts/user", "accounts/organisaatio"), NASTY_VALUES[::2]):
        url = f"/yllapito/{model}/"
        requests += [get(f"{url}{quoted(value[:2000])}/change/"), get(f"{url}_00/change/")]
        for name in ("q", "o", "p", "all", "e", "tila__exact", "is_active__exact", "kayttaja_tyyppi__exact"):
            requests.append(get(f"{url}?{name}={quoted(value[:2000])}"))
    assert failures(client, requests) == []


def test_odd_buttons_of_a_form(steady, world):
    requests = []
    for key, button in itertools.product(("perustiedot", world.jakso, world.yksikko), BUTTONS):
        url = reverse("virkailija:luonnos-osa", args=[world.muokkaus, key])
        lines = "&".join(f"tyopaikalla-jarjestettava-koulutus.keskeiset-tyotehtavat.{'9' * n}=x" for n in (6, 60))
        body = f"toiminto={quoted(button)}&{lines}"
        requests += [post(url, body), post(url, body, **HTMX)]
    assert failures(steady, requests) == []


def test_form_cannot_change_what_it_does_not_ask(steady, world):
    """Whose plan it is, which node a node is, and what hangs on it."""
    luonnos = Luonnos.objects.get(pk=world.muokkaus)
    before = copy.deepcopy(luonnos.dokumentti)
    posted = {
        "oppija-oid": "1.2.246.562.24.99999999990",
        "opiskeluoikeus-oid": world.ilman,
        "_key": "perustiedot",
        "id": "1",
        "eid": str(world.toisen_eid),
        "module-id": "x",
        "manuaalisyotto": "false",
        "osaamisen-hankkimistavat": "",
        "osaamisen-hankkimistavat.0.alku": "1.1.2020",
        "hankittavat-ammat-tutkinnon-osat": "",
        "omistaja": "1",
        "hoks": "1",
    }
    for key in ("perustiedot", world.yksikko, world.jakso):
        steady.post(reverse("virkailija:luonnos-osa", args=[world.muokkaus, key]), posted)
    luonnos.refresh_from_db()
    assert luonnos.dokumentti == before
    assert luonnos.hoks_id == world.oma
