"""Cases of one plan: its page for an official and a learner, its versions, and hand entry from draft to publishing."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.urls import reverse

from ehoks_portal.bench import documents, world
from ehoks_portal.bench.country import people
from ehoks_portal.bench.country.cases import Ask, Case, Goals, asking
from ehoks_portal.bench.country.people import Scope
from ehoks_portal.bench.country.visitor import Request, Visitor
from ehoks_portal.bench.floor import Bare, Floor
from hoks import plan
from hoks.models import Hoks

# Units of the plans that are looked at.
SIZES = (12, 40, 60)
PUBLISHED_UNITS = 40
# Issue 4, section 3.
PLAN_STATEMENTS = 18
RENDERED, SAVED, PUBLISHED = 60.0, 25.0, 120.0

# A plan of a school, whose learner studies in another school too.
ELSEWHERE = """
    SELECT own.hoks_id FROM hoks_hakurivi own
    JOIN hoks_opiskeluoikeus study ON study.oid = own.opiskeluoikeus_id
    JOIN hoks_opiskeluoikeus other ON other.oppija_id = study.oppija_id AND other.oppilaitos_oid <> study.oppilaitos_oid
    JOIN hoks_hoks hoks ON hoks.opiskeluoikeus_id = other.oid AND hoks.poistettu IS NULL
    WHERE own.oppilaitos_oid = %s AND own.tila = 2 ORDER BY own.hoks_id LIMIT 1
"""
FINGERPRINT = re.compile(r'name="tila"[^>]* value="([^"]*)"')
REVISION = re.compile(r'name="revisio" value="(\d+)"')
DETAIL = "ajanjakson-tarkenne"


@dataclass(frozen=True)
class Subject:
    """A plan of so many units."""

    hoks: Hoks
    units: int


def subjects(directory: Path) -> list[Subject]:
    """A plan of each of the sizes, of the benchmark's own making, so that they are alike in every country."""
    world.make_organisations()
    found = []
    for number, units in enumerate(SIZES, 1):
        own = Hoks.objects.filter(opiskeluoikeus=documents.opiskeluoikeus_oid(number)).select_related("opiskeluoikeus")
        if not own:
            world.make_plans(directory, range(number, number + 1), units, workers=1)
        found.append(Subject(own.get(), units))
    return found


def cases(bare: Bare, found: list[Subject], scopes: list[Scope]) -> list[Case]:
    """Every case of each of the plans; the official is the country's, but where a school's own makes a difference."""
    official = f"mittaus-{people.COUNTRY}"
    told: list[Case] = []
    for subject in found:
        floor = Floor(bare, subject.hoks.pk, plan.load(subject.hoks))
        read = _counted(floor, lambda floor=floor, pk=subject.hoks.pk: floor.get(pk))  # type: ignore[misc]
        url, units = reverse("virkailija:hoks", args=[subject.hoks.pk]), f"{subject.units} units"
        goals = Goals(PLAN_STATEMENTS, p50=RENDERED if subject.units >= 50 else None)
        told.append(Case(f"suunnitelma/{subject.units}", official, asking(url), read, goals, about=units))
        learner = people.make_learner(subject.hoks.opiskeluoikeus.oppija_id)
        own = reverse("oppija:hoks", args=[subject.hoks.eid])
        told.append(Case(f"oppija/{subject.units}", learner, asking(own), read, goals, about=units))
        if subject.units == PUBLISHED_UNITS:
            versions = reverse("virkailija:hoks-versiot", args=[subject.hoks.pk])
            told.append(Case("suunnitelma/versiot", official, asking(versions), read, Goals(), about=units))
            told += _of_schools(subject, read, [scope for scope in scopes if scope.oid])
        told += _editing(subject, official, bare, floor, publish=subject.units == PUBLISHED_UNITS)
    return told


def _of_schools(subject: Subject, read: Callable[[], int], scopes: list[Scope]) -> Iterator[Case]:
    """What an official of a school sees of learners who study elsewhere too, and of a plan that isn't for him."""
    for scope in scopes:
        with connection.cursor() as cursor:
            cursor.execute(ELSEWHERE, [scope.oid])
            row = cursor.fetchone()
        if row:
            url = reverse("virkailija:hoks", args=[row[0]])
            about = f"school of {scope.size}"
            goals = Goals(PLAN_STATEMENTS)
            yield Case(f"suunnitelma/muualla/{scope.name}", scope.username, asking(url), read, goals, about=about)
        foreign = reverse("virkailija:hoks", args=[subject.hoks.pk])
        name = f"suunnitelma/vieras/{scope.name}"
        yield Case(name, scope.username, asking(foreign), read, Goals(), about="not found", status=404)


