"""When the plan has changed under a draft: what each side changed since the draft was begun, and joining them."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from hoks.contract import HoksPost
from hoks.drafts import document as documents
from hoks.drafts.document import ROOT
from hoks.tree import KEY


class Puoli(StrEnum):
    """Whose change."""

    OMA = "oma"
    TOISEN = "toisen"


@dataclass(frozen=True)
class Muutos:
    """A top-level item that somebody changed: the plan's own fields (ROOT) or a node with all below it.

    base, mine, theirs: the item before, in the draft and in the plan now; None where it isn't
    """

    key: str
    list_wire: str
    base: dict | None
    mine: dict | None
    theirs: dict | None

    @property
    def is_mine(self) -> bool:
        return not same(self.base, self.mine)

    @property
    def is_theirs(self) -> bool:
        return not same(self.base, self.theirs)

    @property
    def is_clash(self) -> bool:
        """Both changed it, differently: somebody has to choose."""
        return self.is_mine and self.is_theirs and not same(self.mine, self.theirs)


def same(one: Any, other: Any) -> bool:
    return documents.canonical(one) == documents.canonical(other)


def changes(base: dict, mine: dict, theirs: dict) -> list[Muutos]:
    """Every item that either side changed, the plan's own fields first, then in the order of the plan as it is now."""
    sides = [_items(document) for document in (base, mine, theirs)]
    order = dict.fromkeys(key for side in (sides[2], sides[1], sides[0]) for key in side)
    found = []
    for key in order:
        held = [side.get(key) for side in sides]
        list_wire = next(item[0] for item in held if item)
        muutos = Muutos(key, list_wire, *(item[1] if item else None for item in held))
        if muutos.is_mine or muutos.is_theirs:
            found.append(muutos)
    return found


def _items(document: dict) -> dict[str, tuple[str, dict]]:
    """Key -> (list, item) of every top-level item."""
    lists = documents.node_lists(HoksPost)
    items = {ROOT: ("", {name: value for name, value in document.items() if name not in lists})}
    for wire in lists:
        for node in document.get(wire) or []:
            items[node[KEY]] = (wire, node)
    return items


def join(base: dict, mine: dict, theirs: dict, choices: Mapping[str, Puoli]) -> dict:
    """The draft on top of the plan as it is now: each side's changes, and the side chosen where both changed.

    choices: by key, of the clashes; theirs where none is given, since nothing of others' may go unseen.
    """
    lists = documents.node_lists(HoksPost)
    joined = {name: copy.deepcopy(value) for name, value in theirs.items() if name in lists}
    root = {name: value for name, value in theirs.items() if name not in lists}
    for muutos in changes(base, mine, theirs):
        choice = choices.get(muutos.key, Puoli.TOISEN) if muutos.is_clash else None
        if not (choice == Puoli.OMA or (choice is None and muutos.is_mine)):
            continue
        if muutos.key == ROOT:
            root = muutos.mine or {}
        else:
            joined[muutos.list_wire] = _put(joined.get(muutos.list_wire) or [], muutos)
    return {**copy.deepcopy(root), **joined}


def _put(siblings: list[dict], muutos: Muutos) -> list[dict]:
    """The list with the draft's node in the place of theirs, at the end when they have none, gone when removed."""
    places = [place for place, node in enumerate(siblings) if node[KEY] == muutos.key]
    if muutos.mine is None:
        return [node for node in siblings if node[KEY] != muutos.key]
    mine = copy.deepcopy(muutos.mine)
    if not places:
        return [*siblings, mine]
    return [mine if place in places else node for place, node in enumerate(siblings)]
