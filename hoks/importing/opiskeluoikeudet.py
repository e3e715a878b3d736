"""Study rights, as Koski tells of them, with the learner named by an added `oppija` (domain.md 1.2)."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from accounts.importing import Outcome, RecordRefused
from hoks.hakurivit import write_arviot, write_opiskeluoikeudet
from hoks.importing.reading import Olio, read_record
from hoks.importing.upsert import Result, read_each, single, upsert
from hoks.luvut import jaksot
from hoks.models import Opiskeluoikeus, Oppija
from hoks.models.opiskeluoikeus import PAATTYNEET_TILAT

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
    known = set(Oppija.objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    return upsert([_with_oppija(row, known) for row in rows], _follow)


def _follow(before: dict[str, Opiskeluoikeus], changed: list[Opiskeluoikeus]) -> None:
    """What lists and reports say of the study rights follows them."""
    write_opiskeluoikeudet(changed)
    write_arviot(before, changed)
    jaksot.write_moved(before, changed)


def store_opiskeluoikeus(record: Any) -> Outcome:
    """Upsert one study right; RecordRefused says what is wrong with the record."""
    return single(store_opiskeluoikeudet([record]))


def _with_oppija(row: Opiskeluoikeus | RecordRefused, known: set[str]) -> Opiskeluoikeus | RecordRefused:
    """The row; a refusal when its learner is unknown."""
    if isinstance(row, RecordRefused) or row.oppija_id in known:
        return row
    return RecordRefused(_("oppija.oid: Oppija tuntematon (%(oid)s). Tuo oppija ensin.") % {"oid": row.oppija_id})


def read_opiskeluoikeus(value: Any) -> Opiskeluoikeus:
    """The row of a record, its learner not asked for; RecordRefused says what is wrong with it."""
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
        tutkinto_nimi=tunniste.nimi(),
        osaamisala_nimi=_osaamisala(tutkinto),
        sisaltyy_opiskeluoikeuteen=record.object("sisältyyOpiskeluoikeuteen").oid("oid"),
        koski=value,
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
