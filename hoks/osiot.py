"""Partitions by month of the audit trail and the transfer log: made ahead, dropped whole when old (docs/adr/0013).

A month is a calendar month in UTC. Rows of a month that has no partition go to the default partition, so that nothing
is ever lost; making the month's partition moves them there. Every change is a short transaction of its own that waits
LOCK_TIMEOUT at most for each of its locks, then lets everybody else go first and tries again.
"""

import datetime as dt
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from django.db import OperationalError, connection, models, transaction
from psycopg import errors, sql

from hoks.models import Siirto, Tapahtuma

PARTITIONED: tuple[type[models.Model], ...] = (Tapahtuma, Siirto)
# Months made before they come; the command may fail to run for that long.
AHEAD = 3
# Shorter than PostgreSQL's deadlock_timeout: of two that wait for each other it is we who give way.
LOCK_TIMEOUT = "500ms"
ATTEMPTS = 20
PAUSE_SECONDS = 1.0

Result = TypeVar("Result")


class Busy(Exception):
    """The table was in such use that its locks could not be had; trying again later harms nothing."""


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month in UTC."""

    year: int
    number: int

    @classmethod
    def of(cls, moment: dt.datetime) -> "Month":
        """The month of an aware moment."""
        utc = moment.astimezone(dt.UTC)
        return cls(utc.year, utc.month)

    @property
    def start(self) -> dt.datetime:
        return dt.datetime(self.year, self.number, 1, tzinfo=dt.UTC)

    @property
    def next(self) -> "Month":
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    def __str__(self) -> str:
        return f"{self.year:04}_{self.number:02}"


@dataclass(frozen=True)
class Partition:
    """One partition as the catalogue tells it; its rows' `aika` is at least `start` and less than `end`."""

    model: type[models.Model]
    table: str
    start: dt.datetime
    end: dt.datetime


@dataclass(frozen=True)
class Old:
    """What has been kept long enough: a whole partition, or rows of the default partition before a moment.

    rows: how many; size: of the partition with its indexes, or of the rows alone, in bytes
    """

    model: type[models.Model]
    table: str
    before: dt.datetime
    rows: int
    size: int

    @property
    def in_default(self) -> bool:
        return self.table == default_table(self.model)


def default_table(model: type[models.Model]) -> str:
    """Name of the partition that takes what no other does."""
    return f"{model._meta.db_table}_muut"


def table_of(model: type[models.Model], month: Month) -> str:
    """Name of the month's partition when it is made here."""
    return f"{model._meta.db_table}_{month}"


def partitions(model: type[models.Model]) -> list[Partition]:
    """The months there are, oldest first; the default partition is not among them."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT child.relname, pg_get_expr(child.relpartbound, child.oid)
            FROM pg_inherits JOIN pg_class AS child ON child.oid = inhrelid
            WHERE inhparent = %s::regclass
            """,
            [model._meta.db_table],
        )
        found = []
        for table, bounds in cursor.fetchall():
            moments = re.findall(r"'([^']+)'", bounds)
            if len(moments) == 2:
                start, end = (dt.datetime.fromisoformat(moment) for moment in moments)
                found.append(Partition(model, table, start, end))
    return sorted(found, key=lambda partition: partition.start)


def months(first: dt.datetime, last: dt.datetime) -> Iterator[Month]:
    """Every month from that of one moment to that of another."""
    month = Month.of(first)
    while month <= Month.of(last):
        yield month
        month = month.next


def kept_since(days: int, now: dt.datetime) -> dt.datetime | None:
    """The moment from which rows are kept that must be kept so many days at least; None when days is 0: for ever.

    It begins a month: months go whole, so a row stays a month longer at most.
    """
    return Month.of(now - dt.timedelta(days=days)).start if days else None


def missing(model: type[models.Model], now: dt.datetime, since: dt.datetime | None = None) -> dict[Month, int]:
    """Months that want a partition, oldest first, with how many of their rows are in the default one.

    They are this month, the next AHEAD, and those of rows in the default partition from `since` on.
    """
    month = Month.of(now)
    wanted = {}
    for _step in range(AHEAD + 1):
        wanted[month] = 0
        month = month.next
    query = sql.SQL("SELECT date_trunc('month', aika, 'UTC'), count(*) FROM {} GROUP BY 1")
    with connection.cursor() as cursor:
        cursor.execute(query.format(_name(default_table(model))))
        wanted |= {Month.of(start): rows for start, rows in cursor.fetchall() if since is None or start >= since}
    existing = partitions(model)
    return {
        month: rows
        for month, rows in sorted(wanted.items())
        if not any(part.start <= month.start < part.end for part in existing)
    }


