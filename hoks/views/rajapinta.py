"""The interface's documentation: how to begin, every route and field, and every rule. Open to all."""

import datetime as dt
import json
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.tickets import SERVICE_PATH
from hoks.api import catalogue, examples, node_schemas, openapi
from hoks.api.body import NESTING_MAX
from hoks.api.paged import DEFAULT_AMOUNT, MAX_AMOUNT
from hoks.api.refusals import KINDS
from hoks.contract import HoksPatch, HoksPost, HoksPut, Node, wire_name
from hoks.contract.types import canonical_number
from hoks.presentation.rows import date_text, number_text
from hoks.rules import RULES, Rule, Stage
from hoks.rules.huomautukset import LAJIT
from hoks.siirrot.explanations import EXPLANATIONS, REQUEST_CODES, STATUSES, explain
from hoks.transfer import KEPT_WHEN_LEFT_OUT
from hoks.violations import SENTENCES

DAY = 24 * 60 * 60
VARIANTS: tuple[type[Node], ...] = (HoksPost, HoksPut, HoksPatch)
# The variants of the whole have one place on the page.
WHOLE = "Suunnitelma"


@login_not_required
@require_safe
@cache_control(public=True, max_age=DAY)
def openapi_json(request):
    """The interface in OpenAPI 3.1, for programs."""
    return HttpResponse(
        json.dumps(openapi.document(_server(request)), ensure_ascii=False), content_type="application/json"
    )


@login_not_required
@require_safe
def doc(request):
    """The reference's address of its documentation."""
    return redirect("rajapinta")


# --- The interface -------------------------------------------------------------------------


@login_not_required
@require_safe
def rajapinta(request):
    """The interface for people: how to begin, routes, answers, and every field of a plan."""
    server = _server(request)
    told = examples.answers()
    context = {
        "navigation": _navigation(
            alku=_("Näin pääset alkuun"),
            osoitteet=_("Osoitteet"),
            uusi=_("Ensimmäinen suunnitelma"),
            paivitys=_("Päivittäminen"),
            vastaukset=_("Kun pyyntö hylätään"),
            sivuittain=_("Suunnitelmat sivuittain"),
            rajat=_("Rajat"),
            tuva=_("TUVA-koulutus"),
            tiedot=_("Suunnitelman tiedot"),
        ),
        "server": server,
        "api": f"{server}{catalogue.BASE}",
        "script": _script(server),
        "settings": settings,
        "minutes_locked": settings.AXES_COOLOFF_TIME.seconds // 60,
        "megabytes": number_text(canonical_number(settings.RAJAPINTA_KOKO_ENINTAAN / 1_000_000)),
        "nesting": NESTING_MAX,
        "default_amount": DEFAULT_AMOUNT,
        "max_amount": MAX_AMOUNT,
        "routes": [_route(route) for route in catalogue.PLANS if not route.deprecated],
        "ticket_routes": [] if settings.CAS_URL else [_route(route) for route in catalogue.TICKETS],
        "route_columns": _columns(_("Osoite"), _("Kun onnistuu"), _("Mitä se tekee")),
        "four": [
            (status, [explain(one.code) for one in told.values() if one.status == number and one.code in EXPLANATIONS])
            for number, status in STATUSES.items()
        ],
        "answers": [
            (one, explain(one.code) if one.code in EXPLANATIONS else None)
            for one in sorted(told.values(), key=lambda one: one.status)
            if one.status not in STATUSES
        ],
        "answer_columns": _columns(_("Vastaus"), _("Mitä tapahtui"), _("Mitä tehdään")),
        "new": _pretty(examples.NEW),
        "created": _pretty(examples.CREATED),
        "change": _pretty(examples.CHANGE),
        "faulty": _pretty(examples.FAULTY),
        "refused": _pretty(told["suunnitelma-hylatty"].body),
        "tuva": _pretty(examples.TUVA),
        "etag": examples.ETAG,
        "emptied": [field.wire for field in node_schemas.wire_fields(HoksPut) if _is_emptied(field)],
        "kept": [wire_name(name) for name in KEPT_WHEN_LEFT_OUT],
        "whole": _whole(),
        "whole_columns": _columns(_("Kenttä"), "POST", "PUT", "PATCH", _("Tyyppi"), _("Selite")),
        "nodes": [_node(cls) for cls in node_schemas.node_classes()],
        "node_columns": _columns(_("Kenttä"), _("Pakollisuus"), _("Tyyppi"), _("Selite")),
    }
    return render(request, "rajapinta/rajapinta.html", context)


def _server(request) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _navigation(**sections: str) -> list[dict[str, str]]:
    return [{"text": text, "href": f"#{anchor}"} for anchor, text in sections.items()]


def _columns(*texts: str) -> list[dict[str, str]]:
    return [{"text": text} for text in texts]


def _pretty(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)


def _script(server: str) -> str:
    """Commands that get a ticket and use it; in a demo they work as they stand."""
    tickets = f"{settings.CAS_URL.rstrip('/')}/v1/tickets" if settings.CAS_URL else f"{server}{catalogue.CAS}/tickets"
    service = settings.SERVICE_URL or f"{server}{SERVICE_PATH}"
    username, password = ("palvelu", settings.DEMO_PASSWORD) if settings.DEMO else (_("TUNNUS"), _("SALASANA"))
    address = f"{server}{catalogue.BASE}/hoks/opiskeluoikeus/{examples.OPISKELUOIKEUS_OID}"
    return f"""\
TGT=$(curl -s -D - -o /dev/null "{tickets}" \\
  --data-urlencode "username={username}" --data-urlencode "password={password}" \\
  | tr -d '\\r' | sed -n 's/^[Ll]ocation: //p')
ST=$(curl -s "$TGT" --data-urlencode "service={service}")
curl -i "{address}" \\
  -H "caller-id: {examples.KOULU_OID}.esimerkki" -H "ticket: $ST"
"""


