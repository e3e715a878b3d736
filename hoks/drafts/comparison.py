"""Both sides of a conflict in words, side by side."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from hoks.contract import FieldSpec
from hoks.drafts.merging import Change, Side
from hoks.drafts.outline import path_in_words, title
from hoks.presentation.plan import Osa, Plan
from hoks.presentation.rows import Row
from hoks.tree import TreeNode


@dataclass(frozen=True)
class Told:
    """What one side says: rows node by node. None of them when the node isn't there."""

    nodes: list[tuple[str, list[Row]]]


@dataclass(frozen=True)
class Comparison:
    """A change for the conflict page."""

    change: Change
    my_plan: Plan
    their_plan: Plan

    @property
    def key(self) -> str:
        return self.change.key

    @cached_property
    def title(self) -> str:
        """What the node hangs on, and what it is called."""
        node = self.change.mine or self.change.theirs or self.change.base
        plan = self.my_plan if self.change.mine else self.their_plan
        if node is None:
            return ""
        return " › ".join(path_in_words(plan, node))

    @property
    def my_part(self) -> Told:
        """The draft's side of a clash."""
        return _part(self.my_plan, self.change.mine, self.change.clashing_fields)

    @property
    def their_part(self) -> Told:
        """The plan's side of a clash."""
        return _part(self.their_plan, self.change.theirs, self.change.clashing_fields)

    @property
    def my_change(self) -> Told | None:
        """What only the draft changed; None when nothing."""
        return self._change(self.my_plan, self.change.mine, self.change.my_own_fields)

    @property
    def their_change(self) -> Told | None:
        """What only the plan changed; None when nothing."""
        return self._change(self.their_plan, self.change.theirs, self.change.their_own_fields)

    def _change(self, plan: Plan, side: TreeNode | None, own_fields: list[FieldSpec]) -> Told | None:
        if own_fields:
            return _part(plan, side, own_fields)
        came_or_went = (side is None) != (self.change.base is None)
        return _part(plan, side, []) if came_or_went and not self.change.is_clash else None

    @property
    def what(self) -> str:
        """What the side that changed it did."""
        if self.change.base is None:
            return _("Uusi")
        return _("Poistuu") if self.change.mine is None or self.change.theirs is None else _("Muuttuu")

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(Side.MINE, _("Pidä omani")), (Side.THEIRS, _("Ota tallennettu"))]


def _part(plan: Plan, node: TreeNode | None, wanted: list[FieldSpec]) -> Told:
    """These fields of a node, or all of it with what hangs on it."""
    if node is None:
        return Told([])
    if wanted:
        data = {spec.wire: node.data[spec.wire] for spec in wanted if spec.wire in node.data}
        return Told([("", plan.rows(TreeNode(node.cls, data, node.path)))])
    return Told([(title(Osa(plan, one)), plan.rows(one)) for one in node.walk()])
