"""One block of the country: learners, their study rights and plans, as lines for COPY.

A block is made of the seed and its number alone, keys included, so the country is the same whoever makes which block.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from random import Random
from typing import Any

from hoks.demo.jaksot import ascii_word
from hoks.demo.names import Nimi
from hoks.hakurivit import row
from hoks.maa.mallit import OMAT, Malli
from hoks.maa.nimet import henkilo
from hoks.maa.organisaatiot import Koulu, Kouluvalitsin
from hoks.maa.rivit import NULL, instance_line
from hoks.models import Hakurivi, Hoks, HoksVersio, Kanava, Opiskeluoikeus, Oppija
from hoks.oids import ibm_137_check_digit, luhn_check_digit
from hoks.plan.mapping import PART_TABLES

# Plans of a block, and how many keys of a table each plan may use.
BLOCK = 250
KEYS_A_PLAN = 200
WITHOUT_PLAN = 0.12
# Chances of a second study right, and of a third after it.
MORE_RIGHTS = (0.1, 0.15)
DELETED = 0.004
KANAVAT = (Kanava.TIEDONSIIRTO, Kanava.VIRKAILIJA, Kanava.TUONTI)
KANAVIEN_OSUUDET = (0.8, 0.15, 0.05)

# Identifiers are ten digits; numbering goes through them all in an order that looks like none.
_FIRST, _COUNT, _STEP = 10**9, 9 * 10**9, 5_700_000_011
_DAYS = [dt.date.fromordinal(day).isoformat() for day in range(dt.date(2046, 1, 1).toordinal())[-13_200:]]
_DAY_ZERO = dt.date(2046, 1, 1).toordinal() - len(_DAYS)


@dataclass(frozen=True)
class Tekijat:
    """Who writes a school's plans: ids of the official and of the provider's system."""

    virkailija: int
    palvelu: int


@dataclass
class Maa:
    """What the country is like, the same for every block; handed to every process.

    hoksit: plans in all; osuus: share of them that has parts and versions
    tekijat: of each school in order; jarjestelma: id of the system actor
    """

    seed: str
    today: dt.date
    hoksit: int
    osuus: float
    koulut: tuple[Koulu, ...]
    tekijat: tuple[Tekijat, ...]
    jarjestelma: int
    with_plan: list[Malli]
    without: list[Malli]

    @property
    def blocks(self) -> range:
        """Numbers of the blocks."""
        return range(-(-self.hoksit // BLOCK))

    @cached_property
    def valitsin(self) -> Kouluvalitsin:
        return Kouluvalitsin(self.koulut)

    @cached_property
    def runsain(self) -> Malli:
        """The template with the most rows of those whose study right goes on, the few biggest left out."""
        running = [malli for malli in self.with_plan if malli.oikeus.on_aktiivinen and malli.rows[0] < 40]
        return max(running, key=lambda malli: sum(malli.rows))

    @cached_property
    def tyontekijat(self) -> list[tuple[str, str]]:
        """(name as plans write it, beginning of the address) of those who teach, instruct and assess."""
        rng = Random(f"{self.seed} työntekijät")
        people = [henkilo(rng) for _ in range(5000)]
        return [(nimi.virallinen, _address(nimi)) for nimi in people]


Lines = dict[type, list[str]]


def lohko(maa: Maa, number: int) -> Lines:
    """The lines of the block, by table."""
    block = Lohko(maa, number)
    return block.lines


class Lohko:
    """One block being made."""

    def __init__(self, maa: Maa, number: int):
        self.maa, self.rng = maa, Random(f"{maa.seed} lohko {number}")
        self.lines: Lines = defaultdict(list)
        first = number * BLOCK
        plans = min(BLOCK, maa.hoksit - first)
        self.oppijat = self.oikeudet = first * 4
        self.hoksit, self.last_hoks = first, first + plans
        self.versiot = first * 4
        self.osat = [first * KEYS_A_PLAN] * len(PART_TABLES)
        while self.hoksit < self.last_hoks:
            self._oppija()

    def _oppija(self) -> None:
        rng = self.rng
        nimi = henkilo(rng)
        self.oppijat += 1
        oppija = Oppija(
            oid=oppija_oid(self.maa.seed, self.oppijat),
            etunimet=nimi.etunimet,
            kutsumanimi=nimi.kutsumanimi,
            sukunimi=nimi.sukunimi,
        )
        self.lines[Oppija].append(instance_line(oppija))
        # The first learner of all has an account, and so a plan worth looking at in the largest school.
        first = self.oppijat == 1
        koulu = 0 if first else self.maa.valitsin.pick(rng)
        self._opiskeluoikeus(oppija, nimi, koulu, self.maa.runsain if first else None)
        for chance in MORE_RIGHTS:
            if rng.random() >= chance:
                break
            self._opiskeluoikeus(oppija, nimi, koulu if rng.random() < 0.6 else self.maa.valitsin.pick(rng))

    def _opiskeluoikeus(self, oppija: Oppija, nimi: Nimi, koulu_number: int, given: Malli | None = None) -> None:
        rng, maa = self.rng, self.maa
        planned = given is not None or (rng.random() >= WITHOUT_PLAN and self.hoksit < self.last_hoks)
        malli = given or rng.choice(maa.with_plan if planned else maa.without)
        koulu = maa.koulut[koulu_number]
        back = 7 * rng.randint(0, malli.takaisin)
        self.oikeudet += 1
        oid = opiskeluoikeus_oid(maa.seed, self.oikeudet)
        values: list[Any] = [
            oid,
            oppija.oid,
            koulu.oid,
            next(iter(koulu.nimi.values())),
            koulu.toimija_oid,
            next(iter(koulu.toimija_nimi.values())),
            maa.koulut[rng.randrange(len(maa.koulut))].oid,
        ]
        if not planned:
            values += [None] * (len(OMAT) - len(values))
            values += [_DAYS[day - back - _DAY_ZERO] for day in malli.dates]
            self.lines[Opiskeluoikeus].append(malli.oikeus_line.fill(values))
            hoks = None
        else:
            hoks = self._hoks(malli, nimi, koulu_number, back, values)
        oikeus = _moved_oikeus(malli.oikeus, oid, koulu.oid, back)
        self.lines[Hakurivi].append(instance_line(row(oikeus, oppija, hoks)))

    def _hoks(self, malli: Malli, nimi: Nimi, koulu: int, back: int, values: list[Any]) -> Hoks:
        rng, maa = self.rng, self.maa
        self.hoksit += 1
        # The first whatever the share, see _oppija.
        whole = rng.random() < maa.osuus or self.hoksit == 1
        kanava = rng.choices(KANAVAT, KANAVIEN_OSUUDET)[0]
        tekijat = maa.tekijat[koulu]
        tekija = {Kanava.TIEDONSIIRTO: tekijat.palvelu, Kanava.VIRKAILIJA: tekijat.virkailija}.get(
            kanava, maa.jarjestelma
        )
        versiot = len(malli.versiot) if whole else 1
        times = [_moment(rng, day - back) for day in malli.days[:versiot]]
        deleted = rng.random() < DELETED and self.hoksit > 1
        muokattu = poistettu = times[-1]
        versio_ids = range(self.versiot + 1, self.versiot + 1 + versiot)
        self.versiot += versiot
        values += [
            self.hoksit,
            _uuids(rng, 1)[0],
            _address(nimi),
            f"04{rng.randrange(10**8):08}",
            "true" if kanava.on_kasisyotto else "false",
            kanava.value,
            tekija,
            versiot,
            times[0],
            muokattu,
            poistettu if deleted else NULL,
            tekijat.virkailija if deleted else NULL,
            "HOKS tallennettiin väärälle opiskeluoikeudelle." if deleted else "",
            *versio_ids,
            *(None for _ in range(4 - versiot)),
            *times,
            *(None for _ in range(4 - versiot)),
        ]
        values += [_DAYS[day - back - _DAY_ZERO] for day in malli.dates]
        lines = self.lines
        lines[Opiskeluoikeus].append(malli.oikeus_line.fill(values))
        if whole:
            values += [f"{self.hoksit}-{number}" for number in range(malli.tunnisteet)]
            values += _uuids(rng, malli.modules)
            people = rng.choices(maa.tyontekijat, k=malli.people) if malli.people else []
            values += [name for name, _address in people]
            values += [address for _name, address in people]
            for table, count in enumerate(malli.rows):
                first = self.osat[table] + 1
                self.osat[table] += count
                values += range(first, first + count)
            for model, pattern, count in zip(PART_TABLES, malli.part_lines, malli.rows, strict=True):
                if count:
                    lines[model].append(pattern.fill(values))
            for pattern in malli.versiot:
                lines[HoksVersio].append(pattern.fill(values))
        lines[Hoks].append(malli.hoks_line.fill(values))
        return _moved_hoks(malli.hoks, self.hoksit, back, kanava, (times[0], muokattu), deleted)


def _moved_oikeus(oikeus: Opiskeluoikeus, oid: str, oppilaitos_oid: str, back: int) -> Opiskeluoikeus:
    """What a Hakurivi is made of, of the template's study right so many days earlier."""
    loppu = oikeus.voimassa_loppu
    return Opiskeluoikeus(
        oid=oid,
        oppilaitos_oid=oppilaitos_oid,
        tyyppi=oikeus.tyyppi,
        tila=oikeus.tila,
        voimassa_loppu=loppu and loppu - dt.timedelta(days=back),
        tutkinto_nimi=oikeus.tutkinto_nimi,
        osaamisala_nimi=oikeus.osaamisala_nimi,
    )


