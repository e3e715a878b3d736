"""Indexes and constraints of tables that are to be filled: taken down before, put up after, whatever happens between.

What was taken down stands in a table of its own (KIRJA) until it is up again, so that even a filling that was killed
can be mended: the next one begins by putting up what the last one left.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from django.db import connection, models, transaction

KIRJA = "maa_rakenne"

# Everything but primary keys and checks, which cost next to nothing here: keys come in order. A partitioned table's
# index is told without ONLY, or its partitions would lack theirs.
_FOUND = """
SELECT 'constraint', conrelid::regclass::text, quote_ident(conname), contype::text,
    format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
    format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE contype IN ('f', 'u') AND conrelid = ANY(%(tables)s::regclass[]) AND conparentid = 0
UNION ALL
SELECT 'index', indrelid::regclass::text, quote_ident(relname), 'i',
    format('DROP INDEX %%s', indexrelid::regclass), replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ')
FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
WHERE indrelid = ANY(%(tables)s::regclass[])
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
ORDER BY 4, 2, 3
"""


@dataclass(frozen=True)
class Osa:
    """An index or a constraint: sort is f of a foreign key, i of an index, u of a unique constraint."""

    table: str
    name: str
    sort: str
    restore: str
    partitioned: bool

    @property
    def steps(self) -> tuple[str, ...]:
        """Statements that put it up; a foreign key is checked apart, with a lock that lets others be checked too."""
        if self.sort != "f":
            return (self.restore,)
        return f"{self.restore} NOT VALID", f"ALTER TABLE {self.table} VALIDATE CONSTRAINT {self.name}"


@transaction.atomic
def take_down(tables: Iterable[type[models.Model]]) -> None:
    """Drop the tables' indexes, foreign keys and unique constraints, and keep in KIRJA what they were."""
    names = [model._meta.db_table for model in tables]
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {KIRJA} (taulu text, nimi text, laji text, palautus text)")
        cursor.execute(_FOUND, {"tables": names})
        found = cursor.fetchall()
        for _kind, table, name, sort, drop, restore in found:
            cursor.execute(f"INSERT INTO {KIRJA} VALUES (%s, %s, %s, %s)", [table, name, sort, restore])
            cursor.execute(drop)


def is_down() -> bool:
    """Something was taken down and isn't known to be up again."""
    return KIRJA in connection.introspection.table_names()


def put_up(run: Callable[[list[list[str]]], object]) -> None:
    """Put up what was taken down.

    run: called with jobs that may go at the same time, until all are done; each is statements to execute in turn
    """
    missing = _missing()
    run(list(_jobs(osa for osa in missing if osa.sort != "f")))
    # Adding a foreign key takes no time, but locks both tables.
    keys = [osa for osa in missing if osa.sort == "f"]
    with connection.cursor() as cursor:
        for osa in keys:
            cursor.execute(osa.steps[0])
    run([[osa.steps[1]] for osa in keys])
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {KIRJA}")


def _jobs(parts: Iterable[Osa]) -> Iterator[list[str]]:
    """A job each, but one for all of a partitioned table, the longest first.

    PostgreSQL names the indexes of partitions itself, and two at the same time may come upon the same name.
    """
    together: dict[str, list[str]] = defaultdict(list)
    for number, osa in enumerate(parts):
        together[osa.table if osa.partitioned else f"{osa.table} {number}"] += osa.steps
    yield from sorted(together.values(), key=len, reverse=True)


def put_up_here() -> None:
    """Put up what was taken down, one after another."""

    def run(jobs: list[list[str]]) -> None:
        with connection.cursor() as cursor:
            for statement in chain(*jobs):
                cursor.execute(statement)

    put_up(run)


def _missing() -> list[Osa]:
    """What KIRJA tells and the database lacks; a foreign key that isn't checked yet is dropped, to be made anew."""
    with connection.cursor() as cursor:
        cursor.execute(f"""
            SELECT format('ALTER TABLE %s DROP CONSTRAINT %s', taulu, nimi) FROM {KIRJA}
            JOIN pg_constraint ON conrelid = taulu::regclass AND quote_ident(conname) = nimi WHERE NOT convalidated
        """)
        for (drop,) in cursor.fetchall():
            cursor.execute(drop)
        cursor.execute(f"""
            SELECT taulu, nimi, laji, palautus, relkind = 'p'
            FROM {KIRJA} JOIN pg_class ON pg_class.oid = taulu::regclass
            WHERE NOT EXISTS (
                SELECT FROM pg_constraint WHERE conrelid = taulu::regclass AND quote_ident(conname) = nimi
            ) AND NOT (laji = 'i' AND to_regclass(nimi) IS NOT NULL)
        """)
        return [Osa(*told) for told in cursor.fetchall()]
