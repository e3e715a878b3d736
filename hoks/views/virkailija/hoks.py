"""A plan's page for officials, and its deletion."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import virkailija_required
from accounts.permissions import Privilege, has_privilege
from hoks import audit, permissions, plan, services
from hoks.contact_details import versio_document
from hoks.contract import HankittavaYhteinen
from hoks.drafts.document import by_pointer, locate
from hoks.drafts.outline import path_in_words
from hoks.models import Hoks, HoksVersio, Kanava
from hoks.presentation import Plan
from hoks.presentation.plan import Osa
from hoks.rules.huomautukset import huomautukset
from hoks.tree import TreeNode
from hoks.views.access import refuse, visible_hoks

Toiminto = audit.Toiminto


@virkailija_required
@require_safe
def hoks_page(request: HttpRequest, hoks_id: int) -> HttpResponse:
    """The whole plan. A deleted one, which those who can restore it see, is shown as it was."""
    hoks = visible_hoks(request.user, pk=hoks_id)
    others = list(
        Hoks.objects.visible_to(request.user)
        .filter(opiskeluoikeus__oppija=hoks.opiskeluoikeus.oppija_id)
        .exclude(pk=hoks.pk)
        .select_related("opiskeluoikeus")
        .defer("opiskeluoikeus__koski")
        .order_by("-opiskeluoikeus__alkamispaiva", "pk")
    )
    shown = Plan(
        plan.load(hoks) if not hoks.on_poistettu else last_document(hoks),
        opiskeluoikeus=hoks.opiskeluoikeus,
        organisaatiot=tuple(other.opiskeluoikeus.oppilaitos_oid for other in others),
    )
    audit.record(Toiminto.LUETTU, hoks, by=request.user, kanava=Kanava.VIRKAILIJA)
    can_edit = permissions.can_edit(request.user, hoks)
    context = {
        "hoks": hoks,
        "plan": shown,
        "opiskeluoikeus": hoks.opiskeluoikeus,
        "oppija": hoks.opiskeluoikeus.oppija,
        "oppilaitos": shown.names.organisaatio(hoks.opiskeluoikeus.oppilaitos_oid),
        "koulutustoimija": shown.names.organisaatio(hoks.opiskeluoikeus.koulutustoimija_oid),
        "others": [(other, shown.names.organisaatio(other.opiskeluoikeus.oppilaitos_oid)) for other in others],
        "saves": latest_saves(hoks),
        "list_url": list_url(request.user, hoks),
        "can_edit": can_edit,
        "looks": second_looks(shown) if can_edit else [],
        "can_delete": permissions.can_delete(request.user, hoks),
        "can_undo_delete": hoks.on_poistettu and permissions.can_undo_delete(request.user, hoks),
    }
    return render(request, "virkailija/hoks.html", context)


def second_looks(shown: Plan) -> list[dict[str, Any]]:
    """What looks odd in the plan, with where it is on the page, for who may mend it."""
    found = huomautukset(shown.document, shown.opiskeluoikeus, tanaan=shown.today)
    nodes = by_pointer(shown.document) if found else {}
    places = [(huomautus, locate(nodes, huomautus.path)[0]) for huomautus in found]
    return [
        {"text": huomautus.text, "where": path_in_words(shown, node), "href": f"#{_anchor(shown, node)}"}
        for huomautus, node in places
    ]


def _anchor(shown: Plan, node: TreeNode) -> str:
    """Where the page shows the node. A common unit to be acquired is shown by its sub-areas."""
    if not node.path:
        return "perustiedot"
    below = node.all_children if node.cls is HankittavaYhteinen else []
    return Osa(shown, below[0] if below else node).anchor


def list_url(user, hoks: Hoks) -> str:
    """The list of the plan's school, or of the school last looked at for one who sees the plan but not that list."""
    url, school = reverse("virkailija:opiskelijat"), hoks.opiskeluoikeus.oppilaitos_oid
    return f"{url}?oppilaitos={school}" if has_privilege(user, Privilege.READ, school) else url


def latest_saves(hoks: Hoks) -> list[HoksVersio]:
    """The latest save by each door, newest first."""
    saves = hoks.versiot.select_related("tekija").defer("dokumentti", "yhteystiedot")
    by_door = saves.order_by("kanava", "-numero").distinct("kanava")
    return sorted(by_door, key=lambda versio: -versio.numero)


def last_document(hoks: Hoks) -> dict:
    """What the last save left; nothing but the top level when there is no snapshot."""
    versio = hoks.versiot.first()
    return versio_document(versio) if versio else plan.load(hoks)


class PoistoForm(forms.Form):
    """Why a plan is deleted."""

    syy = forms.CharField(
        label=gettext_lazy("Poiston syy"),
        help_text=gettext_lazy("Syy jää näkyviin suunnitelman tietoihin. Älä kirjoita henkilötietoja."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": gettext_lazy("Kirjoita, miksi suunnitelma poistetaan."),
            "max_length": gettext_lazy("Lyhennä syy enintään 1 000 merkkiin."),
        },
    )


@virkailija_required
@require_http_methods(["GET", "HEAD", "POST"])
def poista(request: HttpRequest, hoks_id: int) -> HttpResponse:
    """Ask why, then delete; the answer is awaited and told. 403 without hoks_delete in the plan's school."""
    hoks = visible_hoks(request.user, pk=hoks_id)
    if not permissions.can_delete(request.user, hoks):
        refuse(request.user, Toiminto.POISTETTU, hoks)
    ended = not hoks.opiskeluoikeus.on_aktiivinen
    form = PoistoForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.delete_hoks(hoks, by=request.user, syy=form.cleaned_data["syy"])
        except services.NotDeletable:
            ended = True
        except Hoks.DoesNotExist:
            messages.info(request, _("Suunnitelma oli jo poistettu."))
            return redirect("etusivu")
        else:
            messages.success(
                request,
                _("HOKS %(id)s (%(nimi)s) on poistettu.") % {"id": hoks.pk, "nimi": hoks.opiskeluoikeus.oppija.nimi},
            )
            return redirect(list_url(request.user, hoks))
    status = 409 if ended and request.method == "POST" else 422 if form.errors else 200
    context = {"hoks": hoks, "oppija": hoks.opiskeluoikeus.oppija, "form": form, "ended": ended}
    context["errors"] = [{"href": "#id_syy", "text": text} for text in form.errors.get("syy", [])]
    return render(request, "virkailija/hoks_poista.html", context, status=status)


@virkailija_required
@require_http_methods(["GET", "HEAD", "POST"])
def palauta(request: HttpRequest, hoks_id: int) -> HttpResponse:
    """Bring a deleted plan back; asked once. 403 for those who see the plan and may not."""
    hoks = visible_hoks(request.user, pk=hoks_id)
    if not hoks.on_poistettu:
        return redirect("virkailija:hoks", hoks.pk)
    if not permissions.can_undo_delete(request.user, hoks):
        refuse(request.user, Toiminto.PALAUTETTU, hoks)
    if request.method == "POST":
        try:
            services.restore_hoks(hoks, by=request.user)
        except Hoks.DoesNotExist:
            messages.info(request, _("Suunnitelma oli jo palautettu."))
        else:
            messages.success(request, _("Suunnitelma on palautettu."))
        return redirect("virkailija:hoks", hoks.pk)
    return render(request, "virkailija/hoks_palauta.html", {"hoks": hoks, "oppija": hoks.opiskeluoikeus.oppija})
