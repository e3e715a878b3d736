"""Cases of the officials' list: every scope, order, search, state and depth of paging."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlencode

from ehoks_portal.bench.country import floors, people
from ehoks_portal.bench.country.cases import Case, asking
from ehoks_portal.bench.country.floors import ListFloor, Query
from ehoks_portal.bench.country.people import Scope
from ehoks_portal.bench.floor import Bare
from hoks.models.hakurivi import JARJESTYSAVAIMET
from hoks.paging import AFTER, FROM, LAST

URL = "/virkailija/opiskelijat/"
LETTER = "m"
# States by their name in the address.
STATES = {"kaikki": floors.ALL, "puuttuu": floors.MISSING, "voimassa": (2,), "paattynyt": (12,)}
# Kinds of words too short to look for in the whole country.
SCHOOL_ONLY = {"kaksi-kirjainta"}


def cases(bare: Bare, scopes: list[Scope]) -> list[Case]:
    """Every case of the list in every scope, in an order that keeps what is compared together."""
    return [case for scope in scopes for case in _of(bare, scope)]


def _of(bare: Bare, scope: Scope) -> Iterator[Case]:
    """The scope's cases. The country is only shown to those who look for something: there it is the commonest name."""
    words = people.name_words(scope)
    base, asked = (Query(), {}) if scope.oid else (Query(nimi=words["yleinen"]), {"nimi": words["yleinen"]})

    def case(name: str, query: Query, **more: str) -> Case:
        return _case(bare, scope, name, query, asked | more)

    yield case("ensimmainen", base)
    middle = ListFloor(bare, scope, replace(base, place=ListFloor(bare, scope, base).found(capped=False) // 2))
    if middle.edge:
        yield case("syva", middle.query, sivu=f"{AFTER}~~{middle.edge[1]}")
    yield case("viimeinen", replace(base, place=None), sivu=LAST)
    yield case("kirjain", replace(base, letter=LETTER), sivu=f"{FROM}~{LETTER}")
    for name, column in JARJESTYSAVAIMET.items():
        for sign, descending in (("", False), ("-", True)):
            if (name, descending) != ("nimi", False):
                query = replace(base, order=column, descending=descending)
                yield case(f"jarjestys/{sign}{name}", query, jarjesta=f"{sign}{name}")
    for name, tilat in STATES.items():
        yield case(f"tila/{name}", replace(base, tilat=tilat), tila=name)
    for kind, text in words.items():
        if scope.oid or kind not in SCHOOL_ONLY:
            yield _case(bare, scope, f"haku/{kind}", Query(nimi=text), {"nimi": text})
    for kind, text in people.other_words(scope).items():
        name = kind.partition("-")[0]
        query = Query(tutkinto=text) if name == "tutkinto" else Query(osaamisala=text)
        yield _case(bare, scope, f"haku/{kind}", query, {name: text})
    hoks_id = _some_hoks_id(bare, scope)
    if hoks_id:
        yield _case(bare, scope, "haku/hoks-id", Query(hoks_id=hoks_id), {"hoks_id": str(hoks_id)})


def _case(bare: Bare, scope: Scope, name: str, query: Query, asked: dict[str, str]) -> Case:
    floor = ListFloor(bare, scope, query)
    found = floor.found()
    about = f"{found} rows" if scope.oid or found < floors.CAP else "> 1 000 rows"
    return Case(f"lista/{scope.name}/{name}", scope.username, asking(_path(scope, asked)), floor, about=about)


def _path(scope: Scope, asked: dict[str, str]) -> str:
    return f"{URL}?{urlencode({'oppilaitos': scope.address} | asked)}"


def _some_hoks_id(bare: Bare, scope: Scope) -> int | None:
    within, values = ("oppilaitos_oid = %s", [scope.oid]) if scope.oid else ("true", [])
    told = f"SELECT hoks_id FROM hoks_hakurivi WHERE tila = 2 AND {within} ORDER BY hoks_id LIMIT 1 OFFSET 5"
    found = bare.execute(told, values).fetchone()
    return found["hoks_id"] if found else None
