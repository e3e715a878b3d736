"""The numbers that reports are made of (hoks.luvut), for each scope of the lists: in this process, without HTTP."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from ehoks_portal.bench.country.people import Scope
from ehoks_portal.bench.measuring import count, in_process
from hoks import services
from hoks.luvut import hoksit, jaksot

# Milliseconds that a number may take, of one school and of the country (issue 4, section 3).
OF_SCHOOL, OF_COUNTRY = 100.0, 1000.0


@dataclass(frozen=True)
class Count:
    """What a number came to in a scope: how many lines it has, milliseconds, statements."""

    name: str
    scope: Scope
    lines: int
    milliseconds: float
    statements: int

    @property
    def goal(self) -> float:
        """Milliseconds it may take."""
        return OF_SCHOOL if self.scope.oid else OF_COUNTRY


def measure(scopes: list[Scope], repetitions: int) -> list[Count]:
    """Every number in every scope."""
    return [
        _measured(name, scope, question, repetitions)
        for scope in scopes
        for name, question in _questions([scope.oid] if scope.oid else None).items()
    ]


def _questions(schools: list[str] | None) -> dict[str, Callable[[], dict[Any, int]]]:
    """What is asked of these schools, or of the country."""
    today = services.today()
    year = today - dt.timedelta(days=365)
    return {
        "plans by school": lambda: hoksit.by_school(schools),
        "plans by month": lambda: hoksit.by_month(schools),
        "plans by door": lambda: hoksit.by_door(schools),
        "plans by door, of a year": lambda: hoksit.by_door(schools, year, today),
        "study rights by state": lambda: hoksit.by_state(schools),
        "workplace periods by month": lambda: jaksot.by_month(schools),
        "workplace periods by day, of a year": lambda: jaksot.by_day(schools, year, today),
        "workplace periods by school, of a year": lambda: jaksot.by_school(schools, year, today),
    }


def _measured(name: str, scope: Scope, question: Callable[[], dict[Any, int]], repetitions: int) -> Count:
    with CaptureQueriesContext(connection) as queries:
        lines = len(question())
    return Count(name, scope, lines, in_process(question, repetitions), count(queries))
