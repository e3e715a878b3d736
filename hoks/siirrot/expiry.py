"""How long the documents of refused transfers are kept; the log's rows go by the month (hoks.osiot)."""

import datetime as dt

from django.db.models import Count, Func, IntegerField, QuerySet, Sum

from hoks.models import Siirto


def measured(now: dt.datetime) -> tuple[int, int]:
    """How many documents are past their day, and their size in bytes."""
    size = Func("dokumentti", function="octet_length", output_field=IntegerField())
    found = _expired(now).aggregate(count=Count("pk"), size=Sum(size, default=0))
    return found["count"], found["size"]


def remove_documents(now: dt.datetime) -> int:
    """Remove the documents that are past their day; returns how many."""
    return _expired(now).update(dokumentti=None, dokumentti_asti=None)


def _expired(now: dt.datetime) -> QuerySet[Siirto]:
    return Siirto.objects.filter(dokumentti__isnull=False, dokumentti_asti__lte=now)
