"""The benchmark from its arguments to its tables."""

import argparse
import logging
import shlex
import tempfile
from contextlib import ExitStack
from itertools import count
from pathlib import Path

from django.conf import settings
from django.db import connection

from ehoks_portal.bench import bulk, documents, report, server, world
from ehoks_portal.bench.cases import CASES, PAGE, ROOT, Scene
from ehoks_portal.bench.country import run
from ehoks_portal.bench.floor import Floor, connect
from ehoks_portal.bench.measuring import in_process, measure
from hoks import contract, services
from hoks.models import Hoks, Kanava, Opiskeluoikeus
from hoks.rules import Context, judge

SIZES = (12, 40)
# Plans of a size for the cases that take one at a time: enough that none is always at hand.
FEW = 60
RESULTS = settings.BASE_DIR / "docs" / "benchmark.md"
SENDER, STATISTICS = "mittaus-siirto", "mittaus-tilasto"


def main(arguments: list[str]) -> int:
    """Measure what the arguments ask for, print it, and keep whole sections in docs/benchmark.md."""
    options = _parser().parse_args(arguments)
    # What requests served in this process are logged for would drown the tables.
    for name in ("audit", "django.request"):
        logging.getLogger(name).disabled = True
    command = shlex.join(["./portal", "bench", *arguments])
    with tempfile.TemporaryDirectory(prefix="ehoks-bench-") as directory:
        if options.hoksit:
            return run.Run(options, command, Path(directory), RESULTS).run()
        return Bench(options, command, Path(directory)).run()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./portal bench",
        description="Measure the interface of student systems, or (--hoksit) the pages in a country, in a database of"
        " its own.",
    )
    names = ", ".join([*(case.name for case in CASES), *run.GROUPS])
    told = f"only these, and with --hoksit all whose name begins so; may be repeated ({names})"
    parser.add_argument("--case", action="append", metavar="CASE", help=told)
    parser.add_argument("--toistot", type=int, default=200, metavar="N", help="requests of a case (default 200)")
    parser.add_argument("--workers", type=int, default=4, metavar="N", help="processes of the imports (default 4)")
    interface = parser.add_argument_group("the interface")
    interface.add_argument("--koko", action="append", type=int, choices=SIZES, help="only plans of so many units")
    interface.add_argument("--massalataus", type=int, metavar="N", help="first load N plans with import_hoksit")
    interface.add_argument("--sivutus", type=int, metavar="N", help="at last page through N plans, loading what lacks")
    country = parser.add_argument_group("the pages")
    country.add_argument("--hoksit", type=int, metavar="N", help="make a country of N plans and measure its pages")
    country.add_argument(
        "--sailyta", action="store_true", help="keep the country for the next run, or use the kept one"
    )
    country.add_argument(
        "--kuorma", type=int, nargs="?", const=300, metavar="S", help="at last a crowd for S seconds (default 300)"
    )
    country.add_argument("--virkailijat", type=int, default=300, metavar="N", help="officials in it (default 300)")
    return parser


