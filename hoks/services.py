"""The only writer of plans. Every function judges, writes, snapshots and audits in one transaction.

All are keyword-only past the plan, take `by=` (the user who acts) and `kanava=` (the door), and raise:
Refused (hoks.violations) when the contract or a rule refuses, PermissionDenied when the user may not, Conflict when
the plan is no longer the version it was edited from, Hoks.DoesNotExist when it has been deleted. A refusal is audited
after the rollback and nothing else stays.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from hoks import audit, contract, hakurivit, permissions, plan
from hoks.contact_details import split_contact_details
from hoks.contract import Reading
from hoks.luvut import jaksot
from hoks.models import Hoks, HoksVersio, Kanava, Opiskeluoikeus, Oppija, Tapahtuma
from hoks.rules import Context, Stage, judge
from hoks.rules import context as rules_context
from hoks.violations import Refused, Violation

Toiminto = Tapahtuma.Toiminto


class Conflict(Exception):
    """The plan has changed since the version that was edited. `hoks` is the plan as it is now."""

    def __init__(self, hoks: Hoks):
        self.hoks = hoks
        super().__init__(f"HOKS {hoks.pk} is now version {hoks.versionumero}")


class NotDeletable(Exception):
    """The plan's study right has ended, so the plan must stay (domain.md 5.1)."""


def today() -> dt.date:
    """The day it is in Finland."""
    return timezone.localdate(timezone=audit.HELSINKI)


# --- Judging -------------------------------------------------------------------------------


def judge_new(document: Any, *, kanava: Kanava) -> list[Violation]:
    """Everything wrong with a document as a new plan; nothing is saved and nobody's rights are asked."""
    reading = contract.read(document, contract.HoksPost)
    return _judge_new(reading, named_opiskeluoikeus(document), kanava)


def judge_replacement(hoks: Hoks, document: Any, *, kanava: Kanava) -> list[Violation]:
    """Everything wrong with a document as a replacement of the plan; nothing is saved."""
    return _judge_existing(contract.read(document, contract.HoksPut), hoks, "korvaus", kanava)


def _judge_new(reading: Reading, opiskeluoikeus: Opiskeluoikeus | None, kanava: Kanava) -> list[Violation]:
    existing = Hoks.objects.filter(opiskeluoikeus=opiskeluoikeus).first() if opiskeluoikeus else None
    return judge(reading, _context("luonti", kanava, opiskeluoikeus, existing, reading))


def _judge_existing(reading: Reading, hoks: Hoks, toiminto: rules_context.Toiminto, kanava: Kanava) -> list[Violation]:
    return judge(reading, _context(toiminto, kanava, hoks.opiskeluoikeus, hoks, reading))


def _refuse(violations: list[Violation]) -> None:
    if violations:
        raise Refused(violations)


def _context(toiminto: rules_context.Toiminto, kanava: Kanava, opiskeluoikeus, hoks, reading: Reading) -> Context:
    oppija_oid = getattr(reading.document, "oppija_oid", None)
    if opiskeluoikeus is not None and oppija_oid == opiskeluoikeus.oppija_id:
        oppija = opiskeluoikeus.oppija
    else:
        oppija = Oppija.objects.filter(pk=oppija_oid).first() if oppija_oid else None
    return Context(
        kanava=kanava,
        today=today(),
        toiminto=toiminto,
        opiskeluoikeus=opiskeluoikeus,
        oppija=oppija,
        hoks=hoks,
        enforce_opiskeluoikeus_match=settings.ENFORCE_OPISKELUOIKEUS_MATCH,
        prevent_finished_opiskeluoikeus_updates=settings.PREVENT_FINISHED_OPISKELUOIKEUS_UPDATES,
    )


def named_opiskeluoikeus(document: Any, *, lock: bool = False) -> Opiskeluoikeus | None:
    """The study right a document names, with its learner; None when it names none we know."""
    oid = document.get("opiskeluoikeus-oid") if isinstance(document, dict) else None
    if not isinstance(oid, str) or "\0" in oid or not oid.isprintable():
        return None
    rights = Opiskeluoikeus.objects.filter(pk=oid)
    if lock:
        # By itself: a statement that waits for a lock sees what it joins as it was before the wait.
        list(rights.select_for_update().values_list("pk"))
    return _without_koski(rights).first()


def _without_koski(rights):
    """Study rights with their learners, but of Koski's record, which may be big, the states alone."""
    return rights.select_related("oppija").without_koski()


def is_about_admission(violation: Violation) -> bool:
    """The violation says that the plan isn't admitted, not that the document is wrong (domain.md 2.5, 2.6)."""
    return violation.rule is not None and violation.rule.stage is Stage.ADMISSION


# --- Writing -------------------------------------------------------------------------------


