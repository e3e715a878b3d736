"""Drafts: the list of one's own, opening one, its page, throwing it away."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import virkailija_required
from hoks import audit, permissions
from hoks.arvio import lacking_unit
from hoks.drafts import store
from hoks.drafts.document import ROOT
from hoks.drafts.outline import outline
from hoks.drafts.progress import SECTIONS, lists_of, progress
from hoks.models import Hoks, Luonnos, Opiskeluoikeus, Tapahtuma
from hoks.presentation.plan import Plan
from hoks.tree import KEY
from hoks.views.access import refuse, visible_hoks
from hoks.views.virkailija.osat import draft_url, node_url

# Nodes of a plan that is shown with everything open; in a longer one units are opened as needed.
SHOWN_WHOLE = 15


@virkailija_required
@require_safe
def luonnokset(request):
    """The official's own drafts, latest first."""
    drafts = []
    for luonnos in store.drafts_of(request.user):
        filled, asked = _sections_filled(luonnos)
        drafts.append({"luonnos": luonnos, "filled": filled, "asked": asked})
    context = {"drafts": drafts, "retention_days": settings.LUONNOS_SAILYTYS_PAIVAA}
    return render(request, "hoks/editor/luonnokset.html", context)


def _sections_filled(luonnos: Luonnos) -> tuple[int, int]:
    """(sections with something in them, sections asked of this study right); a rough measure that judges nothing."""
    document = luonnos.dokumentti
    asked = [
        section
        for section in SECTIONS
        if not section.lists or lists_of(section, document, on_tuva=luonnos.opiskeluoikeus.on_tuva)
    ]
    filled = [
        section
        for section in asked
        if ("osaamisen-hankkimisen-tarve" in document if not section.lists else any(map(document.get, section.lists)))
    ]
    return len(filled), len(asked)


@virkailija_required
@require_http_methods(["GET", "HEAD", "POST"])
def luo(request, opiskeluoikeus_oid):
    """Begin a plan for a study right; what exists already is opened instead."""
    rights = Opiskeluoikeus.objects.visible_to(request.user).select_related("oppija")
    opiskeluoikeus = get_object_or_404(rights, pk=opiskeluoikeus_oid)
    if not permissions.can_create(request.user, opiskeluoikeus):
        refuse(request.user, Tapahtuma.Toiminto.LUOTU, opiskeluoikeus)
    mine = store.drafts_of(request.user).filter(opiskeluoikeus=opiskeluoikeus).first()
    if mine:
        return redirect("virkailija:luonnos", mine.pk)
    hoks = Hoks.objects.filter(opiskeluoikeus=opiskeluoikeus).first()
    if hoks and not hoks.on_poistettu:
        return redirect("virkailija:luonnos-muokkaa", hoks.pk)
    if request.method == "POST" and hoks is None:
        luonnos = store.open_new(opiskeluoikeus, by=request.user)
        return redirect("virkailija:luonnos", luonnos.pk)
    context = {
        "opiskeluoikeus": opiskeluoikeus,
        "deleted": hoks,
        "others": store.other_drafts(opiskeluoikeus, by=request.user),
    }
    return render(request, "hoks/editor/luo.html", context)


@virkailija_required
@require_http_methods(["GET", "HEAD", "POST"])
def muokkaa(request, hoks_id):
    """Begin to edit a plan: a draft of it, the one there is or a new one."""
    hoks = visible_hoks(request.user, pk=hoks_id, poistettu=None)
    if not permissions.can_edit(request.user, hoks):
        refuse(request.user, Tapahtuma.Toiminto.KORVATTU, hoks)
    mine = store.drafts_of(request.user).filter(hoks=hoks).first()
    if mine:
        return redirect(_place(request, mine))
    if request.method == "POST":
        return redirect(_place(request, store.open_existing(hoks, by=request.user)))
    context = {
        "hoks": hoks,
        "opiskeluoikeus": hoks.opiskeluoikeus,
        "transfer": store.last_transfer(hoks),
        "others": store.other_drafts(hoks.opiskeluoikeus, by=request.user),
    }
    return render(request, "hoks/editor/muokkaa.html", context)


def _place(request, luonnos: Luonnos) -> str:
    """Address of the draft, or of the place in it that the address asks for: ?kohta=osa, the first unit that lacks a
    period or a demonstration, ?kohta=perustiedot, the form of the plan's own fields."""
    match request.GET.get("kohta"):
        case "osa":
            unit = lacking_unit(luonnos.dokumentti)
            return draft_url(luonnos.pk, unit[KEY] if unit else "")
        case "perustiedot":
            return node_url(luonnos.pk, ROOT)
        case _:
            return draft_url(luonnos.pk)


@virkailija_required
@require_safe
def luonnos(request, luonnos_id):
    """A draft's page: the task list and every section with its nodes."""
    luonnos = get_object_or_404(store.drafts_of(request.user), pk=luonnos_id)
    audit.record(Tapahtuma.Toiminto.LUETTU, store.subject(luonnos), by=request.user, kohde="luonnos")
    return render(request, "hoks/editor/luonnos.html", page_context(luonnos, request.user))


def page_context(luonnos: Luonnos, user) -> dict:
    """What the draft's page and its fragments show."""
    opiskeluoikeus = luonnos.opiskeluoikeus
    told = progress(luonnos.dokumentti, store.judge(luonnos), store.second_looks(luonnos))
    plan = Plan(luonnos.dokumentti, opiskeluoikeus=opiskeluoikeus)
    page_sections = outline(plan, told, on_tuva=opiskeluoikeus.on_tuva)
    return {
        "luonnos": luonnos,
        "opiskeluoikeus": opiskeluoikeus,
        "plan": plan,
        "progress": told,
        "page_sections": page_sections,
        "tasks": [page_section.task for page_section in page_sections],
        "is_short": sum(1 for _node in plan.root.walk()) <= SHOWN_WHOLE,
        "obstacles": told.obstacles,
        "others": store.other_drafts(opiskeluoikeus, by=user),
        "transfer": store.last_transfer(luonnos.hoks),
        "changed": store.changed_plan(luonnos),
    }


@virkailija_required
@require_http_methods(["GET", "HEAD", "POST"])
def hylkaa(request, luonnos_id):
    """Ask once, then throw the draft away."""
    luonnos = get_object_or_404(store.drafts_of(request.user), pk=luonnos_id)
    if request.method == "POST":
        store.discard(luonnos.pk, by=request.user)
        messages.success(request, _("Luonnos on hylätty."))
        return redirect("virkailija:luonnokset")
    return render(request, "hoks/editor/hylkaa.html", {"luonnos": luonnos, "opiskeluoikeus": luonnos.opiskeluoikeus})
