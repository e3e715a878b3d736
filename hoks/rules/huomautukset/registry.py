"""The registry of warnings: what each is called, what it is asked about and what it tells."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from hoks.contract import Node
from hoks.models import Opiskeluoikeus
from hoks.tree import TreeNode
from hoks.violations import Path, pointer


@dataclass(frozen=True)
class Huomautus:
    """One thing that looks odd in a plan.

    koodi: stable, kebab-case; path: steps from the document's root to the value to look at
    text: what looks odd and what to check, in Finnish and lazily translated
    """

    koodi: str
    path: Path
    text: Any = field(compare=False)

    @property
    def pointer(self) -> str:
        """The path as a JSON Pointer."""
        return pointer(self.path)


@dataclass(frozen=True)
class Tilanne:
    """What a warning may know besides the node it is asked of. tanaan: the date in Europe/Helsinki."""

    root: TreeNode
    opiskeluoikeus: Opiskeluoikeus | None
    tanaan: dt.date

    @cached_property
    def keskeytykset(self) -> list[tuple[dt.date, dt.date]]:
        """The study right's interruptions that have ended: first and last day."""
        return self.opiskeluoikeus.paattyneet_keskeytykset() if self.opiskeluoikeus else []

    @cached_property
    def oppijan_sahkoposti(self) -> str:
        """The learner's address as addresses are compared; empty when there is none."""
        return text(self.root.data, "sahkoposti").casefold()


# (node, tilanne) -> steps from the node to each value that looks odd; () is the node itself.
Check = Callable[[TreeNode, Tilanne], Iterable[Path]]


@dataclass(frozen=True)
class Laji:
    """A kind of warning.

    koodi: stable, kebab-case, unique; nimi: a few words for lists; kuvaus: when it is given, for the page of rules
    teksti: the sentence; nodes: contract classes (or their bases) it is asked of
    """

    koodi: str
    check: Check
    nodes: tuple[type[Node], ...]
    nimi: Any
    kuvaus: Any
    teksti: Any


_registered: list[Laji] = []


def lajit() -> tuple[Laji, ...]:
    """Every registered kind, as written."""
    return tuple(_registered)


def huomauttaa(
    koodi: str,
    *,
    node: type[Node] | tuple[type[Node], ...],
    nimi: Any,
    kuvaus: Any,
    teksti: Any,
) -> Callable[[Check], Check]:
    """Register a function as a kind of warning."""

    def register(check: Check) -> Check:
        nodes = node if isinstance(node, tuple) else (node,)
        _registered.append(Laji(koodi, check, nodes, nimi, kuvaus, teksti))
        return check

    return register


# --- Reading a document that may hold anything -------------------------------------------------


def day(data: dict, wire: str) -> dt.date | None:
    """The date as it must be on the wire (YYYY-MM-DD); None for anything else."""
    value = data.get(wire)
    if not isinstance(value, str) or len(value) != 10 or value[4] != "-" or value[7] != "-":
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None


def text(data: dict, wire: str) -> str:
    """The text without the blanks at its ends, as it is stored; empty for anything else."""
    value = data.get(wire)
    return value.strip() if isinstance(value, str) else ""


def olio(data: dict, wire: str) -> dict:
    """The nested object; an empty one for anything else."""
    value = data.get(wire)
    return value if isinstance(value, dict) else {}


def oliot(data: dict, wire: str) -> list[tuple[int, dict]]:
    """The objects of an array with their places in it."""
    value = data.get(wire)
    return (
        [(place, item) for place, item in enumerate(value) if isinstance(item, dict)] if isinstance(value, list) else []
    )
