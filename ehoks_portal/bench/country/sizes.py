"""How big tables and their indexes are, and how much of that 100 000 plans take."""

from dataclasses import dataclass

from django.db import connection

# Partitions are told with the table they are of.
SIZES = """
    SELECT coalesce(parent.relname, own.relname), sum(greatest(own.reltuples, 0))::bigint,
        sum(pg_table_size(own.oid))::bigint, sum(pg_indexes_size(own.oid))::bigint
    FROM pg_class own JOIN pg_namespace space ON space.oid = own.relnamespace
    LEFT JOIN pg_inherits ON inhrelid = own.oid LEFT JOIN pg_class parent ON parent.oid = inhparent
    WHERE own.relkind = 'r' AND space.nspname = 'public'
    GROUP BY 1 ORDER BY sum(pg_total_relation_size(own.oid)) DESC
"""
# Tables that hold what only whole plans have: their parts, and the versions with the documents.
OF_WHOLE_PLANS = {
    "hoks_tutkinnonosa",
    "hoks_osaamisenhankkimistapa",
    "hoks_osaamisenosoittaminen",
    "hoks_hankittavakoulutuksenosa",
    "hoks_oppimisentuki",
    "hoks_opiskeluvalmiuksiatukevatopinnot",
    "hoks_tyopaikkajakso",
    "hoks_hoksversio",
}
PER = 100_000
# Bytes below which a table is not worth a row.
TRIFLE = 1_000_000


@dataclass(frozen=True)
class Table:
    """A table with its partitions: rows as PostgreSQL estimates them, bytes of the table and of its indexes.

    plans: how many plans those rows are of
    """

    name: str
    rows: int
    size: int
    indexes: int
    plans: int

    def per(self, size: int) -> float:
        """So many bytes for 100 000 plans."""
        return size * PER / self.plans if self.plans else 0.0


@dataclass(frozen=True)
class Sizes:
    """The tables worth telling of; plans: all of them, whole: those that have all their parts; the database's bytes."""

    tables: list[Table]
    plans: int
    whole: int
    database: int


def measure() -> Sizes:
    """Read the catalogue; what it estimates is brought up to date first."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SELECT count(*) FROM hoks_hoks")
        plans = cursor.fetchone()[0]
        parts = "SELECT 1 FROM hoks_tutkinnonosa part WHERE part.hoks_id = hoks.id"
        cursor.execute(f"SELECT count(*) FROM hoks_hoks hoks WHERE EXISTS ({parts})")
        whole = cursor.fetchone()[0]
        cursor.execute("SELECT pg_database_size(current_database())")
        database = cursor.fetchone()[0]
        cursor.execute(SIZES)
        told = [
            Table(name, rows, size, indexes, whole if name in OF_WHOLE_PLANS else plans)
            for name, rows, size, indexes in cursor.fetchall()
        ]
    return Sizes([table for table in told if table.size + table.indexes > TRIFLE], plans, whole, database)
