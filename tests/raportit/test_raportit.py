"""Reports: what each tells, against plain SQL; days, tutkinto, schools; pages; and that other schools are nowhere."""

import datetime as dt
import random
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection

from hoks import services
from hoks.models import Hoks, Opiskeluoikeus
from hoks.raportit import RAPORTIT
from hoks.raportit.rajaus import KAIKKI, KOKO_MAA, Rajaus
from tests import payloads
from tests.conftest import JARJESTAJA, KOULU, SISARKOULU, TOINEN_KOULU
from tests.virkailija.listing import link, rows

URL = "/virkailija/raportit/"
JAKSOT, OIKEUDET, TILAT, OPETUS = RAPORTIT
LEIPURI, KOKKI = {"fi": "Leipurin ammattitutkinto"}, {"fi": "Ravintolan perustutkinto", "sv": "Restaurang"}


@pytest.fixture
def official(make_user):
    """Reads both schools of the provider."""
    return make_user("kaksikoulu", "VIRKAILIJA", (JARJESTAJA, "READ"))


def table(user, avain: str, oppilaitos: str = KOULU, **narrowed) -> list[list]:
    """The whole report, which its pages tell too."""
    raportti, rajaus = RAPORTIT[avain], Rajaus(oppilaitos, **narrowed)
    whole = [row.cells for rows in raportti.erat(user, rajaus) for row in rows]
    paged, cursor = [], ""
    while True:
        sivu = raportti.sivu(user, rajaus, cursor, 2)
        paged += [row.cells for row in sivu.rivit]
        assert sivu.maara == raportti.maara(user, rajaus) == len(whole)
        if not sivu.next:
            assert paged == whole
            return whole
        cursor = sivu.next


