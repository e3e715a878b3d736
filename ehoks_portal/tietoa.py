"""The information pages that every page's footer links to; open to all."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def saavutettavuus(request: HttpRequest) -> HttpResponse:
    """Accessibility statement, as the act on digital services (306/2019) section 7 wants it."""
    return render(request, "tietoa/saavutettavuus.html")


@login_not_required
@require_safe
def tietosuoja(request: HttpRequest) -> HttpResponse:
    """What personal data is handled, by whom and why (GDPR articles 13 and 14)."""
    days = {
        "draft_days": settings.LUONNOS_SAILYTYS_PAIVAA,
        "file_days": settings.VIENTI_SAILYTYS_PAIVAA,
        "transfer_days": settings.SIIRRON_DOKUMENTTI_PAIVAA,
    }
    return render(request, "tietoa/tietosuoja.html", days)
