"""Asking the rules of every object of a document."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from hoks.contract import Node, Reading, wire_name
from hoks.contract.fields import nested_node
from hoks.rules.context import Context
from hoks.rules.registry import Rule, rules
from hoks.violations import Path, Violation


def judge(reading: Reading, context: Context) -> list[Violation]:
    """Everything wrong with a document: the contract's refusals and those of every rule.

    Object by object in document order (a node before the nodes in it, fields in contract order); at each object
    first the contract's refusals, then the rules' in the order of evaluation. A rule that points at or reads
    something the contract refused is not asked; its fellows are, so that more is found at once than by the reference.
    """
    if reading.document is None:
        return list(reading.violations)
    found: list[Violation] = []
    _ask(reading.document, (), reading.invalid, context, found)
    if not reading.violations:
        return found
    variant = type(reading.document)
    return sorted([*reading.violations, *found], key=lambda violation: _place(variant, violation))


def wire_names(document: Any, context: Context) -> dict[str, Any]:
    """The names a wire text of admission may hold: OIDs the document gives (null when left out) and stored ones."""
    stored = context.opiskeluoikeus
    return {
        "opiskeluoikeus": getattr(document, "opiskeluoikeus_oid", None) or "null",
        "oppija": getattr(document, "oppija_oid", None) or "null",
        "tallennettu_opiskeluoikeus": stored.oid if stored else "null",
        "tallennettu_oppija": stored.oppija_id if stored else "null",
    }


@dataclass(frozen=True)
class _Asked:
    """What the walk does at a node class: its rules, and the fields below which there are more."""

    rules: tuple[Rule, ...]
    # (attribute, wire name, is it a list)
    below: tuple[tuple[str, str, bool], ...]


@cache
def _asked(cls: type[Node]) -> _Asked:
    below = []
    for name, info in cls.model_fields.items():
        nested, many = nested_node(info.annotation)
        if nested is not None and (_asked(nested).rules or _asked(nested).below):
            below.append((name, wire_name(name), many))
    return _Asked(tuple(one for one in rules() if issubclass(cls, one.nodes)), tuple(below))


def _ask(node: Any, path: Path, invalid: frozenset[Path], context: Context, found: list[Violation]) -> None:
    asked = _asked(type(node))
    for one in asked.rules:
        if context.toiminto not in one.toiminnot or (invalid and _reads_refused(one, path, invalid)):
            continue
        message = one.check(node, context)
        if message:
            text = one.wire_text
            if "{" in text:
                text = text.format_map(wire_names(node, context))
            found.append(Violation(one.path(path), one.code, message, one.field_paths(path), path, one, text))
    for name, wire, many in asked.below:
        value = getattr(node, name)
        if value is None:
            continue
        if not many:
            _ask(value, (*path, wire), invalid, context, found)
            continue
        for place, item in enumerate(value):
            if item is not None:
                _ask(item, (*path, wire, place), invalid, context, found)


def _reads_refused(one: Rule, node: Path, invalid: frozenset[Path]) -> bool:
    """True when a value the rule needs was refused, as a whole or in part."""
    for wire in (*one.fields, *one.reads):
        read = (*node, *wire.split("/"))
        if any(read[: len(refused)] == refused or refused[: len(read)] == read for refused in invalid):
            return True
    return False


def _place(variant: type[Node], violation: Violation) -> tuple:
    """Sort key: the object's place in the document, then the contract's refusals, then the rules'."""
    if violation.rule is not None:
        return _positions(variant, violation.node or ()), 1, (violation.rule.stage, violation.rule.order)
    *above, last = violation.path or ("",)
    while isinstance(last, int) and above:
        last = above.pop()
    return _positions(variant, tuple(above)), 0, _positions(variant, violation.path)


def _positions(cls: type[Node] | None, path: Path) -> tuple[int, ...]:
    """The path as numbers in contract order; unknown keys come last."""
    positions = []
    for step in path:
        if isinstance(step, int):
            positions.append(step)
            continue
        names = list(cls.model_fields) if cls else []
        name = step.replace("-", "_")
        positions.append(names.index(name) if name in names else len(names))
        cls = nested_node(cls.model_fields[name].annotation)[0] if cls and name in names else None
    return tuple(positions)
