"""Whatever happens while a country is filled in, the database has its indexes and constraints afterwards."""

import pytest
from django.db import connection
from psycopg.errors import CheckViolation

from hoks.maa import rakenne
from hoks.maa.taytto import FILLED
from hoks.models import Hoks, Oppija, Tapahtuma
from tests.maa.conftest import generate


def structure() -> set[tuple]:
    """Every index and constraint of the schema, as PostgreSQL tells them."""
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT conrelid::regclass::text, conname, pg_get_constraintdef(pg_constraint.oid), convalidated
            FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
            WHERE connamespace = 'public'::regnamespace AND NOT relispartition
            UNION
            SELECT indrelid::regclass::text, relname, pg_get_indexdef(indexrelid), indisvalid
            FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE relnamespace = 'public'::regnamespace
                AND NOT relispartition
        """)
        return set(cursor.fetchall())


@pytest.mark.django_db
def test_what_is_taken_down_is_put_up_as_it_was():
    before = structure()
    rakenne.take_down(FILLED)
    down = structure()
    assert down < before and len(down) < len(before) - 60 and rakenne.is_down()
    assert any("PRIMARY KEY" in told[2] for told in down)
    rakenne.put_up_here()
    assert structure() == before and not rakenne.is_down()


@pytest.mark.django_db
def test_indexes_of_a_partitioned_table_are_built_one_after_another():
    jobs = []

    def run(given):
        jobs.extend(given)
        with connection.cursor() as cursor:
            for job in given:
                for statement in job:
                    cursor.execute(statement)

    rakenne.take_down([Tapahtuma, Hoks])
    rakenne.put_up(run)
    logs = [job for job in jobs if "hoks_tapahtuma" in job[0]]
    assert len(logs) == 1 and len(logs[0]) > 1
    assert len(jobs) > 5 and all(len(job) == 1 for job in jobs if job not in logs)


@pytest.mark.django_db
def test_what_was_put_up_before_a_crash_is_not_put_up_twice():
    before = structure()
    rakenne.take_down([Hoks, Oppija, Tapahtuma])
    half = rakenne._missing()[::2]
    with connection.cursor() as cursor:
        for osa in half:
            cursor.execute(osa.steps[0])
    rakenne.put_up_here()
    assert structure() == before


@pytest.mark.django_db(transaction=True)
def test_a_filling_that_fails_leaves_an_empty_database_as_it_was(emptied):
    before = structure()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE hoks_hoks ADD CONSTRAINT ei_toista_lohkoa CHECK (id <= 255)")
    try:
        with pytest.raises(CheckViolation):
            generate(osuus=5, workers=1)
        assert not Oppija.objects.exists() and not Hoks.objects.exists() and not rakenne.is_down()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE hoks_hoks DROP CONSTRAINT ei_toista_lohkoa")
    assert structure() == before
