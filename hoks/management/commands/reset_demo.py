"""reset_demo: empties a demonstration's database and makes the demo world in it anew, dates relative to today."""

import datetime as dt
import json
import logging
from collections.abc import Iterable
from contextlib import contextmanager
from typing import cast

from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.importing import ImportCommand, RecordRefused
from accounts.models import User
from hoks import audit, services
from hoks.demo.koodit import koodisto_files, records
from hoks.demo.records import DemoHoks
from hoks.demo.siirrot import DemoSiirto
from hoks.demo.tiedotteet import DemoTiedote
from hoks.demo.world import PASSWORD, DemoLuonnos, DemoWorld, LuonnosOsa, demo_world
from hoks.drafts import document, store
from hoks.importing import store_koski404, store_opiskeluoikeudet, store_oppijat
from hoks.importing.upsert import Result
from hoks.kayttoonotto import paivita
from hoks.models import Hoks, Kanava, Opiskeluoikeus, Siirto, Tapahtuma, Tiedote
from hoks.plan import new_key
from hoks.siirrot import log as transfer_log
from hoks.tiedotteet import kiireelliset, kirjoitus, webinaari

CALLER_ID = "1.2.246.562.10.00000000000.opiskelijahallinto"
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
            make(world)
            backdate_plans()
            paivita()
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
    import_each("import_koodistot", (record for path in koodisto_files() for record in records(path.stem)))
    import_each("import_organisaatiot", world.organisaatiot)
    expect_stored(store_oppijat(list(world.oppijat)))
    expect_stored(store_opiskeluoikeudet(list(world.alkuperaiset)))
    import_each("import_kayttajat", [record | {"password": None} for record in world.kayttajat])
    # One slow hash serves all accounts: they have the same password.
    User.objects.exclude(kayttaja_tyyppi=User.Tyyppi.JARJESTELMA).update(password=make_password(PASSWORD))
    users = {user.username: user for user in User.objects.all()} | {None: User.objects.system_actor()}
    for hoks in world.hoksit:
        make_hoks(hoks, users)
    expect_stored(store_opiskeluoikeudet(list(world.opiskeluoikeudet)))
    expect_stored(store_koski404(world.koski404))
    for luonnos in world.luonnokset:
        make_luonnos(luonnos, users[luonnos.kayttaja])
    began = timezone.now()
    plans = {hoks.opiskeluoikeus_id: hoks for hoks in Hoks.objects.select_related("opiskeluoikeus__oppija")}
    for siirto in world.siirrot:
        make_siirto(siirto, users, plans, began)
    for tiedote in world.tiedotteet:
        make_tiedote(tiedote, users["paakayttaja"])
    webinaari.save_rule(world.webinaarisaanto, by=users["paakayttaja"], revisio=0)


def backdate_plans() -> None:
    """Let plans have been made soon after their first approval, so that the curve of adoption has a shape.

    Of plans approved long ago some are taken to have come lately: a demonstration shows what this month brought too.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE hoks_hoks SET luotu = least(
                luotu, CASE WHEN id % 3 = 0 THEN luotu - interval '11 hours' * (id * 7 % 600)
                       ELSE ensikertainen_hyvaksyminen + interval '1 day' * (id % 17) + interval '9 hours' END)
            """
        )
        cursor.execute(
            """
            UPDATE hoks_hakurivi SET luotu = (hoks.luotu AT TIME ZONE 'Europe/Helsinki')::date
            FROM hoks_hoks hoks WHERE hoks.id = hoks_hakurivi.hoks_id
            """
        )


def import_each(command_name: str, values: Iterable[dict]) -> None:
    """Store records as the import command of that name does."""
    command = cast(ImportCommand, load_command_class(get_commands()[command_name], command_name))
    for value in values:
        command.import_record(value)


def expect_stored(results: Iterable[Result]) -> None:
    """Raise the first refusal: a demo world that an importer refuses is wrong."""
    for result in results:
        if isinstance(result, RecordRefused):
            raise result


