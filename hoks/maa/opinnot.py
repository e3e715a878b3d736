"""Kinds of study rights: what is studied, when it began, how it stands, and which kind of plan it has."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from hoks.demo.opiskeluoikeudet import PAATTYNEET
from hoks.demo.tutkinnot import BY_KOODI, LUKIO, TELMA, TUVA
from hoks.maa.tutkinnot import TUTKINNOT, Maantutkinto

DAY, YEAR = dt.timedelta(days=1), dt.timedelta(days=365)
FIRST_START = dt.date(2019, 1, 7)
# The commonest qualification is studied by one in nine, the rarest by one in two thousand.
STEEPNESS = 0.9

VALMENTAVAT = {
    TUVA: Maantutkinto(
        TUVA,
        "Tutkintokoulutukseen valmentava koulutus (TUVA)",
        "Utbildning som handleder för examensutbildning (Hux)",
        BY_KOODI[TELMA],
        (),
    ),
    TELMA: Maantutkinto(
        TELMA,
        "Työhön ja itsenäiseen elämään valmentava koulutus (TELMA)",
        "Utbildning som handleder för arbete och ett självständigt liv (Telma)",
        BY_KOODI[TELMA],
        (),
    ),
    LUKIO: Maantutkinto(LUKIO, "Lukion oppimäärä", "Gymnasiets lärokurs", BY_KOODI[TELMA], ()),
}


@dataclass(frozen=True)
class Opintolaji:
    """A kind of study right. laji: of its plan as hoks.demo.plans knows them, None for none.

    alku and loppu: its first and its estimated last day; tilat: its states after the first lasna one
    takaisin: so many weeks earlier it may have been just as well
    """

    tutkinto: Maantutkinto
    alku: dt.date
    loppu: dt.date
    laji: str | None
    tilat: tuple[tuple[dt.date, str], ...] = ()
    tyyppi: str = "ammatillinenkoulutus"
    suoritus: str = "ammatillinentutkinto"
    osaamisala: tuple[str, str, str] | None = None
    rahoitus: str = "1"
    takaisin: int = 8

    @property
    def paattyi(self) -> dt.date | None:
        """Last day of an ended study right."""
        return self.tilat[-1][0] if self.tilat and self.tilat[-1][1] in PAATTYNEET else None


Maker = Callable[[dt.date, Random, str | None], Opintolaji]


def opintolaji(today: dt.date, rng: Random, with_plan: bool) -> Opintolaji:
    """One kind of study right, common kinds commonly."""
    kinds = WITH_PLAN if with_plan else WITHOUT_PLAN
    _weight, maker, laji = rng.choices(kinds, [weight for weight, _maker, _laji in kinds])[0]
    return maker(today, rng, laji)


def _tutkinto(rng: Random) -> Maantutkinto:
    return rng.choices(TUTKINNOT, [(place + 1) ** -STEEPNESS for place in range(len(TUTKINNOT))])[0]


def _osaamisala(rng: Random, tutkinto: Maantutkinto) -> tuple[str, str, str] | None:
    """Chosen by three in four of those who can."""
    return rng.choice(tutkinto.osaamisalat) if tutkinto.osaamisalat and rng.random() < 0.75 else None


def _start(rng: Random, today: dt.date, earliest: int, latest: int) -> dt.date:
    """A first day so many days ago: in August for two in three, on any Monday for the others."""
    day = today - dt.timedelta(days=rng.randint(latest, earliest))
    if rng.random() < 0.66:
        august = dt.date(day.year, 8, 8)
        if latest <= (today - august).days <= earliest:
            day = august
    return max(day - dt.timedelta(days=day.weekday()), FIRST_START)


def _running(today: dt.date, rng: Random, laji: str | None) -> Opintolaji:
    tutkinto = _tutkinto(rng)
    alku = _start(rng, today, 900, 20)
    loppu = max(alku + dt.timedelta(days=rng.randint(500, 1080)), today + dt.timedelta(days=rng.randint(120, 400)))
    return Opintolaji(tutkinto, alku, loppu, laji, osaamisala=_osaamisala(rng, tutkinto), rahoitus=_rahoitus(rng, laji))


def _ended(tila: str) -> Maker:
    def make(today: dt.date, rng: Random, laji: str | None) -> Opintolaji:
        tutkinto = _tutkinto(rng)
        alku = _start(rng, today, 2500, 400)
        whole = tila == "valmistunut"
        paattyi = min(alku + dt.timedelta(days=rng.randint(550 if whole else 60, 1100)), today - 10 * DAY)
        loppu = max(alku + 3 * YEAR, paattyi + 60 * DAY)
        weeks = min(52, (alku - FIRST_START).days // 7)
        return Opintolaji(
            tutkinto,
            alku,
            loppu,
            laji,
            ((paattyi, tila),),
            osaamisala=_osaamisala(rng, tutkinto),
            rahoitus=_rahoitus(rng, laji),
            takaisin=weeks,
        )

    return make


def _paused(tila: str) -> Maker:
    def make(today: dt.date, rng: Random, laji: str | None) -> Opintolaji:
        tutkinto = _tutkinto(rng)
        alku = _start(rng, today, 900, 200)
        since = today - dt.timedelta(days=rng.randint(5, 150))
        return Opintolaji(
            tutkinto, alku, alku + 4 * YEAR, laji, ((since, tila),), osaamisala=_osaamisala(rng, tutkinto)
        )

    return make


def _tuva(today: dt.date, rng: Random, laji: str | None) -> Opintolaji:
    alku = _start(rng, today, 1200, 30)
    loppu = alku + 295 * DAY
    tilat = ((loppu, rng.choice(("valmistunut", "valmistunut", "eronnut"))),) if loppu < today else ()
    return Opintolaji(
        VALMENTAVAT[TUVA], alku, loppu, laji, tilat, "tuva", "tuvakoulutuksensuoritus", takaisin=0 if not tilat else 20
    )


def _telma(today: dt.date, rng: Random, laji: str | None) -> Opintolaji:
    alku = _start(rng, today, 700, 60)
    return Opintolaji(VALMENTAVAT[TELMA], alku, max(alku + 2 * YEAR, today + 90 * DAY), laji, suoritus="telma")


def _partial(today: dt.date, rng: Random, laji: str | None) -> Opintolaji:
    tutkinto = _tutkinto(rng)
    alku = _start(rng, today, 600, 60)
    return Opintolaji(
        tutkinto, alku, max(alku + 500 * DAY, today + 60 * DAY), laji, suoritus="ammatillinentutkintoosittainen"
    )


def _lukio(today: dt.date, rng: Random, laji: str | None) -> Opintolaji:
    alku = _start(rng, today, 900, 60)
    return Opintolaji(
        VALMENTAVAT[LUKIO], alku, alku + 1025 * DAY, laji, tyyppi="lukiokoulutus", suoritus="lukionoppimaara"
    )


def _future(today: dt.date, rng: Random, laji: str | None) -> Opintolaji:
    tutkinto = _tutkinto(rng)
    alku = today + dt.timedelta(days=rng.randint(10, 60))
    return Opintolaji(tutkinto, alku, alku + 3 * YEAR, laji, takaisin=0)


def _rahoitus(rng: Random, laji: str | None) -> str:
    return "4" if laji == "oppisopimus" else rng.choice(("1", "1", "1", "1", "6", "14"))


# (weight, maker, kind of plan)
WITH_PLAN: tuple[tuple[float, Maker, str | None], ...] = (
    (46, _running, "tavallinen"),
    (8, _running, "oppisopimus"),
    (1, _running, "rikas"),
    (0.8, _running, "suuri"),
    (1, _running, "suppea"),
    (21, _ended("valmistunut"), "tavallinen"),
    (3, _ended("valmistunut"), "oppisopimus"),
    (5, _ended("eronnut"), "tavallinen"),
    (3, _ended("katsotaaneronneeksi"), "tavallinen"),
    (0.5, _ended("peruutettu"), "tavallinen"),
    (1.5, _paused("loma"), "tavallinen"),
    (2.5, _paused("valiaikaisestikeskeytynyt"), "tavallinen"),
    (3.5, _tuva, "tuva"),
    (1, _telma, "telma"),
    (2.2, _partial, "osittainen"),
)
WITHOUT_PLAN: tuple[tuple[float, Maker, str | None], ...] = (
    (60, _running, None),
    (10, _ended("eronnut"), None),
    (6, _ended("peruutettu"), None),
    (3, _paused("valiaikaisestikeskeytynyt"), None),
    (6, _tuva, None),
    (2, _telma, None),
    (4, _partial, None),
    (3, _lukio, None),
    (6, _future, None),
)


def koski_record(laji: Opintolaji, oids: "Tunnisteet") -> dict[str, Any]:
    """The study right as Koski tells it, with the learner it doesn't name itself added."""
    tutkinto = laji.tutkinto
    suoritus: dict[str, Any] = {
        "tyyppi": _koodi("suorituksentyyppi", laji.suoritus),
        "koulutusmoduuli": {
            "tunniste": _koodi("koulutus", tutkinto.koodi) | {"nimi": {"fi": tutkinto.fi, "sv": tutkinto.sv}},
            "perusteenDiaarinumero": tutkinto.lahin.diaarinro,
        },
        "toimipiste": {"oid": oids.koulu, "nimi": {"fi": oids.koulun_nimi}},
        "suorituskieli": _koodi("kieli", "FI"),
    }
    if laji.osaamisala:
        arvo, fi, sv = laji.osaamisala
        suoritus["osaamisala"] = [{"osaamisala": _koodi("osaamisala", arvo) | {"nimi": {"fi": fi, "sv": sv}}}]
    if laji.paattyi and laji.tilat[-1][1] == "valmistunut":
        suoritus["vahvistus"] = {"päivä": laji.paattyi.isoformat()}
    tilat = ((laji.alku, "lasna"), *laji.tilat)
    record = {
        "oid": oids.opiskeluoikeus,
        "oppija": {"oid": oids.oppija},
        "versionumero": len(tilat),
        "oppilaitos": {"oid": oids.koulu, "nimi": {"fi": oids.koulun_nimi}},
        "koulutustoimija": {"oid": oids.toimija, "nimi": {"fi": oids.toimijan_nimi}},
        "tyyppi": _koodi("opiskeluoikeudentyyppi", laji.tyyppi),
        "tila": {
            "opiskeluoikeusjaksot": [
                {
                    "alku": alku.isoformat(),
                    "tila": _koodi("koskiopiskeluoikeudentila", tila),
                    "opintojenRahoitus": _koodi("opintojenrahoitus", laji.rahoitus),
                }
                for alku, tila in tilat
            ]
        },
        "suoritukset": [suoritus],
        "alkamispäivä": laji.alku.isoformat(),
        "arvioituPäättymispäivä": laji.loppu.isoformat(),
    }
    if laji.paattyi:
        record["päättymispäivä"] = laji.paattyi.isoformat()
    return record


@dataclass(frozen=True)
class Tunnisteet:
    """What a record says of whose and where the study right is."""

    opiskeluoikeus: str
    oppija: str
    koulu: str
    koulun_nimi: str
    toimija: str
    toimijan_nimi: str


def _koodi(koodisto: str, arvo: str) -> dict[str, Any]:
    return {"koodiarvo": arvo, "koodistoUri": koodisto}
