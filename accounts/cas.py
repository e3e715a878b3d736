"""Tickets of a CAS of others (CAS_URL): what it says of a ticket, and the account that follows (domain.md 4.1)."""

import logging
import re
from typing import Any
from xml.etree.ElementTree import ParseError

from cas import CASClientV2
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from requests import RequestException, Response, Session
from requests.adapters import HTTPAdapter

from accounts.models import User
from accounts.sign_in import VerifiedIdentity, upsert_user
from accounts.tickets import InvalidTicket, LinkedSystemDown, WrongUserType

ROLE = re.compile(r"ROLE_APP_EHOKS_(\w+)_(1\.2\.246\.562\.10\.\d+)", re.ASCII)
# What else a client sends as a ticket is none, and is not carried on.
SERVICE_TICKET = re.compile(r"ST-[!-~]{1,500}")

log = logging.getLogger(__name__)


class _Adapter(HTTPAdapter):
    """Gives up after a while: requests would wait for ever."""

    def send(self, request, stream=False, timeout=None, verify=True, cert=None, proxies=None) -> Response:
        return super().send(request, stream, timeout or settings.CAS_AIKARAJA_SEKUNTIA, verify, cert, proxies)


# Holds the connections, for all threads; sessions hold cookies and are made for each question.
_adapter = _Adapter()


def caller(ticket: str, service_url: str) -> User:
    """The active machine account, made and kept as the CAS says, that the ticket was granted to for the service.

    An account deactivated here stays so. Raises InvalidTicket; WrongUserType when either the CAS or we hold the
    account for something else than a machine's; LinkedSystemDown.
    """
    identity = verify(ticket, service_url)
    if identity.kayttaja_tyyppi != User.Tyyppi.PALVELU:
        raise WrongUserType
    ours = User.objects.filter(username=identity.username)
    if ours.exclude(kayttaja_tyyppi=User.Tyyppi.PALVELU).exists():
        raise WrongUserType
    user = _keep(identity)
    if not user.is_active:
        raise InvalidTicket
    return user


def verify(ticket: str, service_url: str) -> VerifiedIdentity:
    """What the CAS says of the ticket's holder. Raises InvalidTicket, LinkedSystemDown."""
    if not SERVICE_TICKET.fullmatch(ticket):
        raise InvalidTicket
    try:
        # Not .../p3/serviceValidate: the national CAS tells the attributes here too (domain.md 4.1).
        username, attributes, _proxy = CASClientV2(
            server_url=f"{settings.CAS_URL.rstrip('/')}/", service_url=service_url, session=_session()
        ).verify_ticket(ticket)
    except (RequestException, ParseError, IndexError, AttributeError, ValueError) as error:
        # The kind alone: messages quote the address, and the ticket in it.
        log.warning("CAS could not be asked: %s", type(error).__name__)
        raise LinkedSystemDown from None
    if not username:
        raise InvalidTicket
    told = attributes or {}
    roles = (ROLE.fullmatch(role) for role in _values(told.get("roles")))
    return VerifiedIdentity(
        username=username,
        kayttaja_tyyppi="".join(_values(told.get("kayttajaTyyppi"))),
        oid_henkilo="".join(_values(told.get("oidHenkilo"))) or None,
        roles=frozenset((role[2], role[1]) for role in roles if role),
    )


def _keep(identity: VerifiedIdentity) -> User:
    """Store what the CAS says; nothing is written when nothing has changed."""
    for _attempt in range(2):
        try:
            return upsert_user(identity)[0]
        except (ValidationError, IntegrityError) as error:
            # Once: another request of a new account came first. Twice: what the CAS says can't be kept.
            refused = error
    fields = ", ".join(refused.message_dict) if isinstance(refused, ValidationError) else "unique"
    log.error("What CAS says of %r can't be kept: %s", identity.username, fields)
    raise InvalidTicket


def _session() -> Session:
    """Asks the CAS of CAS_URL and nobody else: a ticket is not carried on to where it redirects."""
    session = Session()
    session.mount("https://", _adapter)
    session.mount("http://", _adapter)
    session.max_redirects = 0
    session.hooks["response"] = [_require_success]
    return session


def _require_success(response: Response, **_kwargs: Any) -> None:
    response.raise_for_status()


def _values(told: str | list[str | None] | None) -> list[str]:
    """An attribute's values: one is told as a text, several as a list."""
    return [value for value in (told if isinstance(told, list) else [told]) if value]
