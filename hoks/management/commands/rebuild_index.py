"""rebuild_index: makes the rows of the officials' list anew, while the portal is in use.

Needed after the dates that say whom eHOKS concerns have changed, after names are made into keys in another way, and
when check_index has found something. May be stopped and begun again at any time.
"""

from django.db import connection
from django.utils.translation import gettext as _

from hoks import hakurivit
from hoks.management.hakurivit import IndexCommand
from hoks.models import Hakurivi


class Command(IndexCommand):
    help = "Make the rows of the officials' list as they ought to be, a batch at a time, while the portal is in use."

    def handle(self, *args, **options):
        written = sum(hakurivit.rebuild(oids) for oids in self.batches())
        if written:
            with connection.cursor() as cursor:
                cursor.execute(f"ANALYZE {Hakurivi._meta.db_table}")
        self.stdout.write(_("Kirjoitettiin %(written)d riviä.") % {"written": written})
