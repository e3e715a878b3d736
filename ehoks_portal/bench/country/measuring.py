"""Measuring one page: one client in turns with its floor, eight clients at once, statements, query plans, bytes."""

import asyncio
import json
import re
import statistics
import sys
import time
from collections.abc import Callable
from urllib.parse import urljoin

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ehoks_portal.bench.country.cases import Case, Result
from ehoks_portal.bench.country.visitor import Answer, Visitor
from ehoks_portal.bench.measuring import count, percentile

CLIENTS = 8
WARM_UP = 4
# Rows from which reading a table from end to end is a fault.
BIG = 10_000
ASSET = re.compile(r"""(?:href|src)=["'](/static/[^"'#]+)""")
NESTED = re.compile(r"""url\(["']?([^"')]+)|@import ["']([^"']+)""")


class Measurer:
    """Measures cases over HTTP; `visitors` makes a visitor of a name, with a session of its own."""

    def __init__(
        self, runner: asyncio.Runner, visitors: Callable[[str], Visitor], repetitions: int, before: int = WARM_UP
    ):
        """before: requests of each case that are not counted."""
        self.runner, self.visitors, self.repetitions, self.before = runner, visitors, repetitions, before
        self._known: dict[tuple[str, int], Visitor] = {}
        self._assets: dict[str, int] = {}
        self._big: dict[str, int] | None = None

    def measure(self, case: Case) -> Result:
        """Measure one case; ends the benchmark when an answer is not the one expected."""
        visitor = self._visitor(case.visitor)
        floors, times, floor_statements, answer = [], [], 0, None
        for turn in range(self.before + self.repetitions):
            started = time.perf_counter()
            floor_statements = case.floor()
            floor = (time.perf_counter() - started) * 1000
            answer = self.runner.run(_ask(case, visitor, turn))
            if turn >= self.before:
                floors.append(floor)
                times.append(answer.milliseconds)
        assert answer is not None
        crowded = self._crowd(case) if case.crowd else []
        statements, explained = self._statements(case, visitor)
        warm = len(answer.body)
        return Result(
            case,
            self.repetitions,
            statements,
            floor_statements,
            floor_p50=statistics.median(floors),
            p50=statistics.median(times),
            p99=percentile(times, 99),
            crowded_p50=statistics.median(crowded) if crowded else None,
            crowded_p99=percentile(crowded, 99) if crowded else None,
            warm=warm,
            cold=warm + self._static(visitor, answer),
            indexes=sorted({found for found, _table in explained if found}),
            whole_tables=sorted({table for found, table in explained if not found}),
        )

    def warm_up(self, case: Case) -> None:
        """Have every worker import and prepare what it needs."""
        for _turn in range(3):
            self._crowd(case)

    def _visitor(self, name: str, number: int = 0) -> Visitor:
        if (name, number) not in self._known:
            self._known[name, number] = self.visitors(name)
        return self._known[name, number]

    # --- Eight clients ----------------------------------------------------------------------

    def _crowd(self, case: Case) -> list[float]:
        """Times of four requests for each of the single client's, by clients that ask again as soon as answered."""
        crowd = [self._visitor(case.visitor, number) for number in range(CLIENTS)]
        each = max(self.repetitions * 4 // CLIENTS, 1)

        async def client(visitor: Visitor) -> list[float]:
            times = []
            for turn in range(1 + each):
                answer = await _ask(case, visitor, turn)
                times.append(answer.milliseconds)
                # As of a proxy with its defaults: kept, connections would crowd in the workers they happened to reach.
                visitor.close()
            return times[1:]

        async def all_at_once() -> list[list[float]]:
            return await asyncio.gather(*map(client, crowd))

        return [milliseconds for times in self.runner.run(all_at_once()) for milliseconds in times]

    # --- Statements -------------------------------------------------------------------------

    def _statements(self, case: Case, visitor: Visitor) -> tuple[int, list[tuple[str, str]]]:
        """Statements of one more such request, and how their plans read big tables: (index or "", table).

        In this process with the visitor's session: the same URLs, middleware and database. The second of two counts, so
        that nothing is in it that only a start costs.
        """
        client = Client(SERVER_NAME="localhost")
        for turn in (-2, -1):
            request = self.runner.run(case.request(visitor, turn))
            client.cookies.load(visitor.cookies)
            headers = visitor.headers(request)
            with CaptureQueriesContext(connection) as queries:
                if request.fields is None:
                    response = client.get(request.path, headers=headers)
                else:
                    body = visitor.form(request).decode()
                    form = "application/x-www-form-urlencoded"
                    response = client.post(request.path, body, content_type=form, headers=headers)
            if response.status_code != case.status:
                sys.exit(f"{request.path} answers {response.status_code} in process.")
        reading = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
        return count(queries), [found for statement in reading for found in self._explain(statement)]

    def _explain(self, statement: str) -> list[tuple[str, str]]:
        if self._big is None:
            self._big = _big_tables()
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN (FORMAT JSON) " + statement.replace("%", "%%"), [])
            told = cursor.fetchone()[0]
        nodes = [(json.loads(told) if isinstance(told, str) else told)[0]["Plan"]]
        found = []
        while nodes:
            node = nodes.pop()
            nodes += node.get("Plans", ())
            table = node.get("Relation Name", "")
            if node["Node Type"] == "Seq Scan" and table in self._big:
                found.append(("", table))
            elif "Index Name" in node and (not table or table in self._big):
                found.append((node["Index Name"], table))
        return found

    # --- Bytes ------------------------------------------------------------------------------

    def _static(self, visitor: Visitor, answer: Answer) -> int:
        """Bytes of the static files that the page names, compressed as a browser gets them."""
        if "html" not in answer.headers.get("content-type", "") or not answer.body:
            return 0
        names = set(ASSET.findall(answer.text))
        for name in names - self._assets.keys():
            self._assets[name] = self.runner.run(_asset(visitor, name))
        return sum(self._assets[name] for name in names)


async def _ask(case: Case, visitor: Visitor, turn: int) -> Answer:
    request = await case.request(visitor, turn)
    answer = await visitor.send(request)
    if answer.status != case.status:
        sys.exit(f"{case.name}: {request.path} answers {answer.status}\n{answer.text[:500]}")
    return answer


async def _asset(visitor: Visitor, path: str) -> int:
    """Bytes of a static file, and of those that a style sheet asks for."""
    size = len((await visitor.get(path)).body)
    if path.endswith(".css"):
        plain = await visitor.ask("GET", path, {"Accept-Encoding": "identity"})
        for first, second in NESTED.findall(plain.body.decode()):
            if not (first or second).startswith(("data:", "#")):
                size += await _asset(visitor, urljoin(path, first or second))
    return size


def _big_tables() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, reltuples FROM pg_class WHERE relkind = 'r' AND reltuples >= %s", [BIG])
        return dict(cursor.fetchall())
