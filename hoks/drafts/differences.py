"""What changes between two documents with keys, node by node, in words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from hoks.drafts import document as documents
from hoks.drafts.outline import title
from hoks.presentation.plan import Osa, Plan
from hoks.tree import TreeNode


@dataclass(frozen=True)
class Difference:
    """A node that was added, removed or changed. rows: (label, before, after) of the fields that differ."""

    what: str
    title: str
    rows: list[tuple[str, str, str]]


def differences(before: Plan, after: Plan) -> list[Difference]:
    """Nodes that differ, in the order of the later document, those that are gone last."""
    old, new = _by_key(before), _by_key(after)
    found = []
    for key, node in new.items():
        if key not in old:
            found.append(Difference(_("Uusi:"), _name(after, node), _rows(None, None, after, node)))
        elif not _same(old[key], node):
            found.append(Difference(_("Muuttuu:"), _name(after, node), _rows(before, old[key], after, node)))
    for key, node in old.items():
        if key not in new:
            found.append(Difference(_("Poistuu:"), _name(before, node), []))
    return found


def _by_key(plan: Plan) -> dict[str, TreeNode]:
    return {documents.key_of(node): node for node in plan.root.walk()}


def _same(old: TreeNode, new: TreeNode) -> bool:
    return documents.canonical(documents.own(old)) == documents.canonical(documents.own(new))


def _name(plan: Plan, node: TreeNode) -> str:
    osa = Osa(plan, node)
    told = title(osa)
    return told if told == osa.laji or not node.path else f"{osa.laji}: {told}"


def _rows(before: Plan | None, old: TreeNode | None, after: Plan, new: TreeNode) -> list[tuple[str, str, str]]:
    was = _texts(before, old) if before and old else {}
    now = _texts(after, new)
    labels = dict.fromkeys([*now, *was])
    return [(label, was.get(label, ""), now.get(label, "")) for label in labels if was.get(label) != now.get(label)]


def _texts(plan: Plan, node: TreeNode) -> dict[Any, str]:
    return {row.label: str(row) for row in plan.rows(node)}
