"""The OpenAPI 3.1 document of the interface, made from its catalogue of routes, the contract and the rules."""

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.tickets import SERVICE_PATH
from hoks.api import examples, node_schemas
from hoks.api.catalogue import PLANS, TICKETS, Route
from hoks.api.examples import Answer
from hoks.api.node_schemas import Shape
from hoks.api.paged import DEFAULT_AMOUNT, MAX_AMOUNT
from hoks.api.plans import EMPTY
from hoks.api.urls import DEPRECATED
from hoks.oids import OPISKELUOIKEUS_RE

VERSION = "1"
JSON, TEXT, HTML, FORM = "application/json", "text/plain", "text/html", "application/x-www-form-urlencoded"
# Schemas of what isn't JSON.
MEDIA = {"Kirjautuminen": FORM, "Lippupyynto": FORM, "Kirjautumislippu": HTML, "Palvelulippu": TEXT, "Teksti": TEXT}
# Schemas of refusals that aren't simply one.
REFUSALS = {
    "suunnitelma-hylatty": "HylattySuunnitelma",
    "kysely-virheellinen": "HylattySuunnitelma",
    "ei-json": "KelvotonJson",
}


def document(base_url: str) -> dict[str, Any]:
    """The document; base_url: of this server, without a slash at its end. Texts are Finnish whatever is asked for."""
    return {**_document(bool(settings.CAS_URL)), "servers": [{"url": base_url}]}


@cache
def _document(other_cas: bool) -> dict[str, Any]:
    """other_cas: tickets are granted elsewhere, so that the addresses of tickets aren't here."""
    with override("fi"):
        paths: dict[str, dict[str, Any]] = {}
        for route in PLANS if other_cas else (*TICKETS, *PLANS):
            paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
        told = {
            "openapi": "3.1.0",
            "info": {"title": _("eHOKSin tiedonsiirtorajapinta"), "version": VERSION, "description": _info()},
            "paths": paths,
            "components": {
                "schemas": {**node_schemas.schemas(), **_schemas()},
                "parameters": _parameters(),
                "headers": _headers(),
                "securitySchemes": {"lippu": _ticket()},
            },
        }
        # What is translated lazily becomes text here, in Finnish.
        return json.loads(json.dumps(told, default=str))


def _info() -> str:
    return _(
        "Opiskelijahallintojärjestelmien rajapinta, jolla HOKSit siirretään. Osoitteen lopussa voi olla vinoviiva. HEAD"
        " toimii kuten GET ilman sisältöä, OPTIONS kertoo osoitteen menetelmät. Hylätyn suunnitelman vastauksessa"
        " errors kertoo ensimmäiset virheet vanhassa muodossa, violations kaikki virheet. Lähetettävä taulukko voi olla"
        " null, joka tarkoittaa tyhjää; muu tieto jätetään pois, jos sitä ei ole."
    )


# --- Operations ----------------------------------------------------------------------------


def _operation(route: Route) -> dict[str, Any]:
    caller_id = ("caller-id",) if "caller-id-puuttuu" in route.refusals else ()
    told: dict[str, Any] = {
        "operationId": route.operation,
        "summary": route.title,
        "description": " ".join(filter(None, (str(route.text), needed(route)))),
        "parameters": [{"$ref": f"#/components/parameters/{name}"} for name in (*caller_id, *route.parameters)],
        "responses": _responses(route),
        "security": [{"lippu": []}] if route.ticketed else [],
    }
    if route.body:
        named = {name: {"summary": summary, "value": value} for name, summary, value in _bodies().get(route.body, ())}
        told["requestBody"] = {"required": True, "content": _content(route.body, named)}
    return told | ({"deprecated": True} if route.deprecated else {})


def needed(route: Route) -> str:
    """A sentence of the right that the route needs; empty when it needs none."""
    if not route.privilege:
        return ""
    if route.oph:
        text = _("Tarvitaan jokin näistä oikeuksista organisaatioiden juureen: %(roles)s.")
    else:
        text = _("Tarvitaan jokin näistä oikeuksista opiskeluoikeuden oppilaitokseen: %(roles)s.")
    return text % {"roles": ", ".join(route.roles)}


def _responses(route: Route) -> dict[str, Any]:
    found = {str(route.status): _success(route)} if route.status < 400 else {}
    told = examples.answers()
    refusals = [told[code] for code in route.refusals]
    for status in sorted({answer.status for answer in refusals}):
        found[str(status)] = _refused([answer for answer in refusals if answer.status == status])
    return found


def _success(route: Route) -> dict[str, Any]:
    told: dict[str, Any] = {"description": _("Onnistui.") if route.answer else _("Onnistui. Vastaus on tyhjä.")}
    names = (["ETag"] if route.tagged else []) + (["Location"] if route.status == 201 else [])
    if names:
        told["headers"] = _header_refs(names)
    if route.answer:
        example = _successes().get(route.answer)
        named = {} if example is None else {"onnistui": {"value": example}}
        told["content"] = _content(route.answer, named)
    return told


