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

# Of an attempt that took long before it failed, the time until the next is so many times that: a machine that is gone
# and answers nothing costs few requests a wait.
REST = 20

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
        try:
            replayed = self.replayed()
            complaint = "is a primary" if replayed is None else ""
        except Error as error:
            replayed, complaint = None, f"does not answer ({type(error).__name__})"
        if replayed is None:
            failed = time.monotonic()
            self._retry_at = failed + max(settings.DATABASE_REPLICA_RETRY, REST * (failed - now))
            self._complain(complaint)
            return False
        self._retry_at = 0.0
        self._note(now, primary, replayed)
        return written <= replayed and now - self._fresh_at <= settings.DATABASE_REPLICA_MAX_LAG

    def replayed(self) -> int | None:
        """How far the replica has come, None for a server that is none; a database error when it doesn't answer."""
        connection = connections[self._alias]
        was_open = connection.connection is not None
        try:
            return self._ask(connection)
        except Error:
            connection.close()
            if not was_open:
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
