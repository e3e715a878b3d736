"""Writing announcements, a paakayttaja's: drafts, preview, publishing, what has been and what is coming."""

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import paakayttaja_required
from accounts.models import Organisaatio
from hoks.models import Tiedote
from hoks.paging import INTEGER, Column, paginate
from hoks.tiedotteet import kirjoitus
from hoks.tiedotteet.ajat import window_text
from hoks.tiedotteet.kirjoitus import EiVoi, Muuttunut
from hoks.views.tiedotteet import shown
from hoks.views.virkailija.tiedotelomake import TiedoteForm, differences, typed

PAGE_SIZE = 25
# What the buttons of the form say they do.
PREVIEW, PUBLISH = "esikatsele", "julkaise"
VARIANTS = {
    "luonnos": "neutral",
    "tulossa": "info",
    "nakyvilla": "success",
    "paattynyt": "neutral",
    "vedetty": "warning",
}


def stages() -> dict[str, str]:
    """Words for Tiedote.vaihe."""
    return {
        "luonnos": _("Luonnos"),
        "tulossa": _("Tulossa"),
        "nakyvilla": _("Näkyvillä"),
        "paattynyt": _("Päättynyt"),
        "vedetty": _("Vedetty pois"),
    }


@paakayttaja_required
@require_safe
def hallinta(request: HttpRequest) -> HttpResponse:
    """Every announcement, the archive too, the one written last first."""
    every = Tiedote.objects.all()
    cursor = request.GET.get("sivu", "")
    page = paginate(
        every,
        Column("id", INTEGER, always=True),
        edges=every,
        shown=Tiedote.objects.defer("teksti"),
        descending=True,
        cursor=cursor,
        size=PAGE_SIZE,
    )
    here = reverse("virkailija:tiedotehallinta")
    if cursor and not page.rows:
        return redirect(here)
    names = _providers([tiedote.jarjestaja_oid for tiedote in page.rows])
    context = {
        "rows": [_told(tiedote, names) for tiedote in page.rows],
        "columns": [{"text": text} for text in (_("Otsikko"), _("Tila"), _("Kenelle"), _("Näkyy"), _("Muokattu"))],
        "first_url": here if page.previous else "",
        "previous_url": f"{here}?sivu={page.previous}" if page.previous else "",
        "next_url": f"{here}?sivu={page.next}" if page.next else "",
    }
    return render(request, "virkailija/tiedotteet/hallinta.html", context)


@paakayttaja_required
@require_safe
def yksi(request: HttpRequest, tiedote_id: int) -> HttpResponse:
    """An announcement as its readers see it, whatever its state, and what may be done with it."""
    marked = Tiedote.objects.select_related("muokkaaja").annotate(lukijoita=Count("luetut"))
    tiedote = get_object_or_404(marked, pk=tiedote_id)
    context = {
        **_told(tiedote, _providers([tiedote.jarjestaja_oid])),
        **shown(tiedote, request.GET.get("kieli", ""), level=2),
    }
    return render(request, "virkailija/tiedotteet/yksi.html", context)


@paakayttaja_required
@require_http_methods(["GET", "HEAD", "POST"])
def uusi(request: HttpRequest) -> HttpResponse:
    """Write a new one."""
    if request.method != "POST":
        return _form(request, TiedoteForm(initial={"kohderyhma": Tiedote.Kohderyhma.KAIKKI}), None)
    form = TiedoteForm(request.POST)
    if not form.is_valid():
        return _form(request, form, None, status=422)
    if request.POST.get("toiminto") == PREVIEW:
        return _form(request, form, None, preview=True)
    try:
        tiedote = kirjoitus.create(form.sisalto(), by=request.user, publish=_publishes(request))
    except EiVoi as refusal:
        form.add_error("asti_pvm", str(refusal))
        return _form(request, form, None, status=422)
    return _saved(request, tiedote)


@paakayttaja_required
@require_http_methods(["GET", "HEAD", "POST"])
def muokkaa(request: HttpRequest, tiedote_id: int) -> HttpResponse:
    """Change one. What a colleague has saved meanwhile is shown beside what was typed, and nothing is lost."""
    tiedote = Tiedote.objects.filter(pk=tiedote_id).first()
    if request.method != "POST":
        if tiedote is None:
            raise Http404
        return _form(request, TiedoteForm(initial=typed(tiedote), tiedote=tiedote), tiedote)
    form = TiedoteForm(request.POST, tiedote=tiedote)
    if not form.is_valid():
        if tiedote is None:
            raise Http404
        return _form(request, form, tiedote, status=422)
    if request.POST.get("toiminto") == PREVIEW:
        return _form(request, form, tiedote, preview=True)
    try:
        saved = kirjoitus.update(
            tiedote_id,
            form.sisalto(),
            by=request.user,
            revisio=form.based_on,
            publish=_publishes(request),
            again=form.cleaned_data["uudelleen"],
        )
    except Muuttunut as conflict:
        return _form(request, form, conflict.tiedote, status=409)
    except EiVoi as refusal:
        form.add_error("asti_pvm", str(refusal))
        return _form(request, form, tiedote, status=422)
    return _saved(request, saved)


