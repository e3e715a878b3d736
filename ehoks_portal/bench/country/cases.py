"""What a measured page is: who asks for what, its floor and its goals; and what it came to."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from ehoks_portal.bench.country.visitor import Request, Visitor

# Milliseconds that a list may take more than its floor, and at most with eight clients at once (issue 4, section 2).
LIST_OVER, LIST_P99 = 8.0, 50.0
LIST_STATEMENTS = 8


@dataclass(frozen=True)
class Goals:
    """What a case may take at most, in statements and milliseconds; None where nothing is promised."""

    statements: int | None = None
    over_floor: float | None = None
    p50: float | None = None
    p99_crowded: float | None = None


Ask = Callable[[Visitor, int], Coroutine[Any, Any, Request]]
LIST_GOALS = Goals(statements=LIST_STATEMENTS, over_floor=LIST_OVER, p99_crowded=LIST_P99)


@dataclass(frozen=True)
class Case:
    """One row of a table.

    name: group/scope/what, as --case asks for it; request: of a visitor and the turn, after whatever must be done
    before that is not measured; floor: does the least SQL of the same answer, and returns how many statements that is;
    crowd: measured with eight clients at once too; about: something worth knowing, such as how many rows are found
    """

    name: str
    visitor: str
    request: Ask
    floor: Callable[[], int]
    goals: Goals = LIST_GOALS
    crowd: bool = True
    about: str = ""
    status: int = 200

    @property
    def group(self) -> str:
        """What --case asks for when it asks for all of a kind."""
        return self.name.partition("/")[0]


@dataclass(frozen=True)
class Result:
    """What a case came to: milliseconds, bytes as sent, statements, indexes used, big tables read from end to end."""

    case: Case
    runs: int
    statements: int
    floor_statements: int
    floor_p50: float
    p50: float
    p99: float
    crowded_p50: float | None
    crowded_p99: float | None
    warm: int
    cold: int
    indexes: list[str] = field(default_factory=list)
    whole_tables: list[str] = field(default_factory=list)

    @property
    def over(self) -> float:
        """Milliseconds over the floor, at the median."""
        return self.p50 - self.floor_p50

    @property
    def judged(self) -> list[tuple[str, bool]]:
        """(goal, met) of each goal the case has."""
        goals = self.case.goals
        told = []
        if goals.statements is not None:
            told.append((f"≤ {goals.statements} statements", self.statements <= goals.statements))
        if goals.over_floor is not None:
            told.append((f"p50 ≤ floor + {goals.over_floor:.0f} ms", self.over <= goals.over_floor))
        if goals.p50 is not None:
            told.append((f"p50 < {goals.p50:.0f} ms", self.p50 < goals.p50))
        if goals.p99_crowded is not None and self.crowded_p99 is not None:
            told.append((f"p99 ≤ {goals.p99_crowded:.0f} ms at 8 clients", self.crowded_p99 <= goals.p99_crowded))
        told.append(("no big table read from end to end", not self.whole_tables))
        return told

    @property
    def missed(self) -> str:
        """Goals that are not met, in words; and which big tables were read whole."""
        return "; ".join([goal for goal, met in self.judged if not met] + self.whole_tables)


def asking(path: str, target: str = "") -> Ask:
    """A case's request that is always the same."""

    async def request(visitor: Visitor, turn: int) -> Request:
        return Request(path, target=target)

    return request


def wanted(cases: list[Case], names: list[str] | None) -> list[Case]:
    """Those cases whose name begins with one of the names, whole parts of it; all of them without names."""
    if not names:
        return cases
    return [case for case in cases if any(f"{case.name}/".startswith(f"{name}/") for name in names)]
