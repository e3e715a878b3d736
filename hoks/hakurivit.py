"""Keeping Hakurivi right. The write door and the imports call this in the transaction of what they write.

A row's columns have three writers: the study right's, the learner's and the plan's. Each writes its own only, after
what they are taken from, so that of two transactions at once neither puts back what the other has changed.
"""

import dataclasses
import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.utils import timezone

from hoks import plan
from hoks.arvio import TYHJA, Arvio, arvioi
from hoks.models import Hakurivi, Hoks, Koulutusnimi, Opiskeluoikeus, Oppija
from hoks.models.opiskeluoikeus import TILAJAKSOT
from hoks.names import search_text, sort_key
from hoks.scope import koskeeko

OPISKELUOIKEUS_COLUMNS = (
    "oppilaitos_oid",
    "jarjestystutkinto",
    "tutkinto_avain",
    "jarjestysosaamisala",
    "osaamisala_avain",
    "alkoi",
    "paattyy",
    "aktiivinen",
    "koskee",
)
OPPIJA_COLUMNS = ("jarjestysnimi", "hakunimi")
ARVIO_COLUMNS = tuple(field.name for field in dataclasses.fields(Arvio))
HOKS_COLUMNS = (
    "hoks_id",
    "ensikertainen_hyvaksyminen",
    "paivitetty",
    "luotu",
    "kanava",
    "poistettu",
    *ARVIO_COLUMNS,
)
# Rows looked at or locked together: some tenths of a second, which a writer may have to wait.
BATCH_SIZE = 1_000
COLUMNS = (*OPISKELUOIKEUS_COLUMNS, *OPPIJA_COLUMNS, *HOKS_COLUMNS)


def row(opiskeluoikeus: Opiskeluoikeus, oppija: Oppija, hoks: Hoks | None, arvio: Arvio = TYHJA) -> Hakurivi:
    """The study right's row as it ought to be; hoks is its plan, a deleted one too, and arvio what was judged of it."""
    return Hakurivi(
        pk=opiskeluoikeus.pk,
        **_of_opiskeluoikeus(opiskeluoikeus),
        **_of_oppija(oppija),
        **_of_hoks(hoks, arvio),
    )


def koulutusnimet(rights: Iterable[Opiskeluoikeus]) -> list[Koulutusnimi]:
    """Names of the rights' tutkinnot and osaamisalat as they are searched, each once; rows name them by their key."""
    told = {_names(nimi) for right in rights for nimi in (right.tutkinto_nimi, right.osaamisala_nimi)}
    names = {_searched(nimi) for nimi in told}
    return [Koulutusnimi(avain=avain(name), haku=name) for name in sorted(names) if name]


def avain(name: str) -> int:
    """Key of a Koulutusnimi: 64 bits of its text. PostgreSQL: ('x' || left(md5(name), 16))::bit(64)::bigint."""
    digest = hashlib.md5(name.encode(), usedforsecurity=False).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


# --- Writing -------------------------------------------------------------------------------


@transaction.atomic
def write_opiskeluoikeudet(rights: Collection[Opiskeluoikeus]) -> None:
    """After study rights were written: their rows, made when missing. Five statements for any number of rights."""
    write_koulutusnimet(rights)
    # Locked, so that a learner who is renamed at the same time is read before or after, and by whoever comes last.
    oppijat = {oppija.pk: oppija for oppija in _locked(Oppija, {right.oppija_id for right in rights})}
    for right in rights:
        right.oppija = oppijat[right.oppija_id]
    # Plans' documents aren't read: the plan's columns are written of a new study right's row only, which has no plan.
    plans = {hoks.opiskeluoikeus_id: hoks for hoks in Hoks.objects.filter(opiskeluoikeus__in=rights)}
    rows = [row(right, right.oppija, plans.get(right.pk)) for right in rights]
    _write(rows, (*OPISKELUOIKEUS_COLUMNS, *OPPIJA_COLUMNS))


def write_oppijat(oppijat: Collection[Oppija]) -> None:
    """After learners were written: the names in the rows of their study rights."""
    for oppija in oppijat:
        Hakurivi.objects.filter(opiskeluoikeus__oppija=oppija).update(**_of_oppija(oppija))


