"""The objects of a plan as the interface's documentation tells them, in words and as JSON Schema.

Everything is taken from the contract (labels, meanings, types, patterns) and the rules. Only what the server alone
says of a plan (ids, eid, module-id) is described here.
"""

import enum
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pydantic.json_schema import models_json_schema

from hoks.api import redaction
from hoks.contract import FieldSpec, HoksPatch, HoksPost, HoksPut, Node, fields, spec, wire_name
from hoks.drafts.outline import lower_first
from hoks.plan.mapping import TABLES, WITHOUT_MODULE_ID
from hoks.rules import RULES, Rule, Toiminto
from hoks.siirrot.paths import element_name

VARIANTS: dict[type[Node], Toiminto] = {HoksPost: "luonti", HoksPut: "korvaus", HoksPatch: "muutos"}


class Shape(enum.StrEnum):
    """How an object stands on the wire; the value ends the name of its schema."""

    WRITTEN = ""
    READ = "Luettu"
    PAGED = "Sivutettu"


# --- In words ------------------------------------------------------------------------------

TYPE_WORDS: dict[str, Any] = {
    "date": _("päivä, VVVV-KK-PP"),
    "timestamp": _("aika tai päivä"),
    "int": _("kokonaisluku"),
    "number": _("luku, vähintään 0"),
    "bool": _("true tai false"),
    "koodi": _("koodin tunniste"),
    "organisaatio": _("organisaation OID"),
    "oid": _("OID"),
    "tuva": _("OID"),
    "y-tunnus": _("Y-tunnus"),
    "object": _("olio"),
    "objects": _("taulukko olioita"),
    "nodes": _("taulukko olioita"),
    "texts": _("taulukko tekstejä"),
}
NOTES: dict[str, Any] = {
    "oid": _("Tunnuksen viimeinen merkki on tarkistusmerkki."),
    "tuva": _("Tunnuksen viimeinen merkki on tarkistusmerkki."),
    "y-tunnus": _("Tunnuksen viimeinen merkki on tarkistusmerkki."),
    "timestamp": _("Esimerkiksi 2026-08-15T09:00:00Z. Ilman aikavyöhykettä annettu aika on UTC-aikaa."),
}


@dataclass(frozen=True)
class WireField:
    """One field as it is sent. node: class of the object or objects in it; dropped: accepted, checked and forgotten."""

    wire: str
    label: str
    kind: str
    required: bool
    meaning: str
    koodisto: str
    unit: str
    pattern: str
    node: type[Node] | None
    dropped: bool

    @property
    def type_words(self) -> str:
        return str(TYPE_WORDS.get(self.kind, _("teksti")))

    @property
    def node_name(self) -> str:
        """Name of the schema of what is in it; empty for scalars."""
        return self.node.__name__ if self.node else ""

    @property
    def sentences(self) -> list[str]:
        """All that is told of it besides its name and type."""
        if self.dropped:
            return [gettext("Jäänne vanhasta järjestelmästä: jätä pois. Arvo tarkistetaan, mutta sitä ei tallenneta.")]
        told = [self.meaning, str(NOTES.get(self.kind, ""))]
        if self.unit:
            told.append(gettext("Yksikkö: %(unit)s.") % {"unit": self.unit})
        if self.koodisto:
            told.append(gettext("Koodisto: %(koodisto)s.") % {"koodisto": self.koodisto})
        return [sentence for sentence in told if sentence]


def wire_fields(cls: type[Node]) -> Iterator[WireField]:
    """Every field that may be sent in an object of the class, in contract order."""
    for name, info in cls.model_fields.items():
        wire = wire_name(name)
        field = spec(cls, wire)
        is_version = field is not None and wire == field.versio_wire
        label = (info.title or "") if is_version or field is None else field.label
        yield WireField(
            wire=wire,
            label=gettext(label).rstrip("?") if label else wire,
            kind="int" if is_version or field is None else field.kind,
            required=info.is_required(),
            meaning=field.meaning if field and not is_version else "",
            koodisto=field.koodisto if field and not is_version else "",
            unit=gettext(field.unit) if field and field.unit else "",
            pattern=_properties()[cls.__name__][wire].get("pattern", ""),
            node=field.node if field else None,
            dropped=field is None,
        )


@cache
def node_classes() -> tuple[type[Node], ...]:
    """The classes of everything in a plan, nearest to the root first; the root's own not among them."""
    return tuple(uses())


@cache
def uses() -> dict[type[Node], list[tuple[type[Node], FieldSpec]]]:
    """Where each class is used: (class of the object around it, field)."""
    found: dict[type[Node], list[tuple[type[Node], FieldSpec]]] = {}
    waiting: deque[type[Node]] = deque([HoksPost])
    while waiting:
        around = waiting.popleft()
        for field in fields(around):
            if field.node is None:
                continue
            if field.node not in found:
                waiting.append(field.node)
            found.setdefault(field.node, []).append((around, field))
    return found


def title(cls: type[Node]) -> str:
    """What an object of the class is called: as in the path of a fault, or by the labels of the fields it is in."""
    if cls in VARIANTS:
        return gettext("Suunnitelma")
    name = _name(cls)
    if any(_name(other) == name for other in node_classes() if other is not cls):
        around, _field = uses()[cls][0]
        return f"{title(around)} › {lower_first(name)}"
    return name


def _name(cls: type[Node]) -> str:
    return " / ".join(dict.fromkeys(element_name(field) for _around, field in uses()[cls]))


def rules_of(cls: type[Node]) -> list[Rule]:
    """The rules asked of an object of the class; of a variant of the whole, those of its own action."""
    toiminto = VARIANTS.get(cls)
    return [one for one in RULES if issubclass(cls, one.nodes) and (toiminto is None or toiminto in one.toiminnot)]


