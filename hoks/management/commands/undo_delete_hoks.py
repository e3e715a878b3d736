"""undo_delete_hoks ID --by USER: what the button *Palauta* of a deleted plan does."""

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from hoks import services
from hoks.management.commands.delete_hoks import acting_user
from hoks.models import Hoks


class Command(BaseCommand):
    help = "Bring a deleted plan back, as a user who may."

    def add_arguments(self, parser):
        parser.add_argument("hoks_id", metavar="ID", type=int)
        parser.add_argument("--by", required=True, metavar="USER", help=_("käyttäjä, joka palauttaa"))

    def handle(self, *args, hoks_id, by, **options):
        user = acting_user(by)
        try:
            services.restore_hoks(Hoks(pk=hoks_id), by=user)
        except Hoks.DoesNotExist:
            raise CommandError(_("Poistettua HOKSia %(id)d ei ole.") % {"id": hoks_id}) from None
        except PermissionDenied:
            raise CommandError(
                _("Käyttäjällä %(username)s ei ole oikeutta palauttaa HOKSia.") % {"username": by}
            ) from None
        self.stdout.write(_("HOKS %(id)d on palautettu.") % {"id": hoks_id})
