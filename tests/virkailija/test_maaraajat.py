"""Deadlines: what is due when and what it lacks, other schools, and the calendar feed behind a secret link."""

import datetime as dt
import itertools

import pytest
from icalendar import Calendar
from playwright.sync_api import expect

from accounts.models import Kayttooikeus
from ehoks_portal.log_format import WithoutSecrets
from hoks import maaraajat, services
from hoks.contact_details import erase_contact_details
from hoks.importing import store_opiskeluoikeus
from hoks.luvut import jaksot
from hoks.maaraajat import Laji
from hoks.maaraajat.listaus import MOST
from hoks.models import (
    Hakurivi,
    Jaksopuute,
    Kalenterisyote,
    Nayttopaiva,
    OsaamisenHankkimistapa,
    OsaamisenOsoittaminen,
    Tyopaikkajakso,
)
from tests import payloads
from tests.axe import findings
from tests.conftest import KOULU, SISARKOULU, TOINEN_KOULU

URL = "/virkailija/maaraajat/"
DAY = dt.timedelta(days=1)
TODAY = dt.date(2025, 11, 14)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """The day it is."""
    monkeypatch.setattr(services, "today", lambda: TODAY)


@pytest.fixture
def make_planned(make_hoks):
    """make_planned(right) -> its plan of one unit with a workplace period and a demonstration, long past."""

    def make(right):
        unit = {
            "tutkinnon-osa-koodi-uri": "tutkinnonosat_100001",
            "tutkinnon-osa-koodi-versio": 1,
            "osaamisen-hankkimistavat": [payloads.hankkimistapa()],
            "osaamisen-osoittaminen": [payloads.naytto()],
        }
        return make_hoks(right, payloads.minimal(right) | {"hankittavat-ammat-tutkinnon-osat": [unit]})

    return make


def let_period(hoks, **columns) -> None:
    """Change its period past the rules, which no longer let such be sent; an old plan may have it."""
    OsaamisenHankkimistapa.objects.filter(hoks=hoks).update(**columns)
    jaksot.write([hoks.pk])


def told(user, koulu, *lajit, edessa=maaraajat.listaus.EDESSA) -> list[tuple]:
    found, _cut = maaraajat.listed(user, koulu, lajit or list(Laji), edessa)
    return [(each.laji, each.oikeus.oppija.sukunimi, each.paiva, each.on_myohassa) for each in found]


