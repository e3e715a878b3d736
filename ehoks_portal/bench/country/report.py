"""Tables of what was measured in a country, and how it grows from one country to a bigger one."""

import re
import statistics
from collections.abc import Iterable
from itertools import groupby

from ehoks_portal.bench.country.cases import Result
from ehoks_portal.bench.country.chromium import VISITS, Paint
from ehoks_portal.bench.country.counts import Count
from ehoks_portal.bench.country.load import SIGN_IN, Load
from ehoks_portal.bench.country.measuring import CLIENTS
from ehoks_portal.bench.country.people import Scope
from ehoks_portal.bench.country.sizes import Sizes
from ehoks_portal.bench.measuring import percentile
from ehoks_portal.bench.report import goals_in_words, kilobytes, ms, table, thousands

LISTS, PLANS, COUNTS, BROWSER, TABLES, LOAD, QUERIES = (
    "Lists",
    "Plans and drafts",
    "Counts",
    "Browser",
    "Tables",
    "Load",
    "Query plans of lists",
)
GROWTH = "Growth"
# Kinds of sections in the order in which the file has them.
KINDS = (LISTS, PLANS, COUNTS, BROWSER, TABLES, LOAD, QUERIES)

MEASURED = f"""
Over HTTP against gunicorn as the README runs it in production, with four workers: a visitor who sends one request
after another, in turns with the *floor*; then {CLIENTS} visitors at once, each asking again as soon as he is answered.
Every request makes a connection of its own, as a proxy with its defaults does. *Floor* is the fewest and quickest
statements that know what the page tells, raw through psycopg, without session, user, rights and HTML. *Statements* are
those of one such request, everything included, without transaction control; in brackets the floor's. *Warm* is the
page as sent, compressed; *cold* has its static files too, as on a first visit. All times are of whole answers, to the
last byte.
"""
LIST_GOALS = "Goals (issue 4, section 2); a row names those it misses."
COUNTS_TOLD = """
What reports are made of (`hoks/luvut/`), in process: medians. Goals: issue 4, section 3.
"""
BROWSER_TOLD = f"""
Headless Chromium, median of {VISITS} visits: *cold* with nothing kept, *warm* the same page again; the processor as it
is, and slowed four times by Chromium itself. Bytes with headers, as they came over the wire.
"""
TABLES_TOLD = """
Rows as PostgreSQL estimates them. Parts of plans and versions are told for 100 000 whole plans, the rest for 100 000
plans: at the biggest size only some plans have parts.
"""
LOAD_TOLD = """
Each official signs in by the form, and then goes through plans of his school's until the time is up: list, search by a
surname, plan, draft, a node's form, its save, a look at everything, publishing, then the next plan. He thinks 2.5-7.5 s
(5 s on the average) about each answer, so that most requests make a connection of their own. Meanwhile a student
system sends {rate} plans a second, each with a ticket of its own: in turns a new one, a changed one, and one that is as
it was. Everything (officials, student system, gunicorn with four workers, PostgreSQL) is on the same machine.
"""

# How much slower a deep page than the first, a word than the median word, a bigger country than the smallest may be.
DEEP, TERM, GROWN = 1.25, 5.0, 1.5
P95 = 300.0


def title(kind: str, plans: int) -> str:
    """Title of the section of this kind for a country of so many plans."""
    return f"{kind}, {thousands(plans)} plans"


def place(section: str) -> tuple[int, int]:
    """Where a section stands in the file: those of no country first, then by kind and size, growth after lists."""
    kind, _comma, size = section.partition(", ")
    if section == GROWTH:
        return KINDS.index(PLANS), -1
    digits = re.sub(r"\D", "", size)
    return (KINDS.index(kind), int(digits or 0)) if kind in KINDS else (-1, 0)


def lists(results: list[Result], scopes: list[Scope]) -> str:
    """The section of lists, a table for each scope."""
    sizes_by_name = {scope.name: scope for scope in scopes}
    told = [MEASURED.strip(), LIST_GOALS]
    for name, group in groupby(results, key=lambda result: result.case.name.split("/")[1]):
        scope, found = sizes_by_name[name], list(group)
        whose = "A school" if scope.oid else "The country, for a paakayttaja,"
        told += [f"{whose} of {thousands(scope.size)} study rights:", _cases(found), _judgement(found)]
    return "\n\n".join(told)


def plans(results: list[Result]) -> str:
    """The section of plans, drafts and learners' pages."""
    return "\n\n".join([MEASURED.strip(), "Goals: issue 4, section 3.", _cases(results)])


