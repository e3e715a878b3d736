"""How adoption goes: an official's own schools, or the country provider by provider; as a page and as files."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.decorators import virkailija_required
from hoks import search, taulukot
from hoks.kayttoonotto import kaavio, luvut
from hoks.kayttoonotto.koulut import Koulu, nahtavat, summa
from hoks.kayttoonotto.rivit import ILMAN_TOIMIJAA, Jarjestys, rivit, tiedoston_rivit, tiedoston_sarakkeet


@dataclass(frozen=True)
class Alue:
    """What is asked about. rajaus: of the address; on_maa: everything there is, so that no school need be named."""

    nimi: str
    koulut: list[Koulu]
    rajaus: dict[str, str]
    on_maa: bool = False

    def address(self, route: str = "kayttoonotto", **more: str) -> str:
        query = urlencode(self.rajaus | more)
        return reverse(f"virkailija:{route}") + (f"?{query}" if query else "")


@virkailija_required
@require_safe
def kayttoonotto(request: HttpRequest) -> HttpResponse:
    """Figures, the curve by week, and the table of providers or schools."""
    alue = _asked(request)
    laskenta = luvut.laskenta()
    context: dict[str, Any] = {"alue": alue, "laskenta": laskenta}
    if laskenta and alue.koulut:
        told = summa(alue.koulut)
        jarjestys, descending = _order(request)
        oids = None if alue.on_maa else [koulu.oid for koulu in alue.koulut if koulu.on_luvuissa]
        found = rivit(alue.koulut, jarjestys, descending=descending)
        context |= {
            "luvut": told,
            "kanavat": [(kanava.label, count) for kanava, count in told.kanavat.items()],
            "kaavio": kaavio.oma(luvut.viikoittain(oids, timezone.localdate(laskenta.laskettu), told.hoksit)),
            "rivit": [(row, _address_of(row, alue)) for row in found],
            "on_toimijoita": any(not row.on_koulu for row in found),
            "columns": _columns(alue, jarjestys, descending),
            "csv_url": alue.address("kayttoonotto-csv"),
            "xlsx_url": alue.address("kayttoonotto-xlsx"),
        }
    return render(request, "virkailija/kayttoonotto/kayttoonotto.html", context)


@virkailija_required
@require_safe
def vienti_csv(request: HttpRequest) -> HttpResponse:
    """The schools as CSV."""
    return _exported(
        request,
        taulukot.CSV,
        lambda columns, rows: StreamingHttpResponse(
            taulukot.csv_lines(columns, rows), content_type=taulukot.CONTENT_TYPES[taulukot.CSV]
        ),
    )


@virkailija_required
@require_safe
def vienti_xlsx(request: HttpRequest) -> HttpResponse:
    """The schools as a workbook."""
    return _exported(
        request,
        taulukot.XLSX,
        lambda columns, rows: FileResponse(
            taulukot.xlsx_file(_("Käyttöönotto"), columns, rows), content_type=taulukot.CONTENT_TYPES[taulukot.XLSX]
        ),
    )


def _exported(request: HttpRequest, extension: str, make: Callable) -> HttpResponse:
    """The file; before anything has been counted the page, which says so."""
    alue, laskenta = _asked(request), luvut.laskenta()
    if laskenta is None:
        return redirect(alue.address())
    response = make(tiedoston_sarakkeet(), tiedoston_rivit(alue.koulut, laskenta.laskettu))
    name = f"kayttoonotto-{timezone.localdate(laskenta.laskettu).isoformat()}.{extension}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


# --- What is asked about -------------------------------------------------------------------


def _asked(request: HttpRequest) -> Alue:
    """A school, a provider or everything; 404 for what is not for the user, as if there were none."""
    schools = nahtavat(request.user)
    oppilaitos, toimija = request.GET.get("oppilaitos", ""), request.GET.get("toimija", "")
    if oppilaitos:
        own = [koulu for koulu in schools if koulu.oid == oppilaitos]
        if not own:
            raise Http404
        return Alue(own[0].organisaatio.display_name, own, {"oppilaitos": oppilaitos})
    if toimija:
        own = [koulu for koulu in schools if (koulu.toimija.oid if koulu.toimija else ILMAN_TOIMIJAA) == toimija]
        if not own:
            raise Http404
        name = own[0].toimija.display_name if own[0].toimija else _("Ilman koulutustoimijaa")
        return Alue(name, own, {"toimija": toimija})
    if search.can_search_country(request.user):
        return Alue(_("Koko maa"), schools, {}, on_maa=True)
    if len(schools) == 1:
        return Alue(schools[0].organisaatio.display_name, schools, {})
    return Alue(_("Omat oppilaitokset"), schools, {})


def _order(request: HttpRequest) -> tuple[Jarjestys, bool]:
    """The order asked for and whether it goes downwards; an unknown one counts as the usual."""
    asked = request.GET.get("jarjesta", "")
    name = asked.removeprefix("-")
    return (Jarjestys(name), asked != name) if name in Jarjestys.values else (Jarjestys.NIMI, False)


def _columns(alue: Alue, chosen: Jarjestys, descending: bool) -> list[dict[str, Any]]:
    """Each heading sorts by its column, the one sorted by the other way."""
    return [
        {
            "text": each.label,
            "url": alue.address(jarjesta=f"-{each}" if each is chosen and not descending else each.value) + "#taulukko",
            "sort": ("descending" if descending else "ascending") if each is chosen else "",
            "number": each in (Jarjestys.HOKSIT, Jarjestys.KATTAVUUS, Jarjestys.HYLATYT),
        }
        for each in Jarjestys
    ]


def _address_of(row, alue: Alue) -> str:
    """The page of a row; none when that is where we are."""
    asked = {"oppilaitos" if row.on_koulu else "toimija": row.avain}
    return "" if asked == alue.rajaus or len(alue.koulut) == 1 else Alue("", [], asked).address()
