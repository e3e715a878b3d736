"""Plans, as student systems send them, through the same door as pages and transfers."""

from dataclasses import dataclass, field
from typing import Any

from accounts.importing import Outcome, Record
from hoks import services
from hoks.models import Hoks, Kanava
from hoks.transfer import complete_replacement
from hoks.violations import Refused, Violation


@dataclass(frozen=True)
class Answer:
    """What became of one document: refused when it has violations (as Violation.as_wire tells them).

    hoks_id: the plan's; None when it was refused, or would have been made in a dry run.
    """

    hoks_id: int | None = None
    outcome: Outcome = Outcome.UNCHANGED
    violations: list[dict] = field(default_factory=list)


def store_hoks(record: Record, *, by, kanava: Kanava, dry_run: bool = False) -> Answer:
    """Make or replace the plan of the document's study right; with dry_run only judge it."""
    if record.problem:
        return Answer(violations=[Violation((), "ei-json", record.problem).as_wire()])
    try:
        return _store(record.value, opiskeluoikeus_oid(record), by, kanava, dry_run)
    except Refused as refusal:
        return Answer(violations=[violation.as_wire() for violation in refusal.violations])


def opiskeluoikeus_oid(record: Record) -> str:
    """The study right that the document names; "" when it names none that anybody could have."""
    oid = record.value.get("opiskeluoikeus-oid") if isinstance(record.value, dict) else None
    return oid if isinstance(oid, str) and oid.isprintable() else ""


def _store(document: Any, oid: str, by, kanava: Kanava, dry_run: bool) -> Answer:
    known = Hoks.objects.select_related("opiskeluoikeus__oppija").filter(poistettu=None)
    hoks = known.filter(opiskeluoikeus_id=oid).first() if oid else None
    if hoks is not None:
        document = {"id": hoks.pk, **document}
        if not kanava.on_kasisyotto:
            document = complete_replacement(hoks, document)
    if dry_run:
        violations = (
            services.judge_replacement(hoks, document, kanava=kanava)
            if hoks is not None
            else services.judge_new(document, kanava=kanava)
        )
        if violations:
            raise Refused(violations)
        return Answer(hoks.pk if hoks is not None else None)
    if hoks is None:
        return Answer(services.create_hoks(document, by=by, kanava=kanava).pk, Outcome.CREATED)
    changed = services.replace_hoks(hoks, document, by=by, kanava=kanava)
    return Answer(hoks.pk, Outcome.UPDATED if changed else Outcome.UNCHANGED)