def _route(route: catalogue.Route) -> dict[str, Any]:
    return {"route": route, "needed": openapi.needed(route)}


def _is_emptied(field: node_schemas.WireField) -> bool:
    """A scalar of the top level that a PUT empties by leaving it out."""
    keeps = {wire_name(name) for name in KEPT_WHEN_LEFT_OUT}
    return not (field.required or field.kind in ("nodes", "oid") or field.wire in keeps)


def _whole() -> dict[str, Any]:
    """The top level: each field with what it is in each variant (required, allowed, or not)."""
    by_variant = [{field.wire: field for field in node_schemas.wire_fields(cls)} for cls in VARIANTS]
    fields = {wire: field for variant in reversed(by_variant) for wire, field in variant.items()}
    words = {None: "–", True: _("pakollinen"), False: _("sallittu")}
    return {
        "anchor": WHOLE,
        "fields": [
            (field, [words[variant[wire].required if wire in variant else None] for variant in by_variant])
            for wire, field in fields.items()
        ],
        "rules": {one.code: one for cls in VARIANTS for one in node_schemas.rules_of(cls)}.values(),
    }


def _node(cls: type[Node]) -> dict[str, Any]:
    return {
        "anchor": cls.__name__,
        "title": node_schemas.title(cls),
        "uses": [
            {"anchor": _anchor(around), "title": node_schemas.title(around), "wire": field.wire}
            for around, field in node_schemas.uses()[cls]
        ],
        "fields": list(node_schemas.wire_fields(cls)),
        "rules": node_schemas.rules_of(cls),
    }


def _anchor(cls: type[Node]) -> str:
    return WHOLE if cls in VARIANTS else cls.__name__


# --- Rules ---------------------------------------------------------------------------------

ACTIONS = {
    "luonti": _lazy("uusi suunnitelma (POST)"),
    "korvaus": _lazy("korvaus (PUT)"),
    "muutos": _lazy("muutos (PATCH)"),
}
STAGES = {
    Stage.LOOKUP: _lazy("Ensimmäisenä, ennen tietojen tarkistamista."),
    Stage.FIELD: _lazy("Kun kentän oma muoto on oikein."),
    Stage.OBJECT: _lazy("Kun säännön tarvitsemat kentät ovat oikein."),
    Stage.BELONGING: _lazy("Kun dokumentti on oikein, ennen kutsujan oikeuksia."),
    Stage.ADMISSION: _lazy("Kun kutsujalla on oikeus tallentaa."),
}


@login_not_required
@require_safe
def saannot(request):
    """Every code that a refusal may carry: the rules of a plan, the contract's refusals and those of requests.

    And the warnings, which refuse nothing.
    """
    rules: dict[str, list[dict[str, Any]]] = {}
    for one in RULES:
        rules.setdefault(one.code, []).append(_rule(one))
    cards = [{"explanation": explain(code), "rules": found} for code, found in rules.items()]
    context = {
        "navigation": _navigation(
            suunnitelma=_("Koko suunnitelman säännöt"),
            osat=_("Suunnitelman osien säännöt"),
            muoto=_("Tietojen muoto"),
            huomautukset=_("Huomautukset"),
            pyynto=_("Pyynnöt"),
        ),
        "whole": [card for card in cards if card["rules"][0]["of_whole"]],
        "parts": [card for card in cards if not card["rules"][0]["of_whole"]],
        "contract": [explain(code) for code in SENTENCES],
        "contract_columns": _columns(_("Koodi"), _("Mikä on vialla"), _("Kuka"), _("Mitä tehdään")),
        "warnings": LAJIT,
        "warning_columns": _columns(_("Koodi"), _("Milloin huomautetaan"), _("Mitä sanotaan")),
        "requests": [(one, _status(one.code)) for one in EXPLANATIONS.values() if one.code in REQUEST_CODES],
        "request_columns": _columns(_("Koodi"), _("Vastaus"), _("Mikä on vialla"), _("Kuka"), _("Mitä tehdään")),
    }
    return render(request, "rajapinta/saannot.html", context)


def _rule(one: Rule) -> dict[str, Any]:
    classes: tuple[type[Node], ...] = (*VARIANTS, *node_schemas.node_classes())
    asked_of = [cls for cls in classes if issubclass(cls, one.nodes)]
    return {
        "rule": one,
        "of_whole": asked_of[0] in VARIANTS,
        "places": {_anchor(cls): node_schemas.title(cls) for cls in asked_of}.items(),
        "actions": [] if len(one.toiminnot) == len(ACTIONS) else [ACTIONS[toiminto] for toiminto in one.toiminnot],
        "stage": STAGES[one.stage],
        "days": [date_text(raja) for raja in one.rajat.values() if isinstance(raja, dt.date)],
    }


def _status(code: str) -> int:
    """The status of a request refused with the code: as the interface answers, else of a document that isn't JSON."""
    told = examples.answers()
    return KINDS[code].status if code in KINDS else told[code].status if code in told else 400
