"""The code lists the product carries (hoks/data/koodistot), as the demo world needs them."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

KOODISTOT = Path(__file__).resolve().parent.parent / "data" / "koodistot"


@dataclass(frozen=True)
class TutkinnonOsa:
    """A unit as a plan refers to it."""

    koodi_uri: str
    versio: int
    nimi: str


def koodisto_files() -> list[Path]:
    """Every code list of our own, for import_koodistot."""
    return sorted(KOODISTOT.glob("*.json"))


@cache
def records(koodisto: str) -> tuple[dict[str, Any], ...]:
    """Records of one code list in the koodisto service's form."""
    return tuple(json.loads((KOODISTOT / f"{koodisto}.json").read_text(encoding="utf-8")))


def nimi(koodisto: str, arvo: str) -> dict[str, str]:
    """Names of a code by language, as Koski writes them: {"fi": …, "sv": …}."""
    record = next(record for record in records(koodisto) if record["koodiArvo"] == arvo)
    return {entry["kieli"].lower(): entry["nimi"] for entry in record["metadata"]}


@cache
def tutkinnon_osat(tutkinto: str) -> tuple[TutkinnonOsa, ...]:
    """The units in force of one qualification, common units and those shared by all qualifications left out."""
    return tuple(
        _unit(record)
        for record in records("tutkinnonosat")
        if record["withinCodeElements"] == [{"codeElementUri": f"koulutus_{tutkinto}"}] and _in_force(record)
    )


@cache
def valinnaiset_osat() -> tuple[TutkinnonOsa, ...]:
    """The units that every basic qualification may take, common units left out."""
    return tuple(
        _unit(record)
        for record in records("tutkinnonosat")
        if len(record["withinCodeElements"]) > 1 and record["koodiArvo"] not in YHTEISET and _in_force(record)
    )


def yhteinen_osa(arvo: str) -> TutkinnonOsa:
    """One of the three common units by number."""
    return next(_unit(record) for record in records("tutkinnonosat") if record["koodiArvo"] == arvo)


# The common units and those of their sub-areas that the demo plans use.
YHTEISET = {
    "400012": ("vvai", "vvtk", "vvvk", "vvtd", "vvtl"),
    "400013": ("mlma", "mlfk"),
    "400014": ("ytyk", "yttt", "ytou", "ytyy", "ytth", "ytkk"),
}


def _in_force(record: dict[str, Any]) -> bool:
    return record["tila"] == "HYVAKSYTTY" and record["voimassaLoppuPvm"] is None


def _unit(record: dict[str, Any]) -> TutkinnonOsa:
    return TutkinnonOsa(record["koodiUri"], record["versio"], record["metadata"][0]["nimi"])
