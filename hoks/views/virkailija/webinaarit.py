"""When webinars are, as a paakayttaja keeps it: the rule, and the ones that are cancelled or moved."""

import datetime as dt
from itertools import islice

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.decorators import paakayttaja_required
from hoks import services
from hoks.models import Webinaarisaanto
from hoks.presentation.rows import date_text
from hoks.tiedotteet import webinaari
from hoks.tiedotteet.webinaari import Muuttunut
from hoks.views.virkailija.tiedotelomake import PoikkeusForm, WebinaariForm, typed_rule

SHOWN = 5
# So many of the rule's coming days may be cancelled or moved.
CHOICES = 26


@paakayttaja_required
@require_http_methods(["GET", "HEAD", "POST"])
def webinaarit(request: HttpRequest) -> HttpResponse:
    """The rule, what comes of it, and its exceptions."""
    rule = webinaari.saanto()
    if request.method != "POST":
        return _page(request, rule)
    form = WebinaariForm(request.POST)
    if not form.is_valid():
        return _page(request, rule, rule_form=form, status=422)
    try:
        webinaari.save_rule(form.columns(), by=request.user, revisio=form.based_on)
    except Muuttunut as conflict:
        return _page(request, conflict.saanto, rule_form=form, status=409)
    messages.success(request, _("Webinaarien ajat on tallennettu."))
    return redirect("virkailija:webinaarit")


@paakayttaja_required
@require_POST
def poikkeus(request: HttpRequest) -> HttpResponse:
    """Cancel a webinar, or move it."""
    rule = webinaari.saanto()
    if rule is None:
        raise Http404
    form = PoikkeusForm(request.POST, days=_days(rule))
    if not form.is_valid():
        return _page(request, rule, exception_form=form, status=422)
    try:
        webinaari.save_exception(form.cleaned_data["paiva"], by=request.user, revisio=form.based_on, uusi=form.uusi())
    except Muuttunut as conflict:
        return _page(request, conflict.saanto, exception_form=form, status=409)
    messages.success(request, _("Webinaarin muutos on tallennettu."))
    return redirect("virkailija:webinaarit")


@paakayttaja_required
@require_POST
def poikkeus_poista(request: HttpRequest, paiva: str) -> HttpResponse:
    """Let a webinar be as the rule says after all."""
    try:
        day = dt.date.fromisoformat(paiva)
    except ValueError as error:
        raise Http404 from error
    rule = webinaari.saanto()
    if rule is None or not rule.poikkeukset.filter(paiva=day).exists():
        raise Http404
    revisio = request.POST.get("revisio", "")
    try:
        webinaari.remove_exception(
            day, by=request.user, revisio=int(revisio) if revisio.isascii() and revisio.isdigit() else -1
        )
    except Muuttunut:
        messages.warning(request, _("Webinaarien aikoja on muutettu sillä välin. Tarkista ne ja tee sama uudelleen."))
    else:
        messages.success(request, _("Webinaari pidetään säännön mukaan."))
    return redirect("virkailija:webinaarit")


def _page(
    request: HttpRequest,
    rule: Webinaarisaanto | None,
    *,
    rule_form: WebinaariForm | None = None,
    exception_form: PoikkeusForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """status 409: somebody else has changed the rule meanwhile; what was typed is in the form."""
    usual = {"viikonpaiva": 1, "vali_viikkoa": 2, "revisio": 0}
    form = rule_form or WebinaariForm(initial=typed_rule(rule) if rule else usual)
    other = exception_form or (PoikkeusForm(days=_days(rule)) if rule else None)
    now = rule.revisio if rule else 0
    context = {
        "rule": rule,
        "rule_text": webinaari.saanto_text(rule) if rule else "",
        "form": form,
        "exception_form": other,
        "errors": form.mistakes() + (other.mistakes() if other else []),
        "conflict": status == 409,
        # What a refused form was opened on stays; what a conflict has shown is known.
        "rule_revisio": now if status == 409 else form["revisio"].value(),
        "exception_revisio": now if status == 409 or not exception_form else other["revisio"].value(),
        "revisio": now,
        "coming": webinaari.next_webinars(rule, SHOWN) if rule else [],
        "exceptions": list(rule.poikkeukset.all()) if rule else [],
        "columns": [{"text": text} for text in (_("Säännön mukainen päivä"), _("Mitä tehtiin"), _("Toiminnot"))],
    }
    return render(request, "virkailija/tiedotteet/webinaarit.html", context, status=status)


def _days(rule: Webinaarisaanto) -> list[tuple[str, str]]:
    """The rule's coming days, to choose from."""
    days = islice(webinaari.rule_days(rule, services.today()), CHOICES)
    return [
        ("", _("Valitse")),
        *((day.isoformat(), f"{webinaari.weekdays()[day.weekday()]} {date_text(day)}") for day in days),
    ]
