"""Study rights, as Koski tells of them, with the learner named by an added `oppija` (domain.md 1.2)."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from accounts.importing import Outcome, RecordRefused
from hoks.importing.oppijat import name_copies
from hoks.importing.reading import Olio, read_record
from hoks.importing.upsert import Result, read_each, single, upsert
from hoks.models import Opiskeluoikeus, Oppija
from hoks.models.opiskeluoikeus import PAATTYNEET_TILAT
from hoks.names import search_text, sort_key

TUTKINTOSUORITUKSET = frozenset(
    {"ammatillinentutkinto", "ammatillinentutkintoosittainen", "ammatillinentutkintoosittainenuseastatutkinnosta"}
)


def store_opiskeluoikeudet(records: Sequence[Any]) -> list[Result]:
    """Upsert study rights by oid; the result of each record in turn, an outcome or a refusal.

    Only oid, oppilaitos.oid and oppija.oid are required, and the learner must be known. What Koski says beyond the
    columns, unknown types, codes and states too, is kept in `koski` as it came.
    """
    rows = read_each(read_opiskeluoikeus, records)
    wanted = {row.oppija_id for row in rows if isinstance(row, Opiskeluoikeus)}
    oppijat = Oppija.objects.in_bulk(wanted) if wanted else {}
    return upsert([_with_oppija(row, oppijat) for row in rows])


def store_opiskeluoikeus(record: Any) -> Outcome:
    """Upsert one study right; RecordRefused says what is wrong with the record."""
    return single(store_opiskeluoikeudet([record]))


def _with_oppija(row: Opiskeluoikeus | RecordRefused, oppijat: dict[str, Oppija]) -> Opiskeluoikeus | RecordRefused:
    """The row with its learner's name copied to it; a refusal when the learner is unknown."""
    if isinstance(row, RecordRefused):
        return row
    oppija = oppijat.get(row.oppija_id)
    if oppija is None:
        return RecordRefused(_("oppija.oid: Oppija tuntematon (%(oid)s). Tuo oppija ensin.") % {"oid": row.oppija_id})
    for name, value in name_copies(oppija).items():
        setattr(row, name, value)
    return row


def read_opiskeluoikeus(value: Any) -> Opiskeluoikeus:
    """The row of a record, its learner neither asked for nor copied from; RecordRefused says what is wrong with it."""
    record = read_record(value)
    tila, tila_alkoi = _latest_state(record)
    paattymispaiva = record.date("päättymispäivä")
    suoritukset = record.objects("suoritukset")
    tyypit = [suoritus.object("tyyppi").text("koodiarvo") for suoritus in suoritukset]
    # A study right without a qualification (TUVA, TELMA) is named after what it has, so that lists show something.
    tutkinto = next(
        (suoritus for suoritus, tyyppi in zip(suoritukset, tyypit, strict=True) if tyyppi in TUTKINTOSUORITUKSET),
        suoritukset[0] if suoritukset else Olio({}),
    )
    tunniste = tutkinto.object("koulutusmoduuli").object("tunniste")
    tutkinto_nimi, osaamisala_nimi = tunniste.nimi(), _osaamisala(tutkinto)
    return Opiskeluoikeus(
        oid=record.required_oid("oid"),
        oppija_id=record.object("oppija").required_oid("oid"),
        oppilaitos_oid=record.object("oppilaitos").required_oid("oid"),
        koulutustoimija_oid=record.object("koulutustoimija").oid("oid"),
        tyyppi=record.object("tyyppi").text("koodiarvo"),
        tila=tila,
        alkamispaiva=record.date("alkamispäivä"),
        arvioitu_paattymispaiva=record.date("arvioituPäättymispäivä"),
        paattymispaiva=paattymispaiva,
        voimassa_loppu=paattymispaiva or (tila_alkoi if tila in PAATTYNEET_TILAT else None),
        suoritustyypit=list(dict.fromkeys(tyyppi for tyyppi in tyypit if tyyppi)),
        tutkinto_koodi=tunniste.text("koodiarvo"),
        tutkinto_nimi=tutkinto_nimi,
        osaamisala_nimi=osaamisala_nimi,
        sisaltyy_opiskeluoikeuteen=record.object("sisältyyOpiskeluoikeuteen").oid("oid"),
        koski=value,
        jarjestystutkinto=_sort_name(tutkinto_nimi),
        hakututkinto=_search_names(tutkinto_nimi),
        jarjestysosaamisala=_sort_name(osaamisala_nimi),
        hakuosaamisala=_search_names(osaamisala_nimi),
    )


def _latest_state(record: Olio) -> tuple[str, dt.date | None]:
    """State and alku of the period with the greatest alku, of several the last listed; a lacking alku is the least."""
    periods = [
        (period.date("alku"), period.object("tila").text("koodiarvo"))
        for period in record.object("tila").objects("opiskeluoikeusjaksot")
    ]
    tila, alkoi = "", None
    for alku, koodiarvo in periods:
        if alkoi is None or (alku is not None and alku >= alkoi):
            tila, alkoi = koodiarvo, alku
    return tila, alkoi


def _osaamisala(suoritus: Olio) -> dict[str, str]:
    """Name of the first competence area, which Koski gives bare or inside a period."""
    for osaamisala in suoritus.objects("osaamisala"):
        return osaamisala.nimi() or osaamisala.object("osaamisala").nimi()
    return {}


def _sort_name(nimi: dict[str, str]) -> str:
    return sort_key(next(iter(nimi.values()), ""))


def _search_names(nimi: dict[str, str]) -> str:
    """Every language's name, so that a page in any language finds what it shows."""
    return search_text(" ".join(nimi.values()))
