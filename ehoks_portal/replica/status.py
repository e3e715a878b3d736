"""How the replica is doing, for those who look after the portal: measured now, from outside any request."""

import time
from dataclasses import asdict, dataclass

from django.conf import settings
from django.db import Error, connection, connections
from django.utils.translation import gettext_lazy as _

from ehoks_portal.replica.reading import ALIAS, health, is_configured

POLL_SECONDS = 0.02
# What is flushed, which is all that a replica can have.
_PRIMARY = (
    "SELECT pg_wal_lsn_diff(pg_current_wal_flush_lsn(), '0/0')::bigint, system_identifier FROM pg_control_system()"
)
_CLUSTER = "SELECT system_identifier FROM pg_control_system()"

SENTENCES = {
    "none": _("Lukukopiota ei ole (DATABASE_REPLICA_URL on tyhjä)."),
    "unreachable": _("Lukukopio ei vastaa. Tiedot luetaan ensisijaisesta tietokannasta."),
    "not-a-replica": _("Palvelin ei ole lukukopio vaan ensisijainen. Siitä ei lueta."),
    "another-cluster": _("Palvelin on jonkin toisen tietokannan kopio. Korjaa DATABASE_REPLICA_URL heti."),
    "behind": _("Lukukopio on jäljessä (%(bytes_behind)d tavua). Yli %(longest)g s vanhaa ei lueta."),
    "ok": _("Lukukopio on käytössä, viive %(lag_seconds).3f s (%(bytes_behind)d tavua)."),
}


@dataclass(frozen=True)
class Status:
    """state: "none" (not configured), "unreachable", "not-a-replica", "another-cluster", "behind" or "ok".

    bytes_behind: of the write-ahead log, when the measuring began; lag_seconds: how long the replica took from there to
    have all that the primary had, None when it did not get there in time
    """

    state: str
    bytes_behind: int | None = None
    lag_seconds: float | None = None

    def __str__(self) -> str:
        longest = settings.DATABASE_REPLICA_MAX_LAG
        return SENTENCES[self.state] % {**asdict(self), "longest": longest}


def measure(longest: float) -> Status:
    """The replica's state; it is waited for `longest` seconds at most, past which it counts as behind."""
    if not is_configured():
        return Status("none")
    with connection.cursor() as cursor:
        cursor.execute(_PRIMARY)
        primary, cluster = cursor.fetchone()
    started = time.monotonic()
    try:
        replayed = health.replayed()
        if replayed is None:
            return Status("not-a-replica")
        with connections[ALIAS].cursor() as cursor:
            cursor.execute(_CLUSTER)
            if cursor.fetchone()[0] != cluster:
                return Status("another-cluster")
        behind = max(0, primary - replayed)
        while replayed is not None and replayed < primary and time.monotonic() - started < longest:
            time.sleep(POLL_SECONDS)
            replayed = health.replayed()
    except Error:
        return Status("unreachable")
    if replayed is None or replayed < primary:
        return Status("behind", behind)
    return Status("ok", behind, round(time.monotonic() - started, 3) if behind else 0.0)
