"""The officials' front page: what waits for them, each a number that opens its list."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.decorators import virkailija_required
from accounts.models import Organisaatio
from hoks import maaraajat, tiedotteet, tyolista
from hoks.drafts import store
from hoks.siirrot import listing
from hoks.tyolista import Syy
from hoks.views.virkailija.koulut import choose_school, chooser

# Beyond this many it is only told that there are more.
MOST_COUNTED = 1_000


@dataclass(frozen=True)
class Luku:
    """A number that opens its list.

    maara: at most MOST_COUNTED + 1 where that means more; huono: whether what is counted is late, missing or refused
    """

    maara: int
    text: str
    url: str
    huono: bool = False

    @property
    def number(self) -> str:
        """As it is read."""
        return _("yli %(most)d") % {"most": MOST_COUNTED} if self.maara > MOST_COUNTED else str(self.maara)


@virkailija_required
@require_safe
def etusivu(request: HttpRequest) -> HttpResponse:
    """What is new, late, missing, refused and left over: of a school, and the official's own."""
    choice = choose_school(request)
    drafts = Luku(store.drafts_of(request.user).count(), _("Omat luonnokset"), reverse("virkailija:luonnokset"))
    unread = Luku(tiedotteet.unread_count(request.user), _("Lukemattomat tiedotteet"), reverse("virkailija:tiedotteet"))
    context = {
        "numbers": [unread, drafts],
        "tiedotteet": tiedotteet.for_user(request.user),
        "webinaari": tiedotteet.next_webinar(),
    }
    if choice:
        context |= chooser(request, choice)
        context["numbers"] = [*_of_school(request.user, choice.school), unread, drafts]
    return render(request, "virkailija/etusivu.html", context)


def _of_school(user, school: Organisaatio) -> list[Luku]:
    """What is late, then what is missing, then what was refused. Five statements."""
    due, lacking = maaraajat.maarat(user, school), tyolista.maarat(user, school)
    refused = listing.find(user, listing.of_school(user, school.oid), listing.Haku())
    where = {"oppilaitos": school.oid}
    return [
        *(
            Luku(count, str(laji.label), _address("maaraajat", where, laji=laji), laji is maaraajat.Laji.JAKSO)
            for laji, count in due.items()
        ),
        *(
            Luku(count, str(syy.label), _address("tyolista", where, syy=syy), syy is Syy.EI_HOKSIA)
            for syy, count in lacking.items()
            if count or syy is Syy.EI_HOKSIA
        ),
        Luku(
            listing.count(refused, MOST_COUNTED),
            _("Hylätyt tiedonsiirrot"),
            _address("tiedonsiirrot", where),
            huono=True,
        ),
    ]


def _address(name: str, where: dict[str, str], **told: str) -> str:
    return f"{reverse(f'virkailija:{name}')}?{urlencode(where | told)}"