@paakayttaja_required
@require_POST
def julkaise(request: HttpRequest, tiedote_id: int) -> HttpResponse:
    """Publish what was looked at."""
    return _act(request, tiedote_id, kirjoitus.publish, _("Tiedote on julkaistu."))


@paakayttaja_required
@require_POST
def veda(request: HttpRequest, tiedote_id: int) -> HttpResponse:
    """Hide one from its readers."""
    return _act(request, tiedote_id, kirjoitus.withdraw, _("Tiedote on vedetty pois. Lukijat eivät enää näe sitä."))


@paakayttaja_required
@require_http_methods(["GET", "HEAD", "POST"])
def poista(request: HttpRequest, tiedote_id: int) -> HttpResponse:
    """Ask, then remove one for good."""
    tiedote = get_object_or_404(Tiedote, pk=tiedote_id)
    if tiedote.tila == Tiedote.Tila.JULKAISTU:
        messages.warning(request, _("Tiedote on julkaistu. Vedä se ensin pois, niin voit poistaa sen."))
        return redirect("virkailija:tiedotehallinta-yksi", tiedote_id)
    if request.method != "POST":
        return render(request, "virkailija/tiedotteet/poista.html", {"tiedote": tiedote})
    return _act(request, tiedote_id, kirjoitus.delete, _("Tiedote on poistettu."))


def _act(request: HttpRequest, tiedote_id: int, act, done: str) -> HttpResponse:
    """Do it to the revision that was looked at, and tell what came of it."""
    get_object_or_404(Tiedote, pk=tiedote_id)
    revisio = request.POST.get("revisio", "")
    there = redirect("virkailija:tiedotehallinta-yksi", tiedote_id)
    try:
        act(tiedote_id, by=request.user, revisio=int(revisio) if revisio.isascii() and revisio.isdigit() else -1)
    except Muuttunut as conflict:
        messages.warning(
            request, _("Tiedotetta on muutettu sen jälkeen, kun avasit sivun. Tarkista se ja tee sama uudelleen.")
        )
        return there if conflict.tiedote else redirect("virkailija:tiedotehallinta")
    except EiVoi as refusal:
        messages.warning(request, str(refusal))
        return there
    messages.success(request, done)
    return redirect("virkailija:tiedotehallinta") if act is kirjoitus.delete else there


def _publishes(request: HttpRequest) -> bool:
    return request.POST.get("toiminto") == PUBLISH


def _saved(request: HttpRequest, tiedote: Tiedote) -> HttpResponse:
    told = {
        "luonnos": _("Luonnos on tallennettu. Lukijat eivät vielä näe sitä."),
        "tulossa": _("Tiedote on tallennettu. Lukijat näkevät sen, kun sen aika tulee."),
        "nakyvilla": _("Tiedote on tallennettu. Lukijat näkevät sen nyt."),
        "paattynyt": _("Tiedote on tallennettu. Sen aika on ohi, joten lukijat eivät näe sitä."),
        "vedetty": _("Tiedote on tallennettu. Se on vedetty pois, joten lukijat eivät näe sitä."),
    }
    messages.success(request, told[tiedote.vaihe])
    return redirect("virkailija:tiedotehallinta-yksi", tiedote.pk)


def _form(
    request: HttpRequest, form: TiedoteForm, tiedote: Tiedote | None, *, preview: bool = False, status: int = 200
) -> HttpResponse:
    """The form's page. status 409: `tiedote` is what somebody else has saved, or None when it has been deleted."""
    has_conflict = status == 409
    context = {
        "form": form,
        "errors": form.mistakes(),
        "conflict": has_conflict,
        "differences": differences(form, tiedote) if has_conflict and tiedote else [],
        "tiedote": tiedote,
        # What is saved over is what is seen now.
        "revisio": tiedote.revisio if has_conflict and tiedote else form["revisio"].value(),
        "published": bool(tiedote and tiedote.tila == Tiedote.Tila.JULKAISTU),
        "muut_auki": any(form[name].value() for name in ("otsikko_sv", "teksti_sv", "otsikko_en", "teksti_en")),
    }
    if preview:
        unsaved = Tiedote(**form.sisalto().cleaned())
        context["esikatselu"] = [shown(unsaved, kieli, level=3) for kieli in unsaved.kielet]
    return render(request, "virkailija/tiedotteet/muokkaa.html", context, status=status)


def _told(tiedote: Tiedote, names: dict[str, str]) -> dict:
    """A row of the list, and the top of one's own page."""
    return {
        "tiedote": tiedote,
        "vaihe": stages()[tiedote.vaihe],
        "vari": VARIANTS[tiedote.vaihe],
        "nakyy": window_text(tiedote),
        "kenelle": names.get(tiedote.jarjestaja_oid, tiedote.jarjestaja_oid) or tiedote.get_kohderyhma_display(),
    }


def _providers(oids: list[str]) -> dict[str, str]:
    found = Organisaatio.objects.filter(oid__in={oid for oid in oids if oid})
    return {each.oid: each.display_name for each in found}
