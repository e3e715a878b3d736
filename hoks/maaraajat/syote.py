"""The calendar feed of a school's deadlines: a secret link, and what it tells (no names, no OIDs)."""

import datetime as dt
import hashlib
import secrets

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from accounts.models import Organisaatio
from accounts.permissions import Privilege, privileges_along
from hoks import audit
from hoks.maaraajat.listaus import DAY, Laji, Maaraaika, listed
from hoks.models import Kalenterisyote, Oppija

HAETTU_TARKKUUS = dt.timedelta(hours=1)


def make(user, oppilaitos: Organisaatio) -> str:
    """A new link's secret, told this once; 256 bits."""
    secret = secrets.token_urlsafe(32)
    Kalenterisyote.objects.create(
        tunniste=_digest(secret), tekija=user, oppilaitos_oid=oppilaitos.oid, luotu=timezone.now()
    )
    audit.record(audit.Toiminto.LUOTU, None, by=user, kohde="kalenterisyote", oppilaitos=oppilaitos.oid)
    return secret


def own(user, oppilaitos: Organisaatio):
    """The user's links of the school that are in force, the newest first."""
    mine = Kalenterisyote.objects.filter(tekija=user, oppilaitos_oid=oppilaitos.oid, peruttu=None)
    return mine.order_by("-luotu")


def revoke(user, syote_id: int) -> Kalenterisyote | None:
    """Revoke one of the user's links; None when he has no such in force."""
    syote = Kalenterisyote.objects.filter(pk=syote_id, tekija=user, peruttu=None).first()
    if syote:
        syote.peruttu = timezone.now()
        syote.save(update_fields=["peruttu"])
        audit.record(audit.Toiminto.POISTETTU, None, by=user, kohde="kalenterisyote", oppilaitos=syote.oppilaitos_oid)
    return syote


def fetch(secret: str) -> bytes | None:
    """The feed of the secret's link; None for one not in force, or whose maker may no longer read the school."""
    found = Kalenterisyote.objects.filter(tunniste=_digest(secret), peruttu=None).select_related("tekija").first()
    if found is None or not found.tekija.is_active:
        return None
    oppilaitos = Organisaatio.objects.filter(oid=found.oppilaitos_oid).first()
    if oppilaitos is None or Privilege.READ not in privileges_along(found.tekija, oppilaitos.polku):
        return None
    now = timezone.now()
    if found.haettu is None or now - found.haettu >= HAETTU_TARKKUUS:
        found.haettu = now
        found.save(update_fields=["haettu"])
    deadlines, _cut = listed(found.tekija, oppilaitos, Laji)
    return calendar(oppilaitos, deadlines, now)


def calendar(oppilaitos: Organisaatio, deadlines: list[Maaraaika], now: dt.datetime) -> bytes:
    """The deadlines as an iCalendar file, each an event of its whole last useful day; learners by their initials."""
    feed = Calendar()
    feed.add("prodid", "-//eHOKS//maaraajat//FI")
    feed.add("version", "2.0")
    feed.add("x-wr-calname", _("Määräajat: %(koulu)s") % {"koulu": oppilaitos.display_name})
    for each in deadlines:
        event = Event()
        event.add("uid", f"{_digest(f'{each.laji} {each.avain}')[:32]}@ehoks")
        event.add("dtstamp", now)
        event.add("dtstart", each.paiva)
        event.add("dtend", each.paiva + DAY)
        event.add("summary", f"{initials(each.oikeus.oppija)}: {each.laji.label}")
        event.add("description", each.teko)
        event.add("transp", "TRANSPARENT")
        feed.add_component(event)
    return feed.to_ical()


def initials(oppija: Oppija) -> str:
    """A.V.; a question mark for one without a name."""
    names = (oppija.kutsumanimi or oppija.etunimet, oppija.sukunimi)
    return "".join(f"{name.strip()[0]}." for name in names if name.strip()) or "?"


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