class TestWhatAPeriodLacks:
    def lacks(self, hoks, **columns) -> set[int]:
        let_period(hoks, **columns)
        return set(Tyopaikkajakso.objects.get(hoks=hoks).puutteet)

    def test_every_combination(self, make_opiskeluoikeus, make_planned):
        """PostgreSQL's answer against the same said in Python."""
        hoks = make_planned(make_opiskeluoikeus())
        kinds = ("osaamisenhankkimistapa_koulutussopimus", "osaamisenhankkimistapa_oppisopimus")
        mail = {"nimi": "Olli", "sahkoposti": "o@x.example"}
        persons = ({}, {"nimi": "Olli"}, {"nimi": "", "puhelinnumero": "040"}, mail)
        for kind, osa, perusta, nimi, tunnus, person in itertools.product(
            kinds, (None, 50), (None, "oppisopimuksenperusta_01"), ("", "Leipomo"), (None, "1234567-1"), persons
        ):
            tjk = {"tyopaikan-nimi": nimi, "tyopaikan-y-tunnus": tunnus, "vastuullinen-tyopaikka-ohjaaja": person}
            expected = {
                Jaksopuute.OSA_AIKAISUUS: osa is None,
                Jaksopuute.TYOPAIKKA: not nimi,
                Jaksopuute.Y_TUNNUS: not tunnus,
                Jaksopuute.OHJAAJA: not person.get("nimi"),
                Jaksopuute.OHJAAJAN_YHTEYS: not (person.get("sahkoposti") or person.get("puhelinnumero")),
                Jaksopuute.PERUSTA: kind.endswith("oppisopimus") and perusta is None,
            }
            assert self.lacks(
                hoks,
                osaamisen_hankkimistapa_koodi_uri=kind,
                osa_aikaisuustieto=osa,
                oppisopimuksen_perusta_koodi_uri=perusta,
                tyopaikalla_jarjestettava_koulutus=tjk,
            ) == {puute for puute, is_missing in expected.items() if is_missing}
        assert self.lacks(hoks, tyopaikalla_jarjestettava_koulutus=None) >= {2, 3, 4, 5}

    def test_telma_needs_no_part_time(self, make_opiskeluoikeus, make_planned):
        hoks = make_planned(make_opiskeluoikeus(suoritustyypit=["telma"]))
        assert Jaksopuute.OSA_AIKAISUUS not in self.lacks(hoks, osa_aikaisuustieto=None)

    @pytest.mark.parametrize(
        ("before", "after"), [("telma", "ammatillinentutkinto"), ("ammatillinentutkinto", "telma")]
    )
    def test_import_that_makes_it_telma_or_no_longer(self, make_opiskeluoikeus, make_planned, before, after):
        right = make_opiskeluoikeus(suoritustyypit=[before])
        let_period(make_planned(right), osa_aikaisuustieto=None)
        record = {
            "oid": right.pk,
            "oppija": {"oid": right.oppija_id},
            "oppilaitos": {"oid": right.oppilaitos_oid},
            "suoritukset": [{"tyyppi": {"koodiarvo": after}}],
        }
        store_opiskeluoikeus(record)
        assert list(jaksot.wrong_plans()) == []

    def test_erased_contact_details_are_lacking(self, make_opiskeluoikeus, make_planned):
        hoks = make_planned(make_opiskeluoikeus())
        assert Tyopaikkajakso.objects.get().puutteet == []
        erase_contact_details(hoks, ohjaajat_ennen=dt.date.max)
        assert Tyopaikkajakso.objects.get().puutteet == [Jaksopuute.OHJAAJAN_YHTEYS]

    def test_is_proven_and_mended(self, make_opiskeluoikeus, make_planned, poistaja):
        hoks = make_planned(make_opiskeluoikeus())
        Tyopaikkajakso.objects.update(puutteet=[1])
        assert list(jaksot.wrong_plans()) == [hoks.pk]
        list(jaksot.rebuild())
        Nayttopaiva.objects.all().delete()
        assert list(jaksot.wrong_plans()) == [hoks.pk]
        list(jaksot.rebuild())
        assert list(jaksot.wrong_plans()) == [] and Nayttopaiva.objects.count() == 1
        services.delete_hoks(hoks, by=poistaja, syy="Väärä")
        assert not Nayttopaiva.objects.exists() and not Tyopaikkajakso.objects.exists()


class TestDays:
    @pytest.mark.parametrize(
        ("ends", "listed", "late"),
        [
            (-61, False, None),
            (-60, True, True),
            (0, True, True),
            (1, True, False),
            (30, True, False),
            (31, False, None),
        ],
    )
    def test_period_is_to_be_saved_the_day_before_its_end(
        self, virkailija, organisaatiot, people, make_planned, ends, listed, late
    ):
        [right] = people("Aava A")
        loppu = TODAY + ends * DAY
        let_period(make_planned(right), alku=dt.date(2025, 1, 1), loppu=loppu, osa_aikaisuustieto=None)
        found = told(virkailija, organisaatiot[KOULU], Laji.JAKSO)
        assert found == ([(Laji.JAKSO, "Aava", loppu - DAY, late)] if listed else [])

    def test_whole_period_is_no_deadline(self, virkailija, organisaatiot, people, make_planned):
        [right] = people("Aava A")
        let_period(make_planned(right), loppu=TODAY + DAY)
        assert told(virkailija, organisaatiot[KOULU], Laji.JAKSO) == []

    @pytest.mark.parametrize(("begins", "listed"), [(-1, False), (0, True), (30, True), (31, False)])
    def test_demonstration(self, virkailija, organisaatiot, people, make_planned, begins, listed):
        [right] = people("Aava A")
        hoks, day = make_planned(right), TODAY + begins * DAY
        OsaamisenOsoittaminen.objects.filter(hoks=hoks).update(alku=day, loppu=day)
        jaksot.write([hoks.pk])
        assert told(virkailija, organisaatiot[KOULU], Laji.NAYTTO) == (
            [(Laji.NAYTTO, "Aava", day, False)] if listed else []
        )

    def test_study_right_that_ends_and_competence_that_may_be_achieved(
        self, virkailija, organisaatiot, people, make_planned
    ):
        ending, achieved, marked, ended = people("Päättyvä A", "Valmis A", "Merkitty A", "Päättynyt A")
        for right in (ending, achieved, marked, ended):
            make_planned(right)
        Hakurivi.objects.update(paattyy=TODAY + 90 * DAY)
        Hakurivi.objects.filter(pk=ending.pk).update(paattyy=TODAY + 30 * DAY)
        Hakurivi.objects.filter(pk=marked.pk).update(saavutettu=TODAY)
        Hakurivi.objects.filter(pk=ended.pk).update(aktiivinen=False)
        koulu = organisaatiot[KOULU]
        assert told(virkailija, koulu, Laji.PAATTYY) == [(Laji.PAATTYY, "Päättyvä", TODAY + 30 * DAY, False)]
        assert told(virkailija, koulu, Laji.SAAVUTETTU) == [(Laji.SAAVUTETTU, "Valmis", dt.date(2025, 3, 7), False)]
        assert maaraajat.maarat(virkailija, koulu) == {
            Laji.JAKSO: 0,
            Laji.NAYTTO: 0,
            Laji.PAATTYY: 1,
            Laji.SAAVUTETTU: 1,
        }


