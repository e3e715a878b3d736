"""The floor: the bare SQL of the same work in one psycopg loop, without Django, contract, rules, tickets and rights.

The plan's own rows, its snapshot, the audit entry and, for writes, the transfer log's; JSON where the work has JSON.
Plans are read whole with one statement, as JSON; rows are written with one for each table and kind of change, however
many they are; psycopg prepares what comes often.
"""

import json
import uuid
from typing import Any

import psycopg
from django.db import connection, models
from psycopg import sql
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from accounts.models import User
from hoks.luvut import jaksot
from hoks.models import (
    Hakurivi,
    HankittavaKoulutuksenOsa,
    Hoks,
    HoksVersio,
    Opiskeluoikeus,
    OpiskeluvalmiuksiaTukevatOpinnot,
    Oppija,
    OppimisenTuki,
    OsaamisenHankkimistapa,
    OsaamisenOsoittaminen,
    Siirto,
    Tapahtuma,
    TutkinnonOsa,
)
from hoks.rules.osaamisen_hankkimistapa import TYOPAIKKAJAKSOT

Row = dict[str, Any]
Bare = psycopg.Connection[Row]
PARTS: list[type[models.Model]] = [
    TutkinnonOsa,
    OsaamisenHankkimistapa,
    OsaamisenOsoittaminen,
    HankittavaKoulutuksenOsa,
    OppimisenTuki,
    OpiskeluvalmiuksiaTukevatOpinnot,
]
Parts = dict[type[models.Model], list[Row]]
# A plan, its learner, and an array of its rows for each of PARTS.
PLANS = """
    SELECT json_build_array(
        jsonb_build_object('oppija_oid', studies.oppija_id) || to_jsonb(hoks), json_build_array({rows})
    )::text AS plan
    FROM {{}} hoks JOIN {{}} studies ON studies.oid = hoks.opiskeluoikeus_id WHERE
""".format(
    rows=", ".join(
        ["(SELECT json_agg(part ORDER BY part.jarjestys) FROM {} part WHERE part.hoks_id = hoks.id)"] * len(PARTS)
    )
)


def connect() -> Bare:
    """A plain connection to the database of the settings."""
    told = connection.get_connection_params()
    given = {name: told[name] for name in ("dbname", "host", "port", "user", "password", "options") if told.get(name)}
    return psycopg.connect(**given, row_factory=dict_row)


