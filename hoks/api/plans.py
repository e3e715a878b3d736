"""The routes of plans: thin adapters between HTTP and hoks.services (domain.md 3.1)."""

import re
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

from accounts.permissions import Privilege, has_privilege_at_oph
from hoks import audit, permissions, plan, services
from hoks.api import body, first_failure
from hoks.api.access import address_key, limit_rate, machine, require_caller_id, resource
from hoks.api.paged import paged
from hoks.api.refusals import NOT_TO_BE_KEPT, Refusal, answer, refusal
from hoks.contract.hoks import HoksPut
from hoks.models import Hoks, Kanava, Opiskeluoikeus, OsaamisenHankkimistapa
from hoks.rules import Stage
from hoks.transfer import complete_replacement
from hoks.violations import Refused, Violation

Toiminto = audit.Toiminto
VERSION_TAG = re.compile(r'(?:W/)?"(\d{1,19})-(\d{1,10})"', re.ASCII)
FRAMEWORK_SAYS = {
    "type": "compojure.api.exception/request-validation",
    "coercion": "schema",
    "in": ["request", "body-params"],
}
EMPTY = {"meta": {}, "data": {}}


# --- Reading -------------------------------------------------------------------------------


@machine
def read_hoks(request, hoks_id: str) -> HttpResponse:
    """GET /hoks/<id>: the whole plan."""
    hoks = _readable(request, pk=_number(hoks_id))
    document = plan.load(hoks)
    audit.record(Toiminto.LUETTU, hoks, by=request.caller, kanava=Kanava.TIEDONSIIRTO)
    return answer({"meta": {}, "data": document}, headers={"ETag": version_tag(hoks)})


@machine
def read_by_opiskeluoikeus(request, opiskeluoikeus_oid: str) -> HttpResponse:
    """GET /hoks/opiskeluoikeus/<oid>: the plan's top level, without its part arrays."""
    hoks = _readable(request, "opiskeluoikeudella-ei-hoksia", opiskeluoikeus_id=opiskeluoikeus_oid)
    parts = {name for name, _cls in plan.node_lists(HoksPut)}
    document = {key: value for key, value in plan.document(hoks, {}).items() if key.replace("-", "_") not in parts}
    audit.record(Toiminto.LUETTU, hoks, by=request.caller, kanava=Kanava.TIEDONSIIRTO)
    return answer({"meta": {}, "data": document}, headers={"ETag": version_tag(hoks)})


@machine
def read_hankintakoulutukset(request, hoks_id: str) -> HttpResponse:
    """GET /hoks/<id>/hankintakoulutukset: OIDs of the study rights included in the plan's, as a bare array."""
    hoks = _readable(request, pk=_number(hoks_id))
    included = Opiskeluoikeus.objects.filter(sisaltyy_opiskeluoikeuteen=hoks.opiskeluoikeus_id)
    audit.record(Toiminto.LUETTU, hoks, by=request.caller, kanava=Kanava.TIEDONSIIRTO, kohde="hankintakoulutukset")
    return answer(list(included.order_by("pk").values_list("pk", flat=True)))


@machine
def read_osaamisen_hankkimistapa(request, oht_id: str) -> HttpResponse:
    """GET /hoks/osaamisen-hankkimistapa/<id>: one period, with its id; for OPH alone."""
    if not has_privilege_at_oph(request.caller, Privilege.READ):
        raise refusal("ei-oikeutta")
    period = (
        OsaamisenHankkimistapa.objects.select_related("hoks__opiskeluoikeus")
        .filter(pk=_number(oht_id), hoks__poistettu=None)
        .first()
    )
    if period is None:
        raise refusal("jakso-tuntematon")
    audit.record(
        Toiminto.LUETTU, period.hoks, by=request.caller, kanava=Kanava.TIEDONSIIRTO, kohde="jakso", ohtId=period.pk
    )
    return answer({"meta": {}, "data": {"id": period.pk, **plan.period_document(period)}})


# --- Writing -------------------------------------------------------------------------------


