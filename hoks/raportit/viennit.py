"""Files of reports: asked for, made by a worker (hoks.tehtavat), fetched, expired (docs/adr/0022).

A file is kept in the database in pieces: it is there for whichever server is asked, and goes with its row.
"""

import datetime as dt
import logging
import tempfile
from collections.abc import Iterator
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from accounts.models import User
from hoks import audit, taulukot
from hoks.models import Kanava, Vienti, Vientipala
from hoks.raportit import RAPORTIT, Raportti
from hoks.raportit.rajaus import Rajaus, koulut, may_read
from hoks.taulukot import XLSX, Cell

# Of one person at a time.
MOST_RUNNING = 3
# Times that a file is begun: once by a worker that ended before it was done is no reason to give up.
MOST_ATTEMPTS = 3
# After so long without progress nobody is making it any more; nor will, when it has waited so long.
SILENT, WAITED = dt.timedelta(minutes=15), dt.timedelta(hours=6)
# A workbook has no room for more, its headings aside.
MOST_ROWS_XLSX = 1_048_575
PIECE = 1_000_000
TEHTAVA = "hoks.tee_vienti"

log = logging.getLogger(__name__)


class TooMany(Exception):
    """MOST_RUNNING files of the user's are being made."""


class _Superseded(Exception):
    """Somebody else has begun the file anew, or it has been deleted."""


def own(user) -> QuerySet[Vienti]:
    """The user's files, made and being made, the newest first; expired ones aren't there any more."""
    return Vienti.objects.filter(tekija=user, vanhenee__gt=timezone.now()).order_by("-luotu", "pk")


def start(user, raportti: Raportti, rajaus: Rajaus, muoto: str) -> Vienti:
    """Put a file in the queue; the one that is already being made when it is just such.

    muoto: taulukot.CSV or XLSX. TooMany when others are; PermissionDenied when the schools aren't the user's.
    """
    oids, now = koulut(user, rajaus.oppilaitos), timezone.now()
    with transaction.atomic():
        # Whoever presses twice waits here for himself.
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        running = [vienti for vienti in own(user) if vienti.on_kesken]
        asked = (raportti.avain, rajaus.to_json(), muoto)
        for vienti in running:
            if (vienti.raportti, vienti.rajaus, vienti.muoto) == asked:
                return vienti
        if len(running) >= MOST_RUNNING:
            raise TooMany
        vienti = Vienti.objects.create(
            tekija=user,
            raportti=raportti.avain,
            rajaus=rajaus.to_json(),
            muoto=muoto,
            koulut=oids,
            luotu=now,
            edennyt=now,
            vanhenee=now + dt.timedelta(days=settings.VIENTI_SAILYTYS_PAIVAA),
        )
        _record(vienti, user, "raporttivienti")
        app.configure_task(TEHTAVA).defer(vienti=str(vienti.pk))
    return vienti


def make(vienti_id: str) -> None:
    """Make the file, as its maker may read today; nothing when it is there, given up or gone.

    Whatever goes wrong is told to the maker; an error is raised then, for the log.
    """
    vienti = _claim(vienti_id)
    if vienti is None:
        return
    try:
        _make(vienti)
    except _Superseded:
        log.warning("Export %s is made by another worker", vienti.pk)
    except PermissionDenied:
        _give_up(vienti, _("Sinulla ei ole enää oikeutta näihin tietoihin."))
    except Exception:
        _give_up(vienti, _("Tiedoston tekeminen epäonnistui. Tee se uudelleen."))
        raise


def fetch(user, vienti: Vienti) -> Iterator[bytes]:
    """The file of own(user), piece by piece, put on record. PermissionDenied when it tells of what the user no longer
    may read.
    """
    if not may_read(user, vienti.koulut):
        raise PermissionDenied
    _record(vienti, user, "raporttitiedosto")
    numbers = list(vienti.palat.order_by("numero").values_list("numero", flat=True))
    return (bytes(vienti.palat.values_list("sisalto", flat=True).get(numero=number)) for number in numbers)


def expire() -> int:
    """Delete files past their day, and give up those that nobody makes any more; how many were deleted."""
    now = timezone.now()
    for tila, patience in ((Vienti.Tila.KESKEN, SILENT), (Vienti.Tila.JONOSSA, WAITED)):
        silent = Vienti.objects.filter(tila=tila, edennyt__lt=now - patience)
        silent.update(tila=Vienti.Tila.EPAONNISTUI, virhe=_("Tiedoston tekeminen keskeytyi. Tee se uudelleen."))
    _all, gone = Vienti.objects.filter(vanhenee__lte=now).delete()
    return gone.get(Vienti._meta.label, 0)