def _cases(results: list[Result]) -> str:
    head = ["Case", "about", "runs", "statements", "floor p50", "p50", "p99", "over floor", "ratio"]
    head += [f"p50 of {CLIENTS}", f"p99 of {CLIENTS}", "warm", "cold", "missed"]
    rows = [
        [
            result.case.name,
            result.case.about,
            str(result.runs),
            f"{result.statements} ({result.floor_statements})",
            ms(result.floor_p50),
            ms(result.p50),
            ms(result.p99),
            ms(result.over),
            f"{result.p50 / result.floor_p50:.1f} x",
            "" if result.crowded_p50 is None else ms(result.crowded_p50),
            "" if result.crowded_p99 is None else ms(result.crowded_p99),
            kilobytes(result.warm),
            kilobytes(result.cold),
            result.missed,
        ]
        for result in results
    ]
    return table(head, rows)


def _judgement(results: list[Result]) -> str:
    """What is judged of several cases of a scope together, and how many met each goal."""
    judged: dict[str, list[bool]] = {}
    for result in results:
        for goal, met in result.judged:
            judged.setdefault(goal, []).append(met)
    lines = [f"{goal}: {sum(met)} of {len(met)}" for goal, met in judged.items()]
    p50 = {result.case.name.split("/", 2)[2]: result.p50 for result in results}
    for deep in ("syva", "viimeinen"):
        if {deep, "ensimmainen"} <= p50.keys():
            ratio = p50[deep] / p50["ensimmainen"]
            lines.append(f"{deep} as ensimmainen: {ratio:.2f} x ({_met(ratio <= DEEP)})")
    words = {name: time for name, time in p50.items() if name.startswith("haku/")}
    if words:
        slowest = max(words, key=lambda name: words[name])
        ratio = words[slowest] / statistics.median(words.values())
        lines.append(f"slowest word, {slowest}, {ratio:.1f} x the median word ({_met(ratio <= TERM)})")
    return "\n".join(f"- {line}" for line in lines)


def _met(met: bool) -> str:
    return "met" if met else "NOT MET"


def queries(results: list[Result]) -> str:
    """The section of query plans: by which indexes each list is found, and which big table is read whole."""
    rows = [
        [
            result.case.name,
            ", ".join(result.indexes),
            ", ".join(result.whole_tables) or "none",
        ]
        for result in results
    ]
    told = f"EXPLAIN of every statement of the request. Big is a table of {thousands(10_000)} rows or more."
    return f"{told}\n\n{table(['Case', 'indexes', 'big tables read from end to end'], rows)}"


def counts(measured: list[Count]) -> str:
    """The section of the numbers that reports are made of."""
    head = ["Number", "of", "lines", "statements", "time", "goal"]
    rows = [
        [
            each.name,
            f"{'a school' if each.scope.oid else 'the country'} of {thousands(each.scope.size)}",
            thousands(each.lines),
            str(each.statements),
            ms(each.milliseconds),
            goals_in_words([(f"< {each.goal:.0f} ms", each.milliseconds < each.goal)]),
        ]
        for each in measured
    ]
    return f"{COUNTS_TOLD.strip()}\n\n{table(head, rows)}"


def browser(paints: list[Paint]) -> str:
    """The section of the browser."""
    head = ["Page", "visit", "first contentful paint", "slowed 4 x", "requests", "bytes"]
    rows = []
    for (name, cold), group in groupby(
        sorted(paints, key=lambda paint: (paint.name, not paint.cold, paint.slower)), lambda p: (p.name, p.cold)
    ):
        fast, slow = group
        times = [f"{fast.milliseconds:.0f} ms", f"{slow.milliseconds:.0f} ms"]
        rows.append([name, "cold" if cold else "warm", *times, str(fast.requests), kilobytes(fast.size)])
    return f"{BROWSER_TOLD.strip()}\n\n{table(head, rows)}"


def tables(measured: Sizes) -> str:
    """The section of tables and indexes."""
    head = ["Table", "rows", "table", "indexes", "table / 100 000", "indexes / 100 000"]
    rows = [
        [
            each.name,
            thousands(each.rows),
            _megabytes(each.size),
            _megabytes(each.indexes),
            _megabytes(each.per(each.size)),
            _megabytes(each.per(each.indexes)),
        ]
        for each in measured.tables
    ]
    per = sum(each.per(each.size) for each in measured.tables), sum(each.per(each.indexes) for each in measured.tables)
    whole = sum(each.size for each in measured.tables), sum(each.indexes for each in measured.tables)
    rows.append(["together", "", *map(_megabytes, (*whole, *per))])
    told = (
        f"{thousands(measured.plans)} plans, of which {thousands(measured.whole)} whole; the database is "
        f"{_megabytes(measured.database)}.\n\n{TABLES_TOLD.strip()}"
    )
    return f"{told}\n\n{table(head, rows)}"