@machine
def create(request) -> HttpResponse:
    """POST /hoks: a new plan."""
    document = _document(request)
    try:
        hoks = services.create_hoks(document, by=request.caller, kanava=Kanava.TIEDONSIIRTO)
    except Refused as refused:
        raise refused_document(document, refused.violations, **_existing(request.caller, document, refused)) from None
    except PermissionDenied:
        raise refusal("ei-oikeutta") from None
    request.siirto.hoks, request.siirto.changed = hoks, True
    uri = f"{request.path}/{hoks.pk}"
    return answer({"meta": {"id": hoks.pk}, "data": {"uri": uri}}, headers={"ETag": version_tag(hoks)})


@machine
def replace(request, hoks_id: str) -> HttpResponse:
    """PUT /hoks/<id>: the whole plan anew."""
    return _save(request, hoks_id, services.replace_hoks, complete=complete_replacement)


@machine
def update(request, hoks_id: str) -> HttpResponse:
    """PATCH /hoks/<id>: the given fields of the top level."""
    return _save(request, hoks_id, services.update_hoks)


def _save(request, hoks_id: str, service, **options: Any) -> HttpResponse:
    entry = request.siirto
    try:
        document = _document(request)
    except Refusal:
        # A document that can be read is judged in this order by the service, under its lock.
        _held(request, hoks_id, Privilege.UPDATE)
        raise
    hoks = Hoks(pk=_number(hoks_id))
    try:
        based_on = _version_asked_for(request, hoks)
        entry.changed = service(
            hoks, document, by=request.caller, kanava=Kanava.TIEDONSIIRTO, based_on=based_on, **options
        )
    except Hoks.DoesNotExist:
        raise refusal("hoks-tuntematon") from None
    except (Refused, PermissionDenied, services.Conflict) as refused:
        # For the log: which school it concerns.
        entry.hoks = Hoks.objects.select_related("opiskeluoikeus").filter(pk=hoks.pk).first()
        if isinstance(refused, Refused):
            raise refused_document(document, refused.violations) from None
        raise refusal("ei-oikeutta" if isinstance(refused, PermissionDenied) else "versio-vanhentunut") from None
    entry.hoks = hoks
    return HttpResponse(status=204, headers={**NOT_TO_BE_KEPT, "ETag": version_tag(hoks)})


def validate(request) -> HttpResponse:
    """POST /validointi: the verdict on a document as a new plan, for anybody; nothing is kept (domain.md 3.1)."""
    require_caller_id(request)
    limit_rate(address_key(request), settings.VALIDOINTI_PYYNTOJA_MINUUTISSA)
    document = body.read_json(request)
    violations = services.judge_new(document, kanava=Kanava.TIEDONSIIRTO)
    # Whose the study right is and what it has already is not told to strangers.
    of_document = [item for item in violations if item.rule is None or item.rule.stage <= Stage.OBJECT]
    if of_document:
        raise refused_document(document, of_document)
    return answer(EMPTY)


# --- Versions of a plan in headers ---------------------------------------------------------


def version_tag(hoks: Hoks) -> str:
    """The ETag of the plan as it is."""
    return f'"{hoks.pk}-{hoks.versionumero}"'


def _version_asked_for(request, hoks: Hoks) -> int | None:
    """The version that If-Match wants changed, None for any; -1, which no plan has, when it names none of this plan.

    A weak tag is one that compression made of ours.
    """
    header = request.headers.get("If-Match", "").strip()
    if not header or header == "*":
        return None
    versions = [int(numero) for pk, numero in VERSION_TAG.findall(header) if int(pk) == hoks.pk]
    if len(versions) > 1:
        current = Hoks.objects.filter(pk=hoks.pk, poistettu=None).values_list("versionumero", flat=True).first()
        versions = [numero for numero in versions if numero == current] or versions
    return versions[0] if versions else -1


# --- Answers -------------------------------------------------------------------------------


def refused_document(document: Any, violations: list[Violation], **members: Any) -> Refusal:
    """The 400 of a refused document: the reference's view of the first faults, and all of them in `violations`.

    What is wrong with the plan's shape or sense is told in `errors`, what stands in its way in `error`
    (domain.md 2.0, 2.5, 2.6).
    """
    told: dict[str, Any] = {}
    unknown = _unknown_opiskeluoikeus(document, violations)
    of_document = [item for item in violations if item.rule is None or item.rule.stage in (Stage.FIELD, Stage.OBJECT)]
    if unknown:
        told["error"] = unknown
    if of_document:
        told |= {"errors": first_failure.errors(document, violations), **FRAMEWORK_SAYS, "value": document}
    elif not unknown:
        told["error"] = min(violations, key=lambda item: (item.rule.stage, item.rule.order)).wire_text
    told |= {**members, "violations": [violation.as_wire() for violation in violations]}
    return Refusal(400, told, [violation.code for violation in violations], violations)


