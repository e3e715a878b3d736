"""What somebody would send who isn't a student system, or is one with an eye on other schools' plans."""

import io
import itertools
import json
import logging
import re
import socket
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client

from accounts import tickets
from ehoks_portal.log_format import WithoutSecrets
from hoks import plan
from hoks.api import urls
from hoks.models import Hoks, Kanava, OsaamisenHankkimistapa, Siirto
from tests import payloads
from tests.api.conftest import BASE, CALLER_ID

pytestmark = pytest.mark.django_db

NASTY = [
    "",
    " ",
    "\0",
    "a\r\nSet-Cookie: istunto=x",
    "x" * 65_536,
    "\xe4\xf6\xff",
    "€𝄞",
    "\ud800",
    "\u202e\u2066\ufeff",
    "' OR 1=1 --",
    "../../../kirjaudu/",
    "<script>alert(1)</script>",
    "%00%0d%0a%ff",
    "٣",
    "1e400",
    "-1",
    "9" * 10_000,
    "__proto__",
]
# Headers without which a request gets nowhere, and those that are read on its way.
ESSENTIAL = ("ticket", "caller-id", "if-match", "content-type", "content-encoding", "host")
OTHERS = ("accept-encoding", "accept-language", "user-agent", "x-forwarded-for", "cookie", "referer", "hx-current-url")


@pytest.fixture(autouse=True)
def without_limits(settings):
    """Hundreds of requests a second from one address; the limits have tests of their own."""
    settings.LIPUTTOMIA_PYYNTOJA_MINUUTISSA = settings.VALIDOINTI_PYYNTOJA_MINUUTISSA = 0


@pytest.fixture
def hoks(make_opiskeluoikeus, make_hoks):
    right = make_opiskeluoikeus()
    return make_hoks(right, payloads.rich(right), kanava=Kanava.TIEDONSIIRTO)


@pytest.fixture
def vieraan(make_opiskeluoikeus, make_hoks):
    """A plan of another provider."""
    right = make_opiskeluoikeus(oppilaitos_oid="1.2.246.562.10.20000000002")
    return make_hoks(right, payloads.rich(right), kanava=Kanava.TIEDONSIIRTO)


def quoted(value: str) -> str:
    return "".join(f"%{byte:02X}" for byte in value.encode("utf-8", "surrogatepass"))


def environ_name(header: str) -> str:
    name = header.upper().replace("-", "_")
    return name if name == "CONTENT_TYPE" else f"HTTP_{name}"


