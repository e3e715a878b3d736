"""A country of plans on the day that tests say, and its figures by plain SQL over plans, study rights and the log."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection

from hoks import hakurivit, plan
from hoks.models import Hoks, Kanava
from tests.conftest import KOULU

# What is known of each school. Parameters: the day, and the log's day from which refusals are told.
SCHOOLS = """
    SELECT oikeus.oppilaitos_oid,
        count(*) FILTER (WHERE plan.kanava = 'tiedonsiirto') AS tiedonsiirto,
        count(*) FILTER (WHERE plan.kanava = 'virkailija') AS virkailija,
        count(*) FILTER (WHERE plan.kanava = 'tuonti') AS tuonti,
        count(*) FILTER (WHERE date_trunc('month', plan.luotu AT TIME ZONE 'Europe/Helsinki')
                               = date_trunc('month', %(day)s::timestamp)) AS kuukauden,
        count(*) FILTER (WHERE {concerned}) AS oikeudet,
        count(*) FILTER (WHERE {concerned} AND plan.id IS NOT NULL) AS katetut,
        (SELECT min(aika) FROM hoks_siirto s WHERE s.oppilaitos_oid = oikeus.oppilaitos_oid AND status < 400)
            AS ensimmainen_siirto,
        (SELECT max(aika) FROM hoks_siirto s WHERE s.oppilaitos_oid = oikeus.oppilaitos_oid AND status < 400)
            AS viimeisin_siirto,
        (SELECT count(*) FROM hoks_siirto s WHERE s.oppilaitos_oid = oikeus.oppilaitos_oid AND status >= 400
            AND (aika AT TIME ZONE 'Europe/Helsinki')::date > %(day)s::date - 30) AS hylatyt
    FROM hoks_opiskeluoikeus oikeus
    LEFT JOIN (SELECT * FROM hoks_hoks WHERE poistettu IS NULL) plan ON plan.opiskeluoikeus_id = oikeus.oid
    GROUP BY 1
""".format(
    concerned="""
        oikeus.tila NOT IN ('valmistunut', 'eronnut', 'katsotaaneronneeksi', 'peruutettu')
        AND oikeus.tyyppi IN ('ammatillinenkoulutus', 'tuva') AND oikeus.sisaltyy_opiskeluoikeuteen = ''
        AND (oikeus.voimassa_loppu IS NULL OR oikeus.voimassa_loppu >= '2019-05-01')
    """
)
WEEKS = """
    SELECT oikeus.oppilaitos_oid, date_trunc('week', hoks.luotu AT TIME ZONE 'Europe/Helsinki')::date, hoks.kanava,
        count(*)
    FROM hoks_hoks hoks JOIN hoks_opiskeluoikeus oikeus ON oikeus.oid = hoks.opiskeluoikeus_id
    WHERE hoks.poistettu IS NULL AND (hoks.luotu AT TIME ZONE 'Europe/Helsinki')::date >= %s
    GROUP BY 1, 2, 3
"""


def by_sql(day: dt.date) -> dict[str, dict]:
    """What there is to be known of each school on the day, by its OID."""
    with connection.cursor() as cursor:
        cursor.execute(SCHOOLS, {"day": day})
        names = [column.name for column in cursor.description]
        return {row[0]: dict(zip(names[1:], row[1:], strict=True)) for row in cursor.fetchall()}


def weeks_by_sql(first: dt.date) -> dict[tuple, int]:
    """Plans of each (school, Monday, door) from that Monday on."""
    with connection.cursor() as cursor:
        cursor.execute(WEEKS, [first])
        return {tuple(row[:3]): row[3] for row in cursor.fetchall()}


def percent(part: int, whole: int) -> Decimal | None:
    return Decimal(1000 * part // whole) / 10 if whole else None


@pytest.fixture
def make_plans(make_hoks, make_opiskeluoikeus):
    """make_plans(count, oppilaitos_oid, made=moment, kanava=…, oppija=…, **columns of the study right) -> plans."""

    def make(count=1, oppilaitos_oid=KOULU, *, made=None, kanava=Kanava.VIRKAILIJA, oppija=None, **columns):
        plans = []
        for _ in range(count):
            right = make_opiskeluoikeus(oppija, oppilaitos_oid, **columns)
            hoks = make_hoks(right, kanava=kanava)
            if made is not None:
                Hoks.objects.filter(pk=hoks.pk).update(luotu=made)
                hoks.refresh_from_db()
                hakurivit.write_hoks(hoks, plan.load(hoks))
            plans.append(hoks)
        return plans

    return make
