"""The officials' list: the study rights of a school, found, ordered and paged."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from accounts.decorators import virkailija_required
from accounts.permissions import is_paakayttaja, privileges_along
from hoks import search
from hoks.paging import FROM, LAST, Page
from hoks.presentation.opiskelijat import rivi, table_rows
from hoks.search import Haku, Jarjestys, Loydot, Rajaus
from hoks.views.virkailija.koulut import SCHOOL_RESULTS, all_schools, choose_school, chooser, schools_named

PAGE_SIZE = 25
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ"


class HakuForm(forms.Form):
    """What is looked for, from the URL."""

    nimi = forms.CharField(label=gettext_lazy("Opiskelijan nimi"), max_length=100, required=False)
    tutkinto = forms.CharField(label=gettext_lazy("Tutkinto tai koulutus"), max_length=100, required=False)
    osaamisala = forms.CharField(label=gettext_lazy("Osaamisala"), max_length=100, required=False)
    hoks_id = forms.IntegerField(
        label=gettext_lazy("eHOKS-id"),
        min_value=1,
        required=False,
        widget=forms.TextInput,
        error_messages={
            "invalid": gettext_lazy("Kirjoita eHOKS-id numeroina, esimerkiksi 1234."),
            "min_value": gettext_lazy("Kirjoita eHOKS-id numeroina, esimerkiksi 1234."),
        },
    )
    tila = forms.TypedChoiceField(
        label=gettext_lazy("HOKSin tila"), coerce=Rajaus, empty_value=Rajaus.AKTIIVISET, required=False
    )

    def __init__(self, *args, sees_deleted: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tila"].choices = [
            choice for choice in Rajaus.choices if sees_deleted or choice[0] != Rajaus.POISTETTU
        ]

    def typed(self) -> dict[str, str]:
        """What was typed or chosen, without what is empty or usual; an unknown state counts as the usual one."""
        typed = {name: (self[name].value() or "").strip() for name in self.fields}
        if typed["tila"] not in dict(self.fields["tila"].choices) or typed["tila"] == Rajaus.AKTIIVISET:
            typed["tila"] = ""
        return {name: text for name, text in typed.items() if text}

    def chips(self) -> list[dict[str, Any]]:
        """What the list is narrowed by, in words."""
        states = dict(self.fields["tila"].choices)
        return [
            {"name": name, "label": self.fields[name].label, "value": states[text] if name == "tila" else text}
            for name, text in self.typed().items()
        ]

    def mistakes(self) -> list[dict[str, Any]]:
        """What cannot be searched for and at which field; an unknown state is none."""
        return [
            {"href": f"#{field.id_for_label}", "text": text}
            for field in self
            if field.name != "tila"
            for text in field.errors
        ]

    def haku(self) -> Haku | None:
        """What to look for; None when a field cannot be understood. An unknown state counts as the usual one."""
        if set(self.errors) - {"tila"}:
            return None
        found = self.cleaned_data
        return Haku(
            nimi=found["nimi"],
            tutkinto=found["tutkinto"],
            osaamisala=found["osaamisala"],
            hoks_id=found["hoks_id"],
            rajaus=found.get("tila", Rajaus.AKTIIVISET),
        )


class Address:
    """Address of the list as it is asked for, without what is empty: address(nimi="aino") with changes."""

    def __init__(self, parameters: dict[str, str]):
        self._parameters, self._path = parameters, reverse("virkailija:opiskelijat")

    def __call__(self, **changes: str) -> str:
        told = {name: value for name, value in (self._parameters | changes).items() if value}
        return f"{self._path}?{urlencode(told)}"

    def results(self, **changes: str) -> str:
        """The same, at the results: for one who moves within them."""
        return f"{self(**changes)}#tulokset"


@virkailija_required
@require_safe
def opiskelijat(request):
    """The list of a school's study rights; htmx gets its results alone."""
    choice = choose_school(request, with_country=True)
    if choice is None:
        return render(request, "virkailija/opiskelijat_ei_oppilaitoksia.html")
    school = choice.school
    form = HakuForm(request.GET, sees_deleted=is_paakayttaja(request.user))
    jarjestys, descending = _read_order(request.GET.get("jarjesta", ""))
    order = _write_order(jarjestys, descending)
    address = Address({"oppilaitos": school.oid} | form.typed() | {"jarjesta": order})

    haku, found = form.haku(), Loydot(Page([], "", ""), 0)
    too_wide = choice.on_maa and haku is not None and not haku.is_narrow
    if haku and not too_wide:
        found = search.find_page(
            request.user,
            None if choice.on_maa else school,
            haku,
            jarjestys,
            descending=descending,
            cursor=request.GET.get("sivu", ""),
            size=PAGE_SIZE,
        )
        if found.total and not found.page.rows:
            # What was beyond the cursor has gone: to the first page.
            return redirect(address())

    page, held = found.page, privileges_along(request.user, school.polku)
    rows = [rivi(row, request.user, held) for row in page.rows]
    results = {
        "school": school,
        "results_title": _("Opiskelijat: %(school)s") % {"school": school.display_name},
        "too_wide": too_wide,
        "letters_at_least": search.LETTERS_AT_LEAST,
        "count": _count(found.total, choice.on_maa),
        "short_words": haku is not None and search.has_short_words(haku),
        "errors": form.mistakes(),
        "rows": rows,
        "table_rows": table_rows(rows),
        "columns": _columns(address, jarjestys, descending),
        "letters": _letters(address) if jarjestys is Jarjestys.NIMI and (page.previous or page.next) else [],
        "first_url": address.results() if page.previous else "",
        "previous_url": address.results(sivu=page.previous) if page.previous else "",
        "next_url": address.results(sivu=page.next) if page.next else "",
        "last_url": address.results(sivu=LAST) if page.next else "",
        "chips": [chip | {"url": address(**{chip["name"]: ""})} for chip in form.chips()],
        "clear_url": address(**dict.fromkeys(form.fields, "")),
        "all_states_url": "" if "tila" in form.typed() else address(tila=Rajaus.KAIKKI),
    }
    if request.htmx and not request.htmx.history_restore_request:
        response = render(request, "virkailija/_opiskelijat_tulokset.html", results)
        if request.htmx.current_url_abs_path != address():
            push_url(response, address())
    else:
        context = results | chooser(request, choice) | {"form": form, "order": order}
        response = render(request, "virkailija/opiskelijat.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@virkailija_required
@require_safe
def oppilaitokset(request):
    """Options for the school chooser: schools the user may read whose name has all the words of ?q=."""
    schools = all_schools(request.user, with_country=search.can_search_country(request.user))
    found = schools_named(schools, request.GET.get("q", ""))
    return render(
        request,
        "components/combobox_options.html",
        {
            "options": [(school.oid, school.display_name, "") for school in found[:SCHOOL_RESULTS]],
            "more": len(found) > SCHOOL_RESULTS,
        },
    )


def _read_order(text: str) -> tuple[Jarjestys, bool]:
    """Column and whether descending, from "nimi" or "-nimi"; by name when it can't be understood."""
    name = text.removeprefix("-")
    return (Jarjestys(name), text.startswith("-")) if name in Jarjestys.values else (Jarjestys.NIMI, False)


def _write_order(jarjestys: Jarjestys, descending: bool) -> str:
    """The order as the address says it: nothing for the usual one."""
    usual = (jarjestys, descending) == (Jarjestys.NIMI, False)
    return "" if usual else f"{'-' * descending}{jarjestys}"


def _columns(address: Address, jarjestys: Jarjestys, descending: bool) -> list[dict[str, Any]]:
    """Headings for the table: each sorts by its column, the one sorted by turns the order."""
    columns: list[dict[str, Any]] = [
        {
            "text": column.label,
            "url": address.results(jarjesta=_write_order(column, column is jarjestys and not descending)),
            "sort": ("descending" if descending else "ascending") if column is jarjestys else None,
        }
        for column in Jarjestys
    ]
    return [*columns, {"text": _("Tila")}, {"text": _("Toiminnot"), "hidden": True}]


def _count(total: int, is_country: bool) -> str:
    if is_country and total > search.MOST_COUNTED:
        return _("yli %(most)s opiskeluoikeutta") % {"most": number_format(search.MOST_COUNTED, force_grouping=True)}
    return ngettext("%(total)d opiskeluoikeus", "%(total)d opiskeluoikeutta", total) % {"total": total}


def _letters(address: Address) -> list[dict[str, str]]:
    """Links to where names of a letter begin."""
    return [{"text": letter, "url": address.results(sivu=f"{FROM}~{letter.lower()}")} for letter in LETTERS]
