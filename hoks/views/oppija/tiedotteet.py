"""Announcements as learners read them."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from accounts.decorators import oppija_required
from hoks.views import tiedotteet as lukeminen


@oppija_required
@require_safe
def tiedotteet(request: HttpRequest) -> HttpResponse:
    """What learners are told."""
    return lukeminen.lista(request)


@oppija_required
@require_safe
def tiedote(request: HttpRequest, tiedote_id: int) -> HttpResponse:
    """One announcement."""
    return lukeminen.tiedote(request, tiedote_id)


@oppija_required
@require_POST
def luettu(request: HttpRequest, tiedote_id: int) -> HttpResponse:
    """Mark one read."""
    return lukeminen.luettu(request, tiedote_id)
