"""Study rights and plans made once, through the contract and the rules, with blanks for what is each one's own.

A plan is some thirty rows and two or three snapshots. To compose, judge and take apart each of a million would take
days; a few hundred are made so, and the others are those with other keys, dates, people and places (docs/adr/0015).
"""

import copy
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from hoks import contract, plan
from hoks.contact_details import split_contact_details
from hoks.demo import koodit
from hoks.demo.names import Nimi
from hoks.demo.opiskeluoikeudet import Opinto, Suunnitelma
from hoks.demo.plans import document as demo_document
from hoks.demo.tutkinnot import TUVA
from hoks.importing.opiskeluoikeudet import read_opiskeluoikeus
from hoks.maa.opinnot import Opintolaji, Tunnisteet, koski_record, opintolaji
from hoks.maa.rivit import Pattern, Told, line
from hoks.models import Hoks, HoksVersio, Kanava, Opiskeluoikeus, Oppija
from hoks.oids import ibm_137_check_digit, luhn_check_digit
from hoks.plan.mapping import LAJIT, PARENT_COLUMNS, PART_TABLES, TABLES
from hoks.rules import Context, judge

Node = dict[str, Any]

# One plan in a few hundred is as big as plans get.
SUURIN = 60
VERSIOITA = (0.5, 0.3, 0.14, 0.06)
HATOT, HPTOT = "hankittavat-ammat-tutkinnon-osat", "hankittavat-paikalliset-tutkinnon-osat"

# What every plan and study right has one of, in the order in which Malli.fill is given them.
OMAT = (
    *("opiskeluoikeus", "oppija", "koulu", "koulunimi", "toimija", "toimijanimi", "muukoulu"),
    *("hoks", "eid", "sposti", "puhelin", "manuaalisyotto", "kanava", "tekija"),
    *("versionumero", "luotu", "muokattu", "poistettu", "poistaja", "poistonsyy"),
    *("versio0", "versio1", "versio2", "versio3", "aika0", "aika1", "aika2", "aika3"),
)

# --- Marks: values that pass the contract, and stand where blanks are to be --------------------


def _oid(node: int, number: int) -> str:
    digits = str(number)
    check = ibm_137_check_digit(digits) if node == 24 else luhn_check_digit(digits)
    return f"1.2.246.562.{node}.{digits}{check}"


