"""The CAS REST protocol at /cas/v1/: what a script that knows the national CAS does works here too."""

import datetime as dt
import io
import logging

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from accounts import tickets, upkeep
from accounts.models import TicketGrantingTicket, User
from ehoks_portal.log_format import WithoutSecrets
from hoks.models import Siirto
from tests.conftest import JARJESTAJA

TICKETS = "/cas/v1/tickets"
SERVICE = "http://testserver/ehoks-virkailija-backend/cas-security-check"
PASSWORD = "salasana-testissa"
FORM = "application/x-www-form-urlencoded"


def sign_in(client, username="palvelu", password=PASSWORD, **extra):
    return client.post(TICKETS, {"username": username, "password": password}, **extra)


def lock(client, settings, username="palvelu"):
    return [sign_in(client, username, "väärä").status_code for _attempt in range(settings.AXES_FAILURE_LIMIT)]


@pytest.fixture
def tgt_url(client, palvelukayttaja) -> str:
    return sign_in(client)["Location"]


def test_a_script_gets_in(client, palvelukayttaja):
    granted = sign_in(client)
    assert granted.status_code == 201
    assert granted["Location"].startswith("http://testserver/cas/v1/tickets/TGT-")
    assert granted["Cache-Control"] == "no-store"
    assert f'action="{granted["Location"]}"' in granted.content.decode()
    answer = client.post(granted["Location"], {"service": SERVICE})
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert tickets.caller(answer.content.decode(), SERVICE) == palvelukayttaja
    assert not client.cookies


def test_signing_in_is_kept_as_the_latest(client, palvelukayttaja):
    sign_in(client)
    palvelukayttaja.refresh_from_db()
    assert timezone.now() - palvelukayttaja.last_login < dt.timedelta(minutes=1)
    assert not Siirto.objects.exists()


def test_forms_come_without_the_token_of_pages(palvelukayttaja):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(sign_in(strict)["Location"], {"service": SERVICE}).status_code == 200


def test_form_in_the_encoding_that_java_clients_declare(client, palvelukayttaja):
    palvelukayttaja.set_password("päässälasku")
    palvelukayttaja.save()
    body = "username=palvelu&password=p%E4%E4ss%E4lasku"
    granted = client.generic("POST", TICKETS, body, content_type=f"{FORM}; charset=ISO-8859-1")
    assert granted.status_code == 201
    wrong = client.generic("POST", TICKETS, f"{body}x", content_type=f"{FORM}; charset=ISO-8859-1")
    assert wrong.status_code == 401


def test_a_last_slash_changes_nothing(client, palvelukayttaja):
    granted = client.post(f"{TICKETS}/", {"username": "palvelu", "password": PASSWORD})
    assert granted.status_code == 201
    assert client.post(f"{granted['Location']}/", {"service": SERVICE}).status_code == 200


def test_address_of_clients_behind_a_proxy(client, palvelukayttaja, settings):
    settings.SERVICE_URL = "https://ehoks.example/ehoks-virkailija-backend/cas-security-check"
    assert sign_in(client)["Location"].startswith("https://ehoks.example/cas/v1/tickets/TGT-")


def test_signing_out(client, tgt_url):
    assert client.get(tgt_url).status_code == 200
    ticket = client.post(tgt_url, {"service": SERVICE}).content.decode()
    assert client.delete(tgt_url).status_code == 200
    assert [client.get(tgt_url).status_code, client.post(tgt_url, {"service": SERVICE}).status_code] == [404, 404]
    assert client.delete(tgt_url).status_code == 200
    with pytest.raises(tickets.InvalidTicket):
        tickets.caller(ticket, SERVICE)


def test_expired_sign_in(client, tgt_url):
    TicketGrantingTicket.objects.update(expires=timezone.now())
    assert client.post(tgt_url, {"service": SERVICE}).status_code == 404


@pytest.mark.parametrize("form", [{}, {"username": "palvelu"}, {"password": "x"}, {"username": " ", "password": "x"}])
def test_missing_field(client, palvelukayttaja, form):
    assert client.post(TICKETS, form).status_code == 400
    assert not Siirto.objects.exists()


def test_missing_service(client, tgt_url):
    assert client.post(tgt_url).status_code == 400
    assert client.post(tgt_url, {"service": " "}).status_code == 400


