"""Who is calling, and what every route of the interface has in common (domain.md 3.1)."""

import logging
import traceback
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse, UnreadablePostError
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from accounts import rate_limit, tickets
from accounts.models import User
from ehoks_portal import replica
from hoks.api.refusals import NOT_TO_BE_KEPT, Refusal, refusal
from hoks.audit import client_address
from hoks.siirrot import log as transfer_log

View = Callable[..., HttpResponseBase]
WRITES = ("POST", "PUT", "PATCH")
# Times the size of a document, and bytes.
REST_RECEIVED = 4
CHUNK = 65_536

log = logging.getLogger(__name__)


def resource(**methods: View) -> View:
    """The Django view of one address: HTTP method -> function(request, **path parameters).

    HEAD is GET without its body, OPTIONS and 405 name the methods, and what a function raises becomes its answer.
    """
    if "GET" in methods:
        methods["HEAD"] = methods["GET"]
    allow = ", ".join([*methods, "OPTIONS"])

    @csrf_exempt
    @login_not_required
    def view(request, **path: Any) -> HttpResponseBase:
        response = serve(request, **path)
        _receive_rest(request)
        return response

    def serve(request, **path: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={**NOT_TO_BE_KEPT, "Allow": allow})
        try:
            if request.method not in methods:
                raise refusal("vaara-menetelma", headers={"Allow": allow})
            return methods[request.method](request, **path)
        except Refusal as refused:
            return refused.response()
        except SuspiciousOperation:
            # Django's own limits; it answers 400.
            raise
        except Exception as error:
            _log_failure(error)
            return refusal("palvelun-virhe").response()

    return view


def machine(view: View) -> View:
    """A route for machine accounts: `request.caller` is the account, `request.siirto` the entry of the transfer log.

    Headers, ticket, type and rate are judged in this order; every write is logged, and every refusal.
    """

    def serve(request, **path: Any) -> HttpResponseBase:
        entry = request.siirto = transfer_log.Entry(request.method, request.path, request.headers.get("caller-id", ""))
        refused = None
        response: HttpResponseBase
        try:
            entry.user = request.caller = caller(request)
            with replica.serving(request.method, request.caller):
                response = view(request, **path)
        except Refusal as error:
            refused, response = error, error.response()
            if entry.user is None:
                # Past the limit it isn't logged either: nobody fills the log without an account.
                limit_rate(f"liputon:{client_address(request)}", settings.LIPUTTOMIA_PYYNTOJA_MINUUTISSA)
        if refused is not None or request.method in WRITES:
            transfer_log.save(
                entry, response.status_code, refused.koodit if refused else (), refused.violations if refused else ()
            )
        return response

    return serve


def require_caller_id(request) -> None:
    """Refuse a request without the header caller-id."""
    if not request.headers.get("caller-id", "").strip():
        raise refusal("caller-id-puuttuu")


def caller(request) -> User:
    """The machine account whose ticket the request carries; raises Refusal (domain.md 3.1, sequence)."""
    require_caller_id(request)
    ticket = request.headers.get("ticket", "")
    if not ticket:
        raise refusal("lippu-puuttuu")
    try:
        user = tickets.caller(ticket, tickets.service_url(request))
    except tickets.InvalidTicket:
        raise refusal("lippu-ei-kelpaa") from None
    except tickets.WrongUserType:
        raise refusal("vaara-kayttajatyyppi") from None
    except tickets.LinkedSystemDown:
        raise refusal("cas-ei-vastaa") from None
    if user.kayttaja_tyyppi != User.Tyyppi.PALVELU:
        request.siirto.user = user
        raise refusal("vaara-kayttajatyyppi")
    limit_rate(f"tunnus:{user.pk}", settings.RAJAPINTA_PYYNTOJA_MINUUTISSA)
    return user


def limit_rate(key: str, per_minute: int) -> None:
    """Refuse what comes too fast, saying how long to wait."""
    wait = rate_limit.hit(key, per_minute)
    if wait:
        raise refusal("liian-tiheaan", headers={"Retry-After": str(wait)})


def address_key(request) -> str:
    """The key by which requests without an account are counted."""
    return f"osoite:{client_address(request)}"


def _receive_rest(request) -> None:
    """Read past what is left of the body, so that a client which is still sending it can be answered.

    Else the server would hang up on it. One that sends many times what it may is hung up on.
    """
    stream = request.META["wsgi.input"] if request.META.get("wsgi.input_terminated") else request
    left = REST_RECEIVED * settings.RAJAPINTA_KOKO_ENINTAAN
    try:
        while left > 0 and (chunk := stream.read(CHUNK)):
            left -= len(chunk)
    except (UnreadablePostError, OSError):
        log.debug("A client left before its request was whole")


def _log_failure(error: Exception) -> None:
    """Where it failed, never with what: messages of the database quote people's data."""
    frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    log.error("%s in the interface\n%s", type(error).__name__, "\n".join(frames))
