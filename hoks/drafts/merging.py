"""When the plan has changed under a draft: what each side changed since the draft was begun, and joining them.

Nodes are matched by key, and within a node field by field, so that only what both sides changed must be chosen.
"""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from hoks.contract import FieldSpec, fields
from hoks.drafts import document as documents
from hoks.tree import KEY, TreeNode, node_lists, tree


class Side(StrEnum):
    """Whose change."""

    MINE = "oma"
    THEIRS = "toisen"


@dataclass(frozen=True)
class Change:
    """A node that is not the same on all sides.

    base, mine, theirs: the node when the draft was begun, in the draft, and in the plan now; None where it isn't
    """

    key: str
    base: TreeNode | None
    mine: TreeNode | None
    theirs: TreeNode | None

    def _changed(self, side: TreeNode | None) -> list[FieldSpec]:
        if self.base is None or side is None:
            return []
        base, data = self.base.data, side.data
        return [spec for spec in _own_fields(side) if not _same_field(spec, base, data)]

    @cached_property
    def my_fields(self) -> list[FieldSpec]:
        """Fields that the draft changed, of a node that stood in the plan."""
        return self._changed(self.mine)

    @cached_property
    def their_fields(self) -> list[FieldSpec]:
        """Fields that the plan changed meanwhile."""
        return self._changed(self.theirs)

    @cached_property
    def clashing_fields(self) -> list[FieldSpec]:
        """Fields that both changed, differently."""
        if self.mine is None or self.theirs is None:
            return []
        mine, theirs = self.mine.data, self.theirs.data
        return [spec for spec in self.my_fields if spec in self.their_fields and not _same_field(spec, mine, theirs)]

    @property
    def my_own_fields(self) -> list[FieldSpec]:
        """Fields that only the draft changed."""
        return [spec for spec in self.my_fields if spec not in self.their_fields]

    @property
    def their_own_fields(self) -> list[FieldSpec]:
        """Fields that only the plan changed."""
        return [spec for spec in self.their_fields if spec not in self.my_fields]

    @cached_property
    def is_removed_and_changed(self) -> bool:
        """One side took away, with all below it, what the other changed."""
        if self.base is None or (self.mine is None) == (self.theirs is None):
            return False
        return not _same(self.base.data, (self.mine or self.theirs).data)

    @property
    def is_clash(self) -> bool:
        """Somebody has to choose."""
        return bool(self.clashing_fields) or self.is_removed_and_changed

    @property
    def is_mine(self) -> bool:
        """The draft changed it, made it or took it away."""
        return bool(self.my_fields) or (self.mine is None) != (self.base is None)

    @property
    def is_theirs(self) -> bool:
        """The plan did."""
        return bool(self.their_fields) or (self.theirs is None) != (self.base is None)


def _own_fields(node: TreeNode) -> list[FieldSpec]:
    return [spec for spec in fields(node.cls) if spec.kind != "nodes"]


def _same_field(spec: FieldSpec, one: dict, other: dict) -> bool:
    """A code and its version are one field."""
    names = (spec.wire, spec.versio_wire)
    return all(_same(one.get(name), other.get(name)) for name in names)


def _same(one: Any, other: Any) -> bool:
    return documents.canonical(one) == documents.canonical(other)


def _by_key(document: dict) -> dict[str, TreeNode]:
    return {documents.key_of(node): node for node in tree(document).walk()}


def changes(base: dict, mine: dict, theirs: dict) -> list[Change]:
    """Every node that either side changed, in the order of the plan as it is now; of a tree that was added or taken
    away its top only."""
    sides = [_by_key(document) for document in (base, mine, theirs)]
    found = []
    for key in dict.fromkeys(key for side in reversed(sides) for key in side):
        change = Change(key, *(side.get(key) for side in sides))
        if (change.is_mine or change.is_theirs) and not _goes_with_its_parent(change, *sides):
            found.append(change)
    return found


def _goes_with_its_parent(change: Change, *sides: dict[str, TreeNode]) -> bool:
    """A side that lacks the node lacks its parent too: what is told of the parent is enough."""
    node = change.mine or change.theirs or change.base
    if node is None or node.parent is None:
        return False
    parent = documents.key_of(node.parent)
    return any(change.key not in side and parent not in side for side in sides)


def join(base: dict, mine: dict, theirs: dict, choices: Mapping[str, Side]) -> dict:
    """The draft on top of the plan as it is now: each side's changes, and the side chosen where they clash.

    choices: by key of a clash; theirs where none is given, since nothing of others' may be lost unseen.
    """
    return _join(tree(base), tree(mine), tree(theirs), choices)


def _join(base: TreeNode | None, mine: TreeNode, theirs: TreeNode, choices: Mapping[str, Side]) -> dict:
    key = documents.key_of(mine)
    change = Change(key, base, mine, theirs)
    keeps_mine = choices.get(key) == Side.MINE
    joined = copy.deepcopy({**documents.own(theirs), **({KEY: theirs.key} if theirs.key else {})})
    for spec in change.my_fields:
        if spec in change.clashing_fields and not keeps_mine:
            continue
        for name in filter(None, (spec.wire, spec.versio_wire)):
            joined.pop(name, None)
            if name in mine.data:
                joined[name] = copy.deepcopy(mine.data[name])
    for wire in node_lists(mine.cls):
        if wire in mine.data or wire in theirs.data:
            joined[wire] = _join_list(wire, base, mine, theirs, choices)
    return joined


def _join_list(wire: str, base: TreeNode | None, mine: TreeNode, theirs: TreeNode, choices) -> list[dict]:
    """Their nodes in their order, the draft's own after the node they follow in the draft."""
    was = {node.key: node for node in base.children(wire)} if base else {}
    own = {node.key: node for node in mine.children(wire)}
    now = {node.key: node for node in theirs.children(wire)}
    joined = []
    for key, node in now.items():
        if key in own:
            joined.append(_join(was.get(key), own[key], node, choices))
        elif key not in was or _survives(was[key], node, choices, Side.THEIRS):
            joined.append(copy.deepcopy(node.data))
    before = None
    for key, node in own.items():
        if key not in now and (key not in was or _survives(was[key], node, choices, Side.MINE)):
            places = [place for place, item in enumerate(joined) if item[KEY] == before]
            joined.insert(places[0] + 1 if places else 0 if before is None else len(joined), copy.deepcopy(node.data))
        before = key
    return joined


def _survives(was: TreeNode, node: TreeNode, choices: Mapping[str, Side], side: Side) -> bool:
    """A node of one side that the other took away: gone, unless this side changed it and is chosen."""
    return not _same(was.data, node.data) and choices.get(node.key, Side.THEIRS) == side
