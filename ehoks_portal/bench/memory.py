"""How much memory processes hold, sampled while something else goes on. Linux only: elsewhere nothing is told."""

import contextlib
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

# MB below which a child is no worker: multiprocessing keeps a small process of its own.
TRIFLE = 25.0
# By how much the second half's peak may pass the first half's when memory is flat.
FLAT = 1.1


def children(pid: int) -> list[int]:
    """Process ids of a process's children, none when it has ended."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    return found


def megabytes(pid: int) -> float:
    """Resident memory of a process (RSS), 0 when it has ended."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    return 0.0


@dataclass(frozen=True)
class Sample:
    """Seconds since the start, MB of the parent, and of the biggest of its children."""

    seconds: float
    parent: float
    child: float


@dataclass
class Sampler:
    """Samples the memory of a process and its children once a second, while inside."""

    pid: int
    samples: list[Sample] = field(default_factory=list)

    def __enter__(self) -> "Sampler":
        self._stop = threading.Event()
        self._started = time.monotonic()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *exc_info) -> None:
        self._stop.set()
        self._thread.join()

    def at(self, share: float) -> tuple[float, float]:
        """(MB of the parent, MB of the biggest child) when this share of the time had gone."""
        if not self.samples:
            return 0.0, 0.0
        wanted = self.samples[-1].seconds * share
        nearest = min(self.samples, key=lambda sample: abs(sample.seconds - wanted))
        return nearest.parent, nearest.child

    def peak(self) -> tuple[float, float]:
        """The most that the parent, and any one child, held."""
        return _peak(self.samples)

    def is_flat(self) -> bool:
        """Nothing grew after the first half of the time, within a tenth."""
        half = len(self.samples) // 2
        before, after = _peak(self.samples[:half]), _peak(self.samples[half:])
        return all(late <= early * FLAT for early, late in zip(before, after, strict=True))

    def _run(self) -> None:
        while not self._stop.wait(1):
            parent = megabytes(self.pid)
            if parent:
                held = [one for one in map(megabytes, children(self.pid)) if one > TRIFLE]
                self.samples.append(Sample(time.monotonic() - self._started, parent, max(held, default=0.0)))


def _peak(samples: list[Sample]) -> tuple[float, float]:
    return (
        max((sample.parent for sample in samples), default=0.0),
        max((sample.child for sample in samples), default=0.0),
    )