def sql(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


@pytest.fixture
def generated(make_opiskeluoikeus, make_hoks, make_reported, poistaja):
    """Some forty study rights of three schools in all states, half of them with plans that tell hours."""
    rng = random.Random(5)
    for _number in range(40):
        right = make_opiskeluoikeus(
            oppilaitos_oid=rng.choice((KOULU, SISARKOULU, TOINEN_KOULU)),
            tutkinto_nimi=rng.choice((LEIPURI, KOKKI)),
            alkamispaiva=rng.choice((dt.date(2024, 8, 1), dt.date(2024, 1, 1))),
        )
        kind = rng.random()
        if kind < 0.6:
            hoks = make_reported(right, *(rng.choice((0, 7.25, 12, 20.5)) for _unit in range(rng.randrange(3))))
            if right.oppilaitos_oid == KOULU and kind < 0.1:
                services.delete_hoks(hoks, by=poistaja, syy="Väärä")
        if kind % 0.1 < 0.03:
            Opiskeluoikeus.objects.filter(pk=right.pk).update(tila="valmistunut")
    call_command("rebuild_index", verbosity=0)


class TestFigures:
    def test_states(self, generated, paakayttaja, official):
        told = {row[0]: row[1:] for row in table(paakayttaja, TILAT, KOKO_MAA)}
        expected = {
            row[0]: list(row[1:])
            for row in sql(
                """
                SELECT tutkinto_nimi ->> 'fi',
                    count(*) FILTER (WHERE h.id IS NOT NULL AND h.poistettu IS NULL AND tila = 'lasna'),
                    count(*) FILTER (WHERE h.id IS NOT NULL AND h.poistettu IS NULL AND tila <> 'lasna'),
                    count(*) FILTER (WHERE h.id IS NULL),
                    count(*) FILTER (WHERE h.poistettu IS NOT NULL), count(*)
                FROM hoks_opiskeluoikeus o LEFT JOIN hoks_hoks h ON h.opiskeluoikeus_id = o.oid GROUP BY 1
                """
            )
        }
        assert told == expected and sum(row[3] for row in told.values()) > 0
        # Who doesn't see deleted plans has them among those that lack one, as in the list.
        missing = sql(
            f"""
            SELECT count(*) FROM hoks_opiskeluoikeus o LEFT JOIN hoks_hoks h ON h.opiskeluoikeus_id = o.oid
            WHERE (h.id IS NULL OR h.poistettu IS NOT NULL) AND oppilaitos_oid IN ('{KOULU}', '{SISARKOULU}')
            """
        )
        assert [(sum(row[3] for row in table(official, TILAT, KAIKKI)),)] == missing

    def test_hours(self, generated, paakayttaja):
        told = {(row[0], row[2]): row[3:] for row in table(paakayttaja, OPETUS, KOKO_MAA)}
        expected = {
            (row[0], row[1]): [row[2], row[3], row[4], row[4] / row[3] if row[3] else None]
            for row in sql(
                """
                WITH plans AS (
                    SELECT tutkinto_nimi ->> 'fi' AS nimi, oppilaitos_oid, sum(osa.opetus_ja_ohjaus_maara) AS hours
                    FROM hoks_hoks h JOIN hoks_opiskeluoikeus o ON o.oid = h.opiskeluoikeus_id
                    LEFT JOIN hoks_tutkinnonosa osa ON osa.hoks_id = h.id
                    WHERE h.poistettu IS NULL GROUP BY h.id, 1, 2
                )
                SELECT nimi, oppilaitos_oid, count(*), count(hours), coalesce(sum(hours), 0) FROM plans GROUP BY 1, 2
                """
            )
        }
        assert told.keys() == expected.keys() and len(told) == 6
        for key, (plans, with_hours, hours, mean) in expected.items():
            assert told[key][:2] == [plans, with_hours]
            assert abs(told[key][2] - hours) <= Decimal("0.05")
            assert (told[key][3] is None) == (mean is None) and abs((told[key][3] or 0) - (mean or 0)) <= Decimal(
                "0.05"
            )

    def test_periods_of_all_kinds_of_unit(self, virkailija, people, make_reported, poistaja):
        first, second, whole, gone, telma = people("Eka Å", "Toka A", "Kunnossa A", "Poistettu A", "Telma A")
        late = make_reported(second, lacking=True, alku="2024-10-01", loppu="2025-01-10")
        early = make_reported(first, lacking=True)
        make_reported(whole)
        services.delete_hoks(make_reported(gone, lacking=True), by=poistaja, syy="Väärä")
        Opiskeluoikeus.objects.filter(pk=telma.pk).update(suoritustyypit=["telma"])
        make_reported(telma, lacking=True)
        told = table(virkailija, JAKSOT)
        assert [row[0] for row in told] == ["Eka, Å", "Toka, A"]
        columns = [column.text for column in RAPORTIT[JAKSOT].sarakkeet(virkailija)]
        row = dict(zip(columns, told[0], strict=True))
        assert (row["Jakso alkaa"], row["Jakso päättyy"]) == (dt.date(2024, 10, 1), dt.date(2024, 12, 13))
        assert (row["Työpaikka"], row["Y-tunnus"]) == ("Leipomo Rukiinen Oy", "1234567-1")
        assert (row["Työpaikkaohjaaja"], row["Ohjaajan sähköposti"]) == ("Ossi Ohjaaja", "ossi@example.org")
        assert (row["eHOKS-id"], row["HOKSin eid"]) == (early.pk, str(Hoks.objects.get(pk=early.pk).eid))
        assert (row["Opiskeluoikeus"], row["Oppija"], row["Oppilaitoksen OID"]) == (first.pk, first.oppija_id, KOULU)
        days = {"alku": dt.date(2025, 1, 10), "loppu": dt.date(2025, 1, 10)}
        assert [row[13] for row in table(virkailija, JAKSOT, **days)] == [late.pk]

    def test_study_rights_that_koski_lost(self, virkailija, people, make_hoks, poistaja, tmp_path):
        lost, known, gone, bare = people("Kadonnut A", "Tuttu A", "Poistettu A", "Ilman A")
        plans = [make_hoks(right) for right in (lost, known, gone)]
        services.delete_hoks(plans[2], by=poistaja, syy="Väärä")
        file = tmp_path / "oids.json"
        file.write_text("\n".join(f'"{oid}"' for oid in (lost.pk, gone.pk, bare.pk)))
        call_command("import_koski404", str(file), verbosity=0)
        assert [(row[0], row[6]) for row in table(virkailija, OIKEUDET)] == [("Kadonnut, A", plans[0].pk)]
        file.write_text(f'["{lost.pk}", "1.2.3", 7]')
        with pytest.raises(CommandError):
            call_command("import_koski404", str(file), verbosity=0)
        Opiskeluoikeus.objects.filter(pk=lost.pk).update(koski404=False)
        assert table(virkailija, OIKEUDET) == []


class TestNarrowing:
    def test_by_days_both_included_and_tutkinto(self, virkailija, people, make_reported):
        [early] = people("Aikainen A", alkamispaiva=dt.date(2023, 8, 1), tutkinto_nimi=LEIPURI)
        [late] = people("Myöhäinen A", alkamispaiva=dt.date(2024, 8, 1), tutkinto_nimi=KOKKI)
        for right in (early, late):
            make_reported(right, 10, lacking=True)
        first, last = dt.date(2023, 8, 1), dt.date(2024, 8, 1)
        names = {LEIPURI["fi"], KOKKI["fi"]}
        assert {row[0] for row in table(virkailija, TILAT, alku=first, loppu=last)} == names
        assert {row[0] for row in table(virkailija, TILAT, alku=first + dt.timedelta(1))} == {KOKKI["fi"]}
        assert {row[0] for row in table(virkailija, TILAT, loppu=last - dt.timedelta(1))} == {LEIPURI["fi"]}
        assert {row[0] for row in table(virkailija, OPETUS, tutkinto="restaur")} == {KOKKI["fi"]}
        assert [row[0] for row in table(virkailija, JAKSOT, tutkinto="leipur")] == ["Aikainen, A"]
        assert table(virkailija, OPETUS, alku=dt.date(2024, 8, 16)) == []

    @pytest.mark.parametrize(
        ("asked", "told"),
        [
            ({"alku": "31.2.2026"}, "Kirjoita oikea päivä"),
            ({"alku": "1.8.2026", "loppu": "1.7.2026"}, "Anna loppupäivä, joka on"),
            ({"tutkinto": "x" * 101}, "enintään 100 merkkiä"),
        ],
    )
    def test_what_cant_be_understood_is_told_at_its_field_and_kept(self, signed_in, people, asked, told):
        people("Aava A")
        page = signed_in.get(f"{URL}{TILAT}/", asked).content.decode()
        assert told in page and "field--error" in page and "Korjaa rajaus" in page
        assert all(f'value="{value}"' in page for value in asked.values())
        assert signed_in.post(f"{URL}{TILAT}/vie/", asked | {"oppilaitos": KOULU, "muoto": "csv"}).status_code == 404

    @pytest.mark.parametrize(
        "asked", [{"sivu": "viimeinen"}, {"sivu": "jalkeen~9999-99-99~x"}, {"sivu": "-1"}, {"x": 1}]
    )
    @pytest.mark.parametrize("avain", RAPORTIT)
    def test_odd_addresses_are_pages(self, signed_in, people, make_reported, avain, asked):
        make_reported(people("Aava A")[0], 1, lacking=True)
        assert signed_in.get(f"{URL}{avain}/", asked).status_code == 200

    def test_huge_hours_are_kept_and_counted(self, virkailija, make_opiskeluoikeus, make_reported):
        for hours in (1e300, 5):
            make_reported(make_opiskeluoikeus(), hours)
        [row] = table(virkailija, OPETUS)
        assert row[3:6] == [2, 2, Decimal(876_605)]


class TestPage:
    def test_rows_lead_to_the_plan_and_pages_on(self, signed_in, people, make_reported):
        plans = [make_reported(right, lacking=True) for right in people(*(f"Aava{n:02} A" for n in range(27)))]
        first = signed_in.get(f"{URL}{JAKSOT}/")
        second = signed_in.get(link(first, "Seuraava sivu"))
        assert len(rows(first)) == 25 and len(rows(second)) == 2 and not set(rows(first)) & set(rows(second))
        assert rows(signed_in.get(link(second, "Edellinen sivu"))) == rows(first)
        assert f'href="/virkailija/hoksit/{plans[0].pk}/"' in first.content.decode()
        # What was beyond has gone: to the first page, not to an empty one.
        Hoks.objects.filter(pk__in=[plan.pk for plan in plans[25:]]).delete()
        assert signed_in.get(link(first, "Seuraava sivu")).status_code == 302

    @pytest.mark.parametrize("avain", RAPORTIT)
    @pytest.mark.parametrize("people_count", [1, 20])
    def test_statements(self, signed_in, people, make_reported, statements, people_count, avain):
        for right in people(*(f"Aava{number:02} A" for number in range(people_count))):
            make_reported(right, 10, lacking=True)
        Opiskeluoikeus.objects.update(koski404=True)
        signed_in.get(f"{URL}{avain}/")
        with statements(9):
            signed_in.get(f"{URL}{avain}/", {"tutkinto": "perus"})

    def test_hostile_text_is_text(self, signed_in, people, make_reported, renamed):
        make_reported(people("Aava A")[0], 1, lacking=True)
        renamed("<script>alert(1)</script>")
        page = signed_in.get(f"{URL}{JAKSOT}/", {"tutkinto": "<b>"}).content.decode()
        assert "<script>alert" not in page and "<b>" not in page


class TestOtherSchools:
    @pytest.fixture
    def everywhere(self, people, make_reported):
        for koulu, name in ((KOULU, "Oma"), (SISARKOULU, "Sisar"), (TOINEN_KOULU, "Vieras")):
            make_reported(people(f"{name} A", oppilaitos_oid=koulu, tutkinto_nimi={"fi": name})[0], 1, lacking=True)
        Opiskeluoikeus.objects.update(koski404=True)

    @pytest.mark.parametrize("avain", RAPORTIT)
    def test_are_in_no_row(self, everywhere, virkailija, official, paakayttaja, avain):
        def names(user, oppilaitos):
            return {str(row[0]).removesuffix(", A") for row in table(user, avain, oppilaitos)}

        assert names(virkailija, KOULU) == names(virkailija, KAIKKI) == {"Oma"}
        assert names(official, KAIKKI) == {"Oma", "Sisar"}
        assert names(paakayttaja, KOKO_MAA) == {"Oma", "Sisar", "Vieras"}
        for user, oppilaitos in ((virkailija, SISARKOULU), (virkailija, KOKO_MAA), (official, TOINEN_KOULU)):
            with pytest.raises(PermissionDenied):
                names(user, oppilaitos)

    @pytest.mark.parametrize("avain", RAPORTIT)
    @pytest.mark.parametrize("oid", [SISARKOULU, TOINEN_KOULU, JARJESTAJA, KOKO_MAA, KAIKKI, "1.2.3"])
    def test_are_not_found(self, signed_in, everywhere, avain, oid):
        assert signed_in.get(f"{URL}{avain}/", {"oppilaitos": oid}).status_code == 404
        expected = 302 if oid == KAIKKI else 404
        posted = signed_in.post(f"{URL}{avain}/vie/", {"oppilaitos": oid, "muoto": "csv"})
        assert posted.status_code == expected

    def test_nul_is_no_school(self, signed_in):
        assert signed_in.post(f"{URL}{TILAT}/vie/", {"oppilaitos": "\0", "muoto": "csv"}).status_code in (400, 404)

    def test_no_such_report(self, signed_in):
        assert signed_in.get(f"{URL}ei-ole/").status_code == 404
        assert signed_in.post(f"{URL}ei-ole/vie/", {"oppilaitos": KOULU, "muoto": "csv"}).status_code == 404


def test_minimal_plan_tells_no_hours(virkailija, make_hoks, make_opiskeluoikeus):
    right = make_opiskeluoikeus()
    make_hoks(right, payloads.minimal(right))
    assert table(virkailija, OPETUS)[0][3:] == [1, 0, Decimal(0), None]
