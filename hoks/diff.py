"""What differs between two documents of a plan, in words: for versions, conflicts and checking before saving."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from hoks import contract
from hoks.contract import FieldSpec
from hoks.presentation.naming import Names, references
from hoks.presentation.osa import Osa
from hoks.presentation.plan import Plan
from hoks.presentation.rows import Row, rows, value_text
from hoks.tree import TreeNode

ADDED, REMOVED, CHANGED = "added", "removed", "changed"


@dataclass(frozen=True)
class Change:
    """One difference.

    path_in_words: where, outermost first ("Kokkaus", "Koulutussopimus 1.8.2026–31.12.2026"); empty at the top level
    label: the field, or the kind of node that came or went
    old, new: the values in words, empty when there is none
    kind: added, removed or changed
    node: the node it is about, from the new document unless it went; its path and key find it on a page
    spec: the field; None when it is the whole node
    rows: the fields of a node that came or went
    """

    path_in_words: tuple[str, ...]
    label: str
    old: str
    new: str
    kind: str
    node: TreeNode
    spec: FieldSpec | None = None
    rows: tuple[Row, ...] = ()


def diff(old_document: dict, new_document: dict) -> list[Change]:
    """Differences in page order. Nodes are paired by key (module-id), never by place; order alone is no difference.

    Nodes without a key are paired by what they are about, then by what they say. Two statements, whatever the size.
    """
    names = Names(old_document, new_document)
    old, new = Plan(old_document), Plan(new_document)
    old.names = new.names = names
    return list(_node_changes(old, old.root, new, new.root, ()))


def _node_changes(old: Plan, old_node: TreeNode, new: Plan, new_node: TreeNode, path: tuple) -> Iterator[Change]:
    yield from _field_changes(old, old_node, new, new_node, path)
    for spec in contract.fields(new_node.cls):
        if spec.kind != "nodes":
            continue
        gone, pairs = _pair(old_node.children(spec.wire), new_node.children(spec.wire))
        for before, after in pairs:
            if before is None:
                yield from _whole(new, after, path, ADDED)
            else:
                yield from _node_changes(old, before, new, after, (*path, Osa(new, after).title_and_period))
        for node in gone:
            yield from _whole(old, node, path, REMOVED)


def _field_changes(old: Plan, old_node: TreeNode, new: Plan, new_node: TreeNode, path: tuple) -> Iterator[Change]:
    """Fields that read differently."""
    before = {_place(row): row for row in _rows(old, old_node)}
    after = {_place(row): row for row in _rows(new, new_node)}
    for key in _in_order(before, after):
        was, now = before.get(key), after.get(key)
        row = now or was
        if row and (was is None or now is None or was.values != now.values):
            kind = ADDED if was is None else REMOVED if now is None else CHANGED
            yield Change(path, row.label, str(was or ""), str(now or ""), kind, new_node, row.spec)
    yield from _code_changes(old, old_node, new_node, path)


def _code_changes(plan: Plan, old_node: TreeNode, new_node: TreeNode, path: tuple) -> Iterator[Change]:
    """What no name shows: another code or organisation of the same name, and a code's other version."""
    before, after = _own_references(old_node), _own_references(new_node)
    if [spec.wire for spec, _value, _versio in before] != [spec.wire for spec, _value, _versio in after]:
        return
    for (spec, value, was), (_spec, new_value, now) in zip(before, after, strict=True):
        name, new_name = (value_text(spec, one, plan.names) for one in (value, new_value))
        if value != new_value and name == new_name:
            yield Change(path, spec.label, f"{name} ({value})", f"{name} ({new_value})", CHANGED, new_node, spec)
        elif value == new_value and was != now:
            label = _("%(label)s, koodin versio") % {"label": spec.label}
            old, new = ("" if versio is None else str(versio) for versio in (was, now))
            yield Change(path, label, old, new, CHANGED, new_node, spec)


def _own_references(node: TreeNode) -> list[tuple[FieldSpec, str, Any]]:
    """(field, code or organisation, version of the code) of a node itself."""
    lists = {spec.wire for spec in contract.fields(node.cls) if spec.kind == "nodes"}
    own = {wire: value for wire, value in node.data.items() if wire not in lists}
    found = references(node.cls, own)
    return [(spec, value, holder.get(spec.versio_wire) if spec.versio_wire else None) for spec, value, holder in found]


def _rows(plan: Plan, node: TreeNode) -> list[Row]:
    return rows(node.cls, node.data, plan.names)


def _place(row: Row) -> tuple[str, str]:
    return row.spec.wire, row.label


def _in_order(before: dict, after: dict) -> list:
    return [*after, *(key for key in before if key not in after)]


def _whole(plan: Plan, node: TreeNode, path: tuple, kind: str) -> Iterator[Change]:
    """A node that came or went, and everything below it."""
    osa = Osa(plan, node)
    title = osa.title_and_period
    old, new = ("", title) if kind == ADDED else (title, "")
    yield Change(path, osa.laji, old, new, kind, node, rows=tuple(osa.rows))
    for child in node.all_children:
        yield from _whole(plan, child, (*path, title), kind)


def _pair(old: list[TreeNode], new: list[TreeNode]) -> tuple[list[TreeNode], list[tuple[TreeNode | None, TreeNode]]]:
    """(old nodes without a partner, (old partner or None, node) of each new one in order)."""
    free = list(old)
    partners: dict[int, TreeNode] = {}
    for sameness in (_key, _content, _subject):
        for place, node in enumerate(new):
            mark = sameness(node)
            if place in partners or mark is None:
                continue
            partner = next((candidate for candidate in free if sameness(candidate) == mark), None)
            if partner is not None:
                partners[place] = partner
                free.remove(partner)
    return free, [(partners.get(place), node) for place, node in enumerate(new)]


def _key(node: TreeNode) -> Any:
    return node.key or None


def _content(node: TreeNode) -> Any:
    """What a node without a key says; a keyed node is itself or nobody."""
    return None if node.key else repr(sorted(node.data.items()))


def _subject(node: TreeNode) -> Any:
    """What a node without a key is about: its code or name."""
    if node.key:
        return None
    wires = (spec.wire for spec in contract.fields(node.cls) if spec.required and spec.kind in ("koodi", "text"))
    return next((node.data[wire] for wire in wires if node.data.get(wire)), None)
