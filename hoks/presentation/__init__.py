"""What pages show of a plan: names for its codes, words for its values, groups, sections. It knows no requests."""

from hoks.presentation.naming import Names
from hoks.presentation.osa import Osa
from hoks.presentation.plan import Audience, Plan

__all__ = ["Audience", "Names", "Osa", "Plan"]
