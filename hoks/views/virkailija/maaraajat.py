"""Deadlines of a school, a teacher's week on paper, and links for calendar programs."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts import rate_limit
from accounts.decorators import virkailija_required
from accounts.permissions import Privilege, privileges_along
from hoks import search, services
from hoks.audit import client_address
from hoks.maaraajat import Laji, Maaraaika, listed, syote
from hoks.presentation.rows import date_text
from hoks.views.virkailija.koulut import choose_school, chooser

PAIVAT = (7, 14, 30)
# A calendar program asks a few times an hour.
HAKUJA_MINUUTISSA = 30


@dataclass(frozen=True)
class Rivi:
    """A deadline as the page shows it. on_viikolla: it belongs on this week's paper; toiminto: what can be done."""

    maaraaika: Maaraaika
    on_viikolla: bool
    toiminto: str
    url: str

    @property
    def paiva(self) -> str:
        return date_text(self.maaraaika.paiva)


@virkailija_required
@require_safe
def maaraajat(request: HttpRequest) -> HttpResponse:
    """The list of a school."""
    choice = choose_school(request)
    if choice is None:
        return render(request, "virkailija/opiskelijat_ei_oppilaitoksia.html")
    school, today = choice.school, services.today()
    laji = Laji(asked) if (asked := request.GET.get("laji")) in Laji.values else None
    days = int(told) if (told := request.GET.get("paivia", "")) in map(str, PAIVAT) else PAIVAT[-1]
    found, cut = listed(request.user, school, [laji] if laji else list(Laji), dt.timedelta(days=days))
    held = privileges_along(request.user, school.polku)
    monday = today - dt.timedelta(days=today.weekday())
    sunday = monday + dt.timedelta(days=6)
    rows = [_rivi(each, held, monday, sunday) for each in found]
    context = chooser(request, choice) | {
        "laji": laji,
        "laji_choices": Laji.choices,
        "days": days,
        "days_choices": [(number, _("%(paivia)d päivää eteenpäin") % {"paivia": number}) for number in PAIVAT],
        "rows": rows,
        "count": ngettext("%(total)d määräaika", "%(total)d määräaikaa", len(rows)) % {"total": len(rows)},
        "cut": cut,
        "week": _("Viikko %(numero)d: %(alku)s–%(loppu)s")
        % {"numero": monday.isocalendar().week, "alku": date_text(monday), "loppu": date_text(sunday)},
        "week_is_empty": not any(row.on_viikolla for row in rows),
        "feeds": syote.own(request.user, school),
        "columns": [{"text": text} for text in (_("Viimeistään"), _("Opiskelija"), _("Mistä on kyse"), _("Mitä tehdä"))]
        + [{"text": _("Toiminnot"), "hidden": True}],
    }
    return render(request, "virkailija/maaraajat/lista.html", context)


def _rivi(each: Maaraaika, held: frozenset[Privilege], monday: dt.date, sunday: dt.date) -> Rivi:
    closed = settings.PREVENT_FINISHED_OPISKELUOIKEUS_UPDATES and not each.oikeus.on_aktiivinen
    # What is late is this week's work; what has long been possible needn't be on every week's paper.
    this_week = each.on_myohassa or monday <= each.paiva <= sunday
    if Privilege.UPDATE in held and not closed:
        return Rivi(each, this_week, _("Korjaa"), reverse("virkailija:luonnos-muokkaa", args=[each.hoks_id]))
    return Rivi(each, this_week, _("Katso"), reverse("virkailija:hoks", args=[each.hoks_id]))


# --- Calendar feed -------------------------------------------------------------------------


@virkailija_required
@require_POST
def syote_luo(request: HttpRequest) -> HttpResponse:
    """Make a link and show it, this once."""
    schools = search.readable_schools(request.user)
    school = get_object_or_404(schools, oid=request.POST.get("oppilaitos", "").replace("\0", ""))
    address = reverse("kalenteri", args=[syote.make(request.user, school)])
    context = {
        "school": school,
        "address": request.build_absolute_uri(address),
        "list_url": _list_url(school.oid),
    }
    return render(request, "virkailija/maaraajat/syote.html", context)


@virkailija_required
@require_POST
def syote_peru(request: HttpRequest, syote_id: int) -> HttpResponse:
    """Revoke one of one's own links."""
    revoked = syote.revoke(request.user, syote_id)
    if revoked is None:
        raise Http404
    messages.success(request, _("Kalenterilinkki on peruttu. Se ei enää anna mitään."))
    return redirect(_list_url(revoked.oppilaitos_oid))


@login_not_required
@require_safe
def kalenteri(request: HttpRequest, salaisuus: str) -> HttpResponse:
    """The feed; 404 for every link that isn't in force."""
    wait = rate_limit.hit(f"kalenteri:{client_address(request)}", HAKUJA_MINUUTISSA)
    if wait:
        return HttpResponse(status=429, headers={"Retry-After": str(wait)})
    file: Any = syote.fetch(salaisuus)
    if file is None:
        raise Http404
    headers = {"Cache-Control": "private, max-age=900", "Referrer-Policy": "no-referrer"}
    return HttpResponse(file, content_type="text/calendar; charset=utf-8", headers=headers)


def _list_url(oppilaitos_oid: str) -> str:
    return f"{reverse('virkailija:maaraajat')}?{urlencode({'oppilaitos': oppilaitos_oid})}#kalenteri"
