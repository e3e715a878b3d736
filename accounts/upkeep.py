"""What a paakayttaja does to an account besides editing it. Each act is recorded with who did it."""

import math

from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User

LOCKED_BY_UPKEEP = "yllapito"


@transaction.atomic
def lock(user: User, *, by: User) -> None:
    """Refuse the username's sign-ins for as long as wrong passwords would have, and end its sessions."""
    AccessAttempt.objects.update_or_create(
        username=user.username,
        ip_address=None,
        user_agent=LOCKED_BY_UPKEEP,
        defaults={
            "attempt_time": timezone.now(),
            "failures_since_start": settings.AXES_FAILURE_LIMIT,
            "get_data": "",
            "post_data": "",
            "http_accept": "",
            "path_info": "",
        },
    )
    _end_sessions(user)
    _record(user, by, _("Lukittu kirjautuminen ja päätetty istunnot."))


@transaction.atomic
def unlock(user: User, *, by: User) -> None:
    """Let the username sign in again, whatever had locked it."""
    reset(username=user.username)
    _record(user, by, _("Avattu lukitus."))


def minutes_locked(username: str) -> int:
    """Full minutes, at least one, until a locked username can sign in again."""
    latest = AccessAttempt.objects.filter(username=username).aggregate(latest=Max("attempt_time"))["latest"]
    left = (latest or timezone.now()) + settings.AXES_COOLOFF_TIME - timezone.now()
    return max(1, math.ceil(left.total_seconds() / 60))


@transaction.atomic
def deactivate(user: User, *, by: User) -> None:
    """Take the account out of use until it is activated: no sign-in, no session, no privilege."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    _end_sessions(user)
    _record(user, by, _("Poistettu käytöstä."))


@transaction.atomic
def activate(user: User, *, by: User) -> None:
    """Put a deactivated account back in use."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    _record(user, by, _("Otettu käyttöön."))


@transaction.atomic
def end_sessions(user: User, *, by: User) -> None:
    """End every session of the user at once."""
    _end_sessions(user)
    _record(user, by, _("Päätetty istunnot."))


def _end_sessions(user: User) -> None:
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)


def _record(user: User, by: User, message: str) -> None:
    """The one place where acts on accounts are recorded."""
    LogEntry.objects.log_actions(by.pk, [user], CHANGE, message, single_object=True)
