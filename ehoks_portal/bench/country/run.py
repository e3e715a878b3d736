"""The benchmark of the pages: make a country, look at it as many do, tell what it came to."""

import argparse
import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.urls import reverse

from ehoks_portal.bench import documents, server, world
from ehoks_portal.bench import report as sections
from ehoks_portal.bench.country import chromium, counts, lists, load, people, plans, report, sizes
from ehoks_portal.bench.country.cases import Case, Result, wanted
from ehoks_portal.bench.country.measuring import Measurer
from ehoks_portal.bench.country.visitor import Visitor
from ehoks_portal.bench.floor import Bare, connect
from ehoks_portal.processes import ended
from hoks.models import Hoks, Opiskeluoikeus

COUNTS, BROWSER, TABLES = "luvut", "selain", "taulut"
GROUPS = ("lista", "suunnitelma", "muokkain", "oppija", COUNTS, BROWSER, TABLES)
# Requests of a page's case, as a share of those of an interface's: there are ten times as many cases.
SHARE = 0.15
# Officials of a school in the crowd, and the plans that each of them goes through.
OFFICIALS_OF_SCHOOL, PLANS_OF_OFFICIAL = 10, 8
# Plans of student systems that are sent again in the crowd.
SENT_AGAIN, SENDER = 60, "mittaus-siirto"

# Whole living plans of a school whose study rights go on, with the learner's surname.
EDITABLE = """
    SELECT hoks.id, learner.sukunimi FROM hoks_hakurivi row
    JOIN hoks_hoks hoks ON hoks.id = row.hoks_id
    JOIN hoks_opiskeluoikeus study ON study.oid = row.opiskeluoikeus_id
    JOIN hoks_oppija learner ON learner.oid = study.oppija_id
    WHERE row.oppilaitos_oid = %s AND row.tila = 2 AND study.tila = 'lasna'
        AND EXISTS (SELECT 1 FROM hoks_tutkinnonosa part WHERE part.hoks_id = hoks.id)
    ORDER BY hoks.id LIMIT %s
"""


