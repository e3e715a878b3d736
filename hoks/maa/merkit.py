"""Marks: values that pass the contract in a template's document, and stand where its blanks are to be."""

import re
from dataclasses import dataclass, field

from hoks.maa.rivit import BLANKS, Pattern, Told, blank
from hoks.oids import ibm_137_check_digit, luhn_check_digit
from hoks.plan.mapping import PART_TABLES

TALLENNUKSIA_ENINTAAN = 4
# What every plan and study right has one of, in the order in which patterns are given them.
OMAT = (
    *("opiskeluoikeus", "oppija", "koulu", "koulunimi", "toimija", "toimijanimi", "muukoulu"),
    *("hoks", "eid", "sposti", "puhelin", "manuaalisyotto", "kanava"),
    *("versionumero", "luotu", "muokattu", "poistettu", "poistaja", "poistonsyy"),
    *(f"{name}{place}" for place in range(TALLENNUKSIA_ENINTAAN) for name in ("versio", "aika", "tekija", "kanava")),
    *("luonnos", "luonnosaika", "omistaja"),
    *("siirto", "siirtoaika", "lahettaja", "menetelma", "polku", "siirtohoks", "asti", "ratkaistu", "tunnus"),
)
PLACES = {name: place for place, name in enumerate(OMAT)}


def oid(node: int, number: int) -> str:
    """An OID of ten digits and the right check digit."""
    digits = str(number)
    check = ibm_137_check_digit(digits) if node == 24 else luhn_check_digit(digits)
    return f"1.2.246.562.{node}.{digits}{check}"


OPPIJA, KOULU, TOIMIJA, MUU_KOULU = oid(24, 1_234_512_345), *(oid(10, 1_234_500_000 + n) for n in (1, 2, 3))
# The kinds of plan differ by the study right they are made for (hoks.demo.plans), so its OID is each template's own.
FIRST_OIKEUS = 1_234_500_000
HOKS_ID, EID = 987_654_321_987, "00000000-0000-4000-8000-ffffffffffff"
MODULE = "00000000-0000-4000-8000-{:012}"
PUHELIN, SPOSTI = "0400 000 000 000 000", "merkki-oppija"
_MARKS = re.compile(
    "|".join(
        (
            BLANKS.pattern,
            r"00000000-0000-4000-8000-\w{12}",
            r"1\.2\.246\.562\.\d+\.12345\d+",
            str(HOKS_ID),
            PUHELIN,
            SPOSTI,
            r"Merkki\d+, Nimi",
            r"merkki\d+(?=@)",
            r"jakso-\d{9}",
            r"(?<!\d)(?:19|20)\d\d-\d\d-\d\d(?!\d)",
        )
    )
)
_LITERALS = {
    OPPIJA: "oppija",
    KOULU: "koulu",
    TOIMIJA: "toimija",
    MUU_KOULU: "muukoulu",
    str(HOKS_ID): "hoks",
    EID: "eid",
    PUHELIN: "puhelin",
    SPOSTI: "sposti",
}


def row_mark(model: type, number: int) -> Told:
    """Where the key of a plan's row stands; number: among the plan's rows in that table."""
    return blank(f"{PART_TABLES.index(model)}:{number}")


@dataclass
class Places:
    """Where each mark's value stands among the values to fill in.

    They are OMAT, then days, tunnisteet, module-ids, names, addresses, and keys of rows by table: what a plan without
    its parts needs comes first, so that the rest can be left out.
    """

    texts: list[str]
    oikeus_oid: str
    dates: list[str] = field(init=False)
    people: int = field(init=False)
    tunnisteet: list[str] = field(init=False)
    modules: int = field(init=False)
    rows: list[int] = field(init=False)

    def __post_init__(self) -> None:
        marks = {mark for text in self.texts for mark in _MARKS.findall(text)}
        self.dates = sorted(mark for mark in marks if len(mark) == 10 and mark[4] == "-" and mark[:4].isdigit())
        self.tunnisteet = sorted(mark for mark in marks if mark.startswith("jakso-"))
        numbers = [int(re.sub(r"\D", "", mark)) for mark in marks if re.match(r"[Mm]erkki\d", mark)]
        self.people = max(numbers, default=-1) + 1
        self.modules = sum(mark.startswith("00000000-") and mark != EID for mark in marks)
        rows = [tuple(map(int, mark[1:-1].split(":"))) for mark in marks if mark[0] == "\ue000" and ":" in mark]
        self.rows = [
            max((number for table, number in rows if table == place), default=-1) + 1
            for place in range(len(PART_TABLES))
        ]
        self._places: dict[str, int] = {mark: PLACES[name] for mark, name in _LITERALS.items()}
        self._places |= {blank(name): place for name, place in PLACES.items()}
        self._places[self.oikeus_oid] = PLACES["opiskeluoikeus"]
        following: list[str] = [*self.dates, *self.tunnisteet]
        following += [MODULE.format(number) for number in range(self.modules)]
        following += [f"Merkki{number}, Nimi" for number in range(self.people)]
        following += [f"merkki{number}" for number in range(self.people)]
        following += [blank(f"{table}:{row}") for table, count in enumerate(self.rows) for row in range(count)]
        self._places |= {mark: place for place, mark in enumerate(following, len(OMAT))}

    def pattern(self, text: str) -> Pattern:
        """One of the texts with blanks for its marks."""
        return Pattern(text, _MARKS, self._places.__getitem__)
