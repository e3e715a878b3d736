"""Study rights and plans made once, through the contract and the rules, with blanks for what is each one's own.

A plan is some thirty rows and two or three snapshots. To compose, judge and take apart each of a million would take
days; a few hundred are made so, and the others are those with other keys, dates, people and places (docs/adr/0015).
"""

import copy
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random
from typing import Any

from hoks import audit, contract, plan
from hoks.arvio import TYHJA, Arvio, arvioi
from hoks.contact_details import split_contact_details
from hoks.drafts import document as drafts
from hoks.importing.opiskeluoikeudet import read_opiskeluoikeus
from hoks.maa.asiakirjat import days, document, faulty, history
from hoks.maa.merkit import EID, FIRST_OIKEUS, HOKS_ID, KOULU, MODULE, OPPIJA, TOIMIJA, Places, oid, row_mark
from hoks.maa.opinnot import Tunnisteet, koski_record, opintolaji
from hoks.maa.rivit import Pattern, Told, as_json, blank, line
from hoks.models import Hoks, HoksVersio, Kanava, Luonnos, Opiskeluoikeus, Oppija, Siirto
from hoks.plan.mapping import LAJIT, PARENT_COLUMNS, PART_TABLES, TABLES
from hoks.rules import Context, judge
from hoks.scope import koskeeko
from hoks.violations import Violation

Node = dict[str, Any]

# One template in so many can be drafted from.
LUONNOS_JOKA = 5
CALLER_ID = "1.2.246.562.10.16000000000.opiskelijahallinto"

# --- What is made ------------------------------------------------------------------------------