def test_methods(client, tgt_url):
    assert (client.get(TICKETS).status_code, client.get(TICKETS)["Allow"]) == (405, "POST, OPTIONS")
    assert client.put(tgt_url)["Allow"] == "GET, HEAD, POST, DELETE, OPTIONS"
    assert client.options(TICKETS).status_code == client.head(tgt_url).status_code == 200


# --- Who ------------------------------------------------------------------------------------


def test_official_gets_tickets_whose_use_is_refused_elsewhere(client, virkailija):
    answer = client.post(sign_in(client, "virkailija")["Location"], {"service": SERVICE})
    assert tickets.caller(answer.content.decode(), SERVICE) == virkailija


def test_learner_gets_none(client, oppija):
    assert sign_in(client, "oppija").status_code == 401


def test_system_gets_none(client, db):
    actor = User.objects.system_actor()
    actor.set_password(PASSWORD)
    actor.save()
    assert sign_in(client, actor.username).status_code == 401


def test_account_out_of_use(client, palvelukayttaja):
    User.objects.update(is_active=False)
    assert sign_in(client).status_code == 401


@pytest.mark.parametrize(("demo", "status"), [(True, 201), (False, 401)])
def test_demo_password_is_for_demos(client, palvelukayttaja, settings, demo, status):
    palvelukayttaja.set_password(settings.DEMO_PASSWORD)
    palvelukayttaja.save()
    settings.DEMO = demo
    assert sign_in(client, password=settings.DEMO_PASSWORD).status_code == status


# --- Refusals and the lock ------------------------------------------------------------------


def test_wrong_password_is_told_and_kept(client, palvelukayttaja):
    answer = sign_in(client, password="salainen-väärä")
    assert (answer.status_code, answer["Content-Type"]) == (401, "text/plain; charset=utf-8")
    kept = Siirto.objects.get()
    assert (kept.menetelma, kept.polku, kept.status, kept.koodit) == ("POST", TICKETS, 401, ["tunnus-tai-salasana"])
    assert (kept.kayttaja_id, kept.kayttajatunnus, kept.lahettaja_oid) == (palvelukayttaja.pk, "palvelu", JARJESTAJA)
    everything = str(list(Siirto.objects.values()) + list(AccessAttempt.objects.values()))
    assert "salainen" not in everything


def test_unknown_username_is_refused_alike(client, palvelukayttaja):
    assert sign_in(client, "eiole").content == sign_in(client, password="väärä").content
    assert Siirto.objects.get(kayttajatunnus="eiole").kayttaja_id is None


def test_lock_is_told_as_text_and_kept(client, palvelukayttaja, settings):
    assert lock(client, settings) == [401] * (settings.AXES_FAILURE_LIMIT - 1) + [423]
    answer = sign_in(client)
    assert (answer.status_code, answer["Content-Type"]) == (423, "text/plain; charset=utf-8")
    assert "15 minuutin kuluttua" in answer.content.decode()
    assert answer["Retry-After"] == "900"
    kept = Siirto.objects.first()
    assert (kept.status, kept.koodit, kept.lahettaja_oid) == (423, ["tunnus-lukittu"], JARJESTAJA)


def test_lock_is_one_with_the_sign_in_page(client, virkailija, settings):
    lock(client, settings, "virkailija")
    page = client.post("/kirjaudu/", {"username": "virkailija", "password": PASSWORD})
    assert (page.status_code, page["Content-Type"]) == (423, "text/html; charset=utf-8")


def test_lock_of_the_sign_in_page_is_one_with_this(client, palvelukayttaja, settings):
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        client.post("/kirjaudu/", {"username": "palvelu", "password": "väärä"})
    assert sign_in(client).status_code == 423


def test_lock_of_one_account_leaves_another(client, palvelukayttaja, virkailija, settings):
    lock(client, settings)
    assert sign_in(client, "virkailija").status_code == 201


def test_time_lifts_the_lock(client, palvelukayttaja, settings):
    lock(client, settings)
    AccessAttempt.objects.update(attempt_time=timezone.now() - settings.AXES_COOLOFF_TIME + dt.timedelta(minutes=1))
    assert sign_in(client)["Retry-After"] == "60"
    AccessAttempt.objects.update(attempt_time=timezone.now() - settings.AXES_COOLOFF_TIME)
    assert sign_in(client).status_code == 201


