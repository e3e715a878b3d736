"""HOKS documents of the demo world, in the wire's write format (domain.md 1.4-1.5)."""

import datetime as dt
from collections.abc import Callable, Sequence
from itertools import pairwise
from random import Random
from typing import Any, TypeVar

from hoks.demo import koodit
from hoks.demo.jaksot import POIKKEAMINEN, JaksoLaatija, email, phone
from hoks.demo.koodit import TutkinnonOsa
from hoks.demo.opiskeluoikeudet import Opinto
from hoks.demo.tutkinnot import PERUSTUTKINNOT, TUTKINNOT, TUVA, Tutkinto

Node = dict[str, Any]
T = TypeVar("T")
Ikkuna = tuple[dt.date, dt.date]

DAY, WEEK = dt.timedelta(days=1), dt.timedelta(days=7)
# Well under the five years that a period may last (domain.md 2.3 rule 8).
LONGEST = dt.timedelta(days=700)

OTOT = (
    ("Opiskelutekniikan työpaja", "Muistiinpanot, ajanhallinta ja tehtävien palauttaminen verkkoon."),
    ("Matematiikan kertaus", "Prosenttilasku, yksikönmuunnokset ja mittakaava ennen ammatillisia opintoja."),
    ("Suomen kielen tukiopinnot", "Ammattisanastoa ja kirjoittamista pienryhmässä."),
)


def document(opinto: Opinto, today: dt.date, *, muu_oppilaitos_oid: str, tunnisteet: bool) -> Node:
    """The plan of one study right, of the kind its Suunnitelma names.

    Valid on the given day by the hand-entry rules, and by the transfer rules too when tunnisteet gives every period
    an identifier. The same arguments always give the same document.
    """
    return PlanLaatija(opinto, today, muu_oppilaitos_oid, tunnisteet).document()


