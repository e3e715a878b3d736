"""The OpenAPI document: valid, whole, and true of what the server accepts and answers."""

import json
import re

import pytest
from django.urls import reverse
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from hoks import contract
from hoks.api import catalogue, examples, node_schemas, openapi, urls
from hoks.contract import HoksPatch, HoksPost, HoksPut, wire_name
from hoks.models import Hoks, Kanava, OsaamisenHankkimistapa
from hoks.rules import RULES, judge
from tests import payloads
from tests.invalid_documents import INVALID_DOCUMENTS

VARIANTS = {"HoksPost": HoksPost, "HoksPut": HoksPut, "HoksPatch": HoksPatch}
# What no JSON Schema can say: check digits, and text that can't be stored.
BEYOND_SCHEMA = {"tarkistusmerkki", "y-tunnus", "kielletty-merkki"}


@pytest.fixture(scope="module")
def document() -> dict:
    return openapi.document("https://ehoks.example")


@pytest.fixture(scope="module")
def faults(document):
    """faults("HoksPost", value) -> what the document's schema of that name says is wrong with the value."""
    registry = Registry().with_resource("urn:api", DRAFT202012.create_resource(document))

    def told(schema: str | dict, value) -> list[str]:
        if isinstance(schema, str):
            schema = {"$ref": f"urn:api#/components/schemas/{schema}"}
        else:
            schema = json.loads(json.dumps(schema).replace('"#/', '"urn:api#/'))
        validator = Draft202012Validator(schema, registry=registry, format_checker=FormatChecker())
        return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(value)]

    return told


def operations(document):
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield f"{method.upper()} {path}", operation


def test_is_valid_openapi(document):
    assert [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()] == []


def test_is_served_to_anybody_and_cached(client):
    for name in ("rajapinta-openapi", "rajapinta-swagger"):
        response = client.get(reverse(name))
        assert response.json() == openapi.document("http://testserver")
        assert response["Cache-Control"] == "public, max-age=86400"


@pytest.mark.django_db
def test_tells_every_route_and_method_of_the_interface(client):
    """What the URLconf has and OPTIONS tells is described, and nothing else."""
    described: dict[str, set[str]] = {}
    for route in catalogue.PLANS:
        described.setdefault(route.path.removeprefix(f"{catalogue.BASE}/"), set()).add(route.method)
    there = {}
    for pattern in urls.urlpatterns:
        if pattern.name == "unknown" or pattern.name.endswith("-slash"):
            continue
        route = str(pattern.pattern)
        example = re.sub(r"<[^>]*>", "1", route)
        allow = client.options(f"{catalogue.BASE}/{example}")["Allow"].split(", ")
        named = re.sub(r"<[^>]*>", "{}", route)
        for part in urls.DEPRECATED:
            named = re.sub(f"/{part}(?=/|$)", "/{}", named)
        there[named] = set(allow) - {"HEAD", "OPTIONS"}
    assert {re.sub(r"{[^}]*}", "{}", path): methods for path, methods in described.items()} == there


def test_every_status_of_the_interface_is_described(document):
    told = {status for _name, operation in operations(document) for status in operation["responses"]}
    assert told >= {"200", "201", "204", "400", "401", "403", "404", "405", "410", "412", "413", "415", "423", "429"}


def test_every_example_is_right_by_its_schema(document, faults):
    wrong = {}
    for name, operation in operations(document):
        bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
        for content in (media for body in bodies for media in body.get("content", {}).values()):
            for key, example in content.get("examples", {}).items():
                found = faults(content["schema"], example["value"])
                if found:
                    wrong[f"{name} {key}"] = found
    assert wrong == {}


@pytest.mark.parametrize(
    ("example", "variant", "toiminto"),
    [
        (examples.NEW, HoksPost, "luonti"),
        (examples.TUVA, HoksPost, "luonti"),
        (examples.REPLACEMENT, HoksPut, "korvaus"),
        (examples.CHANGE, HoksPatch, "muutos"),
    ],
)
def test_documents_of_the_examples_hold(example, variant, toiminto):
    hoks = None if toiminto == "luonti" else Hoks(pk=examples.HOKS_ID)
    assert judge(contract.read(example, variant), examples.context(example, toiminto, hoks)) == []


