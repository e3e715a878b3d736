"""Study rights that Koski no longer knows (domain.md 5.4). That one is known again says import_opiskeluoikeudet."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.importing import Outcome, RecordRefused
from hoks.importing.upsert import Result
from hoks.models import Opiskeluoikeus


@transaction.atomic
def store_koski404(records: Sequence[Any]) -> list[Result]:
    """Mark the study rights whose OIDs these are; the result of each in turn, an outcome or a refusal."""
    wanted = {oid for oid in records if isinstance(oid, str)}
    rights = Opiskeluoikeus.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    known = dict(rights.values_list("pk", "koski404"))
    Opiskeluoikeus.objects.filter(pk__in=known, koski404=False).update(koski404=True)
    return [_result(oid, known) for oid in records]


def _result(oid: Any, known: dict[str, bool]) -> Result:
    if not isinstance(oid, str):
        return RecordRefused(_("Tietueen on oltava opiskeluoikeuden OID."))
    if oid not in known:
        return RecordRefused(_("Opiskeluoikeus tuntematon (%(oid)s).") % {"oid": oid})
    return Outcome.UNCHANGED if known[oid] else Outcome.UPDATED
