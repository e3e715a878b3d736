"""The worklist of a school: who lacks a plan, whose plan lacks what; by school, and as a file."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from accounts.decorators import virkailija_required
from accounts.models import Organisaatio
from accounts.permissions import Privilege, privileges_along
from hoks import audit, services, taulukot, tyolista
from hoks.models import Hakurivi, Kanava
from hoks.names import sort_key
from hoks.presentation.rows import date_text
from hoks.taulukot import Cell, Column
from hoks.tyolista import Haku, Syy
from hoks.views.virkailija.koulut import choose_school, chooser

PAGE_SIZE = 25
# Of a file.
MOST_ROWS = 20_000
VARIANTS = {Syy.EI_HOKSIA: "danger", Syy.LUONNOS: "info", Syy.HUOMAUTUS: "neutral"}


class Month(forms.CharField):
    """A month typed as 8.2026 or 8/2026; its first day."""

    def to_python(self, value: Any) -> Any:
        """The day; None for an empty one."""
        text = super().to_python(value)
        if not text:
            return None
        told = re.fullmatch(r"(0?[1-9]|1[0-2])\s*[./]\s*(20\d\d)", text, re.ASCII)
        if told is None:
            raise forms.ValidationError(gettext_lazy("Kirjoita kuukausi ja vuosi, esimerkiksi 8.2026."))
        return dt.date(int(told[2]), int(told[1]), 1)


class HakuForm(forms.Form):
    """What is looked for, from the URL. A reason that can't be understood counts as none."""

    syy = forms.TypedChoiceField(
        label=gettext_lazy("Syy"), choices=Syy.choices, coerce=Syy, empty_value=None, required=False
    )
    tutkinto = forms.CharField(label=gettext_lazy("Tutkinto tai koulutus"), max_length=100, required=False)
    kuukausi = Month(label=gettext_lazy("Opinnot alkoivat"), max_length=20, required=False)
    paattyneet = forms.BooleanField(label=gettext_lazy("Näytä myös päättyneet opiskeluoikeudet"), required=False)

    def haku(self) -> Haku | None:
        """What to look for; None when the month can't be understood."""
        if set(self.errors) - {"syy"}:
            return None
        found = self.cleaned_data
        return Haku(found.get("syy"), found["tutkinto"], found["kuukausi"], found["paattyneet"])

    def parameters(self) -> dict[str, str]:
        """What the address has to say to ask for the same again."""
        told = {name: (self[name].value() or "") for name in ("syy", "tutkinto", "kuukausi")}
        if told["syy"] not in Syy.values:
            told["syy"] = ""
        return told | {"paattyneet": "on" if self["paattyneet"].value() else ""}

    def mistakes(self) -> list[dict[str, Any]]:
        """What cannot be looked for, for components/error_summary.html."""
        return [
            {"href": f"#{field.id_for_label}", "text": text, "where": [field.label]}
            for field in self
            if field.name != "syy"
            for text in field.errors
        ]


@dataclass(frozen=True)
class Rivi:
    """A study right as the list shows it: its reasons as (words, variant of tag), and what can be done; without `url`
    `toiminto` is what can't and why."""

    hakurivi: Hakurivi
    syyt: list[tuple[str, str]]
    toiminto: str
    url: str

    @property
    def oikeus(self):
        return self.hakurivi.opiskeluoikeus

    @property
    def alkoi(self) -> str:
        return date_text(self.hakurivi.alkoi) if self.hakurivi.alkoi else ""


