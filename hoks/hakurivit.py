"""Keeping Hakurivi right. The write door and the imports call this in the transaction of what they write.

A row's columns have three writers: the study right's, the learner's and the plan's. Each writes its own only, after
what they are taken from, so that of two transactions at once neither puts back what the other has changed.
"""

import hashlib
from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from hoks.models import Hakurivi, Hoks, Koulutusnimi, Opiskeluoikeus, Oppija
from hoks.names import search_text, sort_key
from hoks.scope import koskeeko

OPISKELUOIKEUS_COLUMNS = (
    "oppilaitos_oid",
    "jarjestystutkinto",
    "tutkinto_avain",
    "jarjestysosaamisala",
    "osaamisala_avain",
    "aktiivinen",
    "koskee",
)
OPPIJA_COLUMNS = ("jarjestysnimi", "hakunimi")
HOKS_COLUMNS = ("hoks_id", "ensikertainen_hyvaksyminen", "paivitetty", "luotu", "kanava", "poistettu")
COLUMNS = (*OPISKELUOIKEUS_COLUMNS, *OPPIJA_COLUMNS, *HOKS_COLUMNS)


def row(opiskeluoikeus: Opiskeluoikeus, oppija: Oppija, hoks: Hoks | None) -> Hakurivi:
    """The study right's row as it ought to be; hoks is its plan, a deleted one too."""
    return Hakurivi(
        pk=opiskeluoikeus.pk,
        **_of_opiskeluoikeus(opiskeluoikeus),
        **_of_oppija(oppija),
        **_of_hoks(hoks),
    )


def koulutusnimet(rights: Iterable[Opiskeluoikeus]) -> list[Koulutusnimi]:
    """Names of the rights' tutkinnot and osaamisalat as they are searched, each once; rows name them by their key."""
    names = {_searched(nimi) for right in rights for nimi in (right.tutkinto_nimi, right.osaamisala_nimi)}
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
    _insert(rights, oppijat, {*OPISKELUOIKEUS_COLUMNS, *OPPIJA_COLUMNS})


def write_oppijat(oppijat: Collection[Oppija]) -> None:
    """After learners were written: the names in the rows of their study rights."""
    for oppija in oppijat:
        Hakurivi.objects.filter(opiskeluoikeus__oppija=oppija).update(**_of_oppija(oppija))


def write_hoks(hoks: Hoks) -> None:
    """After a plan was written: its columns in the row of its study right."""
    if not Hakurivi.objects.filter(pk=hoks.opiskeluoikeus_id).update(**_of_hoks(hoks)):
        right = hoks.opiskeluoikeus
        _insert([right], {right.oppija_id: right.oppija}, set(HOKS_COLUMNS))


def write_koulutusnimet(rights: Iterable[Opiskeluoikeus]) -> None:
    """What rows of the study rights name, as far as it is missing."""
    Koulutusnimi.objects.bulk_create(koulutusnimet(rights), ignore_conflicts=True)


def _insert(rights: Collection[Opiskeluoikeus], oppijat: dict[str, Oppija], own: set[str]) -> None:
    """Whole rows where there are none, their own columns where there are."""
    plans = {hoks.opiskeluoikeus_id: hoks for hoks in Hoks.objects.filter(opiskeluoikeus__in=rights)}
    rows = [row(right, oppijat[right.oppija_id], plans.get(right.pk)) for right in rights]
    Hakurivi.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["opiskeluoikeus"], update_fields=sorted(own)
    )


def _locked(model, keys: Iterable[Any]):
    """Rows by primary key, locked in the order of their keys, so that two who lock don't wait for each other."""
    return model.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")


# --- What a row is made of -----------------------------------------------------------------


def _of_opiskeluoikeus(right: Opiskeluoikeus) -> dict[str, Any]:
    tutkinto, osaamisala = _searched(right.tutkinto_nimi), _searched(right.osaamisala_nimi)
    return {
        "oppilaitos_oid": right.oppilaitos_oid,
        "jarjestystutkinto": _sorted(right.tutkinto_nimi),
        "tutkinto_avain": avain(tutkinto) if tutkinto else None,
        "jarjestysosaamisala": _sorted(right.osaamisala_nimi),
        "osaamisala_avain": avain(osaamisala) if osaamisala else None,
        "aktiivinen": right.on_aktiivinen,
        "koskee": koskeeko(right).kuuluu,
    }


def _of_oppija(oppija: Oppija) -> dict[str, Any]:
    # The space before the first name lets the beginning of any word be looked for.
    names = search_text(f"{oppija.etunimet} {oppija.kutsumanimi} {oppija.sukunimi}")
    return {"jarjestysnimi": sort_key(oppija.sukunimi, oppija.etunimet), "hakunimi": f" {names}"}


def _of_hoks(hoks: Hoks | None) -> dict[str, Any]:
    if hoks is None or hoks.on_poistettu:
        return dict.fromkeys(HOKS_COLUMNS) | {"poistettu": hoks is not None}
    return {
        "hoks_id": hoks.pk,
        "ensikertainen_hyvaksyminen": hoks.ensikertainen_hyvaksyminen,
        "paivitetty": hoks.paivitetty or hoks.muokattu,
        "luotu": timezone.localdate(hoks.luotu),
        "kanava": hoks.kanava,
        "poistettu": False,
    }


def _sorted(nimi: dict[str, str]) -> str | None:
    return sort_key(next(iter(_names(nimi)), "")) or None


def _searched(nimi: dict[str, str]) -> str:
    """Every language's name, so that a page in any language finds what it shows."""
    return search_text(" ".join(_names(nimi)))


def _names(nimi: dict[str, str]) -> list[str]:
    """In an order of our own: the database keeps none."""
    return [nimi[language] for language in ("fi", "sv", "en") if nimi.get(language)]
