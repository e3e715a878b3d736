"""Tickets of our own: each good for one request, one service and a short while."""

import datetime as dt
import hashlib
import threading

import pytest
from django.db import connection, transaction
from django.test import RequestFactory
from django.utils import timezone

from accounts import tickets, upkeep
from accounts.models import ServiceTicket, TicketGrantingTicket, User
from tests.hostile import INVISIBLE, MARKUP

SERVICE = "https://ehoks.example/ehoks-virkailija-backend/cas-security-check"


@pytest.fixture
def kone(make_user) -> User:
    return make_user("kone", kayttaja_tyyppi="PALVELU")


@pytest.fixture
def tgt(kone) -> str:
    return tickets.grant_tgt(kone)


@pytest.fixture
def ticket(tgt) -> str:
    return tickets.grant_service_ticket(tgt, SERVICE)


def is_refused(ticket: str, service: str = SERVICE) -> bool:
    try:
        tickets.caller(ticket, service)
    except tickets.InvalidTicket:
        return True
    return False


def is_dead(tgt: str) -> bool:
    try:
        tickets.grant_service_ticket(tgt, SERVICE)
    except tickets.InvalidTicket:
        return True
    return False


def test_caller_is_who_the_ticket_was_granted_to(ticket, kone, statements):
    with statements(2):
        assert tickets.caller(ticket, SERVICE).nimi == kone.nimi


def test_ticket_is_good_once(ticket):
    assert not is_refused(ticket)
    assert is_refused(ticket)


def test_ticket_for_another_service_is_refused_and_used_up(ticket):
    assert is_refused(ticket, SERVICE.replace("ehoks.example", "toinen.example"))
    assert is_refused(ticket)


def test_ticket_expires(ticket):
    ServiceTicket.objects.update(expires=timezone.now())
    assert is_refused(ticket)


def test_lifetimes_are_settings(kone, settings):
    settings.PALVELULIPPU_SEKUNTIA, settings.KIRJAUTUMISLIPPU_TUNTIA = 7, 3
    tickets.grant_service_ticket(tickets.grant_tgt(kone), SERVICE)
    left = [model.objects.get().expires - timezone.now() for model in (ServiceTicket, TicketGrantingTicket)]
    assert dt.timedelta(seconds=6) < left[0] <= dt.timedelta(seconds=7)
    assert dt.timedelta(hours=3, seconds=-1) < left[1] <= dt.timedelta(hours=3)


def test_only_digests_are_kept(tgt, ticket):
    kept = [ServiceTicket.objects.get().digest, TicketGrantingTicket.objects.get().digest]
    assert [bytes(digest) for digest in kept] == [hashlib.sha256(text.encode()).digest() for text in (ticket, tgt)]


@pytest.mark.parametrize(
    "text", ["", "ST-", "x" * 1_000_000, "\0", "\ud800", "ST-ä\U0001f600", INVISIBLE, MARKUP], ids=ascii
)
def test_odd_text_is_no_ticket(text, tgt):
    assert is_refused(text)
    assert is_dead(text)
    tickets.revoke(text)
    assert not is_refused(tickets.grant_service_ticket(tgt, text), text)


def test_granting_ticket_expires(tgt):
    TicketGrantingTicket.objects.update(expires=timezone.now())
    assert is_dead(tgt)


def test_signing_out_ends_the_service_tickets_too(tgt, ticket):
    tickets.revoke(tgt)
    assert is_dead(tgt)
    assert is_refused(ticket)


def test_signing_out_of_one_leaves_another(tgt, kone):
    tickets.revoke(tickets.grant_tgt(kone))
    assert tickets.holder(tgt) == kone


def new_password(user, by):
    user.set_password("uusi salasana")
    user.save()


@pytest.mark.parametrize(
    "change",
    [
        new_password,
        lambda user, by: upkeep.end_sessions(user, by=by),
        lambda user, by: upkeep.lock(user, by=by),
        lambda user, by: upkeep.deactivate(user, by=by),
    ],
    ids=["password", "sessions", "lock", "deactivate"],
)
def test_what_ends_sessions_ends_tickets(change, tgt, ticket, kone, make_user):
    change(kone, by=make_user("paakayttaja"))
    assert is_refused(ticket)
    assert is_dead(tgt)


def test_deactivated_account_stays_out_though_nothing_else_changed(tgt, ticket, kone):
    User.objects.update(is_active=False)
    assert is_refused(ticket)
    assert is_dead(tgt)


def test_expired_tickets_are_cleared_by_the_next_of_their_kind(tgt, ticket, kone, make_user):
    others = tickets.grant_tgt(make_user("toinen", kayttaja_tyyppi="PALVELU"))
    ServiceTicket.objects.update(expires=timezone.now())
    tickets.grant_service_ticket(tgt, SERVICE)
    assert ServiceTicket.objects.count() == 1
    TicketGrantingTicket.objects.filter(user=kone).update(expires=timezone.now())
    tickets.grant_tgt(kone)
    assert (TicketGrantingTicket.objects.count(), ServiceTicket.objects.count()) == (2, 0)
    assert not is_dead(others)


def test_service_is_the_requests_own_host_unless_set(settings):
    request = RequestFactory().get("/muualla", secure=True, HTTP_HOST="testserver:8443")
    assert tickets.service_url(request) == "https://testserver:8443/ehoks-virkailija-backend/cas-security-check"
    settings.SERVICE_URL = SERVICE
    assert tickets.service_url(request) == SERVICE


def in_thread(act) -> threading.Thread:
    def run():
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_wins(ticket):
    barrier, refused = threading.Barrier(4), []

    def ask():
        barrier.wait()
        refused.append(is_refused(ticket))

    for thread in [in_thread(ask) for _caller in range(4)]:
        thread.join()
    assert sorted(refused) == [False, True, True, True]


@pytest.mark.django_db(transaction=True)
def test_signing_out_while_a_ticket_is_granted(tgt):
    dead = []
    with transaction.atomic():
        tickets.revoke(tgt)
        granting = in_thread(lambda: dead.append(is_dead(tgt)))
        granting.join(0.3)
        assert granting.is_alive()
    granting.join()
    assert dead == [True]
