"""How a field of the contract is described once: label, hint, unit, code list, and how forms and pages find it."""

from dataclasses import dataclass
from functools import cache
from typing import Any, get_args, get_origin

from django.utils.translation import gettext
from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

from hoks.contract import types


def wire_name(name: str) -> str:
    """Python name to wire name: underscores to dashes, nothing else."""
    return name.replace("_", "-")


class Node(BaseModel):
    """An object of the contract: closed, and null for none of its scalars."""

    model_config = ConfigDict(
        extra="forbid", alias_generator=wire_name, populate_by_name=False, protected_namespaces=()
    )


def required(label: str, hint: str = "", **extra: Any) -> Any:
    """A field that must be given. `label` and `hint` are Finnish msgids; for `extra` see FieldSpec.

    `typing` among the extra is a msgid that says how the field is typed in a form.
    """
    return Field(title=label, description=hint, **_schema_extra(extra))


def optional(label: str, hint: str = "", **extra: Any) -> Any:
    """A field that may be left out; null is not allowed in its stead (domain.md 1.3)."""
    return Field(default=None, title=label, description=hint, **_schema_extra(extra))


def array(label: str, hint: str = "", **extra: Any) -> Any:
    """An array that may be left out, which means empty."""
    return Field(default_factory=list, title=label, description=hint, **_schema_extra(extra))


def _schema_extra(extra: dict[str, Any]) -> dict[str, Any]:
    """Said only when there is something to say: a None would hide what the type says of itself (its pattern)."""
    return {"json_schema_extra": extra} if extra else {}


def dropped_id() -> Any:
    """A remnant of the old system: accepted, checked, dropped (domain.md 1.5)."""
    return Field(default=None, exclude=True, title="id")


@dataclass(frozen=True, eq=False)
class FieldSpec:
    """One field of a node, as forms, pages and the documentation need it. There is one object a field, so it is a key.

    kind: text, longtext, email, phone, date, timestamp, int, number, bool, koodi (its version is `versio_wire`),
    organisaatio, oid, tuva (study right OID), y-tunnus, object (one nested object), texts (list of text), objects
    (list of small objects), nodes (list of nodes with identity).
    """

    name: str
    wire: str
    kind: str
    required: bool
    node: type[Node] | None = None
    koodisto: str = ""
    versio_wire: str = ""
    unit: str = ""
    asked_when: str = ""
    _label: str = ""
    _hint: str = ""
    _typing: str = ""

    @property
    def label(self) -> str:
        return gettext(self._label) if self._label else self.wire

    @property
    def meaning(self) -> str:
        """What is told in it or why, whichever door it comes in by."""
        return gettext(self._hint) if self._hint else ""

    @property
    def hint(self) -> str:
        """What a form says of it: what it means and how it is typed."""
        return " ".join(filter(None, (self.meaning, gettext(self._typing) if self._typing else "")))


SCALAR_KINDS = [
    (types.Int, "int"),
    (types.Number, "number"),
    (types.Bool, "bool"),
    (types.Date, "date"),
    (types.Timestamp, "timestamp"),
    (types.OrganisaatioOid, "organisaatio"),
    (types.OppijaOid, "oid"),
    (types.OpiskeluoikeusOid, "oid"),
    (types.YTunnus, "y-tunnus"),
    (types.PhoneNumber, "phone"),
]


def nested_node(annotation: Any) -> tuple[type[Node] | None, bool]:
    """(node class, is it in a list) of an annotation; (None, in a list) for scalars."""
    if isinstance(annotation, type) and issubclass(annotation, Node):
        return annotation, False
    if get_origin(annotation) is list:
        item = get_args(annotation)[0]
        return (item if isinstance(item, type) and issubclass(item, Node) else None), True
    return None, False


def _kind(cls: type[Node], name: str, info: FieldInfo, extra: dict) -> tuple[str, type[Node] | None]:
    nested, many = nested_node(info.annotation)
    if nested is not None:
        if not many:
            return "object", nested
        return ("nodes" if extra.get("identity") else "objects"), nested
    if many:
        return "texts", None
    if extra.get("koodisto"):
        return "koodi", None
    if extra.get("kind"):
        return extra["kind"], None
    declared = next(vars(base)["__annotations__"][name] for base in cls.__mro__ if name in base.__annotations__)
    return next((kind for scalar, kind in SCALAR_KINDS if declared == scalar), "text"), None


@cache
def fields(cls: type[Node]) -> tuple[FieldSpec, ...]:
    """The fields of a node class in contract order, code versions folded into their codes, dropped ids left out."""
    specs = []
    versions = {name for name in cls.model_fields if name.endswith("_versio")}
    for name, info in cls.model_fields.items():
        if info.exclude or (name in versions and name.replace("_versio", "_uri") in cls.model_fields):
            continue
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        kind, nested = _kind(cls, name, info, extra)
        versio = name.replace("_uri", "_versio") if kind == "koodi" else ""
        specs.append(
            FieldSpec(
                name=name,
                wire=wire_name(name),
                kind=kind,
                required=info.is_required(),
                node=nested,
                koodisto=str(extra.get("koodisto", "")),
                versio_wire=wire_name(versio) if versio in versions else "",
                unit=str(extra.get("unit", "")),
                asked_when=str(extra.get("asked_when", "")),
                _label=info.title or "",
                _hint=info.description or "",
                _typing=str(extra.get("typing", "")),
            )
        )
    return tuple(specs)


@cache
def spec(cls: type[Node], wire: str) -> FieldSpec | None:
    """The field of this wire name; a code version finds its code. None when the node has no such field."""
    return next((field for field in fields(cls) if wire in (field.wire, field.versio_wire)), None)
