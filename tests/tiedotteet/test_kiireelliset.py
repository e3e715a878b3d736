"""The banner of urgent announcements: on every page of whom it concerns, at no cost to anybody else."""

import datetime as dt

import pytest

from hoks.models import Tiedote, TiedoteLuettu
from hoks.tiedotteet import kiireelliset, kirjoitus
from hoks.tiedotteet.kiireelliset import for_banner, memory
from tests.conftest import JARJESTAJA, TOINEN_JARJESTAJA

pytestmark = pytest.mark.django_db

BANNER = "Kiireellinen tiedote:"
DAY = dt.timedelta(days=1)


@pytest.fixture
def urgent(make_tiedote):
    """urgent(nimi, …) -> an urgent announcement that is remembered."""

    def make(nimi="Huoltokatko", /, **columns):
        made = make_tiedote(nimi, kiireellinen=True, **columns)
        memory.get()
        return made

    return make


class TestCost:
    def test_nothing_urgent_asks_nothing(self, make_tiedote, virkailija, oppija, statements):
        make_tiedote()
        memory.get()
        with statements(0):
            assert for_banner(virkailija) == for_banner(oppija) == []

    def test_what_is_for_others_asks_nothing(self, urgent, oppija, palvelukayttaja, statements):
        urgent(jarjestaja_oid=JARJESTAJA)
        urgent(alkoi=-DAY)
        with statements(0):
            assert for_banner(oppija) == for_banner(palvelukayttaja) == []

    def test_list_of_learners_stays_within_its_limit(self, client, virkailija, make_hoks, urgent, statements):
        make_hoks()
        client.force_login(virkailija)
        client.get("/virkailija/opiskelijat/")
        with statements(8):
            assert BANNER not in client.get("/virkailija/opiskelijat/").text
        urgent()
        with statements(9):
            assert BANNER in client.get("/virkailija/opiskelijat/").text

    def test_remembered_for_a_while_then_read_once(self, make_tiedote, virkailija, statements, settings, monkeypatch):
        clock = [1000.0]
        monkeypatch.setattr(kiireelliset.time, "monotonic", lambda: clock[0])
        memory.put(())
        make_tiedote(kiireellinen=True)
        memory.put(())
        clock[0] += settings.TIEDOTTEET_MUISTI_SEKUNTIA - 1
        with statements(0):
            assert for_banner(virkailija) == []
        clock[0] += 1
        assert len(for_banner(virkailija)) == 1
        with statements(0):
            memory.get()

    def test_anonymous_pages_ask_nothing(self, client, urgent, statements):
        urgent()
        with statements(0):
            assert BANNER not in client.get("/saavutettavuus/").text


class TestWhoSeesIt:
    @pytest.mark.parametrize(
        ("columns", "officials", "others", "learners"),
        [
            ({}, True, True, True),
            ({"kohderyhma": "oppijat"}, False, False, True),
            ({"jarjestaja_oid": JARJESTAJA}, True, False, False),
            ({"jarjestaja_oid": TOINEN_JARJESTAJA}, False, True, False),
            ({"loppuu": -dt.timedelta(minutes=1)}, False, False, False),
            ({"alkoi": -DAY}, False, False, False),
            ({"tila": "luonnos"}, False, False, False),
            ({"tila": "vedetty"}, False, False, False),
        ],
        ids=str,
    )
    def test_audience(
        self, client, urgent, virkailija, toisen_koulun_virkailija, oppija, columns, officials, others, learners
    ):
        urgent(**columns)
        for user, page, seen in (
            (virkailija, "/virkailija/luonnokset/", officials),
            (toisen_koulun_virkailija, "/virkailija/luonnokset/", others),
            (oppija, "/oppija/katselut/", learners),
        ):
            client.force_login(user)
            assert (BANNER in client.get(page).text) is seen, user

    def test_error_page_has_it_too(self, client, urgent, virkailija):
        urgent()
        client.force_login(virkailija)
        page = client.get("/virkailija/hoksit/1/")
        assert page.status_code == 404 and BANNER in page.text

    def test_three_newest_at_once(self, urgent, virkailija):
        made = [urgent(f"Katko {number}", alkoi=DAY * number) for number in range(1, 6)]
        assert for_banner(virkailija) == made[:3]

    def test_withdrawn_meanwhile_is_shown_to_nobody_though_remembered(self, urgent, virkailija):
        """Another process has withdrawn it; this one still remembers."""
        tiedote = urgent()
        Tiedote.objects.filter(pk=tiedote.pk).update(tila="vedetty")
        assert for_banner(virkailija) == []
        Tiedote.objects.filter(pk=tiedote.pk).update(tila="julkaistu", kiireellinen=False)
        assert for_banner(virkailija) == []