OPPIJA, KOULU, TOIMIJA, MUU_KOULU = _oid(24, 1_234_512_345), *(_oid(10, 1_234_500_000 + n) for n in (1, 2, 3))
# The kinds of plan differ by the study right they are made for (hoks.demo.plans), so its OID is each template's own.
FIRST_OIKEUS = 1_234_500_000
HOKS_ID, EID = 987_654_321_987, "00000000-0000-4000-8000-ffffffffffff"
_MODULE = "00000000-0000-4000-8000-{:012}"
_PUHELIN, _SPOSTI = "0400 000 000 000 000", "merkki-oppija"
_MARKS = re.compile(
    "|".join(
        (
            r"\uE000[^\uE000]+\uE000",
            r"00000000-0000-4000-8000-\w{12}",
            r"1\.2\.246\.562\.\d+\.12345\d+",
            str(HOKS_ID),
            _PUHELIN,
            _SPOSTI,
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
    _PUHELIN: "puhelin",
    _SPOSTI: "sposti",
}


def own(name: str) -> Told:
    """The mark of one of OMAT, where no contract looks."""
    return Told(f"\ue000{name}\ue000")


def _row_mark(model: type, number: int) -> Told:
    return own(f"{PART_TABLES.index(model)}:{number}")


# --- What is made ------------------------------------------------------------------------------


@dataclass
class Malli:
    """A study right, and its plan when it has one, with blanks.

    takaisin: weeks by which all its dates may be moved back
    oikeus: the row as an instance, whose identity and dates are the template's own
    dates: ordinals of the days in it; people, tunnisteet, modules: how many of each it has
    rows: how many rows it has in each of PART_TABLES
    versiot: snapshots in order, with the day of each; the days begin with the plan's first
    """

    takaisin: int
    oikeus: Opiskeluoikeus
    oikeus_line: Pattern
    dates: tuple[int, ...]
    hoks: Hoks | None = None
    hoks_line: Pattern | None = None
    part_lines: tuple[Pattern, ...] = ()
    rows: tuple[int, ...] = ()
    versiot: tuple[Pattern, ...] = ()
    days: tuple[int, ...] = ()
    people: int = 0
    tunnisteet: int = 0
    modules: int = 0


@dataclass
class _Places:
    """Where each mark's value stands among the values to fill in."""

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
        places = {name: place for place, name in enumerate(OMAT)}
        self._places: dict[str, int] = {mark: places[name] for mark, name in _LITERALS.items()}
        self._places |= {own(name): place for name, place in places.items()}
        self._places[self.oikeus_oid] = places["opiskeluoikeus"]
        following: list[str] = [*self.dates, *self.tunnisteet]
        following += [_MODULE.format(number) for number in range(self.modules)]
        following += [f"Merkki{number}, Nimi" for number in range(self.people)]
        following += [f"merkki{number}" for number in range(self.people)]
        following += [own(f"{table}:{row}") for table, count in enumerate(self.rows) for row in range(count)]
        self._places |= {mark: place for place, mark in enumerate(following, len(OMAT))}

    def pattern(self, text: str) -> Pattern:
        return Pattern(text, _MARKS, self._places.__getitem__)


def mallit(seed: str, today: dt.date, with_plan: int, without: int) -> tuple[list[Malli], list[Malli]]:
    """So many templates with a plan and so many without; the same seed and day give the same."""
    kinds = [(Random(f"{seed} malli {number}"), number) for number in range(with_plan + without)]
    made = [_made(rng, number, today, number < with_plan) for rng, number in kinds]
    return made[:with_plan], made[with_plan:]


def _made(rng: Random, number: int, today: dt.date, with_plan: bool) -> Malli:
    laji = opintolaji(today, rng, with_plan)
    oid = _oid(15, FIRST_OIKEUS + number)
    oids = Tunnisteet(oid, OPPIJA, KOULU, own("koulunimi"), TOIMIJA, own("toimijanimi"))
    oikeus = read_opiskeluoikeus(koski_record(laji, oids))
    oikeus_line = line(Opiskeluoikeus, oikeus.__dict__)
    if not with_plan:
        places = _Places([oikeus_line], oid)
        return Malli(laji.takaisin, oikeus, places.pattern(oikeus_line), _ordinals(places.dates))
    before_end = read_opiskeluoikeus(koski_record(replace(laji, tilat=()), oids))
    before_end.oppija = Oppija(pk=OPPIJA)
    hoks = Hoks(
        pk=HOKS_ID,
        eid=EID,
        opiskeluoikeus=before_end,
        opiskeluoikeus_id=oid,
        luotu=own("luotu"),
        muokattu=own("muokattu"),
    )
    save = _judged(_document(laji, oid, rng, today), hoks, today)
    part_lines = _part_lines(save)
    told = plan.document(hoks, save.rows) | {"manuaalisyotto": own("manuaalisyotto")}
    days = _days(rng, hoks.ensikertainen_hyvaksyminen, min(today, laji.paattyi or today))
    snapshots = [_versio_line(place, document) for place, document in enumerate(_history(told, len(days)))]
    hoks_line = line(Hoks, _head(hoks))
    places = _Places([oikeus_line, hoks_line, *part_lines, *snapshots], oid)
    return Malli(
        laji.takaisin,
        oikeus,
        places.pattern(oikeus_line),
        _ordinals(places.dates),
        hoks,
        places.pattern(hoks_line),
        tuple(places.pattern(text) for text in part_lines),
        tuple(places.rows),
        tuple(places.pattern(text) for text in snapshots),
        tuple(day.toordinal() for day in days),
        places.people,
        len(places.tunnisteet),
        places.modules,
    )


def _ordinals(days: list[str]) -> tuple[int, ...]:
    return tuple(dt.date.fromisoformat(day).toordinal() for day in days)


# --- The document ------------------------------------------------------------------------------


def _document(laji: Opintolaji, oid: str, rng: Random, today: dt.date) -> Node:
    """A plan's document with marks."""
    tutkinto = TUVA if laji.laji == "tuva" else laji.tutkinto.lahin.koodi
    suunnitelma = Suunnitelma("", tutkinto, laji.alku, laji.loppu, laji.laji, tilat=laji.tilat, tyyppi=laji.tyyppi)
    opinto = Opinto(suunnitelma, Nimi("", "", ""), OPPIJA, oid, {"oppilaitos": {"oid": KOULU}})
    made = demo_document(opinto, today, muu_oppilaitos_oid=MUU_KOULU, tunnisteet=True)
    if laji.laji == "suuri":
        _grow(made, laji.tutkinto.lahin.koodi)
    if "sahkoposti" in made:
        made["sahkoposti"] = f"{_SPOSTI}@opiskelija.example"
    if "puhelinnumero" in made:
        made["puhelinnumero"] = _PUHELIN
    _mark_people(made, {})
    _tell_tunnisteet_apart(made)
    return made


def _grow(made: Node, tutkinto: str) -> None:
    """Add units of the qualification's and others' until there are SUURIN, each acquired as one that is there."""
    taken = {osa["tutkinnon-osa-koodi-uri"] for osa in made[HATOT]}
    free = [
        (record["koodiUri"], record["versio"])
        for record in koodit.records("tutkinnonosat")
        if record["koodiUri"] not in taken and record["koodiArvo"] not in koodit.YHTEISET
    ]
    models = list(made[HATOT])
    for place, (uri, versio) in enumerate(free[: SUURIN - len(made[HATOT]) - len(made.get(HPTOT, ()))]):
        osa = copy.deepcopy(models[place % len(models)])
        made[HATOT].append(osa | {"tutkinnon-osa-koodi-uri": uri, "tutkinnon-osa-koodi-versio": versio})


def _mark_people(value: Any, known: dict[str, int], key: str = "") -> None:
    """Put marks in the place of teachers', instructors' and assessors' names and of instructors' addresses."""
    if isinstance(value, list):
        for item in value:
            _mark_people(item, known, key)
    if not isinstance(value, dict):
        return
    if key.endswith(("arvioijat", "edustaja", "ohjaaja")) and "nimi" in value:
        number = known.setdefault(value["nimi"], len(known))
        value["nimi"] = f"Merkki{number}, Nimi"
        if "sahkoposti" in value:
            value["sahkoposti"] = f"merkki{number}@{value['sahkoposti'].partition('@')[2]}"
    for name, item in value.items():
        _mark_people(item, known, name)


def _periods(value: Any) -> Iterator[Node]:
    if isinstance(value, list):
        for item in value:
            yield from _periods(item)
    elif isinstance(value, dict):
        if "osaamisen-hankkimistapa-koodi-uri" in value:
            yield value
        for item in value.values():
            yield from _periods(item)


def _tell_tunnisteet_apart(made: Node) -> None:
    for number, period in enumerate(_periods(made)):
        period["yksiloiva-tunniste"] = f"jakso-{number:09}"


def _judged(document: Node, hoks: Hoks, today: dt.date) -> plan.Save:
    """The document as the plan's rows, once contract and rules have nothing against it."""
    reading = contract.read(document, contract.HoksPost)
    oikeus = hoks.opiskeluoikeus
    context = Context(Kanava.TIEDONSIIRTO, today, "luonti", oikeus, oikeus.oppija)
    violations = judge(reading, context)
    if violations:
        raise ValueError(f"A template is against the rules: {[(one.pointer, one.code) for one in violations]}")
    for name in plan.TOP_COLUMNS:
        setattr(hoks, name, getattr(reading.document, name))
    save = plan.Save(hoks, {})
    save.match(reading.document)
    for number, (row, _parent) in enumerate(save.created):
        row.module_id = _MODULE.format(number)
    return save


# --- Its lines ---------------------------------------------------------------------------------


def _head(hoks: Hoks) -> dict[str, Any]:
    marks = {
        "id": own("hoks"),
        "kanava": own("kanava"),
        "manuaalisyotto": own("manuaalisyotto"),
        "versionumero": own("versionumero"),
        "poistettu": own("poistettu"),
        "poistaja_id": own("poistaja"),
        "poiston_syy": own("poistonsyy"),
    }
    return hoks.__dict__ | marks


def _part_lines(save: plan.Save) -> list[str]:
    """Lines of each of PART_TABLES together, parents before their children."""
    lines: list[list[str]] = [[] for _model in PART_TABLES]
    ids: dict[int, Told] = {}
    for row, parent in save.created:
        model = TABLES[row.cls]
        own_lines = lines[PART_TABLES.index(model)]
        ids[id(row)] = _row_mark(model, len(own_lines))
        values = row.values | {
            "id": ids[id(row)],
            "hoks_id": own("hoks"),
            "module_id": row.module_id,
            "jarjestys": row.jarjestys,
        }
        if row.cls in LAJIT:
            values["laji"] = LAJIT[row.cls]
        if parent is not None:
            values[PARENT_COLUMNS[model]] = ids[id(parent)]
        own_lines.append(line(model, values))
    return ["".join(own_lines) for own_lines in lines]


def _days(rng: Random, first: dt.date, last: dt.date) -> list[dt.date]:
    """Days of a plan's saves, the first on the day of its approval."""
    count = rng.choices(range(1, len(VERSIOITA) + 1), VERSIOITA)[0]
    length = (last - first).days
    later = sorted(rng.sample(range(1, length + 1), min(count - 1, length))) if length > 0 else []
    return [first, *(first + dt.timedelta(days=days) for days in later)]


def _history(told: Node, count: int) -> list[Node]:
    """The plan's document after each of its saves: at first with fewer units and another goal."""
    history = []
    for missing in range(count - 1, 0, -1):
        early = copy.deepcopy(told)
        units = early[HATOT]
        early[HATOT] = units[: max(len(units) - missing, 1)]
        if missing == count - 1:
            early["urasuunnitelma-koodi-uri"], early["urasuunnitelma-koodi-versio"] = "urasuunnitelma_0004", 1
        early["oppimisen-tuki"] = early["oppimisen-tuki"][: 1 if missing > 1 else None]
        history.append(early)
    return [*history, told]


def _versio_line(place: int, document: Node) -> str:
    bare, contacts = split_contact_details(document)
    values = {
        "id": own(f"versio{place}"),
        "hoks_id": own("hoks"),
        "numero": place + 1,
        "aika": own(f"aika{place}"),
        "tekija_id": own("tekija"),
        "kanava": own("kanava"),
        "dokumentti": bare,
        "yhteystiedot": contacts,
    }
    # A boolean in JSON: its mark stands without quotes.
    return line(HoksVersio, values).replace(f'"{own("manuaalisyotto")}"', own("manuaalisyotto"))
