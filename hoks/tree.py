"""A plan's document as a tree of nodes, the same for a stored plan and for a draft that may be wrong.

A document is the wire's dict (kebab-case keys). A node with identity carries its key: "_key" in a draft,
"module-id" in a stored plan.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.functional import cached_property

from hoks.contract import FieldSpec, HoksPost, Node, fields
from hoks.contract.types import wire_timestamp
from hoks.violations import Path, pointer

KEY = "_key"
MODULE_ID = "module-id"


class Values:
    """A wire object for templates: `values.alku` is the date, or the text that was typed when it is no date.

    Missing values are None, nested objects are Values, lists of small objects are lists of Values.
    """

    def __init__(self, cls: type[Node], data: dict):
        self._cls, self._data = cls, data if isinstance(data, dict) else {}

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        field = _by_name(self._cls).get(name)
        if field is None:
            return self._data.get(name.replace("_", "-"))
        return python_value(field, self._data.get(field.wire))

    def __bool__(self) -> bool:
        return bool(self._data)


@cache
def _by_name(cls: type[Node]) -> dict[str, FieldSpec]:
    return {field.name: field for field in fields(cls)}


@cache
def node_lists(cls: type[Node]) -> dict[str, type[Node]]:
    """Wire name and class of the lists of nodes that a node can have, in contract order."""
    return {field.wire: field.node for field in fields(cls) if field.kind == "nodes" and field.node}


def python_value(spec: FieldSpec, value: Any) -> Any:
    """A wire value as pages want it: dates and moments parsed where they parse, objects wrapped, the rest as it is."""
    if value is None:
        return [] if spec.kind in ("texts", "objects", "nodes") else None
    try:
        if spec.kind == "date":
            return dt.date.fromisoformat(value)
        if spec.kind == "timestamp":
            return wire_timestamp(value)
    except (TypeError, ValueError):
        return value
    if spec.kind == "object":
        return Values(spec.node, value)
    if spec.kind == "objects":
        return [Values(spec.node, item) for item in value] if isinstance(value, list) else []
    return value


@dataclass(frozen=True)
class TreeNode:
    """A node with identity at its place in a document.

    cls: its contract class; data: its wire dict; path: from the root; parent: the node it hangs on, None at the root;
    list_wire: wire name of the list it stands in, empty at the root
    """

    cls: type[Node]
    data: dict
    path: Path = ()
    parent: "TreeNode | None" = None
    list_wire: str = ""

    @property
    def key(self) -> str:
        """Draft key or module-id; empty at the root and for what has neither."""
        return self.data.get(KEY) or self.data.get(MODULE_ID) or ""

    @cached_property
    def pointer(self) -> str:
        """The path as a JSON Pointer."""
        # From the parent's, which its other children ask too.
        return f"{self.parent.pointer}{pointer(self.path[-2:])}" if self.parent else pointer(self.path)

    @cached_property
    def values(self) -> Values:
        return Values(self.cls, self.data)

    def children(self, list_wire: str) -> list["TreeNode"]:
        """Nodes of one of this node's lists, in order."""
        cls, items = node_lists(self.cls)[list_wire], self.data.get(list_wire)
        return [
            TreeNode(cls, item, (*self.path, list_wire, place), self, list_wire)
            for place, item in enumerate(items if isinstance(items, list) else [])
            if isinstance(item, dict)
        ]

    @property
    def all_children(self) -> list["TreeNode"]:
        """Nodes of every list of this node, in contract order."""
        return [child for list_wire in node_lists(self.cls) for child in self.children(list_wire)]

    def walk(self) -> Iterator["TreeNode"]:
        """This node and everything below it, parents first."""
        yield self
        for child in self.all_children:
            yield from child.walk()


def tree(document: dict, cls: type[Node] = HoksPost) -> TreeNode:
    """The root node of a document."""
    return TreeNode(cls, document)