class Floor:
    """Each method is the bare work of one request, committed; `statements` is how many the last one took."""

    def __init__(self, connection: Bare, template: int, document: dict):
        """template: id of the plan whose rows a new plan gets; document: what snapshots hold."""
        self.connection, self.document = connection, document
        self.statements = 0
        with self._work():
            # Beyond the versions of an earlier run in the same database.
            [latest] = self._rows("SELECT max(numero) AS numero FROM {}", [HoksVersio])
            self.versionumero = max(1_000_000, latest["numero"] or 0)
            [(self.hoks, self.parts)] = self._read("hoks.id = %s", template)
            self.event = self._rows("SELECT * FROM {} ORDER BY id DESC LIMIT 1", [Tapahtuma])[0]
            self.transfer = self._rows("SELECT * FROM {} ORDER BY id DESC LIMIT 1", [Siirto])[0]

    def get(self, hoks_id: int) -> None:
        """Read one plan whole."""
        with self._work():
            self._read("hoks.id = %s", hoks_id)
            self._insert(Tapahtuma, [self.event])

    def post(self, opiskeluoikeus_oid: str) -> None:
        """Make a plan."""
        with self._work():
            self._opiskeluoikeus(opiskeluoikeus_oid)
            new = self.hoks | {"opiskeluoikeus_id": opiskeluoikeus_oid, "eid": uuid.uuid4()}
            hoks_id = self._insert(Hoks, [new])[0]
            self._insert_parts(hoks_id, self.parts)
            self._keep(hoks_id)

    def put_unchanged(self, hoks_id: int) -> None:
        """Find out that a plan is as it was."""
        with self._work():
            self._read("hoks.id = %s FOR UPDATE OF hoks", hoks_id)
            self._insert(Tapahtuma, [self.event])
            self._insert(Siirto, [self.transfer])

    def put_changed(self, hoks_id: int) -> None:
        """Change one period's text, and put one unit with what hangs on it in another's place."""
        with self._work():
            [(_hoks, parts)] = self._read("hoks.id = %s FOR UPDATE OF hoks", hoks_id)
            gone = [row for row in parts[TutkinnonOsa] if row["laji"] == TutkinnonOsa.Laji.HANKITTAVA_AMMATILLINEN][-1]
            below = {
                model: [row for row in rows if row.get("tutkinnon_osa_id") == gone["id"]]
                for model, rows in parts.items()
            }
            for model in (OsaamisenHankkimistapa, OsaamisenOsoittaminen):
                self._run("DELETE FROM {} WHERE tutkinnon_osa_id = %s", [model], gone["id"])
            self._run("DELETE FROM {} WHERE id = %s", [TutkinnonOsa], gone["id"])
            period = next(row for row in parts[OsaamisenHankkimistapa] if row["tutkinnon_osa_id"] != gone["id"])
            told = "UPDATE {} SET ajanjakson_tarkenne = %s WHERE id = %s"
            self._run(told, [OsaamisenHankkimistapa], f"Muutettu {self.versionumero}", period["id"])
            self._insert_parts(hoks_id, below | {TutkinnonOsa: [gone]})
            self._run("UPDATE {} SET muokattu = now() WHERE id = %s", [Hoks], hoks_id)
            self._keep(hoks_id)

    def patch(self, hoks_id: int) -> None:
        """Change one field of the top level."""
        with self._work():
            self._read("hoks.id = %s FOR UPDATE OF hoks", hoks_id)
            told = "UPDATE {} SET muokattu = now(), sahkoposti = %s WHERE id = %s"
            self._run(told, [Hoks], f"mitta{self.versionumero}@example.org", hoks_id)
            self._keep(hoks_id)

    def paged(self, from_id: int, amount: int) -> None:
        """Read so many plans whole."""
        with self._work():
            self._read("hoks.id > %s ORDER BY hoks.id LIMIT %s", from_id, amount)
            self._insert(Tapahtuma, [self.event])

    def validointi(self, opiskeluoikeus_oid: str) -> None:
        """Fetch what a document is judged against."""
        with self._work():
            self._opiskeluoikeus(opiskeluoikeus_oid)

    # --- What the work is made of ------------------------------------------------------------

    def _work(self):
        self.statements = 0
        return self.connection.transaction()

    def _run(self, text: str, tables: list[type[models.Model]], *arguments: Any) -> psycopg.Cursor[Row]:
        self.statements += 1
        names = [sql.Identifier(model._meta.db_table) for model in tables]
        return self.connection.execute(sql.SQL(text).format(*names), arguments)

    def _rows(self, text: str, tables: list[type[models.Model]], *arguments: Any) -> list[Row]:
        return self._run(text, tables, *arguments).fetchall()

    def _opiskeluoikeus(self, oid: str) -> None:
        told = "SELECT * FROM {} AS studies JOIN {} AS learner ON learner.oid = oppija_id WHERE studies.oid = %s"
        self._rows(told + " FOR UPDATE OF studies", [Opiskeluoikeus, Oppija], oid)

    def _read(self, which: str, *arguments: Any) -> list[tuple[Row, Parts]]:
        """Plans, each with its rows, made into what Python knows and into the text of an answer or a snapshot."""
        plans = []
        for found in self._rows(PLANS + which, [*PARTS, Hoks, Opiskeluoikeus], *arguments):
            hoks, parts = json.loads(found["plan"])
            json.dumps([hoks, parts], ensure_ascii=False)
            plans.append((hoks, {model: rows or [] for model, rows in zip(PARTS, parts, strict=True)}))
        return plans

    def _insert(self, model: type[models.Model], rows: list[Row]) -> list[int]:
        """Insert rows of one table with one statement, each with a new id; returns the ids in order."""
        if not rows:
            return []
        fields = [field for field in model._meta.concrete_fields if not field.primary_key]
        columns = sql.SQL(", ").join(sql.Identifier(field.column) for field in fields)
        one = sql.SQL("({})").format(sql.SQL(", ").join([sql.Placeholder()] * len(fields)))
        values = [
            Jsonb(row[field.column]) if isinstance(field, models.JSONField) and row[field.column] is not None
            else uuid.uuid4() if field.column == "module_id"
            else row[field.column]
            for row in rows
            for field in fields
        ]  # fmt: skip
        self.statements += 1
        insert = sql.SQL("INSERT INTO {} ({}) VALUES {} RETURNING id").format(
            sql.Identifier(model._meta.db_table), columns, sql.SQL(", ").join([one] * len(rows))
        )
        return [row["id"] for row in self.connection.execute(insert, values)]

    def _insert_parts(self, hoks_id: int, parts: Parts) -> None:
        """Insert the rows as another plan's, or anew: units, then their sub-areas, then what hangs on both."""
        ids: dict[int | None, int | None] = {None: None}
        for below_units in (False, True):
            units = [
                row for row in parts[TutkinnonOsa] if (row["yhteinen_tutkinnon_osa_id"] is not None) == below_units
            ]
            moved = [
                row | {"hoks_id": hoks_id, "yhteinen_tutkinnon_osa_id": ids[row["yhteinen_tutkinnon_osa_id"]]}
                for row in units
            ]
            ids |= zip((row["id"] for row in units), self._insert(TutkinnonOsa, moved), strict=True)
        for model, rows in parts.items():
            if model is not TutkinnonOsa:
                owner = {"hoks_id": hoks_id}
                self._insert(
                    model,
                    [
                        row
                        | owner
                        | ({"tutkinnon_osa_id": ids[row["tutkinnon_osa_id"]]} if "tutkinnon_osa_id" in row else {})
                        for row in rows
                    ],
                )
        # What reports count and deadlines are told by: the portal's own statement, which takes away what is gone too.
        self.statements += 1
        self.connection.execute(jaksot.WRITE, {"kinds": [*TYOPAIKKAJAKSOT], "plans": [hoks_id]})

    def _keep(self, hoks_id: int) -> None:
        """The list's row, snapshot, audit entry, transfer log."""
        told = "UPDATE {} SET hoks_id = %s, paivitetty = now() FROM {} hoks WHERE hoks.id = %s"
        self._run(
            f"{told} AND {{}}.opiskeluoikeus_id = hoks.opiskeluoikeus_id", [Hakurivi, Hoks, Hakurivi], hoks_id, hoks_id
        )
        self.versionumero += 1
        snapshot = "INSERT INTO {} (hoks_id, numero, aika, tekija_id, kanava, syy, dokumentti, yhteystiedot)"
        told = " SELECT %s, %s, now(), min(id), 'tiedonsiirto', '', %s, '{{}}' FROM {}"
        self._run(snapshot + told, [HoksVersio, User], hoks_id, self.versionumero, Jsonb(self.document))
        self._insert(Tapahtuma, [self.event])
        self._insert(Siirto, [self.transfer])
