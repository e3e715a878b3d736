"""The floor of a list: the fewest and quickest statements that know its rows and its count, raw through psycopg.

What is searched has the quicker of two shapes, tried before: filtered on a walk in the list's order, or found first,
in a fence, and sorted then. No session, user or rights.
"""

import re
import time
from dataclasses import dataclass, field
from typing import Any, cast

from ehoks_portal.bench.country.people import Scope
from ehoks_portal.bench.floor import Bare
from hoks.models import Hakurivi
from hoks.names import search_words, sort_key

ROWS = 26
# A count of the whole country is told no further than this.
CAP = 1001
# Letters that a trigram index needs.
LETTERS = 3

Tila = Hakurivi.Tila
AKTIIVISET = (Tila.PUUTTUU, Tila.VOIMASSA, Tila.POISTETTU)
ALL = (*AKTIIVISET, Tila.PAATTYNEEN_PUUTTUU, Tila.PAATTYNYT, Tila.PAATTYNEEN_POISTETTU)
MISSING = (Tila.PUUTTUU, Tila.POISTETTU, Tila.PAATTYNEEN_PUUTTUU, Tila.PAATTYNEEN_POISTETTU)
# What a row of the list shows.
SHOWN = """
    SELECT study.oid, learner.sukunimi, learner.etunimet, study.tutkinto_nimi, study.osaamisala_nimi, study.tila,
        hoks.id, hoks.ensikertainen_hyvaksyminen, hoks.paivitetty, hoks.muokattu, hoks.poistettu
    FROM ({page}) page JOIN hoks_opiskeluoikeus study ON study.oid = page.opiskeluoikeus_id
    JOIN hoks_oppija learner ON learner.oid = study.oppija_id
    LEFT JOIN hoks_hoks hoks ON hoks.opiskeluoikeus_id = study.oid
    ORDER BY page.edge {way} NULLS LAST, page.opiskeluoikeus_id {way}
"""


@dataclass(frozen=True)
class Query:
    """What a list is asked for: column of the order, states, words of names, of tutkinto and osaamisala, an eHOKS-id.

    place: how many rows are before the page; None is the last page. letter: where names begin with it.
    """

    order: str = "jarjestysnimi"
    descending: bool = False
    tilat: tuple[int, ...] = AKTIIVISET
    nimi: str = ""
    tutkinto: str = ""
    osaamisala: str = ""
    hoks_id: int | None = None
    place: int | None = 0
    letter: str = ""


@dataclass
class ListFloor:
    """Does the least SQL of a query within a scope; what only a cursor knows is looked up beforehand."""

    bare: Bare
    scope: Scope
    query: Query
    edge: tuple[Any, str] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.conditions, self.values = self._filter()
        way = "DESC" if self.query.descending else "ASC"
        if self.query.place:
            self.edge = self._edge(way)
        elif self.query.letter:
            self.edge = sort_key(self.query.letter), ""
        values, keys = list(self.values), ""
        if self.edge:
            keys = f" AND ({self.query.order}, opiskeluoikeus_id) {'<' if self.query.descending else '>'} (%s, %s)"
            values += self.edge
        backwards = self.query.place is None
        self.way = ("ASC" if way == "DESC" else "DESC") if backwards else way
        found = f"SELECT opiskeluoikeus_id, {self.query.order} AS edge FROM hoks_hakurivi WHERE {self.conditions}{keys}"
        if self.query.descending and not keys:
            # Missing values come last in either direction.
            found += f" AND {self.query.order} IS NOT NULL"
        ways = [(found, self.query.order)]
        if self.query.nimi or self.query.tutkinto or self.query.osaamisala or self.query.hoks_id:
            ways.append((f"SELECT * FROM ({found} OFFSET 0) found", "edge"))
        limit = f"LIMIT {ROWS}"
        pages = [f"{rows} ORDER BY {edge} {self.way}, opiskeluoikeus_id {self.way} {limit}" for rows, edge in ways]
        self.page_values = values
        self.page = min((SHOWN.format(page=page, way=self.way) for page in pages), key=self._seconds)
        limit = "" if self.scope.oid else f" LIMIT {CAP}"
        self.count = (
            f"SELECT count(*) AS found FROM (SELECT 1 FROM hoks_hakurivi WHERE {self.conditions}{limit}) counted"
        )

    def __call__(self) -> int:
        """The page's rows and the count; two statements."""
        self.bare.execute(self.page, self.page_values).fetchall()
        self.found()
        return 2

    def found(self, *, capped: bool = True) -> int:
        """How many rows match, for the country no further than the cap."""
        row = self.bare.execute(
            self.count if capped else self.count.replace(f" LIMIT {CAP}", ""), self.values
        ).fetchone()
        return row["found"] if row else 0

    def _seconds(self, statement: str) -> float:
        """How long the statement takes when what it needs is at hand."""
        self.bare.execute(statement, self.page_values)
        started = time.perf_counter()
        self.bare.execute(statement, self.page_values)
        return time.perf_counter() - started

    def _filter(self) -> tuple[str, list[Any]]:
        query = self.query
        conditions, values = ["tila = ANY (%s)"], cast(list[Any], [list(map(int, query.tilat))])
        if self.scope.oid:
            conditions.append("oppilaitos_oid = %s")
            values.append(self.scope.oid)
        for word in search_words(query.nimi):
            # A short word begins a name, a longer one may be anywhere in it.
            conditions.append("hakunimi ~ %s" if len(word) < LETTERS else "hakunimi LIKE %s")
            values.append(f"[ -]{re.escape(word)}" if len(word) < LETTERS else f"%{word}%")
        for name, text in (("tutkinto", query.tutkinto), ("osaamisala", query.osaamisala)):
            for word in search_words(text):
                conditions.append(f"{name}_avain = ANY (ARRAY(SELECT avain FROM hoks_koulutusnimi WHERE haku LIKE %s))")
                values.append(f"%{word}%")
        if query.hoks_id is not None:
            conditions.append("hoks_id = %s")
            values.append(query.hoks_id)
        return " AND ".join(conditions), values

    def _edge(self, way: str) -> tuple[Any, str] | None:
        """The row before the page."""
        found = self.bare.execute(
            f"SELECT {self.query.order} AS edge, opiskeluoikeus_id FROM hoks_hakurivi WHERE {self.conditions}"
            f" ORDER BY 1 {way} NULLS LAST, 2 {way} OFFSET %s LIMIT 1",
            [*self.values, (self.query.place or 1) - 1],
        ).fetchone()
        return (found["edge"], found["opiskeluoikeus_id"]) if found else None