@dataclass
class Malli:
    """A study right, and its plan when it has one, with blanks.

    takaisin: weeks by which all its dates may be moved back
    oikeus: the row as an instance, whose identity and dates are the template's own
    dates: ordinals of the days in it; people, tunnisteet, modules: how many of each it has
    rows: how many rows it has in each of PART_TABLES
    versiot, days, muutokset: of each of its saves the snapshot, the day, and what it changed as the audit trail says
    arvio, arvio_ilman_osia: what lists look for in the whole plan, and in its top level alone
    hylatty, hylatty_ilman: a refused transfer of its document with a fault, with the document and without; None when
        there is nothing in it to be wrong
    luonnos: a draft of it, or of a plan to be; None for most plans, to spare memory
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
    muutokset: tuple[str, ...] = ()
    arvio: Arvio = TYHJA
    arvio_ilman_osia: Arvio = TYHJA
    hylatty: Pattern | None = None
    hylatty_ilman: Pattern | None = None
    luonnos: Pattern | None = None


def mallit(seed: str, today: dt.date, with_plan: int, without: int) -> tuple[list[Malli], list[Malli]]:
    """So many templates with a plan and so many without; the same seed and day give the same."""
    kinds = [(Random(f"{seed} malli {number}"), number) for number in range(with_plan + without)]
    made = [_made(rng, number, today, number < with_plan) for rng, number in kinds]
    return made[:with_plan], made[with_plan:]


def _made(rng: Random, number: int, today: dt.date, with_plan: bool) -> Malli:
    laji = opintolaji(today, rng, with_plan)
    oikeus_oid = oid(15, FIRST_OIKEUS + number)
    oids = Tunnisteet(oikeus_oid, OPPIJA, KOULU, blank("koulunimi"), TOIMIJA, blank("toimijanimi"))
    oikeus = read_opiskeluoikeus(koski_record(laji, oids))
    texts = {"oikeus": line(Opiskeluoikeus, oikeus.__dict__)}
    if not with_plan:
        if oikeus.on_aktiivinen and koskeeko(oikeus).kuuluu:
            known = {"oppija-oid": OPPIJA, "opiskeluoikeus-oid": oikeus_oid, "osaamisen-hankkimisen-tarve": True}
            texts["luonnos"] = _luonnos_line(known)
        places = Places([*texts.values()], oikeus_oid)
        patterns = {name: places.pattern(text) for name, text in texts.items()}
        dates = _ordinals(places.dates)
        return Malli(laji.takaisin, oikeus, patterns["oikeus"], dates, luonnos=patterns.get("luonnos"))
    before_end = read_opiskeluoikeus(koski_record(replace(laji, tilat=()), oids))
    before_end.oppija = Oppija(pk=OPPIJA)
    hoks = Hoks(pk=HOKS_ID, eid=EID, opiskeluoikeus=before_end, opiskeluoikeus_id=oikeus_oid)
    sent = document(laji, oikeus_oid, today)
    save = _judged(sent, hoks, today)
    told = plan.document(hoks, save.rows) | {"manuaalisyotto": blank("manuaalisyotto")}
    saved = days(rng, hoks.ensikertainen_hyvaksyminen, min(today, laji.paattyi or today))
    snapshots = history(told, len(saved))
    versiot = [_versio_line(place, snapshot) for place, snapshot in enumerate(snapshots)]
    part_lines = _part_lines(save)
    texts |= {"hoks": _hoks_line(hoks), **_refusals(faulty(sent, rng), before_end, today)}
    if number % LUONNOS_JOKA == 0:
        texts["luonnos"] = _luonnos_line(*_draft(told, save.rows))
    places = Places([*texts.values(), *part_lines, *versiot], oikeus_oid)
    patterns = {name: places.pattern(text) for name, text in texts.items()}
    return Malli(
        laji.takaisin,
        oikeus,
        patterns["oikeus"],
        _ordinals(places.dates),
        hoks,
        patterns["hoks"],
        tuple(places.pattern(text) for text in part_lines),
        tuple(places.rows),
        tuple(places.pattern(text) for text in versiot),
        _ordinals(day.isoformat() for day in saved),
        places.people,
        len(places.tunnisteet),
        places.modules,
        tuple(_changes(snapshots)),
        arvioi(told, oikeus, tallennettu=saved[-1]),
        arvioi(plan.document(hoks, {}), oikeus, tallennettu=saved[0]),
        patterns.get("hylatty"),
        patterns.get("hylatty_ilman"),
        patterns.get("luonnos"),
    )


def _ordinals(days: Iterable[str]) -> tuple[int, ...]:
    return tuple(dt.date.fromisoformat(day).toordinal() for day in days)


def _judged(sent: Node, hoks: Hoks, today: dt.date) -> plan.Save:
    """The document as the plan's rows, once contract and rules have nothing against it."""
    reading = contract.read(sent, contract.HoksPost)
    oikeus = hoks.opiskeluoikeus
    violations = _violations(sent, oikeus, today)
    if violations:
        raise ValueError(f"A template is against the rules: {[(one.pointer, one.code) for one in violations]}")
    for name in plan.TOP_COLUMNS:
        setattr(hoks, name, getattr(reading.document, name))
    save = plan.Save(hoks, {})
    save.match(reading.document)
    for number, (row, _parent) in enumerate(save.created):
        row.module_id = MODULE.format(number)
    return save


def _violations(sent: Node, oikeus: Opiskeluoikeus, today: dt.date) -> list[Violation]:
    context = Context(Kanava.TIEDONSIIRTO, today, "luonti", oikeus, oikeus.oppija)
    return judge(contract.read(sent, contract.HoksPost), context)


# --- Its lines ---------------------------------------------------------------------------------


def _hoks_line(hoks: Hoks) -> str:
    names = {"id": "hoks", "poistaja_id": "poistaja", "poiston_syy": "poistonsyy"}
    names |= {name: name for name in ("kanava", "manuaalisyotto", "versionumero", "luotu", "muokattu", "poistettu")}
    return line(Hoks, hoks.__dict__ | {column: blank(name) for column, name in names.items()})