def _moved_hoks(hoks: Hoks, pk: int, back: int, kanava: Kanava, times: tuple[str, str], deleted: bool) -> Hoks:
    """What a Hakurivi is made of, of the template's plan so many days earlier; times: when made, when last changed."""
    earlier = dt.timedelta(days=back)
    made, changed = (dt.datetime.fromisoformat(moment) for moment in times)
    return Hoks(
        pk=pk,
        kanava=kanava,
        luotu=made,
        ensikertainen_hyvaksyminen=hoks.ensikertainen_hyvaksyminen - earlier,
        paivitetty=hoks.paivitetty and hoks.paivitetty - earlier,
        muokattu=changed,
        poistettu=changed if deleted else None,
    )


def _uuids(rng: Random, count: int) -> list[str]:
    """Random identifiers (version 4)."""
    digits = f"{rng.getrandbits(128 * count) if count else 0:0{32 * count}x}"
    return [
        f"{one[:8]}-{one[8:12]}-4{one[13:16]}-9{one[17:20]}-{one[20:]}"
        for one in (digits[place : place + 32] for place in range(0, 32 * count, 32))
    ]


def _moment(rng: Random, day: int) -> str:
    """Some time of an office day."""
    return f"{_DAYS[day - _DAY_ZERO]}T{rng.randint(5, 14):02}:{rng.randrange(60):02}:{rng.randrange(60):02}Z"


@lru_cache(maxsize=20_000)
def _address_part(text: str) -> str:
    return ascii_word(text)


def _address(nimi: Nimi) -> str:
    return f"{_address_part(nimi.kutsumanimi)}.{_address_part(nimi.sukunimi)}"


@lru_cache(maxsize=8)
def _offset(seed: str, kind: str) -> int:
    return Random(f"{seed} {kind}").randrange(_COUNT)


def _ten_digits(seed: str, kind: str, number: int) -> str:
    return str(_FIRST + (_offset(seed, kind) + number * _STEP) % _COUNT)


def oppija_oid(seed: str, number: int) -> str:
    """OID of the learner with this number."""
    digits = _ten_digits(seed, "oppijat", number)
    return f"1.2.246.562.24.{digits}{ibm_137_check_digit(digits)}"


def opiskeluoikeus_oid(seed: str, number: int) -> str:
    """OID of the study right with this number."""
    digits = _ten_digits(seed, "opiskeluoikeudet", number)
    return f"1.2.246.562.15.{digits}{luhn_check_digit(digits)}"
