"""Both sides of one change of a conflict, in words, side by side."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from hoks.drafts import document as documents
from hoks.drafts.merging import Muutos, Puoli
from hoks.drafts.outline import title
from hoks.presentation.plan import Osa, Plan
from hoks.tree import TreeNode


@dataclass(frozen=True)
class Sisalto:
    """One side: what the item is called there and what it says, node by node; no nodes when it isn't there."""

    title: str
    nodes: list[tuple[str, list]]


@dataclass(frozen=True)
class Vertailu:
    """A change for the conflict page."""

    muutos: Muutos
    my_plan: Plan
    their_plan: Plan

    @property
    def key(self) -> str:
        return self.muutos.key

    @cached_property
    def mine(self) -> Sisalto:
        return _side(self.my_plan, self.muutos.key)

    @cached_property
    def theirs(self) -> Sisalto:
        return _side(self.their_plan, self.muutos.key)

    @property
    def title(self) -> str:
        """What the item is called, by whoever has it."""
        return self.mine.title or self.theirs.title or _("Poistettu osa")

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(Puoli.OMA, _("Pidä omani")), (Puoli.TOISEN, _("Ota tallennettu"))]


def _side(plan: Plan, key: str) -> Sisalto:
    try:
        node = documents.find(plan.document, key)
    except documents.NoSuchNode:
        return Sisalto("", [])
    nodes = [node] if not node.path else list(node.walk())
    return Sisalto(_name(plan, node), [(_name(plan, one), _rows(plan, one)) for one in nodes])


def _name(plan: Plan, node: TreeNode) -> str:
    return title(Osa(plan, node))


def _rows(plan: Plan, node: TreeNode) -> list:
    return [row for row in plan.rows(node) if row.spec.kind != "oid"]