@pytest.fixture
def due(people, make_planned):
    """due("Aava A", oppilaitos_oid=…) -> a plan whose period lacks something and ends next week."""

    def make(name="Aava Aino", **columns):
        [right] = people(name, **columns)
        hoks = make_planned(right)
        let_period(hoks, alku=dt.date(2025, 1, 1), loppu=TODAY + 7 * DAY, osa_aikaisuustieto=None)
        # It has not been shown yet.
        Hakurivi.objects.filter(pk=right.pk).update(nayttojen_loppu=None)
        return hoks

    return make


class TestPage:
    def test_says_what_to_do_by_when(self, signed_in, due):
        hoks = due()
        page = signed_in.get(URL).content.decode()
        assert "Puuttuu: osa-aikaisuustieto. Tallennettava viimeistään 20.11.2025, päivää ennen jakson loppua." in page
        assert f"/luonnokset/muokkaa/{hoks.pk}/" in page and "Aava, Aino" in page

    def test_who_may_not_write_looks(self, client, katselija, due):
        hoks = due()
        client.force_login(katselija)
        page = client.get(URL).content.decode()
        assert f'href="/virkailija/hoksit/{hoks.pk}/"' in page and "Korjaa" not in page

    @pytest.mark.parametrize("asked", [{"laji": "x", "paivia": "x"}, {"paivia": "-1"}, {"paivia": "9" * 99}])
    def test_what_cannot_be_understood_is_as_if_not_asked(self, signed_in, due, asked):
        due()
        assert "Aava, Aino" in signed_in.get(URL, asked).content.decode()

    def test_narrowed(self, signed_in, due):
        due()
        assert "Aava, Aino" not in signed_in.get(URL, {"laji": "naytto"}).content.decode()
        OsaamisenHankkimistapa.objects.update(loppu=TODAY + 8 * DAY)
        list(jaksot.rebuild())
        assert "Aava, Aino" not in signed_in.get(URL, {"paivia": "7"}).content.decode()

    def test_many_are_cut_and_it_is_said(self, signed_in, due, monkeypatch):
        monkeypatch.setattr("hoks.maaraajat.listaus.MOST", 1)
        due("Aava A")
        due("Öhman Ö")
        page = signed_in.get(URL).content.decode()
        assert "1 määräaika<" in page and "enemmän kuin tähän mahtuu" in page
        assert MOST > 1

    @pytest.mark.parametrize("number", [1, 8])
    def test_statements(self, signed_in, due, statements, number):
        for place in range(number):
            due(f"Aava{place} A")
        signed_in.get(URL)
        with statements(11):
            signed_in.get(URL)

    def test_other_schools(self, signed_in, virkailija, organisaatiot, due):
        for koulu in (SISARKOULU, TOINEN_KOULU):
            due("Vieras A", oppilaitos_oid=koulu)
            assert signed_in.get(URL, {"oppilaitos": koulu}).status_code == 404
            for oid in (koulu, f"{koulu}\0"):
                assert signed_in.post(f"{URL}kalenteri/", {"oppilaitos": oid}).status_code == 404
        assert "Vieras" not in signed_in.get(URL).content.decode()
        assert not any(maaraajat.maarat(virkailija, organisaatiot[KOULU]).values())
        with pytest.raises(maaraajat.listaus.PermissionDenied):
            maaraajat.listed(virkailija, organisaatiot[TOINEN_KOULU], list(Laji))


