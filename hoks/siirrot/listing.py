"""The transfer desk's list: which transfers are shown to whom and found by what."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Case, Exists, Func, JSONField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisaatio
from accounts.permissions import Privilege, is_paakayttaja, organisaatio_oids
from hoks import permissions
from hoks.models import Opiskeluoikeus, Siirto
from hoks.paging import MOMENT, Column
from hoks.siirrot.explanations import REQUEST_CODES

NEWEST_FIRST = Column("aika", MOMENT, always=True)
# Stands for "nobody's" among accounts.
UNKNOWN_ACCOUNT = 0
# The list tells so many of a document's faults, the transfer's own page all.
FAULTS_TOLD = 3


class Rajaus(models.TextChoices):
    """Which transfers are listed."""

    AVOIMET = "avoimet", _("Ratkaisemattomat virheet")
    VIIMEISIMMAT = "viimeisimmat", _("Viimeisin virhe kustakin opiskeluoikeudesta")
    VIRHEET = "virheet", _("Kaikki virheet")
    KAIKKI = "kaikki", _("Kaikki siirrot")
    KORVANNEET = "korvanneet", _("Siirrot, jotka korvasivat käsin tehtyjä muutoksia")


@dataclass(frozen=True)
class Haku:
    """What the official looks for; empty finds everything of the rajaus.

    status: of HTTP; koodi: of the log; tunnus: an account's key or UNKNOWN_ACCOUNT; alku, loppu: days in Finland
    """

    rajaus: Rajaus = Rajaus.AVOIMET
    status: int | None = None
    koodi: str = ""
    tunnus: int | None = None
    alku: dt.date | None = None
    loppu: dt.date | None = None


def of_school(user, oppilaitos_oid: str) -> QuerySet[Siirto]:
    """Transfers about the school's study rights, of those the user may see."""
    return Siirto.objects.visible_to(user).filter(oppilaitos_oid=oppilaitos_oid)


def of_no_school(user) -> QuerySet[Siirto]:
    """Transfers the user may see that are about none of his schools: no known study right, or another school's."""
    if is_paakayttaja(user):
        return Siirto.objects.visible_to(user).filter(oppilaitos_oid="")
    own = organisaatio_oids(user, Privilege.READ)
    return Siirto.objects.visible_to(user).filter(lahettajan_oppilaitos=False).exclude(oppilaitos_oid__in=own)


def has_others(user) -> bool:
    """There is something in of_no_school; a paakayttaja need not ask, as somebody somewhere always errs."""
    return is_paakayttaja(user) or of_no_school(user).exists()


def find(user, scope: QuerySet[Siirto], haku: Haku) -> QuerySet[Siirto]:
    """Those of the scope that match everything that is looked for.

    What a stranger's document held is not found by its codes either.
    """
    found = _limited(scope, haku.rajaus)
    if haku.status is not None:
        found = found.filter(status=haku.status)
    if haku.koodi:
        found = found.filter(koodit__contains=[haku.koodi])
        if haku.koodi not in REQUEST_CODES:
            found = found.filter(permissions.siirto_details_q(user))
    if haku.tunnus is not None:
        found = found.filter(kayttaja_id=haku.tunnus or None)
    if haku.alku:
        found = found.filter(aika__gte=start_of(haku.alku))
    if haku.loppu:
        found = found.filter(aika__lt=start_of(haku.loppu + dt.timedelta(days=1)))
    return found


def _limited(scope: QuerySet[Siirto], rajaus: Rajaus) -> QuerySet[Siirto]:
    match rajaus:
        case Rajaus.KAIKKI:
            return scope
        case Rajaus.KORVANNEET:
            return scope.filter(korvattu_versionumero__isnull=False)
        case Rajaus.VIRHEET:
            return scope.filter(status__gte=400)
    failures = Q(status__gte=400) if rajaus is Rajaus.VIIMEISIMMAT else Q(status__gte=400, ratkaistu=None)
    # Of each sender its own: a stranger's attempt must not hide what the school's own system failed in.
    later = Siirto.objects.filter(
        failures, opiskeluoikeus_oid=OuterRef("opiskeluoikeus_oid"), lahettaja_oid=OuterRef("lahettaja_oid")
    )
    return scope.filter(failures).filter(
        Q(opiskeluoikeus_oid="") | ~Exists(later.filter(pk__gt=OuterRef("pk"))),
    )


def start_of(day: dt.date) -> dt.datetime:
    """The moment the day begins in Finland."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def with_marks(user) -> QuerySet[Siirto]:
    """Transfers with what lists show: `avoin`, whether the user may read the faults; `lahettaja`, the sender's name by
    language; `virheita` and `alkuvirheet`, how many faults and the first of them. Documents are left unread.

    Not narrowed to what the user may see.
    """
    sender = Organisaatio.objects.filter(oid=OuterRef("lahettaja_oid")).values("nimi")
    return Siirto.objects.defer("dokumentti", "virheet").annotate(
        avoin=is_open(user),
        lahettaja=Subquery(sender),
        virheita=Func("virheet", function="jsonb_array_length", output_field=models.IntegerField()),
        alkuvirheet=Func(
            "virheet",
            Value(f"$[0 to {FAULTS_TOLD - 1}]"),
            template="jsonb_path_query_array(%(expressions)s::jsonpath)",
            output_field=JSONField(),
        ),
    )


def is_open(user) -> Case | Value:
    """Whether the user may read the transfer's faults and document, as an expression."""
    condition = permissions.siirto_details_q(user)
    return Case(When(condition, then=True), default=False) if condition else Value(True)


def study_rights(user, transfers: Collection[Siirto]) -> dict[int, Opiskeluoikeus]:
    """By transfer's key the study right that it names or whose plan it is about, with its learner; only of those that
    the user may see. At most one statement."""
    oids = {siirto.opiskeluoikeus_oid for siirto in transfers} - {""}
    plans = {siirto.hoks_id for siirto in transfers} - {None}
    if not oids | plans:
        return {}
    rights = Opiskeluoikeus.objects.visible_to(user).select_related("oppija", "hoks").defer("koski")
    found = list(rights.filter(Q(pk__in=oids) | Q(hoks__in=plans)))
    by_oid = {right.pk: right for right in found}
    by_plan = {right.hoks.pk: right for right in found if hasattr(right, "hoks")}
    chosen = {siirto.pk: by_plan.get(siirto.hoks_id) or by_oid.get(siirto.opiskeluoikeus_oid) for siirto in transfers}
    return {key: right for key, right in chosen.items() if right}


def count(found: QuerySet[Siirto], most: int) -> int:
    """How many; at most `most` + 1, which means more than `most`."""
    return found.order_by()[: most + 1].count()


def occurring_codes(user, scope: QuerySet[Siirto], since: dt.datetime) -> list[tuple[str, int]]:
    """(code, in how many refusals) since the moment, the commonest first; a stranger's faults are not told."""
    counted: Any = (
        scope.filter(status__gte=400, aika__gte=since)
        .order_by()
        .annotate(koodi=Func("koodit", function="unnest", output_field=models.TextField()), avoin=is_open(user))
        .values_list("koodi", "avoin")
        .annotate(maara=models.Count("pk"))
    )
    totals: dict[str, int] = {}
    for koodi, avoin, maara in counted:
        if avoin or koodi in REQUEST_CODES:
            totals[koodi] = totals.get(koodi, 0) + maara
    return sorted(totals.items(), key=lambda item: (-item[1], item[0]))
