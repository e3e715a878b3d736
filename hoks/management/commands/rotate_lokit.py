"""rotate_lokit [--dry-run]: keeps the audit trail and the transfer log to their time; run daily.

Drops the months that are older than TAPAHTUMAT_SAILYTYS_PAIVAA and SIIRROT_SAILYTYS_PAIVAA, makes the coming months'
partitions, and removes refused transfers' documents past their day (SIIRRON_DOKUMENTTI_PAIVAA).
"""

import datetime as dt

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from hoks import osiot
from hoks.models import Siirto, Tapahtuma
from hoks.siirrot import expiry


class Command(BaseCommand):
    help = "Make the coming months of the logs; drop their old months and refused documents past their day. Run daily."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help=_("kerro mitä tehtäisiin, mutta älä tee sitä"))

    def handle(self, *args, dry_run, verbosity, **options):
        self.silent = not verbosity
        now = timezone.now()
        try:
            self.rotate(Tapahtuma, settings.TAPAHTUMAT_SAILYTYS_PAIVAA, now, dry_run)
            self.rotate(Siirto, settings.SIIRROT_SAILYTYS_PAIVAA, now, dry_run)
        except osiot.Busy:
            raise CommandError(
                _("Loki on niin ahkerassa käytössä, ettei sen osioita voi muuttaa. Aja uudelleen.")
            ) from None
        count, size = expiry.measured(now)
        self.say(_("Hylättyjen siirtojen asiakirjoja poistetaan %(count)d, %(size)d tavua"), count=count, size=size)
        if dry_run:
            self.say(_("Mitään ei muutettu."))
        else:
            expiry.remove_documents(now)

    def rotate(self, model: type[models.Model], days: int, now: dt.datetime, dry_run: bool) -> None:
        """Drop, then make: rows that go anyway need no partition."""
        since = osiot.kept_since(days, now)
        old = osiot.old(model, since)
        for gone in old:
            told = {"table": gone.table, "rows": gone.rows, "size": gone.size}
            if gone.in_default:
                self.say(
                    _("%(table)s: poistetaan ennen %(before)s kirjatut %(rows)d riviä, %(size)d tavua"),
                    before=f"{gone.before:%Y-%m-%d}",
                    **told,
                )
            else:
                self.say(_("%(table)s: poistetaan osio, %(rows)d riviä, %(size)d tavua"), **told)
            if not dry_run:
                osiot.drop(gone)
        missing = osiot.missing(model, now, since)
        for month, rows in missing.items():
            self.say(
                _("%(table)s: luodaan osio, siirretään siihen %(rows)d riviä"),
                table=osiot.table_of(model, month),
                rows=rows if dry_run else osiot.make(model, month),
            )
        if (old or missing) and not dry_run:
            osiot.analyze(model)

    def say(self, line: str, **told) -> None:
        if not self.silent:
            self.stdout.write(line % told)
