"""A small country through the real command: is every plan in it one that the portal itself could have saved?"""

import pytest
from django.core.management import call_command

from accounts.models import User
from hoks import plan, services
from hoks.contact_details import versio_document
from hoks.luvut import hoksit, jaksot
from hoks.models import Hoks, Kanava
from hoks.rules import Stage

HOKSIT = 260


def whole_plans():
    return Hoks.objects.select_related("opiskeluoikeus__oppija").filter(versiot__isnull=False).distinct().order_by("pk")


@pytest.fixture(scope="module")
def maa(django_db_setup, django_db_blocker):
    """A country of two blocks; half of the plans whole."""
    with django_db_blocker.unblock():
        generate(seed="testi")
        yield
        call_command("flush", interactive=False, verbosity=0)


def generate(*, seed: str, hoksit: int = HOKSIT, workers: int = 2, osuus: float = 50) -> None:
    call_command("generate_maa", hoksit=hoksit, seed=seed, osuus=osuus, workers=workers, salasana="testi", verbosity=0)


@pytest.mark.django_db
def test_every_whole_plan_keeps_the_rules_and_says_what_its_latest_version_says(maa):
    checked = 0
    for hoks in whole_plans().filter(poistettu=None):
        document = plan.load(hoks)
        latest = hoks.versiot.order_by("-numero").first()
        assert (latest.numero, versio_document(latest)) == (hoks.versionumero, document)
        found = services.judge_replacement(hoks, plan.write_shape(document), kanava=Kanava.TIEDONSIIRTO)
        # The plan of an ended study right is right, but closed.
        assert [one.code for one in found if one.rule is None or one.rule.stage is not Stage.ADMISSION] == []
        assert found == [] or not hoks.opiskeluoikeus.on_aktiivinen
        checked += 1
    assert checked > HOKSIT / 3


@pytest.mark.django_db
def test_the_same_document_again_writes_nothing(maa):
    resent = 0
    for hoks in whole_plans().filter(poistettu=None)[:40]:
        if not hoks.opiskeluoikeus.on_aktiivinen:
            continue
        document = plan.write_shape(plan.load(hoks)) | {"id": hoks.pk}
        by = User.objects.system_actor()
        assert services.replace_hoks(hoks, document, by=by, kanava=Kanava.TIEDONSIIRTO) is False
        resent += 1
    assert resent > 10


@pytest.mark.django_db
def test_reports_count_what_there_is(maa):
    assert sum(hoksit.by_door(None).values()) == Hoks.objects.filter(poistettu=None).count()
    assert set(hoksit.by_door(None)) == set(Kanava) and min(hoksit.by_month(None)) < max(hoksit.by_month(None))
    assert list(jaksot.wrong_plans()) == [] and jaksot.by_day(None)
