"""delete_hoks ID --by USER --syy TEXT: what the page *Poista HOKS* does."""

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.models import User
from hoks import services
from hoks.models import Hoks


def acting_user(username: str) -> User:
    """The active user of this name; CommandError when there is none."""
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise CommandError(_("Käyttäjää %(username)s ei ole.") % {"username": username})
    return user


class Command(BaseCommand):
    help = "Delete a plan softly, as a user who may."

    def add_arguments(self, parser):
        parser.add_argument("hoks_id", metavar="ID", type=int)
        parser.add_argument("--by", required=True, metavar="USER", help=_("käyttäjä, joka poistaa"))
        parser.add_argument("--syy", required=True, metavar="TEXT", help=_("poiston syy"))

    def handle(self, *args, hoks_id, by, syy, **options):
        if not syy.strip():
            raise CommandError(_("Anna poiston syy."))
        user = acting_user(by)
        try:
            services.delete_hoks(Hoks(pk=hoks_id), by=user, syy=syy.strip())
        except Hoks.DoesNotExist:
            raise CommandError(_("HOKSia %(id)d ei ole tai se on jo poistettu.") % {"id": hoks_id}) from None
        except PermissionDenied:
            raise CommandError(
                _("Käyttäjällä %(username)s ei ole oikeutta poistaa HOKSia.") % {"username": by}
            ) from None
        except services.NotDeletable:
            raise CommandError(_("HOKSia ei voi poistaa, koska sen opiskeluoikeus on päättynyt.")) from None
        self.stdout.write(_("HOKS %(id)d on poistettu.") % {"id": hoks_id})