class PlanLaatija:
    """Writes one plan: units follow each other from the study right's start to its end, and today decides which are
    behind (acquired and demonstrated), which run or are near (scheduled) and which are only planned."""

    def __init__(self, opinto: Opinto, today: dt.date, muu_oppilaitos_oid: str, tunnisteet: bool) -> None:
        suunnitelma = opinto.suunnitelma
        self.opinto, self.today, self.rng = opinto, today, Random(f"{opinto.oid} suunnitelma")
        self.laji = suunnitelma.laji or "tavallinen"
        self.alku, self.loppu = suunnitelma.alku, suunnitelma.loppu
        if opinto.paattyi and suunnitelma.tilat[-1][1] == "valmistunut":
            self.loppu = min(self.loppu, opinto.paattyi)
        # Nothing is planned after a study right ended.
        self.raja = opinto.paattyi or dt.date.max
        self.tutkinto = next((each for each in TUTKINNOT if each.koodi == suunnitelma.tutkinto), PERUSTUTKINNOT[0])
        self.jaksot = JaksoLaatija(
            self.rng,
            self.tutkinto,
            opinto.record["oppilaitos"]["oid"],
            muu_oppilaitos_oid,
            tunnisteet,
            telma=self.laji == "telma",
        )
        self.rikas = self.laji == "rikas"

    def document(self) -> Node:
        """The whole document."""
        hoks = self._top_level()
        if self.opinto.suunnitelma.tutkinto == TUVA:
            hoks["hankittavat-koulutuksen-osat"] = self._koulutuksen_osat()
            hoks["oppimisen-tuki"] = self._oppimisen_tuki()[:2]
            return hoks
        if self.laji == "suppea":
            hoks["osaamisen-hankkimisen-tarve"] = False
            hoks["aiemmin-hankitut-ammat-tutkinnon-osat"] = [self._ahato(koodit.tutkinnon_osat(self.tutkinto.koodi)[0])]
            return hoks
        self._add_hankittavat(hoks)
        self._add_aiemmin_hankitut(hoks)
        if self._happens(0.15):
            hoks["opiskeluvalmiuksia-tukevat-opinnot"] = self._otot()
        if self._happens(0.35):
            hoks["oppimisen-tuki"] = self._oppimisen_tuki()
        return hoks

    def _happens(self, probability: float) -> bool:
        """Whether to include a part: always in the rich plan, which shows everything."""
        return self.rng.random() < probability or self.rikas

    def _sample(self, items: Sequence[T], count: int) -> list[T]:
        """So many of the items, in the order they are in."""
        places = sorted(self.rng.sample(range(len(items)), count))
        return [items[place] for place in places]

    # --- Top level -------------------------------------------------------------------------

    def _top_level(self) -> Node:
        rng, opinto = self.rng, self.opinto
        hyvaksytty = min(self.alku + dt.timedelta(days=rng.randrange(5, 45)), self.today, self.raja)
        paivitetty = min(hyvaksytty + dt.timedelta(days=rng.randrange(0, 200)), self.today, self.raja)
        hoks: Node = {
            "oppija-oid": opinto.oppija_oid,
            "opiskeluoikeus-oid": opinto.oid,
            "ensikertainen-hyvaksyminen": hyvaksytty.isoformat(),
            "osaamisen-hankkimisen-tarve": True,
        }
        if self.laji == "suppea":
            return hoks
        hoks |= {
            "sahkoposti": email(opinto.nimi, "opiskelija"),
            "hyvaksytty": f"{hyvaksytty.isoformat()}T09:{rng.randrange(60):02}:00Z",
            "paivitetty": f"{paivitetty.isoformat()}T12:{rng.randrange(60):02}:00Z",
            "urasuunnitelma-koodi-uri": f"urasuunnitelma_{rng.choice(('0001', '0002', '0002', '0003', '0005'))}",
            "urasuunnitelma-koodi-versio": 1,
        }
        if self._happens(0.7):
            hoks["puhelinnumero"] = phone(rng)
        if self.jaksot.tunnisteet:
            hoks["versio"] = rng.randrange(1, 9)
        if opinto.paattyi and opinto.suunnitelma.tilat[-1][1] == "valmistunut":
            hoks["osaamisen-saavuttamisen-pvm"] = opinto.paattyi.isoformat()
        return hoks

    # --- Units to be acquired --------------------------------------------------------------

    def _add_hankittavat(self, hoks: Node) -> None:
        rng = self.rng
        omat = list(koodit.tutkinnon_osat(self.tutkinto.koodi))
        if self.laji == "suuri":
            osat = omat + list(koodit.valinnaiset_osat())
            muut = [osa for each in PERUSTUTKINNOT if each != self.tutkinto for osa in _odd(each)]
            osat += muut[: 30 - len(osat)]
            paikalliset = [
                ("Pienryhmätyö työmaalla", 5, "Osaa jakaa päivän työt ryhmän kesken."),
                *(osa for each in PERUSTUTKINNOT for osa in each.paikalliset),
            ][:7]
            yhteiset = list(koodit.YHTEISET)
        else:
            count = (
                len(omat)
                if self.rikas
                else min(len(omat), rng.randint(1, 2) if self.laji == "osittainen" else rng.randint(3, 6))
            )
            osat = self._sample(omat, count)
            if self.laji in ("tavallinen", "rikas") and self._happens(0.2):
                osat.append(rng.choice(koodit.valinnaiset_osat()))
            paikalliset = list(self.tutkinto.paikalliset) if self._happens(0.3) or self.laji == "telma" else []
            perus = self.tutkinto in PERUSTUTKINNOT and self.laji != "osittainen"
            yhteiset = [arvo for arvo in koodit.YHTEISET if perus and self._happens(0.6)]
        ikkunat = self._ikkunat(len(osat) + len(paikalliset))
        hoks["hankittavat-ammat-tutkinnon-osat"] = [
            self._hato(osa, ikkuna) for osa, ikkuna in zip(osat, ikkunat, strict=False)
        ]
        if yhteiset:
            hoks["hankittavat-yhteiset-tutkinnon-osat"] = [self._hyto(arvo) for arvo in yhteiset]
        if paikalliset:
            hoks["hankittavat-paikalliset-tutkinnon-osat"] = [
                self._hpto(*osa, ikkuna) for osa, ikkuna in zip(paikalliset, ikkunat[len(osat) :], strict=True)
            ]

    def _hato(self, osa: TutkinnonOsa, ikkuna: Ikkuna) -> Node:
        hato: Node = {
            **_osan_koodi(osa),
            "tutkinnon-osan-perusteen-diaarinro": self.tutkinto.diaarinro,
            **self._osaaminen(ikkuna, self._tyossa_ja_koulussa),
        }
        if self._happens(0.05):
            hato["koulutuksen-jarjestaja-oid"] = self.jaksot.muu_oppilaitos_oid
        return hato

    def _hpto(self, nimi: str, laajuus: int, tavoitteet: str, ikkuna: Ikkuna) -> Node:
        return {
            "nimi": nimi,
            "laajuus": laajuus,
            "tavoitteet-ja-sisallot": tavoitteet,
            "amosaa-tunniste": f"{self.rng.randrange(10**5, 10**6)}",
            **self._osaaminen(ikkuna, self._tyossa_ja_koulussa),
        }

    def _hyto(self, arvo: str) -> Node:
        osa = koodit.yhteinen_osa(arvo)
        alueet = koodit.YHTEISET[arvo]
        valitut = self._sample(alueet, len(alueet) if self.rikas else min(len(alueet), 3))
        return {
            **_osan_koodi(osa),
            "osa-alueet": [
                {
                    **_osa_alueen_koodi(alue),
                    **self._osaaminen(ikkuna, self._koulussa, alue),
                }
                for alue, ikkuna in zip(valitut, self._ikkunat(len(valitut)), strict=True)
            ],
        }

    def _osaaminen(self, ikkuna: Ikkuna, jaksot_of: Callable[[Ikkuna], list[Node]], alue: str = "") -> Node:
        """How one unit is acquired and shown, by where its time stands to today."""
        rng, (alku, loppu) = self.rng, ikkuna
        osa: Node = {}
        ohi = loppu < self.today - dt.timedelta(days=20)
        lahella = alku <= self.today + dt.timedelta(days=45) or (rng.random() < 0.2 and not self.rikas)
        if loppu <= self.raja and (ohi or lahella):
            osa["osaamisen-hankkimistavat"] = jaksot_of(ikkuna)
            if rng.random() < (0.9 if ohi else 0.4):
                osa_alueet = [{"koodi-uri": f"ammatillisenoppiaineet_{alue}", "koodi-versio": 1}] if alue else None
                alkaa = max(alku, loppu - DAY * rng.randrange(1, 5))
                osa["osaamisen-osoittaminen"] = [self.jaksot.naytto(alkaa, loppu, osa_alueet, runsas=self.rikas)]
        if self._happens(0.4):
            osa["opetus-ja-ohjaus-maara"] = rng.choice((12, 20.5, 36, 48, 7.25))
        if rng.random() < 0.3:
            osa["olennainen-seikka"] = rng.random() < 0.5
        if rng.random() < (0.3 if self.rikas else 0.05):
            osa["vaatimuksista-tai-tavoitteista-poikkeaminen"] = POIKKEAMINEN
        return osa

    def _tyossa_ja_koulussa(self, ikkuna: Ikkuna) -> list[Node]:
        """School first, then a workplace; an apprentice is at work throughout."""
        alku, loppu = ikkuna
        if self.laji == "oppisopimus":
            return [self.jaksot.tyopaikkajakso(alku, loppu, oppisopimus=True)]
        tapa = self.rng.random()
        if self.rikas or (tapa < 0.6 and loppu - alku > WEEK):
            oppisopimus = self.rikas and tapa < 0.3
            tyohon = alku + WEEK * ((loppu - alku).days // 14 or 1)
            return [
                self.jaksot.oppilaitosjakso(*_whole_weeks(alku, tyohon - DAY), runsas=self.rikas),
                self.jaksot.tyopaikkajakso(tyohon, loppu, oppisopimus=oppisopimus, runsas=self.rikas),
            ]
        return [self.jaksot.tyopaikkajakso(alku, loppu) if tapa < 0.75 else self.jaksot.oppilaitosjakso(alku, loppu)]

    def _koulussa(self, ikkuna: Ikkuna) -> list[Node]:
        return [self.jaksot.oppilaitosjakso(*ikkuna, runsas=self.rikas)]

    def _ikkunat(self, count: int) -> list[Ikkuna]:
        """Consecutive spans of whole weeks within the study right, one for each unit; none is too long."""
        days = (self.loppu - self.alku).days
        edges = [self.alku + dt.timedelta(days=days * place // count) for place in range(count + 1)]
        return [
            _whole_weeks(alku, min(max(alku, seuraava - DAY), alku + LONGEST)) for alku, seuraava in pairwise(edges)
        ]

    # --- Previously acquired ---------------------------------------------------------------

    def _add_aiemmin_hankitut(self, hoks: Node) -> None:
        kaytetyt = {osa["tutkinnon-osa-koodi-uri"] for osa in hoks["hankittavat-ammat-tutkinnon-osat"]}
        vapaat = [osa for osa in koodit.tutkinnon_osat(self.tutkinto.koodi) if osa.koodi_uri not in kaytetyt]
        vapaat = vapaat or [osa for osa in _odd(PERUSTUTKINNOT[-1]) if osa.koodi_uri not in kaytetyt]
        if self._happens(0.3):
            hoks["aiemmin-hankitut-ammat-tutkinnon-osat"] = [self._ahato(osa) for osa in vapaat[:2]]
        if self.tutkinto in PERUSTUTKINNOT and self._happens(0.3):
            hoks["aiemmin-hankitut-yhteiset-tutkinnon-osat"] = [self._ahyto()]
        if self._happens(0.12):
            nimi, laajuus, tavoitteet = self.tutkinto.paikalliset[0]
            hoks["aiemmin-hankitut-paikalliset-tutkinnon-osat"] = [
                {"nimi": nimi, "laajuus": laajuus, "tavoitteet-ja-sisallot": tavoitteet, **self._todentaminen("0002")}
            ]

    def _ahato(self, osa: TutkinnonOsa) -> Node:
        return {
            **_osan_koodi(osa),
            "tutkinnon-osan-perusteen-diaarinro": self.tutkinto.diaarinro,
            **self._todentaminen(self.rng.choice(("0001", "0002", "0003"))),
        }

    def _ahyto(self) -> Node:
        arvo = self.rng.choice(list(koodit.YHTEISET))
        osa = koodit.yhteinen_osa(arvo)
        return {
            **_osan_koodi(osa),
            **self._todentaminen("0001"),
            "osa-alueet": [
                {
                    **_osa_alueen_koodi(alue),
                    **self._todentaminen(prosessi),
                }
                for alue, prosessi in zip(koodit.YHTEISET[arvo], ("0001", "0003"), strict=False)
            ],
        }

    def _todentaminen(self, prosessi: str) -> Node:
        """How earlier competence was verified: by papers, by assessors (0002) or by a demonstration (0003)."""
        todettu = min(self.alku + dt.timedelta(days=self.rng.randrange(10, 40)), self.today, self.loppu)
        osa: Node = {
            "valittu-todentamisen-prosessi-koodi-uri": f"osaamisentodentamisenprosessi_{prosessi}",
            "valittu-todentamisen-prosessi-koodi-versio": 1,
        }
        if prosessi == "0002" or self.rikas:
            osa["tarkentavat-tiedot-osaamisen-arvioija"] = self.jaksot.arvioija(todettu)
        if prosessi == "0003" or self.rikas:
            osa["tarkentavat-tiedot-naytto"] = [self.jaksot.naytto(todettu, todettu, runsas=self.rikas)]
        return osa

    # --- Support, readiness, TUVA ----------------------------------------------------------

    def _otot(self) -> list[Node]:
        valitut = OTOT if self.rikas else self.rng.sample(OTOT, 1)
        return [
            {"nimi": nimi, "kuvaus": kuvaus, "alku": alku.isoformat(), "loppu": loppu.isoformat()}
            for (nimi, kuvaus), (alku, loppu) in zip(valitut, self._ikkunat(len(valitut)), strict=True)
        ]

    def _oppimisen_tuki(self) -> list[Node]:
        """Remedial teaching has dates and a kind of unit; the other kinds of support have neither."""
        tyyppi, (alku, loppu) = "ammatillinenkoulutusoppimisentuentyyppi", self._ikkunat(3)[1]
        tukiopetus = [
            {
                "oppimisen-tuen-tyyppi-koodi-uri": f"{tyyppi}_01",
                "alku": alku.isoformat(),
                "loppu": loppu.isoformat(),
                "tutkinnon-osan-tyyppi-koodi-uri": f"ammatillisentutkinnonosanryhma_{ryhma}",
            }
            for ryhma in ((1, 2) if self.rikas else (self.rng.choice((1, 2)),))
        ]
        return [*tukiopetus, *({"oppimisen-tuen-tyyppi-koodi-uri": f"{tyyppi}_{arvo}"} for arvo in ("02", "03"))]

    def _koulutuksen_osat(self) -> list[Node]:
        arvot = sorted(self.rng.sample(range(101, 108), 5))
        return [
            {
                "koulutuksen-osa-koodi-uri": f"koulutuksenosattuva_{arvo}",
                "koulutuksen-osa-koodi-versio": 1,
                "alku": alku.isoformat(),
                "loppu": loppu.isoformat(),
                "laajuus": self.rng.choice((2, 4.5, 6, 10)),
            }
            for arvo, (alku, loppu) in zip(arvot, self._ikkunat(5), strict=True)
        ]


def _osan_koodi(osa: TutkinnonOsa) -> Node:
    return {"tutkinnon-osa-koodi-uri": osa.koodi_uri, "tutkinnon-osa-koodi-versio": osa.versio}


def _osa_alueen_koodi(alue: str) -> Node:
    return {"osa-alue-koodi-uri": f"ammatillisenoppiaineet_{alue}", "osa-alue-koodi-versio": 1}


def _whole_weeks(alku: dt.date, loppu: dt.date) -> Ikkuna:
    """The days from the first Monday to the last Friday; the span itself when it has no whole week."""
    monday, friday = alku + DAY * (-alku.weekday() % 7), loppu - DAY * ((loppu.weekday() - 4) % 7)
    return (monday, friday) if monday < friday else (alku, loppu)


def _odd(tutkinto: Tutkinto) -> list[TutkinnonOsa]:
    """Every other unit of a qualification, to make up the numbers of somebody else's plan."""
    return list(koodit.tutkinnon_osat(tutkinto.koodi))[::2]
