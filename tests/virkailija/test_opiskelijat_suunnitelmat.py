"""How PostgreSQL answers the list: no request reads a big table through, or sorts a school to show a page of it.

Plans are looked at, not times: what is asked is asked of 20 000 rows, of which one school has half.
"""

import datetime as dt
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Kayttooikeus, Organisaatio, User
from hoks.luvut import hoksit
from hoks.search import Jarjestys, Rajaus
from hoks.views.virkailija.koulut import KOKO_MAA
from tests.conftest import KOULU, OPH
from tests.virkailija.listing import URL, link

ROWS = 20_000
BIG = ("hoks_hakurivi", "hoks_opiskeluoikeus", "hoks_oppija", "hoks_hoks")

# Every seventh row is a Virtanen; one in a hundred an Åberg; each tutkinto has its tenth.
FILL = f"""
INSERT INTO hoks_oppija (oid, etunimet, kutsumanimi, sukunimi, oppijanumero)
SELECT 'o' || n, 'Aino', 'Aino', 'Virtanen', '' FROM generate_series(1, {ROWS}) n;
INSERT INTO hoks_opiskeluoikeus (
    oid, oppija_id, oppilaitos_oid, koulutustoimija_oid, tyyppi, tila, suoritustyypit, tutkinto_koodi, tutkinto_nimi,
    osaamisala_nimi, sisaltyy_opiskeluoikeuteen, koski
)
SELECT '1.2.' || n, 'o' || n, CASE WHEN n % 2 = 0 THEN '{KOULU}' ELSE '1.2.3.' || n % 50 END, '',
    'ammatillinenkoulutus', 'lasna', '{{}}', '', '{{}}', '{{}}', '', '{{}}'
FROM generate_series(1, {ROWS}) n;
INSERT INTO hoks_hoks (
    id, eid, opiskeluoikeus_id, kanava, manuaalisyotto, versionumero, luotu, muokattu, poistettu, poiston_syy,
    ensikertainen_hyvaksyminen
)
SELECT n, gen_random_uuid(), '1.2.' || n, 'tuonti', false, 1, now(), now(), CASE WHEN n % 900 = 9 THEN now() END, '',
    date '2024-01-01'
FROM generate_series(1, {ROWS}) n WHERE n % 8 > 0;
INSERT INTO hoks_hakurivi (
    opiskeluoikeus_id, oppilaitos_oid, aktiivinen, koskee, jarjestysnimi, hakunimi, jarjestystutkinto, tutkinto_avain,
    jarjestysosaamisala, osaamisala_avain, hoks_id, ensikertainen_hyvaksyminen, paivitetty, poistettu, luotu, kanava,
    puutteet, huomautukset
)
SELECT oid, oppilaitos_oid, n % 3 > 0, true, nimi || chr(9) || 'aino', ' aino ' || nimi,
    nullif(tutkinto, 'tutkinto 9'), ('x' || left(md5(tutkinto), 16))::bit(64)::bigint, NULL, NULL,
    hoks_id, date '2024-01-01' + hoks_id / 50, timestamptz '2024-01-01' + hoks_id * interval '1 hour', n % 900 = 9,
    date '2024-01-01' + hoks_id / 50, CASE WHEN hoks_id > 0 THEN 'tuonti' END, '{{}}', '{{}}'
FROM (
    SELECT oid, oppilaitos_oid, n, 'tutkinto ' || n % 10 AS tutkinto,
        CASE WHEN n % 8 > 0 AND n % 900 <> 9 THEN n END AS hoks_id,
        CASE WHEN n % 7 = 0 THEN 'virtanen' WHEN n % 100 = 1 THEN 'åberg'
             ELSE chr(97 + n % 26) || 'o' || n % 499 END AS nimi
    FROM (SELECT *, substr(oid, 5)::int AS n FROM hoks_opiskeluoikeus) numbered
) named;
INSERT INTO hoks_koulutusnimi (avain, haku)
SELECT ('x' || left(md5('tutkinto ' || n), 16))::bit(64)::bigint, 'tutkinto ' || n FROM generate_series(0, 9) n
"""