class TestWriting:
    def test_forgets_at_once_and_again_after_commit(
        self, paakayttaja, virkailija, django_capture_on_commit_callbacks, monkeypatch
    ):
        forgotten = []
        monkeypatch.setattr(memory, "forget", lambda: forgotten.append(True))
        sisalto = kirjoitus.Sisalto({"fi": "x"}, {"fi": "x"}, Tiedote.Kohderyhma.KAIKKI, kiireellinen=True)
        with django_capture_on_commit_callbacks(execute=True):
            kirjoitus.create(sisalto, by=paakayttaja, publish=True)
            assert len(forgotten) == 1
        assert len(forgotten) == 2

    def test_published_stands_on_the_next_page_and_withdrawn_on_none(self, client, paakayttaja, virkailija):
        client.force_login(virkailija)
        page = "/virkailija/luonnokset/"
        assert BANNER not in client.get(page).text
        sisalto = kirjoitus.Sisalto({"fi": "Katko"}, {"fi": "x"}, Tiedote.Kohderyhma.KAIKKI, kiireellinen=True)
        tiedote = kirjoitus.create(sisalto, by=paakayttaja, publish=True)
        assert BANNER in client.get(page).text
        kirjoitus.withdraw(tiedote.pk, by=paakayttaja, revisio=1)
        assert BANNER not in client.get(page).text


class TestDismissing:
    def test_leads_back_and_the_banner_is_gone(self, client, urgent, virkailija):
        tiedote = urgent()
        client.force_login(virkailija)
        page = client.get("/virkailija/opiskelijat/?nimi=ai&tila=kaikki")
        assert 'name="takaisin" value="/virkailija/opiskelijat/?nimi=ai&amp;tila=kaikki"' in page.text
        response = client.post(
            f"/virkailija/tiedotteet/{tiedote.pk}/luettu/", {"takaisin": "/virkailija/opiskelijat/?nimi=ai"}
        )
        assert response.url == "/virkailija/opiskelijat/?nimi=ai"
        assert BANNER not in client.get(response.url).text
        assert TiedoteLuettu.objects.get().user == virkailija

    def test_leads_to_the_list_from_what_was_posted(self, client, urgent, paakayttaja):
        """Going back to a page that only answers posts would be refused."""
        urgent()
        client.force_login(paakayttaja)
        page = client.post("/virkailija/tiedotteet/hallinta/uusi/", {})
        assert page.status_code == 422 and 'name="takaisin" value=""' in page.text

    @pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "", "\\\\evil"])
    def test_leads_nowhere_else(self, client, urgent, oppija, back):
        tiedote = urgent()
        client.force_login(oppija)
        response = client.post(f"/oppija/tiedotteet/{tiedote.pk}/luettu/", {"takaisin": back})
        assert response.url == "/oppija/tiedotteet/"

    def test_htmx_gets_the_banners_that_are_left(self, client, urgent, virkailija):
        first, second = urgent("Ensimmäinen"), urgent("Toinen")
        client.force_login(virkailija)
        answer = client.post(f"/virkailija/tiedotteet/{first.pk}/luettu/", headers={"HX-Request": "true"})
        assert answer.status_code == 200 and answer.text.lstrip().startswith('<div id="kiireelliset"')
        assert "Toinen" in answer.text and "Ensimmäinen" not in answer.text
        answer = client.post(f"/virkailija/tiedotteet/{second.pk}/luettu/", headers={"HX-Request": "true"})
        assert "data-announce" in answer.text and BANNER not in answer.text

    def test_opening_it_is_reading_it(self, client, urgent, oppija):
        tiedote = urgent()
        client.force_login(oppija)
        assert BANNER not in client.get(f"/oppija/tiedotteet/{tiedote.pk}/").text
        assert BANNER not in client.get("/oppija/").text
