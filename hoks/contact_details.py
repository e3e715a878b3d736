"""Contact details of learners and workplace instructors: the part of a plan that must be erasable (domain.md 5.3)."""

import copy
import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone

from hoks import contract
from hoks.models import Hoks, HoksVersio, Luonnos, OsaamisenHankkimistapa
from hoks.tree import tree
from hoks.violations import Path, pointer

NAMES = ("sahkoposti", "puhelinnumero")
# Marks in a snapshot's yhteystiedot what was there and has been erased.
ERASED = None
KOULUTUS = "tyopaikalla-jarjestettava-koulutus"
OHJAAJA = "vastuullinen-tyopaikka-ohjaaja"


def _holders(value: Any, path: Path = ()) -> Iterator[tuple[dict, Path]]:
    """Objects of a document that hold contact details: its root and the workplace instructors."""
    if isinstance(value, dict):
        if _holds_contact_details(path):
            yield value, path
        for key, item in value.items():
            yield from _holders(item, (*path, key))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _holders(item, (*path, place))


def _holds_contact_details(path: Path) -> bool:
    return not path or path[-1] == OHJAAJA


def split_contact_details(document: dict) -> tuple[dict, dict[str, str]]:
    """(the document without contact details, {JSON Pointer: value} of them)."""
    contacts: dict[str, str] = {}

    def bare(value: Any, path: Path) -> Any:
        if isinstance(value, list):
            return [bare(item, (*path, place)) for place, item in enumerate(value)]
        if not isinstance(value, dict):
            return value
        kept = {}
        for name, item in value.items():
            if name in NAMES and _holds_contact_details(path):
                contacts[pointer((*path, name))] = item
            else:
                kept[name] = bare(item, (*path, name))
        return kept

    return bare(document, ()), contacts


def join_contact_details(document: dict, contacts: dict[str, str | None]) -> dict:
    """The snapshot's whole document; what has been erased is simply not there."""
    whole = copy.deepcopy(document)
    for holder, path in _holders(whole):
        for name in NAMES:
            value = contacts.get(pointer((*path, name)))
            if value is not ERASED:
                holder[name] = value
    return whole


def versio_document(versio: HoksVersio) -> dict:
    """The document of a snapshot, with what is left of its contact details."""
    return join_contact_details(versio.dokumentti, versio.yhteystiedot)


def fill_erased(versio: HoksVersio, current: dict) -> dict:
    """The snapshot's document in which what has been erased since is as the plan has it now.

    current: the plan's document. An instructor is the same when period (module-id) and name are.
    """
    whole, now = versio_document(versio), _people(current)
    for person, (holder, path) in _people(whole).items():
        present, _path = now.get(person, ({}, ()))
        for name in NAMES:
            if name in present and versio.yhteystiedot.get(pointer((*path, name)), "") is ERASED:
                holder[name] = present[name]
    return whole


def _people(document: dict) -> dict[tuple, tuple[dict, Path]]:
    """Whose contact details a document can have, with the object that holds them: the learner is ()."""
    people: dict[tuple, tuple[dict, Path]] = {(): (document, ())}
    for node in tree(document).walk():
        ohjaaja = node.data.get(KOULUTUS, {}).get(OHJAAJA) if node.cls is contract.OsaamisenHankkimistapa else None
        if ohjaaja:
            people[node.key, ohjaaja.get("nimi")] = (ohjaaja, (*node.path, KOULUTUS, OHJAAJA))
    return people


@transaction.atomic
def erase_contact_details(hoks: Hoks, *, oppija: bool = False, ohjaajat_ennen: dt.date | None = None) -> None:
    """Erase contact details of the plan everywhere: rows, snapshots, drafts. Names stay (domain.md 5.3).

    oppija: the learner's own; ohjaajat_ennen: instructors' of periods that ended before this day.
    """
    current = Hoks.objects.select_for_update().get(pk=hoks.pk)
    if oppija:
        current.sahkoposti = current.puhelinnumero = None
    current.muokattu = timezone.now()
    current.save(update_fields=["sahkoposti", "puhelinnumero", "muokattu"])
    if ohjaajat_ennen:
        for period in OsaamisenHankkimistapa.objects.filter(
            hoks=hoks, loppu__lt=ohjaajat_ennen, tyopaikalla_jarjestettava_koulutus__isnull=False
        ):
            ohjaaja = period.tyopaikalla_jarjestettava_koulutus[OHJAAJA]
            for name in NAMES:
                ohjaaja.pop(name, None)
            period.save(update_fields=["tyopaikalla_jarjestettava_koulutus"])
    # They import this module.
    from hoks import hakurivit, plan
    from hoks.luvut import jaksot

    hakurivit.write_hoks(current, None if current.on_poistettu else plan.load(current))
    jaksot.write([current.pk])
    for versio in HoksVersio.objects.filter(hoks=hoks):
        for where in _erasable(versio.dokumentti, oppija, ohjaajat_ennen):
            if where in versio.yhteystiedot:
                versio.yhteystiedot[where] = ERASED
        versio.save(update_fields=["yhteystiedot"])
    for luonnos in Luonnos.objects.filter(hoks=hoks):
        for document in filter(None, (luonnos.dokumentti, luonnos.pohja)):
            gone = _erasable(document, oppija, ohjaajat_ennen)
            for holder, path in _holders(document):
                for name in NAMES:
                    if pointer((*path, name)) in gone:
                        holder.pop(name, None)
        luonnos.save(update_fields=["dokumentti", "pohja"])


def _erasable(document: dict, oppija: bool, ohjaajat_ennen: dt.date | None) -> set[str]:
    """JSON Pointers of the contact details that are to go, whether they are there or not."""
    gone = {pointer((name,)) for name in NAMES} if oppija else set()
    if ohjaajat_ennen:
        for node in tree(document).walk():
            if node.cls is contract.OsaamisenHankkimistapa and _ended_before(node.values.loppu, ohjaajat_ennen):
                gone |= {pointer((*node.path, KOULUTUS, OHJAAJA, name)) for name in NAMES}
    return gone


def _ended_before(loppu: Any, day: dt.date) -> bool:
    return isinstance(loppu, dt.date) and loppu < day