def write_hoks(suunnitelma: Hoks, document: dict | None) -> None:
    """After a plan was written: its columns in the row of its study right.

    document: the plan's as it is now; None when it was deleted.
    """
    columns = _of_hoks(suunnitelma, judged(suunnitelma, document))
    if not Hakurivi.objects.filter(pk=suunnitelma.opiskeluoikeus_id).update(**columns):
        right = suunnitelma.opiskeluoikeus
        _write(
            [Hakurivi(pk=right.pk, **_of_opiskeluoikeus(right), **_of_oppija(right.oppija), **columns)], HOKS_COLUMNS
        )


def judged(suunnitelma: Hoks, document: dict | None) -> Arvio:
    """What is kept of the plan's document."""
    return arvioi(document, suunnitelma.opiskeluoikeus, tallennettu=timezone.localdate(suunnitelma.muokattu))


def write_arviot(before: Mapping[str, Opiskeluoikeus], after: Collection[Opiskeluoikeus]) -> None:
    """After study rights were written: what is said of the plans of those whose time has changed.

    before: as they were, by OID.
    """
    moved = [right.pk for right in after if right.pk in before and _time(before[right.pk]) != _time(right)]
    if moved:
        # Locked, so that of a plan being saved at the same time the document is read that this leaves.
        list(Hoks.objects.select_for_update(no_key=True).filter(opiskeluoikeus__in=moved).order_by("pk"))
        for suunnitelma, arvio in _arviot(moved):
            Hakurivi.objects.filter(pk=suunnitelma.opiskeluoikeus_id).update(**_of_hoks(suunnitelma, arvio))


def _time(right: Opiskeluoikeus) -> tuple:
    return right.alkamispaiva, right.paattyneet_keskeytykset()


def write_koulutusnimet(rights: Iterable[Opiskeluoikeus]) -> None:
    """What rows of the study rights name, as far as it is missing."""
    Koulutusnimi.objects.bulk_create(koulutusnimet(rights), ignore_conflicts=True)


def _rows(rights: Iterable[Opiskeluoikeus]) -> list[Hakurivi]:
    """Rows of the study rights, as they ought to be. Two statements, and one in each fifty plans."""
    rights = list(rights)
    plans = {hoks.opiskeluoikeus_id: (hoks, arvio) for hoks, arvio in _arviot([right.pk for right in rights])}
    return [row(right, right.oppija, *plans.get(right.pk, (None,))) for right in rights]


def _arviot(oids: Sequence[str]) -> Iterator[tuple[Hoks, Arvio]]:
    """Plans of the study rights, deleted ones too, with what is to be kept of them."""
    plans = Hoks.objects.filter(opiskeluoikeus__in=oids).select_related("opiskeluoikeus")
    found = {hoks.pk: hoks for hoks in plans.defer("opiskeluoikeus__koski").annotate(tilajaksot=TILAJAKSOT)}
    for pk, document in plan.load_many(list(found)) if found else ():
        hoks = found[pk]
        hoks.opiskeluoikeus.tilajaksot = hoks.tilajaksot
        yield hoks, judged(hoks, document)


def _write(rows: Iterable[Hakurivi], own: Collection[str]) -> None:
    """Whole rows where there are none, these columns of theirs where there are; in the order that all lock rows in."""
    Hakurivi.objects.bulk_create(
        sorted(rows, key=lambda row: row.pk),
        update_conflicts=True,
        unique_fields=["opiskeluoikeus"],
        update_fields=own,
    )


def _locked(model, keys: Iterable[Any]):
    """Rows by primary key, locked in the order of their keys, so that two who lock don't wait for each other."""
    return model.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")


# --- Proving and making anew ---------------------------------------------------------------


@dataclass(frozen=True)
class Ero:
    """A study right whose row isn't as it ought to be, and which of its columns; all when there is no row."""

    oid: str
    columns: tuple[str, ...]


def batches(size: int = BATCH_SIZE) -> Iterator[list[str]]:
    """OIDs of all study rights, in their order."""
    last = ""
    while oids := list(Opiskeluoikeus.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:size]):
        yield oids
        last = oids[-1]


def check(oids: Sequence[str]) -> list[Ero]:
    """What differs. Rows that seem to are looked at once more, locked: somebody may have been writing them."""
    suspects = [ero.oid for ero, _row in _differing(oids)]
    if not suspects:
        return []
    with transaction.atomic():
        list(_locked(Hakurivi, suspects))
        return [ero for ero, _row in _differing(suspects)]


