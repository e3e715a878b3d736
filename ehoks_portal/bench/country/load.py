"""Hundreds of officials at once for minutes, while student systems send plans all the time."""

import asyncio
import itertools
import random
import re
import threading
import time
from collections.abc import Awaitable
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode, urlsplit

from ehoks_portal.bench import documents
from ehoks_portal.bench.cases import ROOT
from ehoks_portal.bench.country.plans import FINGERPRINT, REVISION
from ehoks_portal.bench.country.visitor import FORM, Answer, Visitor
from ehoks_portal.bench.floor import connect
from ehoks_portal.bench.memory import Sampler
from ehoks_portal.bench.server import CALLER_ID, Server
from ehoks_portal.bench.world import dumps

# Seconds between an official's answer and his next request, on the average.
THINK = 5.0
TRANSFERS_A_SECOND = 10
# Sign-ins under way at once before the clock starts: a password's hash is meant to take long.
SIGN_INS = 8
TRANSFER, TICKET, SIGN_IN = "tiedonsiirto", "palvelulippu", "kirjautuminen"
KEPT_PATH = "/virkailija/luonnokset/"


@dataclass(frozen=True)
class Subject:
    """A plan that an official looks for and edits; nobody else does. surname: of the learner."""

    hoks_id: int
    surname: str


@dataclass(frozen=True)
class Official:
    """Somebody at work: his school, and the plans he goes through."""

    username: str
    school: str
    subjects: list[Subject]


@dataclass
class Load:
    """What came of it: milliseconds by action, what went wrong, and what it took of the machine."""

    officials: int
    seconds: float
    times: dict[str, list[float]] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)
    connections: int = 0
    memory: Sampler | None = None
    client_share: float = 0.0

    def note(self, action: str, answer: Answer | None, fault: str = "") -> None:
        """Count an answer, or a fault."""
        if answer is not None:
            self.times.setdefault(action, []).append(answer.milliseconds)
        if fault:
            self.errors.setdefault(action, []).append(fault)


class Connections:
    """Watches how many connections PostgreSQL has besides the benchmark's own, while inside."""

    def __init__(self) -> None:
        self.most = 0

    def __enter__(self) -> "Connections":
        self._stop = threading.Event()
        self._bare = connect()
        self._bare.autocommit = True
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *exc_info) -> None:
        self._stop.set()
        self._thread.join()
        self._bare.close()

    def _run(self) -> None:
        told = (
            "SELECT count(*) AS many FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND application_name <> 'bench'"
        )
        while not self._stop.wait(0.5):
            found = self._bare.execute(told).fetchone()
            self.most = max(self.most, found["many"] if found else 0)


def run(
    server: Server,
    officials: list[Official],
    password: str,
    sender: tuple[str, str],
    transfers: "Transfers",
    seconds: float,
    think: float = THINK,
) -> Load:
    """Let the officials in, then measure for so many seconds. sender: username and password of the student system."""
    load = Load(len(officials), seconds)
    with Connections() as connections, Sampler(server.pid) as sampler:
        asyncio.run(_crowd(server, officials, password, sender, transfers, load, think))
    load.connections, load.memory = connections.most, sampler
    return load


async def _crowd(server, officials, password, sender, transfers, load: Load, think: float) -> None:
    visitors = await _sign_in(server, officials, password, load)
    sending = Sending(server, transfers, load)
    await sending.sign_in(*sender)
    print(f"{len(visitors)} officials are at work for {load.seconds:.0f} s …", flush=True)
    until = time.monotonic() + load.seconds
    busy, started = time.process_time(), time.monotonic()
    work = [Work(visitor, official, load, think, until).run() for visitor, official in visitors]
    await asyncio.gather(*work, sending.run(until))
    load.seconds = time.monotonic() - started
    load.client_share = (time.process_time() - busy) / load.seconds


async def _sign_in(
    server: Server, officials: list[Official], password: str, load: Load
) -> list[tuple[Visitor, Official]]:
    """Sign everybody in by the form, a few at a time; those who got in."""
    print(f"Signing {len(officials)} officials in …", flush=True)
    gate, inside = asyncio.Semaphore(SIGN_INS), []

    async def enter(official: Official) -> None:
        visitor = Visitor(server.port)
        async with gate:
            await visitor.get("/kirjaudu/")
            answer = await visitor.post("/kirjaudu/", {"username": official.username, "password": password})
        load.note(SIGN_IN, answer, "" if answer.status == 302 else f"{answer.status}")
        if answer.status == 302:
            inside.append((visitor, official))

    await asyncio.gather(*map(enter, officials))
    return inside