def make(model: type[models.Model], month: Month) -> int:
    """Make the month's partition unless it is there, and move the month's rows from the default one into it.

    Returns how many were moved. Meanwhile everybody who needs the table waits: for some milliseconds when there are no
    such rows, as when months are made ahead, else some twenty seconds for a million of them.
    """
    names = {
        "parent": _name(model._meta.db_table),
        "default": _name(default_table(model)),
        "table": _name(table_of(model, month)),
        "start": sql.Literal(month.start.isoformat()),
        "end": sql.Literal(month.next.start.isoformat()),
    }

    def work(cursor) -> int:
        # A weaker lock would let in transactions that end up waiting for a partition's lock and we for theirs; with
        # none, a writer already on his way to the default partition would be refused by it once the month is there.
        cursor.execute(sql.SQL("LOCK TABLE ONLY {parent} IN ACCESS EXCLUSIVE MODE").format(**names))
        if any(part.start <= month.start < part.end for part in partitions(model)):
            return 0
        cursor.execute(
            sql.SQL("CREATE TABLE {table} (LIKE {default} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)").format(**names)
        )
        cursor.execute(
            sql.SQL("""
                WITH moved AS (DELETE FROM {default} WHERE aika >= {start} AND aika < {end} RETURNING *)
                INSERT INTO {table} SELECT * FROM moved
            """).format(**names)
        )
        moved = cursor.rowcount
        cursor.execute(
            sql.SQL("ALTER TABLE {parent} ATTACH PARTITION {table} FOR VALUES FROM ({start}) TO ({end})").format(
                **names
            )
        )
        return moved

    return _patiently(work)


def old(model: type[models.Model], since: dt.datetime | None) -> list[Old]:
    """What need not be kept: months that end by then, oldest first, and what the default partition has from before.

    Nothing when `since` is None.
    """
    if since is None:
        return []
    found = [_measured(part) for part in partitions(model) if part.end <= since]
    table = default_table(model)
    query = sql.SQL("SELECT count(*), coalesce(sum(pg_column_size(old)), 0) FROM {} AS old WHERE aika < %s")
    with connection.cursor() as cursor:
        cursor.execute(query.format(_name(table)), [since])
        rows, size = cursor.fetchone()
    return [*found, Old(model, table, since, rows, size)] if rows else found


def _measured(part: Partition) -> Old:
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("SELECT count(*), pg_total_relation_size({}::regclass) FROM {}").format(
                sql.Literal(part.table), _name(part.table)
            )
        )
        rows, size = cursor.fetchone()
    return Old(part.model, part.table, part.end, rows, size)


def drop(gone: Old) -> None:
    """Drop what `old` found.

    A month is dropped whole, with the table locked against everybody for some milliseconds. (DETACH … CONCURRENTLY
    would lock nobody out, but PostgreSQL refuses it beside a default partition.)
    """
    if gone.in_default:
        query = sql.SQL("DELETE FROM {} WHERE aika < {}").format(
            _name(gone.table), sql.Literal(gone.before.isoformat())
        )
    else:
        query = sql.SQL("DROP TABLE {}").format(_name(gone.table))
    _patiently(lambda cursor: cursor.execute(query))


def analyze(model: type[models.Model]) -> None:
    """Bring the whole table's statistics up to date; autovacuum keeps those of each partition only."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("ANALYZE {}").format(_name(model._meta.db_table)))


def _name(table: str) -> sql.Identifier:
    return sql.Identifier(table)


def _patiently(work: Callable[..., Result]) -> Result:
    """Do the work in a transaction of its own, again when a lock can't be had in time; Busy when it never could."""
    for _attempt in range(ATTEMPTS):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql.SQL("SET LOCAL lock_timeout = {}").format(sql.Literal(LOCK_TIMEOUT)))
                return work(cursor)
        except OperationalError as error:
            if not isinstance(error.__cause__, errors.LockNotAvailable | errors.DeadlockDetected):
                raise
            time.sleep(PAUSE_SECONDS)
    raise Busy
