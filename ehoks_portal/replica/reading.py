"""One request's choice of where it reads plans."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connection, connections

from ehoks_portal.replica.health import Health
from ehoks_portal.replica.written import wrote

ALIAS = "replica"
SAFE = ("GET", "HEAD")
health = Health(ALIAS)
_current: ContextVar["Reading | None"] = ContextVar("replica_reading", default=None)


def is_configured() -> bool:
    return ALIAS in settings.DATABASES


@contextmanager
def serving(method: str, user) -> Iterator[None]:
    """What the block, a request of that HTTP method, reads of plans may come from the replica if it only reads.

    user: who asks, may be lazy or anonymous. Once the block has written he is remembered to have, whatever it ended
    in; a reading that writes after all reads from the primary from then on. Nothing happens where there is no replica.
    """
    if not is_configured():
        yield
        return
    try:
        with ExitStack() as stack:
            reading = Reading(user, stack) if method in SAFE else None
            token = _current.set(reading)
            stack.callback(_current.reset, token)
            yield
    finally:
        if (reading is None or reading.has_written) and user.is_authenticated:
            wrote(user)


def current() -> "Reading | None":
    """The reading that the running request is in, None outside any."""
    return _current.get()


class Reading:
    """Decides at the first read of a plan, so that a request that reads none asks nothing; then sticks to it."""

    def __init__(self, user, stack: ExitStack):
        self._user, self._stack = user, stack
        self._alias: str | None = None
        self.has_written = False

    def alias(self) -> str:
        """Where to read now. Inside a transaction of the primary that is the primary."""
        if connection.in_atomic_block:
            return DEFAULT_DB_ALIAS
        if self._alias is None:
            # Whom we don't know has no writes to look for.
            self._alias = (
                ALIAS if self._user.is_authenticated and health.may_answer(self._user.pk) else DEFAULT_DB_ALIAS
            )
            if self._alias == ALIAS:
                self._stack.enter_context(connections[ALIAS].execute_wrapper(self._or_from_primary))
        return self._alias

    def write(self) -> None:
        """The request writes what it may read again."""
        self._alias, self.has_written = DEFAULT_DB_ALIAS, True

    def _or_from_primary(self, execute, sql, params, many, context):
        """Run a statement on the replica and, when that fails in whatever way, on the primary, as the rest after it.

        The replica may be gone, may have cancelled the statement for what it replays, or may not have a new column
        yet. Each statement of a reading stands by itself, so none needs to be undone or repeated.
        """
        started = time.monotonic()
        try:
            return execute(sql, params, many, context)
        except Error as error:
            self._alias = DEFAULT_DB_ALIAS
            lost = context["connection"].connection
            if lost is None or lost.closed:
                health.lost(error, time.monotonic() - started)
            asked = connection.cursor()
            asked.execute(sql, params)
            # The caller fetches the rows from the cursor it has: from now on that is the primary's.
            context["cursor"].cursor = asked.cursor
            return asked
