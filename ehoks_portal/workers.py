"""The same work in several processes, each with Django and a database connection of its own.

Imports nothing that needs Django set up: the processes are started afresh, and find their way in here first.
"""

import multiprocessing
import signal
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from typing import Any
from zlib import crc32

# Values handed over at a time, and values in hand for each process: enough to keep it busy, few enough to forget.
CHUNK = 8
AHEAD = 32
# Seconds for a process to finish what it has in hand when no more is wanted.
PATIENCE = 30


class WorkerDied(Exception):
    """A process ended by itself. `values` is what it had in hand, of which some may be done."""

    def __init__(self, exitcode: int | None, values: list[Any]):
        self.values = values
        self.reason = f"signal {-exitcode}" if exitcode is not None and exitcode < 0 else f"status {exitcode}"
        super().__init__(f"a worker process died ({self.reason})")


class WorkFailed(Exception):
    """The work raised what it should not have; the message is the traceback of the process."""


class Workers:
    """`count` processes that call `work(value)`; a context manager, after which none of them is left.

    work: picklable; its module may need Django. Processes are spawned, not forked, so that no connection is shared.
    They end by themselves should this process be killed, and leave Ctrl-C to it.
    """

    def __init__(self, count: int, work: Callable[[Any], Any]):
        self.count, self.work = count, work
        self._workers: list[_Worker] = []

    def __enter__(self) -> "Workers":
        from django.db import connection

        # What this process has been pointed at: a test's database is not the one the settings name.
        database = connection.settings_dict["NAME"]
        # Blocked signals stay blocked in the processes; one that comes meanwhile is ours to act on afterwards.
        # multiprocessing's own helper process unblocks them when it is started, so that is done before.
        resource_tracker.ensure_running()
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            self._workers = [_Worker(self.work, database) for _ in range(self.count)]
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        return self

    def __exit__(self, *exc_info) -> None:
        for worker in self._workers:
            worker.connection.close()
        for worker in self._workers:
            worker.process.join(PATIENCE)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()

    @property
    def pids(self) -> list[int]:
        """The process ids."""
        return [worker.process.pid or 0 for worker in self._workers]

    def map(self, values: Iterable[Any], shard: Callable[[Any], str]) -> Iterator[tuple[Any, Any]]:
        """Yield (value, work(value)) in the order of the values, of which only a few are in hand at a time.

        Values of the same shard are worked on in order. Raises WorkerDied or WorkFailed.
        """
        source = iter(values)
        done: dict[int, tuple[Any, Any]] = {}
        told = read = 0
        exhausted = False
        while True:
            while not exhausted and read - told < AHEAD * self.count:
                try:
                    value = next(source)
                except StopIteration:
                    exhausted = True
                    break
                self._workers[crc32(shard(value).encode(errors="replace")) % self.count].waiting.append((read, value))
                read += 1
            for worker in self._workers:
                worker.send()
            busy = [worker for worker in self._workers if worker.in_hand]
            if not busy:
                return
            ready = wait([worker.connection for worker in busy])
            for worker in busy:
                if worker.connection in ready:
                    done.update(worker.receive())
            while told in done:
                yield done.pop(told)
                told += 1


class _Worker:
    """One process, as the parent sees it. It has one chunk in hand at a time, so that no pipe ever fills both ways."""

    def __init__(self, work: Callable[[Any], Any], database: str):
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, database), daemon=True)
        self.process.start()
        # The process holds the only other end, so that its death is the end of the file.
        theirs.close()
        self.connection.send(work)
        self.waiting: deque[tuple[int, Any]] = deque()
        self.in_hand: list[tuple[int, Any]] = []

    def send(self) -> None:
        """Hand over a chunk, when there is one and the last has come back."""
        if self.in_hand or not self.waiting:
            return
        self.in_hand = [self.waiting.popleft() for _ in range(min(CHUNK, len(self.waiting)))]
        try:
            self.connection.send([value for _, value in self.in_hand])
        except OSError:
            raise self._death() from None

    def receive(self) -> dict[int, tuple[Any, Any]]:
        """What the chunk came to: {number: (value, answer)}."""
        try:
            answers = self.connection.recv()
        except (EOFError, OSError):
            raise self._death() from None
        if isinstance(answers, WorkFailed):
            raise answers
        in_hand, self.in_hand = self.in_hand, []
        return {number: (value, answer) for (number, value), answer in zip(in_hand, answers, strict=True)}

    def _death(self) -> WorkerDied:
        self.process.join(PATIENCE)
        return WorkerDied(self.process.exitcode, [value for _, value in self.in_hand])


def _serve(connection: Connection, database: str) -> None:
    """Work until the other end is closed."""
    import django

    django.setup()
    from django import db

    db.connection.settings_dict["NAME"] = database
    try:
        work = connection.recv()
        while True:
            values = connection.recv()
            try:
                answers: Any = [work(value) for value in values]
            except Exception:
                answers = WorkFailed(traceback.format_exc())
            connection.send(answers)
    except (EOFError, OSError):
        pass
    finally:
        db.connections.close_all()