class Work:
    """An official's day: list, search, plan, draft, a node, a save, a look at all of it, publishing; and again."""

    def __init__(self, visitor: Visitor, official: Official, load: Load, think: float, until: float):
        self.visitor, self.official, self.load, self.until = visitor, official, load, until
        self.random = random.Random(official.username)
        self.think = think

    async def run(self) -> None:
        """Work until the time is up; an unexpected answer is noted, and the next plan taken up."""
        await asyncio.sleep(self.random.uniform(0, self.think * 2))
        turns = itertools.count()
        for subject in itertools.cycle(self.official.subjects):
            if time.monotonic() >= self.until:
                return
            try:
                await self._edit(subject, next(turns))
            except _Unexpected:
                await self._pause()

    async def _edit(self, subject: Subject, turn: int) -> None:
        listing = f"/virkailija/opiskelijat/?oppilaitos={self.official.school}"
        await self._do("lista", self.visitor.get(listing))
        await self._do("haku", self.visitor.get(f"{listing}&{urlencode({'nimi': subject.surname})}"))
        await self._do("suunnitelma", self.visitor.get(f"/virkailija/hoksit/{subject.hoks_id}/"))
        opening = f"{KEPT_PATH}muokkaa/{subject.hoks_id}/"
        asked = await self._do("muokkaa", self.visitor.get(opening), expected=(200, 302))
        if asked.status == 200:
            asked = await self._do("aloita muokkaus", self.visitor.post(opening, {}), pause=False, expected=(302,))
        draft = asked.location
        await self._do("luonnos", self.visitor.get(draft))
        node = f"{draft}osat/perustiedot/"
        form = await self._do("osan lomake", self.visitor.get(node))
        found = FINGERPRINT.search(form.text)
        fields = {"tila": found[1] if found else "", "sahkoposti": f"mitta.{turn}@example.org"}
        await self._do("osan tallennus", self.visitor.post(node, fields | {"toiminto": "valmis"}), expected=(302,))
        page = await self._do("tarkistus", self.visitor.get(f"{draft}tarkista/"))
        revision = REVISION.search(page.text)
        posted = self.visitor.post(f"{draft}tarkista/", {"revisio": revision[1] if revision else ""})
        await self._do("julkaisu", posted, expected=(302,))

    async def _do(
        self, action: str, asking: Awaitable[Answer], *, pause: bool = True, expected: tuple[int, ...] = (200,)
    ) -> Answer:
        """Ask, note the time, and think about the answer. Raises _Unexpected."""
        if time.monotonic() >= self.until:
            asking.close()  # type: ignore[attr-defined]
            raise _Unexpected
        try:
            answer = await asking
        except (OSError, EOFError) as error:
            self.load.note(action, None, repr(error))
            raise _Unexpected from error
        wrong = answer.status not in expected
        self.load.note(action, answer, f"{answer.status} {_title(answer)}" if wrong else "")
        if wrong:
            raise _Unexpected
        if pause:
            await self._pause()
        return answer

    async def _pause(self) -> None:
        left = max(self.until - time.monotonic(), 0)
        await asyncio.sleep(min(self.random.uniform(self.think / 2, self.think * 3 / 2), left))


class _Unexpected(Exception):
    """The official's round can't go on; why is noted already."""


def _title(answer: Answer) -> str:
    found = re.search(r"<title>([^<]*)", answer.text) if answer.body else None
    return found[1] if found else answer.location


# --- Student systems ------------------------------------------------------------------------


@dataclass(frozen=True)
class Transfers:
    """What student systems send. fresh: numbers of study rights without a plan; plans: (id, number) of plans to change.

    In turns a new plan, a changed one, and one that is as it was.
    """

    fresh: range
    plans: list[tuple[int, int]]
    units: int = 12

    def request(self, turn: int) -> tuple[str, str, bytes]:
        """Method, path and body of this turn."""
        kind, number = turn % 3, turn // 3
        if kind == 0 and number < len(self.fresh):
            return "POST", f"{ROOT}/hoks", dumps(documents.hoks(self.fresh[number], self.units)).encode()
        hoks_id, of = self.plans[number % len(self.plans)]
        document = documents.hoks(of, self.units) | {"id": hoks_id}
        told = documents.changed(document, turn) if kind == 1 else document
        return "PUT", f"{ROOT}/hoks/{hoks_id}", dumps(told).encode()


class Sending:
    """A student system that sends at its own pace, however long answers take, each with a ticket of its own."""

    def __init__(self, server: Server, transfers: Transfers, load: Load):
        self.server, self.transfers, self.load = server, transfers, load
        self._idle: list[Visitor] = []
        self._granting = ""

    async def sign_in(self, username: str, password: str) -> None:
        """Get what tickets are granted by."""
        told = urlencode({"username": username, "password": password}).encode()
        answer = await Visitor(self.server.port).ask("POST", "/cas/v1/tickets", {"Content-Type": FORM}, told)
        if answer.status != 201:
            raise SystemExit(f"{username} is not signed in: {answer.status}")
        self._granting = urlsplit(answer.location).path

    async def run(self, until: float) -> None:
        """Send until the time is up, then wait for the last answers."""
        under_way = set()
        started, turn = time.monotonic(), 0
        while time.monotonic() < until:
            under_way.add(asyncio.create_task(self._send(turn)))
            under_way = {task for task in under_way if not task.done()}
            turn += 1
            await asyncio.sleep(max(started + turn / TRANSFERS_A_SECOND - time.monotonic(), 0))
        await asyncio.gather(*under_way)

    async def _send(self, turn: int) -> None:
        visitor = self._idle.pop() if self._idle else Visitor(self.server.port)
        method, path, body = self.transfers.request(turn)
        try:
            service = f"service={quote(self.server.service, safe='')}".encode()
            granted = await visitor.ask("POST", self._granting, {"Content-Type": FORM}, service)
            self.load.note(TICKET, granted, "" if granted.status == 200 else f"{granted.status}")
            headers = {"ticket": granted.text, "caller-id": CALLER_ID, "Content-Type": "application/json"}
            answer = await visitor.ask(method, path, headers, body)
            fault = "" if answer.status in (200, 204) else f"{answer.status} {answer.text[:200]}"
            self.load.note(TRANSFER, answer, fault)
        except (OSError, EOFError) as error:
            self.load.note(TRANSFER, None, repr(error))
        self._idle.append(visitor)
