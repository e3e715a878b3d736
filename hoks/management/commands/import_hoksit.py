"""import_hoksit FILE…: plans as student systems send them, through the same door as pages and transfers."""

import argparse
import json
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial

from django.core.management import CommandError
from django.utils.translation import gettext as _

from accounts.importing import ImportCommand, ImportReport, Record
from accounts.models import User
from ehoks_portal.workers import WorkerDied, Workers
from hoks.importing.hoksit import Answer, opiskeluoikeus_oid, store_hoks
from hoks.models import Kanava


def positive(text: str) -> int:
    """A whole number of at least one."""
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise argparse.ArgumentTypeError(_("anna positiivinen kokonaisluku"))
    return int(text)


class Command(ImportCommand):
    help = "Import plans (one document, a list, or JSON Lines); a study right that has a plan gets it replaced."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--kanava",
            choices=[Kanava.TUONTI.value, Kanava.TIEDONSIIRTO.value],
            default=Kanava.TUONTI.value,
            help=_("tuonti: käsin syötön säännöt (oletus); tiedonsiirto: tiedonsiirron säännöt"),
        )
        parser.add_argument("--dry-run", action="store_true", help=_("arvioi jokainen asiakirja, älä tallenna mitään"))
        parser.add_argument("--json", action="store_true", help=_("tulosta yksi JSON-olio asiakirjaa kohden"))
        parser.add_argument(
            "--workers",
            type=positive,
            default=1,
            metavar="N",
            help=_("tallenna N prosessissa yhtä aikaa; kerrotaan silti samassa järjestyksessä kuin tiedostossa"),
        )

    def handle(self, *args, **options):
        self.store = partial(
            store_hoks,
            by=User.objects.system_actor(),
            kanava=Kanava(options["kanava"]),
            dry_run=options["dry_run"],
        )
        self.answers = self.stdout if options["json"] else None
        if self.answers:
            # With --json stdout is for programs alone; progress and summary go to people on stderr.
            self.stdout = self.stderr
        with ExitStack() as stack:
            self.workers = (
                stack.enter_context(Workers(options["workers"], self.store)) if options["workers"] > 1 else None
            )
            super().handle(*args, **options)

    def handle_records(self, records: Iterator[Record], report: ImportReport) -> None:
        """Save (or judge) the documents of one file and report each, in the order of the file."""
        try:
            for record, answer in self._answered(records):
                self._tell(record, answer, report)
        except WorkerDied as died:
            first, last = died.values[0], died.values[-1]
            raise CommandError(
                _(
                    "Työprosessi kuoli (%(reason)s) kesken tietueiden %(first)s – %(last)s. Aja tuonti uudelleen: "
                    "tallennetut jäävät ennalleen. %(summary)s"
                )
                % {"reason": died.reason, "first": first, "last": last, "summary": report.summary()}
            ) from died

    def _answered(self, records: Iterator[Record]) -> Iterator[tuple[Record, Answer]]:
        if self.workers is None:
            return ((record, self.store(record)) for record in records)
        return self.workers.map(records, opiskeluoikeus_oid)

    def _tell(self, record: Record, answer: Answer, report: ImportReport) -> None:
        """Report one document, in words or as a JSON object."""
        if self.answers:
            self.answers.write(
                json.dumps(
                    {
                        "index": report.total,
                        "accepted": not answer.violations,
                        "id": answer.hoks_id,
                        "violations": answer.violations,
                    }
                )
            )
        if answer.violations:
            report.refuse(
                record,
                "".join(
                    f"\n  {item['path'] or '/'} [{item['code']}] {item['message']['fi']}" for item in answer.violations
                ),
            )
        else:
            report.count(answer.outcome)
