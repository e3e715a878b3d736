"""Finding the plan a page is about. Who may is hoks.permissions' word; a refusal is audited like a read."""

from typing import Any, NoReturn

from django.core.exceptions import PermissionDenied
from django.http import Http404

from hoks import audit
from hoks.models import Hoks, Opiskeluoikeus, Tapahtuma
from hoks.models.opiskeluoikeus import TILAJAKSOT


def visible_hoks(user, **lookup: Any) -> Hoks:
    """The plan with its study right and learner; 404, and a record of it, when it is not for the user to see."""
    # Koski's record may be longer than the plan, and no page shows more of it than the states.
    plans = Hoks.objects.select_related("opiskeluoikeus__oppija").defer("opiskeluoikeus__koski")
    hoks = plans.visible_to(user).filter(**lookup).annotate(tilajaksot=TILAJAKSOT).first()
    if hoks is not None:
        hoks.opiskeluoikeus.tilajaksot = hoks.tilajaksot
        return hoks
    hidden = plans.filter(**lookup).first()
    if hidden is not None:
        audit.record_refusal(audit.Toiminto.LUETTU, hidden, by=user)
    raise Http404


def refuse(user, toiminto: Tapahtuma.Toiminto, target: Hoks | Opiskeluoikeus) -> NoReturn:
    """403 for somebody who sees the plan or study right and may not do this with it; recorded."""
    audit.record_refusal(toiminto, target, by=user)
    raise PermissionDenied
