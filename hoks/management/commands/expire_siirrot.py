"""Removes refused transfers' documents past their day, and log rows older than SIIRROT_SAILYTYS_PAIVAA; run daily."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from hoks.siirrot import expiry


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        documents, rows = expiry.expire()
        self.stdout.write(
            _("Poistettu asiakirjoja: %(documents)d, siirtoja: %(rows)d") % {"documents": documents, "rows": rows}
        )
