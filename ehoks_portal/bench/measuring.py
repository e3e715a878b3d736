"""Measuring one case: over HTTP and its floor in turns, so that both meet the same noise, and its statements."""

import json
import math
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ehoks_portal.bench.cases import PAGE, ROOT, Case, Scene
from ehoks_portal.bench.server import CALLER_ID, Machine

# Beginnings and ends of transactions are no statements of ours.
TRANSACTION_CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET TRANSACTION")
# Requests before the measured ones: each of the workers has then imported and prepared what it needs.
WARM_UP = 24


@dataclass(frozen=True)
class Result:
    """What a case came to; milliseconds, bytes of a request's body and of its answer's."""

    case: Case
    units: int
    runs: int
    statements: int
    floor_statements: int
    floor_p50: float
    p50: float
    p99: float
    sent: int
    answered: int

    @property
    def over(self) -> float:
        """Milliseconds over the floor, at the median."""
        return self.p50 - self.floor_p50

    @property
    def goals(self) -> list[tuple[str, bool]]:
        """(goal, met) of each goal the case has."""
        told = []
        if self.case.statements is not None:
            told.append((f"≤ {self.case.statements} statements", self.statements <= self.case.statements))
        limit = self.case.over_floor.get(self.units)
        if limit is not None:
            told.append((f"≤ floor + {limit:.0f} ms", self.over <= limit))
        return told


def measure(case: Case, scene: Scene, machine: Machine, repetitions: int) -> Result:
    """Measure one case; ends the benchmark when an answer is not the one expected."""
    runs = max(5, round(repetitions * case.runs))
    warm_up = max(2, round(WARM_UP * case.runs))
    floors, times, sent, answered = [], [], 0, 0
    for turn in range(runs + warm_up):
        started = time.perf_counter()
        case.floor(scene, turn)
        floor = (time.perf_counter() - started) * 1000
        method, path, body = case.request(scene, turn)
        answer = machine.send(method, path, body, ticket=case.ticket)
        _check(case, method, path, answer.status, answer.body)
        if turn >= warm_up:
            floors.append(floor)
            times.append(answer.milliseconds)
            sent, answered = len(body or b""), len(answer.body)
    return Result(
        case,
        scene.units,
        runs,
        statements=_statements(case, scene, machine, runs + warm_up),
        floor_statements=scene.floor.statements,
        floor_p50=statistics.median(floors),
        p50=statistics.median(times),
        p99=percentile(times, 99),
        sent=sent,
        answered=answered,
    )


def percentile(values: list[float], share: int) -> float:
    """The value that `share` per cent of the values don't exceed (nearest rank)."""
    return sorted(values)[math.ceil(len(values) * share / 100) - 1]


def count(queries: CaptureQueriesContext) -> int:
    """The captured statements, without transaction control."""
    return sum(not query["sql"].startswith(TRANSACTION_CONTROL) for query in queries)


def in_process(action: Callable[[], object], repetitions: int) -> float:
    """Median of the milliseconds of an action in this process."""
    times = []
    for _ in range(repetitions):
        started = time.perf_counter()
        action()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def _statements(case: Case, scene: Scene, machine: Machine, turn: int) -> int:
    """Statements of one more such request, ticket, account, rights and logs included, in this process.

    The same URLs, middleware and database; the second of two, so that nothing is counted that only a start costs.
    """
    client = Client()
    for after in (0, 1):
        method, path, body = case.request(scene, turn + after)
        headers = machine.headers() if case.ticket else {"caller-id": CALLER_ID}
        headers["Host"] = f"127.0.0.1:{machine.server.port}"
        with CaptureQueriesContext(connection) as queries:
            response = client.generic(method, path, body or b"", "application/json", headers=headers)
            content = response.getvalue()
        _check(case, method, path, response.status_code, content)
    return count(queries)


def _check(case: Case, method: str, path: str, status: int, content: bytes) -> None:
    if status != case.status:
        sys.exit(f"{method} {path} answers {status}: {content[:500].decode(errors='replace')}")
    if path.startswith(f"{ROOT}/hoks/paged"):
        told = json.loads(content)["data"]
        if len(told["result"]) != PAGE or told["failed-ids"]:
            sys.exit(f"{path} tells {len(told['result'])} plans, and {len(told['failed-ids'])} it could not.")