def load(measured: Load, rate: int) -> str:
    """The section of the load run. rate: transfers a second that were sent."""
    head = ["Action", "count", "errors", "p50", "p95", "p99"]
    worked = {action: times for action, times in measured.times.items() if action != SIGN_IN}
    rows = [_action(action, times, measured) for action, times in sorted(worked.items())]
    together = [time for times in worked.values() for time in times]
    faults = sum(map(len, measured.errors.values()))
    if together:
        rows.append(_row("together", together, faults))
    rows.append(_action(f"{SIGN_IN}, before", measured.times.get(SIGN_IN, []), measured))
    slow = [action for action, times in worked.items() if percentile(times, 95) >= P95]
    goals = [
        ("0 errors", not faults),
        (f"p95 < {P95:.0f} ms", bool(together) and percentile(together, 95) < P95),
        (f"p95 < {P95:.0f} ms for each action", not slow),
    ]
    facts = [["officials", str(measured.officials)], ["seconds", f"{measured.seconds:.0f}"]]
    facts.append(["requests a second", f"{len(together) / measured.seconds:.0f}"])
    facts.append(["connections to PostgreSQL at most", str(measured.connections)])
    if measured.memory:
        for share, when in ((0.0, "begin"), (1.0, "end")):
            arbiter, worker = measured.memory.at(share)
            facts.append([f"memory at the {when}", f"arbiter {arbiter:.0f} MB, biggest worker {worker:.0f} MB"])
    facts += [["the client's own processor", f"{measured.client_share:.0%} of one"], ["goal", goals_in_words(goals)]]
    told = [LOAD_TOLD.format(rate=rate).strip(), table(["Load", ""], facts), table(head, rows)]
    seen = sorted({fault for faults in measured.errors.values() for fault in faults})
    return "\n\n".join([*told, *(f"Error: {fault}" for fault in seen[:10])])


def _action(action: str, times: list[float], measured: Load) -> list[str]:
    return _row(action, times, len(measured.errors.get(action.partition(",")[0], [])))


def _row(name: str, times: list[float], errors: int) -> list[str]:
    marks = [ms(percentile(times, share)) for share in (50, 95, 99)] if times else ["", "", ""]
    return [name, thousands(len(times)), str(errors), *marks]


def growth(sections: dict[str, str]) -> str:
    """The section of growth: p50 of each list in every country there is, taken from their sections."""
    by_size = {place(name)[1]: _column(text, "p50") for name, text in sections.items() if name.startswith(f"{LISTS}, ")}
    ordered = sorted(by_size)
    if len(ordered) < 2:
        return ""
    names = [name for name in by_size[ordered[0]] if all(name in by_size[size] for size in ordered)]
    rows, missed = [], 0
    for name in names:
        times = [by_size[size][name] for size in ordered]
        ratio = times[-1] / times[0]
        missed += ratio > GROWN
        rows.append([name, *map(ms, times), f"{ratio:.2f} x", "" if ratio <= GROWN else f"> {GROWN} x"])
    head = ["Case", *(f"p50 of {thousands(size)}" for size in ordered), "last / first", "missed"]
    told = (
        f"Lists at one client, of countries that differ in nothing but their size; a school is as big a share of each. "
        f"At most {GROWN} x from the smallest to the biggest: {len(names) - missed} of {len(names)}."
    )
    return f"{told}\n\n{table(head, rows)}"


def _column(text: str, name: str) -> dict[str, float]:
    """Case -> milliseconds in the column, from a section's tables."""
    found: dict[str, float] = {}
    column = None
    for cells in _table_rows(text):
        if name in cells:
            column = cells.index(name)
        elif column is not None and cells[column].endswith(" ms"):
            found[cells[0]] = float(cells[column].removesuffix(" ms"))
    return found


def _table_rows(text: str) -> Iterable[list[str]]:
    for line in text.splitlines():
        if line.startswith("| "):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def _megabytes(size: float) -> str:
    return f"{size / 1e6:.1f} MB"
