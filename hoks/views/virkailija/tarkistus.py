"""Check answers, publish, and what to do when the plan has changed meanwhile."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.decorators import virkailija_required
from hoks import audit, services
from hoks.diff import diff
from hoks.drafts import document as documents
from hoks.drafts import store
from hoks.drafts.comparison import Comparison
from hoks.drafts.merging import Change, Side, changes
from hoks.drafts.outline import path_in_words
from hoks.drafts.progress import Problem
from hoks.models import Hoks, HoksVersio, Luonnos, Tapahtuma
from hoks.presentation.plan import Plan
from hoks.views.virkailija.luonnokset import page_context
from hoks.views.virkailija.osat import draft_still_there, node_url, prefix_of
from hoks.violations import Refused


@virkailija_required
@require_http_methods(["GET", "HEAD", "POST"])
def tarkista(request, luonnos_id):
    """The whole plan with every problem as a link and, of an existing plan, what changes; POST publishes."""
    luonnos = store.drafts_of(request.user).filter(pk=luonnos_id).first()
    if luonnos is None:
        return _published_already(request)
    if request.method == "POST":
        try:
            hoks = store.publish(luonnos.pk, by=request.user, revisio=_revisio(request))
        except services.Conflict:
            return redirect("virkailija:luonnos-ristiriita", luonnos.pk)
        except (Refused, store.Unseen) as error:
            if store.changed_plan(luonnos):
                return redirect("virkailija:luonnos-ristiriita", luonnos.pk)
            return _show(request, luonnos, unseen=isinstance(error, store.Unseen))
        except Luonnos.DoesNotExist:
            return _published_already(request)
        except Hoks.DoesNotExist:
            # Deleted meanwhile; the page says so.
            luonnos.hoks.refresh_from_db(fields=["poistettu"])
            return _show(request, luonnos)
        messages.success(request, _("HOKS on tallennettu."))
        return redirect("virkailija:hoks", hoks.pk)
    audit.record(Tapahtuma.Toiminto.LUETTU, store.subject(luonnos), by=request.user, kohde="luonnos")
    return _show(request, luonnos)


def _revisio(request) -> int:
    text = request.POST.get("revisio", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _published_already(request):
    """A second click of the same button finds no draft, and the plan it made."""
    visible = Hoks.objects.visible_to(request.user).filter(poistettu=None)
    hoks = get_object_or_404(visible, opiskeluoikeus=request.POST.get("opiskeluoikeus", "").replace("\0", ""))
    return redirect("virkailija:hoks", hoks.pk)


def _show(request, luonnos: Luonnos, *, unseen: bool = False):
    if request.method == "POST":
        luonnos.refresh_from_db(fields=["dokumentti", "revisio"])
    context = page_context(luonnos, request.user)
    if context["changed"]:
        return redirect("virkailija:luonnos-ristiriita", luonnos.pk)
    plan = context["plan"]
    nodes = {documents.key_of(node): node for node in plan.root.walk()}

    def told(problem: Problem) -> dict:
        return {
            "href": problem_url(luonnos, problem),
            "where": path_in_words(plan, nodes[problem.key]),
            "text": problem.text,
        }

    context |= {
        "problems": [told(problem) for problem in context["progress"].problems],
        "looks": [told(look) for look in context["progress"].second_looks],
        "unseen": unseen,
        "changes": diff(luonnos.pohja, luonnos.dokumentti) if luonnos.pohja else None,
    }
    return render(request, "hoks/editor/tarkista.html", context, status=422 if request.method == "POST" else 200)


def problem_url(luonnos: Luonnos, problem: Problem) -> str:
    """The form where the problem is mended, at the input; empty when no form has it."""
    if problem.key == documents.ROOT and not problem.names:
        return ""
    anchor = f"#{prefix_of(problem.key)}-{problem.names[0].replace('.', '-')}" if problem.names else ""
    return f"{node_url(luonnos.pk, problem.key)}{anchor}"


@virkailija_required
@require_http_methods(["GET", "HEAD", "POST"])
def ristiriita(request, luonnos_id):
    """The plan has changed since the draft was begun: both changes side by side, and the official chooses."""
    luonnos = get_object_or_404(store.drafts_of(request.user), pk=luonnos_id)
    current = store.changed_plan(luonnos)
    if current is None or current.on_poistettu:
        return redirect("virkailija:luonnos", luonnos.pk)
    audit.record(Tapahtuma.Toiminto.LUETTU, current, by=request.user, kohde="luonnos")
    theirs = documents.from_plan(current)
    found = changes(luonnos.pohja or {}, luonnos.dokumentti, theirs)
    if request.method == "POST" and _join(request, luonnos, current, theirs, found):
        messages.success(request, _("Luonnos on nyt uusimman suunnitelman päällä. Tarkista se ja tallenna."))
        return redirect("virkailija:luonnos-tarkista", luonnos.pk)
    plans = [Plan(document, opiskeluoikeus=luonnos.opiskeluoikeus) for document in (luonnos.dokumentti, theirs)]
    items = [Comparison(change, *plans) for change in found]
    last = HoksVersio.objects.filter(hoks=current).select_related("tekija").defer("dokumentti").first()
    context = {
        "luonnos": luonnos,
        "opiskeluoikeus": luonnos.opiskeluoikeus,
        "current": current,
        "last": last,
        "clashes": [item for item in items if item.change.is_clash],
        "mine": [(item, item.my_change) for item in items if item.my_change],
        "theirs": [(item, item.their_change) for item in items if item.their_change],
        "refused": request.method == "POST",
    }
    return render(request, "hoks/editor/ristiriita.html", context, status=422 if request.method == "POST" else 200)


def _join(request, luonnos: Luonnos, current: Hoks, theirs: dict, found: list[Change]) -> bool:
    """Join as was chosen; False when a choice is missing, or was made of what is no longer so."""
    choices = _choices(request, [change for change in found if change.is_clash])
    if choices is None or request.POST.get("versionumero") != str(current.versionumero):
        return False
    try:
        with draft_still_there():
            store.rebase(luonnos.pk, current, theirs, choices, by=request.user, revisio=_revisio(request))
    except store.Unseen:
        return False
    return True


def _choices(request, clashes: list[Change]) -> dict[str, Side] | None:
    """The side chosen for every clash, by one button for all or one by one; None when one is missing."""
    whole = request.POST.get("kaikki")
    chosen = {change.key: whole or request.POST.get(f"valinta-{change.key}") for change in clashes}
    if any(side not in list(Side) for side in chosen.values()):
        return None
    return {key: Side(side) for key, side in chosen.items()}
