"""The only writer of announcements. Each act is a paakayttaja's, is told to the audit trail, and names the revision
that it was decided on: what somebody else has changed meanwhile is not changed unseen."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import is_paakayttaja, is_virkailija
from hoks import audit
from hoks.models import Tiedote, TiedoteLuettu
from hoks.tiedotteet import kiireelliset
from hoks.tiedotteet.teksti import clean

Tila = Tiedote.Tila
Toiminto = audit.Toiminto


class Muuttunut(Exception):
    """Not the revision that was looked at any more. `tiedote` is it as it is now, None when it has been deleted."""

    def __init__(self, tiedote: Tiedote | None):
        self.tiedote = tiedote
        super().__init__(f"Tiedote {tiedote.pk} is now revision {tiedote.revisio}" if tiedote else "Deleted")


class EiVoi(Exception):
    """The announcement's state forbids it; the text tells the writer what to do."""


@dataclass(frozen=True)
class Sisalto:
    """What writers decide of an announcement; the columns of Tiedote of the same names."""

    otsikko: dict[str, str]
    teksti: dict[str, str]
    kohderyhma: str
    jarjestaja_oid: str = ""
    nakyy_alkaen: dt.datetime | None = None
    nakyy_asti: dt.datetime | None = None
    kiinnitetty: bool = False
    kiireellinen: bool = False

    def cleaned(self) -> dict[str, Any]:
        """As columns, texts without what turns or hides letters; titles on one line."""
        told = asdict(self)
        told["otsikko"] = {kieli: " ".join(clean(text).split()) for kieli, text in self.otsikko.items()}
        told["teksti"] = {kieli: clean(text).strip() for kieli, text in self.teksti.items()}
        return told


def may_write(user) -> bool:
    """Is the user one of those who write announcements and keep the webinars' rule."""
    return is_virkailija(user) and is_paakayttaja(user)


def create(sisalto: Sisalto, *, by, publish: bool = False) -> Tiedote:
    """A new draft, or a published announcement at once."""
    _require(by)
    with transaction.atomic():
        tiedote = Tiedote(**sisalto.cleaned(), muokkaaja=by)
        if publish:
            _publish(tiedote)
        tiedote.save()
        _record(Toiminto.LUOTU, tiedote, by)
    return tiedote


def update(
    tiedote_id: int, sisalto: Sisalto, *, by, revisio: int, publish: bool = False, again: bool = False
) -> Tiedote:
    """Save what was typed over that revision; readers of a published announcement see it at once.

    publish: and publish it, in the same transaction. again: whoever has read it is shown it as unread.
    """
    with transaction.atomic():
        tiedote = _locked(tiedote_id, revisio, by)
        before, new = _document(tiedote), sisalto.cleaned()
        for name, value in new.items():
            setattr(tiedote, name, value)
        if tiedote.tila == Tila.JULKAISTU:
            tiedote.nakyy_alkaen = tiedote.nakyy_alkaen or timezone.now()
        if publish:
            _publish(tiedote)
        changes = audit.changed_paths(before, _document(tiedote))
        if again:
            TiedoteLuettu.objects.filter(tiedote=tiedote).delete()
        if changes or again:
            _save(tiedote, by, changes)
    return tiedote


def publish(tiedote_id: int, *, by, revisio: int) -> Tiedote:
    """Let readers see it from nakyy_alkaen on, from now when it has none."""
    with transaction.atomic():
        tiedote = _locked(tiedote_id, revisio, by)
        before = _document(tiedote)
        _publish(tiedote)
        _save(tiedote, by, audit.changed_paths(before, _document(tiedote)))
    return tiedote


def withdraw(tiedote_id: int, *, by, revisio: int) -> Tiedote:
    """Hide it from readers at once; it stays for its writers and may be published again."""
    with transaction.atomic():
        tiedote = _locked(tiedote_id, revisio, by)
        before = _document(tiedote)
        tiedote.tila = Tila.VEDETTY
        _save(tiedote, by, audit.changed_paths(before, _document(tiedote)))
    return tiedote


def delete(tiedote_id: int, *, by, revisio: int) -> None:
    """Remove it for good, read marks too. One that readers may be reading is withdrawn first."""
    with transaction.atomic():
        tiedote = _locked(tiedote_id, revisio, by)
        if tiedote.tila == Tila.JULKAISTU:
            raise EiVoi(_("Tiedote on julkaistu. Vedä se ensin pois, niin voit poistaa sen."))
        _record(Toiminto.POISTETTU, tiedote, by)
        tiedote.delete()


def _require(by) -> None:
    if not may_write(by):
        raise PermissionDenied


def _locked(tiedote_id: int, revisio: int, by) -> Tiedote:
    _require(by)
    tiedote = Tiedote.objects.select_for_update(of=("self",)).select_related("muokkaaja").filter(pk=tiedote_id).first()
    if tiedote is None or tiedote.revisio != revisio:
        raise Muuttunut(tiedote)
    return tiedote


def _publish(tiedote: Tiedote) -> None:
    now = timezone.now()
    if tiedote.nakyy_asti and tiedote.nakyy_asti <= now:
        raise EiVoi(_("Tiedotteen viimeinen näkymispäivä on jo ohi. Anna myöhempi päivä tai tyhjennä se."))
    tiedote.tila = Tila.JULKAISTU
    tiedote.nakyy_alkaen = tiedote.nakyy_alkaen or now


def _save(tiedote: Tiedote, by, changes: list[dict]) -> None:
    tiedote.revisio += 1
    tiedote.muokkaaja = by
    tiedote.save()
    _record(Toiminto.MUUTETTU, tiedote, by, changes)


def _record(toiminto, tiedote: Tiedote, by, changes: list[dict] | None = None) -> None:
    """Paths, never texts; and this process reads anew what is urgent."""
    audit.record(toiminto, None, by=by, muutokset=changes, kohde="tiedote", tiedote=tiedote.pk, revisio=tiedote.revisio)
    kiireelliset.forget()


def _document(tiedote: Tiedote) -> dict[str, Any]:
    """What changes are told of."""
    return {name: getattr(tiedote, name) for name in (*Sisalto.__dataclass_fields__, "tila")}
