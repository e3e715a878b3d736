"""A learner's pages: his own, in plain words, and nobody else's."""

import re
import uuid

import pytest
from django.urls import reverse

from hoks import plan, services
from hoks.models import Opiskeluoikeus, Oppija, Tapahtuma
from tests import payloads
from tests.conftest import KOULU
from tests.presentation.unique import Filler

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(oppija, make_hoks, make_opiskeluoikeus):
    right = make_opiskeluoikeus(Oppija.objects.get(pk=oppija.oid_henkilo))
    return make_hoks(right, payloads.rich(right))


def url(hoks):
    return reverse("oppija:hoks", args=[hoks.eid])


class TestOwnPlans:
    def test_current_and_ended(self, client, own, oppija, make_hoks, make_opiskeluoikeus):
        ended = make_hoks(make_opiskeluoikeus(own.opiskeluoikeus.oppija, tutkinto_nimi={"fi": "Vanha tutkinto"}))
        Opiskeluoikeus.objects.filter(pk=ended.opiskeluoikeus_id).update(tila="valmistunut")
        client.force_login(oppija)
        page = client.get("/oppija/").text
        current, past = page.index("Voimassa olevat"), page.index("Päättyneiden opintojen")
        assert current < page.index(url(own)) < past < page.index(url(ended))

    def test_nobody_elses(self, client, own, toinen_oppija):
        client.force_login(toinen_oppija)
        page = client.get("/oppija/").text
        assert url(own) not in page and "ei ole vielä tallennettu suunnitelmaa" in page

    def test_without_a_plan_the_school_is_named(self, client, oppija, make_opiskeluoikeus):
        make_opiskeluoikeus(Oppija.objects.get(pk=oppija.oid_henkilo))
        client.force_login(oppija)
        assert "oppilaitoksessasi (Hirvijoen ammattiopisto)" in client.get("/oppija/").text

    def test_deleted_is_not_shown(self, client, own, oppija, poistaja):
        services.delete_hoks(own, by=poistaja, syy="x")
        client.force_login(oppija)
        assert url(own) not in client.get("/oppija/").text
        assert client.get(url(own)).status_code == 404

    def test_officials_go_elsewhere(self, client, own, virkailija):
        client.force_login(virkailija)
        for address in ("/oppija/", "/oppija/katselut/", url(own)):
            assert client.get(address).status_code == 403

    def test_anonymous_signs_in_first(self, client, own):
        for address in ("/oppija/", "/oppija/katselut/", url(own)):
            assert client.get(address).url.startswith("/kirjaudu/")


class TestPlan:
    def test_page(self, client, own, oppija, statements):
        client.force_login(oppija)
        with statements(14):
            page = client.get(url(own)).text
        for words in ("Oma tavoitteeni", "Mitä osaan jo", "Opintosuunnitelmani", "Näyttöni", "Hapanjuuri"):
            assert words in page
        assert page.count("<h1>") == 1

    def test_codes_in_plain_words(self, client, own, oppija, monkeypatch):
        tapa = {"osaamisen-hankkimistapa-koodi-uri": "osaamisenhankkimistapa_oppilaitosmuotoinenkoulutus"}
        aiempi = {"valittu-todentamisen-prosessi-koodi-uri": "osaamisentodentamisenprosessi_0003"}
        osa_alue = {"osa-alue-koodi-uri": "ammatillisenoppiaineet_ma", "osaamisen-hankkimistavat": [tapa]}
        document = {
            "aiemmin-hankitut-ammat-tutkinnon-osat": [aiempi],
            "hankittavat-yhteiset-tutkinnon-osat": [
                {"tutkinnon-osa-koodi-uri": "tutkinnonosat_1", "osa-alueet": [osa_alue]}
            ],
        }
        monkeypatch.setattr(plan, "load", lambda hoks: document)
        client.force_login(oppija)
        page = client.get(url(own)).text
        for words in ("Opiskelu oppilaitoksessa", "Osoitan osaamiseni näytössä", "Kuuluu tutkinnon osaan: "):
            assert words in page

    def test_what_comes_next_and_how_far(self, client, own, oppija, monkeypatch):
        naytto = {"alku": "9999-12-30", "loppu": "9999-12-30"}
        osa = {"nimi": "Hapanjuuri", "osaamisen-osoittaminen": [naytto]}
        document = {"hankittavat-paikalliset-tutkinnon-osat": [osa, {"nimi": "Kahvi"}]}
        monkeypatch.setattr(plan, "load", lambda hoks: document)
        client.force_login(oppija)
        page = client.get(url(own)).text
        assert "Seuraavaksi" in page and "Näyttö on 30.12.9999: <a href=" in page
        assert "Opinnoistasi 1 osan ajat on sovittu ja 1 osan ajat ovat vielä sopimatta." in page
        document.clear()
        page = client.get(url(own)).text
        assert "Seuraavaksi" not in page and "Opinnoistasi" not in page and "ei ole vielä opintoja" in page

    def test_only_his_own(self, client, own, toinen_oppija):
        client.force_login(toinen_oppija)
        assert client.get(url(own)).status_code == 404
        assert client.get(reverse("oppija:hoks", args=[uuid.uuid4()])).status_code == 404

    def test_no_internal_ids(self, client, own, oppija):
        client.force_login(oppija)
        page = client.get(url(own)).text
        assert not re.search(r"1\.2\.246\.562\.\d+\.\d+", page)
        assert own.opiskeluoikeus_id not in page and "eHOKS-id" not in page
        assert str(own.tutkinnonosa_set.first().module_id) not in page
        assert "jakso-1" not in page and "amosaa" not in page

    def test_every_field_but_internal_ids(self, client, own, oppija, monkeypatch):
        unique = Filler().document()
        monkeypatch.setattr(plan, "load", lambda hoks: unique.document)
        client.force_login(oppija)
        page = client.get(url(own)).text
        assert {path: words for words, path in unique.told.items() if words not in page} == {}
        texts = {words: path for words, path in unique.internal.items() if not words.isdigit()}
        assert {path: words for words, path in texts.items() if words in page} == {}

    def test_hostile_text(self, client, oppija, make_hoks, make_opiskeluoikeus):
        right = make_opiskeluoikeus(
            Oppija.objects.get(pk=oppija.oid_henkilo), tutkinto_nimi={"fi": "<script>x</script>"}
        )
        document = payloads.rich(right) | {"sahkoposti": "<script>x</script>"}
        hoks = make_hoks(right, document)
        client.force_login(oppija)
        for address in ("/oppija/", url(hoks)):
            assert "<script>x" not in client.get(address).text


