"""rebuild_luvut [--check]: makes anew what reports count workplace periods by, while the portal is in use."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from hoks.luvut import jaksot


class Command(BaseCommand):
    help = (
        "Make anew the rows that reports count workplace periods by; --check: only tell of which plans they are wrong."
    )

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help=_("tarkista vain"))

    def handle(self, *args, check, verbosity, **options):
        if check:
            wrong = list(jaksot.wrong_plans())
            if wrong:
                told = ", ".join(str(hoks_id) for hoks_id in wrong[:20])
                raise CommandError(
                    _("Väärin laskettuja suunnitelmia on %(count)d: %(told)s") % {"count": len(wrong), "told": told}
                )
            return
        written = 0
        for hoks_id, rows in jaksot.rebuild():
            written += rows
            if verbosity:
                self.stdout.write(_("HOKS %(id)d: korjattu %(rows)d jaksoa") % {"id": hoks_id, "rows": written})
