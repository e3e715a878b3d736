"""Connections that give up when the server does not answer in DATABASE_REPLICA_TIMEOUT seconds.

PostgreSQL's own statement_timeout is kept by the server, which helps with a slow statement but not with a server that
has stopped: a disk that hangs, a machine that is paused. One thread in each process looks after all connections and
shuts the socket of one that has waited too long; whoever waits there gets an OperationalError.
"""

import contextlib
import os
import socket
import threading
import time
from collections.abc import Iterator

import psycopg
from django.conf import settings
from django.db.backends.postgresql import base

LOOK_EVERY_SECONDS = 0.2


class Watch:
    """The waits of this process and when each must end."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waits: dict[object, tuple[float, int]] = {}
        self._thread: threading.Thread | None = None

    @contextlib.contextmanager
    def limited(self, file_descriptor: int) -> Iterator[None]:
        """The block waits for that socket, but not for ever."""
        wait = object()
        with self._lock:
            self._waits[wait] = time.monotonic() + settings.DATABASE_REPLICA_TIMEOUT, file_descriptor
            if self._thread is None:
                self._thread = threading.Thread(target=self._look, name="replica-watch", daemon=True)
                self._thread.start()
        try:
            yield
        finally:
            with self._lock:
                del self._waits[wait]

    def _look(self) -> None:
        while True:
            time.sleep(LOOK_EVERY_SECONDS)
            # Under the lock nobody's wait ends, so that the number still is that socket's.
            with self._lock:
                now = time.monotonic()
                for deadline, file_descriptor in self._waits.values():
                    if now > deadline:
                        _shut(file_descriptor)


def _shut(file_descriptor: int) -> None:
    with contextlib.suppress(OSError), socket.socket(fileno=os.dup(file_descriptor)) as other:
        other.shutdown(socket.SHUT_RDWR)


watch = Watch()


class WatchedConnection(psycopg.Connection):
    def wait(self, gen, *arguments, **options):
        with watch.limited(self.pgconn.socket):
            return super().wait(gen, *arguments, **options)


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params):
        self.isolation_level = base.IsolationLevel.READ_COMMITTED
        return WatchedConnection.connect(**conn_params)
