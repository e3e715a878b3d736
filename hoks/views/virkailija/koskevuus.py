"""Whom eHOKS concerns: the rule in words, and its answer of a study right (hoks.scope)."""

from django import forms
from django.conf import settings
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.decorators import virkailija_required
from hoks import audit
from hoks.models import Kanava, Opiskeluoikeus
from hoks.scope import koskeeko


class OikeusForm(forms.Form):
    """The study right that is asked about."""

    oid = forms.CharField(label=_("Opiskeluoikeuden oid"), max_length=100)


@virkailija_required
@require_safe
def keita_koskee(request):
    """The rule, the questions of the adoption slides, and the answer of one of the user's schools' study rights."""
    form = OikeusForm(request.GET if "oid" in request.GET else None)
    context = {
        "form": form,
        "voimassa_alkaen": settings.OPISKELUOIKEUS_VOIMASSA_ALKAEN,
        "laadittu_alkaen": settings.HOKS_LAADITTU_ALKAEN,
    }
    if form.is_valid():
        rights = Opiskeluoikeus.objects.visible_to(request.user).select_related("oppija", "hoks").defer("koski")
        right = rights.filter(pk=form.cleaned_data["oid"].strip()).first()
        if right is None:
            form.add_error("oid", _("Opiskeluoikeutta ei ole oppilaitoksissasi. Tarkista oid."))
        else:
            hoks = getattr(right, "hoks", None)
            hyvaksytty = hoks.ensikertainen_hyvaksyminen if hoks and not hoks.on_poistettu else None
            context |= {"opiskeluoikeus": right, "vastaus": koskeeko(right, hyvaksytty)}
            audit.record(audit.Toiminto.LUETTU, right, by=request.user, kanava=Kanava.VIRKAILIJA, kohde="koskevuus")
    return render(request, "virkailija/tyolista/keita_koskee.html", context)
