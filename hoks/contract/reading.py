"""From a parsed JSON document to typed nodes and everything the contract refuses, in one go."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from hoks.contract.fields import Node, nested_node, wire_name
from hoks.violations import ContractSentence, Path, Violation

# Pydantic's own error types, and what each expected; ours (hoks.contract.types) are their own codes.
EXPECTED = {
    "string_type": "text",
    "bool_type": "boolean",
    "list_type": "array",
    "model_type": "object",
    "model_attributes_type": "object",
    "dict_type": "object",
}
CODES = {
    **dict.fromkeys(EXPECTED, "vaara-tyyppi"),
    "missing": "pakollinen",
    "extra_forbidden": "tuntematon-kentta",
    # A key with a lone surrogate.
    "string_unicode": "kielletty-merkki",
}


@dataclass
class Reading:
    """A document as the contract understood it.

    document: the root node; where something is wrong, the fields that are right (see `invalid`); None when the
        document is refused as a whole
    violations: every refusal of the contract, in document order
    invalid: wire paths of the refused values; a rule that reads one of them is not asked
    """

    document: Any
    violations: list[Violation] = field(default_factory=list)
    invalid: frozenset[Path] = frozenset()


def read(document: Any, variant: type[Node]) -> Reading:
    """Judge the shape of a parsed JSON document by a write variant (domain.md 1.3-1.5, 2.0)."""
    try:
        return Reading(variant.model_validate(document))
    except ValidationError as error:
        violations = [
            _violation(variant, tuple(item["loc"]), item["type"], item.get("ctx", {}))
            for item in error.errors(include_url=False, include_input=False)
        ]
    invalid = frozenset(violation.path for violation in violations)
    above = {path[:length] for path in invalid for length in range(len(path) + 1)}
    return Reading(_partial(document, variant, (), invalid, above), violations, invalid)


def _violation(variant: type[Node], path: Path, error_type: str, told: dict[str, Any]) -> Violation:
    code = CODES.get(error_type, error_type)
    sentence = ContractSentence(code, _label(variant, path), str(path[-1]) if path else "")
    return Violation(path, code, sentence, (path,), expected=told.get("expected") or EXPECTED.get(error_type, ""))


def _label(cls: type[Node] | None, path: Path) -> str:
    """Finnish msgid of the field a path ends in; empty for an unknown field and for the root."""
    label = ""
    for step in path:
        if isinstance(step, int):
            continue
        info = cls.model_fields.get(step.replace("-", "_")) if cls else None
        if info is None:
            return ""
        label = info.title or ""
        cls = nested_node(info.annotation)[0]
    return label


@cache
def _adapter(cls: type[Node], name: str) -> TypeAdapter:
    return TypeAdapter(cls.model_fields[name].rebuild_annotation())


def _partial(value: Any, cls: type[Node], path: Path, invalid: frozenset[Path], above: set[Path]) -> Node | None:
    """Node of the fields that are right; None when the value is refused as a whole. Positions in arrays are kept.

    above: the paths that lead to refused values, and they themselves
    """
    if not isinstance(value, dict) or path in invalid:
        return None
    if path not in above:
        # Right as a whole, which is read in a tenth of the time of its fields one by one.
        return cls.model_validate(value)
    right: dict[str, Any] = {}
    for name, info in cls.model_fields.items():
        wire = wire_name(name)
        here = (*path, wire)
        nested, many = nested_node(info.annotation)
        if wire not in value or here in invalid:
            right[name] = [] if many else None
            continue
        if nested and many:
            right[name] = [
                _partial(item, nested, (*here, place), invalid, above) for place, item in enumerate(value[wire] or [])
            ]
        elif nested:
            right[name] = _partial(value[wire], nested, here, invalid, above)
        elif many:
            right[name] = [item for place, item in enumerate(value[wire] or []) if (*here, place) not in invalid]
        else:
            right[name] = _adapter(cls, name).validate_python(value[wire])
    return cls.model_construct(**{wire_name(name): item for name, item in right.items()})
