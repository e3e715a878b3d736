"""Deletes drafts that nobody has touched for LUONNOS_SAILYTYS_PAIVAA days; run daily."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from hoks.drafts import store


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, verbosity, **options):
        count = store.expire()
        if verbosity:
            self.stdout.write(_("Poistettu luonnoksia: %(count)d") % {"count": count})
