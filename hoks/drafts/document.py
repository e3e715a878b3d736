"""A draft's document: the wire's dict in which every node with identity has its "_key".

Functions change the document in place; whoever stores it holds the row's lock.
"""

import copy
import hashlib
import json
from collections.abc import Iterator
from typing import Any

from hoks import contract, plan
from hoks.contract.types import canonical_number
from hoks.models import Hoks
from hoks.tree import KEY, MODULE_ID, TreeNode, node_lists, tree
from hoks.violations import Path, pointer

# The key of the plan's top level, which has no identity of its own within the plan.
ROOT = "perustiedot"
SERVER_SAYS = ("id", "eid", "manuaalisyotto")


class NoSuchNode(LookupError):
    """No node has the key; it has been removed, or never was."""


def from_plan(hoks: Hoks) -> dict:
    """The stored plan with every node's module-id as its key, also of those that don't tell it on the wire."""
    rows = plan.load_rows(hoks)
    return with_keys(plan.document(hoks, rows), rows)


def with_keys(document: dict, rows: dict[str, list[plan.Row]]) -> dict:
    """A plan's document made a draft's, in place, by the rows that it tells; see from_plan."""
    for name in SERVER_SAYS:
        document.pop(name, None)
    _set_keys(document, rows)
    return document


def _set_keys(data: dict, rows: dict[str, list[plan.Row]]) -> None:
    for name, siblings in rows.items():
        for item, row in zip(data.get(contract.wire_name(name), []), siblings, strict=True):
            item.pop(MODULE_ID, None)
            item[KEY] = row.module_id
            _set_keys(item, row.children)


def bare(document: dict) -> tuple[dict, dict[str, str]]:
    """(the document without keys, {JSON Pointer of a node: its key})."""
    keys = {node.pointer: node.key for node in tree(document).walk() if node.key}
    return _without_keys(document), keys


def _without_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_keys(item) for name, item in value.items() if name != KEY}
    return [_without_keys(item) for item in value] if isinstance(value, list) else value


def find(document: dict, key: str) -> TreeNode:
    """The node of the key, the top level for ROOT; raises NoSuchNode."""
    for node in tree(document).walk():
        if key_of(node) == key:
            return node
    raise NoSuchNode(key)


def key_of(node: TreeNode) -> str:
    """The node's key, ROOT at the top."""
    return node.key or ROOT


def own(node: TreeNode) -> dict:
    """The node's own values, without its key and the lists of nodes that hang on it."""
    lists = node_lists(node.cls)
    return {name: value for name, value in node.data.items() if name != KEY and name not in lists}


def set_own(node: TreeNode, data: dict) -> None:
    """Give the node these own values; its key and what hangs on it stay."""
    for name in own(node):
        if name not in data:
            del node.data[name]
    node.data.update(data)


def fingerprint(node: TreeNode) -> str:
    """Tells whether the node's own values are still those a form was made from."""
    return hashlib.sha256(canonical(own(node)).encode()).hexdigest()[:24]


def canonical(value: Any) -> str:
    """Text equal for equal wire values only: 1 and true differ, 1e308 is the same number before and after jsonb."""
    return json.dumps(_numbers(value), sort_keys=True, ensure_ascii=False)


def _numbers(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _numbers(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_numbers(item) for item in value]
    return canonical_number(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def add(document: dict, parent_key: str, list_wire: str, key: str) -> TreeNode:
    """A new empty node at the end of a list. The same key again gives the node that is there: a click is one node."""
    try:
        return find(document, key)
    except NoSuchNode:
        parent = find(document, parent_key)
    if list_wire not in node_lists(parent.cls):
        raise NoSuchNode(list_wire)
    cls = node_lists(parent.cls)[list_wire]
    empty = {spec.wire: [] for spec in contract.fields(cls) if spec.kind == "nodes" and spec.required}
    parent.data[list_wire] = [*(parent.data.get(list_wire) or []), {KEY: key, **empty}]
    return find(document, key)


def remove(document: dict, key: str) -> None:
    """Take the node and everything below it away."""
    _siblings(find(document, key)).remove(find(document, key).data)


def copy_node(document: dict, key: str, new_key: str) -> TreeNode:
    """A copy right after the node, everything below it along, with keys of its own.

    A period's yksilöivä tunniste is its alone and is left out; a new one is made when the plan is saved.
    """
    try:
        return find(document, new_key)
    except NoSuchNode:
        node = find(document, key)
    siblings = _siblings(node)
    twin = copy.deepcopy(node.data)
    for below in TreeNode(node.cls, twin).walk():
        below.data[KEY] = plan.new_key() if below.path else new_key
        below.data.pop("yksiloiva-tunniste", None)
    siblings.insert(siblings.index(node.data) + 1, twin)
    return find(document, new_key)


def _siblings(node: TreeNode) -> list:
    if node.parent is None:
        raise NoSuchNode(ROOT)
    return node.parent.data[node.list_wire]


def ancestors(node: TreeNode) -> Iterator[TreeNode]:
    """The nodes the node hangs on, the nearest first."""
    while node.parent is not None:
        node = node.parent
        yield node


def by_pointer(document: dict) -> dict[str, TreeNode]:
    """Every node by its JSON Pointer, the top level under the empty one."""
    return {node.pointer: node for node in tree(document).walk()}


def locate(nodes: dict[str, TreeNode], path: Path) -> tuple[TreeNode, Path]:
    """(the innermost node a violation's path leads to, the rest of the path within it); nodes: see by_pointer."""
    length = next(length for length in range(len(path), -1, -1) if pointer(path[:length]) in nodes)
    return nodes[pointer(path[:length])], path[length:]