class TestOthersPlans:
    def test_nothing_of_them_is_read_or_written(self, send, palvelukayttaja, hoks, vieraan):
        before = plan.load(vieraan)
        whole = plan.write_shape(before)
        period = OsaamisenHankkimistapa.objects.filter(hoks=vieraan).first()
        asked = [
            send(palvelukayttaja, "GET", f"/hoks/{vieraan.pk}"),
            send(palvelukayttaja, "HEAD", f"/hoks/{vieraan.pk}"),
            send(palvelukayttaja, "GET", f"/hoks/opiskeluoikeus/{vieraan.opiskeluoikeus_id}"),
            send(palvelukayttaja, "GET", f"/hoks/{vieraan.pk}/hankintakoulutukset"),
            send(palvelukayttaja, "GET", f"/hoks/osaamisen-hankkimistapa/{period.pk}"),
            send(palvelukayttaja, "PUT", f"/hoks/{vieraan.pk}", whole),
            send(palvelukayttaja, "PUT", f"/hoks/{vieraan.pk}", whole | {"id": hoks.pk}),
            send(palvelukayttaja, "PATCH", f"/hoks/{vieraan.pk}", {"id": vieraan.pk, "versio": 5}, if_match="*"),
            send(palvelukayttaja, "POST", "/hoks", payloads.minimal(vieraan.opiskeluoikeus)),
        ]
        assert [response.status_code for response in asked] == [401] * len(asked)
        for response in asked[2:]:
            assert str(vieraan.pk) not in json.dumps(response.json())
        vieraan.refresh_from_db()
        assert plan.load(vieraan) == before and vieraan.versionumero == 1

    def test_body_names_another_plan_than_the_path(self, send, palvelukayttaja, hoks, vieraan):
        whole = plan.write_shape(plan.load(vieraan))
        for method, document in (
            ("PUT", whole),
            ("PUT", whole | {"id": hoks.pk}),
            ("PATCH", {"id": vieraan.pk, "versio": 5}),
            ("PATCH", {"id": hoks.pk, "opiskeluoikeus-oid": vieraan.opiskeluoikeus_id}),
            ("PATCH", {"id": hoks.pk, "oppija-oid": vieraan.opiskeluoikeus.oppija_id}),
            ("PATCH", {"id": hoks.pk, "eid": str(vieraan.eid)}),
        ):
            assert send(palvelukayttaja, method, f"/hoks/{hoks.pk}", document).status_code == 400
        for each in (hoks, vieraan):
            each.refresh_from_db()
            assert each.versionumero == 1

    def test_module_ids_of_another_plan_take_nothing_from_it(self, send, palvelukayttaja, hoks, vieraan):
        before, theirs = plan.load(vieraan), plan.load(vieraan)["hankittavat-ammat-tutkinnon-osat"]
        document = plan.write_shape(plan.load(hoks)) | {"hankittavat-ammat-tutkinnon-osat": theirs}
        send(palvelukayttaja, "PUT", f"/hoks/{hoks.pk}", document)
        vieraan.refresh_from_db()
        assert plan.load(vieraan) == before
        module_ids = re.compile(r'"module-id": "([^"]+)"')
        mine, others = (set(module_ids.findall(json.dumps(plan.load(each)))) for each in (hoks, vieraan))
        assert not mine & others

    def test_answers_do_not_tell_which_study_rights_have_plans(
        self, send, palvelukayttaja, vieraan, make_opiskeluoikeus
    ):
        free = make_opiskeluoikeus(oppilaitos_oid="1.2.246.562.10.20000000002")
        for change in ({}, {"versio": "x"}, {"oppija-oid": "1.2.246.562.24.54450598189"}):
            told = []
            for right in (free, vieraan.opiskeluoikeus):
                document = payloads.minimal(right) | change
                posted = send(palvelukayttaja, "POST", "/hoks", document)
                checked = send(None, "POST", "/validointi", document)
                oids = f"{right.pk}|{right.oppija_id}"
                told.append([(each.status_code, re.sub(oids, "", each.content.decode())) for each in (posted, checked)])
            assert told[0] == told[1]

    def test_pages_hold_ones_own_whatever_is_asked(self, send, palvelukayttaja, hoks, vieraan):
        odd = (
            "amount=0",
            "amount=-5",
            "amount=99999999999",
            "from-id=-1",
            f"from-id={-(2**62)}",
            f"from-id={vieraan.pk - 1}&from-id=0",
            "updated-after=1970-01-01T00:00:00Z",
            "organisaatio=1.2.246.562.10.20000000001&oppilaitos-oid=1.2.246.562.10.20000000002&user=vieras",
        )
        for query in odd:
            response = send(palvelukayttaja, "GET", f"/hoks/paged?{query}")
            assert response.status_code == 200, query
            assert [each["id"] for each in json.loads(response.getvalue())["data"]["result"]] == [hoks.pk], query
        parameters = ("amount", "from-id", "updated-after")
        for name, value in itertools.product(parameters, NASTY):
            status = send(palvelukayttaja, "GET", f"/hoks/paged?{name}={quoted(value[:3000])}").status_code
            assert status in (200, 400), (name, value[:30], status)
        assert send(palvelukayttaja, "GET", "/hoks/paged?" + "&".join("a" * 2100)).status_code == 400


