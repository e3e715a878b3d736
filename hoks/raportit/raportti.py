"""The two kinds of report: lists of rows, read a stretch at a time, and summaries, counted whole."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db.models import QuerySet

from accounts.models import Organisaatio
from hoks import paging, taulukot
from hoks.paging import Page
from hoks.raportit.rajaus import Rajaus
from hoks.taulukot import Cell

# Rows read together for a file.
ERA = 1_000


@dataclass(frozen=True)
class Sarake(taulukot.Column):
    """A column; not every one fits on the page."""

    sivulla: bool = True
    on_luku: bool = False


@dataclass(frozen=True)
class Rivi:
    """A row's cells, one a column; the plan that it tells of."""

    cells: list[Cell]
    hoks_id: int | None = None


@dataclass(frozen=True)
class Sivu:
    """A page of rows, cursors of the pages before and after (empty when there is none), and how many rows there are."""

    rivit: list[Rivi]
    previous: str
    next: str
    maara: int


class Raportti(ABC):
    """A report. avain: its name in addresses; paivat: what the days that one can ask for are, in words."""

    avain: ClassVar[str]
    nimi: ClassVar[Any]
    selite: ClassVar[Any]
    paivat: ClassVar[Any]

    @abstractmethod
    def sarakkeet(self, user) -> list[Sarake]:
        """Columns, in order, of what the user gets told."""

    @abstractmethod
    def maara(self, user, rajaus: Rajaus) -> int:
        """How many rows there are; PermissionDenied when no school asked for is the user's."""

    @abstractmethod
    def sivu(self, user, rajaus: Rajaus, cursor: str, size: int) -> Sivu:
        """A page; the first one when the cursor can't be understood. PermissionDenied as in maara."""

    @abstractmethod
    def erat(self, user, rajaus: Rajaus) -> Iterator[list[Rivi]]:
        """All rows, a batch at a time; what changes meanwhile is told as it was or is. PermissionDenied as in maara."""


class Listaus(Raportti):
    """A row for each of something."""

    jarjestys: ClassVar[paging.Column]

    @abstractmethod
    def rivit(self, user, rajaus: Rajaus) -> QuerySet[Any]:
        """What there is a row for."""

    @abstractmethod
    def kerro(self, rows: Sequence[Any]) -> Iterable[Rivi]:
        """The rows, in words."""

    def nayta(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows with what kerro needs of them."""
        return rows

    def maara(self, user, rajaus: Rajaus) -> int:
        return self.rivit(user, rajaus).count()

    def sivu(self, user, rajaus: Rajaus, cursor: str, size: int) -> Sivu:
        found = self.rivit(user, rajaus)
        page = self._page(found, cursor, size)
        return Sivu(list(self.kerro(page.rows)), page.previous, page.next, found.count())

    def _page(self, found: QuerySet[Any], cursor: str, size: int) -> Page[Any]:
        return paging.paginate(
            found,
            self.jarjestys,
            edges=found,
            shown=self.nayta(found.model._default_manager.all()),
            descending=False,
            cursor=cursor,
            size=size,
        )

    def erat(self, user, rajaus: Rajaus) -> Iterator[list[Rivi]]:
        found, page = self.rivit(user, rajaus), Page([], "", "")
        while not page.rows or page.next:
            page = self._page(found, page.next, ERA)
            if not page.rows:
                return
            yield list(self.kerro(page.rows))


class Kooste(Raportti):
    """Numbers of groups, all of which one statement counts: of a school some dozens."""

    @abstractmethod
    def ryhmat(self, user, rajaus: Rajaus) -> QuerySet[Any, dict[str, Any]]:
        """The groups with their numbers, in order."""

    @abstractmethod
    def kerro(self, groups: Sequence[dict[str, Any]]) -> Iterable[Rivi]:
        """The groups, in words."""

    def maara(self, user, rajaus: Rajaus) -> int:
        return self.ryhmat(user, rajaus).count()

    def sivu(self, user, rajaus: Rajaus, cursor: str, size: int) -> Sivu:
        pages = Paginator(list(self.ryhmat(user, rajaus)), size)
        page = pages.get_page(cursor)
        return Sivu(
            list(self.kerro(list(page.object_list))),
            str(page.previous_page_number()) if page.has_previous() else "",
            str(page.next_page_number()) if page.has_next() else "",
            pages.count,
        )

    def erat(self, user, rajaus: Rajaus) -> Iterator[list[Rivi]]:
        groups = list(self.ryhmat(user, rajaus))
        for start in range(0, len(groups), ERA):
            yield list(self.kerro(groups[start : start + ERA]))


def koulujen_nimet(oids: Iterable[str]) -> dict[str, str]:
    """Names of schools by OID; of one that nobody has told us of, its OID. One statement."""
    wanted = set(oids)
    names = {oid: oid for oid in wanted}
    return names | {school.oid: school.display_name for school in Organisaatio.objects.filter(oid__in=wanted)}
