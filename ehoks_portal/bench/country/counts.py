"""Cases of the numbers that later pages need: plans by school, month, door and state; workplace periods."""

from ehoks_portal.bench.country.cases import Case
from ehoks_portal.bench.country.people import Scope
from ehoks_portal.bench.floor import Bare


def cases(bare: Bare, scopes: list[Scope]) -> list[Case]:
    """None yet."""
    return []
