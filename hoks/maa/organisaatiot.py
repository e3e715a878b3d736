"""Providers and schools of the country: few large, many small."""

from bisect import bisect
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from accounts.models import Organisaatio
from hoks.demo.organisaatiot import KOULUTUSTOIMIJA, OPPILAITOS
from hoks.demo.tunnisteet import OPH_OID
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
    osuus: float


@dataclass(frozen=True)
class Maanorganisaatiot:
    """Rows of organisations; schools, of which the first three are those that a benchmark asks for by name."""

    rows: tuple[Organisaatio, ...]
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
    oph = Organisaatio(
        oid=OPH_OID,
        nimi={"fi": "Opetushallitus", "sv": "Utbildningsstyrelsen"},
        tyypit=["organisaatiotyyppi_05"],
        polku=[OPH_OID],
    )
    rows = [oph]
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
        provider = _row(toimija, toimija_nimi, KOULUTUSTOIMIJA, oph)
        rows.append(provider)
        for place_here, (nimi, osuus) in enumerate(zip(names_here, shares, strict=False), 1):
            oid = organisaatio_oid(10 * rank + place_here)
            rows.append(_row(oid, nimi, OPPILAITOS, provider))
            koulut.append(Koulu(oid, nimi, toimija, toimija_nimi, osuus))
    named = [next(koulu for koulu in koulut if koulu.osuus == osuus) for osuus in (SUURI, KESKI, PIENI)]
    return Maanorganisaatiot(tuple(rows), (*named, *(koulu for koulu in koulut if koulu not in named)))


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


def _row(oid: str, nimi: dict[str, str], tyyppi: str, above: Organisaatio) -> Organisaatio:
    return Organisaatio(oid=oid, nimi=nimi, tyypit=[tyyppi], parent_oid=above.oid, polku=[*above.polku, oid])