class Bench:
    """One run. Sections that were measured whole are written as soon as they are."""

    def __init__(self, options: argparse.Namespace, command: str, directory: Path):
        self.options, self.command, self.directory = options, command, directory
        self.numbers = count(1)
        self.cases = [case for case in CASES if not options.case or case.name in options.case]
        self.sizes = options.koko or SIZES

    def run(self) -> int:
        """Everything asked for, in the order in which it fills the database."""
        world.make_organisations()
        self.passwords = {
            SENDER: world.make_account(SENDER, documents.organisaatio_oid(0), "CRUD"),
            STATISTICS: world.make_account(STATISTICS, world.OPH_OID, "READ"),
        }
        if self.options.massalataus:
            started = self._circumstances()
            load = bulk.load(self.directory, self._take(self.options.massalataus), self.options.workers)
            self._tell("Bulk load", started, report.bulk(load), keep=True)
        if self.cases:
            self._requests()
        if self.options.sivutus:
            self._paging(self.options.sivutus)
        return 0

    def _requests(self) -> None:
        with ExitStack() as stack:
            running = stack.enter_context(server.running(self.directory))
            bare = stack.enter_context(connect())
            machines = {name: server.Machine(running, name, password) for name, password in self.passwords.items()}
            scenes = [self._scene(units, machines[SENDER], bare) for units in self.sizes]
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            started, results = self._circumstances(), []
            for case in self.cases:
                for scene in scenes:
                    print(f"Measuring {case.title}, {scene.units} units …", flush=True)
                    machine = machines[STATISTICS if case.name == "paged" else SENDER]
                    results.append(measure(case, scene, machine, self.options.toistot))
        validation = [self._validation(scene) for scene in scenes]
        whole = not self.options.case and set(self.sizes) == set(SIZES)
        self._tell("Requests", started, report.requests(results, validation, server.WORKERS), keep=whole)

    def _scene(self, units: int, machine: server.Machine, bare) -> Scene:
        """Plans and study rights of one size."""
        plans_needed = PAGE if any(case.name == "paged" for case in self.cases) else FEW
        print(f"Making {plans_needed} plans of {units} units …", flush=True)
        numbers = self._take(plans_needed)
        world.make_plans(self.directory, numbers, units, self.options.workers)
        of_oid = {documents.opiskeluoikeus_oid(number): number for number in numbers}
        made = Hoks.objects.filter(opiskeluoikeus__in=of_oid).order_by("pk").values_list("pk", "opiskeluoikeus_id")
        plans = [(pk, of_oid[oid]) for pk, oid in made]
        fresh = self._take(3 * self.options.toistot + 100)
        world.make_study_rights(fresh)
        # The floor's rows of the audit trail and the transfer log are copies of what a request leaves.
        hoks_id, number = plans[0]
        machine.send("PATCH", f"{ROOT}/hoks/{hoks_id}", world.dumps({"id": hoks_id, "versio": 2}).encode())
        return Scene(
            units,
            fresh=iter(fresh),
            plans=plans[FEW // 2 : FEW],
            moving=plans[: FEW // 2],
            before=hoks_id - 1,
            floor=Floor(bare, hoks_id, documents.hoks(number, units)),
        )

    def _validation(self, scene: Scene) -> tuple[int, int, float]:
        """(units, bytes, milliseconds) of judging a new plan's document, parsed and with its study right at hand."""
        document = documents.hoks(next(scene.fresh), scene.units)
        opiskeluoikeus = Opiskeluoikeus.objects.select_related("oppija").get(pk=document["opiskeluoikeus-oid"])
        context = Context(
            kanava=Kanava.TIEDONSIIRTO,
            today=services.today(),
            toiminto="luonti",
            opiskeluoikeus=opiskeluoikeus,
            oppija=opiskeluoikeus.oppija,
        )

        def verdict():
            return judge(contract.read(document, contract.HoksPost), context)

        if verdict():
            raise SystemExit(f"The benchmark's own plan is refused: {verdict()[0]}")
        return scene.units, len(world.dumps(document).encode()), in_process(verdict, self.options.toistot)

    def _paging(self, wanted: int) -> None:
        lacking = wanted - Hoks.objects.count()
        if lacking > 0:
            bulk.load(self.directory, self._take(lacking), self.options.workers)
        with server.running(self.directory) as running:
            started = self._circumstances()
            print(f"Paging through {Hoks.objects.count()} plans …", flush=True)
            machine = server.Machine(running, STATISTICS, self.passwords[STATISTICS])
            reading = bulk.read_all(machine)
        self._tell("Paging", started, report.paging(reading), keep=True)

    def _take(self, amount: int) -> range:
        """So many numbers that nobody has yet."""
        first = next(self.numbers)
        self.numbers = count(first + amount)
        return range(first, first + amount)

    def _circumstances(self) -> str:
        return report.circumstances(self.command, Hoks.objects.count())

    def _tell(self, title: str, circumstances: str, section: str, *, keep: bool) -> None:
        text = f"{circumstances}\n\n{section}"
        print(f"\n## {title}\n\n{text}\n", flush=True)
        if keep:
            report.write(RESULTS, {title: text})
