"""The benchmark's own documents, floor and tables; that it measures is seen by running it."""

import json
import os
import time

import pytest

from ehoks_portal.bench import documents, memory, report, world
from ehoks_portal.bench.floor import Floor, connect
from ehoks_portal.bench.measuring import percentile
from hoks import plan, services
from hoks.luvut import jaksot
from hoks.models import Hoks, HoksVersio, Kanava, Siirto, TutkinnonOsa
from tests.conftest import OPH

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(organisaatiot, make_user):
    """Ids of a plan of twelve units and its study right, numbers 1; study right 2 has none."""
    world.make_organisations()
    world.make_study_rights(range(1, 3))
    by = make_user("mittaus", "PALVELU", (OPH, "CRUD"))
    return services.create_hoks(documents.hoks(1, 12), by=by, kanava=Kanava.TIEDONSIIRTO)


def test_documents_are_the_same_every_time_and_of_the_promised_size():
    assert documents.hoks(7, 12) == documents.hoks(7, 12) != documents.hoks(8, 12)
    assert 17_000 < len(world.dumps(documents.hoks(7, 12)).encode()) < 20_000
    for units in (12, 40):
        told = documents.hoks(7, units)
        assert sum(len(value) for name, value in told.items() if name.endswith("tutkinnon-osat")) == units


def test_resending_changes_nothing_and_changed_changes_one_unit_and_one_period(made):
    by, document = made.versiot.get().tekija, documents.hoks(1, 12) | {"id": made.pk}
    assert not services.replace_hoks(made, document, by=by, kanava=Kanava.TIEDONSIIRTO)
    before = set(TutkinnonOsa.objects.values_list("module_id", flat=True))
    assert services.replace_hoks(made, documents.changed(document, 1), by=by, kanava=Kanava.TIEDONSIIRTO)
    assert len(before - set(TutkinnonOsa.objects.values_list("module_id", flat=True))) == 1


@pytest.mark.django_db(transaction=True)
def test_floor_does_the_work_it_stands_for(made):
    before = plan.load(made)
    Siirto.objects.create(aika=made.luotu, menetelma="POST", polku="/", status=200)
    with connect() as bare:
        floor = Floor(bare, made.pk, documents.hoks(1, 12))
        floor.get(made.pk)
        floor.put_unchanged(made.pk)
        assert plan.load(made) == before
        floor.post(documents.opiskeluoikeus_oid(2))
        floor.put_changed(made.pk)
        floor.patch(made.pk)
        floor.paged(0, 10)
        assert floor.statements == 2
    copy = Hoks.objects.get(opiskeluoikeus=documents.opiskeluoikeus_oid(2))
    names = [name for name in before if name.endswith(("-osat", "opinnot"))]
    assert {name: len(plan.load(copy)[name]) for name in names} == {name: len(before[name]) for name in names}
    assert not list(jaksot.wrong_plans())
    assert "Muutettu" in json.dumps(plan.load(made)) and HoksVersio.objects.count() == 4


def test_tables_and_percentiles():
    told = report.table(["Case", "ms"], [["GET", "7.5"], ["paged", "1300.0"]])
    assert told.splitlines()[1:] == ["| ----- | -----: |", "| GET   |    7.5 |", "| paged | 1300.0 |"]
    assert percentile([float(number) for number in range(1, 201)], 99) == 198


def test_a_run_replaces_the_sections_it_measured(tmp_path):
    path = tmp_path / "benchmark.md"
    report.write(path, {"Requests": "old", "Bulk load": "kept"})
    report.write(path, {"Requests": "new"})
    text = path.read_text()
    assert text.startswith("# Benchmark") and text.count("## ") == 2
    assert "new" in text and "kept" in text and "old" not in text.replace("Bulk load", "")


def test_memory_is_sampled_and_growth_is_seen():
    with memory.Sampler(os.getpid()) as sampler:
        time.sleep(1.2)
    assert sampler.peak()[0] > 10
    sampler.samples = [memory.Sample(second, 50.0, child) for second, child in enumerate((40.0, 60.0, 61.0, 90.0))]
    assert not sampler.is_flat()
    sampler.samples[-1] = memory.Sample(3, 50.0, 62.0)
    assert sampler.is_flat() and sampler.at(1.0) == (50.0, 62.0)
