"""One block of the country: learners, their study rights and plans, as lines for COPY.

A block is made of the seed and its number alone, keys included, so the country is the same whoever makes which block.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from random import Random
from typing import Any

from hoks.arvio import TYHJA, Arvio
from hoks.demo.names import Nimi
from hoks.hakurivit import row
from hoks.maa.arvot import address, days, moment, opiskeluoikeus_oid, oppija_oid, uuids
from hoks.maa.lokit import Kirjoittaja, Lokit, Tallennettu
from hoks.maa.mallit import Malli
from hoks.maa.merkit import OMAT
from hoks.maa.nimet import henkilo
from hoks.maa.organisaatiot import Koulu, Kouluvalitsin
from hoks.maa.rivit import NULL, instance_line
from hoks.models import (
    Hakurivi,
    Hoks,
    HoksVersio,
    Kanava,
    Luonnos,
    Opiskeluoikeus,
    Oppija,
    Siirto,
    Tapahtuma,
)
from hoks.plan.mapping import PART_TABLES

# Plans of a block, and how many keys of a table each plan may use.
BLOCK = 250
KEYS_A_PLAN = 200
WITHOUT_PLAN = 0.12
# Chances of a second study right, and of a third after it.
MORE_RIGHTS = (0.1, 0.15)
SAME_SCHOOL = 0.6
DELETED = 0.004
# Of the plans that can be drafted from (hoks.maa.mallit); drafts are kept for three months.
DRAFTED, DRAFT_DAYS = 0.02, 80
BY_HAND = 0.15
KANAVAT = (Kanava.TIEDONSIIRTO, Kanava.VIRKAILIJA, Kanava.TUONTI)
KANAVIEN_OSUUDET = (0.8, 0.15, 0.05)

Lines = dict[type, list[str]]


@dataclass(frozen=True)
class Tekijat:
    """Who writes a school's plans: its official and its provider's system."""

    virkailija: Kirjoittaja
    palvelu: Kirjoittaja


@dataclass
class Maa:
    """What the country is like, the same for every block; handed to every process.

    hoksit: plans in all; osuus: share of them that has parts and versions
    tekijat: of each school in order; jarjestelma: the system actor
    """

    seed: str
    today: dt.date
    hoksit: int
    osuus: float
    koulut: tuple[Koulu, ...]
    tekijat: tuple[Tekijat, ...]
    jarjestelma: Kirjoittaja
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
        return [(nimi.virallinen, address(nimi)) for nimi in people]


def lohko(maa: Maa, number: int) -> Lines:
    """The lines of the block, by table."""
    return Lohko(maa, number).lines


class Lohko:
    """One block being made."""

    def __init__(self, maa: Maa, number: int):
        self.maa, self.rng = maa, Random(f"{maa.seed} lohko {number}")
        self.lines: Lines = defaultdict(list)
        first = number * BLOCK
        self.oppijat = self.oikeudet = self.versiot = first * 4
        self.luonnokset = first
        self.hoksit, self.last_hoks = first, min(first + BLOCK, maa.hoksit)
        self.osat = [first * KEYS_A_PLAN] * len(PART_TABLES)
        self.lokit = Lokit(self.rng, maa.today, first * KEYS_A_PLAN)
        while self.hoksit < self.last_hoks:
            self._oppija()
        self.lines[Tapahtuma], self.lines[Siirto] = self.lokit.tapahtumat, self.lokit.siirrot

    def _oppija(self) -> None:
        rng, nimi = self.rng, henkilo(self.rng)
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
            self._opiskeluoikeus(oppija, nimi, koulu if rng.random() < SAME_SCHOOL else self.maa.valitsin.pick(rng))

    def _opiskeluoikeus(self, oppija: Oppija, nimi: Nimi, koulu_number: int, given: Malli | None = None) -> None:
        rng, maa = self.rng, self.maa
        planned = given is not None or (rng.random() >= WITHOUT_PLAN and self.hoksit < self.last_hoks)
        malli = given or rng.choice(maa.with_plan if planned else maa.without)
        koulu = maa.koulut[koulu_number]
        back = 7 * rng.randint(0, malli.takaisin)
        self.oikeudet += 1
        oid = opiskeluoikeus_oid(maa.seed, self.oikeudet)
        own = {
            "opiskeluoikeus": oid,
            "oppija": oppija.oid,
            "koulu": koulu.oid,
            "koulunimi": next(iter(koulu.nimi.values())),
            "toimija": koulu.toimija_oid,
            "toimijanimi": next(iter(koulu.toimija_nimi.values())),
            "muukoulu": rng.choice(maa.koulut).oid,
            "omistaja": maa.tekijat[koulu_number].virkailija.id,
        }
        hoks, arvio = self._hoks(malli, nimi, koulu_number, back, own) if planned else (None, TYHJA)
        if not planned and self._drafted(malli, own):
            self.lines[Luonnos].append(malli.luonnos.fill(_values(malli, own, back)))
        self.lines[Opiskeluoikeus].append(malli.oikeus_line.fill(_values(malli, own, back)))
        oikeus = _moved_oikeus(malli.oikeus, oid, koulu.oid, back)
        self.lines[Hakurivi].append(instance_line(row(oikeus, oppija, hoks, arvio)))

    def _hoks(self, malli: Malli, nimi: Nimi, koulu: int, back: int, own: dict[str, Any]) -> tuple[Hoks, Arvio]:
        rng, maa = self.rng, self.maa
        self.hoksit += 1
        # The first learner's is whole whatever the share, and nobody deletes it (see _oppija).
        first = self.hoksit == 1
        whole = first or rng.random() < maa.osuus
        deleted = not first and rng.random() < DELETED
        kanava = rng.choices(KANAVAT, KANAVIEN_OSUUDET)[0]
        tekijat = maa.tekijat[koulu]
        saved = [day - back for day in malli.days[: len(malli.versiot) if whole else 1]]
        times = [moment(rng, day) for day in saved]
        kanavat = [kanava] * len(times)
        # Some are edited by hand and then sent again as the system has them.
        if kanava is Kanava.TIEDONSIIRTO and len(times) > 2 and rng.random() < BY_HAND:
            kanavat[-2] = Kanava.VIRKAILIJA
        doors = {Kanava.TIEDONSIIRTO: tekijat.palvelu, Kanava.VIRKAILIJA: tekijat.virkailija}
        makers = [doors.get(door, maa.jarjestelma) for door in kanavat]
        own |= {
            "hoks": self.hoksit,
            "eid": uuids(rng, 1)[0],
            "sposti": address(nimi),
            "puhelin": f"04{rng.randrange(10**8):08}",
            "manuaalisyotto": "true" if kanava.on_kasisyotto else "false",
            "kanava": kanava.value,
            "versionumero": len(times),
            "luotu": times[0],
            "muokattu": times[-1],
            "poistettu": times[-1] if deleted else NULL,
            "poistaja": tekijat.virkailija.id if deleted else NULL,
            "poistonsyy": "HOKS tallennettiin väärälle opiskeluoikeudelle." if deleted else "",
        }
        for place, (time, door, maker) in enumerate(zip(times, kanavat, makers, strict=True)):
            self.versiot += 1
            own |= {f"versio{place}": self.versiot, f"aika{place}": time}
            own |= {f"tekija{place}": maker.id, f"kanava{place}": door.value}
        drafted = whole and not deleted and self._drafted(malli, own)
        values = _values(malli, own, back)
        if whole:
            self._extend(values, malli)
            for model, pattern, count in zip(PART_TABLES, malli.part_lines, malli.rows, strict=True):
                if count:
                    self.lines[model].append(pattern.fill(values))
            self.lines[HoksVersio] += [pattern.fill(values) for pattern in malli.versiot]
        if drafted:
            self.lines[Luonnos].append(malli.luonnos.fill(values))
        self.lines[Hoks].append(malli.hoks_line.fill(values))
        self.lokit.tell(
            Tallennettu(
                hoks=self.hoksit,
                oppija=own["oppija"],
                opiskeluoikeus=own["opiskeluoikeus"],
                oppilaitos=own["koulu"],
                kanavat=kanavat,
                tekijat=makers,
                jarjestelma=tekijat.palvelu,
                virkailija=tekijat.virkailija,
                times=times,
                days=saved,
                poistettu=deleted,
                malli=malli,
                kokonainen=whole,
            ),
            values,
        )
        arvio = malli.arvio if whole else malli.arvio_ilman_osia
        return _moved_hoks(malli.hoks, self.hoksit, back, kanava, (times[0], times[-1]), deleted), _moved_arvio(
            arvio, back
        )

    def _drafted(self, malli: Malli, own: dict[str, Any]) -> bool:
        """Whether the official has a draft of it; if so, `own` says so."""
        if malli.luonnos is None or self.rng.random() >= DRAFTED:
            return False
        self.luonnokset += 1
        day = self.maa.today.toordinal() - self.rng.randint(0, DRAFT_DAYS)
        own |= {"luonnos": self.luonnokset, "luonnosaika": moment(self.rng, day)}
        return True

    def _extend(self, values: list[Any], malli: Malli) -> None:
        """Add what the parts and snapshots of a plan want, in the order of hoks.maa.merkit.Places."""
        rng, hoks = self.rng, self.hoksit
        values += [f"{hoks}-{number}" for number in range(malli.tunnisteet)]
        values += uuids(rng, malli.modules)
        people = rng.choices(self.maa.tyontekijat, k=malli.people)
        values += [name for name, _address in people]
        values += [begins for _name, begins in people]
        for table, count in enumerate(malli.rows):
            first = self.osat[table] + 1
            self.osat[table] += count
            values += range(first, first + count)


def _values(malli: Malli, own: dict[str, Any], back: int) -> list[Any]:
    """What a template is filled with as far as the plan's top level; back: days by which its dates are moved."""
    values = [own.get(name) for name in OMAT]
    values += days(malli.dates, back)
    return values


def _moved_oikeus(oikeus: Opiskeluoikeus, oid: str, oppilaitos_oid: str, back: int) -> Opiskeluoikeus:
    """What a Hakurivi is made of, of the template's study right so many days earlier."""
    return Opiskeluoikeus(
        oid=oid,
        oppilaitos_oid=oppilaitos_oid,
        tyyppi=oikeus.tyyppi,
        tila=oikeus.tila,
        alkamispaiva=_moved(oikeus.alkamispaiva, back),
        arvioitu_paattymispaiva=_moved(oikeus.arvioitu_paattymispaiva, back),
        voimassa_loppu=_moved(oikeus.voimassa_loppu, back),
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


def _moved_arvio(arvio: Arvio, back: int) -> Arvio:
    return replace(
        arvio, saavutettu=_moved(arvio.saavutettu, back), nayttojen_loppu=_moved(arvio.nayttojen_loppu, back)
    )


def _moved(day: dt.date | None, back: int) -> dt.date | None:
    return day and day - dt.timedelta(days=back)
