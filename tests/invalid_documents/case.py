"""One invalid document, and how it is written short."""

from dataclasses import dataclass
from typing import Any

from tests.documents import OPISKELUOIKEUS_OID, OPPIJA_OID, hato, hoks, oo


@dataclass(frozen=True, eq=False)
class Invalid:
    """A document that is refused.

    fields: what stands over the least plan (tests.documents.hoks)
    expected: (JSON Pointer, code) of all that is wrong, in document order
    tuva: for a TUVA study right
    typable: can be typed into the editor's forms; others need a program
    """

    name: str
    fields: dict[str, Any]
    expected: list[tuple[str, str]]
    tuva: bool = False
    typable: bool = True

    def document(self, oppija_oid: str = OPPIJA_OID, opiskeluoikeus_oid: str = OPISKELUOIKEUS_OID) -> dict[str, Any]:
        """The document of this learner and study right."""
        return hoks(**{"oppija_oid": oppija_oid, "opiskeluoikeus_oid": opiskeluoikeus_oid} | self.fields)

    def __str__(self) -> str:
        return self.name


HATO = "/hankittavat-ammat-tutkinnon-osat/0"
OHT = HATO + "/osaamisen-hankkimistavat/0"
OO = HATO + "/osaamisen-osoittaminen/0"
AHATO = "/aiemmin-hankitut-ammat-tutkinnon-osat/0"


def in_plan(name: str, expected: list, /, *, tuva: bool = False, typable: bool = True, **fields) -> Invalid:
    return Invalid(name, fields, expected, tuva, typable)


def in_hato(name: str, expected: list, /, *, typable: bool = True, **fields) -> Invalid:
    document = {"hankittavat_ammat_tutkinnon_osat": [hato(**fields)]}
    return Invalid(name, document, [(HATO + path, code) for path, code in expected], typable=typable)


def in_oht(name: str, expected: list, period: dict, /, *, typable: bool = True) -> Invalid:
    document = {"hankittavat_ammat_tutkinnon_osat": [hato(osaamisen_hankkimistavat=[period])]}
    return Invalid(name, document, [(OHT + path, code) for path, code in expected], typable=typable)


def in_oo(name: str, expected: list, /, *, typable: bool = True, **fields) -> Invalid:
    document = {"hankittavat_ammat_tutkinnon_osat": [hato(osaamisen_osoittaminen=[oo(**fields)])]}
    return Invalid(name, document, [(OO + path, code) for path, code in expected], typable=typable)


BAD_DATE = "31.2.2026"
BAD_OID = "1.2.246.562.11.12345678901"
