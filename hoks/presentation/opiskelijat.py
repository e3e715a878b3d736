"""Rows of the officials' list, as markup: the page most often asked for (docs/adr/0016, 0012)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.permissions import Privilege
from hoks.models import Hoks, Opiskeluoikeus
from hoks.models.opiskeluoikeus import localized
from hoks.presentation.rows import date_text
from hoks.search import HoksTila, hoks_tila
from hoks.tulokset import Tulos

TAG_VARIANTS = {
    HoksTila.PUUTTUU: "warning",
    HoksTila.VOIMASSA: "success",
    HoksTila.PAATTYNYT: "neutral",
    HoksTila.POISTETTU: "danger",
}
# Stands for a row's key in an address, and occurs nowhere else in it.
_KEY = 987_654_321


@dataclass(frozen=True)
class Rivi:
    """One study right as the list shows it.

    toiminto is "luo", "muokkaa" or ""; este says why a missing plan cannot be made. oma_luonnos: whether the user has
    a draft open.
    """

    tulos: Tulos
    oma_luonnos: bool
    tila: HoksTila
    toiminto: str
    este: str


def rivi(tulos: Tulos, user, held: frozenset[Privilege]) -> Rivi:
    """What the user is shown; held: what he may do in the study right's school."""
    right, hoks = tulos.opiskeluoikeus, tulos.hoks
    closed = settings.PREVENT_FINISHED_OPISKELUOIKEUS_UPDATES and not right.on_aktiivinen
    toiminto = este = ""
    if hoks is None and Privilege.WRITE in held:
        if tulos.on_poistettu:
            este = _("Pyydä pääkäyttäjää palauttamaan poistettu HOKS.")
        elif closed:
            este = _("Opiskeluoikeus on päättynyt.")
        else:
            toiminto = "luo"
    elif hoks is not None and not hoks.on_poistettu and Privilege.UPDATE in held and not closed:
        toiminto = "muokkaa"
    return Rivi(tulos, user.pk in tulos.omistajat, hoks_tila(right, hoks), toiminto, este)


def table_rows(rows: Iterable[Rivi]) -> SafeString:
    """The rows, for components/table.html; in the order of the list's headings."""
    labels = [
        escape(label)
        for label in (
            _("Tutkinto tai koulutus"),
            _("Osaamisala"),
            _("eHOKS-id"),
            _("Ensikertainen hyväksyminen"),
            _("Päivitetty"),
            _("Tila"),
        )
    ]
    # Asked of the URLconf once, not for each row: keys are numbers and OIDs, which need no quoting.
    links = {
        name: escape(reverse(f"virkailija:{name}", args=[_KEY])) for name in ("hoks", "luonnos-luo", "luonnos-muokkaa")
    }
    return SafeString("".join(_table_row(row, labels, links) for row in rows))


def _table_row(row: Rivi, labels: list[str], links: dict[str, str]) -> str:
    right, hoks = row.tulos.opiskeluoikeus, row.tulos.hoks
    name = escape(right.oppija.lajittelunimi)
    values = (
        escape(_education(right)),
        escape(right.osaamisala),
        str(hoks.pk) if hoks else "",
        date_text(hoks.ensikertainen_hyvaksyminen) if hoks else "",
        _updated(hoks) if hoks else "",
        f'<div class="cluster">{_state(row)}</div>',
    )
    cells = "\n".join(f'<td data-label="{label}">{value}</td>' for label, value in zip(labels, values, strict=True))
    return f'<tr>\n<th scope="row">{_who(row, name, links)}</th>\n{cells}\n<td>{_action(row, name, links)}</td>\n</tr>'


def _who(row: Rivi, name: str, links: dict[str, str]) -> str:
    found = row.tulos
    told = f"<bdi>{name}</bdi>"
    if found.hoks:
        told = f'<a href="{_link(links, "hoks", found.hoks.pk)}">{told}</a>'
    if found.oppilaitos_nimi is not None:
        # The list is of several schools.
        school = localized(found.oppilaitos_nimi, found.opiskeluoikeus.oppilaitos_oid)
        told += f'<span class="table__detail"><bdi>{escape(school)}</bdi></span>'
    return told


def _education(right: Opiskeluoikeus) -> str:
    return ", ".join(part for part in (right.tutkinto, _("osittainen") if right.on_osittainen else "") if part)


def _updated(hoks: Hoks) -> str:
    """The day of the source's last update, or of ours when it tells none; far ends of the calendar as they are."""
    moment: dt.datetime = hoks.paivitetty or hoks.muokattu
    try:
        return date_text(timezone.localtime(moment))
    except (OverflowError, ValueError):
        return date_text(moment)


def _state(row: Rivi) -> str:
    told = _tag(str(row.tila.label), TAG_VARIANTS[row.tila])
    if row.tulos.omistajat:
        told += _tag(_("Luonnos kesken"), "info")
        if not row.oma_luonnos:
            told += f' <span class="text-sm text-soft">{escape(_("toisella virkailijalla"))}</span>'
    return told


def _tag(text: str, variant: str) -> str:
    """components/tag.html."""
    return f'<span class="tag tag--{variant}">{escape(text)}</span>'


def _action(row: Rivi, name: str, links: dict[str, str]) -> str:
    match row.toiminto:
        case "luo":
            address, text = _link(links, "luonnos-luo", row.tulos.pk), _("Luo HOKS")
        case "muokkaa":
            address, text = _link(links, "luonnos-muokkaa", row.tulos.hoks.pk), _("Muokkaa")
        case _:
            return f'<span class="text-sm text-soft">{escape(row.este)}</span>' if row.este else ""
    return f'<a class="nowrap" href="{address}">{escape(text)}<span class="visually-hidden">: {name}</span></a>'


def _link(links: dict[str, str], name: str, key: int | str) -> str:
    return links[name].replace(str(_KEY), escape(str(key)))
