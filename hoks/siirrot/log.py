"""Writing the transfer log: one row for every write that a student system tries and every request that is refused."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.permissions import granting_organisaatio_oid, privileges
from hoks.models import Hoks, Opiskeluoikeus, Siirto
from hoks.siirrot.replaced import undone_hand_edits
from hoks.violations import Violation

# Longer than any identifier there is; what a sender writes in its place is cut.
IDENTIFIER_LENGTH = 100


@dataclass
class Entry:
    """What is learnt of one request while it is served.

    user: whose request it is, once known; kayttajatunnus: the username tried when there is no user
    document: the parsed body; text: the body as it came
    hoks: the plan it is about; changed: it made a new version
    """

    method: str
    path: str
    caller_id: str = ""
    user: User | None = None
    kayttajatunnus: str = ""
    document: Any = None
    text: str = ""
    hoks: Hoks | None = None
    changed: bool = False


def save(entry: Entry, status: int, koodit: Sequence[str] = (), violations: Sequence[Violation] = ()) -> Siirto:
    """Keep the request and what came of it; a success resolves the study right's earlier refusals.

    Of a study right in whose school the sender has no rights only what he named himself is kept.
    """
    now = timezone.now()
    ok = status < 400
    user = entry.user
    document = entry.document if isinstance(entry.document, dict) else {}
    opiskeluoikeus_oid, oppija_oid = _named(document, "opiskeluoikeus-oid"), _named(document, "oppija-oid")
    opiskeluoikeus = _opiskeluoikeus(entry, opiskeluoikeus_oid)
    school = opiskeluoikeus.oppilaitos_oid if opiskeluoikeus else ""
    # Whoever could write has rights there.
    own_school = bool(school and user and (ok or privileges(user, school)))
    if opiskeluoikeus is not None and own_school:
        opiskeluoikeus_oid, oppija_oid = opiskeluoikeus.pk, opiskeluoikeus.oppija_id
    siirto = Siirto(
        aika=now,
        menetelma=entry.method,
        polku=_clean(entry.path),
        caller_id=_clean(entry.caller_id),
        kayttaja_id=user.pk if user else None,
        kayttajatunnus=user.username if user else _clean(entry.kayttajatunnus),
        lahettaja_oid=granting_organisaatio_oid(user, school) if user else "",
        oppilaitos_oid=school,
        lahettajan_oppilaitos=own_school,
        opiskeluoikeus_oid=opiskeluoikeus_oid,
        oppija_oid=oppija_oid,
        hoks_id=entry.hoks.pk if entry.hoks else None,
        status=status,
        koodit=list(dict.fromkeys(koodit)),
        virheet=[violation.as_wire() for violation in violations],
    )
    if not ok and entry.text and user is not None:
        siirto.dokumentti = entry.text.replace("\0", "\N{REPLACEMENT CHARACTER}")
        siirto.dokumentti_asti = now + dt.timedelta(days=settings.SIIRRON_DOKUMENTTI_PAIVAA)
    if ok and entry.changed and entry.hoks is not None:
        siirto.versionumero = entry.hoks.versionumero
        siirto.korvattu_versionumero = undone_hand_edits(entry.hoks, entry.hoks.versionumero)
    siirto.save(force_insert=True)
    if ok and user and opiskeluoikeus_oid:
        unresolved(opiskeluoikeus_oid, user).update(ratkaistu=now)
    return siirto


def unresolved(opiskeluoikeus_oid: str, user: User) -> QuerySet[Siirto]:
    """Refusals about the study right that the user's success resolves: those of whoever has rights in its school,
    and his own. A stranger's stays, or he would learn from it that the study right has a plan."""
    ours = Q(lahettajan_oppilaitos=True) | Q(kayttaja_id=user.pk)
    return Siirto.objects.filter(ours, opiskeluoikeus_oid=opiskeluoikeus_oid, status__gte=400, ratkaistu=None)


def record_ticket_refusal(request, username: str, user: User | None, status: int, koodi: str) -> Siirto:
    """Keep a refused request for a ticket; it concerns no school, only the account's organisation."""
    entry = Entry(request.method, request.path, request.headers.get("caller-id", ""), user, username)
    return save(entry, status, [koodi])


def _opiskeluoikeus(entry: Entry, named: str) -> Opiskeluoikeus | None:
    if entry.hoks is not None:
        return entry.hoks.opiskeluoikeus
    return Opiskeluoikeus.objects.filter(pk=named).first() if named else None


def _named(document: dict, member: str) -> str:
    value = document.get(member)
    return _clean(value) if isinstance(value, str) else ""


def _clean(text: str) -> str:
    """At most an identifier's length of what the database can hold."""
    return text[:IDENTIFIER_LENGTH].encode("utf-8", "replace").decode().replace("\0", "")