def _unknown_opiskeluoikeus(document: Any, violations: list[Violation]) -> str:
    """The reference's text when the study right named can't be found, which it looks for before all else."""
    for item in violations:
        if item.rule is not None and item.rule.stage is Stage.LOOKUP:
            return item.wire_text
        if item.rule is None and item.path == ("opiskeluoikeus-oid",):
            oid = document.get("opiskeluoikeus-oid")
            return f"Opiskeluoikeus `{oid}` not found in Koski" if isinstance(oid, str) else ""
    return ""


def _existing(user, document: Any, refused: Refused) -> dict[str, int]:
    """The id of the plan that the study right has already, when that is what is wrong and the caller may read it."""
    if not any(item.code == "hoks-olemassa" for item in refused.violations):
        return {}
    hoks = Hoks.objects.visible_to(user).filter(opiskeluoikeus_id=document["opiskeluoikeus-oid"]).first()
    return {"hoks-id": hoks.pk} if hoks else {}


# --- Finding -------------------------------------------------------------------------------


def _document(request) -> Any:
    request.siirto.text = body.text(request)
    request.siirto.document = body.read_json(request)
    return request.siirto.document


def _number(told: str) -> int:
    """The id in a path; what is none is nobody's."""
    if not re.fullmatch(r"\d{1,18}", told, re.ASCII):
        raise refusal("hoks-tuntematon")
    return int(told)


def _held(request, hoks_id: str, privilege: Privilege) -> None:
    """Refuse when there is no such plan, or the caller has not the privilege over it."""
    hoks = Hoks.objects.select_related("opiskeluoikeus").filter(pk=_number(hoks_id), poistettu=None).first()
    if hoks is None:
        raise refusal("hoks-tuntematon")
    request.siirto.hoks = hoks
    if not permissions.holds(request.caller, privilege, hoks):
        raise refusal("ei-oikeutta")


def _readable(request, unknown: str = "hoks-tuntematon", **lookup: Any) -> Hoks:
    """The plan, when there is one and the caller may read it."""
    found = Hoks.objects.select_related("opiskeluoikeus").defer("opiskeluoikeus__koski")
    hoks = found.filter(poistettu=None, **lookup).first()
    if hoks is None:
        raise refusal(unknown)
    request.siirto.hoks = hoks
    if not permissions.can_view(request.caller, hoks):
        audit.record_refusal(Toiminto.LUETTU, hoks, by=request.caller, kanava=Kanava.TIEDONSIIRTO)
        raise refusal("ei-oikeutta")
    return hoks


# --- Addresses -----------------------------------------------------------------------------


@machine
def gone(request, hoks_id: str, **_rest: Any) -> HttpResponse:
    """The sub-resources of old: gone, but to whom the plan isn't open they are closed (domain.md 3.1)."""
    _held(request, hoks_id, {"POST": Privilege.WRITE, "PATCH": Privilege.UPDATE}.get(request.method, Privilege.READ))
    raise refusal("poistunut-reitti")


@csrf_exempt
@login_not_required
def unknown(request) -> HttpResponse:
    """Every other address."""
    return refusal("reitti-tuntematon").response()


hoksit = resource(POST=create)
hoks_page = resource(GET=read_hoks, PUT=replace, PATCH=update)
by_opiskeluoikeus = resource(GET=read_by_opiskeluoikeus)
hankintakoulutukset = resource(GET=read_hankintakoulutukset)
osaamisen_hankkimistapa = resource(GET=read_osaamisen_hankkimistapa)
paged_hoksit = resource(GET=machine(paged))
validointi = resource(POST=validate)
deprecated = resource(GET=gone, POST=gone, PATCH=gone)
healthcheck = resource(GET=lambda request: answer({}))