class Run:
    """One run in one country. Sections that were measured whole are written as soon as they are."""

    def __init__(self, options: argparse.Namespace, command: str, directory: Path, results: Path):
        self.options, self.command, self.directory, self.results = options, command, directory, results
        self.asked = options.case
        self._repetitions = max(round(options.toistot * SHARE), 3)
        unknown = [name for name in self.asked or () if name.partition("/")[0] not in GROUPS]
        if unknown:
            sys.exit(f"No such case in a country: {', '.join(unknown)}. There are {', '.join(GROUPS)}.")

    def run(self) -> int:
        """Everything asked for; the crowd last, for it changes plans."""
        started = time.monotonic()
        self._make()
        self.plans = Hoks.objects.count()
        self.scopes = people.scopes()
        people.make_officials(self.scopes)
        if self._wants(TABLES):
            self._tell(report.TABLES, self._circumstances(), report.tables(sizes.measure()))
        if self._wants(COUNTS):
            measured = counts.measure(self.scopes, self._repetitions)
            self._tell(report.COUNTS, self._circumstances(), report.counts(measured))
        with ExitStack() as stack:
            running = stack.enter_context(server.running(self.directory))
            bare = stack.enter_context(connect())
            # Each floor commits by itself, as a request does.
            bare.autocommit = True
            self._pages(running, bare)
            if self.options.kuorma:
                self._crowd(running)
        print(f"All of it took {(time.monotonic() - started) / 60:.1f} min.", flush=True)
        return 0

    def _make(self) -> None:
        """The country, unless the database has one."""
        if Hoks.objects.exists():
            print("The country of an earlier run is used.", flush=True)
            return
        command = [sys.executable, "manage.py", "generate_maa", "--hoksit", str(self.options.hoksit)]
        child = subprocess.Popen(command, cwd=settings.BASE_DIR)
        with ended(child):
            if child.wait():
                sys.exit("The country could not be made (see above).")
        with connection.cursor() as cursor:
            # As autovacuum would in time: what is new is known to be visible to all, so that indexes alone can answer.
            cursor.execute("VACUUM (ANALYZE)")

    # --- Pages ------------------------------------------------------------------------------

    def _pages(self, running: server.Server, bare: Bare) -> None:
        cases = wanted(list(self._cases(bare)), self.asked)
        if cases:
            started = self._circumstances()
            with asyncio.Runner() as runner:
                measurer = Measurer(runner, lambda name: people.visitor(running.port, name), self._repetitions)
                measurer.warm_up(cases[0])
                results = [self._measured(measurer, case) for case in cases]
            self._tell_cases(started, results)
        if self._wants(BROWSER):
            started = self._circumstances()
            self._tell(report.BROWSER, started, report.browser(chromium.measure(self._seen(running))))

    def _cases(self, bare: Bare) -> Iterator[Case]:
        """Cases of the groups asked for: what they need is looked up for them only."""
        if self._wants("lista"):
            yield from lists.cases(bare, self.scopes)
        if any(map(self._wants, ("suunnitelma", "muokkain", "oppija"))):
            yield from plans.cases(bare, plans.subjects(self.directory), self.scopes)

    def _measured(self, measurer: Measurer, case: Case) -> Result:
        result = measurer.measure(case)
        print(f"{case.name}: {result.p50:.1f} ms, floor {result.floor_p50:.1f} ms  {result.missed}", flush=True)
        return result

    def _tell_cases(self, started: str, results: list[Result]) -> None:
        found = [result for result in results if result.case.group == "lista"]
        if found:
            self._tell(report.LISTS, started, report.lists(found, self.scopes), whole=not self.asked_within("lista"))
            self._tell(report.QUERIES, started, report.queries(found), whole=not self.asked_within("lista"))
        rest = [result for result in results if result.case.group != "lista"]
        if rest:
            groups = {result.case.group for result in rest}
            whole = not any(map(self.asked_within, groups)) and {"suunnitelma", "muokkain", "oppija"} <= groups
            self._tell(report.PLANS, started, report.plans(rest), whole=whole)

    def _seen(self, running: server.Server) -> dict[str, tuple[str, Visitor]]:
        """What a browser looks at: name -> (path, whose session)."""
        school = next(scope for scope in self.scopes if scope.name == "suuri")
        subject = plans.subjects(self.directory)[0]
        official = people.visitor(running.port, f"mittaus-{people.COUNTRY}")
        learner = people.make_learner(subject.hoks.opiskeluoikeus.oppija_id)
        with asyncio.Runner() as runner:
            draft = runner.run(plans.Draft(subject.hoks.pk).page(official, 0)).path
        return {
            "lista": (f"{lists.URL}?oppilaitos={school.oid}", people.visitor(running.port, school.username)),
            "suunnitelma": (reverse("virkailija:hoks", args=[subject.hoks.pk]), official),
            "muokkain": (draft, Visitor(running.port, official.cookies)),
            "oppija": (reverse("oppija:hoks", args=[subject.hoks.eid]), people.visitor(running.port, learner)),
        }

    # --- The crowd --------------------------------------------------------------------------

    def _crowd(self, running: server.Server) -> None:
        officials, password = self._officials(self.options.virkailijat)
        transfers, secret = self._transfers()
        started = self._circumstances()
        told = load.run(running, officials, password, (SENDER, secret), transfers, self.options.kuorma)
        self._tell(report.LOAD, started, report.load(told, load.TRANSFERS_A_SECOND), whole=True)

    def _officials(self, amount: int) -> tuple[list[load.Official], str]:
        """So many officials, some at each of the biggest schools, no plan with two of them."""
        with connection.cursor() as cursor:
            wanted_schools = -(-amount // OFFICIALS_OF_SCHOOL)
            biggest = (
                "SELECT oppilaitos_oid FROM hoks_hakurivi WHERE tila = 2 GROUP BY 1 ORDER BY count(*) DESC LIMIT %s"
            )
            cursor.execute(biggest, [wanted_schools])
            subjects: dict[str, list[load.Subject]] = {}
            for (school,) in cursor.fetchall():
                cursor.execute(EDITABLE, [school, OFFICIALS_OF_SCHOOL * PLANS_OF_OFFICIAL])
                subjects[school] = [load.Subject(hoks_id, surname) for hoks_id, surname in cursor.fetchall()]
        schools = [school for school, found in subjects.items() if len(found) >= OFFICIALS_OF_SCHOOL]
        if not schools:
            sys.exit("No school of this country has plans enough for a crowd.")
        each = -(-amount // len(schools))
        accounts, password = people.make_crowd(schools, each)
        dealt = {school: iter(_deal(subjects[school], each)) for school in schools}
        officials = [load.Official(username, school, next(dealt[school])) for username, school in accounts]
        return officials[:amount], password

    def _transfers(self) -> tuple[load.Transfers, str]:
        """What the student system sends, and its password; study rights and first plans are made now."""
        world.make_organisations()
        secret = world.make_account(SENDER, documents.organisaatio_oid(0), "CRUD")
        own = [documents.organisaatio_oid(number) for number in range(documents.SCHOOLS + 1)]
        first = 1 + Opiskeluoikeus.objects.filter(oppilaitos_oid__in=own).count()
        again = range(first, first + SENT_AGAIN)
        fresh = range(again.stop, again.stop + self.options.kuorma * load.TRANSFERS_A_SECOND // 3 + 1)
        world.make_plans(self.directory, again, load.Transfers.units, self.options.workers)
        world.make_study_rights(fresh)
        numbers = {documents.opiskeluoikeus_oid(number): number for number in again}
        made = Hoks.objects.filter(opiskeluoikeus__in=numbers).values_list("pk", "opiskeluoikeus_id")
        return load.Transfers(fresh, [(pk, numbers[oid]) for pk, oid in made]), secret

    # --- Telling ----------------------------------------------------------------------------

    def _wants(self, group: str) -> bool:
        return not self.asked or any(name.partition("/")[0] == group for name in self.asked)

    def asked_within(self, group: str) -> bool:
        """Whether only some cases of the group were asked for, so that its section would not be whole."""
        return bool(self.asked) and group not in (self.asked or ())

    def _circumstances(self) -> str:
        return sections.circumstances(self.command, self.plans)

    def _tell(self, kind: str, circumstances: str, section: str, whole: bool = True) -> None:
        text, title = f"{circumstances}\n\n{section}", report.title(kind, self.options.hoksit)
        print(f"\n## {title}\n\n{text}\n", flush=True)
        if whole:
            told = {title: text}
            growth = report.growth(sections.sections(self.results) | told)
            sections.write(self.results, told | ({report.GROWTH: growth} if growth else {}), report.place)


def _deal(subjects: list[load.Subject], hands: int) -> list[list[load.Subject]]:
    """The plans dealt to so many officials; one who would have none has the first."""
    return [subjects[hand::hands] or subjects[:1] for hand in range(hands)]
