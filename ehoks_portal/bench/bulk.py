"""Much at once: a month's plans through import_hoksit, and every plan through paged, with an eye on memory."""

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from ehoks_portal.bench import world
from ehoks_portal.bench.cases import PAGE, ROOT
from ehoks_portal.bench.memory import Sampler
from ehoks_portal.bench.server import Machine
from hoks.models import Hoks

UNITS = 12
# Shares of the time at which memory is told; before the first of them caches are still filling.
TOLD = (0.1, 0.5, 1.0)


@dataclass(frozen=True)
class Load:
    """A bulk load: how many plans, from how many bytes, by how many workers, in how many seconds."""

    plans: int
    size: int
    workers: int
    seconds: float
    memory: Sampler


@dataclass(frozen=True)
class Reading:
    """Paging through every plan: how many in how many pages and bytes, in how many seconds; memory of the server."""

    plans: int
    pages: int
    size: int
    seconds: float
    memory: Sampler


def load(directory: Path, numbers: range, workers: int) -> Load:
    """Import plans of these numbers from JSON Lines; study rights and file are made beforehand."""
    print(f"Making {len(numbers)} study rights and their plans' file …", flush=True)
    world.make_study_rights(numbers)
    path = directory / "massalataus.jsonl"
    size = world.write_plans(path, numbers, UNITS)
    before = Hoks.objects.count()
    sampler: Sampler | None = None

    def watch(child: subprocess.Popen) -> None:
        nonlocal sampler
        sampler = Sampler(child.pid)
        with sampler:
            child.wait()

    print(f"Importing {size / 1e6:.0f} MB with {workers} workers …", flush=True)
    started = time.monotonic()
    world.import_plans(path, workers, watch)
    seconds = time.monotonic() - started
    path.unlink()
    if Hoks.objects.count() != before + len(numbers) or sampler is None:
        sys.exit("The import did not make every plan.")
    return Load(len(numbers), size, workers, seconds, sampler)


def read_all(machine: Machine) -> Reading:
    """Page through every plan there is, a thousand at a time, as the national statistics do."""
    plans = pages = size = from_id = 0
    with Sampler(machine.server.pid) as sampler:
        started = time.monotonic()
        while True:
            answer = machine.send("GET", f"{ROOT}/hoks/paged?amount={PAGE}&from-id={from_id}")
            told = json.loads(answer.body)["data"]
            if not told["result"] and not told["failed-ids"]:
                break
            from_id = told["last-id"]
            plans, pages, size = plans + len(told["result"]), pages + 1, size + len(answer.body)
        seconds = time.monotonic() - started
    return Reading(plans, pages, size, seconds, sampler)
