"""Learners and study rights of the demo world, in the forms of the learner register and Koski."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from hoks.demo import koodit
from hoks.demo.names import Nimi, people
from hoks.demo.organisaatiot import Organisaatiot
from hoks.demo.tunnisteet import henkilo_oid, opiskeluoikeus_oid
from hoks.demo.tutkinnot import BY_KOODI, LUKIO, PERUSTUTKINNOT, TELMA, TUVA

LEARNERS = 200
# Study rights at each school, the named ones among them.
SCHOOLS = {"ammattiopisto": 112, "aikuiskoulutus": 42, "lukio": 6, "merisatama": 26, "sandvik": 14, "tunturi": 20}

# States after which Koski has a last day for the study right.
PAATTYNEET = ("valmistunut", "eronnut", "katsotaaneronneeksi", "peruutettu", "mitatoity")

OTHER_NAMES = {
    LUKIO: {"fi": "Lukion oppimäärä", "sv": "Gymnasiets lärokurs"},
    "201101": {"fi": "Perusopetuksen oppimäärä", "sv": "Den grundläggande utbildningens lärokurs"},
    "999999": {"fi": "Muu kuin säännelty koulutus", "sv": "Annan än reglerad utbildning"},
}


@dataclass(frozen=True)
class Suunnitelma:
    """What kind of study right to make; key names it within this package and is empty for ordinary ones.

    alku and loppu are its first and estimated last day, tilat its states after the first lasna one. laji names the
    kind of plan to write (hoks.demo.plans), None for none. oppija is the key of a study right whose learner this
    one has as well; sisaltyy that of one which includes this one.
    """

    oppilaitos: str
    tutkinto: str
    alku: dt.date
    loppu: dt.date
    laji: str | None = None
    key: str = ""
    tilat: tuple[tuple[dt.date, str], ...] = ()
    tyyppi: str = "ammatillinenkoulutus"
    suoritus: str = "ammatillinentutkinto"
    oppija: str = ""
    sisaltyy: str = ""
    rahoitus: str = "1"


@dataclass
class Opinto:
    """One study right made: its plan kind, its learner and Koski's record of it."""

    suunnitelma: Suunnitelma
    nimi: Nimi
    oppija_oid: str
    oid: str
    record: dict[str, Any] = field(default_factory=dict)

    @property
    def paattyi(self) -> dt.date | None:
        """Last day of an ended study right."""
        tilat = self.suunnitelma.tilat
        return tilat[-1][0] if tilat and tilat[-1][1] in PAATTYNEET else None


def term_start(today: dt.date, years_ago: int = 0) -> dt.date:
    """Monday of the second week of August that began the running school year, or an earlier one."""
    monday = _second_monday_of_august(today.year)
    year = today.year if monday <= today else today.year - 1
    return _second_monday_of_august(year - years_ago)


def _second_monday_of_august(year: int) -> dt.date:
    first = dt.date(year, 8, 1)
    return first + dt.timedelta(days=7 + -first.weekday() % 7)


def opinnot(today: dt.date, rng: Random, organisaatiot: Organisaatiot) -> list[Opinto]:
    """Every study right, 220 of 200 learners; identifiers and names do not depend on the day."""
    suunnitelmat = [*_named(today), *_repeated(today)]
    counts = {school: sum(1 for item in suunnitelmat if item.oppilaitos == school) for school in SCHOOLS}
    for school, wanted in SCHOOLS.items():
        suunnitelmat += [_ordinary(today, rng, school, number) for number in range(wanted - counts[school])]
    names = people(rng)
    made: list[Opinto] = []
    by_key: dict[str, Opinto] = {}
    persons: list[tuple[Nimi, str]] = []
    for number, suunnitelma in enumerate(suunnitelmat):
        if suunnitelma.oppija:
            person = (by_key[suunnitelma.oppija].nimi, by_key[suunnitelma.oppija].oppija_oid)
        elif len(persons) == LEARNERS:
            # The last study rights go to learners of another school, who then have two.
            other = next(
                opinto
                for opinto in made[number % 7 + 60 :]
                if opinto.suunnitelma.oppilaitos != suunnitelma.oppilaitos
                and sum(1 for each in made if each.oppija_oid == opinto.oppija_oid) == 1
            )
            person = (other.nimi, other.oppija_oid)
        else:
            person = (next(names), henkilo_oid(rng))
            persons.append(person)
        opinto = Opinto(suunnitelma, *person, opiskeluoikeus_oid(rng))
        made.append(opinto)
        if suunnitelma.key:
            by_key[suunnitelma.key] = opinto
    for opinto in made:
        opinto.record = _record(opinto, organisaatiot, by_key)
    return made


