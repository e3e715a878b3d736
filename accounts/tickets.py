"""Tickets of machine accounts: who is calling (docs/adr/0009).

By default the portal grants tickets itself, as the CAS protocol does: a password buys a ticket-granting ticket (TGT),
which buys service tickets (ST), each good for one request. With CAS_URL they are that CAS's (accounts.cas).
"""

import datetime as dt
import hashlib
import secrets

from django.conf import settings
from django.db import IntegrityError
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.models import ServiceTicket, TicketGrantingTicket, User

# The address that tickets of the national interface are for.
SERVICE_PATH = "/ehoks-virkailija-backend/cas-security-check"


class InvalidTicket(Exception):
    """The ticket is unknown, used, expired, for another service, or its account is out of use."""


class WrongUserType(Exception):
    """The ticket is good, but its account is no machine account of ours."""


class LinkedSystemDown(Exception):
    """The CAS of CAS_URL did not answer, or not as a CAS does."""


def service_url(request) -> str:
    """The service that a ticket sent with the request must have been granted for."""
    return settings.SERVICE_URL or request.build_absolute_uri(SERVICE_PATH)


def caller(ticket: str, service_url: str) -> User:
    """The active account, of whatever type, that the service ticket was granted to; the ticket is used up by asking.

    Of two that bring the same ticket at once one is refused. Call it outside a transaction, whose rollback would make
    the ticket good again. Raises InvalidTicket; with CAS_URL also WrongUserType and LinkedSystemDown.
    """
    if settings.CAS_URL:
        # Loaded where it is used: it brings an HTTP client and an XML parser along.
        from accounts import cas

        return cas.caller(ticket, service_url)
    tickets = ServiceTicket.objects.filter(pk=_digest(ticket))
    found = tickets.select_related("granted_by__user").first()
    if found is None or not tickets.delete()[0]:
        raise InvalidTicket
    if found.expires <= timezone.now() or found.service_digest != _digest(service_url):
        raise InvalidTicket
    if not _is_live(found.granted_by):
        raise InvalidTicket
    return found.granted_by.user


def grant_tgt(user: User) -> str:
    """A new ticket-granting ticket for the user, whose password was just right; his expired ones are cleared away."""
    now = timezone.now()
    TicketGrantingTicket.objects.filter(user=user, expires__lte=now).delete()
    tgt = _token("TGT")
    TicketGrantingTicket.objects.create(
        digest=_digest(tgt),
        user=user,
        session_auth_hash=user.get_session_auth_hash(),
        expires=now + dt.timedelta(hours=settings.KIRJAUTUMISLIPPU_TUNTIA),
    )
    return tgt


def grant_service_ticket(tgt: str, service: str) -> str:
    """A new service ticket for the service, a URL as the client has it. Raises InvalidTicket: the TGT is no good."""
    granting = _find(tgt)
    now = timezone.now()
    ServiceTicket.objects.filter(granted_by=granting, expires__lte=now).delete()
    ticket = _token("ST")
    try:
        ServiceTicket.objects.create(
            digest=_digest(ticket),
            granted_by=granting,
            service_digest=_digest(service),
            expires=now + dt.timedelta(seconds=settings.PALVELULIPPU_SEKUNTIA),
        )
    except IntegrityError:
        # The TGT was revoked between the two statements.
        raise InvalidTicket from None
    return ticket


def holder(tgt: str) -> User:
    """The account that the ticket-granting ticket was granted to. Raises InvalidTicket when it is no good."""
    return _find(tgt).user


def revoke(tgt: str) -> None:
    """Sign out: neither the ticket-granting ticket nor the service tickets it has granted are good any more."""
    TicketGrantingTicket.objects.filter(pk=_digest(tgt)).delete()


def _find(tgt: str) -> TicketGrantingTicket:
    granting = TicketGrantingTicket.objects.select_related("user").filter(pk=_digest(tgt)).first()
    if granting is None or granting.expires <= timezone.now() or not _is_live(granting):
        raise InvalidTicket
    return granting


def _is_live(granting: TicketGrantingTicket) -> bool:
    """The account is in use, and neither its password nor its session_epoch has changed since."""
    user = granting.user
    return user.is_active and constant_time_compare(granting.session_auth_hash, user.get_session_auth_hash())


def _token(kind: str) -> str:
    return f"{kind}-{secrets.token_urlsafe(32)}"


def _digest(text: str) -> bytes:
    """Enough for secrets of 256 bits, which no one can guess; any text has one, of one length."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
