"""Reports, and one's files of them."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.decorators import virkailija_required
from accounts.models import Organisaatio
from hoks import taulukot
from hoks.models import Vienti
from hoks.presentation.rows import date_text, number_text
from hoks.raportit import RAPORTIT, Raportti, viennit
from hoks.raportit.rajaus import KAIKKI, KOKO_MAA, Rajaus
from hoks.raportit.raportti import Rivi, Sarake
from hoks.views.virkailija.days import Day, check_order, mistakes
from hoks.views.virkailija.koulut import choose_school, chooser, country, own_schools

PAGE_SIZE = 25
MUODOT = dict(Vienti.MUODOT)


class RajausForm(forms.Form):
    """What the report is asked of, from the address; the school is the chooser's."""

    alku = Day(label=gettext_lazy("Alkaen"))
    loppu = Day(label=gettext_lazy("Päättyen"))
    tutkinto = forms.CharField(label=gettext_lazy("Tutkinto tai koulutus"), max_length=100, required=False)

    def clean(self):
        """The days must be in order."""
        return check_order(self, super().clean())

    def rajaus(self, oppilaitos: str) -> Rajaus:
        """What to ask; the form must be valid."""
        found = self.cleaned_data
        return Rajaus(oppilaitos, found["alku"], found["loppu"], found["tutkinto"])

    def parameters(self) -> dict[str, str]:
        """What the address has to say to ask for the same again."""
        return {name: value for name in self.fields if (value := (self[name].value() or "").strip())}


class VientiForm(RajausForm):
    """What the file is asked of, as the report's page posts it."""

    oppilaitos = forms.CharField()
    muoto = forms.ChoiceField(choices=MUODOT.items())


@virkailija_required
@require_safe
def raportit(request: HttpRequest) -> HttpResponse:
    """What reports there are."""
    return render(request, "virkailija/raportit/lista.html", {"raportit": RAPORTIT.values()})


@virkailija_required
@require_safe
def raportti_page(request: HttpRequest, avain: str) -> HttpResponse:
    """A page of a report."""
    raportti = _raportti(avain)
    choice = choose_school(request, with_all=True)
    if choice is None:
        return render(request, "virkailija/opiskelijat_ei_oppilaitoksia.html")
    form = RajausForm(request.GET)
    parameters = {"oppilaitos": choice.school.oid} | form.parameters()
    address = reverse("virkailija:raportti", args=[avain])
    context = chooser(request, choice) | {
        "raportti": raportti,
        "form": form,
        "errors": mistakes(form, "tutkinto"),
        "parameters": parameters.items(),
        "muodot": MUODOT.items(),
        "clear_url": f"{address}?{urlencode({'oppilaitos': choice.school.oid})}" if form.parameters() else "",
    }
    if form.is_valid():
        columns = raportti.sarakkeet(request.user)
        cursor, rajaus = request.GET.get("sivu", ""), form.rajaus(choice.school.oid)
        sivu = raportti.sivu(request.user, rajaus, cursor, PAGE_SIZE)

        def to(cursor: str) -> str:
            return f"{address}?{urlencode(parameters | ({'sivu': cursor} if cursor else {}))}#tulokset"

        if cursor and sivu.maara and not sivu.rivit:
            # What was beyond the cursor has gone.
            return redirect(to(""))
        context |= {
            "rows": [_shown(columns, row) for row in sivu.rivit],
            "columns": [{"text": column.text, "number": column.on_luku} for column in columns if column.sivulla],
            "count": ngettext("%(total)d rivi", "%(total)d riviä", sivu.maara) % {"total": sivu.maara},
            "first_url": to("") if sivu.previous else "",
            "previous_url": to(sivu.previous) if sivu.previous else "",
            "next_url": to(sivu.next) if sivu.next else "",
        }
    return render(request, "virkailija/raportit/raportti.html", context)


def _raportti(avain: str) -> Raportti:
    if avain not in RAPORTIT:
        raise Http404
    return RAPORTIT[avain]


def _shown(columns: list[Sarake], row: Rivi) -> dict[str, Any]:
    """Cells that fit on the page as (column, text); where the row leads to."""
    told = [(column, taulukot.text(cell)) for column, cell in zip(columns, row.cells, strict=True) if column.sivulla]
    return {"cells": told, "url": reverse("virkailija:hoks", args=[row.hoks_id]) if row.hoks_id else ""}