class TestHostileText:
    def test_headers(self, client, ticket, settings, palvelukayttaja, hoks):
        settings.BEHIND_PROXY = True
        client.raise_request_exception = False
        document = json.dumps({"id": hoks.pk, "versio": 4})
        failed = []
        for value, names in itertools.product(NASTY, [*((name,) for name in ESSENTIAL), OTHERS]):
            told = {"ticket": ticket(palvelukayttaja), "caller-id": CALLER_ID, "content-type": "application/json"}
            told |= dict.fromkeys(names, value.encode("utf-8", "surrogatepass").decode("latin-1"))
            environ = {environ_name(name): text for name, text in told.items()}
            for method, path in (("PATCH", f"/hoks/{hoks.pk}"), ("POST", "/validointi")):
                response = client.generic(method, BASE + path, document, **environ)
                if response.status_code >= 500 or response.cookies:
                    failed.append((method, names, value[:30], response.status_code))
        assert failed == []

    def test_addresses(self, send, palvelukayttaja):
        routes = {
            re.sub("|".join(urls.DEPRECATED[1:]), urls.DEPRECATED[0], str(each.pattern)) for each in urls.urlpatterns
        }
        failed = []
        for route, value in itertools.product(sorted(routes), NASTY):
            if "<" not in route or route.endswith("/"):
                continue
            path = re.sub(r"<\w+:\w+>", quoted(value[:2000]).replace("%2F", "/") or "%20", route)
            for method, document in (("GET", None), ("PATCH", {"id": 1})):
                response = send(palvelukayttaja, method, f"/{path}?x={quoted(value[:500])}", document)
                if response.status_code not in (400, 401, 404, 405):
                    failed.append((method, path[:80], response.status_code))
        assert failed == []

    def test_methods(self, send):
        for pattern in urls.urlpatterns[:-1]:
            path = "/" + re.sub(r"<\w+:\w+>", "1", str(pattern.pattern))
            for method in ("TRACE", "CONNECT", "DELETE", "LINK", "PROPFIND"):
                response = send(None, method, path)
                assert response.status_code == 405, (method, path, response.content[:200])
                assert response.json()["error"] == "Method not allowed"
                assert "OPTIONS" in response["Allow"]

    @pytest.mark.django_db(transaction=True)
    def test_on_the_wire(self, server):
        """What no library sends; the server's own parser meets it first."""
        port = urlsplit(server.url).port
        start = f"POST {BASE}/validointi HTTP/1.1\r\nHost: 127.0.0.1\r\ncaller-id: x\r\n"
        odd = [
            f"{start}ticket: a\0b\r\nContent-Length: 0\r\n\r\n",
            f"{start}ticket: a\r\n b\r\nContent-Length: 0\r\n\r\n",
            f"{start}ticket: {'x' * 65_536}\r\nContent-Length: 0\r\n\r\n",
            f"{start}Content-Type: application/json; charset=\xff\xfe\r\nContent-Length: 2\r\n\r\n{{}}",
            f"{start}If-Match: \xff\xfe\r\nContent-Length: 2\r\n\r\n{{}}",
            f"{start}Content-Length: 2\r\nContent-Length: 200\r\n\r\n{{}}",
            f"{start}Content-Length: -2\r\n\r\n{{}}",
            f"{start}Content-Length: 9e9\r\n\r\n{{}}",
            f"{start}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{{}}\r\n0\r\n\r\n",
            f"{start}Transfer-Encoding: chunked\r\n\r\nzz\r\n",
            f"{start}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{{}}",
            f"{start}Transfer-Encoding: chunked, identity, gzip\r\n\r\n{{}}",
            f"GET {BASE}/hoks/\0 HTTP/1.1\r\nHost: x\r\n\r\n",
            f"GET {BASE}/hoks/%00 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
            f"GET {BASE}/hoks/1 HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n",
            f"GET {BASE}/hoks/1 HTTP/1.1\r\nHost: a@b:c/d\r\n\r\n",
            f"TRACE {BASE}/hoks/1 HTTP/1.1\r\nHost: 127.0.0.1\r\nticket: ST-salainen\r\n\r\n",
            "CONNECT 10.0.0.1:22 HTTP/1.1\r\nHost: 10.0.0.1\r\n\r\n",
            f"GET http://muu.example{BASE}/healthcheck HTTP/1.1\r\nHost: muu.example\r\n\r\n",
            "GET " + "/" * 9000 + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        ]
        for request in odd:
            with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
                line.sendall(request.encode("latin-1"))
                line.shutdown(socket.SHUT_WR)
                answer = b""
                while chunk := line.recv(65_536):
                    answer += chunk
            assert re.match(rb"HTTP/1.1 [234]", answer) or not answer, (request[:200], answer[:300])
            assert b"salainen" not in answer
        assert "Internal Server Error" not in server.log and "in the interface" not in server.log