@virkailija_required
@require_safe
def tyolista_page(request: HttpRequest) -> HttpResponse:
    """The list of a school."""
    choice = choose_school(request)
    if choice is None:
        return render(request, "virkailija/opiskelijat_ei_oppilaitoksia.html")
    school, form = choice.school, HakuForm(request.GET)
    haku, held = form.haku(), privileges_along(request.user, school.polku)
    context = chooser(request, choice) | {"form": form, "errors": form.mistakes(), "school": school}
    if haku:
        counts = tyolista.counts(request.user, school, haku)
        found = tyolista.listed(request.user, school, haku)
        page = tyolista.page(found, cursor=request.GET.get("sivu", ""), size=PAGE_SIZE)
        whole = {"oppilaitos": school.oid} | form.parameters()
        context |= {
            "haku": haku,
            "rows": [_rivi(row, held) for row in page.rows],
            "count": _count(counts[haku.syy]),
            "tabs": [
                {
                    "text": syy.label if syy else _("Kaikki"),
                    "href": f"{_address(whole, syy=syy or '')}#tulokset",
                    "count": counts[syy],
                    "current": syy is haku.syy,
                }
                for syy in (None, *Syy)
            ],
            "first_url": f"{_address(whole)}#tulokset" if page.previous else "",
            "previous_url": f"{_address(whole, sivu=page.previous)}#tulokset" if page.previous else "",
            "next_url": f"{_address(whole, sivu=page.next)}#tulokset" if page.next else "",
            "is_narrowed": bool(haku.tutkinto or haku.kuukausi or haku.syy),
            "clear_url": _address({"oppilaitos": school.oid}),
            "csv_url": _address(whole, name="tyolista-csv"),
            "xlsx_url": _address(whole, name="tyolista-xlsx"),
            "columns": [
                {"text": text}
                for text in (_("Opiskelija"), _("Tutkinto tai koulutus"), _("Opinnot alkoivat"), _("Mitä puuttuu"))
            ]
            + [{"text": _("Toiminnot"), "hidden": True}],
        }
    return render(request, "virkailija/tyolista/lista.html", context)


def _rivi(row: Hakurivi, held: frozenset[Privilege]) -> Rivi:
    tags = [(text, VARIANTS.get(syy, "warning")) for syy, text in tyolista.words(row)]
    closed = settings.PREVENT_FINISHED_OPISKELUOIKEUS_UPDATES and not row.aktiivinen
    if row.poistettu:
        return Rivi(row, tags, _("Pyydä pääkäyttäjää palauttamaan poistettu HOKS."), "")
    if row.hoks_id is None:
        can = Privilege.WRITE in held and not closed
        url = reverse("virkailija:luonnos-luo", args=[row.pk]) if can else ""
        return Rivi(row, tags, _("Luo HOKS") if can else "", url)
    if Privilege.UPDATE in held and not closed:
        place = _place(tyolista.reasons_of(row))
        url = reverse("virkailija:luonnos-muokkaa", args=[row.hoks_id])
        return Rivi(row, tags, _("Korjaa"), f"{url}?kohta={place}" if place else url)
    return Rivi(row, tags, _("Katso"), reverse("virkailija:hoks", args=[row.hoks_id]))


def _place(reasons: list[Syy]) -> str:
    """What is to be mended first, as luonnokset.muokkaa understands it."""
    if Syy.EI_JAKSOA in reasons or Syy.EI_NAYTTOA in reasons:
        return "osa"
    return "perustiedot" if Syy.EI_SAHKOPOSTIA in reasons else ""


def _address(parameters: dict[str, str], name: str = "tyolista", **changes: str) -> str:
    told = {key: value for key, value in (parameters | changes).items() if value}
    return f"{reverse(f'virkailija:{name}')}?{urlencode(told)}"


def _count(total: int) -> str:
    return ngettext("%(total)d opiskeluoikeus", "%(total)d opiskeluoikeutta", total) % {"total": total}


# --- By school -----------------------------------------------------------------------------