def make_hoks(demo: DemoHoks, users: dict[str | None, User]) -> Hoks:
    """Save a plan as often as the demo world says, let it be looked at, and delete it where it says so."""
    first, *later = demo.tallennukset
    hoks = services.create_hoks(first.document, by=users[first.kayttaja], kanava=Kanava(first.kanava))
    for save in later:
        replacement = save.document | {"id": hoks.pk}
        services.replace_hoks(hoks, replacement, by=users[save.kayttaja], kanava=Kanava(save.kanava))
    for katsoja in demo.katsojat:
        audit.record(Tapahtuma.Toiminto.LUETTU, hoks, by=users[katsoja])
    if demo.poistaja:
        services.delete_hoks(hoks, by=users[demo.poistaja], syy=demo.poiston_syy)
    return hoks


def make_luonnos(demo: DemoLuonnos, user: User) -> None:
    """Open a draft and type into it what the demo world says."""
    opiskeluoikeus = Opiskeluoikeus.objects.select_related("oppija").get(pk=demo.opiskeluoikeus_oid)
    hoks = Hoks.objects.select_related("opiskeluoikeus__oppija").filter(opiskeluoikeus=opiskeluoikeus).first()
    draft = store.open_existing(hoks, by=user) if hoks else store.open_new(opiskeluoikeus, by=user)
    with store.changing(draft.pk, by=user) as luonnos:
        top = document.find(luonnos.dokumentti, document.ROOT)
        document.set_own(top, document.own(top) | demo.perustiedot)
        for osa in demo.osat:
            add_osa(luonnos.dokumentti, document.ROOT, osa)


def make_siirto(demo: DemoSiirto, users: dict[str | None, User], plans: dict[str, Hoks], began: dt.datetime) -> Siirto:
    """Log a request as the interface does, at the time the demo world says; began: before any of them was logged."""
    hoks = plans.get(demo.opiskeluoikeus_oid)
    user = users[demo.kayttaja] if demo.kayttaja else None
    put = hoks is not None and demo.menetelma == "PUT"
    entry = transfer_log.Entry(demo.menetelma, demo.polku, CALLER_ID, user, demo.tunnus, text=demo.text)
    violations = []
    if demo.text and "ei-json" not in demo.koodit:
        entry.document = json.loads(demo.text) | ({"id": hoks.pk} if put else {})
        entry.text = json.dumps(entry.document, ensure_ascii=False)
    if put:
        entry.hoks, entry.path, entry.changed = hoks, f"{demo.polku}/{hoks.pk}", demo.muutti
    if put and demo.status == 400:
        violations = services.judge_replacement(hoks, entry.document, kanava=Kanava.TIEDONSIIRTO)
    codes = demo.koodit or [violation.code for violation in violations]
    siirto = transfer_log.save(entry, demo.status, codes, violations)
    planned = timezone.make_aware(
        dt.datetime.combine(services.today() - dt.timedelta(days=demo.paivia), dt.time(*demo.kello))
    )
    # Today's hour may not have struck yet.
    when = min(planned, timezone.now())
    kept = when + dt.timedelta(days=settings.SIIRRON_DOKUMENTTI_PAIVAA) if siirto.dokumentti_asti else None
    Siirto.objects.filter(pk=siirto.pk).update(aika=when, dokumentti_asti=kept)
    # What it has just resolved; what was resolved before has its own time by now.
    Siirto.objects.filter(ratkaistu__gte=began).update(ratkaistu=when)
    return siirto


def make_tiedote(demo: DemoTiedote, user: User) -> Tiedote:
    """Write an announcement and publish it where the demo world says so, though it were over already."""
    start_of_today = timezone.make_aware(dt.datetime.combine(services.today(), dt.time()))
    tiedote = kirjoitus.create(demo.sisalto(start_of_today), by=user)
    if demo.julkaistu:
        # Not kirjoitus.publish, which publishes nothing that nobody would see any more.
        Tiedote.objects.filter(pk=tiedote.pk).update(tila=Tiedote.Tila.JULKAISTU)
        kiireelliset.forget()
    return tiedote


def add_osa(dokumentti: dict, parent_key: str, osa: LuonnosOsa) -> None:
    """Add a node and those below it to a draft's document."""
    key = new_key()
    document.set_own(document.add(dokumentti, parent_key, osa.lista, key), osa.arvot)
    for below in osa.osat:
        add_osa(dokumentti, key, below)


@contextmanager
def silent_audit_log():
    """Keep the making of the world out of the national log: nobody real did it to anybody real."""
    log = logging.getLogger("audit")
    was_disabled, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = was_disabled