class Hasher(PBKDF2PasswordHasher):
    """Counts its rounds, which take nearly all of the time that signing in does."""

    iterations = 1000
    rounds = 0

    def encode(self, password, salt, iterations=None):
        Hasher.rounds += iterations or self.iterations
        return super().encode(password, salt, iterations)


class TestWhoOneIs:
    def test_ticket_counts_in_its_header_only(self, client, ticket, palvelukayttaja, hoks):
        path, granted = f"{BASE}/hoks/{hoks.pk}", ticket(palvelukayttaja)
        headers = {"caller-id": CALLER_ID}
        assert client.get(f"{path}?ticket={granted}&caller-id=x", headers=headers).status_code == 401
        client.cookies["ticket"] = granted
        assert client.get(path, headers=headers).status_code == 401
        form = client.post(f"{BASE}/hoks", {"ticket": granted}, headers=headers)
        assert form.status_code == 401
        assert client.get(path, headers=headers | {"Authorization": f"Bearer {granted}"}).status_code == 401
        # None of them used it up.
        assert client.get(path, headers=headers | {"ticket": granted}).status_code == 200

    def test_ticket_granting_ticket_is_no_ticket(self, send, palvelukayttaja, hoks):
        tgt = tickets.grant_tgt(palvelukayttaja)
        assert send(None, "GET", f"/hoks/{hoks.pk}", ticket=tgt).status_code == 401

    def test_sessions_and_their_tokens_mean_nothing(self, ticket, virkailija, palvelukayttaja, hoks):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(virkailija, "django.contrib.auth.backends.ModelBackend")
        path, change = f"{BASE}/hoks/{hoks.pk}", {"id": hoks.pk, "versio": 8}
        headers = {"caller-id": CALLER_ID}
        assert browser.patch(path, change, content_type="application/json", headers=headers).status_code == 401
        # A machine needs no token against forgery, and gets no session either.
        headers["ticket"] = ticket(palvelukayttaja)
        response = Client(enforce_csrf_checks=True).patch(
            path, change, content_type="application/json", headers=headers | {"Origin": "https://muu.example"}
        )
        assert response.status_code == 204 and not response.cookies

    @pytest.mark.parametrize("behind_proxy", [False, True])
    def test_address_can_be_claimed_only_behind_our_proxy(self, client, settings, behind_proxy):
        settings.BEHIND_PROXY = behind_proxy
        settings.VALIDOINTI_PYYNTOJA_MINUUTISSA = settings.KIRJAUTUMISLIPPUJA_MINUUTISSA = 2
        settings.LIPUTTOMIA_PYYNTOJA_MINUUTISSA = 2
        claims = ("X-Forwarded-For", "X-Real-IP", "Forwarded", "Client-IP", "True-Client-IP", "X-Client-IP", "Via")

        def knock(number: int) -> list[int]:
            headers = {name: f"10.0.0.{number}" for name in claims} | {"caller-id": "x"}
            return [
                client.post(f"{BASE}/validointi", "{}", content_type="application/json", headers=headers).status_code,
                client.get(f"{BASE}/hoks/1", headers=headers).status_code,
                client.post("/cas/v1/tickets", {"username": "x", "password": "y"}, headers=headers).status_code,
            ]

        told = [knock(number) for number in range(3)]
        assert told[:2] == [[400, 401, 401]] * 2
        assert told[2] == ([400, 401, 401] if behind_proxy else [429, 429, 429])

    def test_unknown_and_known_usernames_take_as_long(self, client, settings, palvelukayttaja, virkailija, oppija):
        settings.PASSWORD_HASHERS = ["tests.api.test_attacks.Hasher"]
        for user in (palvelukayttaja, virkailija, oppija):
            user.set_password("salasana-testissa")
            user.save()
        rounds = {}
        for username in ("palvelu", "virkailija", "oppija", "ei-ole"):
            before = Hasher.rounds
            response = client.post("/cas/v1/tickets", {"username": username, "password": "väärä"})
            assert response.status_code == 401
            rounds[username] = Hasher.rounds - before
        assert rounds == dict.fromkeys(rounds, 1000)

    def test_refusals_of_tickets_do_not_tell_who_there_is(self, client, palvelukayttaja, oppija):
        told = set()
        for username in ("palvelu", "oppija", "ei-ole", "PALVELU", "palvelu\0", " palvelu "):
            response = client.post("/cas/v1/tickets", {"username": username, "password": "väärä"})
            told.add((response.status_code, response.content))
        assert len(told) == 1


