"""Counting how adoption goes, of the whole country at once.

Plans and study rights are counted from Hakurivi, all in one statement, so that a school's totals, its weeks and the
country's sums tell of the same moment. Of transfers only what has come since the last time is looked at, by school.
"""

import datetime as dt

from django.db import connection, transaction
from django.utils import timezone

from hoks.kayttoonotto import julkiset
from hoks.kayttoonotto.viikot import viikot
from hoks.models import Hakurivi, Kanava, Kayttoonottokoulu, Kayttoonottolaskenta, Kayttoonottoviikko, Siirto
from hoks.siirrot import totals
from hoks.siirrot.listing import start_of

# A transfer is logged at the time it came but seen when it is done: so much is looked at again.
UUDELLEEN = dt.timedelta(days=1)
# Of PostgreSQL's advisory locks; any number that nothing else uses.
LUKKO = 2_019_082_000

_TABLES = {
    "hakurivit": Hakurivi._meta.db_table,
    "koulut": Kayttoonottokoulu._meta.db_table,
    "viikot": Kayttoonottoviikko._meta.db_table,
    "siirrot": Siirto._meta.db_table,
}
_COUNTED = (*Kanava.values, "kuukauden", "oikeudet", "katetut")
# Week by arithmetic, as date_trunc takes dates for moments of the session's time zone. 1.1.2018 is a Monday.
# A school that has nothing left keeps its row, for its first transfer.
_PLANS = """
    WITH solut AS MATERIALIZED (
        SELECT oppilaitos_oid, kanava,
            CASE WHEN luotu >= %(ensimmainen)s THEN luotu - (luotu - DATE '2018-01-01') %% 7 END AS viikko,
            count(hoks_id) AS hoksit,
            count(hoks_id) FILTER (WHERE luotu >= %(kuukausi)s) AS kuukauden,
            count(*) FILTER (WHERE aktiivinen AND koskee) AS oikeudet,
            count(hoks_id) FILTER (WHERE aktiivinen AND koskee) AS katetut
        FROM {hakurivit} GROUP BY 1, 2, 3
    ), pois AS (
        DELETE FROM {viikot} old WHERE NOT EXISTS (
            SELECT FROM solut
            WHERE (solut.oppilaitos_oid, solut.viikko, solut.kanava) = (old.oppilaitos_oid, old.viikko, old.kanava)
        )
    ), viikoittain AS (
        INSERT INTO {viikot} AS old (oppilaitos_oid, viikko, kanava, maara)
        SELECT oppilaitos_oid, viikko, kanava, hoksit FROM solut WHERE viikko IS NOT NULL
        ON CONFLICT (oppilaitos_oid, viikko, kanava) DO UPDATE SET maara = excluded.maara
        WHERE old.maara <> excluded.maara
    ), kouluittain AS (
        SELECT oppilaitos_oid, {sums} FROM (
            SELECT * FROM solut
            UNION ALL SELECT oppilaitos_oid, NULL, NULL, 0, 0, 0, 0 FROM {koulut}
        ) kaikki GROUP BY 1
    )
    INSERT INTO {koulut} AS old (oppilaitos_oid, hylatyt, {columns})
    SELECT oppilaitos_oid, 0, {columns} FROM kouluittain
    ON CONFLICT (oppilaitos_oid) DO UPDATE SET ({columns}) = ROW ({excluded})
    WHERE ({old}) <> ({excluded})
""".format(
    sums=", ".join(
        [
            *(f"coalesce(sum(hoksit) FILTER (WHERE kanava = '{kanava}'), 0) AS {kanava}" for kanava in Kanava.values),
            *(f"sum({name}) AS {name}" for name in ("kuukauden", "oikeudet", "katetut")),
        ]
    ),
    columns=", ".join(_COUNTED),
    excluded=", ".join(f"excluded.{name}" for name in _COUNTED),
    old=", ".join(f"old.{name}" for name in _COUNTED),
    **_TABLES,
)
# School by school, by the log's indexes: read as a whole the log's last month alone would take longer.
_TRANSFERS = """
    UPDATE {koulut} old SET
        ensimmainen_siirto = least(old.ensimmainen_siirto, uudet.ensimmainen),
        viimeisin_siirto = greatest(old.viimeisin_siirto, uudet.viimeisin),
        hylatyt = hylatyt.maara
    FROM {koulut} koulu
    CROSS JOIN LATERAL (
        SELECT min(aika) AS ensimmainen, max(aika) AS viimeisin FROM {siirrot}
        WHERE oppilaitos_oid = koulu.oppilaitos_oid AND aika >= %(alkaen)s AND status < 400
    ) uudet
    CROSS JOIN LATERAL (
        SELECT count(*) AS maara FROM {siirrot}
        WHERE oppilaitos_oid = koulu.oppilaitos_oid AND aika >= %(hylatyt_alkaen)s AND status >= 400
    ) hylatyt
    WHERE koulu.oppilaitos_oid = old.oppilaitos_oid
    AND (uudet.ensimmainen < old.ensimmainen_siirto OR uudet.viimeisin > old.viimeisin_siirto
         OR (old.ensimmainen_siirto IS NULL AND uudet.ensimmainen IS NOT NULL) OR hylatyt.maara <> old.hylatyt)
""".format(**_TABLES)
_FIRST_OF_LOG = dt.datetime(1, 1, 2, tzinfo=dt.UTC)


@transaction.atomic
def paivita(*, alusta: bool = False) -> bool:
    """Count everything anew, in one transaction; False when somebody else is counting already: then nothing is done.

    alusta: look for transfers in the whole log, not only since the last counting; for a log that was filled from
    outside. Pages go on showing what was counted last until this is done.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LUKKO])
        if not cursor.fetchone()[0]:
            return False
        now = timezone.now()
        day = timezone.localdate(now)
        last = None if alusta else Kayttoonottolaskenta.objects.values_list("laskettu", flat=True).first()
        cursor.execute(_PLANS, {"ensimmainen": viikot(day)[0], "kuukausi": day.replace(day=1)})
        cursor.execute(
            _TRANSFERS,
            {
                "alkaen": last - UUDELLEEN if last else _FIRST_OF_LOG,
                # Of as many days as the transfer desk tells, today among them.
                "hylatyt_alkaen": start_of(day - dt.timedelta(days=totals.DAYS - 1)),
            },
        )
    told = {"laskettu": now, "julkiset": julkiset.laske(day)}
    Kayttoonottolaskenta.objects.update_or_create(pk=Kayttoonottolaskenta.AINOA, defaults=told)
    return True