def create_hoks(document: Any, *, by, kanava: Kanava, keys: Mapping[str, str] | None = None, syy: str = "") -> Hoks:
    """Make a plan of a POST document (domain.md 2.5, 3.1).

    keys: JSON Pointer of a node to the key it had in hand entry; syy: why, for the version list.
    """
    with _audited_refusals(Toiminto.LUOTU, by, kanava, document=document), transaction.atomic():
        # The study right is locked, so of two at once the second sees the first's plan.
        opiskeluoikeus = named_opiskeluoikeus(document, lock=True)
        reading = contract.read(document, contract.HoksPost)
        violations = _judge_new(reading, opiskeluoikeus, kanava)
        if opiskeluoikeus is not None and not permissions.can_create(by, opiskeluoikeus):
            # In the order of domain.md 2.0; that there is a plan already is told only to those who may make one.
            _refuse([violation for violation in violations if not is_about_admission(violation)])
            raise PermissionDenied
        _refuse(violations)
        _move_to_oppija(opiskeluoikeus, reading.document.oppija_oid)
        now = timezone.now()
        hoks = Hoks(
            opiskeluoikeus=opiskeluoikeus,
            kanava=kanava,
            manuaalisyotto=kanava.on_kasisyotto,
            luotu=now,
            muokattu=now,
            versionumero=1,
        )
        _set_top(hoks, reading.document)
        hoks.save(force_insert=True)
        save = plan.Save(hoks, {}, keys, generate_tunnisteet=kanava.on_kasisyotto)
        save.match(reading.document)
        save.write()
        document = plan.document(hoks, save.rows)
        hakurivit.write_hoks(hoks, document)
        jaksot.write([hoks.pk])
        _snapshot(hoks, document, by, kanava, syy)
        audit.record(Toiminto.LUOTU, hoks, by=by, kanava=kanava, muutokset=[{"path": "", "op": "add"}])
    return hoks


def replace_hoks(
    hoks: Hoks,
    document: Any,
    *,
    by,
    kanava: Kanava,
    based_on: int | None = None,
    complete: Callable[[Hoks, Any], Any] | None = None,
    keys: Mapping[str, str] | None = None,
    syy: str = "",
) -> bool:
    """Replace the plan's document by a PUT document; True when anything changed (domain.md 2.6, 3.1).

    What the document leaves out is emptied, but the learner and the study right. An unchanged document writes the
    audit entry only. based_on: versionumero the document was edited from; None for last write wins. complete: what
    the door does with the document once the plan is locked. `hoks` is brought up to date.
    """
    with _audited_refusals(Toiminto.KORVATTU, by, kanava, hoks=hoks), transaction.atomic():
        current = _locked_to_change(hoks, by, based_on)
        if complete is not None:
            document = complete(current, document)
        reading = contract.read(document, contract.HoksPut)
        _refuse(_judge_existing(reading, current, "korvaus", kanava))
        rows = plan.load_rows(current)
        before = plan.document(current, rows)
        top_changed = _set_top(current, reading.document)
        moved = _move_to_oppija(current.opiskeluoikeus, reading.document.oppija_oid)
        save = plan.Save(current, rows, keys, generate_tunnisteet=kanava.on_kasisyotto)
        changed = save.match(reading.document) or top_changed or moved
        if changed:
            _raise_version(current)
            save.write()
            jaksot.write([current.pk])
        after = plan.document(current, save.rows)
        if changed:
            hakurivit.write_hoks(current, after)
            _snapshot(current, after, by, kanava, syy)
        audit.record(Toiminto.KORVATTU, current, by=by, kanava=kanava, muutokset=audit.changed_paths(before, after))
    _bring_up_to_date(hoks, current)
    return changed


def update_hoks(hoks: Hoks, changes: Any, *, by, kanava: Kanava, based_on: int | None = None) -> bool:
    """Change top-level fields by a PATCH document; True when anything changed (domain.md 3.1)."""
    with _audited_refusals(Toiminto.MUUTETTU, by, kanava, hoks=hoks), transaction.atomic():
        current = _locked_to_change(hoks, by, based_on)
        reading = contract.read(changes, contract.HoksPatch)
        _refuse(_judge_existing(reading, current, "muutos", kanava))
        rows = plan.load_rows(current)
        before = plan.document(current, rows)
        given = reading.document.model_fields_set
        changed = _set_top(current, reading.document, given) | _move_to_oppija(
            current.opiskeluoikeus, reading.document.oppija_oid
        )
        after = plan.document(current, rows)
        if changed:
            _raise_version(current)
            hakurivit.write_hoks(current, after)
            _snapshot(current, after, by, kanava, "")
        audit.record(Toiminto.MUUTETTU, current, by=by, kanava=kanava, muutokset=audit.changed_paths(before, after))
    _bring_up_to_date(hoks, current)
    return changed


def delete_hoks(hoks: Hoks, *, by, syy: str) -> None:
    """Hide the plan with all its parts (domain.md 5.1); a plan whose study right has ended raises NotDeletable."""
    with _audited_refusals(Toiminto.POISTETTU, by, Kanava.VIRKAILIJA, hoks=hoks), transaction.atomic():
        current = _locked(hoks)
        if not permissions.can_delete(by, current):
            raise PermissionDenied
        if not current.opiskeluoikeus.on_aktiivinen:
            raise NotDeletable
        current.poistettu = current.muokattu = timezone.now()
        current.poistaja = by
        current.poiston_syy = syy
        current.save(update_fields=["poistettu", "muokattu", "poistaja", "poiston_syy"])
        hakurivit.write_hoks(current, None)
        jaksot.write([current.pk])
        audit.record(Toiminto.POISTETTU, current, by=by, kanava=Kanava.VIRKAILIJA)
    _bring_up_to_date(hoks, current)