# --- Files ---------------------------------------------------------------------------------


@virkailija_required
@require_POST
def vie(request: HttpRequest, avain: str) -> HttpResponse:
    """Have a file made of the report."""
    raportti, form = _raportti(avain), VientiForm(request.POST)
    if not form.is_valid():
        raise Http404
    asked = form.cleaned_data
    try:
        viennit.start(request.user, raportti, form.rajaus(asked["oppilaitos"]), asked["muoto"])
    except PermissionDenied:
        raise Http404 from None
    except viennit.TooMany:
        told = _("Sinulla on jo %(most)d tiedostoa tekeillä. Odota, että jokin niistä valmistuu, tai poista jokin.")
        messages.error(request, told % {"most": viennit.MOST_RUNNING})
    return redirect("virkailija:viennit")


@virkailija_required
@require_safe
def viennit_page(request: HttpRequest) -> HttpResponse:
    """One's files: those being made with how far they are, the others to fetch."""
    found = list(viennit.own(request.user))
    names = {each.oid: each.display_name for each in (country(), own_schools())}
    asked = {vienti.rajaus["oppilaitos"] for vienti in found} - {KAIKKI, KOKO_MAA}
    names |= {school.oid: school.display_name for school in Organisaatio.objects.filter(oid__in=asked)}
    context = {
        "rows": [_told(vienti, names) for vienti in found],
        "is_running": any(vienti.on_kesken for vienti in found),
        "columns": [{"text": text} for text in (_("Raportti"), _("Pyydetty"), _("Tila"))]
        + [{"text": _("Toiminnot"), "hidden": True}],
    }
    return render(request, "virkailija/raportit/viennit.html", context)


def _told(vienti: Vienti, names: dict[str, str]) -> dict[str, Any]:
    raportti, rajaus = RAPORTIT[vienti.raportti], Rajaus.from_json(vienti.rajaus)
    days = [date_text(day) if day else "" for day in (rajaus.alku, rajaus.loppu)]
    asked = {"oppilaitos": rajaus.oppilaitos, "alku": days[0], "loppu": days[1], "tutkinto": rajaus.tutkinto}
    told = [names.get(rajaus.oppilaitos, rajaus.oppilaitos), "–".join(days) if any(days) else "", rajaus.tutkinto]
    return {
        "vienti": vienti,
        "nimi": raportti.nimi,
        "url": f"{reverse('virkailija:raportti', args=[raportti.avain])}?{urlencode(asked)}",
        "rajaus": ", ".join(filter(None, told)),
        "rivit": ngettext("%(done)d/%(all)d rivi", "%(done)d/%(all)d riviä", vienti.rivit_kaikki or 0)
        % {"done": vienti.rivit, "all": vienti.rivit_kaikki or 0},
        "koko": _size(vienti.koko or 0),
        "vanhenee": date_format(timezone.localtime(vienti.vanhenee), "j.n.Y"),
    }


def _size(octets: int) -> str:
    """In kilobytes or megabytes, as a Finn reads it."""
    if octets < 1_000_000:
        return _("%(size)s kt") % {"size": max(1, round(octets / 1_000))}
    return _("%(size)s Mt") % {"size": number_text(round(octets / 1_000_000, 1))}


@virkailija_required
@require_safe
def tiedosto(request: HttpRequest, vienti_id: uuid.UUID) -> StreamingHttpResponse:
    """The file itself."""
    vienti = get_object_or_404(viennit.own(request.user), pk=vienti_id, tila=Vienti.Tila.VALMIS)
    response = StreamingHttpResponse(
        viennit.fetch(request.user, vienti), content_type=taulukot.CONTENT_TYPES[vienti.muoto]
    )
    name = f"{vienti.raportti}-{timezone.localdate(vienti.luotu).isoformat()}.{vienti.muoto}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Length"] = vienti.koko
    return response


@virkailija_required
@require_POST
def vienti_poista(request: HttpRequest, vienti_id: uuid.UUID) -> HttpResponse:
    """Delete a file, or give up having it made."""
    get_object_or_404(viennit.own(request.user), pk=vienti_id).delete()
    messages.success(request, _("Tiedosto on poistettu."))
    return redirect("virkailija:viennit")
