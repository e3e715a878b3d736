"""What is measured: each request of the interface, and beside it the floor of the same work."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ehoks_portal.bench import documents
from ehoks_portal.bench.floor import Floor
from ehoks_portal.bench.world import dumps

ROOT = "/ehoks-virkailija-backend/api/v1"
PAGE = 1000
Request = tuple[str, str, bytes | None]


@dataclass
class Scene:
    """What the requests of one size of plan are about.

    fresh: numbers of study rights without a plan; plans: (id, number of its study right) of those that stay as they
    are; moving: the same of those that are changed; before: an id after which a full page of such plans follows
    """

    units: int
    fresh: Iterator[int]
    plans: list[tuple[int, int]]
    moving: list[tuple[int, int]]
    before: int
    floor: Floor = field(repr=False)

    def plan(self, turn: int) -> tuple[int, dict[str, Any]]:
        """A plan that stays as it is: id and PUT document."""
        return self._of(self.plans, turn)

    def moving_plan(self, turn: int) -> tuple[int, dict[str, Any]]:
        """A plan to change: id and the PUT document it began with."""
        return self._of(self.moving, turn)

    def _of(self, plans: list[tuple[int, int]], turn: int) -> tuple[int, dict[str, Any]]:
        hoks_id, number = plans[turn % len(plans)]
        return hoks_id, documents.hoks(number, self.units) | {"id": hoks_id}


@dataclass(frozen=True)
class Case:
    """One row of the table.

    request, floor: functions of the scene and the turn; statements: how many it may take at most; over_floor: units
    -> milliseconds it may take more than the floor; runs: share of the repetitions, for what takes long
    """

    name: str
    title: str
    request: Callable[[Scene, int], Request]
    floor: Callable[[Scene, int], None]
    statements: int | None = None
    over_floor: dict[int, float] = field(default_factory=dict)
    runs: float = 1.0
    ticket: bool = True
    status: int = 200


def _post(scene: Scene, turn: int) -> Request:
    return "POST", f"{ROOT}/hoks", _body(documents.hoks(next(scene.fresh), scene.units))


def _get(scene: Scene, turn: int) -> Request:
    return "GET", f"{ROOT}/hoks/{scene.plan(turn)[0]}", None


def _put_unchanged(scene: Scene, turn: int) -> Request:
    hoks_id, document = scene.plan(turn)
    return "PUT", f"{ROOT}/hoks/{hoks_id}", _body(document)


def _put_changed(scene: Scene, turn: int) -> Request:
    hoks_id, document = scene.moving_plan(turn)
    return "PUT", f"{ROOT}/hoks/{hoks_id}", _body(documents.changed(document, turn))


def _patch(scene: Scene, turn: int) -> Request:
    hoks_id, _document = scene.moving_plan(turn)
    return "PATCH", f"{ROOT}/hoks/{hoks_id}", _body({"id": hoks_id, "sahkoposti": f"mitta.{turn}@example.org"})


def _paged(scene: Scene, turn: int) -> Request:
    return "GET", f"{ROOT}/hoks/paged?amount={PAGE}&from-id={scene.before}", None


def _validointi(scene: Scene, turn: int) -> Request:
    return "POST", f"{ROOT}/validointi", _body(scene.plan(turn)[1], without="id")


def _body(document: dict[str, Any], without: str = "") -> bytes:
    return dumps({key: value for key, value in document.items() if key != without}).encode()


# Goals: issue 3, section 4.
CASES = [
    Case("get", "GET", _get, lambda s, n: s.floor.get(s.plan(n)[0]), statements=15, over_floor={12: 8.0, 40: 20.0}),
    Case(
        "put-muuttumaton",
        "PUT unchanged",
        _put_unchanged,
        lambda s, n: s.floor.put_unchanged(s.plan(n)[0]),
        statements=20,
        status=204,
    ),
    Case(
        "put-muuttunut",
        "PUT changed",
        _put_changed,
        lambda s, n: s.floor.put_changed(s.moving_plan(n)[0]),
        statements=40,
        status=204,
    ),
    Case("patch", "PATCH", _patch, lambda s, n: s.floor.patch(s.moving_plan(n)[0]), status=204),
    Case(
        "post",
        "POST",
        _post,
        lambda s, n: s.floor.post(documents.opiskeluoikeus_oid(next(s.fresh))),
        statements=30,
    ),
    Case(
        "validointi",
        "POST validointi",
        _validointi,
        lambda s, n: s.floor.validointi(documents.opiskeluoikeus_oid(s.plans[n % len(s.plans)][1])),
        ticket=False,
    ),
    Case("paged", "paged 1 000", _paged, lambda s, n: s.floor.paged(s.before, PAGE), statements=15, runs=0.025),
]