class TestFields:
    def test_every_field_of_the_contract_is_there_with_a_title_in_words(self, document):
        schemas = document["components"]["schemas"]
        for cls in (*VARIANTS.values(), *node_schemas.node_classes()):
            told = schemas[cls.__name__]["properties"]
            assert set(told) == {wire_name(name) for name in cls.model_fields}
            untitled = [wire for wire, schema in told.items() if schema["title"] in ("", wire) and wire != "id"]
            assert untitled == []

    def test_objects_are_closed_and_whole_numbers_bounded(self, document):
        for name, schema in document["components"]["schemas"].items():
            if name in {cls.__name__ for cls in node_schemas.node_classes()} | set(VARIANTS):
                assert schema["additionalProperties"] is False
                for told in schema["properties"].values():
                    if told.get("type") == "integer":
                        assert (told["minimum"], told["maximum"]) == (-(2**31), 2**31 - 1)

    def test_every_rule_stands_at_an_object(self, document):
        told = {code for schema in document["components"]["schemas"].values() for code in schema.get("x-saannot", [])}
        assert told == {rule.code for rule in RULES}

    def test_texts_are_the_contract_s(self, document):
        jakso = document["components"]["schemas"]["OsaamisenHankkimistapa"]["properties"]
        for field in contract.fields(contract.OsaamisenHankkimistapa):
            assert jakso[field.wire]["title"] == field.label.rstrip("?")
            assert field.meaning in jakso[field.wire].get("description", "")

    def test_code_lists_and_units_are_told(self, document):
        schemas = document["components"]["schemas"]
        assert schemas["OsaamisenHankkimistapa"]["properties"]["oppisopimuksen-perusta-koodi-uri"]["x-koodisto"] == (
            "oppisopimuksenperusta"
        )
        assert "tuntia" in schemas["HankittavaAmmatillinen"]["properties"]["opetus-ja-ohjaus-maara"]["description"]


class TestSchemasAcceptWhatTheContractAccepts:
    @pytest.mark.parametrize("make", [payloads.minimal, payloads.rich, payloads.tuva])
    def test_valid_documents(self, faults, make):
        sent = make(examples.opiskeluoikeus(examples.NEW))
        assert faults("HoksPost", sent) == []

    def test_arrays_may_be_null(self, faults):
        assert faults("HoksPost", {**examples.NEW, "hankittavat-ammat-tutkinnon-osat": None}) == []
        assert faults("HoksPost", {**examples.NEW, "sahkoposti": None}) != []

    @pytest.mark.parametrize("moment", ["2026-08-15", "2026-08-15t09:00z", "2026-08-15T09:00:00,123+0300"])
    def test_timestamps(self, faults, moment):
        assert faults("HoksPost", {**examples.NEW, "hyvaksytty": moment}) == []

    def test_whole_numbers_may_have_a_zero_fraction(self, faults):
        assert faults("HoksPost", {**examples.NEW, "versio": 4.0}) == []

    def test_and_refuse_what_it_refuses(self, faults):
        differing = set()
        for case in INVALID_DOCUMENTS:
            sent = case.document()
            refused = {one.code for one in contract.read(sent, HoksPost).violations}
            if bool(faults("HoksPost", sent)) != bool(refused - BEYOND_SCHEMA):
                differing.add(case.name)
        # A month 13 looks like a time; Python's $ lets a line end past, where ECMAScript's does not.
        assert differing == {"päivitetty ei ole aika", "koodin perässä rivinvaihto"}


