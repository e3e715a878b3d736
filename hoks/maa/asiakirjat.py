"""Documents of templates: a demo plan with marks, how it grew, and what may be wrong with it when it is sent."""

import copy
import datetime as dt
from collections.abc import Iterator
from random import Random
from typing import Any

from hoks.demo import koodit, siirrot
from hoks.demo.names import Nimi
from hoks.demo.opiskeluoikeudet import Opinto, Suunnitelma
from hoks.demo.plans import document as demo_document
from hoks.demo.tutkinnot import TUVA
from hoks.maa.merkit import KOULU, MUU_KOULU, OPPIJA, PUHELIN, SPOSTI
from hoks.maa.opinnot import Opintolaji

Node = dict[str, Any]

# A big plan has so many units.
SUURIN = 60
HATOT, HPTOT = "hankittavat-ammat-tutkinnon-osat", "hankittavat-paikalliset-tutkinnon-osat"
# Shares of plans that have been saved once, twice and so on.
TALLENNUKSIA = (0.5, 0.3, 0.14, 0.06)
VIAT = (
    siirrot.ilman_osa_aikaisuutta,
    siirrot.paivat_vaarin_pain,
    siirrot.vaara_y_tunnus,
    siirrot.ilman_tunnistetta,
    siirrot.vaara_paiva,
    siirrot.tuntematon_kentta,
)


def document(laji: Opintolaji, oid: str, today: dt.date) -> Node:
    """A plan's document with marks, for the study right of that OID, which alone decides what it is like."""
    tutkinto = TUVA if laji.laji == "tuva" else laji.tutkinto.lahin.koodi
    suunnitelma = Suunnitelma("", tutkinto, laji.alku, laji.loppu, laji.laji, tilat=laji.tilat, tyyppi=laji.tyyppi)
    opinto = Opinto(suunnitelma, Nimi("", "", ""), OPPIJA, oid, {"oppilaitos": {"oid": KOULU}})
    made = demo_document(opinto, today, muu_oppilaitos_oid=MUU_KOULU, tunnisteet=True)
    if laji.laji == "suuri":
        _grow(made)
    if "sahkoposti" in made:
        made["sahkoposti"] = f"{SPOSTI}@opiskelija.example"
    if "puhelinnumero" in made:
        made["puhelinnumero"] = PUHELIN
    _mark_people(made, {})
    _tell_tunnisteet_apart(made)
    return made


def _grow(made: Node) -> None:
    """Add units of any qualification until there are SUURIN, each acquired as one that is there."""
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


def days(rng: Random, first: dt.date, last: dt.date) -> list[dt.date]:
    """Days of a plan's saves, the first on the day of its approval."""
    count = rng.choices(range(1, len(TALLENNUKSIA) + 1), TALLENNUKSIA)[0]
    length = (last - first).days
    later = sorted(rng.sample(range(1, length + 1), min(count - 1, length))) if length > 0 else []
    return [first, *(first + dt.timedelta(days=days) for days in later)]


def history(told: Node, count: int) -> list[Node]:
    """The plan's document after each of its saves: at first with fewer units and another goal."""
    snapshots = []
    for missing in range(count - 1, 0, -1):
        early = copy.deepcopy(told)
        units = early[HATOT]
        early[HATOT] = units[: max(len(units) - missing, 1)]
        if missing == count - 1:
            early["urasuunnitelma-koodi-uri"], early["urasuunnitelma-koodi-versio"] = "urasuunnitelma_0004", 1
        early["oppimisen-tuki"] = early["oppimisen-tuki"][: 1 if missing > 1 else None]
        snapshots.append(early)
    return [*snapshots, told]


def faulty(sent: Node, rng: Random) -> Node | None:
    """The document with one of the faults that systems make; None when there is nothing in it for the fault."""
    made = copy.deepcopy(sent)
    try:
        rng.choice(VIAT)(made)
    except (StopIteration, KeyError):
        return None
    return made
