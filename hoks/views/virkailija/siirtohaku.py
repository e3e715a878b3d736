"""What the transfer desk's address asks for: whose transfers, and which of them."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisaatio
from hoks import search
from hoks.models import Siirto
from hoks.siirrot import listing
from hoks.siirrot.explanations import EXPLANATIONS
from hoks.siirrot.listing import Haku, Rajaus
from hoks.views.virkailija.days import Day, check_order
from hoks.views.virkailija.koulut import choose_school, chooser

# The value of `kohde` for what is about none of the official's schools.
NO_SCHOOL = "muut"


class HakuForm(forms.Form):
    """What is looked for, from the URL. Choices that can't be understood count as none; days have to be right."""

    nayta = forms.TypedChoiceField(required=False, choices=Rajaus.choices, coerce=Rajaus)
    tila = forms.IntegerField(required=False, min_value=100, max_value=599)
    koodi = forms.ChoiceField(required=False, choices=[(code, code) for code in EXPLANATIONS])
    tunnus = forms.IntegerField(required=False, min_value=0, max_value=2**63 - 1)
    alku = Day(label=_("Alkaen"))
    loppu = Day(label=_("Päättyen"))

    def clean(self):
        """The days must be in order."""
        return check_order(self, super().clean())

    def haku(self, usual: Rajaus) -> Haku:
        """What to look for; `usual` when the address doesn't say which."""
        found = self.cleaned_data
        return Haku(
            rajaus=found.get("nayta") or usual,
            status=found.get("tila"),
            koodi=found.get("koodi") or "",
            tunnus=found.get("tunnus"),
            alku=found.get("alku"),
            loppu=found.get("loppu"),
        )

    def parameters(self) -> dict[str, str]:
        """What the address has to say to ask for the same again."""
        told = {name: self.cleaned_data.get(name) for name in ("nayta", "tila", "koodi", "tunnus")}
        typed = {name: (self[name].value() or "").strip() for name in ("alku", "loppu")}
        return {name: str(value) for name, value in (told | typed).items() if value not in (None, "")}


@dataclass(frozen=True)
class Asked:
    """Whose transfers the address asks for, and which.

    school: None for those that are about no school; choice: for templates/virkailija/_oppilaitos.html
    has_schools, has_others: which of the two kinds of list the official has
    """

    transfers: QuerySet[Siirto]
    form: HakuForm
    school: Organisaatio | None
    choice: dict[str, Any]
    has_schools: bool
    has_others: bool

    @property
    def usual(self) -> Rajaus:
        """What is listed when nothing is chosen: what is to be mended; what is about no school is seldom resolved."""
        return Rajaus.AVOIMET if self.school else Rajaus.VIRHEET

    @property
    def haku(self) -> Haku:
        return self.form.haku(self.usual)

    def found(self, user) -> QuerySet[Siirto]:
        """The transfers listed."""
        return listing.find(user, self.transfers, self.haku)

    @property
    def whose(self) -> dict[str, str]:
        """The part of the address that says whose."""
        return {"oppilaitos": self.school.oid} if self.school else {"kohde": NO_SCHOOL}

    def address(self, name: str = "tiedonsiirrot", **changes: str) -> str:
        """Address of the same list, or of what is made of it, with changes; the page that is shown is left out."""
        return address_of(name, self.whose | self.form.parameters() | changes)


def address_of(name: str, parameters: dict[str, str]) -> str:
    """A page of the desk with what is not empty of the parameters."""
    told = {key: value for key, value in parameters.items() if value}
    return reverse(f"virkailija:{name}") + (f"?{urlencode(told)}" if told else "")


def asked(request) -> Asked | None:
    """What the request asks for, None for somebody to whom no list is open; 404 for a school that isn't his."""
    user, about_no_school = request.user, request.GET.get("kohde") == NO_SCHOOL
    others = about_no_school or listing.has_others(user)
    form = HakuForm(request.GET)
    form.is_valid()
    if about_no_school:
        return Asked(listing.of_no_school(user), form, None, {}, search.readable_schools(user).exists(), True)
    chosen = choose_school(request)
    if chosen is None:
        return Asked(listing.of_no_school(user), form, None, {}, False, True) if others else None
    transfers = listing.of_school(user, chosen.school.oid)
    return Asked(transfers, form, chosen.school, chooser(request, chosen), True, others)