def _refused(answers: Sequence[Answer]) -> dict[str, Any]:
    """The answer of one status: what may be wrong, with an example of each."""
    in_text = isinstance(answers[0].body, str)
    names = sorted({REFUSALS.get(answer.code, "Kieltaytyminen") for answer in answers})
    refs = [{"$ref": f"#/components/schemas/{'Teksti' if in_text else name}"} for name in names]
    content = {
        "schema": refs[0] if len(refs) == 1 else {"anyOf": refs},
        "examples": {answer.code: {"summary": answer.when, "value": answer.body} for answer in answers},
    }
    told: dict[str, Any] = {
        "description": " ".join(str(answer.when) for answer in answers),
        "content": {TEXT if in_text else JSON: content},
    }
    headers = sorted({name for answer in answers for name in answer.headers})
    return told | ({"headers": _header_refs(headers)} if headers else {})


def _content(schema: str, named: dict[str, Any]) -> dict[str, Any]:
    content: dict[str, Any] = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    return {MEDIA.get(schema, JSON): content | ({"examples": named} if named else {})}


def _header_refs(names: Sequence[str]) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


# --- Examples ------------------------------------------------------------------------------


def _bodies() -> dict[str, list[tuple[str, str, Any]]]:
    """Schema of a request -> (name, what it is, document) of each example."""
    return {
        "HoksPost": [
            ("uusi", _("Uusi suunnitelma"), examples.NEW),
            ("tuva", _("TUVA-koulutuksen suunnitelma"), examples.TUVA),
        ],
        "HoksPut": [("korvaus", _("Koko suunnitelma uudelleen"), examples.REPLACEMENT)],
        "HoksPatch": [("muutos", _("Kaksi ylätason kenttää"), examples.CHANGE)],
    }


def _successes() -> dict[str, Any]:
    """Schema of an answer -> its example."""
    whole = examples.as_read(examples.NEW)
    period = whole["hankittavat-ammat-tutkinnon-osat"][0]["osaamisen-hankkimistavat"][0]
    return {
        "LuotuVastaus": examples.CREATED,
        "HoksVastaus": {"meta": {}, "data": whole},
        "HoksYlatasoVastaus": {
            "meta": {},
            "data": {name: value for name, value in whole.items() if not isinstance(value, list)},
        },
        "SivuVastaus": {
            "meta": {},
            "data": {
                "result": [examples.as_paged(examples.NEW)],
                "failed-ids": [],
                "last-id": examples.HOKS_ID,
            },
        },
        "Hankintakoulutukset": [examples.TUVA_OPISKELUOIKEUS_OID],
        "HankkimistapaVastaus": {"meta": {}, "data": {"id": examples.OHT_ID, **period}},
        "TyhjaVastaus": EMPTY,
        "TyhjaOlio": {},
        "Palvelulippu": "ST-mX1v…",
    }


# --- Components ----------------------------------------------------------------------------


def _object(properties: dict[str, Any], optional: Sequence[str] = (), **more: Any) -> dict[str, Any]:
    required = [name for name in properties if name not in optional]
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
        **more,
    }