def rebuild(oids: Sequence[str]) -> int:
    """Make rows that differ as they ought to be; how many. Those that are right are neither written nor locked.

    Whoever writes a row does it after what the row is taken from, so what is read while the row is locked is either
    what the row must say or something whose writer is waiting to write the row.
    """
    suspects = [ero.oid for ero, _row in _differing(oids)]
    if not suspects:
        return 0
    with transaction.atomic():
        rights = list(_sources(suspects))
        write_koulutusnimet(rights)
        Hakurivi.objects.bulk_create(_rows(rights), ignore_conflicts=True)
        list(_locked(Hakurivi, suspects))
        rows = [row for _ero, row in _differing(suspects)]
        _write(rows, COLUMNS)
    return len(suspects)


def _differing(oids: Sequence[str]) -> list[tuple[Ero, Hakurivi]]:
    """What differs, with the row as it ought to be."""
    expected = _rows(_sources(oids))
    found = Hakurivi.objects.in_bulk(oids)
    keys = {key for row in expected for key in (row.tutkinto_avain, row.osaamisala_avain) if key is not None}
    known = set(Koulutusnimi.objects.filter(pk__in=keys).values_list("pk", flat=True))
    told = []
    for row in expected:
        columns = [
            name
            for name in COLUMNS
            if row.pk not in found
            or getattr(found[row.pk], name) != (value := getattr(row, name))
            or (name.endswith("_avain") and value is not None and value not in known)
        ]
        if columns:
            told.append((Ero(row.pk, tuple(columns)), row))
    return told


def _sources(oids: Sequence[str]):
    return Opiskeluoikeus.objects.select_related("oppija").defer("koski").filter(pk__in=oids).order_by("pk")


# --- What a row is made of -----------------------------------------------------------------


def _of_opiskeluoikeus(right: Opiskeluoikeus) -> dict[str, Any]:
    jarjestystutkinto, tutkinto_avain = _of_names(_names(right.tutkinto_nimi))
    jarjestysosaamisala, osaamisala_avain = _of_names(_names(right.osaamisala_nimi))
    return {
        "oppilaitos_oid": right.oppilaitos_oid,
        "jarjestystutkinto": jarjestystutkinto,
        "tutkinto_avain": tutkinto_avain,
        "jarjestysosaamisala": jarjestysosaamisala,
        "osaamisala_avain": osaamisala_avain,
        "alkoi": right.alkamispaiva,
        "paattyy": right.voimassa_loppu or right.arvioitu_paattymispaiva,
        "aktiivinen": right.on_aktiivinen,
        "koskee": koskeeko(right).kuuluu,
    }


def _of_oppija(oppija: Oppija) -> dict[str, Any]:
    # The space before the first name lets the beginning of any word be looked for.
    names = search_text(f"{oppija.etunimet} {oppija.kutsumanimi} {oppija.sukunimi}")
    return {"jarjestysnimi": sort_key(oppija.sukunimi, oppija.etunimet), "hakunimi": f" {names}"}


def _of_hoks(hoks: Hoks | None, arvio: Arvio) -> dict[str, Any]:
    if hoks is None or hoks.on_poistettu:
        return dict.fromkeys(HOKS_COLUMNS) | dataclasses.asdict(TYHJA) | {"poistettu": hoks is not None}
    return {
        "hoks_id": hoks.pk,
        "ensikertainen_hyvaksyminen": hoks.ensikertainen_hyvaksyminen,
        "paivitetty": hoks.paivitetty or hoks.muokattu,
        "luotu": timezone.localdate(hoks.luotu),
        "kanava": hoks.kanava,
        "poistettu": False,
        **dataclasses.asdict(arvio),
    }


# The same few thousand names come again and again.
@lru_cache(maxsize=10_000)
def _of_names(names: tuple[str, ...]) -> tuple[str | None, int | None]:
    """Sort key of the first, and key of the Koulutusnimi of all; None for what is empty."""
    searched = _searched(names)
    return sort_key(names[0] if names else "") or None, avain(searched) if searched else None


def _searched(names: tuple[str, ...]) -> str:
    """Every language's name, so that a page in any language finds what it shows."""
    return search_text(" ".join(names))


def _names(nimi: dict[str, str]) -> tuple[str, ...]:
    """In an order of our own: the database keeps none."""
    return tuple(nimi[language] for language in ("fi", "sv", "en") if nimi.get(language))