class TestWhoHasLooked:
    def test_organisations_without_names_of_persons(self, client, own, oppija, virkailija, statements):
        client.force_login(virkailija)
        client.get(reverse("virkailija:hoks", args=[own.pk]))
        client.get(reverse("virkailija:hoks-versiot", args=[own.pk]))
        client.force_login(oppija)
        client.get(url(own))
        with statements(7):
            page = client.get("/oppija/katselut/").text
        assert page.count("Hirvijoen ammattiopisto") == 2
        assert "Suunnitelman aiemmat versiot" in page and "2 katselua" in page
        assert virkailija.nimi not in page and virkailija.username not in page

    def test_nobody_yet(self, client, oppija):
        client.force_login(oppija)
        assert "Kukaan ei ole vielä katsonut" in client.get("/oppija/katselut/").text

    def test_writes_refusals_and_others_learners_are_left_out(self, client, oppija, toinen_oppija):
        kinds = [
            {"oppija_oid": toinen_oppija.oid_henkilo},
            {"toiminto": "update"},
            {"tulos": "failed"},
            {"kayttaja_tyyppi": "OPPIJA"},
        ]
        for changes in kinds:
            event(**({"oppija_oid": oppija.oid_henkilo} | changes))
        client.force_login(oppija)
        assert "Kukaan ei ole vielä katsonut" in client.get("/oppija/katselut/").text

    def test_pages(self, client, oppija, organisaatiot):
        for minute in range(60):
            event(oppija_oid=oppija.oid_henkilo, aika=f"2026-08-01T10:{minute:02}:00Z")
        client.force_login(oppija)
        first = client.get("/oppija/katselut/").text
        assert "60 katselua" in first and "klo 13.59" in first and "klo 13.09" not in first
        following = re.search(r'href="(/oppija/katselut/\?sivu=[^"]+)" rel="next"', first).group(1)
        second = client.get(following).text
        assert "klo 13.09" in second and "klo 13.10" not in second and "klo 13.00" in second
        assert 'rel="prev"' in second and 'rel="next"' not in second

    @pytest.mark.parametrize("cursor", ["x", "jalkeen~~", "jalkeen~2026~1", "~" * 100])
    def test_odd_cursor(self, client, oppija, cursor):
        client.force_login(oppija)
        assert client.get("/oppija/katselut/", {"sivu": cursor}, follow=True).status_code == 200

    def test_nothing_beyond_the_cursor(self, client, oppija):
        event(oppija_oid=oppija.oid_henkilo)
        client.force_login(oppija)
        response = client.get("/oppija/katselut/", {"sivu": "jalkeen~2000-01-01T00:00:00Z~1"}, follow=True)
        assert "1 katselu" in response.text

    def test_organisation_without_a_name(self, client, oppija):
        event(oppija_oid=oppija.oid_henkilo, organisaatio_oid="1.2.246.562.10.5")
        client.force_login(oppija)
        page = client.get("/oppija/katselut/").text
        assert "Organisaation nimi ei ole tiedossa" in page and "1.2.246.562.10.5" not in page


def event(**fields):
    defaults = {
        "aika": "2026-08-01T10:00:00Z",
        "toiminto": "read",
        "tulos": "succeeded",
        "kayttaja_tyyppi": "VIRKAILIJA",
        "organisaatio_oid": KOULU,
    }
    return Tapahtuma.objects.create(**(defaults | fields))
