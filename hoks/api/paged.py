"""GET /hoks/paged: plans by the thousand, for national statistics and for schools' own systems (domain.md 3.3)."""

import datetime as dt
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS, Error, connections, router, transaction
from django.db.models import Q
from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from pydantic_core import PydanticCustomError

from accounts.permissions import Privilege, has_privilege_somewhere
from hoks import audit, contract, permissions, plan, services
from hoks.api.redaction import hides, redact
from hoks.api.refusals import NOT_TO_BE_KEPT, Refusal, refusal
from hoks.contract.types import refuse, wire_timestamp, write_timestamp
from hoks.models import Hoks, Kanava
from hoks.rules import Context, judge
from hoks.violations import ContractSentence, Violation

DEFAULT_AMOUNT, MAX_AMOUNT = 500, 1000
MAX_ID = 2**63 - 1
# A client that stops reading keeps a moment of the database open, and what was written since from being cleared up.
IDLE_SECONDS = 300
JSON = "application/json"
# How the reference names what a parameter must be.
EXPECTED = {"vaara-aikaleima": "instance? java.util.Date"}

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Page:
    """What a page was asked for: at most `amount` plans, their ids past `from_id`, changed past `updated_after`."""

    amount: int
    from_id: int
    updated_after: dt.datetime | None

    def q(self) -> Q:
        chosen = Q(pk__gt=self.from_id)
        return chosen & Q(muokattu__gt=self.updated_after) if self.updated_after else chosen


def paged(request) -> HttpResponseBase:
    """A page of what `request.caller` may read; the answer is streamed plan by plan, so its memory stays flat.

    The reading is on record before the first byte leaves: an answer cut short has been read too.
    """
    if not has_privilege_somewhere(request.caller, Privilege.READ):
        raise refusal("ei-oikeutta")
    page = _page(request.GET)
    if request.method == "HEAD":
        return HttpResponse(content_type=JSON, headers=NOT_TO_BE_KEPT)
    chosen = Hoks.objects.filter(permissions.paged_hoks_q(request.caller), page.q()).order_by("pk")
    hoks_ids = list(chosen.values_list("pk", flat=True)[: page.amount])
    audit.record(
        audit.Toiminto.LUETTU,
        None,
        by=request.caller,
        kanava=Kanava.TIEDONSIIRTO,
        kohde="paged",
        fromId=page.from_id,
        amount=page.amount,
        updatedAfter=write_timestamp(page.updated_after) if page.updated_after else "",
        hoksIds=hoks_ids,
    )
    body = _body(hoks_ids, page.from_id, using=router.db_for_read(Hoks))
    return StreamingHttpResponse(body, content_type=JSON, headers=NOT_TO_BE_KEPT)


# --- What is asked for ---------------------------------------------------------------------


def _page(query: QueryDict) -> Page:
    """The query's meaning; a Refusal that names every parameter that has none."""
    faults: list[Violation] = []

    def asked(name: str, read, default):
        told = query.get(name)
        if told is None:
            return default
        try:
            return read(told)
        except PydanticCustomError as error:
            faults.append(Violation((name,), error.type, ContractSentence(error.type, "", name)))
            return default

    page = Page(
        amount=min(max(asked("amount", _whole_number, DEFAULT_AMOUNT), 1), MAX_AMOUNT),
        from_id=asked("from-id", _whole_number, 0),
        updated_after=asked("updated-after", wire_timestamp, None),
    )
    if faults:
        raise _refused(query, faults)
    return page


def _whole_number(told: str) -> int:
    if not re.fullmatch(r"-?\d+", told, re.ASCII):
        raise refuse("vaara-kokonaisluku")
    if len(told) > 20 or abs(int(told)) > MAX_ID:
        raise refuse("liian-suuri-luku")
    return int(told)


def _refused(query: QueryDict, faults: list[Violation]) -> Refusal:
    """The 400 of parameters, as the reference words it, and in Finnish beside it."""
    errors = {}
    for fault in faults:
        name = str(fault.path[0])
        shown = f'"{query[name]}"' if len(query[name]) < 20 else "a-java.lang.String"
        errors[name] = f"(not ({EXPECTED.get(fault.code, 'integer?')} {shown}))"
    told = {
        "errors": errors,
        "type": "compojure.api.exception/request-validation",
        "coercion": "schema",
        "value": query.dict(),
        "in": ["request", "query-params"],
        "violations": [fault.as_wire() for fault in faults],
    }
    return Refusal(400, told, [fault.code for fault in faults], faults)


# --- What is told --------------------------------------------------------------------------


def _body(hoks_ids: list[int], from_id: int, *, using: str) -> Iterator[bytes]:
    """The answer's bytes, a plan at a time; closing the generator ends its transaction."""
    context = Context(kanava=Kanava.TIEDONSIIRTO, today=services.today(), toiminto="korvaus")
    failed, separator = [], b'{"meta": {}, "data": {"result": ['
    try:
        for pk, document in _documents(hoks_ids, using):
            told = None if document is None else _told(document, context)
            if told is None:
                failed.append(pk)
            else:
                yield separator + told
                separator = b", "
    except Error as error:
        # The client sees an answer that breaks off. The message would quote plans in the server's log.
        raise RuntimeError(f"Page cut short: {type(error).__name__}") from None
    rest = {"failed-ids": failed, "last-id": max(hoks_ids, default=from_id)}
    yield (b"" if separator == b", " else separator) + b"], " + json.dumps(rest)[1:].encode() + b"}"


def _documents(hoks_ids: list[int], using: str) -> Iterator[tuple[int, dict | None]]:
    """The plans of plan.load_many; a replica that fails on the way leaves the rest to the primary."""
    last = 0
    try:
        with transaction.atomic(using=using):
            with connections[using].cursor() as cursor:
                cursor.execute(f"SET LOCAL idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'")
            for pk, document in plan.load_many(hoks_ids, using=using):
                yield pk, document
                last = pk
    except Error:
        if using == DEFAULT_DB_ALIAS:
            raise
        yield from _documents([pk for pk in hoks_ids if pk > last], DEFAULT_DB_ALIAS)


def _told(document: dict, context: Context) -> bytes | None:
    """The plan as it is told; None when, as told, it breaks the contract or a rule that asks no study right."""
    try:
        reading = contract.read(plan.write_shape(document), contract.HoksPut)
        if any(not hides(violation.path) for violation in judge(reading, context)):
            return None
        return json.dumps(redact(document), ensure_ascii=False, allow_nan=False).encode()
    except Exception as error:
        log.error("Plan %s can't be told: %s", document["id"], type(error).__name__)
        return None