@pytest.mark.django_db
class TestWhatTheServerAnswers:
    @pytest.fixture
    def hoks(self, make_opiskeluoikeus, make_hoks):
        right = make_opiskeluoikeus()
        return make_hoks(right, payloads.rich(right), kanava=Kanava.TIEDONSIIRTO)

    @pytest.fixture
    def answers(self, send, palvelukayttaja, document, faults):
        """answers("GET", "/hoks/{id}", id=1) -> its JSON, after comparing status and body with the document."""

        def ask(method: str, template: str, body=None, query: str = "", **path):
            operation = document["paths"][f"{catalogue.BASE}{template}"][method.lower()]
            response = send(palvelukayttaja, method, template.format(**path) + query, body)
            text = b"".join(response) if response.streaming else response.content
            told = operation["responses"][str(response.status_code)]
            if "content" not in told:
                assert text == b""
                return None
            answer = json.loads(text)
            assert faults(told["content"]["application/json"]["schema"], answer) == []
            return answer

        return ask

    def test_reads(self, answers, hoks, make_hoks):
        make_hoks()
        assert answers("GET", "/hoks/{id}", id=hoks.pk)["data"]["id"] == hoks.pk
        assert answers("GET", "/hoks/paged")["data"]["result"] != []
        answers("GET", "/hoks/{id}/hankintakoulutukset", id=hoks.pk)
        answers("GET", "/hoks/opiskeluoikeus/{opiskeluoikeus-oid}", **{"opiskeluoikeus-oid": hoks.opiskeluoikeus_id})
        answers("GET", "/hoks/{id}", id=hoks.pk + 100)

    def test_period(self, send, oph, hoks, faults):
        period = OsaamisenHankkimistapa.objects.filter(hoks=hoks).first()
        response = send(oph, "GET", f"/hoks/osaamisen-hankkimistapa/{period.pk}")
        assert faults("HankkimistapaVastaus", response.json()) == []

    def test_deleted_plan_in_a_page(self, answers, hoks):
        Hoks.objects.update(poistettu=hoks.luotu)
        (deleted,) = answers("GET", "/hoks/paged")["data"]["result"]
        assert deleted["poistettu"]

    def test_writes(self, answers, make_opiskeluoikeus, hoks):
        right = make_opiskeluoikeus()
        made = answers("POST", "/hoks", payloads.minimal(right))["meta"]["id"]
        answers("PUT", "/hoks/{id}", payloads.minimal(right) | {"id": made}, id=made)
        answers("PATCH", "/hoks/{id}", {"id": made, "versio": 2}, id=made)
        answers("POST", "/validointi", payloads.minimal(right))
        again = answers("POST", "/hoks", payloads.minimal(right))
        assert again["hoks-id"] == made

    def test_refusals(self, answers, hoks):
        answers("POST", "/hoks", {"outo": 1})
        answers("PUT", "/hoks/{id}", {"id": hoks.pk + 1}, id=hoks.pk)
        answers("POST", "/hoks", "[")
        answers("POST", "/hoks", "[]")
        answers("GET", "/hoks/paged", query="?amount=sata&from-id=x")

    def test_examples_are_its_own_words(self, send, client, palvelukayttaja, settings):
        """Those that aren't made by the code that answers."""
        settings.RAJAPINTA_KOKO_ENINTAAN = 5_000_000
        told = examples.answers()
        sent = {
            "ei-json": send(palvelukayttaja, "POST", "/hoks", '{"id": 4711,}'),
            "kysely-virheellinen": send(palvelukayttaja, "GET", "/hoks/paged?amount=sata"),
            "liian-syva": send(palvelukayttaja, "POST", "/hoks", "[" * 41 + "]" * 41),
            "liian-suuri": send(palvelukayttaja, "POST", "/hoks", "x" * 5_000_001),
            "vaara-sisaltotyyppi": send(palvelukayttaja, "POST", "/hoks", "{}", content_type="text/plain"),
            "kentta-puuttuu": client.post("/cas/v1/tickets"),
            "tunnus-tai-salasana": client.post("/cas/v1/tickets", {"username": "palvelu", "password": "väärä"}),
            "kirjautumislippu-tuntematon": client.post("/cas/v1/tickets/TGT-x", {"service": "https://x.example"}),
        }
        for code, response in sent.items():
            body = json.loads(response.content) if "json" in response["Content-Type"] else response.content.decode()
            assert (response.status_code, body) == (told[code].status, told[code].body), code

    def test_locked_account(self, client, palvelukayttaja, settings, document):
        for _attempt in range(settings.AXES_FAILURE_LIMIT + 1):
            response = client.post("/cas/v1/tickets", {"username": "palvelu", "password": "väärä"})
        told = examples.answers()["tunnus-lukittu"]
        assert (response.status_code, response.content.decode()) == (told.status, told.body)
        assert response["Retry-After"] == told.headers["Retry-After"]


def test_other_cas_grants_tickets_elsewhere(settings):
    settings.CAS_URL = "https://cas.example/cas"
    told = openapi.document("https://ehoks.example")
    assert not any(path.startswith("/cas/") for path in told["paths"])
    assert OpenAPIV31SpecValidator(told).is_valid()