class TestLogs:
    def test_hold_no_secrets_and_nobody(self, client, send, palvelukayttaja, virkailija, make_opiskeluoikeus, settings):
        """Every logger there is, down to the least; the audit log alone names people, by their OIDs."""
        lines, handler = io.StringIO(), logging.StreamHandler()
        handler.setStream(lines)
        handler.setFormatter(WithoutSecrets("%(levelname)s %(name)s %(message)s %(exc_text)s"))
        loggers = [logging.getLogger(), logging.getLogger("audit")]
        levels = [logger.level for logger in loggers]
        for logger in loggers:
            logger.addHandler(handler)
            logger.setLevel(logging.DEBUG)
        # Statements are logged only in DEBUG, whose console is nobody else's.
        logging.getLogger("django.db.backends").setLevel(logging.INFO)
        secrets = ["salasana-testissa", "väärä-salasana"]
        try:
            for password in secrets:
                form = {"username": "palvelu", "password": password}
                answer = client.post("/cas/v1/tickets", form)
                client.post("/cas/v1/tickets?" + f"password={password}", form)
            tgt = tickets.grant_tgt(palvelukayttaja)
            secrets.append(tgt)
            client.post(f"/cas/v1/tickets/{tgt}", {})
            client.post(f"/cas/v1/tickets/{tgt}x", {"service": "x"})
            client.get(f"/cas/v1/tickets/{tgt}x")
            right = make_opiskeluoikeus()
            document = payloads.rich(right)
            st = tickets.grant_service_ticket(tgt, f"http://testserver{tickets.SERVICE_PATH}")
            secrets.append(st)
            assert send(None, "POST", "/hoks", document, ticket=st).status_code == 200
            send(None, "POST", "/hoks", document, ticket=st)
            client.get(f"{BASE}/hoks/1?ticket={st}", headers={"caller-id": "x"})
            hoks_id = Hoks.objects.get().pk
            for change in ({"versio": "Salainen Sana"}, {"Salainen Sana": 1}, {"sahkoposti": "Salainen\0Sana"}):
                send(palvelukayttaja, "PUT", f"/hoks/{hoks_id}", document | {"id": hoks_id} | change)
                send(None, "POST", "/validointi", document | change)
            send(palvelukayttaja, "GET", f"/hoks/{hoks_id}")
            send(palvelukayttaja, "GET", "/hoks/paged").getvalue()
            send(virkailija, "GET", f"/hoks/{hoks_id}")
            send(palvelukayttaja, "POST", "/hoks", '{"Salainen Sana"')
        finally:
            for logger, level in zip(loggers, levels, strict=True):
                logger.removeHandler(handler)
                logger.setLevel(level)
        told = lines.getvalue()
        assert answer.status_code == 401 and str(hoks_id) in told and "django.request" in told
        texts = {value for value in every_text(document) if len(value) > 6 and not value.startswith("1.2.246.562.")}
        people = {right.oppija.sukunimi, palvelukayttaja.etunimet, "Salainen"}
        assert [text for text in {*secrets, *texts, *people} if text in told] == []

    def test_transfer_log_takes_what_comes(self, send, palvelukayttaja, virkailija, make_opiskeluoikeus):
        """What is refused is kept, whatever it is, and can be read back."""
        right = make_opiskeluoikeus()
        for text in ("\\u0000", "\\ud800", "\0", "€𝄞", "x" * 100_000):
            send(
                palvelukayttaja,
                "POST",
                "/hoks",
                json.dumps(payloads.minimal(right) | {"versio": "@"}).replace("@", text),
            )
        kept = Siirto.objects.order_by("pk")
        assert [len(siirto.dokumentti) > 100 for siirto in kept] == [True] * 5
        # What can't be parsed names no study right, so it concerns no school.
        assert list(Siirto.objects.open_to(virkailija).order_by("pk")) == [*kept[:2], *kept[3:]]


def every_text(value) -> set[str]:
    if isinstance(value, dict):
        return set().union(*map(every_text, value.values()))
    if isinstance(value, list):
        return set().union(set(), *map(every_text, value))
    return {value} if isinstance(value, str) else set()
