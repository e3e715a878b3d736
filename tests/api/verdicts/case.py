"""How a payload and its verdict are written down."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from hoks.models import Kanava
from tests.documents import OPISKELUOIKEUS_OID, OPPIJA_OID, TOINEN_OPPIJA_OID, hato, hoks, oo

Expected = list[tuple[str, str]]

HATO = "/hankittavat-ammat-tutkinnon-osat/0"
OHT = HATO + "/osaamisen-hankkimistavat/0"
OO = HATO + "/osaamisen-osoittaminen/0"
TJK = OHT + "/tyopaikalla-jarjestettava-koulutus"

PUUTTUU = "missing-required-key"
YLIMAARAINEN = "disallowed-key"


@dataclass(frozen=True)
class Tanaan:
    """The day so many days from today, as it is on the wire."""

    paivia: int = 0

    def on_wire(self, today: dt.date) -> str:
        return (today + dt.timedelta(days=self.paivia)).isoformat()


@dataclass(frozen=True)
class Case:
    """A payload and its verdict.

    fields: what is given besides what a plan must say, underscores for dashes (tests.documents.hoks)
    expected: (path, code) of everything wrong, in the order in which it is told; empty for a valid payload
    errors: path -> leaf of the answer's `errors`, all of them; the path "" is the member itself, and an ellipsis in a
        leaf the day that is relative to today
    error: literal text of the answer's `error`
    toiminto: luonti (POST), korvaus (PUT) or muutos (PATCH)
    oikeus: columns of the study right; None when it isn't known
    oppija: columns of its learner
    tunnetaan: OIDs of other learners who are known
    on_hoks: the study right has a plan before the request: "on" or "poistettu"
    asetukset: settings that differ
    """

    name: str
    fields: dict[str, Any]
    expected: Expected = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    error: str = ""
    toiminto: str = "luonti"
    kanava: Kanava = Kanava.TIEDONSIIRTO
    oikeus: dict[str, Any] | None = field(default_factory=dict)
    oppija: dict[str, Any] = field(default_factory=dict)
    tunnetaan: tuple[str, ...] = ()
    on_hoks: str = ""
    asetukset: dict[str, Any] = field(default_factory=dict)
    document: Any = None

    def build(self, today: dt.date, hoks_id: int | None) -> Any:
        """The payload, `hoks_id` the id of the plan it replaces or changes."""
        if self.document is not None:
            return self.document
        document = hoks(**self.fields)
        if self.toiminto != "luonti" and "id" not in self.fields:
            document = {"id": hoks_id} | document
        return {name: value.on_wire(today) if isinstance(value, Tanaan) else value for name, value in document.items()}

    def __str__(self) -> str:
        return self.name


def saanto(text: str, value: Any) -> str:
    """Leaf of a named rule: of an object by its class, of a value as it is printed."""
    if isinstance(value, dict):
        value = f"a-clojure.lang.Persistent{'Array' if len(value) <= 8 else 'Hash'}Map"
    return f'(not ("{text}" {value}))'


def muoto(expression: str, value: str) -> str:
    """Leaf of a regular expression; longer values than 19 characters are told by their class."""
    return f'(not (re-find #"{expression}" {lyhyt(value)}))'


def lyhyt(value: str) -> str:
    return f'"{value}"' if len(value) <= 19 else "a-java.lang.String"


def kelpaa(name: str, /, **given: Any) -> Case:
    """A valid payload; names of Case's own fields are given as `_oikeus`."""
    return _case(name, given)


def hylataan(name: str, expected: Expected, errors: dict[str, str], /, **given: Any) -> Case:
    """A payload whose content is refused."""
    return _case(name, given, expected=expected, errors=errors)


def estyy(name: str, expected: Expected, error: str, /, **given: Any) -> Case:
    """A payload that is right, but something stands in its way."""
    return _case(name, given, expected=expected, error=error)


def _case(name: str, given: dict[str, Any], **verdict: Any) -> Case:
    own = {key.removeprefix("_"): value for key, value in given.items() if key.startswith("_")}
    fields = {key: value for key, value in given.items() if not key.startswith("_")}
    return Case(name, fields, **verdict, **own)


def jakso(name: str, period: dict, *faults: tuple[str, str, str], **given: Any) -> Case:
    """A plan of one period. Faults are (path within the period, code, leaf or ""), the first leaf being told."""
    osa = hato(osaamisen_hankkimistavat=[period])
    return _in(name, OHT, {"hankittavat_ammat_tutkinnon_osat": [osa]}, faults, given)


def naytto(name: str, demonstration: dict, *faults: tuple[str, str, str], **given: Any) -> Case:
    """A plan of one demonstration."""
    osa = hato(osaamisen_osoittaminen=[oo(**demonstration)])
    return _in(name, OO, {"hankittavat_ammat_tutkinnon_osat": [osa]}, faults, given)


def _in(name: str, here: str, fields: dict, faults: tuple, given: dict) -> Case:
    expected = [(here + path, code) for path, code, _leaf in faults]
    errors = {}
    for path, _code, leaf in faults:
        if leaf:
            # A rule about an object is told at the object.
            errors[here if leaf.endswith("Map))") else here + path] = leaf
    return _case(name, fields | given, expected=expected, errors=errors)


__all__ = [
    "HATO",
    "OHT",
    "OO",
    "OPISKELUOIKEUS_OID",
    "OPPIJA_OID",
    "PUUTTUU",
    "TJK",
    "TOINEN_OPPIJA_OID",
    "YLIMAARAINEN",
    "Case",
    "Tanaan",
    "estyy",
    "hylataan",
    "jakso",
    "kelpaa",
    "lyhyt",
    "muoto",
    "naytto",
    "saanto",
]
