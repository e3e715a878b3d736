"""Tables of what was measured: for the terminal, and for docs/benchmark.md, a section each."""

import os
import platform
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import django
from django.db import connection
from django.utils import timezone

from ehoks_portal.bench.bulk import Load, Reading
from ehoks_portal.bench.measuring import Result
from ehoks_portal.bench.memory import Sampler

INTRODUCTION = """# Benchmark

Written by `./portal bench`, which measures in an embedded PostgreSQL of its own that keeps every commit on disk, as
production does. Each section says when, where and by which command it was made; a run replaces the sections it
measured. Goals are those of issue 3, section 4, and of issue 4. Read differences and counts rather than times: times
are the machine's.
"""

REQUESTS = """
Over HTTP against gunicorn as the README runs it in production, with {workers} workers; one student system that sends
one request after another, each on a connection and with a service ticket of its own. Getting the ticket is not
in the time; using it up is, as are account, rights, rate limit, audit and the transfer log.

*Floor* is the bare SQL of the same work in one psycopg loop (`ehoks_portal/bench/floor.py`): the plan read as JSON with
one statement, its rows written with one for each table and kind of change, its snapshot, the audit entry and, for
writes, the transfer log's; no HTTP, ticket, account, rights, contract or rules. Floor and request take turns, so that
both meet the same noise. *Statements* are those of one such request with everything included, without transaction
control, counted in the benchmark's own process through the same URLs and middleware; in brackets the floor's.
*Changed* means one period told otherwise and one unit put in another's place.
"""

VALIDATION = "Contract and rules alone, in process, on a parsed document:"

BULK = """
`import_hoksit --workers {workers}` from JSON Lines, plans of 12 units. Memory is resident memory (RSS).
"""

PAGING = """
`GET /hoks/paged` a thousand plans at a time, from one client, until there are no more. Memory is resident memory (RSS)
of the gunicorn processes.
"""

# Settings that decide what a commit costs.
DURABILITY = ["fsync", "full_page_writes", "synchronous_commit"]
# Milliseconds that judging a document of some 18 kB may take.
VALIDATION_GOAL = 1.0
# Plans of a month, and the seconds that loading them may take.
MONTH, MONTH_SECONDS = 78_000, 600


def table(head: list[str], rows: Iterable[list[str]]) -> str:
    """A Markdown table whose columns line up, all but the first to the right."""
    rows = list(rows)
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    rule = ["-" * width if place == 0 else "-" * (width - 1) + ":" for place, width in enumerate(widths)]
    lines = []
    for cells in (head, rule, *rows):
        padded = [cells[0].ljust(widths[0])]
        padded += [cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True)]
        lines.append(f"| {' | '.join(padded)} |")
    return "\n".join(lines)


def requests(results: list[Result], validation: list[tuple[int, int, float]], workers: int) -> str:
    """The section of requests. validation: (units, bytes of the document, milliseconds to judge it)"""
    head = ["Request", "units", "runs", "statements", "floor p50", "p50", "p99", "over floor", "ratio"]
    rows = [
        [
            result.case.title,
            str(result.units),
            str(result.runs),
            f"{result.statements} ({result.floor_statements})",
            ms(result.floor_p50),
            ms(result.p50),
            ms(result.p99),
            ms(result.over),
            f"{result.p50 / result.floor_p50:.1f} x",
            kilobytes(result.sent),
            kilobytes(result.answered),
            goals_in_words(result.goals),
        ]
        for result in results
    ]
    judged = [
        [
            kilobytes(size),
            str(units),
            f"{milliseconds:.2f} ms",
            goals_in_words([(f"< {VALIDATION_GOAL:.0f} ms", milliseconds < VALIDATION_GOAL)] if size < 25_000 else []),
        ]
        for units, size, milliseconds in validation
    ]
    told = [REQUESTS.format(workers=workers).strip(), table([*head, "sent", "answer", "goal"], rows)]
    if judged:
        told += [VALIDATION, table(["Document", "units", "time", "goal"], judged)]
    return "\n\n".join(told)


