"""Cases of the officials' list: every scope, order, search, state and depth of paging."""

from collections.abc import Iterator
from urllib.parse import urlencode

from ehoks_portal.bench.country import floors, people
from ehoks_portal.bench.country.cases import Case, asking
from ehoks_portal.bench.country.floors import ListFloor, Query
from ehoks_portal.bench.country.people import Scope
from ehoks_portal.bench.floor import Bare
from hoks.models.hakurivi import JARJESTYSAVAIMET

URL = "/virkailija/opiskelijat/"
# What stands for the whole country in the address.
COUNTRY = "maa"
# Cursors of the last page, and of where a letter begins.
LAST, FROM = "viimeinen", "alkaen"
LETTER = "m"
# Kinds of words too short to look for in the whole country.
SCHOOL_ONLY = {"kaksi-kirjainta"}


def cases(bare: Bare, scopes: list[Scope]) -> list[Case]:
    """Every case of the list in every scope, in an order that keeps what is compared together."""
    return [case for scope in scopes for case in _of(bare, scope)]


def _of(bare: Bare, scope: Scope) -> Iterator[Case]:
    first = Query()
    total = ListFloor(bare, scope, first).found()
    yield _case(bare, scope, "ensimmainen", first, {})
    yield from _deep(bare, scope, total)
    for name, column in JARJESTYSAVAIMET.items():
        for sign, descending in (("", False), ("-", True)):
            if (name, descending) != ("nimi", False):
                query = Query(order=column, descending=descending)
                yield _case(bare, scope, f"jarjestys/{sign}{name}", query, {"jarjesta": f"{sign}{name}"})
    for kind, text in people.name_words(scope).items():
        if scope.oid or kind not in SCHOOL_ONLY:
            yield _case(bare, scope, f"haku/{kind}", Query(nimi=text), {"nimi": text})
    for kind, text in people.other_words(scope).items():
        name = kind.partition("-")[0]
        query = Query(tutkinto=text) if name == "tutkinto" else Query(osaamisala=text)
        yield _case(bare, scope, f"haku/{kind}", query, {name: text})
    states = {"kaikki": floors.ALL, "puuttuu": floors.MISSING, "voimassa": (2,), "paattynyt": (12,)}
    for name, tilat in states.items() if scope.oid else [*states.items(), ("poistettu", floors.DELETED)]:
        yield _case(bare, scope, f"tila/{name}", Query(tilat=tilat), {"tila": name})
    hoks_id = _some_hoks_id(bare, scope)
    if hoks_id:
        yield _case(bare, scope, "haku/hoks-id", Query(hoks_id=hoks_id), {"hoks_id": str(hoks_id)})


def _deep(bare: Bare, scope: Scope, total: int) -> Iterator[Case]:
    """The middle and the end of the list; the middle by a cursor such as the list itself gives."""
    size = scope.size if not scope.oid else total
    middle = ListFloor(bare, scope, Query(place=size // 2))
    if middle.edge:
        cursor = f"jalkeen~~{middle.edge[1]}"
        yield _case(bare, scope, "syva", Query(place=size // 2), {"sivu": cursor})
    yield _case(bare, scope, "viimeinen", Query(place=None), {"sivu": LAST})
    yield _case(bare, scope, "kirjain", Query(letter=LETTER), {"sivu": f"{FROM}~{LETTER}"})


def _case(bare: Bare, scope: Scope, name: str, query: Query, asked: dict[str, str]) -> Case:
    floor = ListFloor(bare, scope, query)
    found = floor.found()
    about = f"{found} rows" if scope.oid or found < floors.CAP else "> 1 000 rows"
    return Case(f"lista/{scope.name}/{name}", scope.username, asking(_path(scope, asked)), floor, about=about)


def _path(scope: Scope, asked: dict[str, str]) -> str:
    return f"{URL}?{urlencode({'oppilaitos': scope.oid or COUNTRY} | asked)}"


def _some_hoks_id(bare: Bare, scope: Scope) -> int | None:
    within, values = ("oppilaitos_oid = %s", [scope.oid]) if scope.oid else ("true", [])
    told = f"SELECT hoks_id FROM hoks_hakurivi WHERE tila = 2 AND {within} ORDER BY hoks_id LIMIT 1 OFFSET 5"
    found = bare.execute(told, values).fetchone()
    return found["hoks_id"] if found else None
