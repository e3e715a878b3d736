"""A small country through the real command: is everything in it as the portal itself would have left it?"""

import pytest
from django.conf import global_settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import User
from hoks import osiot, plan, services
from hoks.contact_details import versio_document
from hoks.kayttoonotto import paivita
from hoks.kayttoonotto.koulut import kaikki, summa
from hoks.kayttoonotto.viikot import viikot
from hoks.luvut import hoksit, jaksot
from hoks.maa.organisaatiot import TOIMIJOITA
from hoks.models import (
    Hakurivi,
    Hoks,
    HoksVersio,
    Kanava,
    Kayttoonottokoulu,
    Kayttoonottolaskenta,
    Kayttoonottoviikko,
    Opiskeluoikeus,
    Oppija,
    Siirto,
    Tapahtuma,
)
from hoks.rules import Stage
from tests.kayttoonotto.conftest import by_sql, weeks_by_sql
from tests.maa.conftest import HOKSIT, LOGS, SALASANA

pytestmark = pytest.mark.django_db


def whole_plans():
    plans = Hoks.objects.select_related("opiskeluoikeus__oppija").filter(poistettu=None, versiot__isnull=False)
    return plans.distinct().order_by("pk")


def test_every_whole_plan_keeps_the_rules_and_says_what_its_latest_version_says(maa):
    checked = 0
    for hoks in whole_plans():
        document = plan.load(hoks)
        latest = hoks.versiot.order_by("-numero").first()
        assert (latest.numero, versio_document(latest)) == (hoks.versionumero, document)
        found = services.judge_replacement(hoks, plan.write_shape(document), kanava=Kanava.TIEDONSIIRTO)
        # The plan of an ended study right is right, but closed.
        assert [one.code for one in found if one.rule is None or one.rule.stage is not Stage.ADMISSION] == []
        assert not found or not hoks.opiskeluoikeus.on_aktiivinen
        checked += 1
    assert checked > HOKSIT / 3


def test_the_same_document_again_writes_nothing(maa):
    resent = 0
    for hoks in whole_plans()[:40]:
        if not hoks.opiskeluoikeus.on_aktiivinen:
            continue
        document = plan.write_shape(plan.load(hoks)) | {"id": hoks.pk}
        by = User.objects.system_actor()
        assert services.replace_hoks(hoks, document, by=by, kanava=Kanava.TIEDONSIIRTO) is False
        resent += 1
    assert resent > 10


def test_the_list_finds_each_study_right_as_it_is(maa, capsys):
    call_command("check_index")
    assert str(Opiskeluoikeus.objects.count()) in capsys.readouterr().out
    assert Hakurivi.objects.count() == Opiskeluoikeus.objects.count() > HOKSIT


def test_there_are_exactly_as_many_plans_as_asked_for_and_more_study_rights_than_learners(maa):
    assert Hoks.objects.count() == HOKSIT
    assert Oppija.objects.count() < Opiskeluoikeus.objects.count()
    assert 0.05 < 1 - HOKSIT / Opiskeluoikeus.objects.count() < 0.25


def test_reports_count_what_there_is(maa):
    assert sum(hoksit.by_door(None).values()) == Hoks.objects.filter(poistettu=None).count()
    assert set(hoksit.by_door(None)) == set(Kanava) and min(hoksit.by_month(None)) < max(hoksit.by_month(None))
    assert list(jaksot.wrong_plans()) == [] and jaksot.by_day(None)


def test_adoption_is_as_plain_sql_counts_it(maa):
    paivita()
    there = by_sql(services.today())
    fields = [field.name for field in Kayttoonottokoulu._meta.fields if not field.primary_key]
    told = {row.pk: {name: getattr(row, name) for name in fields} for row in Kayttoonottokoulu.objects.all()}
    assert told == there and len(there) > 50
    weeks = Kayttoonottoviikko.objects.values_list("oppilaitos_oid", "viikko", "kanava", "maara")
    assert {tuple(row[:3]): row[3] for row in weeks} == weeks_by_sql(viikot(services.today())[0])
    told = summa(kaikki())
    assert told.hoksit == Hoks.objects.filter(poistettu=None).count()
    assert told.katetut < told.oikeudet and told.toimijat[1] <= TOIMIJOITA
    assert Kayttoonottolaskenta.objects.get().julkiset["hoksit"] == told.hoksit // 10 * 10


def test_logs_tell_of_saves_and_refusals_and_lie_in_their_months(maa):
    for versio in whole_plans()[0].versiot.all():
        assert Tapahtuma.objects.filter(hoks_id=versio.hoks_id, aika=versio.aika).exists()
    refused = Siirto.objects.filter(status=400)
    assert refused and all(siirto.koodit and siirto.virheet for siirto in refused)
    assert Siirto.objects.filter(status__lt=400).count() > HOKSIT / 4
    for siirto in Siirto.objects.exclude(korvattu_versionumero=None):
        replaced = HoksVersio.objects.get(hoks=siirto.hoks_id, numero=siirto.korvattu_versionumero)
        assert replaced.kanava == Kanava.VIRKAILIJA and siirto.versionumero == replaced.numero + 1
    assert not Siirto.objects.filter(aika__gt=timezone.now()).exists()
    assert all(rows == 0 for model in LOGS for rows in osiot.missing(model, timezone.now()).values())


def test_a_new_plan_can_be_made_beside_those_filled_in(maa):
    right = Opiskeluoikeus.objects.filter(hoks=None, tyyppi="ammatillinenkoulutus", tila="lasna")[0]
    document = {
        "opiskeluoikeus-oid": right.pk,
        "oppija-oid": right.oppija_id,
        "ensikertainen-hyvaksyminen": right.alkamispaiva.isoformat(),
        "osaamisen-hankkimisen-tarve": True,
    }
    made = services.create_hoks(document, by=User.objects.system_actor(), kanava=Kanava.TUONTI)
    assert made.pk > HOKSIT


def test_officials_and_the_learner_can_sign_in_and_see_something(maa, settings):
    # The country was made before this test's own, quicker hasher.
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS
    official, chief, learner = (User.objects.get(username=f"maa-{name}") for name in ("suuri", "paakayttaja", "oppija"))
    assert official.check_password(SALASANA)
    assert Hoks.objects.editable_by(official).exists()
    assert Hoks.objects.visible_to(chief).count() == HOKSIT
    own = Hoks.objects.visible_to(learner)[0]
    assert own.versiot.exists() and own.tutkinnonosa_set.count() > 5


def test_a_database_with_study_rights_is_refused(maa):
    with pytest.raises(CommandError, match="tyhjään"):
        call_command("generate_maa", hoksit=10, verbosity=0)
    assert Hoks.objects.count() == HOKSIT
