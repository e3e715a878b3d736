"""Who sees which announcement, and what he has read. One Q answers for lists, pages, marks and the banner."""

import datetime as dt

from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet, TextField
from django.utils import timezone

from accounts.permissions import Privilege, is_oppija, is_paakayttaja, is_virkailija, organisaatiot
from hoks.models import Tiedote, TiedoteLuettu

# So many stand on a front page.
FRONT_PAGE = 5
Kohderyhma = Tiedote.Kohderyhma


def audiences(user) -> frozenset[str]:
    """Kinds of announcements that an account of this type may see at all; of its organisations nothing is asked."""
    if is_virkailija(user):
        return frozenset({Kohderyhma.KAIKKI, Kohderyhma.JARJESTAJA})
    return frozenset({Kohderyhma.KAIKKI, Kohderyhma.OPPIJAT}) if is_oppija(user) else frozenset()


def visible_to(user, now: dt.datetime | None = None) -> QuerySet[Tiedote]:
    """Announcements that the user may read now. A provider's are for officials who may read plans below or at it.

    A paakayttaja, who writes them, reads every provider's. Drafts and what learners alone are told are not here:
    writers look at them on their own pages.
    """
    now = now or timezone.now()
    kinds = Q(kohderyhma__in=sorted(audiences(user)))
    if is_virkailija(user) and not is_paakayttaja(user):
        kinds &= ~Q(kohderyhma=Kohderyhma.JARJESTAJA) | Q(jarjestaja_oid__in=_providers(user))
    in_time = Q(nakyy_alkaen__lte=now) & (Q(nakyy_asti__isnull=True) | Q(nakyy_asti__gt=now))
    return Tiedote.objects.filter(kinds & in_time, tila=Tiedote.Tila.JULKAISTU)


def _providers(user) -> QuerySet:
    """OIDs of every organisation that the user reads plans of, and of those above them."""
    above = Func(F("polku"), function="unnest", output_field=TextField())
    return organisaatiot(user, Privilege.READ).values_list(above, flat=True)


def with_marks(tiedotteet: QuerySet[Tiedote], user) -> QuerySet[Tiedote]:
    """The announcements, each with `luettu`: has the user read it."""
    return tiedotteet.annotate(luettu=Exists(TiedoteLuettu.objects.filter(tiedote=OuterRef("pk"), user=user.pk)))


def unread(user) -> QuerySet[Tiedote]:
    """What the user may read and has not."""
    return with_marks(visible_to(user), user).filter(luettu=False)


def unread_count(user) -> int:
    """How many the user has not read. One statement, and one for the user's rights when they have not been asked."""
    return unread(user).count()


def for_user(user, most: int = FRONT_PAGE) -> list[Tiedote]:
    """What a front page shows: pinned first, then unread, then the newest; each has `luettu`, none has its text.

    As many statements as unread_count.
    """
    marked = with_marks(visible_to(user), user).defer("teksti")
    return list(marked.order_by("-kiinnitetty", "luettu", "-nakyy_alkaen", "-pk")[:most])


def mark_read(tiedote: Tiedote, user) -> None:
    """The user has read it; saying so again changes nothing. The caller has seen that it is visible to the user."""
    TiedoteLuettu.objects.bulk_create([TiedoteLuettu(tiedote=tiedote, user=user)], ignore_conflicts=True)
