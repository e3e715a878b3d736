"""How adoption goes in the country, for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from hoks.kayttoonotto import kaavio, luvut
from hoks.kayttoonotto.julkiset import PIENIN
from hoks.models import Kanava

# Seconds; the figures are counted every ten minutes.
SAILYVYYS = 300


@login_not_required
@require_safe
@cache_control(public=True, max_age=SAILYVYYS)
def tilanne(request: HttpRequest) -> HttpResponse:
    """The country's figures, none of which stands for fewer than ten learners (hoks.kayttoonotto.julkiset)."""
    laskenta = luvut.laskenta()
    context = {"laskenta": laskenta, "pienin": PIENIN}
    if laskenta:
        told = laskenta.julkiset
        context |= {
            "luvut": told,
            "kanavat": [(kanava.label, told["kanavat"][kanava]) for kanava in Kanava],
            "kaavio": kaavio.julkinen(told["viikot"]),
        }
    return render(request, "tietoa/tilanne.html", context)
