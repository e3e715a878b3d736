"""Whether the replica may answer, as one process sees it."""

import logging
import time

from django.conf import settings
from django.db import Error, connections

from ehoks_portal.replica.written import positions

# Null from a server that is no replica (any more): one promoted by mistake goes its own way from then on.
_REPLAYED = """
SELECT CASE WHEN pg_is_in_recovery() THEN pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::bigint END
"""

# After a failure that took long the next attempt comes that many times later, but no later than so many seconds: a
# machine that is gone, or has stopped, costs few requests a wait.
REST = 20
LONGEST_REST = 60
# A failure after less than this many seconds may be that of a connection to a server that has been restarted.
AT_ONCE = 1

log = logging.getLogger(__name__)


class Health:
    """What is known of the replica: when it may be tried again, and how fresh it is.

    Freshness needs no clock but our own, and holds also when the replica doesn't know that it has lost its primary:
    we note how far the primary was at a moment, and once the replica has come that far it was fresh at that moment.
    Threads share it without a lock: a lost update costs one request of one of them a reading from the primary.
    """

    def __init__(self, alias: str):
        self._alias = alias
        self._retry_at = 0.0
        self._fresh_at = float("-inf")
        # (moment, position of the primary then), until the replica has reached it.
        self._awaited: tuple[float, int] | None = None
        self._complaint = ""

    def may_answer(self, user_id: int) -> bool:
        """The replica answers, has what the user has written, and is fresh: one statement on each server.

        While it is out one request in each process tries it every DATABASE_REPLICA_RETRY seconds or so.
        """
        now = time.monotonic()
        if now < self._retry_at:
            return False
        if self._complaint:
            # Others don't try meanwhile: connecting may take its time.
            self._retry_at = now + settings.DATABASE_REPLICA_RETRY
        primary, written = positions(user_id)
        started = time.monotonic()
        try:
            replayed = self.replayed()
        except Error as error:
            self.lost(error, time.monotonic() - started)
            return False
        if replayed is None:
            self._rest("is a primary", 0)
            return False
        self._retry_at = 0.0
        self._note(now, primary, replayed)
        return written <= replayed and now - self._fresh_at <= settings.DATABASE_REPLICA_MAX_LAG

    def lost(self, error: Exception, waited: float) -> None:
        """It didn't answer; that took so many seconds."""
        self._rest(f"does not answer ({type(error).__name__})", waited)

    def _rest(self, complaint: str, waited: float) -> None:
        seconds = max(settings.DATABASE_REPLICA_RETRY, min(REST * waited, LONGEST_REST))
        self._retry_at = time.monotonic() + seconds
        self._complain(complaint)

    def replayed(self) -> int | None:
        """How far the replica has come, None for a server that is none; a database error when it doesn't answer."""
        connection = connections[self._alias]
        was_open, started = connection.connection is not None, time.monotonic()
        try:
            return self._ask(connection)
        except Error:
            connection.close()
            if not was_open or time.monotonic() - started > AT_ONCE:
                raise
            # It may have been restarted since.
            return self._ask(connection)

    @staticmethod
    def _ask(connection) -> int | None:
        with connection.cursor() as cursor:
            cursor.execute(_REPLAYED)
            (position,) = cursor.fetchone()
        if position is None:
            # What is behind the address will be put right.
            connection.close()
        return position

    def _note(self, now: float, primary: int, replayed: int) -> None:
        if replayed >= primary:
            self._fresh_at, self._awaited = max(self._fresh_at, now), None
        elif self._awaited is None:
            self._awaited = now, primary
        elif replayed >= self._awaited[1]:
            self._fresh_at, self._awaited = max(self._fresh_at, self._awaited[0]), (now, primary)
        elif now - self._awaited[0] > settings.DATABASE_REPLICA_MAX_LAG:
            self._complain(f"lags more than {settings.DATABASE_REPLICA_MAX_LAG} s")
            return
        self._complain("")

    def _complain(self, complaint: str) -> None:
        """Log the first of a kind, and the end of it."""
        if complaint == self._complaint:
            return
        if complaint:
            log.warning("The replica %s; the primary is read instead", complaint)
        else:
            log.warning("The replica is read again")
        self._complaint = complaint