def _enveloped(data: dict[str, Any], meta: dict[str, Any] | None = None) -> dict[str, Any]:
    return _object({"meta": _object(meta or {}), "data": data})


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _schemas() -> dict[str, Any]:
    """Of answers and forms; those of plans are node_schemas'."""
    text, number = {"type": "string"}, {"type": "integer"}
    violations = {"type": "array", "items": _ref("Virhe"), "minItems": 1}
    period = node_schemas.schemas()["OsaamisenHankkimistapa" + Shape.READ]
    return {
        "Virhe": _object(
            {
                "path": {**text, "description": _("Virheen paikka dokumentissa (JSON Pointer, RFC 6901).")},
                "code": {**text, "description": _("Pysyvä koodi; koodit selitetään sääntösivulla.")},
                "message": _object({"fi": {**text, "description": _("Mitä korjataan.")}}),
            }
        ),
        "HylattySuunnitelma": _object(
            {
                "errors": {
                    "type": ["object", "string"],
                    "description": _("Ensimmäiset virheet samassa rakenteessa kuin dokumentti."),
                },
                "error": {**text, "description": _("Syy, joka ei ole dokumentin rakenteessa.")},
                "type": text,
                "coercion": text,
                "value": {"description": _("Lähetetty dokumentti.")},
                "in": {"type": "array", "items": text},
                "hoks-id": {**number, "description": _("Opiskeluoikeuden nykyisen suunnitelman id.")},
                "violations": violations,
            },
            optional=("errors", "error", "type", "coercion", "value", "in", "hoks-id"),
        ),
        "KelvotonJson": _object(
            {name: text for name in ("type", "format", "charset", "original", "message")} | {"violations": violations}
        ),
        "Kieltaytyminen": _object(
            {"error": text, "message": text, "violations": violations}, optional=("error", "message")
        ),
        "LuotuVastaus": _enveloped(_object({"uri": text}), meta={"id": number}),
        "HoksVastaus": _enveloped(_ref("Hoks" + Shape.READ)),
        "HoksYlatasoVastaus": _enveloped(_ref("HoksYlataso")),
        "SivuVastaus": _enveloped(
            _object(
                {
                    "result": {
                        "type": "array",
                        "items": _ref("Hoks" + Shape.PAGED),
                        "description": _(
                            "Suunnitelmat ilman opiskelijan yhteystietoja ja edustajia. Työpaikkaohjaajan tilalla on"
                            " true, arvioijien nimen tilalla <REDACTED>."
                        ),
                    },
                    "failed-ids": {"type": "array", "items": number},
                    "last-id": number,
                }
            )
        ),
        "Hankintakoulutukset": {"type": "array", "items": {**text, "pattern": OPISKELUOIKEUS_RE}},
        "HankkimistapaVastaus": _enveloped(
            {
                **period,
                "properties": {"id": number, **period["properties"]},
                "required": ["id", *period["required"]],
            }
        ),
        "TyhjaVastaus": _enveloped(_object({})),
        "TyhjaOlio": _object({}),
        "Kirjautuminen": _object({"username": text, "password": {**text, "format": "password"}}),
        "Lippupyynto": _object({"service": {**text, "description": _service()}}),
        "Kirjautumislippu": text,
        "Palvelulippu": {**text, "pattern": "^ST-"},
        "Teksti": text,
    }


def _service() -> str:
    return _("Palvelu, jota lippu koskee: tämän palvelimen osoite ja %(path)s.") % {"path": SERVICE_PATH}


def _ticket() -> dict[str, str]:
    text = _("CAS-palvelulippu (ST-…). Lippu käy yhteen pyyntöön, hetken aikaa ja vain tähän palveluun.")
    return {"type": "apiKey", "in": "header", "name": "ticket", "description": f"{text} {_service()}"}


def _parameters() -> dict[str, Any]:
    number = {"type": "integer", "minimum": 0}
    told = {
        "id": ("path", number, _("Suunnitelman id.")),
        "oht-id": ("path", number, _("Osaamisen hankkimistavan id.")),
        "opiskeluoikeus-oid": ("path", {"type": "string", "pattern": OPISKELUOIKEUS_RE}, _("Opiskeluoikeuden OID.")),
        "osa": ("path", {"type": "string", "enum": list(DEPRECATED)}, _("Suunnitelman osan laji.")),
        "osa-id": ("path", {"type": "string"}, _("Suunnitelman osan tunniste.")),
        "tgt": ("path", {"type": "string"}, _("Kirjautumislippu (TGT-…).")),
        "caller-id": ("header", {"type": "string"}, _("Kutsuva järjestelmä: organisaation OID, piste ja nimi.")),
        "If-Match": (
            "header",
            {"type": "string"},
            _("Vastauksesta saatu ETag. Jos suunnitelma on muuttunut sen jälkeen, vastaus on 412."),
        ),
        "amount": (
            "query",
            {"type": "integer", "default": DEFAULT_AMOUNT},
            _("Montako suunnitelmaa enintään: 1–%(most)s. Suurempi arvo tarkoittaa ylärajaa.") % {"most": MAX_AMOUNT},
        ),
        "from-id": ("query", {"type": "integer", "default": 0}, _("Suunnitelmat, joiden id on tätä suurempi.")),
        "updated-after": ("query", {"type": "string"}, _("Vain tämän jälkeen muuttuneet. Aika tai päivä.")),
    }
    return {
        name: {
            "name": name,
            "in": place,
            "required": place == "path" or name == "caller-id",
            "schema": schema,
            "description": text,
        }
        for name, (place, schema, text) in told.items()
    }


def _headers() -> dict[str, Any]:
    told = {
        "ETag": (examples.ETAG, _("Suunnitelman versio. Anna se otsakkeessa If-Match, kun muutat suunnitelmaa.")),
        "Location": ("https://…/cas/v1/tickets/TGT-…", _("Kirjautumislipun osoite.")),
        "Retry-After": ("12", _("Montako sekuntia odotetaan.")),
        "Allow": ("GET, PUT, PATCH, HEAD, OPTIONS", _("Osoitteen menetelmät.")),
    }
    return {
        name: {"description": text, "schema": {"type": "string"}, "example": example}
        for name, (example, text) in told.items()
    }
