"""The school that a list is of: chosen in the address, remembered from page to page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Value, When
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from accounts.models import Organisaatio
from accounts.permissions import OPH_OID
from hoks import search
from hoks.names import search_text, search_words, sort_key
from hoks.raportit.rajaus import KAIKKI, KOKO_MAA

# A list longer than this is searched rather than scrolled.
SELECT_SIZE = 10
SCHOOL_RESULTS = 20
SCHOOL_IN_SESSION = "oppilaitos"


@dataclass(frozen=True)
class Valinta:
    """The school chosen, or country(); what the chooser offers.

    schools: all of them, when so few that a select holds them
    found: what a typed name finds (the combobox without JavaScript); None when nothing was asked
    """

    school: Organisaatio
    schools: list[Organisaatio]
    found: list[Organisaatio] | None

    @property
    def on_maa(self) -> bool:
        return self.school.oid == KOKO_MAA


def country() -> Organisaatio:
    """All schools, as one to choose: what holds in the root holds in each."""
    return Organisaatio(oid=KOKO_MAA, nimi={"fi": _("Koko maa")}, polku=[OPH_OID])


def own_schools() -> Organisaatio:
    """All that one may read, as one to choose."""
    return Organisaatio(oid=KAIKKI, nimi={"fi": _("Kaikki oppilaitokseni")})


def choose_school(request: HttpRequest, *, with_country: bool = False, with_all: bool = False) -> Valinta | None:
    """The school to show: the URL's, else the one looked at last, else the first; None when there is none.

    with_country: the whole country is a choice, for those who may; with_all: for others too all that they may read.
    A school that the user may not read is 404, as if there were none. One statement, but when a name was typed that is
    not the chosen school's.
    """
    asked = request.GET.get("oppilaitos", "")
    remembered = request.session.get(SCHOOL_IN_SESSION, "")
    wanted = asked or remembered
    schools = _some_schools(request.user, wanted)
    if not schools:
        return None
    extras = []
    if search.can_search_country(request.user):
        extras = [country()] if with_country or with_all else []
    elif with_all and len(schools) > 1:
        extras = [own_schools()]
    known = {school.oid: school for school in [*extras, *schools]}
    if asked and asked not in known:
        raise Http404
    chosen = known.get(wanted) or schools[0]
    found, typed = None, request.GET.get("oppilaitos_haku", "").strip()
    if typed and not request.htmx and not schools_named([chosen], typed):
        found = schools_named([*extras, *_by_name(search.readable_schools(request.user))], typed)[:SCHOOL_RESULTS]
        if len(found) == 1:
            chosen, found = found[0], None
    is_short = len(schools) <= SELECT_SIZE
    usual = remembered or (schools[0].oid if is_short else "")
    if (asked or typed) and chosen.oid not in (usual, KAIKKI):
        request.session[SCHOOL_IN_SESSION] = chosen.oid
    return Valinta(chosen, [*extras, *schools] if is_short else [], found)


def chooser(request: HttpRequest, choice: Valinta) -> dict[str, Any]:
    """What templates/virkailija/_oppilaitos.html asks for."""
    found = choice.found
    return {
        "school": choice.school,
        "schools": [(each.oid, each.display_name) for each in choice.schools],
        "found_schools": [(each.oid, each.display_name, "") for each in found or ()],
        "school_error": "" if found is None or found else _("Oppilaitosta ei löytynyt."),
        "school_text": choice.school.display_name if found is None else request.GET.get("oppilaitos_haku", ""),
    }


def all_schools(user, *, with_country: bool) -> list[Organisaatio]:
    """Every school the user may read, by name; the country before them."""
    return [*([country()] if with_country else []), *_by_name(search.readable_schools(user))]


def schools_named(schools: Iterable[Organisaatio], query: str) -> list[Organisaatio]:
    """Schools whose name in some language, or OID, has every word of the query."""
    words = search_words(query)
    return [
        school
        for school in schools
        if all(word in search_text(" ".join([*school.nimi.values(), school.oid])) for word in words)
    ]


def _some_schools(user, wanted: str) -> list[Organisaatio]:
    """All the user's schools by name if they fit in a select, else one more than that; the wanted one is among them."""
    first = Case(When(oid=wanted, then=Value(0)), default=Value(1))
    schools = list(search.readable_schools(user).order_by(first, "nimi__fi", "oid")[: SELECT_SIZE + 1])
    return _by_name(schools) if len(schools) <= SELECT_SIZE else schools


def _by_name(schools: Iterable[Organisaatio]) -> list[Organisaatio]:
    return sorted(schools, key=lambda school: (sort_key(school.display_name), school.oid))
