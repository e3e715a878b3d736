"""paivita_kayttoonotto [--alusta]: counts what the pages of adoption show; run every ten minutes."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from hoks.kayttoonotto import paivita


class Command(BaseCommand):
    help = "Count the figures of adoption anew. Run every ten minutes."

    def add_arguments(self, parser):
        parser.add_argument("--alusta", action="store_true", help=_("etsi siirrot koko lokista, ei vain uusimmat"))

    def handle(self, *args, alusta, verbosity, **options):
        counted = paivita(alusta=alusta)
        if verbosity:
            told = _("Käyttöönoton luvut laskettu.") if counted else _("Joku muu laskee parhaillaan. Mitään ei tehty.")
            self.stdout.write(told)