@pytest.fixture(scope="module")
def emptied(django_db_setup, django_db_blocker):
    """What is committed for the module is gone after it, even when it could not all be written."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        filled = (*BIG, "hoks_koulutusnimi", "accounts_user", "accounts_organisaatio")
        cursor.execute(f"TRUNCATE {', '.join(filled)} CASCADE")


@pytest.fixture(scope="module")
def country(emptied, django_db_blocker):
    """20 000 study rights and two who look at them."""
    with django_db_blocker.unblock():
        for oid, path in ((OPH, [OPH]), (KOULU, [OPH, KOULU])):
            tyypit = [Organisaatio.OPPILAITOS] if oid == KOULU else []
            Organisaatio.objects.create(oid=oid, nimi={"fi": oid}, tyypit=tyypit, polku=path)
        for name, oid, oikeus in (("virkailija", KOULU, "CRUD"), ("paakayttaja", OPH, "OPHPAAKAYTTAJA")):
            user = User.objects.create_user(name, "salasana-testissa", kayttaja_tyyppi="VIRKAILIJA", oid_henkilo=name)
            Kayttooikeus.objects.create(user=user, organisaatio_oid=oid, oikeus=oikeus)
        with connection.cursor() as cursor:
            # Rows whose commit isn't on disk yet can't be marked as seen by all, and no index alone answers of them.
            cursor.execute("SET synchronous_commit = on")
            cursor.execute(FILL)
            cursor.execute("RESET synchronous_commit")
            cursor.execute(f"VACUUM ANALYZE {', '.join(BIG)}, hoks_koulutusnimi")
        yield


@pytest.fixture
def ask(country, db):
    """ask(username, **parameters) -> the page, and the plan of each of its statements about rows."""

    def asking(username: str, **parameters):
        client = Client()
        client.force_login(User.objects.get(username=username))
        with CaptureQueriesContext(connection) as captured:
            response = client.get(URL, parameters)
        plans = []
        for query in captured.captured_queries:
            if "hoks_hakurivi" in query["sql"]:
                with connection.cursor() as cursor:
                    cursor.execute(f"EXPLAIN {query['sql']}")
                    plans.append("\n".join(line for (line,) in cursor.fetchall()))
        assert response.status_code == 200 and plans
        for plan in plans:
            assert not re.search(rf"Seq Scan on ({'|'.join(BIG)})\b", plan), plan
        return response, plans

    return asking


@pytest.mark.parametrize("descending", ["", "-"])
@pytest.mark.parametrize("jarjestys", Jarjestys)
def test_school_is_walked_along_an_index_in_every_order_at_any_depth(ask, jarjestys, descending):
    page, plans = ask("virkailija", tila="kaikki", jarjesta=f"{descending}{jarjestys}")
    for text in ("", "Seuraava sivu", "Viimeinen sivu", "Edellinen sivu"):
        if text:
            page, plans = ask("virkailija", **parameters(link(page, text)))
        assert f"using hr_koulu_{jarjestys}" in plans[-1]
        # The count, by the index alone.
        assert "Index Only Scan using hr_koulu_tila" in plans[0]


@pytest.mark.parametrize("rajaus", Rajaus)
def test_every_state(ask, rajaus):
    ask("paakayttaja", oppilaitos=KOULU, tila=rajaus, jarjesta="-paivitetty")


@pytest.mark.parametrize("username", ["virkailija", "paakayttaja"])
@pytest.mark.parametrize(
    ("asked", "counted_by"),
    [
        ({"nimi": "åberg"}, "hr_(koulu|maa)_haku"),
        ({"nimi": "åberg aino"}, "hr_(koulu|maa)_haku"),
        ({"nimi": "åb aino"}, "hr_(koulu|maa)_haku"),
        ({"tutkinto": "tutkinto 3"}, "hr_tutkinto"),
        ({"osaamisala": "puu"}, "hr_osaamisala"),
        ({"hoks_id": "7"}, "hoks_hoks_pkey"),
    ],
)
def test_search_begins_with_what_is_searched_in_every_order(ask, username, asked, counted_by):
    for jarjestys in Jarjestys:
        _page, plans = ask(username, oppilaitos=where(username), tila="kaikki", jarjesta=jarjestys, **asked)
        assert re.search(counted_by, plans[0]), plans[0]


@pytest.mark.parametrize("username", ["virkailija", "paakayttaja"])
@pytest.mark.parametrize("jarjestys", Jarjestys)
def test_common_name_is_met_along_the_order_first(ask, username, jarjestys):
    for cursor in ("", "viimeinen"):
        asked = {"oppilaitos": where(username), "nimi": "virtanen", "tila": "kaikki", "sivu": cursor}
        _page, plans = ask(username, jarjesta=jarjestys, **asked)
        # Half of the rows are the school's: PostgreSQL may walk the country as well.
        assert re.search(rf"using hr_(koulu|maa)_{jarjestys}\b", plans[-1]), plans[-1]


def test_new_plans_are_counted_by_an_index_alone(country, db):
    with CaptureQueriesContext(connection) as captured:
        hoksit.by_month([KOULU], dt.date(2024, 3, 1))
        hoksit.by_door([KOULU], dt.date(2024, 3, 1))
        hoksit.by_school([KOULU], dt.date(2024, 3, 1))
    for query in captured.captured_queries:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {query['sql']}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
        assert "Index Only Scan using hr_koulu_luotu" in plan, plan


def where(username: str) -> str:
    return KOKO_MAA if username == "paakayttaja" else KOULU


def parameters(address: str) -> dict[str, str]:
    return {name: value for name, [value] in parse_qs(urlsplit(address).query).items()}
