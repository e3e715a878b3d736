"""Who read and wrote what: a row for us and the learner, a JSON line for the national log (domain.md 3.4).

Paths are told, values never. A row and its line stand or fall with the transaction they are recorded in; refusals
are recorded after the rollback, so that they stay.
"""

import datetime as dt
import hashlib
import itertools
import json
import logging
import os
import socket
from contextvars import ContextVar
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.permissions import granting_organisaatio_oid
from hoks.models import Hoks, Opiskeluoikeus, Tapahtuma

Toiminto = Tapahtuma.Toiminto
Tulos = Tapahtuma.Tulos

log = logging.getLogger("audit")
HELSINKI = ZoneInfo("Europe/Helsinki")
BOOT_TIME = dt.datetime.now(HELSINKI).isoformat(timespec="milliseconds")
# The log's key is bootTime, logSeq and hostname together; several workers share a host.
HOSTNAME = f"{socket.gethostname()}/{os.getpid()}"
_sequence = itertools.count(1)
_request: ContextVar[Any] = ContextVar("audit_request", default=None)


class AuditRequestMiddleware:
    """Lets the audit line name the address and browser of the request being served."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = _request.set(request)
        try:
            return self.get_response(request)
        finally:
            _request.reset(token)


def record(
    toiminto: Tapahtuma.Toiminto,
    target: Hoks | Opiskeluoikeus | None,
    *,
    by,
    tulos: Tapahtuma.Tulos = Tulos.ONNISTUI,
    kanava: str = "",
    muutokset: list[dict] | None = None,
    kohde: str = "hoks",
    **lisatiedot: Any,
) -> Tapahtuma:
    """Record one read or write of a plan, or of what hangs on it.

    target: the plan (with its study right loaded) or the study right it would hang on; None when neither is known.
    muutokset: [{"path": JSON Pointer, "op": "add"|"remove"|"replace"}] of a write, [{"path", "code"}] of a refusal.
    kohde: what was read or written, when not the plan itself (e.g. "versiot", "luonnos").
    lisatiedot: ids only; nothing personal.
    """
    opiskeluoikeus = target.opiskeluoikeus if isinstance(target, Hoks) else target
    event = Tapahtuma.objects.create(
        aika=timezone.now(),
        toiminto=toiminto,
        tulos=tulos,
        kohde=kohde,
        kayttaja_id=by.pk,
        kayttaja_oid=by.oid_henkilo or "",
        kayttaja_tyyppi=by.kayttaja_tyyppi,
        organisaatio_oid=granting_organisaatio_oid(by, opiskeluoikeus.oppilaitos_oid if opiskeluoikeus else ""),
        hoks_id=target.pk if isinstance(target, Hoks) else None,
        oppija_oid=opiskeluoikeus.oppija_id if opiskeluoikeus else "",
        opiskeluoikeus_oid=opiskeluoikeus.pk if opiskeluoikeus else "",
        kanava=kanava,
        muutokset=muutokset or [],
        lisatiedot=lisatiedot,
    )
    request = _request.get()
    transaction.on_commit(lambda: log.info(_line(event, request)))
    return event


def record_refusal(toiminto: Tapahtuma.Toiminto, target: Hoks | Opiskeluoikeus, *, by, kanava: str = "") -> Tapahtuma:
    """Record that somebody tried to read or do what he may not."""
    reason = [{"path": "", "code": "PermissionDenied"}]
    return record(toiminto, target, by=by, tulos=Tulos.EPAONNISTUI, kanava=kanava, muutokset=reason)


def _line(event: Tapahtuma, request) -> str:
    target = {
        "hoksId": event.hoks_id,
        "oppijaOid": event.oppija_oid,
        "oppijaHenkiloOid": event.oppija_oid,
        "opiskeluoikeusOid": event.opiskeluoikeus_oid,
        **event.lisatiedot,
    }
    return json.dumps(
        {
            "version": 1,
            "logSeq": next(_sequence),
            "bootTime": BOOT_TIME,
            "type": "log",
            "hostname": HOSTNAME,
            "timestamp": event.aika.astimezone(HELSINKI).isoformat(timespec="milliseconds"),
            "serviceName": "ehoks",
            "applicationType": "backend",
            "user": _user(event, request),
            "organizationOid": event.organisaatio_oid,
            "target": {key: value for key, value in target.items() if value not in (None, "")},
            "operation": event.toiminto,
            "status": event.tulos,
            "changes": event.muutokset,
        },
        ensure_ascii=False,
    )


def _user(event: Tapahtuma, request) -> dict:
    user = {"oid": event.kayttaja_oid, "ipAddress": "", "session": "no session", "userAgent": "no user agent"}
    if request is not None:
        user["ipAddress"] = client_address(request)
        user["userAgent"] = request.headers.get("User-Agent", user["userAgent"])
        session_key = getattr(getattr(request, "session", None), "session_key", None)
        token = session_key or request.headers.get("ticket", "")
        if token:
            # Enough to tell sessions apart; the key itself would open one.
            user["session"] = hashlib.sha256(token.encode()).hexdigest()[:16]
    return user


def client_address(request) -> str:
    """The address a request comes from; what a client claims of itself counts only behind our own proxy."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    return forwarded.split(",")[0].strip() or request.META.get("REMOTE_ADDR", "")


def changed_paths(old: Any, new: Any, path: str = "") -> list[dict]:
    """Where two documents differ, by position, as {"path": JSON Pointer, "op"}; module-ids are left out."""
    if old == new:
        return []
    if isinstance(old, dict) and isinstance(new, dict):
        found = []
        for key in [*old, *(key for key in new if key not in old)]:
            here = f"{path}/{key}"
            if key == "module-id":
                continue
            if key not in new:
                found.append({"path": here, "op": "remove"})
            elif key not in old:
                found.append({"path": here, "op": "add"})
            else:
                found += changed_paths(old[key], new[key], here)
        return found
    if isinstance(old, list) and isinstance(new, list):
        found = []
        for place in range(max(len(old), len(new))):
            here = f"{path}/{place}"
            if place >= len(new):
                found.append({"path": here, "op": "remove"})
            elif place >= len(old):
                found.append({"path": here, "op": "add"})
            else:
                found += changed_paths(old[place], new[place], here)
        return found
    return [{"path": path, "op": "replace"}]