def bulk(load: Load) -> str:
    """The section of the bulk load."""
    goals = [
        (f"{thousands(MONTH)} in {MONTH_SECONDS // 60} min", load.seconds / load.plans * MONTH <= MONTH_SECONDS),
        ("memory flat", load.memory.is_flat()),
    ]
    rows = [
        ["plans", thousands(load.plans)],
        ["file", f"{load.size / 1e6:.0f} MB"],
        ["time", f"{load.seconds / 60:.1f} min"],
        ["plans a second", f"{load.plans / load.seconds:.0f}"],
        *_memory(load.memory, "parent", "biggest worker"),
        ["goal", goals_in_words(goals)],
    ]
    return f"{BULK.format(workers=load.workers).strip()}\n\n{table(['Bulk load', ''], rows)}"


def paging(reading: Reading) -> str:
    """The section of paging."""
    rows = [
        ["plans", thousands(reading.plans)],
        ["pages", str(reading.pages)],
        ["answers", f"{reading.size / 1e6:.0f} MB"],
        ["time", f"{reading.seconds:.0f} s"],
        ["plans a second", f"{reading.plans / reading.seconds:.0f}"],
        *_memory(reading.memory, "arbiter", "biggest worker"),
        ["goal", goals_in_words([("memory flat", reading.memory.is_flat())])],
    ]
    return f"{PAGING.strip()}\n\n{table(['Paging', ''], rows)}"


def circumstances(command: str, plans: int) -> str:
    """When, where and how it was measured: the first paragraph of a section."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s) ORDER BY name", [DURABILITY])
        kept = ", ".join(f"{name} {setting}" for name, setting in cursor.fetchall())
        cursor.execute("SHOW server_version")
        postgresql = cursor.fetchone()[0].split()[0]
    return (
        f"{timezone.localdate():%Y-%m-%d}, `{command}`. {len(os.sched_getaffinity(0))} cores, Python "
        f"{platform.python_version()}, Django {django.get_version()}, PostgreSQL {postgresql} ({kept}), "
        f"{thousands(plans)} plans in the database; load average {os.getloadavg()[0]:.1f} before it began."
    )


def sections(path: Path) -> dict[str, str]:
    """The sections of the file by title."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    parts = re.split(r"^## (.+)\n", text, flags=re.MULTILINE)
    return {title: content.strip() for title, content in zip(parts[1::2], parts[2::2], strict=True)}


def write(path: Path, told: dict[str, str], place: Callable[[str], Any] | None = None) -> None:
    """Replace the sections of the file, by title, that are given; others stay. place: order of sections by title."""
    kept = sections(path) | told
    titles = sorted(kept, key=place) if place else list(kept)
    body = "".join(f"\n## {title}\n\n{kept[title].strip()}\n" for title in titles)
    path.write_text(INTRODUCTION + body, encoding="utf-8")


def _memory(sampler: Sampler, parent: str, child: str) -> list[list[str]]:
    rows = []
    for share in (0.1, 0.5, 1.0):
        ours, theirs = sampler.at(share)
        rows.append([f"memory at {share:.0%} of the time", f"{parent} {ours:.0f} MB, {child} {theirs:.0f} MB"])
    ours, theirs = sampler.peak()
    return [*rows, ["memory at most", f"{parent} {ours:.0f} MB, {child} {theirs:.0f} MB"]]


def goals_in_words(goals: list[tuple[str, bool]]) -> str:
    """Goals as (goal, met), in words."""
    return "; ".join(f"{goal}: {'met' if met else 'NOT MET'}" for goal, met in goals)


def ms(milliseconds: float) -> str:
    """Milliseconds as tables have them."""
    return f"{milliseconds:.1f} ms"


def kilobytes(size: int) -> str:
    """Bytes as tables have them, empty when there are none."""
    return f"{size / 1000:.1f} kB" if size else ""


def thousands(number: int) -> str:
    """A number with spaces between thousands."""
    return f"{number:,}".replace(",", " ")
