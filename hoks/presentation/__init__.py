"""What pages show of a plan: names for its codes, words for its values, groups, sections. It knows no requests."""

from hoks.presentation.naming import Names
from hoks.presentation.plan import Audience, Osa, Plan

__all__ = ["Audience", "Names", "Osa", "Plan"]
