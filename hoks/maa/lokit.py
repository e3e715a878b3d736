"""Audit trail and transfer log of the country: what came of each plan's saves, who looked, what was refused."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

from django.conf import settings

from hoks.demo.siirrot import API
from hoks.maa.arvot import moment, night
from hoks.maa.mallit import CALLER_ID, Malli
from hoks.maa.merkit import PLACES
from hoks.maa.opinnot import FIRST_START
from hoks.maa.rivit import NULL, Pattern, form
from hoks.models import Kanava, Siirto, Tapahtuma

Toiminto, Tulos = Tapahtuma.Toiminto, Tapahtuma.Tulos

# How often a plan is looked at by officials after its saves.
KATSELUT = (0, 0, 0, 0, 1, 1, 2, 5)
# Chances that a transferred plan was refused before it was accepted, is refused now, and came again last month.
HYLATTY_ENNEN, HYLATTY_NYT, TAAS = 0.05, 0.02, 0.25
KUUKAUSI = 30


@dataclass(frozen=True)
class Kirjoittaja:
    """An account as the logs know it."""

    id: int
    tunnus: str
    oid: str
    tyyppi: str
    organisaatio_oid: str


@dataclass(frozen=True)
class Tallennettu:
    """A plan and its saves. kanavat, tekijat, times, days: of each save, the days as ordinals.

    jarjestelma: its provider's system; kokonainen: it has parts and versions
    """

    hoks: int
    oppija: str
    opiskeluoikeus: str
    oppilaitos: str
    kanavat: Sequence[Kanava]
    tekijat: Sequence[Kirjoittaja]
    jarjestelma: Kirjoittaja
    virkailija: Kirjoittaja
    times: Sequence[str]
    days: Sequence[int]
    poistettu: bool
    malli: Malli
    kokonainen: bool

    @property
    def aktiivinen(self) -> bool:
        return self.malli.oikeus.on_aktiivinen


def kept_from(today: dt.date, days: int) -> dt.date:
    """The first day of a log that is kept for so many days, 0 for ever: there is nothing before study rights begin."""
    return today - dt.timedelta(days=days) if days else FIRST_START


@cache
def _tapahtuma() -> Pattern:
    blanks = "id aika toiminto kayttaja_id kayttaja_oid kayttaja_tyyppi organisaatio_oid".split()
    blanks += "hoks_id oppija_oid opiskeluoikeus_oid kanava muutokset".split()
    return form(Tapahtuma, blanks, tulos=Tulos.ONNISTUI)


@cache
def _siirto() -> Pattern:
    blanks = "id aika menetelma polku kayttaja_id kayttajatunnus lahettaja_oid oppilaitos_oid".split()
    blanks += "opiskeluoikeus_oid oppija_oid hoks_id status versionumero korvattu_versionumero".split()
    return form(Siirto, blanks, caller_id=CALLER_ID, lahettajan_oppilaitos=True)


class Lokit:
    """The logs of one block. first: greatest key in use before it."""

    def __init__(self, rng: Random, today: dt.date, first: int):
        self.rng, self.today = rng, today.toordinal()
        self.tapahtumat: list[str] = []
        self.siirrot: list[str] = []
        self._tapahtuma_id = self._siirto_id = first
        self.tapahtumat_from = kept_from(today, settings.TAPAHTUMAT_SAILYTYS_PAIVAA).toordinal()
        self.siirrot_from = kept_from(today, settings.SIIRROT_SAILYTYS_PAIVAA).toordinal()

    def tell(self, plan: Tallennettu, values: Sequence[object]) -> None:
        """Log a plan's saves and what goes with them; values: what its templates are filled with."""
        saved = zip(plan.times, plan.days, plan.kanavat, plan.tekijat, plan.malli.muutokset, strict=False)
        for place, (time, day, kanava, tekija, muutokset) in enumerate(saved):
            toiminto = Toiminto.KORVATTU if place else Toiminto.LUOTU
            self._event(plan, tekija, toiminto, time, day, muutokset, kanava)
            if kanava is Kanava.TIEDONSIIRTO and day >= self.siirrot_from:
                by_hand = place > 1 and plan.kanavat[place - 1] is Kanava.VIRKAILIJA
                self._sent(plan, time, "PUT" if place else "POST", place + 1, place if by_hand else NULL)
        last = plan.days[-1]
        for _read in range(self.rng.choice(KATSELUT)):
            day = self.rng.randint(last, self.today)
            self._event(plan, plan.virkailija, Toiminto.LUETTU, moment(self.rng, day), day, "[]", "")
        if plan.poistettu:
            self._event(plan, plan.virkailija, Toiminto.POISTETTU, plan.times[-1], last, "[]", Kanava.VIRKAILIJA)
        elif plan.kanavat[-1] is Kanava.TIEDONSIIRTO:
            self._again(plan, values)

    def _again(self, plan: Tallennettu, values: Sequence[object]) -> None:
        """What a system sends besides what was saved: faulty documents, and the same ones every now and then."""
        rng, first = self.rng, plan.days[0]
        if rng.random() < HYLATTY_ENNEN and first - 1 >= self.siirrot_from:
            self._refused(plan, first - 1, "POST", plan.times[0], values)
        if plan.aktiivinen and rng.random() < HYLATTY_NYT:
            day = self.today - rng.randint(0, 2 * KUUKAUSI)
            if day > plan.days[-1]:
                self._refused(plan, day, "PUT", None, values)
        if plan.aktiivinen and rng.random() < TAAS:
            day = self.today - rng.randint(0, KUUKAUSI)
            if day > plan.days[-1]:
                time = night(rng, day)
                self._event(plan, plan.jarjestelma, Toiminto.KORVATTU, time, day, "[]", Kanava.TIEDONSIIRTO)
                self._sent(plan, time, "PUT", NULL, NULL)

    def _event(
        self, plan: Tallennettu, by: Kirjoittaja, toiminto: str, time: str, day: int, muutokset: str, kanava: str
    ) -> None:
        if day < self.tapahtumat_from:
            return
        self._tapahtuma_id += 1
        who = (by.id, by.oid, by.tyyppi, by.organisaatio_oid)
        what = (plan.hoks, plan.oppija, plan.opiskeluoikeus, str.__str__(kanava), muutokset)
        self.tapahtumat.append(_tapahtuma().fill((self._tapahtuma_id, time, str.__str__(toiminto), *who, *what)))

    def _sent(self, plan: Tallennettu, time: str, menetelma: str, versionumero: int | str, korvattu: int | str) -> None:
        by = plan.jarjestelma
        self._siirto_id += 1
        sent = (self._siirto_id, time, menetelma, _path(plan, menetelma), by.id, by.tunnus, by.organisaatio_oid)
        about = (plan.oppilaitos, plan.opiskeluoikeus, plan.oppija, plan.hoks)
        status = 200 if menetelma == "POST" else 204
        self.siirrot.append(_siirto().fill((*sent, *about, status, versionumero, korvattu)))

    def _refused(
        self, plan: Tallennettu, day: int, menetelma: str, mended: str | None, values: Sequence[object]
    ) -> None:
        """A refusal of the plan's own document with a fault; the document is kept for its days."""
        kept = plan.kokonainen and day >= self.today - KUUKAUSI
        pattern = plan.malli.hylatty if kept else plan.malli.hylatty_ilman
        if pattern is None:
            return
        self._siirto_id += 1
        until = dt.date.fromordinal(day + settings.SIIRRON_DOKUMENTTI_PAIVAA).isoformat()
        told = {
            "siirto": self._siirto_id,
            "siirtoaika": night(self.rng, day),
            "lahettaja": plan.jarjestelma.id,
            "tunnus": plan.jarjestelma.tunnus,
            "menetelma": menetelma,
            "polku": _path(plan, menetelma),
            "siirtohoks": NULL if menetelma == "POST" else plan.hoks,
            "asti": f"{until}T00:00:00+00:00" if kept else NULL,
            "ratkaistu": mended or NULL,
        }
        filled = list(values)
        for name, value in told.items():
            filled[PLACES[name]] = value
        self.siirrot.append(pattern.fill(filled))


def _path(plan: Tallennettu, menetelma: str) -> str:
    return f"{API}/hoks" if menetelma == "POST" else f"{API}/hoks/{plan.hoks}"
