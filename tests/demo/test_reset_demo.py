import logging
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts.models import Kayttooikeus, Organisaatio, User
from hoks import hakurivit, maaraajat, tyolista
from hoks.demo.world import PASSWORD, demo_world
from hoks.management.commands.reset_demo import silent_audit_log
from hoks.models import (
    Hoks,
    HoksVersio,
    Kayttoonottolaskenta,
    Kayttoonottoviikko,
    Koodi,
    Luonnos,
    Opiskeluoikeus,
    Oppija,
    Siirto,
    Tapahtuma,
)
from hoks.raportit import RAPORTIT
from hoks.raportit.rajaus import Rajaus
from hoks.services import today
from hoks.tiedotteet import for_user, next_webinar
from hoks.tiedotteet.kiireelliset import for_banner

pytestmark = pytest.mark.django_db


def test_makes_the_world_and_makes_it_anew(settings, rf):
    settings.DEMO = True
    call_command("reset_demo", stdout=StringIO())
    first = dict(Hoks.objects.values_list("pk", "opiskeluoikeus_id"))
    Hoks.objects.filter(pk=min(first)).update(sahkoposti="muutettu@esimerkki.example")
    # A test is one transaction; tables with deferred checks waiting cannot be emptied.
    connection.check_constraints()
    call_command("reset_demo", stdout=StringIO())
    assert dict(Hoks.objects.values_list("pk", "opiskeluoikeus_id")) == first
    assert not Hoks.objects.filter(sahkoposti="muutettu@esimerkki.example").exists()

    world = demo_world(today())
    assert Oppija.objects.count() == 200
    assert Opiskeluoikeus.objects.count() == 220
    assert Organisaatio.objects.count() == len(world.organisaatiot)
    assert Koodi.objects.count() > 150
    assert Hoks.objects.count() == len(world.hoksit)
    assert Hoks.objects.exclude(poistettu=None).count() == 2
    assert HoksVersio.objects.count() == sum(len(hoks.tallennukset) for hoks in world.hoksit)
    assert Opiskeluoikeus.objects.filter(tila="valmistunut", hoks__isnull=False).exists()
    assert Luonnos.objects.filter(hoks=None).count() == 2
    assert Luonnos.objects.exclude(hoks=None).get().omistaja.username == "virkailija"
    assert Siirto.objects.exists() and not Siirto.objects.filter(aika__gt=timezone.now()).exists()
    users = {user.username: user for user in User.objects.all()}
    assert [len(for_user(users[name])) for name in ("virkailija", "katselija", "oppija")] == [2, 2, 2]
    assert for_user(users["virkailija"])[0].kiinnitetty
    assert for_banner(users["virkailija"]) == for_banner(users["oppija"]) == []
    assert next_webinar().alku > timezone.now() - timedelta(hours=1)
    assert not Tapahtuma.objects.filter(tulos=Tapahtuma.Tulos.EPAONNISTUI).exists()
    assert Kayttoonottolaskenta.objects.get().julkiset["hoksit"] == (len(world.hoksit) - 2) // 10 * 10
    assert Kayttoonottoviikko.objects.values("viikko").distinct().count() > 20
    assert hakurivit.check(list(Opiskeluoikeus.objects.values_list("pk", flat=True))) == []
    school = Organisaatio.objects.get(pk=Kayttooikeus.objects.get(user=users["virkailija"]).organisaatio_oid)
    for told in (maaraajat.maarat(users["virkailija"], school), tyolista.maarat(users["virkailija"], school)):
        assert all(told.values()), told
    for raportti in RAPORTIT.values():
        assert raportti.maara(users["virkailija"], Rajaus(school.oid)), raportti.avain
    for record in world.kayttajat:
        user = authenticate(rf.post("/kirjaudu/"), username=record["username"], password=PASSWORD)
        assert user.kayttaja_tyyppi == record["kayttajaTyyppi"]
    assert Hoks.objects.filter(opiskeluoikeus__oppija=User.objects.get(username="oppija").oid_henkilo).count() == 2


def test_refuses_in_production_and_touches_nothing(settings):
    settings.DEMO = False
    oppija = Oppija.objects.create(oid="1.2.246.562.24.44651722625")
    with pytest.raises(CommandError, match="testiympäristö"):
        call_command("reset_demo", stdout=StringIO())
    assert Oppija.objects.get() == oppija


def test_the_national_log_hears_nothing_of_the_demo_world():
    with silent_audit_log():
        assert logging.getLogger("audit").disabled
    assert not logging.getLogger("audit").disabled
