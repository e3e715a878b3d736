"""The rules: whether a plan holds (domain.md 2.3-2.6). What a plan looks like is the contract's business."""

from hoks.rules import admission, oppimisen_tuki, osaamisen_hankkimistapa, perustiedot, tuva
from hoks.rules.context import Context, Toiminto
from hoks.rules.judging import judge
from hoks.rules.registry import Rule, Stage, rule, rules

# The modules fill the registry when they are imported.
MODULES = (osaamisen_hankkimistapa, oppimisen_tuki, perustiedot, tuva, admission)
RULES: tuple[Rule, ...] = rules()

__all__ = ["RULES", "Context", "Rule", "Stage", "Toiminto", "judge", "rule"]
