"""Announcements as officials read them, and the webinars' calendar file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from accounts.decorators import virkailija_required
from hoks.tiedotteet import webinaari
from hoks.views import tiedotteet as lukeminen


@virkailija_required
@require_safe
def tiedotteet(request: HttpRequest) -> HttpResponse:
    """What officials are told, and the next webinar."""
    return lukeminen.lista(request)


@virkailija_required
@require_safe
def tiedote(request: HttpRequest, tiedote_id: int) -> HttpResponse:
    """One announcement."""
    return lukeminen.tiedote(request, tiedote_id)


@virkailija_required
@require_POST
def luettu(request: HttpRequest, tiedote_id: int) -> HttpResponse:
    """Mark one read."""
    return lukeminen.luettu(request, tiedote_id)


@virkailija_required
@require_safe
def webinaari_ics(request: HttpRequest) -> HttpResponse:
    """The webinars to come, for the reader's own calendar."""
    rule = webinaari.saanto()
    file = webinaari.calendar(rule) if rule else None
    if file is None:
        raise Http404
    response = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="ehoks-webinaarit.ics"'
    return response
