"""What national statistics does not get of a plan (domain.md 3.3): the learner's contact details, names of people."""

from functools import cache, partial
from typing import Any

from hoks import contract
from hoks.contract.fields import Node, nested_node
from hoks.contract.hoks import Perustiedot
from hoks.contract.nodes import (
    KoulutuksenJarjestajanArvioija,
    OsaamisenHankkimistapa,
    TyoelamanArvioija,
    TyopaikallaJarjestettavaKoulutus,
)
from hoks.violations import Path

REMOVED: dict[type[Node], frozenset[str]] = {
    Perustiedot: frozenset({"sahkoposti", "puhelinnumero"}),
    OsaamisenHankkimistapa: frozenset({"jarjestajan-edustaja", "hankkijan-edustaja"}),
}
REPLACED: dict[type[Node], dict[str, Any]] = {
    TyopaikallaJarjestettavaKoulutus: {"vastuullinen-tyopaikka-ohjaaja": True},
    KoulutuksenJarjestajanArvioija: {"nimi": "<REDACTED>"},
    TyoelamanArvioija: {"nimi": "<REDACTED>"},
}


def redact(document: dict) -> dict:
    """The document as it may be told; the one given stays as it was."""
    return _redacted(document, contract.HoksPut)


def hides(path: Path) -> bool:
    """Whether what stands at the path, from a document's root, is removed or replaced."""
    cls: type[Node] | None = contract.HoksPut
    for step in path:
        if isinstance(step, int):
            continue
        if cls is None:
            return False
        if step in _hidden(cls):
            return True
        info = cls.model_fields.get(step.replace("-", "_"))
        cls = nested_node(info.annotation)[0] if info else None
    return False


def _redacted(told: dict, cls: type[Node]) -> dict:
    hidden, below = _hidden(cls), _below(cls)
    kept = {}
    for name, value in told.items():
        if name in hidden:
            if hidden[name] is not None:
                kept[name] = hidden[name]
        elif name in below:
            kept[name] = (
                [_redacted(item, below[name]) for item in value]
                if isinstance(value, list)
                else _redacted(value, below[name])
            )
        else:
            kept[name] = value
    return kept


@cache
def _hidden(cls: type[Node]) -> dict[str, Any]:
    """Wire names of the hidden fields of a node, with what is told in their stead; None for nothing."""
    hidden: dict[str, Any] = {}
    for base in filter(partial(issubclass, cls), (*REMOVED, *REPLACED)):
        hidden |= dict.fromkeys(REMOVED.get(base, ())) | REPLACED.get(base, {})
    return hidden


@cache
def _below(cls: type[Node]) -> dict[str, type[Node]]:
    """The nodes in a node that hide something themselves or further down, by wire name."""
    nested = {contract.wire_name(name): nested_node(info.annotation)[0] for name, info in cls.model_fields.items()}
    return {name: node for name, node in nested.items() if node is not None and (_hidden(node) or _below(node))}
