"""The registry of rules: what each is called, what it is asked about, where it points and where it comes from."""

import datetime as dt
import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.text import format_lazy

from hoks.contract import Node
from hoks.rules.context import KAIKKI_TOIMINNOT, Context, Toiminto
from hoks.violations import Path

Check = Callable[[Any, Context], Any]


class Stage(enum.IntEnum):
    """When the reference asks a rule; the order of its answers (domain.md 2.0, 2.5, 2.6)."""

    LOOKUP = 1  # before the shape of the document
    FIELD = 2  # with the field's own type
    OBJECT = 3  # when every field of the object is right; the first failure only
    BELONGING = 4  # when the document is right, before the caller's rights
    ADMISSION = 5  # when the caller has the right


@dataclass(frozen=True)
class Rule:
    """A rule of the registry.

    check: pure function (node, context) -> falsy, or the lazily translated sentence that says what to fix
    code: stable, kebab-case, Finnish; unique among the contract's refusals and the rules of an action
    nodes: contract classes (or their bases) the rule is asked about
    fields: places it points at, as wire names or wire paths with slashes from the node; none means the node itself
    reads: further places it reads; when any of `fields` or `reads` was refused by the contract it is not asked
    spans: the fault is in how the fields fit together, so that it is the node's rather than the first field's
    toiminnot: the actions it is asked at
    kuvaus: what holds, in Finnish and lazily translated, for the page of rules; it tells the `rajat`
    rajat: boundaries (days, numbers) by the name `kuvaus` has for them
    wire_text: the reference's literal text; {names} are those of `hoks.rules.judging.wire_names`
    source: where the rule is written
    order: among the rules of its stage
    """

    code: str
    check: Check
    nodes: tuple[type[Node], ...]
    fields: tuple[str, ...]
    reads: tuple[str, ...]
    spans: bool
    stage: Stage
    toiminnot: tuple[Toiminto, ...]
    kuvaus: Any
    rajat: Mapping[str, dt.date | int]
    wire_text: str
    source: str
    order: int

    @cached_property
    def needs(self) -> tuple[Path, ...]:
        """Steps from the node to every place the rule points at or reads."""
        return tuple(tuple(wire.split("/")) for wire in (*self.fields, *self.reads))

    def path(self, node: Path) -> Path:
        """Where a violation on the node stands: the node when the rule spans fields, else the first field."""
        return node if self.spans or not self.fields else (*node, *self.fields[0].split("/"))

    def field_paths(self, node: Path) -> tuple[Path, ...]:
        """Every place to look at; the node itself when the rule points at no field."""
        return tuple((*node, *field.split("/")) for field in self.fields) or (node,)


def _in_words(raja: dt.date | int) -> str:
    return f"{raja.day}.{raja.month}.{raja.year}" if isinstance(raja, dt.date) else str(raja)


_registered: list[Rule] = []


def rules() -> tuple[Rule, ...]:
    """Every registered rule in the order of evaluation: by stage, then as written."""
    return tuple(sorted(_registered, key=lambda one: (one.stage, one.order)))


def rule(
    code: str,
    *,
    node: type[Node] | tuple[type[Node], ...],
    fields: tuple[str, ...] = (),
    reads: tuple[str, ...] = (),
    spans: bool = False,
    stage: Stage = Stage.OBJECT,
    toiminnot: tuple[Toiminto, ...] = KAIKKI_TOIMINNOT,
    kuvaus: Any,
    rajat: Mapping[str, dt.date | int] | None = None,
    wire_text: str,
    source: str,
) -> Callable[[Check], Check]:
    """Register a function as a rule; rules of one node and stage are asked in the order they are written in.

    kuvaus: with a {name} for each of the `rajat`
    """

    def register(check: Check) -> Check:
        nodes = node if isinstance(node, tuple) else (node,)
        order = len(_registered)
        told = format_lazy(kuvaus, **{name: _in_words(raja) for name, raja in rajat.items()}) if rajat else kuvaus
        _registered.append(
            Rule(
                code, check, nodes, fields, reads, spans, stage, toiminnot, told, rajat or {}, wire_text, source, order
            )
        )
        return check

    return register
