"""What a report is asked of: schools, days, tutkinto."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from accounts.permissions import Privilege, organisaatio_oids
from hoks import search

# In place of a school's OID: all that the user may read, and all there are.
KAIKKI, KOKO_MAA = "kaikki", "maa"


@dataclass(frozen=True)
class Rajaus:
    """oppilaitos: a school's OID, KAIKKI or KOKO_MAA; the days, both included; words of the tutkinto's name."""

    oppilaitos: str
    alku: dt.date | None = None
    loppu: dt.date | None = None
    tutkinto: str = ""

    def to_json(self) -> dict[str, str]:
        """As it is kept."""
        days = {name: day.isoformat() for name in ("alku", "loppu") if (day := getattr(self, name))}
        return {"oppilaitos": self.oppilaitos, "tutkinto": self.tutkinto} | days

    @classmethod
    def from_json(cls, kept: dict[str, str]) -> "Rajaus":
        """What to_json has told."""
        days = {name: dt.date.fromisoformat(kept[name]) for name in ("alku", "loppu") if name in kept}
        return cls(kept["oppilaitos"], tutkinto=kept["tutkinto"], **days)

    def between(self, field: str) -> dict[str, dt.date]:
        """The days as a filter of the field."""
        told = {f"{field}__gte": self.alku, f"{field}__lte": self.loppu}
        return {name: day for name, day in told.items() if day}


def koulut(user, oppilaitos: str) -> list[str] | None:
    """OIDs of the schools asked for, as far as the user may read them; None for the whole country.

    PermissionDenied when that is none.
    """
    if oppilaitos == KOKO_MAA and search.can_search_country(user):
        return None
    schools = search.readable_schools(user)
    if oppilaitos != KAIKKI:
        schools = schools.filter(oid=oppilaitos)
    found = sorted(schools.values_list("oid", flat=True))
    if not found:
        raise PermissionDenied
    return found


def may_read(user, oids: list[str] | None) -> bool:
    """Whether all these schools, or None: the country, are still the user's to read."""
    if oids is None:
        return search.can_search_country(user)
    return set(oids) <= set(organisaatio_oids(user, Privilege.READ).filter(oid__in=oids))


def in_schools(rows: QuerySet[Any], user, rajaus: Rajaus, field: str = "oppilaitos_oid") -> QuerySet[Any]:
    """Those of the rows that are of the schools asked for; PermissionDenied as in koulut."""
    oids = koulut(user, rajaus.oppilaitos)
    return rows if oids is None else rows.filter(**{f"{field}__in": oids})
