"""The school that a list is of: chosen in the address, remembered from page to page."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import Organisaatio
from hoks.names import search_text, search_words

# A list longer than this is searched rather than scrolled.
SELECT_SIZE = 10
SCHOOL_RESULTS = 20
SCHOOL_IN_SESSION = "oppilaitos"


def choose_school(request, schools: list[Organisaatio]) -> tuple[Organisaatio, list[Organisaatio] | None]:
    """The school to show: the URL's, else the one looked at last, else the first; and what a typed name finds.

    The latter is None unless a name was typed that is not the chosen school's (the combobox without JavaScript). A
    school that the user may not read is 404, as if there were none.
    """
    by_oid = {school.oid: school for school in schools}
    oid = request.GET.get("oppilaitos", "")
    if oid and oid not in by_oid:
        raise Http404
    chosen = by_oid.get(oid) or by_oid.get(request.session.get(SCHOOL_IN_SESSION), schools[0])
    found, typed = None, request.GET.get("oppilaitos_haku", "").strip()
    if typed and not request.htmx and not schools_named([chosen], typed):
        found = schools_named(schools, typed)[:SCHOOL_RESULTS]
        if len(found) == 1:
            chosen, found = found[0], None
    if request.session.get(SCHOOL_IN_SESSION, schools[0].oid) != chosen.oid:
        request.session[SCHOOL_IN_SESSION] = chosen.oid
    return chosen, found


def chooser(
    request, schools: list[Organisaatio], chosen: Organisaatio, found: list[Organisaatio] | None
) -> dict[str, Any]:
    """What templates/virkailija/_oppilaitos.html asks for, from what choose_school gave."""
    return {
        "school": chosen,
        "schools": [(each.oid, each.display_name) for each in schools],
        "long": len(schools) > SELECT_SIZE,
        "found_schools": [(each.oid, each.display_name, "") for each in found or ()],
        "school_error": "" if found is None or found else _("Oppilaitosta ei löytynyt."),
        "school_text": chosen.display_name if found is None else request.GET.get("oppilaitos_haku", ""),
    }


def schools_named(schools: Iterable[Organisaatio], query: str) -> list[Organisaatio]:
    """Schools whose name in some language, or OID, has every word of the query."""
    words = search_words(query)
    return [
        school
        for school in schools
        if all(word in search_text(" ".join([*school.nimi.values(), school.oid])) for word in words)
    ]
