"""Periods of acquiring competence and demonstrations, as plans carry them: places, people, tasks and words."""

import datetime as dt
import unicodedata
from dataclasses import dataclass
from random import Random
from typing import Any

from hoks.demo.names import Nimi, person
from hoks.demo.tunnisteet import y_tunnus
from hoks.demo.tutkinnot import Tutkinto

Node = dict[str, Any]

TARKENTEET = (
    "Maanantaista keskiviikkoon työpaikalla, torstaisin oppilaitoksessa.",
    "Iltavuorot joka toinen viikko.",
    "Lähipäivät sovitaan opettajan kanssa.",
)
KRITEERIT = (
    "Opiskelija käyttää näytössä kuvallista ohjetta.",
    "Opiskelijalla on käytössään lisäaika ja rauhallinen tila.",
    "Osaaminen arvioidaan vain kirjatuista ammattitaitovaatimuksista.",
)
POIKKEAMINEN = "Opiskelija ei tee tehtäviä, joissa nostetaan raskaita taakkoja (lääkärinlausunto)."


@dataclass(frozen=True)
class Tyopaikka:
    """A workplace with its instructor."""

    nimi: str
    y_tunnus: str
    ohjaaja: Nimi


@dataclass
class JaksoLaatija:
    """Writes periods and demonstrations of one learner; tunnisteet tells whether each period gets an identifier.

    oppilaitos_oid is the learner's school, muu_oppilaitos_oid another one that sells it training.
    """

    rng: Random
    tutkinto: Tutkinto
    oppilaitos_oid: str
    muu_oppilaitos_oid: str
    tunnisteet: bool
    telma: bool = False

    def __post_init__(self) -> None:
        self.opettajat = [person(self.rng) for _ in range(3)]
        self.tyopaikat = [
            Tyopaikka(nimi, y_tunnus(Random(nimi)), person(Random(f"{nimi} {self.rng.randrange(3)}")))
            for nimi in self.tutkinto.tyopaikat
        ]

    def oppilaitosjakso(self, alku: dt.date, loppu: dt.date, *, runsas: bool = False) -> Node:
        """A period at school; runsas adds every field that can be there."""
        jakso = self._jakso("oppilaitosmuotoinenkoulutus", alku, loppu)
        if runsas or self.rng.random() < 0.2:
            arvo = self.rng.choice(("0002", "0005", "0006", "0009"))
            jakso["muut-oppimisymparistot"] = [
                {
                    "oppimisymparisto-koodi-uri": f"oppimisymparistot_{arvo}",
                    "oppimisymparisto-koodi-versio": 1,
                    "alku": alku.isoformat(),
                    "loppu": loppu.isoformat(),
                }
            ]
        return jakso

    def tyopaikkajakso(self, alku: dt.date, loppu: dt.date, *, oppisopimus: bool = False, runsas: bool = False) -> Node:
        """A period at a workplace with all its details; runsas adds interruptions and both representatives."""
        rng, tyopaikka = self.rng, self.rng.choice(self.tyopaikat)
        jakso = self._jakso("oppisopimus" if oppisopimus else "koulutussopimus", alku, loppu)
        tehtavat = self.tutkinto.tyotehtavat
        jakso["tyopaikalla-jarjestettava-koulutus"] = {
            "tyopaikan-nimi": tyopaikka.nimi,
            "tyopaikan-y-tunnus": tyopaikka.y_tunnus,
            "vastuullinen-tyopaikka-ohjaaja": {
                "nimi": tyopaikka.ohjaaja.virallinen,
                "sahkoposti": email(tyopaikka.ohjaaja, ascii_word(tyopaikka.nimi)),
                "puhelinnumero": phone(rng),
            },
            "keskeiset-tyotehtavat": rng.sample(tehtavat, rng.randint(2, min(4, len(tehtavat)))),
        }
        jakso["jarjestajan-edustaja"] = {
            "nimi": self.opettajat[0].virallinen,
            "rooli": "Vastuuopettaja",
            "oppilaitos-oid": self.oppilaitos_oid,
        }
        if not self.telma or runsas:
            jakso["osa-aikaisuustieto"] = rng.choice((100, 100, 100, 80, 60, 50))
        if oppisopimus:
            jakso["oppisopimuksen-perusta-koodi-uri"] = f"oppisopimuksenperusta_{rng.choice(('01', '01', '02'))}"
            jakso["oppisopimuksen-perusta-koodi-versio"] = 1
        if runsas:
            jakso["hankkijan-edustaja"] = {
                "nimi": self.opettajat[1].virallinen,
                "rooli": "Koulutuspäällikkö",
                "oppilaitos-oid": self.muu_oppilaitos_oid,
            }
        if runsas or rng.random() < 0.15:
            jakso["keskeytymisajanjaksot"] = _interruptions(alku, loppu)
        return jakso

    def naytto(
        self, alku: dt.date, loppu: dt.date, osa_alueet: list[Node] | None = None, *, runsas: bool = False
    ) -> Node:
        """A demonstration with one assessor from the school and one from working life."""
        rng, tyopaikka = self.rng, self.rng.choice(self.tyopaikat)
        sisallot = self.tutkinto.naytot
        naytto: Node = {
            "jarjestaja": {"oppilaitos-oid": self.oppilaitos_oid},
            "nayttoymparisto": {"nimi": tyopaikka.nimi, "y-tunnus": tyopaikka.y_tunnus},
            "sisallon-kuvaus": rng.sample(sisallot, rng.randint(2, len(sisallot))),
            "alku": alku.isoformat(),
            "loppu": loppu.isoformat(),
            "koulutuksen-jarjestaja-osaamisen-arvioijat": [
                {
                    "nimi": rng.choice(self.opettajat).virallinen,
                    "organisaatio": {"oppilaitos-oid": self.oppilaitos_oid},
                }
            ],
            "tyoelama-osaamisen-arvioijat": [
                {
                    "nimi": tyopaikka.ohjaaja.virallinen,
                    "organisaatio": {"nimi": tyopaikka.nimi, "y-tunnus": tyopaikka.y_tunnus},
                }
            ],
        }
        if osa_alueet:
            naytto["osa-alueet"] = osa_alueet
        if runsas or rng.random() < 0.2:
            naytto["nayttoymparisto"]["kuvaus"] = "Näyttö tehdään tavallisessa työvuorossa työpaikan tiloissa."
        if runsas or rng.random() < 0.1:
            naytto["yksilolliset-kriteerit"] = rng.sample(KRITEERIT, 2)
            naytto["vaatimuksista-tai-tavoitteista-poikkeaminen"] = POIKKEAMINEN
        return naytto

    def arvioija(self, lahetetty: dt.date) -> Node:
        """Assessor of previously acquired competence (tarkentavat-tiedot-osaamisen-arvioija)."""
        return {
            "lahetetty-arvioitavaksi": lahetetty.isoformat(),
            "aiemmin-hankitun-osaamisen-arvioijat": [
                {"nimi": self.opettajat[2].virallinen, "organisaatio": {"oppilaitos-oid": self.oppilaitos_oid}}
            ],
        }

    def _jakso(self, tapa: str, alku: dt.date, loppu: dt.date) -> Node:
        jakso: Node = {
            "osaamisen-hankkimistapa-koodi-uri": f"osaamisenhankkimistapa_{tapa}",
            "osaamisen-hankkimistapa-koodi-versio": 1,
            "alku": alku.isoformat(),
            "loppu": loppu.isoformat(),
        }
        if self.tunnisteet:
            jakso["yksiloiva-tunniste"] = f"jakso-{self.rng.randrange(10**9):09}"
        if self.rng.random() < 0.2:
            jakso["ajanjakson-tarkenne"] = self.rng.choice(TARKENTEET)
        return jakso


def _interruptions(alku: dt.date, loppu: dt.date) -> list[Node]:
    """One closed interruption, and an open one after it in a period long enough."""
    days = (loppu - alku).days
    keskeytykset: list[Node] = [
        {
            "alku": (alku + dt.timedelta(days=days // 4)).isoformat(),
            "loppu": (alku + dt.timedelta(days=days // 4 + min(4, days // 4))).isoformat(),
        }
    ]
    if days > 60:
        keskeytykset.append({"alku": (loppu - dt.timedelta(days=5)).isoformat()})
    return keskeytykset


def email(nimi: Nimi, place: str) -> str:
    """An address under .example, which never reaches anyone."""
    return f"{ascii_word(nimi.kutsumanimi)}.{ascii_word(nimi.sukunimi)}@{place}.example"


def phone(rng: Random) -> str:
    """A telephone number in one of the ways people write them."""
    number = f"{rng.randrange(10**4):04}"
    return rng.choice((f"+358 40 555 {number}", f"040 555 {number}", f"(040) 555-{number}", f"040555{number}"))


def ascii_word(text: str) -> str:
    """Letters and digits of a name as they stand in an address."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(character for character in decomposed if character.isascii() and character.isalnum()) or "oppija"