@virkailija_required
@require_safe
def koulut(request: HttpRequest) -> HttpResponse:
    """How many there are in each of the user's schools, by reason; under their providers."""
    counts = tyolista.by_school(request.user)
    known = Organisaatio.objects.in_bulk(list(counts))
    # Koski may name schools that nobody has told us of.
    schools = sorted((known.get(oid) or Organisaatio(oid=oid, polku=[]) for oid in counts), key=_by_name)
    above = {oid for school in schools for oid in school.polku}
    providers = {
        provider.oid: provider
        for provider in Organisaatio.objects.filter(oid__in=above, tyypit__contains=[Organisaatio.KOULUTUSTOIMIJA])
    }
    groups: dict[str, list[Organisaatio]] = {}
    for school in schools:
        groups.setdefault(next((oid for oid in reversed(school.polku) if oid in providers), ""), []).append(school)
    told = [
        {
            "toimija": providers.get(oid),
            "koulut": [
                {"koulu": school, "url": _address({"oppilaitos": school.oid}), "luvut": _numbers(counts[school.oid])}
                for school in members
            ],
            "luvut": _numbers({syy: sum(counts[school.oid][syy] for school in members) for syy in (None, *Syy)}),
        }
        for oid, members in groups.items()
    ]
    told.sort(key=lambda group: group["toimija"].display_name if group["toimija"] else "")
    columns = [{"text": _("Oppilaitos")}] + [{"text": text, "number": True} for text, _count in _numbers({})]
    return render(request, "virkailija/tyolista/koulut.html", {"groups": told, "columns": columns})


def _numbers(counts: dict[Syy | None, int]) -> list[tuple[str, int]]:
    """(heading, number) of each reason, the total first."""
    return [(str(syy.label) if syy else _("Yhteensä"), counts.get(syy, 0)) for syy in (None, *Syy)]


def _by_name(school: Organisaatio) -> tuple[str, str]:
    return sort_key(school.display_name), school.oid


# --- As a file -----------------------------------------------------------------------------


@virkailija_required
@require_safe
def vienti_csv(request: HttpRequest) -> HttpResponse:
    """The list as CSV, streamed."""
    lines = taulukot.csv_lines(_file_columns(), _exported(request))
    response = StreamingHttpResponse(lines, content_type=taulukot.CONTENT_TYPES[taulukot.CSV])
    return _download(response, "csv")


@virkailija_required
@require_safe
def vienti_xlsx(request: HttpRequest) -> HttpResponse:
    """The list as a workbook."""
    file = taulukot.xlsx_file(_("Työlista"), _file_columns(), _exported(request))
    return _download(FileResponse(file, content_type=taulukot.CONTENT_TYPES[taulukot.XLSX]), "xlsx")


def _exported(request: HttpRequest) -> Iterator[list[Cell]]:
    """The list's rows. That they were taken is put on record, once: they name learners."""
    choice, haku = choose_school(request), HakuForm(request.GET).haku()
    if choice is None or haku is None:
        raise Http404
    audit.record(
        audit.Toiminto.LUETTU,
        None,
        by=request.user,
        kanava=Kanava.VIRKAILIJA,
        kohde="tyolista",
        oppilaitos=choice.school.oid,
    )
    return _file_rows(tyolista.listed(request.user, choice.school, haku))


def _file_columns() -> list[Column]:
    return [
        Column(_("Sukunimi"), 20),
        Column(_("Etunimet"), 20),
        Column(_("Opiskeluoikeus"), 32),
        Column(_("Tutkinto tai koulutus"), 40),
        Column(_("Opinnot alkoivat"), 16),
        Column(_("eHOKS-id"), 12),
        Column(_("HOKS päivitetty"), 17),
        Column(_("Mitä puuttuu"), 60),
    ]


def _file_rows(found) -> Iterator[list[Cell]]:
    for number, row in enumerate(tyolista.each(found, MOST_ROWS + 1)):
        if number == MOST_ROWS:
            yield [_("Tiedostossa on enintään %(most)d riviä. Rajaa hakua, niin saat loput.") % {"most": MOST_ROWS}]
            return
        right = row.opiskeluoikeus
        yield [
            right.oppija.sukunimi,
            right.oppija.etunimet,
            right.pk,
            right.tutkinto,
            row.alkoi,
            row.hoks_id,
            row.paivitetty,
            ", ".join(text for _syy, text in tyolista.words(row)),
        ]


def _download(response, extension: str) -> HttpResponse:
    name = f"tyolista-{services.today().isoformat()}.{extension}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
