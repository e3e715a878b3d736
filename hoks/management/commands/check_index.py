"""check_index: does the officials' list say of every study right what it ought to? rebuild_index mends it."""

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from hoks import hakurivit
from hoks.management.hakurivit import IndexCommand


class Command(IndexCommand):
    help = "Compare the rows of the officials' list with what they are made of; exit status 1 when any differs."

    def handle(self, *args, **options):
        checked = differing = 0
        for oids in self.batches():
            checked += len(oids)
            for ero in hakurivit.check(oids):
                differing += 1
                self.stdout.write(f"{ero.oid}: {', '.join(ero.columns)}")
        told = {"checked": checked, "differing": differing}
        if differing:
            raise CommandError(
                _("%(differing)d riviä %(checked)d:sta ei pidä paikkaansa. Korjaa: manage.py rebuild_index") % told
            )
        self.stdout.write(_("%(checked)d riviä pitää paikkansa.") % told)