# --- Making --------------------------------------------------------------------------------


def _claim(vienti_id: str) -> Vienti | None:
    """Begin the next attempt, what an earlier one wrote put away; None when there is nothing to make."""
    with transaction.atomic():
        waiting = Vienti.objects.select_for_update(no_key=True, of=("self",)).select_related("tekija")
        vienti = waiting.filter(pk=vienti_id, vanhenee__gt=timezone.now()).first()
        if vienti is None or not vienti.on_kesken:
            return None
        if vienti.yritys >= MOST_ATTEMPTS:
            _give_up(vienti, _("Tiedoston tekeminen epäonnistui. Tee se uudelleen."))
            return None
        vienti.palat.all().delete()
        vienti.tila, vienti.yritys, vienti.rivit = Vienti.Tila.KESKEN, vienti.yritys + 1, 0
        vienti.edennyt = timezone.now()
        vienti.save(update_fields=["tila", "yritys", "rivit", "edennyt"])
    return vienti


def _make(vienti: Vienti) -> None:
    user, raportti, rajaus = vienti.tekija, RAPORTIT[vienti.raportti], Rajaus.from_json(vienti.rajaus)
    if not user.is_active:
        raise PermissionDenied
    oids = koulut(user, rajaus.oppilaitos)
    total = raportti.maara(user, rajaus)
    _progress(vienti, rivit_kaikki=total, koulut=oids)
    if vienti.muoto == XLSX and total > MOST_ROWS_XLSX:
        told = _("Excel-tiedostoon mahtuu %(most)s riviä. Rajaa raporttia tai lataa se CSV-tiedostona.")
        _give_up(vienti, told % {"most": f"{MOST_ROWS_XLSX:,}".replace(",", "\N{NO-BREAK SPACE}")})
        return
    with tempfile.TemporaryFile() as file:
        _write(file, vienti, raportti, _cells(vienti, raportti, user, rajaus))
        _keep(vienti, file)


def _write(file: IO[bytes], vienti: Vienti, raportti: Raportti, rows: Iterator[list[Cell]]) -> None:
    columns = raportti.sarakkeet(vienti.tekija)
    if vienti.muoto == XLSX:
        taulukot.write_xlsx(file, str(raportti.nimi), columns, rows)
    else:
        file.writelines(line.encode() for line in taulukot.csv_lines(columns, rows))


def _cells(vienti: Vienti, raportti: Raportti, user, rajaus: Rajaus) -> Iterator[list[Cell]]:
    for rows in raportti.erat(user, rajaus):
        yield from (row.cells for row in rows)
        _progress(vienti, rivit=F("rivit") + len(rows))


def _keep(vienti: Vienti, file: IO[bytes]) -> None:
    size = file.tell() if vienti.muoto != XLSX else file.seek(0, 2)
    file.seek(0)
    with transaction.atomic():
        # Held until it is whole: the row of an attempt that another has taken over isn't found.
        _progress(vienti, tila=Vienti.Tila.VALMIS, koko=size)
        for number, start_of in enumerate(range(0, size, PIECE)):
            Vientipala.objects.create(vienti=vienti, numero=number, sisalto=file.read(min(PIECE, size - start_of)))


def _progress(vienti: Vienti, **told: Any) -> None:
    if not _of_attempt(vienti).update(edennyt=timezone.now(), **told):
        raise _Superseded


def _give_up(vienti: Vienti, why: str) -> None:
    _of_attempt(vienti).update(tila=Vienti.Tila.EPAONNISTUI, virhe=why, edennyt=timezone.now())


def _of_attempt(vienti: Vienti) -> QuerySet[Vienti]:
    return Vienti.objects.filter(pk=vienti.pk, yritys=vienti.yritys)


def _record(vienti: Vienti, user, kohde: str) -> None:
    told = {"raportti": vienti.raportti, "oppilaitos": vienti.rajaus["oppilaitos"], "vienti": str(vienti.pk)}
    audit.record(audit.Toiminto.LUETTU, None, by=user, kanava=Kanava.VIRKAILIJA, kohde=kohde, **told)
