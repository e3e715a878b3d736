"""Providers and schools of the country: few large, many small."""

from bisect import bisect
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import Any

from hoks.demo.organisaatiot import KOULUTUSTOIMIJA, OPPILAITOS
from hoks.demo.tunnisteet import OPH_OID, y_tunnus
from hoks.oids import luhn_check_digit

TOIMIJOITA = 160
# Shares of all learners in the three schools that a benchmark asks for by name.
SUURI, KESKI, PIENI = 0.10, 0.02, 0.001
# The provider of rank n has a share as (n + SHIFT) ** -STEEPNESS of what the named ones leave.
SHIFT, STEEPNESS = 4, 0.95

_ALUT = (
    "Hirvi Kuusi Honka Hauki Karhu Koivu Kivi Susi Lumi Joutsen Halla Kaarna Metso Peura Sammal Tuuli Valko Musta "
    "Lehmus Pihlaja"
).split()
# Nominative and genitive.
_LOPUT = (
    ("järvi", "järven"),
    ("lahti", "lahden"),
    ("niemi", "niemen"),
    ("koski", "kosken"),
    ("mäki", "mäen"),
    ("vaara", "vaaran"),
    ("saari", "saaren"),
    ("joki", "joen"),
    ("salmi", "salmen"),
    ("ranta", "rannan"),
)
_RUOTSIKSI = "Björknäs Ekudden Granvik Lövsund Storholm Strömsby Söderstrand Tallnäs Västanå".split()


@dataclass(frozen=True)
class Koulu:
    """A school: its provider's number, and its share of the country's learners."""

    oid: str
    nimi: dict[str, str]
    toimija_oid: str
    toimija_nimi: dict[str, str]
    ytunnus: str
    osuus: float
    kieli: str = "FI"


@dataclass(frozen=True)
class Maanorganisaatiot:
    """Records in the organisation service's form, parents first; schools, of which the first three are the named."""

    records: tuple[dict[str, Any], ...]
    koulut: tuple[Koulu, ...]

    @property
    def suuri(self) -> Koulu:
        return self.koulut[0]

    @property
    def keski(self) -> Koulu:
        return self.koulut[1]

    @property
    def pieni(self) -> Koulu:
        return self.koulut[2]


class Kouluvalitsin:
    """Picks schools as often as their shares say."""

    def __init__(self, koulut: tuple[Koulu, ...]):
        self.count = len(koulut)
        self._edges = list(accumulate(koulu.osuus for koulu in koulut))

    def pick(self, rng: Random) -> int:
        """The number of a school."""
        return min(bisect(self._edges, rng.random() * self._edges[-1]), self.count - 1)


def organisaatio_oid(number: int) -> str:
    """OID of the organisation with this number, below any that is given to real ones."""
    digits = str(1_600_000_000 + number)
    return f"1.2.246.562.10.{digits}{luhn_check_digit(digits)}"


def organisaatiot() -> Maanorganisaatiot:
    """Every organisation; always the same."""
    rng = Random("maan organisaatiot")
    names = [(f"{alku}{loppu}", f"{alku}{genetiivi}") for loppu, genetiivi in _LOPUT for alku in _ALUT]
    rng.shuffle(names)
    rest = [(rank + SHIFT) ** -STEEPNESS for rank in range(TOIMIJOITA - 1)]
    left = (1 - SUURI - KESKI - PIENI) / sum(rest)
    records: list[dict[str, Any]] = [
        {
            "oid": OPH_OID,
            "nimi": {
                "fi": "Opetushallitus",
                "sv": "Utbildningsstyrelsen",
                "en": "Finnish National Agency for Education",
            },
            "tyypit": ["organisaatiotyyppi_05"],
            "status": "AKTIIVINEN",
            "parentOidPath": "|",
        }
    ]
    koulut: list[Koulu] = []
    for rank, (paikka, paikan) in enumerate(names[:TOIMIJOITA]):
        swedish = rank % 17 == 8
        toimija = organisaatio_oid(10 * rank)
        if swedish:
            place = _RUOTSIKSI[rank // 17]
            toimija_nimi = {"sv": f"{place} utbildningssamkommun"}
            names_here = [{"sv": f"Yrkesskolan {place}"}, {"sv": f"{place} folkakademi"}]
        else:
            muoto = ("koulutuskuntayhtymä", "ammattikoulutus Oy", "koulutussäätiö", "kaupunki")[rank % 4]
            toimija_nimi = {"fi": f"{paikka} {muoto}" if muoto == "kaupunki" else f"{paikan} {muoto}"}
            kinds = ("ammattiopisto", "aikuiskoulutuskeskus", "erityisammattikoulu")
            names_here = [{"fi": f"{paikan} {kind}"} for kind in kinds]
        shares = _shares(rank, rest, left)
        ytunnus = y_tunnus(rng)
        records.append(_record(toimija, toimija_nimi, KOULUTUSTOIMIJA, OPH_OID, f"|{OPH_OID}|") | {"ytunnus": ytunnus})
        for place_here, (nimi, osuus) in enumerate(zip(names_here, shares, strict=False), 1):
            oid = organisaatio_oid(10 * rank + place_here)
            path = f"|{OPH_OID}|{toimija}|"
            records.append(
                _record(oid, nimi, OPPILAITOS, toimija, path)
                | {"oppilaitosKoodi": f"{10_000 + 10 * rank + place_here}"}
            )
            koulut.append(Koulu(oid, nimi, toimija, toimija_nimi, ytunnus, osuus, "SV" if swedish else "FI"))
    named = [next(koulu for koulu in koulut if koulu.osuus == osuus) for osuus in (SUURI, KESKI, PIENI)]
    return Maanorganisaatiot(tuple(records), (*named, *(koulu for koulu in koulut if koulu not in named)))


def _shares(rank: int, rest: list[float], left: float) -> tuple[float, ...]:
    """Shares of a provider's schools: one for a small provider, three for a large one."""
    if rank == 0:
        return SUURI, left * rest[-1] / 2
    own = left * rest[rank - 1]
    if rank == 10:
        return KESKI, own * 0.5
    if rank == 20:
        return own, PIENI
    return (own,) if rank > 90 else (own * 0.8, own * 0.2) if rank > 40 else (own * 0.7, own * 0.2, own * 0.1)


def _record(oid: str, nimi: dict[str, str], tyyppi: str, parent: str, path: str) -> dict[str, Any]:
    return {
        "oid": oid,
        "nimi": nimi,
        "tyypit": [tyyppi],
        "status": "AKTIIVINEN",
        "parentOid": parent,
        "parentOidPath": path,
    }
