"""A learner's own plans, and who has looked at them."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.decorators import oppija_required
from accounts.models import User
from hoks import audit, plan, tiedotteet
from hoks.models import Hoks, Opiskeluoikeus, Tapahtuma
from hoks.models.opiskeluoikeus import KOSKEVAT_TYYPIT
from hoks.paging import MOMENT, Column, paginate
from hoks.presentation import Audience, Names, Plan
from hoks.views.access import visible_hoks

VIEWS_A_PAGE = 50


@oppija_required
@require_safe
def etusivu(request: HttpRequest) -> HttpResponse:
    """Own plans, those of current studies first; for studies without a plan, what to do."""
    own = list(
        Hoks.objects.visible_to(request.user)
        .select_related("opiskeluoikeus")
        .defer("opiskeluoikeus__koski")
        .order_by("-opiskeluoikeus__alkamispaiva", "pk")
    )
    own_rights = Opiskeluoikeus.objects.filter(oppija=_oppija_oid(request), tyyppi__in=KOSKEVAT_TYYPIT)
    without = list(own_rights.filter(hoks=None).defer("koski"))
    rights = [hoks.opiskeluoikeus for hoks in own] + without
    names = Names(organisaatiot=tuple(right.oppilaitos_oid for right in rights))
    cards = [(hoks, _school(names, hoks.opiskeluoikeus)) for hoks in own]
    context = {
        "current": [card for card in cards if card[0].opiskeluoikeus.on_aktiivinen],
        "ended": [card for card in cards if not card[0].opiskeluoikeus.on_aktiivinen],
        "schools": sorted({_school(names, right) for right in without if right.on_aktiivinen}),
        "tiedotteet": tiedotteet.for_user(request.user),
    }
    return render(request, "oppija/etusivu.html", context)


@oppija_required
@require_safe
def hoks_page(request: HttpRequest, eid: uuid.UUID) -> HttpResponse:
    """One own plan; anybody else's is not there."""
    hoks = visible_hoks(request.user, eid=eid)
    shown = Plan(plan.load(hoks), opiskeluoikeus=hoks.opiskeluoikeus, audience=Audience.OPPIJA)
    audit.record(audit.Toiminto.LUETTU, hoks, by=request.user)
    context = {
        "hoks": hoks,
        "plan": shown,
        "opiskeluoikeus": hoks.opiskeluoikeus,
        "oppija": hoks.opiskeluoikeus.oppija,
        "oppilaitos": _school(shown.names, hoks.opiskeluoikeus),
    }
    return render(request, "oppija/hoks.html", context)


@oppija_required
@require_safe
def katselut(request: HttpRequest) -> HttpResponse:
    """Who has looked at one's data: organisation, time, what; no names of persons."""
    views = Tapahtuma.objects.filter(
        oppija_oid=_oppija_oid(request),
        toiminto=Tapahtuma.Toiminto.LUETTU,
        tulos=Tapahtuma.Tulos.ONNISTUI,
        kayttaja_tyyppi__in=[User.Tyyppi.VIRKAILIJA, User.Tyyppi.PALVELU],
    )
    column = Column("aika", MOMENT, always=True)
    cursor = request.GET.get("sivu", "")
    page = paginate(
        views, column, edges=views, shown=Tapahtuma.objects.all(), descending=True, cursor=cursor, size=VIEWS_A_PAGE
    )
    if cursor and not page.rows:
        return redirect("oppija:katselut")
    names = Names(organisaatiot=tuple(view.organisaatio_oid for view in page.rows))
    context = {
        "views": [(view, _organisation(names, view.organisaatio_oid), _what(view), _how(view)) for view in page.rows],
        "page": page,
        "total": views.count(),
        "columns": [{"text": text} for text in (_("Aika"), _("Organisaatio"), _("Mitä katsottiin"), _("Miten"))],
    }
    return render(request, "oppija/katselut.html", context)


def _oppija_oid(request: HttpRequest) -> str | None:
    """The learner who is asking."""
    return getattr(request.user, "oid_henkilo", None)


def _school(names: Names, opiskeluoikeus: Opiskeluoikeus) -> str:
    return _organisation(names, opiskeluoikeus.oppilaitos_oid)


def _organisation(names: Names, oid: str) -> str:
    """The name; a learner is not shown the OID of an organisation without one."""
    name = names.organisaatio(oid)
    return _("Organisaation nimi ei ole tiedossa") if name.tuntematon else name


def _what(view: Tapahtuma) -> str:
    known = {
        "hoks": _("Suunnitelma"),
        "versiot": _("Suunnitelman aiemmat versiot"),
        "luonnos": _("Suunnitelman luonnos"),
    }
    return known.get(view.kohde, _("Suunnitelman tietoja"))


def _how(view: Tapahtuma) -> str:
    return _("Tietojärjestelmä") if view.kayttaja_tyyppi == User.Tyyppi.PALVELU else _("Henkilöstön jäsen")
