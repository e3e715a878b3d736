"""Answers to the editor's comboboxes: codes and organisations by name or number."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.decorators import virkailija_required
from hoks.drafts import store
from hoks.forms.picking import search_koodit, search_organisaatiot

QUERY_LENGTH = 100


@virkailija_required
@require_safe
def koodit(request, luonnos_id, koodisto):
    """Codes of a list; units of the draft's own qualification first."""
    luonnos = get_object_or_404(store.drafts_of(request.user), pk=luonnos_id)
    return _options(request, search_koodit(koodisto, _words(request), luonnos.opiskeluoikeus.tutkinto_koodi))


@virkailija_required
@require_safe
def organisaatiot(request):
    """Schools and providers; who they are is public."""
    return _options(request, search_organisaatiot(_words(request)))


def _words(request) -> str:
    return request.GET.get("q", "")[:QUERY_LENGTH]


def _options(request, found):
    options, more = found
    return render(request, "components/combobox_options.html", {"options": options, "more": more})
