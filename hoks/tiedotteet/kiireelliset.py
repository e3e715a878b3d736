"""Urgent announcements, which stand on every page until they are read; ordinary requests ask the database nothing.

Each process remembers which announcements are urgent for TIEDOTTEET_MUISTI_SEKUNTIA seconds, so that a new one may
take that long to be everywhere. What was read, withdrawn or changed is asked of the database whenever one may concern
the user: a stale memory shows nobody what he may not see.
"""

import datetime as dt
import threading
import time
from typing import NamedTuple

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, transaction
from django.utils import timezone

from hoks.models import Tiedote
from hoks.tiedotteet.lukijat import audiences, unread

# More at once would push the page out of sight; the list has the rest.
MOST_SHOWN = 3


class _Known(NamedTuple):
    """What is remembered of an urgent announcement."""

    pk: int
    kohderyhma: str
    alkaen: dt.datetime
    asti: dt.datetime | None


class _Memory:
    """The urgent announcements published and not yet over when they were read, coming ones too."""

    def __init__(self):
        self._lock = threading.Lock()
        self._known: tuple[_Known, ...] = ()
        self._good_until = 0.0

    def get(self) -> tuple[_Known, ...]:
        """Read anew when old; one statement then, of the primary: a replica may not have what was just written."""
        with self._lock:
            if time.monotonic() >= self._good_until:
                self.put(_Known(*row) for row in _urgent())
            return self._known

    def put(self, known) -> None:
        self._known = tuple(known)
        self._good_until = time.monotonic() + settings.TIEDOTTEET_MUISTI_SEKUNTIA

    def forget(self) -> None:
        self._good_until = 0.0


def _urgent():
    rows = Tiedote.objects.using(DEFAULT_DB_ALIAS).filter(kiireellinen=True, tila=Tiedote.Tila.JULKAISTU)
    not_over = rows.exclude(nakyy_asti__lte=timezone.now())
    return not_over.order_by().values_list("pk", "kohderyhma", "nakyy_alkaen", "nakyy_asti")


memory = _Memory()


def forget() -> None:
    """This process is to read them anew: at once for whoever writes, and again when what he writes is there for all."""
    memory.forget()
    transaction.on_commit(memory.forget)


def for_banner(user) -> list[Tiedote]:
    """Urgent announcements that the user may read and has not, the newest first. No statement where none can be."""
    kinds = audiences(user)
    if not kinds:
        return []
    now = timezone.now()
    candidates = [
        known.pk
        for known in memory.get()
        if known.kohderyhma in kinds and known.alkaen <= now and not (known.asti and known.asti <= now)
    ]
    if not candidates:
        return []
    found = unread(user).filter(pk__in=candidates, kiireellinen=True).defer("teksti")
    return list(found.order_by("-nakyy_alkaen", "-pk")[:MOST_SHOWN])


def context(request) -> dict:
    """Context processor: `kiireelliset` of the user, asked for only by a page that shows them."""
    return {"kiireelliset": lambda: for_banner(request.user)} if hasattr(request, "user") else {}
