"""The saves of a plan: who, when, by which door; any two compared; an old one brought back as a new save."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import virkailija_required
from hoks import audit, permissions, plan, services
from hoks.contact_details import ERASED, fill_erased, versio_document
from hoks.diff import diff
from hoks.models import Hoks, HoksVersio, Kanava
from hoks.presentation import Plan
from hoks.presentation.rows import moment_text
from hoks.tree import tree
from hoks.views.access import refuse, visible_hoks
from hoks.violations import Refused

SAVES_SHOWN = 200


@virkailija_required
@require_safe
def versiot(request: HttpRequest, hoks_id: int) -> HttpResponse:
    """The saves, newest first, and a form to choose two of them."""
    hoks = visible_hoks(request.user, pk=hoks_id)
    saves = list(hoks.versiot.select_related("tekija").defer("dokumentti", "yhteystiedot")[: SAVES_SHOWN + 1])
    audit.record(audit.Toiminto.LUETTU, hoks, by=request.user, kanava=Kanava.VIRKAILIJA, kohde="versiot")
    context = {
        **_plan_context(hoks),
        "saves": saves[:SAVES_SHOWN],
        "more": len(saves) > SAVES_SHOWN,
        "choices": [(versio.numero, _choice(versio)) for versio in saves[:SAVES_SHOWN]],
        "columns": [{"text": text} for text in (_("Versio"), _("Aika"), _("Tekijä"), _("Tapa"), _("Syy"), _("Katso"))],
    }
    return render(request, "virkailija/versiot.html", context)


@virkailija_required
@require_safe
def versio(request: HttpRequest, hoks_id: int, numero: int) -> HttpResponse:
    """One save as a plan."""
    hoks = visible_hoks(request.user, pk=hoks_id)
    saved = get_object_or_404(HoksVersio.objects.select_related("tekija"), hoks=hoks, numero=numero)
    audit.record(
        audit.Toiminto.LUETTU, hoks, by=request.user, kanava=Kanava.VIRKAILIJA, kohde="versiot", versio=saved.numero
    )
    shown = Plan(_told_document(saved), opiskeluoikeus=hoks.opiskeluoikeus)
    context = {
        **_plan_context(hoks),
        "versio": saved,
        "plan": shown,
        "oppilaitos": shown.names.organisaatio(hoks.opiskeluoikeus.oppilaitos_oid),
        "erased": ERASED in saved.yhteystiedot.values(),
        "can_restore": saved.numero != hoks.versionumero and permissions.can_edit(request.user, hoks),
    }
    return render(request, "virkailija/versio.html", context)


@virkailija_required
@require_safe
def vertailu(request: HttpRequest, hoks_id: int) -> HttpResponse:
    """Two saves (`vanha`, `uusi`) compared field by field; the latest and the one before when none are named."""
    hoks = visible_hoks(request.user, pk=hoks_id)
    newer = _save(hoks, request.GET.get("uusi"), hoks.versionumero)
    older = _save(hoks, request.GET.get("vanha"), max(newer.numero - 1, 1))
    if older.numero > newer.numero:
        older, newer = newer, older
    audit.record(
        audit.Toiminto.LUETTU,
        hoks,
        by=request.user,
        kanava=Kanava.VIRKAILIJA,
        kohde="versiot",
        versiot=[older.numero, newer.numero],
    )
    context = {**_plan_context(hoks), "older": older, "newer": newer, "changes": compare(older, newer)}
    return render(request, "virkailija/versiot_vertailu.html", context)


@virkailija_required
@require_http_methods(["GET", "HEAD", "POST"])
def versio_palauta(request: HttpRequest, hoks_id: int, numero: int) -> HttpResponse:
    """Save an old version anew. Asked with what would change; refused when the plan has changed meanwhile."""
    hoks = visible_hoks(request.user, pk=hoks_id)
    if not permissions.can_edit(request.user, hoks):
        refuse(request.user, audit.Toiminto.KORVATTU, hoks)
    saved = get_object_or_404(HoksVersio, hoks=hoks, numero=numero)
    current = plan.load(hoks)
    restored = fill_erased(saved, current)
    context, status = {**_plan_context(hoks), "versio": saved, "based_on": hoks.versionumero}, 200
    if request.method == "POST":
        try:
            changed = services.replace_hoks(
                hoks,
                restorable(restored, hoks),
                by=request.user,
                kanava=Kanava.VIRKAILIJA,
                based_on=_number(request.POST.get("versio")),
                keys=keys(restored),
                syy=_("Palautettu versio %(numero)s") % {"numero": saved.numero},
            )
        except Refused as refusal:
            context["violations"], status = refusal.violations, 422
        except (services.Conflict, Hoks.DoesNotExist):
            context["conflict"], status = True, 409
        else:
            told = (
                _("Versio %(numero)s on palautettu.")
                if changed
                else _("Suunnitelma oli jo version %(numero)s mukainen.")
            )
            messages.success(request, told % {"numero": saved.numero})
            return redirect("virkailija:hoks", hoks.pk)
    context["changes"] = diff(current, restored)
    return render(request, "virkailija/versio_palauta.html", context, status=status)


def restorable(document: dict, hoks: Hoks) -> dict:
    """An old document as a replacement. Learner and study right stay."""
    document = plan.write_shape(document)
    kept = {name: value for name, value in document.items() if name not in ("oppija-oid", "opiskeluoikeus-oid")}
    return {**kept, "id": hoks.pk}


def keys(document: dict) -> dict[str, str]:
    """JSON Pointer of each node to its module-id, so that what comes back is what it was."""
    return {node.pointer: node.key for node in tree(document).walk() if node.key}


def compare(older: HoksVersio, newer: HoksVersio) -> list:
    """Differences of two saves; contact details erased since are told as such on both sides."""
    return diff(_told_document(older), _told_document(newer))


def _told_document(saved: HoksVersio) -> dict:
    """The save's document for readers: an erased contact detail says that it has been erased."""
    erased = {where: str(_("poistettu")) for where, value in saved.yhteystiedot.items() if value is ERASED}
    told = HoksVersio(dokumentti=saved.dokumentti, yhteystiedot={**saved.yhteystiedot, **erased})
    return versio_document(told)


def _save(hoks: Hoks, typed: str | None, otherwise: int) -> HoksVersio:
    numero = otherwise if typed is None else _number(typed)
    return get_object_or_404(HoksVersio.objects.select_related("tekija"), hoks=hoks, numero=numero)


def _number(typed: str | None) -> int:
    """A posted version number; -1, which none has, for anything else."""
    return int(typed) if typed and typed.isdecimal() and len(typed) < 10 else -1


def _choice(versio: HoksVersio) -> str:
    return _("Versio %(numero)s, %(aika)s") % {"numero": versio.numero, "aika": moment_text(versio.aika)}


def _plan_context(hoks: Hoks) -> dict:
    return {"hoks": hoks, "oppija": hoks.opiskeluoikeus.oppija, "opiskeluoikeus": hoks.opiskeluoikeus}
