"""Reading announcements: officials and learners have the same pages at addresses of their own."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from accounts.permissions import is_oppija
from hoks.models import Tiedote
from hoks.paging import MOMENT, Column, paginate
from hoks.tiedotteet import lukijat, next_webinar
from hoks.tiedotteet.kirjoitus import may_write
from hoks.tiedotteet.osoitteet import address
from hoks.tiedotteet.teksti import in_language

PAGE_SIZE = 20
# Pinned ones stand above the first page; more than these are in the list as any.
MOST_PINNED = 10


def lista(request: HttpRequest) -> HttpResponse:
    """What the user may read: pinned ones first, then the newest."""
    visible = lukijat.visible_to(request.user)
    marked = lukijat.with_marks(visible, request.user).defer("teksti")
    pinned = list(marked.filter(kiinnitetty=True).order_by("-nakyy_alkaen", "-pk")[:MOST_PINNED])
    others = visible.exclude(pk__in=[tiedote.pk for tiedote in pinned])
    cursor = request.GET.get("sivu", "")
    page = paginate(
        others,
        Column("nakyy_alkaen", MOMENT, always=True),
        edges=others,
        shown=lukijat.with_marks(Tiedote.objects.defer("teksti"), request.user),
        descending=True,
        cursor=cursor,
        size=PAGE_SIZE,
    )
    here = address(request.user, "tiedotteet")
    if cursor and not page.rows:
        return redirect(here)
    context = {
        "pinned": [] if cursor else pinned,
        "tiedotteet": page.rows,
        "unread": lukijat.unread_count(request.user),
        "first_url": here if page.previous else "",
        "previous_url": f"{here}?sivu={page.previous}" if page.previous else "",
        "next_url": f"{here}?sivu={page.next}" if page.next else "",
        "can_write": may_write(request.user),
        "webinaari": None if is_oppija(request.user) or cursor else next_webinar(),
    }
    return render(request, "tiedotteet/lista.html", context)


def tiedote(request: HttpRequest, tiedote_id: int) -> HttpResponse:
    """One announcement; opening it is reading it. What the user may not read is not there."""
    found = _visible(request, tiedote_id)
    if request.method == "GET":
        lukijat.mark_read(found, request.user)
    return render(request, "tiedotteet/tiedote.html", shown(found, request.GET.get("kieli", "")))


def luettu(request: HttpRequest, tiedote_id: int) -> HttpResponse:
    """Mark it read without opening it, and go back to where it was dismissed; htmx gets the banners that are left."""
    found = _visible(request, tiedote_id)
    lukijat.mark_read(found, request.user)
    if request.htmx:
        return render(request, "tiedotteet/_kiireelliset.html", {"announce": _("Tiedote on merkitty luetuksi.")})
    messages.success(request, _("Tiedote on merkitty luetuksi."))
    back = request.POST.get("takaisin", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return redirect(back if safe else address(request.user, "tiedotteet"))


def shown(tiedote: Tiedote, kieli: str = "", *, level: int = 1) -> dict:
    """What templates/tiedotteet/_tiedote.html needs: the announcement in a language, and its other languages.

    level: of its title's heading.
    """
    versio = in_language(tiedote.otsikko, tiedote.teksti, kieli)
    others = [
        (each, capfirst(get_language_info(each)["name_local"])) for each in tiedote.kielet if each != versio.kieli
    ]
    html = versio.html(below=level)
    return {"tiedote": tiedote, "versio": versio, "html": html, "muut_kielet": others, "level": level}


def _visible(request: HttpRequest, tiedote_id: int) -> Tiedote:
    found = lukijat.visible_to(request.user).filter(pk=tiedote_id).first()
    if found is None:
        raise Http404
    return found
