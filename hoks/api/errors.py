"""Errors that Django answers itself: below the interface's addresses machines get JSON, elsewhere people get pages."""

from django.http import HttpResponse
from django.views import defaults

from hoks.api.refusals import refusal

INTERFACE = ("/ehoks-virkailija-backend", "/cas/v1")


def bad_request(request, exception) -> HttpResponse:
    """400: a NUL in the query, more parameters than Django reads, another host's name."""
    return _told(request, "vaara-pyynto") or defaults.bad_request(request, exception)


def page_not_found(request, exception) -> HttpResponse:
    """404: no route, or none can be."""
    return _told(request, "reitti-tuntematon") or defaults.page_not_found(request, exception)


def server_error(request) -> HttpResponse:
    """500: what no route has caught."""
    return _told(request, "palvelun-virhe") or defaults.server_error(request)


def _told(request, code: str) -> HttpResponse | None:
    return refusal(code).response() if request.path_info.startswith(INTERFACE) else None