def oppija_records(made: list[Opinto]) -> list[dict[str, Any]]:
    """The learner register's record of each learner, once."""
    return list(
        {
            opinto.oppija_oid: {
                "oidHenkilo": opinto.oppija_oid,
                "etunimet": opinto.nimi.etunimet,
                "kutsumanimi": opinto.nimi.kutsumanimi,
                "sukunimi": opinto.nimi.sukunimi,
            }
            for opinto in made
        }.values()
    )


def before_end(record: dict[str, Any]) -> dict[str, Any]:
    """The record as Koski had it before the study right ended: plans are made while it is active."""
    jaksot = record.get("tila", {}).get("opiskeluoikeusjaksot", [])
    active = [jakso for jakso in jaksot if jakso["tila"]["koodiarvo"] not in PAATTYNEET]
    if active == jaksot:
        return record
    return {key: value for key, value in record.items() if key != "päättymispäivä"} | {
        "tila": {"opiskeluoikeusjaksot": active}
    }


def _named(today: dt.date) -> Iterator[Suunnitelma]:
    """Study rights that a demo account, a page or a rule needs by name."""
    first, second, third = (term_start(today, years) for years in (0, 1, 2))
    loppu, soon = first + dt.timedelta(days=655), today + dt.timedelta(days=200)
    ago = {days: today - dt.timedelta(days=days) for days in (20, 40, 60, 90, 120, 150, 400, 700)}
    opisto = "ammattiopisto"
    yield Suunnitelma(opisto, "371101", second, first + dt.timedelta(days=800), "rikas", key="oppija")
    yield Suunnitelma(
        opisto,
        TUVA,
        third,
        third + dt.timedelta(days=295),
        "tuva",
        tilat=((third + dt.timedelta(days=295), "valmistunut"),),
        tyyppi="tuva",
        suoritus="tuvakoulutuksensuoritus",
        oppija="oppija",
    )
    yield Suunnitelma(opisto, "331101", second, loppu, "tavallinen", key="oppija2")
    yield Suunnitelma(opisto, "352201", third, soon + dt.timedelta(days=200), "suuri", key="suuri")
    yield Suunnitelma(opisto, "331101", second, loppu, "tavallinen", key="kaksi koulua")
    yield Suunnitelma("merisatama", "381103", second, loppu, "tavallinen", oppija="kaksi koulua")
    yield Suunnitelma(opisto, "381103", second, loppu, "tavallinen", key="hankinta")
    yield Suunnitelma("merisatama", "381103", second, loppu, oppija="hankinta", sisaltyy="hankinta")
    yield Suunnitelma(opisto, "351407", second, loppu, key="hankinta ilman")
    yield Suunnitelma("tunturi", "351407", second, loppu, oppija="hankinta ilman", sisaltyy="hankinta ilman")
    yield Suunnitelma(opisto, "361201", dt.date(2017, 8, 14), soon, "vanha", key="vanha")
    yield Suunnitelma(
        opisto,
        "331101",
        dt.date(2014, 8, 11),
        dt.date(2017, 6, 3),
        tilat=((dt.date(2017, 6, 3), "valmistunut"),),
        key="ei koske",
    )
    yield Suunnitelma(opisto, "352201", second, loppu, "tavallinen", key="poistettu")
    yield Suunnitelma(opisto, "381103", second, loppu, "tavallinen", key="poistettu toinen")
    yield Suunnitelma(opisto, "371101", second, loppu, "tavallinen", key="versiot")
    yield Suunnitelma(opisto, "351301", second, loppu, "tavallinen", key="siirretty ja muokattu")
    yield Suunnitelma(opisto, "351407", second, loppu, "tavallinen", key="luonnos")
    yield Suunnitelma(opisto, "371101", first, loppu, key="luonnos ilman")
    yield Suunnitelma("aikuiskoulutus", "331101", ago[400], soon, key="luonnos toisen")
    yield Suunnitelma(opisto, "331101", first, loppu, "suppea", key="suppea")
    for days, tila, laji in (
        (20, "loma", "tavallinen"),
        (60, "loma", None),
        (40, "valiaikaisestikeskeytynyt", "tavallinen"),
        (90, "valiaikaisestikeskeytynyt", "tavallinen"),
        (60, "valmistunut", "tavallinen"),
        (120, "valmistunut", "tavallinen"),
        (40, "eronnut", "tavallinen"),
        (150, "eronnut", None),
        (90, "katsotaaneronneeksi", "tavallinen"),
        (20, "katsotaaneronneeksi", None),
        (120, "mitatoity", None),
        (90, "peruutettu", None),
    ):
        alku = third if tila == "valmistunut" else second
        yield Suunnitelma(opisto, "381103", min(alku, ago[400]), loppu, laji, tilat=((ago[days], tila),))
    future = today + dt.timedelta(days=45)
    yield Suunnitelma(opisto, "341101", future, future + dt.timedelta(days=1000))
    yield Suunnitelma("merisatama", "361201", future, future + dt.timedelta(days=700))