def _part_lines(save: plan.Save) -> list[str]:
    """Lines of each of PART_TABLES together, parents before their children."""
    lines: list[list[str]] = [[] for _model in PART_TABLES]
    ids: dict[int, Told] = {}
    for row, parent in save.created:
        model = TABLES[row.cls]
        own_lines = lines[PART_TABLES.index(model)]
        ids[id(row)] = row_mark(model, len(own_lines))
        values = row.values | {
            "id": ids[id(row)],
            "hoks_id": blank("hoks"),
            "module_id": row.module_id,
            "jarjestys": row.jarjestys,
        }
        if row.cls in LAJIT:
            values["laji"] = LAJIT[row.cls]
        if parent is not None:
            values[PARENT_COLUMNS[model]] = ids[id(parent)]
        own_lines.append(line(model, values))
    return ["".join(own_lines) for own_lines in lines]


def _versio_line(place: int, snapshot: Node) -> str:
    bare, contacts = split_contact_details(snapshot)
    values = {
        "id": blank(f"versio{place}"),
        "hoks_id": blank("hoks"),
        "numero": place + 1,
        "aika": blank(f"aika{place}"),
        "tekija_id": blank(f"tekija{place}"),
        "kanava": blank(f"kanava{place}"),
        "dokumentti": bare,
        "yhteystiedot": contacts,
    }
    # A boolean in JSON: its mark stands without quotes.
    return line(HoksVersio, values).replace(f'"{blank("manuaalisyotto")}"', blank("manuaalisyotto"))


def _changes(snapshots: list[Node]) -> Iterator[str]:
    """What each save changed, as the audit trail tells it: paths only."""
    yield as_json([{"path": "", "op": "add"}])
    for before, after in pairwise(snapshots):
        yield as_json(audit.changed_paths(before, after))


def _refusals(sent: Node | None, oikeus: Opiskeluoikeus, today: dt.date) -> dict[str, str]:
    """Lines of a refused transfer of the document, with the document and without; none when it can't be faulty."""
    if sent is None:
        return {}
    violations = _violations(sent, oikeus, today)
    if not violations:
        return {}
    names = {"id": "siirto", "aika": "siirtoaika", "kayttaja_id": "lahettaja", "kayttajatunnus": "tunnus"}
    names |= {"lahettaja_oid": "toimija", "oppilaitos_oid": "koulu", "opiskeluoikeus_oid": "opiskeluoikeus"}
    names |= {"oppija_oid": "oppija", "hoks_id": "siirtohoks", "dokumentti_asti": "asti"}
    names |= {name: name for name in ("menetelma", "polku", "ratkaistu")}
    values = {column: blank(name) for column, name in names.items()} | {
        "caller_id": CALLER_ID,
        "lahettajan_oppilaitos": True,
        "status": 400,
        "koodit": list(dict.fromkeys(violation.code for violation in violations)),
        "virheet": [violation.as_wire() for violation in violations],
    }
    return {
        "hylatty": line(Siirto, values | {"dokumentti": as_json(sent)}),
        "hylatty_ilman": line(Siirto, values),
    }


def _draft(told: Node, rows: dict[str, list[plan.Row]]) -> tuple[Node, Node]:
    """A draft of the plan, in which an official has typed a day that there isn't, and what it was begun from."""
    base = drafts.with_keys(copy.deepcopy(told), rows)
    return base | {"osaamisen-saavuttamisen-pvm": "31.2."}, base


def _luonnos_line(typed: Node, base: Node | None = None) -> str:
    """A draft; base: the plan's document it was begun from, None when there is no plan yet."""
    of_plan = {"hoks_id": blank("hoks"), "pohja_versionumero": blank("versionumero"), "pohja": base}
    values = {
        "id": blank("luonnos"),
        "opiskeluoikeus_id": blank("opiskeluoikeus"),
        "omistaja_id": blank("omistaja"),
        "dokumentti": typed,
        "revisio": 3,
        "luotu": blank("luonnosaika"),
        "muokattu": blank("luonnosaika"),
    }
    return line(Luonnos, values | (of_plan if base else {}))