def _editing(subject: Subject, official: str, bare: Bare, floor: Floor, *, publish: bool) -> list[Case]:
    draft = Draft(subject.hoks.pk)
    saving = _saving(bare, draft)
    about, units = f"{subject.units} units", subject.units
    open_draft = _counted(floor, lambda: floor.get(subject.hoks.pk))

    def case(what: str, ask: Ask, floor: Callable[[], int], goals: Goals, status: int = 200) -> Case:
        return Case(f"muokkain/{units}/{what}", official, ask, floor, goals, False, about, status)

    told = [
        case("luonnos", draft.page, open_draft, Goals(PLAN_STATEMENTS)),
        case("lomake", draft.form, saving, Goals()),
        case("kentta", draft.field, saving, Goals(p50=SAVED)),
        case("valmis", draft.done, saving, Goals(p50=SAVED)),
        case("tarkistus", draft.check, open_draft, Goals()),
    ]
    if publish:
        changed = _counted(floor, lambda: floor.put_changed(subject.hoks.pk))
        told.append(case("julkaisu", draft.publish, changed, Goals(p50=PUBLISHED), 302))
    return told


class Draft:
    """What is asked of a plan's draft, from its opening to its publishing. Each visitor's is his user's one draft."""

    def __init__(self, hoks_id: int):
        self.hoks_id = hoks_id
        self._urls: dict[Visitor, str] = {}
        # A period's key, the same in every draft of the plan.
        self._key = ""
        self._turn = 0

    async def page(self, visitor: Visitor, turn: int) -> Request:
        """The draft's page."""
        return Request(await self._url(visitor))

    async def form(self, visitor: Visitor, turn: int) -> Request:
        """The form of a period, opened in its place on the draft's page."""
        url, target = await self._node(visitor)
        return Request(url, target=target)

    async def field(self, visitor: Visitor, turn: int) -> Request:
        """One field changed: saved by itself."""
        url, _target = await self._node(visitor)
        fields = await self._fields(visitor)
        return Request(f"{url}?kentta", fields, f"lomake-{url.split('/')[-2]}")

    async def done(self, visitor: Visitor, turn: int) -> Request:
        """The form finished: saved and checked."""
        url, target = await self._node(visitor)
        return Request(url, await self._fields(visitor) | {"toiminto": "valmis", "paikallaan": "1"}, target)

    async def check(self, visitor: Visitor, turn: int) -> Request:
        """The page that shows everything once more before it is published."""
        return Request(f"{await self._url(visitor)}tarkista/")

    async def publish(self, visitor: Visitor, turn: int) -> Request:
        """The plan saved, with one field changed."""
        self._urls.pop(visitor, None)
        await visitor.send(await self.field(visitor, turn))
        url = f"{await self._url(visitor)}tarkista/"
        found = REVISION.search((await visitor.get(url)).text)
        self._urls.pop(visitor)
        return Request(url, {"revisio": found[1] if found else ""})

    async def _url(self, visitor: Visitor) -> str:
        """The draft's address; the draft is opened when need be."""
        if visitor not in self._urls:
            url = f"/virkailija/luonnokset/muokkaa/{self.hoks_id}/"
            # An earlier draft is gone on with.
            opened = await visitor.get(url)
            if not opened.location:
                opened = await visitor.post(url, {})
            self._urls[visitor] = opened.location
        return self._urls[visitor]

    async def _node(self, visitor: Visitor) -> tuple[str, str]:
        """Address of a period's form, and the id of its place on the draft's page."""
        url = await self._url(visitor)
        if not self._key:
            page = await visitor.get(url)
            for key in dict.fromkeys(re.findall(rf'href="{url}osat/([\w-]+)/"', page.text)):
                if f'name="{DETAIL}"' in (await visitor.get(f"{url}osat/{key}/")).text:
                    self._key = key
                    break
            else:
                raise SystemExit(f"Plan {self.hoks_id} has no period to change.")
        return f"{url}osat/{self._key}/", f"osa-{self._key}-sisus"

    async def _fields(self, visitor: Visitor) -> dict[str, str]:
        """A change of the period, and the fingerprint of what it changes."""
        url, _target = await self._node(visitor)
        found = FINGERPRINT.search((await visitor.get(url)).text)
        self._turn += 1
        return {"tila": found[1] if found else "", DETAIL: f"Mitattu {self._turn}"}


def _counted(floor: Floor, work: Callable[[], None]) -> Callable[[], int]:
    def run() -> int:
        work()
        return floor.statements

    return run


def _saving(bare: Bare, draft: Draft) -> Callable[[], int]:
    """The floor of a node's save: the draft read under its lock and written back."""

    def run() -> int:
        with bare.transaction():
            told = "SELECT id, dokumentti FROM hoks_luonnos WHERE hoks_id = %s ORDER BY id LIMIT 1 FOR UPDATE"
            found = bare.execute(told, [draft.hoks_id]).fetchone()
            if found:
                update = "UPDATE hoks_luonnos SET dokumentti = dokumentti, muokattu = now() WHERE id = %s"
                bare.execute(update, [found["id"]])
        return 2

    return run