def _repeated(today: dt.date) -> Iterator[Suunnitelma]:
    """Kinds of study right of which there are a few each."""
    first, second = term_start(today), term_start(today, 1)
    ago = {days: today - dt.timedelta(days=days) for days in (100, 200, 300)}
    tuva: dict[str, Any] = {"tyyppi": "tuva", "suoritus": "tuvakoulutuksensuoritus"}
    telma: dict[str, Any] = {"suoritus": "telma"}
    for school, laji in (*(("ammattiopisto", "tuva"),) * 4, ("ammattiopisto", None), *(("lukio", "tuva"),) * 2):
        yield Suunnitelma(school, TUVA, ago[100], ago[100] + dt.timedelta(days=300), laji, **tuva)
    for laji in ("telma", "telma", "telma", None):
        yield Suunnitelma("ammattiopisto", TELMA, second, first + dt.timedelta(days=655), laji, **telma)
    osittainen: dict[str, Any] = {"suoritus": "ammatillinentutkintoosittainen"}
    for tutkinto, laji in (("352201", "osittainen"), ("371101", "osittainen"), ("331101", None)):
        yield Suunnitelma("aikuiskoulutus", tutkinto, ago[300], ago[300] + dt.timedelta(days=500), laji, **osittainen)
    yield Suunnitelma(
        "aikuiskoulutus",
        "331101",
        ago[200],
        ago[200] + dt.timedelta(days=500),
        "osittainen",
        suoritus="ammatillinentutkintoosittainenuseastatutkinnosta",
    )
    for laji in ("oppisopimus", "oppisopimus", None):
        yield Suunnitelma("aikuiskoulutus", "437109", ago[300], ago[300] + dt.timedelta(days=700), laji, rahoitus="4")
    for tutkinto in ("351301", "371101", "351407", "381103"):
        yield Suunnitelma(
            "aikuiskoulutus", tutkinto, ago[300], ago[300] + dt.timedelta(days=800), "oppisopimus", rahoitus="4"
        )
    lukio: dict[str, Any] = {"tyyppi": "lukiokoulutus", "suoritus": "lukionoppimaara"}
    for years in (0, 1, 2, 0):
        alku = term_start(today, years)
        yield Suunnitelma("lukio", LUKIO, alku, alku + dt.timedelta(days=1025), **lukio)
    yield Suunnitelma(
        "aikuiskoulutus",
        "201101",
        second,
        first + dt.timedelta(days=300),
        tyyppi="perusopetus",
        suoritus="perusopetuksenoppimaara",
    )
    yield Suunnitelma(
        "tunturi",
        "999999",
        first,
        first + dt.timedelta(days=300),
        tyyppi="muukuinsaanneltykoulutus",
        suoritus="muukuinsaanneltykoulutus",
    )
    yield Suunnitelma("tunturi", "331101", first, first + dt.timedelta(days=900), key="vähin")