# --- As JSON Schema ------------------------------------------------------------------------

INTERNAL = ("default", "kind", "asked_when", "identity", "typing", "koodisto", "unit")
TIME = {"type": "string", "format": "date-time"}
SERVER_SAYS: dict[str, dict[str, Any]] = {
    "id": {"type": "integer", "title": _("eHOKS-id"), "description": _("Suunnitelman tunniste tässä palvelussa.")},
    "eid": {"type": "string", "format": "uuid", "title": "eid", "description": _("Suunnitelman ulkoinen tunniste.")},
    "manuaalisyotto": {
        "type": "boolean",
        "title": _("Käsin syötetty"),
        "description": _("Tosi, kun virkailija on luonut suunnitelman portaalissa."),
    },
    "module-id": {
        "type": "string",
        "format": "uuid",
        "title": "module-id",
        "description": _("Osan pysyvä tunniste. Palvelu antaa sen; sitä ei lähetetä."),
    },
    "poistettu": {**TIME, "title": _("Poistettu"), "description": _("Milloin suunnitelma on poistettu.")},
}
# A plan read always says these; other scalars only when they hold something (domain.md 1.4).
ALWAYS_READ = ("id", "eid", "oppija-oid", "opiskeluoikeus-oid", "ensikertainen-hyvaksyminen", "manuaalisyotto")


@cache
def _properties() -> dict[str, dict[str, dict[str, Any]]]:
    """Class name -> wire name -> what Pydantic says of the field."""
    _refs, schemas = models_json_schema(
        [(variant, "validation") for variant in VARIANTS], by_alias=True, ref_template="{model}"
    )
    return {name: schema["properties"] for name, schema in schemas["$defs"].items()}


def schemas() -> dict[str, dict[str, Any]]:
    """Name -> schema of every object: as it is written, as it is read, and as it is read in pages."""
    found = {cls.__name__: _written(cls) for cls in (*VARIANTS, *node_classes())}
    for shape in (Shape.READ, Shape.PAGED):
        found["Hoks" + shape] = _read(HoksPost, shape)
        found |= {cls.__name__ + shape: _read(cls, shape) for cls in node_classes()}
    top = found["Hoks" + Shape.READ]
    arrays = {name for name, schema in top["properties"].items() if schema.get("type") == "array"}
    found["HoksYlataso"] = {
        **top,
        "properties": {name: schema for name, schema in top["properties"].items() if name not in arrays},
        "required": [name for name in top["required"] if name not in arrays],
    }
    return found


def _written(cls: type[Node]) -> dict[str, Any]:
    asked = rules_of(cls)
    lines = [gettext("Säännöt:"), *(f"- {one.kuvaus} (`{one.code}`)" for one in asked)] if asked else []
    return {
        "type": "object",
        "title": title(cls),
        **({"description": "\n".join(lines), "x-saannot": [one.code for one in asked]} if asked else {}),
        "properties": {field.wire: _property(cls, field, Shape.WRITTEN) for field in wire_fields(cls)},
        "required": [field.wire for field in wire_fields(cls) if field.required],
        "additionalProperties": False,
    }


def _read(cls: type[Node], shape: Shape) -> dict[str, Any]:
    removed = _hidden(redaction.REMOVED, cls) if shape is Shape.PAGED else {}
    told = [field for field in wire_fields(cls) if not field.dropped and field.wire not in removed]
    said = _server_says(cls, shape)
    required = [
        field.wire
        for field in told
        if field.kind in ("nodes", "objects", "texts") or (field.required if cls is not HoksPost else False)
    ]
    if cls is HoksPost:
        required += ALWAYS_READ
    elif "module-id" in said:
        required.append("module-id")
    properties = {name: _plain(SERVER_SAYS[name]) for name in said}
    properties |= {field.wire: _property(cls, field, shape) for field in told}
    return {
        "type": "object",
        "title": title(cls),
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _server_says(cls: type[Node], shape: Shape) -> tuple[str, ...]:
    if cls is HoksPost:
        return ("id", "eid", "manuaalisyotto", *(["poistettu"] if shape is Shape.PAGED else []))
    return ("module-id",) if cls in TABLES and cls not in WITHOUT_MODULE_ID else ()


def _property(cls: type[Node], field: WireField, shape: Shape) -> dict[str, Any]:
    told = {key: value for key, value in _properties()[cls.__name__][field.wire].items() if key not in INTERNAL}
    told["title"] = field.label
    told["description"] = " ".join(field.sentences)
    if not told["description"]:
        del told["description"]
    if field.koodisto:
        told["x-koodisto"] = field.koodisto
    replaced = _hidden(redaction.REPLACED, cls) if shape is Shape.PAGED else {}
    if field.wire in replaced:
        return {"title": field.label, "const": replaced[field.wire]}
    if field.node:
        ref = {"$ref": f"#/components/schemas/{field.node.__name__}{shape}"}
        told |= ref if "$ref" in told else {"items": ref}
    if shape is Shape.WRITTEN:
        # Required or not, an array may be null, which means empty (domain.md 1.3).
        return told | {"type": ["array", "null"]} if told.get("type") == "array" else told
    if field.kind == "timestamp":
        told.pop("pattern")
        return told | TIME
    return told


def _hidden(table: Mapping[type[Node], Any], cls: type[Node]) -> dict[str, Any]:
    """What one of the tables of redaction says of the class, by wire name."""
    rows = [names for base, names in table.items() if issubclass(cls, base)]
    return {name: names[name] if isinstance(names, dict) else None for names in rows for name in names}


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    return {key: str(value) for key, value in schema.items()}
