"""reset_demo: empties a demonstration's database and makes the demo world in it anew, dates relative to today."""

import logging
from collections.abc import Iterable
from contextlib import contextmanager

from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.management import call_command, get_commands, load_command_class
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.importing import RecordRefused
from accounts.models import User
from hoks import services
from hoks.demo.koodit import koodisto_files
from hoks.demo.world import PASSWORD, DemoHoks, DemoWorld, demo_world
from hoks.models import Hoks, Kanava
from hoks.violations import Refused

EMPTIED_APPS = ("accounts", "hoks", "sessions", "axes", "admin")


class Command(BaseCommand):
    help = "Empty the database and make the demo world anew. Only where DEMO=true."

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError(
                _("reset_demo tyhjentää tietokannan, joten se toimii vain testiympäristössä (DEMO=true).")
            )
        world = demo_world(services.today())
        with silent_audit_log(), transaction.atomic():
            empty_database()
            call_command("import_koodistot", *map(str, koodisto_files()), verbosity=0, stdout=self.stdout)
            make(world)
        if options["verbosity"]:
            self.stdout.write(
                _("Demomaailma luotu: %(oppijat)d oppijaa, %(oikeudet)d opiskeluoikeutta, %(hoksit)d suunnitelmaa.")
                % {
                    "oppijat": len(world.oppijat),
                    "oikeudet": len(world.opiskeluoikeudet),
                    "hoksit": len(world.hoksit),
                }
            )


def empty_database() -> None:
    """Empty every table that holds a demonstration's data; identifiers start from one again."""
    tables = [model._meta.db_table for app in EMPTIED_APPS for model in apps.get_app_config(app).get_models()]
    with connection.cursor() as cursor:
        names = ", ".join(connection.ops.quote_name(table) for table in tables)
        cursor.execute(f"TRUNCATE {names} RESTART IDENTITY")


def make(world: DemoWorld) -> None:
    """Take the world in through the importers and plans through the service, as real ones come."""
    store("import_organisaatiot", world.organisaatiot)
    store("import_oppijat", world.oppijat)
    store("import_opiskeluoikeudet", world.alkuperaiset)
    store("import_kayttajat", [record | {"password": None} for record in world.kayttajat])
    # One slow hash serves all accounts: they have the same password.
    User.objects.exclude(kayttaja_tyyppi=User.Tyyppi.JARJESTELMA).update(password=make_password(PASSWORD))
    users = {user.username: user for user in User.objects.all()} | {None: User.objects.system_actor()}
    for hoks in world.hoksit:
        make_hoks(hoks, users)
    ended = zip(world.opiskeluoikeudet, world.alkuperaiset, strict=True)
    store("import_opiskeluoikeudet", [now for now, before in ended if now != before])


def store(command_name: str, records: Iterable[dict]) -> None:
    """Store records as the import command does; a refusal means that the demo world is wrong."""
    command = load_command_class(get_commands()[command_name], command_name)
    for record in records:
        try:
            command.import_record(record)
        except (RecordRefused, ValidationError) as error:
            raise CommandError(f"{command_name}: {record}: {error}") from error


def make_hoks(demo: DemoHoks, users: dict[str | None, User]) -> Hoks:
    """Save a plan as often as the demo world says, and delete it where it says so."""
    first, *later = demo.tallennukset
    try:
        hoks = services.create_hoks(first.document, by=users[first.kayttaja], kanava=Kanava(first.kanava))
        for save in later:
            document = save.document | {"id": hoks.pk}
            services.replace_hoks(hoks, document, by=users[save.kayttaja], kanava=Kanava(save.kanava))
    except Refused as refused:
        raise CommandError(f"{demo.opiskeluoikeus_oid}: {refused}") from refused
    if demo.poistaja:
        services.delete_hoks(hoks, by=users[demo.poistaja], syy=demo.poiston_syy)
    return hoks


@contextmanager
def silent_audit_log():
    """Keep the making of the world out of the national log: nobody real did it to anybody real."""
    log = logging.getLogger("audit")
    was_disabled, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = was_disabled