def _ordinary(today: dt.date, rng: Random, school: str, number: int) -> Suunnitelma:
    """A learner of a basic qualification, in one of three school years, or an adult who began on any day."""
    tutkinto = PERUSTUTKINNOT[number % len(PERUSTUTKINNOT)].koodi
    years, days, end = rng.choice((0, 0, 1, 1, 2)), rng.randrange(30, 420), rng.randrange(25, 250)
    if school == "aikuiskoulutus":
        alku = today - dt.timedelta(days=days)
        loppu = alku + dt.timedelta(days=600 + days)
    else:
        alku = term_start(today, years)
        loppu = max(alku + dt.timedelta(days=1020), today + dt.timedelta(days=120))
        if number % 40 == 17:
            # Some have only days left.
            loppu = today + dt.timedelta(days=12)
    laji = (
        None if number % 4 == 3 else "oppisopimus" if school == "aikuiskoulutus" and number % 3 == 0 else "tavallinen"
    )
    tilat: tuple[tuple[dt.date, str], ...] = ()
    if number % 9 == 5:
        tila = ("valmistunut", "eronnut", "valmistunut", "loma", "katsotaaneronneeksi")[number // 9 % 5]
        alku = min(alku, today - dt.timedelta(days=400))
        tilat = ((today - dt.timedelta(days=end), tila),)
    rahoitus = ("1", "1", "1", "6", "14", "15")[number % 6] if school == "aikuiskoulutus" else "1"
    return Suunnitelma(school, tutkinto, alku, loppu, laji, tilat=tilat, rahoitus=rahoitus)


def _record(opinto: Opinto, organisaatiot: Organisaatiot, by_key: dict[str, Opinto]) -> dict[str, Any]:
    """Koski's record of a study right, with the learner it does not name itself added."""
    suunnitelma = opinto.suunnitelma
    oppilaitos = organisaatiot.by_key[suunnitelma.oppilaitos]
    koulutustoimija = organisaatiot.koulutustoimija_of(suunnitelma.oppilaitos)
    record: dict[str, Any] = {"oid": opinto.oid, "oppija": {"oid": opinto.oppija_oid}}
    if suunnitelma.key == "vähin":
        # Koski may tell no more than this; lists and pages must stand it.
        return record | {"oppilaitos": {"oid": oppilaitos["oid"]}}
    tilat = ((suunnitelma.alku, "lasna"), *suunnitelma.tilat)
    record |= {
        "versionumero": len(tilat),
        "oppilaitos": {
            "oid": oppilaitos["oid"],
            "oppilaitosnumero": _koodi("oppilaitosnumero", oppilaitos["oppilaitosKoodi"]),
            "nimi": oppilaitos["nimi"],
        },
        "koulutustoimija": {
            "oid": koulutustoimija["oid"],
            "nimi": koulutustoimija["nimi"],
            "yTunnus": koulutustoimija["ytunnus"],
        },
        "tyyppi": _koodi("opiskeluoikeudentyyppi", suunnitelma.tyyppi),
        "tila": {
            "opiskeluoikeusjaksot": [
                {
                    "alku": alku.isoformat(),
                    "tila": _koodi("koskiopiskeluoikeudentila", tila),
                    "opintojenRahoitus": _koodi("opintojenrahoitus", suunnitelma.rahoitus),
                }
                for alku, tila in tilat
            ]
        },
        "suoritukset": [_suoritus(opinto, organisaatiot)],
        "alkamispäivä": suunnitelma.alku.isoformat(),
        "arvioituPäättymispäivä": suunnitelma.loppu.isoformat(),
    }
    if opinto.paattyi:
        record["päättymispäivä"] = opinto.paattyi.isoformat()
    if suunnitelma.sisaltyy:
        master = by_key[suunnitelma.sisaltyy]
        master_school = organisaatiot.by_key[master.suunnitelma.oppilaitos]
        record["sisältyyOpiskeluoikeuteen"] = {
            "oid": master.oid,
            "oppilaitos": {"oid": master_school["oid"], "nimi": master_school["nimi"]},
        }
    return record


def _suoritus(opinto: Opinto, organisaatiot: Organisaatiot) -> dict[str, Any]:
    suunnitelma = opinto.suunnitelma
    nimi = OTHER_NAMES.get(suunnitelma.tutkinto) or koodit.nimi("koulutus", suunnitelma.tutkinto)
    toimipiste = Random(opinto.oid).choice(organisaatiot.toimipisteet_of(suunnitelma.oppilaitos))
    suoritus: dict[str, Any] = {
        "tyyppi": _koodi("suorituksentyyppi", suunnitelma.suoritus),
        "koulutusmoduuli": {"tunniste": _koodi("koulutus", suunnitelma.tutkinto) | {"nimi": nimi}},
        "suorituskieli": _koodi("kieli", "SV" if suunnitelma.oppilaitos == "sandvik" else "FI"),
        "toimipiste": {"oid": toimipiste["oid"], "nimi": toimipiste["nimi"]},
    }
    tutkinto = BY_KOODI.get(suunnitelma.tutkinto)
    if tutkinto and tutkinto.osaamisalat and suunnitelma.suoritus == "ammatillinentutkinto":
        arvo, fi, sv = Random(opinto.oid).choice(tutkinto.osaamisalat)
        suoritus["osaamisala"] = [{"osaamisala": _koodi("osaamisala", arvo) | {"nimi": {"fi": fi, "sv": sv}}}]
    if opinto.paattyi and suunnitelma.tilat[-1][1] == "valmistunut":
        suoritus["vahvistus"] = {"päivä": opinto.paattyi.isoformat()}
    return suoritus


def _koodi(koodisto: str, arvo: str) -> dict[str, Any]:
    return {"koodiarvo": arvo, "koodistoUri": koodisto}