class TestFeed:
    @pytest.fixture
    def link(self, signed_in, due):
        due("Öhman Aino Åsa")
        page = signed_in.post(f"{URL}kalenteri/", {"oppilaitos": KOULU}).content.decode()
        return page[page.index("/kalenteri/") : page.index(".ics") + 4]

    def test_tells_initials_and_no_oids(self, client, link):
        client.logout()
        response = client.get(link)
        [event] = Calendar.from_ical(response.content).walk("VEVENT")
        assert str(event["summary"]) == "A.Ö.: Työpaikkajaksolta puuttuu tietoja"
        assert (event["dtstart"].dt, event["dtend"].dt) == (TODAY + 6 * DAY, TODAY + 7 * DAY)
        text = response.content.decode()
        assert "Öhman" not in text and "1.2.246" not in text
        assert response["Content-Type"].startswith("text/calendar") and "private" in response["Cache-Control"]
        [again] = Calendar.from_ical(client.get(link).content).walk("VEVENT")
        assert again["uid"] == event["uid"]

    def test_secret_is_not_kept_and_when_it_was_fetched_is(self, client, link):
        kept = Kalenterisyote.objects.get()
        assert link.removeprefix("/kalenteri/").removesuffix(".ics") not in str(vars(kept)) and kept.haettu is None
        client.get(link)
        first = Kalenterisyote.objects.get().haettu
        client.get(link)
        assert first and Kalenterisyote.objects.get().haettu == first

    def test_revoked(self, signed_in, link):
        address = f"{URL}kalenteri/{Kalenterisyote.objects.get().pk}/peru/"
        assert signed_in.post(address).status_code == 302
        assert signed_in.get(link).status_code == 404
        assert signed_in.post(address).status_code == 404

    def test_another_s_cannot_be_revoked(self, client, link, poistaja):
        client.force_login(poistaja)
        assert client.post(f"{URL}kalenteri/{Kalenterisyote.objects.get().pk}/peru/").status_code == 404
        assert client.get(link).status_code == 200

    def test_ends_with_its_maker_s_right_or_account(self, client, link, virkailija):
        rights = list(Kayttooikeus.objects.filter(user=virkailija))
        Kayttooikeus.objects.filter(user=virkailija).delete()
        assert client.get(link).status_code == 404
        Kayttooikeus.objects.bulk_create(rights)
        assert client.get(link).status_code == 200
        virkailija.is_active = False
        virkailija.save()
        assert client.get(link).status_code == 404

    def test_unknown_and_too_many(self, client, db, monkeypatch):
        monkeypatch.setattr("hoks.views.virkailija.maaraajat.HAKUJA_MINUUTISSA", 2)
        statuses = [client.get(f"/kalenteri/{secret}.ics").status_code for secret in ("x", "ö" * 500, "y")]
        assert statuses == [404, 404, 429]

    def test_log_holds_no_secret(self, client, link, monkeypatch, caplog):
        monkeypatch.setattr("hoks.views.virkailija.maaraajat.HAKUJA_MINUUTISSA", 1)
        assert [client.get(link).status_code for _time in range(2)] == [200, 429]
        [record] = [each for each in caplog.records if each.name == "django.request"]
        secret = link.removeprefix("/kalenteri/")
        assert secret in record.getMessage()
        assert secret not in WithoutSecrets().format(record)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_week_on_one_page_and_a_link_by_keyboard(visit, due):
    due("Myöhässä A")
    due("Myöhemmin A")
    for name, loppu in (("Myöhässä", TODAY - DAY), ("Myöhemmin", TODAY + 20 * DAY)):
        found = OsaamisenHankkimistapa.objects.filter(hoks__opiskeluoikeus__oppija__sukunimi=name)
        found.update(loppu=loppu)
    list(jaksot.rebuild())
    page = visit(URL, width=360)
    assert findings(page) == []
    pdf = page.pdf(format="A4")
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") + pdf.count(b"/Type /Page/") == 1
    page.emulate_media(media="print")
    expect(page.get_by_text("Myöhässä, A").first).to_be_visible()
    expect(page.get_by_text("Myöhemmin, A").first).to_be_hidden()
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Luo kalenterilinkki").press("Enter")
    assert "/kalenteri/" in page.get_by_label("Salainen linkki").input_value()
    assert findings(page) == []
