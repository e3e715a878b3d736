"""How long the transfer log is kept: documents of refused transfers for a while, its rows longer."""

import datetime as dt

from django.conf import settings
from django.utils import timezone

from hoks.models import Siirto


def expire() -> tuple[int, int]:
    """Remove documents whose time is past and rows older than SIIRROT_SAILYTYS_PAIVAA days (0 keeps rows for ever).

    Returns how many of each.
    """
    now = timezone.now()
    documents = Siirto.objects.filter(dokumentti__isnull=False, dokumentti_asti__lte=now).update(
        dokumentti=None, dokumentti_asti=None
    )
    days = settings.SIIRROT_SAILYTYS_PAIVAA
    rows = Siirto.objects.filter(aika__lt=now - dt.timedelta(days=days)).delete()[0] if days else 0
    return documents, rows
