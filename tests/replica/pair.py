"""Two real PostgreSQL servers on sockets of their own: a primary and a streaming replica of it."""

import contextlib
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import quote

import psycopg

from ehoks_portal import embedded
from ehoks_portal.embedded import DATABASE, ROLE, Cluster

# Short waits, and a log of every statement, from which one sees who was asked.
REPLICA_CONF = {
    "listen_addresses": "''",
    # At least the primary's, or it does not start.
    "max_connections": "200",
    "unix_socket_permissions": "0700",
    "wal_retrieve_retry_interval": "'100ms'",
    "max_standby_streaming_delay": "'50ms'",
    "log_statement": "'all'",
    "fsync": "off",
    "jit": "off",
}


class Replica:
    """A streaming replica of the primary, with its data beside the primary's."""

    def __init__(self, primary: Cluster):
        self._primary = primary
        base = primary.base / "replica"
        # A path short enough for a socket.
        self._sockets = Path(tempfile.mkdtemp(prefix="ehoks-r-", dir="/tmp"))
        for directory in (base, self._sockets):
            primary._make_directory(directory)
        self._data, self._log = base / "data", base / "log"

    @property
    def url(self) -> str:
        return f"postgresql://{ROLE}@/{DATABASE}?host={quote(str(self._sockets))}"

    def copy(self) -> None:
        """Begin from what the primary holds now."""
        connection = ["-h", str(self._primary.sockets), "-U", ROLE]
        self._primary._tool("pg_basebackup", "-D", self._data, *connection, "-R", "-c", "fast", "--no-sync")

    def configure(self, **settings: str) -> None:
        told = REPLICA_CONF | {"unix_socket_directories": f"'{self._sockets}'"} | settings
        self._primary._write(self._data / "portal.conf", "".join(f"{name} = {value}\n" for name, value in told.items()))
        if self.is_running():
            self._tool("reload")

    def start(self) -> None:
        self._tool("start", "-w", "-l", str(self._log))

    def kill(self) -> None:
        """End it as the loss of its machine would: every process of it at once."""
        postmaster = self._postmaster()
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        for pid in (postmaster, *map(int, children)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        while self.is_running():
            time.sleep(0.01)
        # A dead process that nobody has collected still looks alive to whom the locks point to it.
        for lock in (self._data / "postmaster.pid", self._sockets / ".s.PGSQL.5432.lock"):
            lock.unlink()

    def remove(self) -> None:
        if self.is_running():
            self._tool("stop", "-m", "immediate")
        shutil.rmtree(self._sockets, ignore_errors=True)

    def pause(self) -> None:
        """Let it fall behind until `resume`."""
        ask(self.url, "SELECT pg_wal_replay_pause()")

    def resume(self) -> None:
        # What waits to be replayed may cancel it; even then it has been done.
        with contextlib.suppress(psycopg.errors.SerializationFailure):
            ask(self.url, "SELECT pg_wal_replay_resume()")

    def promote(self) -> None:
        self._tool("promote", "-w")

    def is_running(self) -> bool:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            status = Path(f"/proc/{self._postmaster()}/status").read_text()
            return "State:\tZ" not in status
        return False

    def statements(self, text: str) -> int:
        """How many times a statement with the text was asked of it."""
        return self._log.read_text("utf-8", "replace").count(text)

    def catch_up(self, primary_url: str) -> None:
        """Wait until it has what the primary has now."""
        wanted = ask(primary_url, "SELECT pg_current_wal_flush_lsn()")
        deadline = time.monotonic() + 10
        while not ask(self.url, "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", wanted):
            assert time.monotonic() < deadline, "The replica does not come along"
            time.sleep(0.01)

    def _postmaster(self) -> int:
        return int((self._data / "postmaster.pid").read_text().split("\n", 1)[0])

    def _tool(self, command: str, *arguments: str) -> None:
        self._primary._tool("pg_ctl", command, "-D", self._data, *arguments)


@contextlib.contextmanager
def primary() -> Iterator[Cluster]:
    """A server that a replica may follow, in a directory of its own."""
    directory = Path(tempfile.mkdtemp(prefix="ehoks-replica-", dir="/tmp"))
    directory.chmod(0o755)
    (directory / "runtime").mkdir()
    # Where the programs are copied when the server's user can't reach them.
    elsewhere = mock.patch.object(embedded, "REACHABLE_PARENTS", (directory / "runtime",))
    try:
        with elsewhere, Cluster(directory, Path(sys.prefix), "test", fresh=True, say=lambda text: None) as cluster:
            hba = cluster.data / "pg_hba.conf"
            cluster._write(hba, hba.read_text() + "local replication all peer map=portal\n")
            with (cluster.data / "postgresql.conf").open("a") as file:
                # As in production: what is committed is on its way to the replica.
                file.write("synchronous_commit = on\n")
            cluster._tool("pg_ctl", "reload", "-D", cluster.data)
            yield cluster
    finally:
        shutil.rmtree(directory, ignore_errors=True)


@contextlib.contextmanager
def following(cluster: Cluster) -> Iterator[Replica]:
    replica = Replica(cluster)
    replica.copy()
    replica.configure()
    try:
        replica.start()
        yield replica
    finally:
        replica.remove()


def ask(url: str, statement: str, *parameters: Any) -> Any:
    """The one value that the statement gives, None when it gives no row."""
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement, parameters or None)
        row = cursor.fetchone() if cursor.description else None
    return row[0] if row else None