def test_paakayttaja_locks_and_lifts_the_lock(client, palvelukayttaja, paakayttaja):
    upkeep.lock(palvelukayttaja, by=paakayttaja)
    assert sign_in(client).status_code == 423
    upkeep.unlock(palvelukayttaja, by=paakayttaja)
    assert sign_in(client).status_code == 201


def test_success_forgets_the_failures(client, palvelukayttaja, settings):
    for _round in range(2):
        for _attempt in range(settings.AXES_FAILURE_LIMIT - 1):
            assert sign_in(client, password="väärä").status_code == 401
        assert sign_in(client).status_code == 201


def test_wrong_passwords_do_not_end_what_was_granted(client, tgt_url, settings):
    """Anyone can lock a known username: a school's transfers must not stop by that."""
    lock(client, settings)
    assert client.post(tgt_url, {"service": SERVICE}).status_code == 200


def test_rate_is_by_address(client, palvelukayttaja, settings):
    settings.KIRJAUTUMISLIPPUJA_MINUUTISSA = 2
    assert [sign_in(client).status_code for _request in range(3)] == [201, 201, 429]
    assert 1 <= int(sign_in(client)["Retry-After"]) <= 60
    assert sign_in(client, REMOTE_ADDR="10.9.8.7").status_code == 201


def test_with_another_cas_there_is_none_of_ours(client, tgt_url, settings):
    settings.CAS_URL = "https://cas.example/cas"
    assert sign_in(client).status_code == 404
    assert [client.get(tgt_url).status_code, client.post(tgt_url).status_code, client.delete(tgt_url).status_code] == [
        404,
        404,
        404,
    ]


# --- What no script sends -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"username=pal%00velu&password=x", FORM, 401),
        (b"username=palvelu&password=%00", FORM, 401),
        (b"username=%ff%fe%ed%a0%80&password=%ff", FORM, 401),
        (b"username=" + b"x" * 10_000 + b"&password=x", FORM, 401),
        (b"username=palvelu&password=" + b"x" * 100_000, FORM, 401),
        (b"username=a&username=palvelu&password=x", FORM, 401),
        (b"username=palvelu&password=" + b"x" * 3_000_000, FORM, 400),
        (b"&".join(b"a=b" for _field in range(3000)), FORM, 400),
        (b"username=palvelu&password=x", f"{FORM}; charset=utf-16", 400),
        (b"username=palvelu&password=x", f"{FORM}; charset=ei-ole", 401),
        (b"--ei-loppua", "multipart/form-data; boundary=x", 400),
        (b"ei rajaa", "multipart/form-data", 400),
        (b'{"username": "palvelu", "password": "x"}', "application/json", 400),
        (b"\xff", "", 400),
    ],
    ids=lambda value: None if isinstance(value, bytes) and len(value) > 60 else ascii(value),
)
def test_odd_bodies(client, palvelukayttaja, body, content_type, status):
    assert client.generic("POST", TICKETS, body, content_type=content_type).status_code == status


def test_odd_services_and_tickets(client, tgt_url):
    for service in ("\0", "\ud7ff", "x" * 1_000_000, "ei osoite", "ä"):
        assert client.post(tgt_url, {"service": service}).status_code == 200
    for tgt in ("TGT-", "x" * 5000, "%ff", "ä", "..", "TGT-1%0d%0aX: 1"):
        assert client.post(f"{TICKETS}/{tgt}", {"service": SERVICE}).status_code == 404


def test_logs_hold_no_tickets(client, tgt_url, caplog):
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(WithoutSecrets("{message}", style="{"))
    logger = logging.getLogger("django")
    logger.addHandler(handler)
    try:
        client.post(tgt_url)
        client.put(tgt_url)
    finally:
        logger.removeHandler(handler)
    assert "Bad Request: /cas/v1/tickets/TGT-…" in out.getvalue()
    assert tgt_url.partition("TGT-")[2] in caplog.text
    assert tgt_url.partition("TGT-")[2] not in out.getvalue()


def test_every_log_of_the_portal_leaves_tickets_out(settings):
    formatters = settings.LOGGING["formatters"]
    assert {handler["formatter"] for handler in settings.LOGGING["handlers"].values()} == {"plain", "line"}
    assert formatters["plain"]["class"] == f"{WithoutSecrets.__module__}.{WithoutSecrets.__name__}"
    for name in ("django", "django.server"):
        assert logging.getLogger(name).handlers == [] and logging.getLogger(name).propagate
