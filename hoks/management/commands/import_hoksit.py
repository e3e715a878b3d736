"""import_hoksit FILE…: plans as student systems send them, through the same door as pages and transfers."""

import json
from typing import Any

from django.utils.translation import gettext as _

from accounts.importing import ImportCommand, ImportReport, Outcome, Record
from accounts.models import User
from hoks import services
from hoks.models import Hoks, Kanava
from hoks.transfer import complete_replacement
from hoks.violations import Refused, Violation


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

    def handle(self, *args, **options):
        self.kanava = Kanava(options["kanava"])
        self.dry_run = options["dry_run"]
        self.by = User.objects.system_actor()
        self.answers = self.stdout if options["json"] else None
        if self.answers:
            # With --json stdout is for programs alone; progress and summary go to people on stderr.
            self.stdout = self.stderr
        super().handle(*args, **options)

    def handle_record(self, record: Record, report: ImportReport) -> None:
        """Save (or judge) one document and report it, in words or as a JSON object."""
        hoks_id, violations, outcome = None, [], Outcome.UNCHANGED
        if record.problem:
            violations = [Violation((), "ei-json", record.problem)]
        else:
            try:
                hoks_id, outcome = self._store(record.value)
            except Refused as refusal:
                violations = refusal.violations
        if self.answers:
            self.answers.write(
                json.dumps(
                    {
                        "index": report.total,
                        "accepted": not violations,
                        "id": hoks_id,
                        "violations": [violation.as_wire() for violation in violations],
                    }
                )
            )
        if violations:
            report.refuse(
                record, "".join(f"\n  {item.pointer or '/'} [{item.code}] {item.message}" for item in violations)
            )
        else:
            report.count(outcome)

    def _store(self, document: Any) -> tuple[int | None, Outcome]:
        """(id of the plan or None in a dry run, what happened); raises Refused."""
        hoks = self._existing(document)
        if hoks is not None:
            document = {"id": hoks.pk, **document}
            if not self.kanava.on_kasisyotto:
                document = complete_replacement(hoks, document)
        if self.dry_run:
            violations = (
                services.judge_replacement(hoks, document, kanava=self.kanava)
                if hoks is not None
                else services.judge_new(document, kanava=self.kanava)
            )
            if violations:
                raise Refused(violations)
            return hoks.pk if hoks is not None else None, Outcome.UNCHANGED
        if hoks is None:
            return services.create_hoks(document, by=self.by, kanava=self.kanava).pk, Outcome.CREATED
        changed = services.replace_hoks(hoks, document, by=self.by, kanava=self.kanava)
        return hoks.pk, Outcome.UPDATED if changed else Outcome.UNCHANGED

    def _existing(self, document: Any) -> Hoks | None:
        """The plan of the document's study right; None when there is none or it has been deleted."""
        opiskeluoikeus = services.named_opiskeluoikeus(document)
        if opiskeluoikeus is None:
            return None
        return (
            Hoks.objects.select_related("opiskeluoikeus__oppija")
            .filter(opiskeluoikeus=opiskeluoikeus, poistettu=None)
            .first()
        )
