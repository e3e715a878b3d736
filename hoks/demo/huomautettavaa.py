"""What an official mistypes: a demo plan that holds, but of which the portal has something to say."""

from copy import deepcopy
from typing import Any

Node = dict[str, Any]

OSAT, TAVAT, NAYTOT = "hankittavat-ammat-tutkinnon-osat", "osaamisen-hankkimistavat", "osaamisen-osoittaminen"
KOULUTUS, OHJAAJA = "tyopaikalla-jarjestettava-koulutus", "vastuullinen-tyopaikka-ohjaaja"


def with_mistakes(document: Node) -> Node:
    """The plan approved a year too early, its first unit twice, its first instructor with the learner's address, and
    its first demonstration a year too early; as far as it has them."""
    odd = deepcopy(document)
    osat = odd[OSAT]
    odd["ensikertainen-hyvaksyminen"] = _year_earlier(odd["ensikertainen-hyvaksyminen"])
    ohjaajat = (jakso[KOULUTUS][OHJAAJA] for osa in osat for jakso in osa.get(TAVAT, []) if KOULUTUS in jakso)
    for ohjaaja in list(ohjaajat)[:1]:
        ohjaaja["sahkoposti"] = odd["sahkoposti"]
    naytot = [naytto for osa in osat if osa.get(TAVAT) for naytto in osa.get(NAYTOT, [])]
    for naytto in naytot[:1]:
        naytto["alku"] = _year_earlier(naytto["alku"])
    osat.append({name: value for name, value in osat[0].items() if name not in (TAVAT, NAYTOT)})
    return odd


def _year_earlier(day: str) -> str:
    """A leap day's is the day before."""
    year, rest = int(day[:4]) - 1, day[4:]
    return f"{year}{'-02-28' if rest == '-02-29' else rest}"
