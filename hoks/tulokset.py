"""What the officials' list shows of the study rights it has found.

One statement written by hand: the list is asked for most often, and building the same by the ORM took a fifth of its
time (docs/adr/0012).
"""

import json
from dataclasses import dataclass
from typing import Any

from django.db import connections, router
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL

from accounts.models import Organisaatio
from accounts.permissions import is_paakayttaja
from hoks.models import Hakurivi, Hoks, Luonnos, Opiskeluoikeus, Oppija
from hoks.paging import Span

# What is read of each; the rest is fetched if it is asked for.
_READ: dict[type[Model], tuple[str, ...]] = {
    Opiskeluoikeus: (
        "oid",
        "oppilaitos_oid",
        "tila",
        "suoritustyypit",
        "tutkinto_nimi",
        "osaamisala_nimi",
    ),
    Oppija: ("oid", "etunimet", "sukunimi"),
    Hoks: ("id", "muokattu", "poistettu", "ensikertainen_hyvaksyminen", "paivitetty"),
}
_NAMES = slice(_READ[Opiskeluoikeus].index("tutkinto_nimi"), len(_READ[Opiskeluoikeus]))


@dataclass(frozen=True, slots=True)
class Tulos:
    """A study right with its learner, and what is known of its plan.

    hoks: its plan as far as the user sees one: a deleted one only when he can restore it
    on_poistettu: whether there is a deleted plan, seen or not
    omistajat: keys of those who have a draft open
    oppilaitos_nimi: the school's name by language, empty when nobody has told it; None when it wasn't asked for
    edge: the value the row is ordered by
    """

    opiskeluoikeus: Opiskeluoikeus
    hoks: Hoks | None
    on_poistettu: bool
    omistajat: list[int]
    oppilaitos_nimi: dict[str, str] | None
    edge: Any

    @property
    def pk(self) -> str:
        """The study right's OID."""
        return self.opiskeluoikeus.pk


def read(user, keys: QuerySet | RawSQL, span: Span, *, oppilaitos: bool = False) -> list[Tulos]:
    """The rows of these keys (paging.KEYS, of Hakurivi), in the span's order. One statement.

    Not narrowed to what the user may read, but for deleted plans. oppilaitos: with the school's name.
    """
    found, params = (keys.sql, keys.params) if isinstance(keys, RawSQL) else keys.query.sql_with_params()
    school = f"SELECT nimi FROM {_table(Organisaatio)} WHERE oid = oikeus.oppilaitos_oid"
    direction = "DESC" if span.falling else "ASC"
    with connections[router.db_for_read(Hakurivi)].cursor() as cursor:
        cursor.execute(
            f"""
            SELECT {_columns("oikeus", Opiskeluoikeus)}, {_columns("oppija", Oppija)},
                {_columns("suunnitelma", Hoks)},
                ARRAY(SELECT omistaja_id FROM {_table(Luonnos)} WHERE opiskeluoikeus_id = oikeus.oid),
                {f"coalesce(({school}), '{{}}')" if oppilaitos else "NULL"}, avain.edge
            FROM ({found}) avain (oid, edge)
            JOIN {_table(Opiskeluoikeus)} oikeus ON oikeus.oid = avain.oid
            JOIN {_table(Oppija)} oppija ON oppija.oid = oikeus.oppija_id
            LEFT JOIN {_table(Hoks)} suunnitelma ON suunnitelma.opiskeluoikeus_id = avain.oid
            ORDER BY avain.edge {direction}, avain.oid {direction}
            """,
            params,
        )
        sees_deleted = is_paakayttaja(user)
        return [_tulos(row, sees_deleted) for row in cursor.fetchall()]


def _table(model: type[Model]) -> str:
    return model._meta.db_table


def _columns(alias: str, model: type[Model]) -> str:
    return ", ".join(f"{alias}.{field}" for field in _READ[model])


def _tulos(row: tuple, sees_deleted: bool) -> Tulos:
    right, rest = _made(Opiskeluoikeus, row)
    right.oppija, rest = _made(Oppija, rest)
    hoks, (omistajat, nimi, edge) = _made(Hoks, rest)
    seen = hoks.pk and (sees_deleted or not hoks.on_poistettu)
    return Tulos(right, hoks if seen else None, hoks.on_poistettu, omistajat, nimi and json.loads(nimi), edge)


def _made(model: type[Model], row: tuple) -> tuple[Any, tuple]:
    """An instance of the row's first columns, and the other columns."""
    names = _READ[model]
    values = row[: len(names)]
    if model is Opiskeluoikeus:
        values = (*values[: _NAMES.start], *map(json.loads, values[_NAMES]))
    return model.from_db("default", names, values), row[len(names) :]
