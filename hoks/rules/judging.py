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
    _ask(reading.document, (), _Refused(reading.invalid), context, found)
    if not reading.violations:
        return found
    variant = type(reading.document)
    return sorted([*reading.violations, *found], key=lambda violation: _place(variant, violation))


def wire_names(document: Any, context: Context) -> dict[str, Any]:
    """The names a wire text of admission may hold: OIDs the document gives (null when left out) and stored ones."""
    stored = context.opiskeluoikeus
    return {
        "opiskeluoikeus": document.opiskeluoikeus_oid or "null",
        "oppija": document.oppija_oid or "null",
        "tallennettu_opiskeluoikeus": stored.oid if stored else "null",
        "tallennettu_oppija": stored.oppija_id if stored else "null",
    }


class _Refused:
    """The paths that the contract refused, asked by rules."""

    def __init__(self, paths: frozenset[Path]):
        self.paths = paths
        self.holding_refused = {path[:length] for path in paths for length in range(len(path) + 1)}

    def any_of(self, needs: tuple[Path, ...], node: Path) -> bool:
        """True when one of the values, given as steps from the node, was refused: itself, within, or around it."""
        if not self.paths:
            return False
        return any(
            (*node, *steps) in self.holding_refused
            or any((*node, *steps[:length]) in self.paths for length in range(1, len(steps)))
            for steps in needs
        )


@dataclass(frozen=True)
class _Asked:
    """What the walk does at a node class: asks its rules, and goes to the arrays of nodes that have rules or more."""

    rules: tuple[Rule, ...]
    below: tuple[tuple[str, str], ...]  # (attribute, wire name)


@cache
def _asked(cls: type[Node]) -> _Asked:
    below = []
    for name, info in cls.model_fields.items():
        nested, many = nested_node(info.annotation)
        if nested is not None and many and _asked(nested) != _Asked((), ()):
            below.append((name, wire_name(name)))
    return _Asked(tuple(one for one in rules() if issubclass(cls, one.nodes)), tuple(below))


def _ask(node: Node, path: Path, refused: _Refused, context: Context, found: list[Violation]) -> None:
    asked = _asked(type(node))
    for one in asked.rules:
        if context.toiminto not in one.toiminnot or refused.any_of(one.needs, path):
            continue
        message = one.check(node, context)
        if message:
            text = one.wire_text
            if "{" in text:
                text = text.format_map(wire_names(node, context))
            found.append(Violation(one.path(path), one.code, message, one.field_paths(path), path, one, text))
    for name, wire in asked.below:
        for place, item in enumerate(getattr(node, name)):
            if item is not None:
                _ask(item, (*path, wire, place), refused, context, found)


def _place(variant: type[Node], violation: Violation) -> tuple:
    """Sort key: the object's place in the document, then the contract's refusals, then the rules'."""
    if violation.rule is not None:
        return positions(variant, violation.node or ()), 1, (violation.rule.stage, violation.rule.order)
    *above, last = violation.path
    while isinstance(last, int):
        last = above.pop()
    return positions(variant, tuple(above)), 0, positions(variant, violation.path)


@cache
def _field_positions(cls: type[Node]) -> dict[str, tuple[int, type[Node] | None]]:
    return {
        wire_name(name): (position, nested_node(info.annotation)[0])
        for position, (name, info) in enumerate(cls.model_fields.items())
    }


def positions(cls: type[Node] | None, path: Path) -> tuple[int, ...]:
    """The path as numbers in contract order; unknown keys come last."""
    positions = []
    for step in path:
        if isinstance(step, int):
            positions.append(step)
            continue
        known = _field_positions(cls) if cls else {}
        position, cls = known.get(step, (len(known), None))
        positions.append(position)
    return tuple(positions)
