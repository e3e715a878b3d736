"""How far the primary had come when each user last wrote: what the replica must have before it may answer him.

Positions in the write-ahead log are told in bytes from its beginning, on both servers alike.
"""

from django.db import connection

INSERTED = "pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint"
# The position is computed once the row is locked, so of two writes at once the later one stays.
_WROTE = f"""
INSERT INTO accounts_lastwrite (user_id, lsn) VALUES (%s, {INSERTED})
ON CONFLICT (user_id) DO UPDATE SET lsn = {INSERTED}
"""
_POSITIONS = f"SELECT {INSERTED}, (SELECT lsn FROM accounts_lastwrite WHERE user_id = %s)"


def wrote(user) -> None:
    """Remember that the user's writes up to now are committed; he reads the replica once it has them. One statement.

    Called after the commit and before the answer. It waits for the disk like any write, so that a crash of the
    primary forgets no one's.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WROTE, [user.pk])


def positions(user_id: int) -> tuple[int, int]:
    """(how far the primary is now, what the replica must have for the user; 0 for one who hasn't written).

    A position that the primary has not reached is another server's, from before a dump was restored, and counts as 0.
    """
    with connection.cursor() as cursor:
        cursor.execute(_POSITIONS, [user_id])
        now, written = cursor.fetchone()
    return now, written if written is not None and written <= now else 0