def restore_hoks(hoks: Hoks, *, by) -> None:
    """Bring a deleted plan back as it was (domain.md 5.1)."""
    with _audited_refusals(Toiminto.PALAUTETTU, by, Kanava.VIRKAILIJA, hoks=hoks), transaction.atomic():
        current = _locked(hoks, deleted=True)
        if not permissions.can_undo_delete(by, current):
            raise PermissionDenied
        current.poistettu = current.poistaja = None
        current.poiston_syy = ""
        current.muokattu = timezone.now()
        current.save(update_fields=["poistettu", "muokattu", "poistaja", "poiston_syy"])
        hakurivit.write_hoks(current, plan.load(current))
        jaksot.write([current.pk])
        audit.record(Toiminto.PALAUTETTU, current, by=by, kanava=Kanava.VIRKAILIJA)
    _bring_up_to_date(hoks, current)


# --- Parts of a write ----------------------------------------------------------------------


@contextmanager
def _audited_refusals(toiminto, by, kanava: Kanava, *, hoks: Hoks | None = None, document: Any = None):
    """Stands outside the transaction, so that the record of a refusal survives its rollback."""
    try:
        yield
    except (Refused, PermissionDenied, Conflict, NotDeletable) as refusal:
        if isinstance(refusal, Refused):
            reasons = [{"path": item.pointer, "code": item.code} for item in refusal.violations]
        else:
            reasons = [{"path": "", "code": type(refusal).__name__}]
        target = (
            Hoks.objects.select_related("opiskeluoikeus").get(pk=hoks.pk)
            if hoks is not None
            else named_opiskeluoikeus(document)
        )
        audit.record(toiminto, target, by=by, kanava=kanava, tulos=audit.Tulos.EPAONNISTUI, muutokset=reasons)
        raise


def _locked(hoks: Hoks, *, deleted: bool = False) -> Hoks:
    """The plan as it is now, locked until the transaction ends; Hoks.DoesNotExist when it isn't in that state."""
    current = Hoks.objects.select_for_update().get(pk=hoks.pk, poistettu__isnull=not deleted)
    # A statement that waits for a lock sees what it joins as it was before the wait.
    current.opiskeluoikeus = _without_koski(Opiskeluoikeus.objects.all()).get(pk=current.opiskeluoikeus_id)
    return current


def _locked_to_change(hoks: Hoks, by, based_on: int | None) -> Hoks:
    """The plan locked, when the user may change it and it is still at the version the change was made from."""
    current = _locked(hoks)
    if not permissions.can_edit(by, current):
        raise PermissionDenied
    if based_on is not None and based_on != current.versionumero:
        raise Conflict(current)
    return current


def _bring_up_to_date(hoks: Hoks, current: Hoks) -> None:
    """Let the caller's plan say what was just written, without asking the database again."""
    for column in Hoks._meta.concrete_fields:
        setattr(hoks, column.attname, getattr(current, column.attname))
    hoks.opiskeluoikeus = current.opiskeluoikeus


def _raise_version(hoks: Hoks) -> None:
    hoks.versionumero += 1
    hoks.muokattu = timezone.now()
    hoks.save()


def _set_top(hoks: Hoks, document: contract.Node, given: set[str] | None = None) -> bool:
    """Set the top-level columns (only those in `given`, when given); True when any changed."""
    changed = False
    for name in plan.TOP_COLUMNS:
        if given is not None and name not in given:
            continue
        value = getattr(document, name)
        if getattr(hoks, name) != value:
            setattr(hoks, name, value)
            changed = True
    return changed


def _move_to_oppija(opiskeluoikeus: Opiskeluoikeus, oppija_oid: str | None) -> bool:
    """Re-point the study right when the document names its learner's newer, master OID (domain.md 2.6).

    The rules have refused any other learner, unless ENFORCE_OPISKELUOIKEUS_MATCH is off: then nobody is moved.
    """
    old = opiskeluoikeus.oppija
    if not oppija_oid or oppija_oid != old.oppijanumero:
        return False
    names = {"etunimet": old.etunimet, "kutsumanimi": old.kutsumanimi, "sukunimi": old.sukunimi}
    opiskeluoikeus.oppija, _made = Oppija.objects.get_or_create(pk=oppija_oid, defaults=names)
    opiskeluoikeus.save(update_fields=["oppija"])
    hakurivit.write_opiskeluoikeudet([opiskeluoikeus])
    return True


def _snapshot(hoks: Hoks, document: dict, by, kanava: Kanava, syy: str) -> None:
    bare, contacts = split_contact_details(document)
    HoksVersio.objects.create(
        hoks=hoks,
        numero=hoks.versionumero,
        aika=hoks.muokattu,
        tekija=by,
        kanava=kanava,
        syy=syy,
        dokumentti=bare,
        yhteystiedot=contacts,
    )
