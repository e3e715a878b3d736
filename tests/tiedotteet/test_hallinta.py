"""A paakayttaja's pages: writing, previewing and publishing news, and keeping the webinars' rule."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisaatio
from hoks.audit import HELSINKI
from hoks.models import Tiedote, Webinaaripoikkeus, Webinaarisaanto
from hoks.services import today
from hoks.tiedotteet import kirjoitus, webinaari
from hoks.tiedotteet.ajat import window_text
from hoks.views.virkailija.tiedotelomake import typed
from tests.conftest import JARJESTAJA, OPH, TOINEN_JARJESTAJA

pytestmark = pytest.mark.django_db

UUSI = "/virkailija/tiedotteet/hallinta/uusi/"
TYPED = {"otsikko_fi": "Otsikko", "teksti_fi": "Teksti", "kohderyhma": "kaikki"}


def address(name, *arguments):
    return reverse(f"virkailija:{name}", args=arguments)


@pytest.fixture
def writer(client, paakayttaja):
    """A client signed in as the writer."""
    client.force_login(paakayttaja)
    return client


class TestWriting:
    def test_draft(self, writer):
        response = writer.post(UUSI, TYPED | {"toiminto": "tallenna"})
        tiedote = Tiedote.objects.get()
        assert response.url == address("tiedotehallinta-yksi", tiedote.pk)
        assert (tiedote.tila, tiedote.nakyy_alkaen, tiedote.kielet) == ("luonnos", None, ["fi"])
        page = writer.get(response.url).text
        assert "Lukijat eivät vielä näe sitä" in page and "julkaisusta alkaen" in page

    def test_published_at_once_in_three_languages_to_one_provider(self, writer, virkailija):
        told = {f"{name}_{kieli}": f"{name} {kieli}" for name in ("otsikko", "teksti") for kieli in ("fi", "sv", "en")}
        told |= {
            "kohderyhma": "jarjestaja",
            "jarjestaja_oid": JARJESTAJA,
            "kiinnitetty": "true",
            "toiminto": "julkaise",
        }
        writer.post(UUSI, told)
        tiedote = Tiedote.objects.get()
        assert (tiedote.tila, tiedote.kielet) == ("julkaistu", ["fi", "sv", "en"])
        assert tiedote.kiinnitetty and not tiedote.kiireellinen
        writer.force_login(virkailija)
        assert writer.get(address("tiedote", tiedote.pk)).status_code == 200

    def test_preview_saves_nothing_and_keeps_what_was_typed(self, writer):
        told = TYPED | {"teksti_fi": "# Väli\n\n**lihava** <script>x</script>", "toiminto": "esikatsele"}
        page = writer.post(UUSI, told)
        assert page.status_code == 200 and not Tiedote.objects.exists()
        assert "<strong>lihava</strong> &lt;script&gt;" in page.text
        assert "# Väli\n\n**lihava** &lt;script&gt;" in page.text

    def test_preview_is_what_readers_see(self, writer, virkailija, make_tiedote):
        teksti = "# Väli\n\n- a\n- b\n\n[x](https://a.fi) [y](javascript:alert(1))"
        page = writer.post(UUSI, TYPED | {"teksti_fi": teksti, "toiminto": "esikatsele"}).text
        tiedote = make_tiedote(teksti={"fi": teksti})
        writer.force_login(virkailija)
        read = writer.get(address("tiedote", tiedote.pk)).text
        body = read.split('<div class="measure">')[1].split("</article>")[0]
        assert body.replace("h2>", "h4>") in page

    @pytest.mark.parametrize(
        ("changes", "field", "text"),
        [
            ({"otsikko_fi": ""}, "otsikko_fi", "Kirjoita otsikko suomeksi."),
            ({"otsikko_fi": "x" * 201}, "otsikko_fi", "enintään 200 merkkiä"),
            ({"otsikko_fi": "a\x00b"}, "otsikko_fi", ""),
            ({"teksti_fi": "   "}, "teksti_fi", "Kirjoita teksti suomeksi."),
            ({"teksti_fi": "x" * 20_001}, "teksti_fi", "enintään 20000 merkkiä"),
            ({"otsikko_sv": "Rubrik"}, "teksti_sv", "Kirjoita myös teksti"),
            ({"teksti_en": "Text"}, "otsikko_en", "Kirjoita myös otsikko"),
            ({"kohderyhma": ""}, "kohderyhma", "Valitse, kenelle tiedote on."),
            ({"kohderyhma": "muut"}, "kohderyhma", ""),
            ({"kohderyhma": "jarjestaja"}, "jarjestaja_oid", "Valitse koulutuksen järjestäjä."),
            ({"jarjestaja_oid": JARJESTAJA}, "jarjestaja_oid", "tai tyhjennä tämä"),
            ({"kohderyhma": "jarjestaja", "jarjestaja_oid": OPH}, "jarjestaja_oid", ""),
            ({"alkaen_pvm": "31.2.2026"}, "alkaen_pvm", "Kirjoita oikea päivä"),
            ({"alkaen_pvm": "1.1.1900"}, "alkaen_pvm", "aikaisintaan"),
            ({"alkaen_klo": "9.30"}, "alkaen_pvm", "Anna kellonajalle myös päivä."),
            ({"alkaen_pvm": "1.8.2026", "alkaen_klo": "25"}, "alkaen_klo", "Kirjoita kellonaika"),
            ({"alkaen_pvm": "2.8.2026", "asti_pvm": "1.8.2026"}, "asti_pvm", "näkymisen alun jälkeen"),
            (
                {"alkaen_pvm": "1.8.2026", "alkaen_klo": "9", "asti_pvm": "1.8.2026", "asti_klo": "9"},
                "asti_pvm",
                "näkymisen alun jälkeen",
            ),
            ({"asti_pvm": "1.8.2020", "toiminto": "julkaise"}, "asti_pvm", "on jo ohi"),
        ],
    )
    def test_mistakes_are_told_at_the_field_and_nothing_is_lost(self, writer, changes, field, text):
        told = TYPED | {"teksti_en": "", "kiireellinen": "true"} | changes
        page = writer.post(UUSI, told)
        assert page.status_code == 422 and not Tiedote.objects.exists()
        assert f'href="#id_{field}' in page.text and text in page.text
        assert "<title>Virhe: " in page.text
        for name, value in told.items():
            if name not in ("toiminto", "kohderyhma") and "\x00" not in value:
                assert value.strip() in page.text

    def test_who_may_not_has_no_page(self, client, virkailija, oppija, make_tiedote):
        tiedote = make_tiedote()
        for user in (virkailija, oppija):
            client.force_login(user)
            assert client.post(UUSI, TYPED).status_code == 403
            assert client.post(address("tiedotehallinta-veda", tiedote.pk), {"revisio": "1"}).status_code == 403
        assert Tiedote.objects.get().tila == "julkaistu"

    def test_provider_that_is_no_more_is_kept(self, writer, make_tiedote):
        tiedote = make_tiedote(jarjestaja_oid=TOINEN_JARJESTAJA)
        Organisaatio.objects.filter(oid=TOINEN_JARJESTAJA).delete()
        writer.post(address("tiedotehallinta-muokkaa", tiedote.pk), typed(tiedote) | {"otsikko_fi": "Uusi"})
        tiedote.refresh_from_db()
        assert (tiedote.jarjestaja_oid, tiedote.otsikko) == (TOINEN_JARJESTAJA, {"fi": "Uusi"})


class TestTimes:
    @pytest.mark.parametrize(
        ("told", "alkaen", "asti", "text"),
        [
            ({}, None, None, "julkaisusta alkaen"),
            ({"alkaen_pvm": "1.12.2026"}, "2026-12-01T00:00", None, "1.12.2026 alkaen"),
            (
                {"alkaen_pvm": "1.12.2026", "asti_pvm": "1.12.2026"},
                "2026-12-01T00:00",
                "2026-12-02T00:00",
                "1.12.2026",
            ),
            (
                {"alkaen_pvm": "1.12.2026", "alkaen_klo": "9:30", "asti_pvm": "24.12.2026", "asti_klo": "16"},
                "2026-12-01T09:30",
                "2026-12-24T16:00",
                "1.12.2026 klo 9.30 – 24.12.2026 klo 16.00",
            ),
            # The clock goes forward on 29.3. and back on 25.10.: a day is a day.
            (
                {"alkaen_pvm": "29.3.2026", "asti_pvm": "25.10.2026"},
                "2026-03-29T00:00",
                "2026-10-26T00:00",
                "29.3.2026 – 25.10.2026",
            ),
            ({"asti_pvm": "31.12.2099"}, None, "2100-01-01T00:00", "julkaisusta – 31.12.2099"),
        ],
    )
    def test_are_finland_s_and_come_back_as_they_were_typed(self, writer, told, alkaen, asti, text):
        writer.post(UUSI, TYPED | told)
        tiedote = Tiedote.objects.get()

        def moment(value):
            return value and dt.datetime.fromisoformat(value).replace(tzinfo=HELSINKI)

        assert (tiedote.nakyy_alkaen, tiedote.nakyy_asti) == (moment(alkaen), moment(asti))
        assert window_text(tiedote) == text
        again = {name: value for name, value in typed(tiedote).items() if value not in ("", False)}
        writer.post(address("tiedotehallinta-muokkaa", tiedote.pk), again)
        tiedote.refresh_from_db()
        assert tiedote.revisio == 1, "saving it untouched changed it"


class TestTwoWriters:
    def test_the_second_sees_both_and_loses_nothing(self, writer, make_tiedote, make_user):
        tiedote = make_tiedote("Alku")
        edit = address("tiedotehallinta-muokkaa", tiedote.pk)
        opened = typed(tiedote)
        other = make_user("kollega", "VIRKAILIJA", (OPH, "OPHPAAKAYTTAJA"), sukunimi="Kollega")
        theirs = kirjoitus.Sisalto({"fi": "Kollegan"}, {"fi": "Kollegan teksti"}, "kaikki", kiireellinen=True)
        kirjoitus.update(tiedote.pk, theirs, by=other, revisio=1)
        mine = opened | {"otsikko_fi": "Oma", "teksti_fi": "Oma teksti"}
        page = writer.post(edit, mine)
        assert page.status_code == 409
        for text in (
            "on muutettu sillä välin",
            "Kollega Kollega",
            "Kollegan teksti",
            "Oma teksti",
            "<td",
            "Kyllä",
            "on julkaistu, joten",
        ):
            assert text in page.text, text
        tiedote.refresh_from_db()
        assert tiedote.otsikko == {"fi": "Kollegan"}
        assert 'name="revisio" value="2"' in page.text
        assert writer.post(edit, mine | {"revisio": 2}).status_code == 302
        tiedote.refresh_from_db()
        assert tiedote.otsikko == {"fi": "Oma"}

    def test_deleted_meanwhile_can_be_saved_as_new(self, writer, paakayttaja, make_tiedote):
        tiedote = make_tiedote("Alku", tila="luonnos")
        opened = typed(tiedote) | {"otsikko_fi": "Oma"}
        kirjoitus.delete(tiedote.pk, by=paakayttaja, revisio=1)
        page = writer.post(address("tiedotehallinta-muokkaa", tiedote.pk), opened)
        assert page.status_code == 409 and "on poistettu sillä välin" in page.text
        assert f'action="{UUSI}"' in page.text and 'value="Oma"' in page.text
        assert writer.post(UUSI, opened).status_code == 302
        assert Tiedote.objects.get().otsikko == {"fi": "Oma"}

    @pytest.mark.parametrize("revisio", ["", "x", "-1", "0", "99999999999999"])
    def test_odd_revision_overwrites_nothing(self, writer, make_tiedote, revisio):
        tiedote = make_tiedote("Alku")
        page = writer.post(
            address("tiedotehallinta-muokkaa", tiedote.pk), typed(tiedote) | {"revisio": revisio, "otsikko_fi": "Oma"}
        )
        assert page.status_code in (409, 422)
        for name in ("veda", "julkaise"):
            assert writer.post(address(f"tiedotehallinta-{name}", tiedote.pk), {"revisio": revisio}).status_code == 302
        tiedote.refresh_from_db()
        assert (tiedote.otsikko, tiedote.tila) == ({"fi": "Alku"}, "julkaistu")


class TestActs:
    def test_publish_withdraw_delete(self, writer, make_tiedote):
        tiedote = make_tiedote(tila="luonnos")
        there = address("tiedotehallinta-yksi", tiedote.pk)
        assert writer.post(address("tiedotehallinta-julkaise", tiedote.pk), {"revisio": "1"}).url == there
        assert "Näkyvillä" in writer.get(there).text
        delete = address("tiedotehallinta-poista", tiedote.pk)
        assert writer.get(delete).url == there and writer.post(delete, {"revisio": "2"}).url == there
        assert "Vedä se ensin pois" in writer.get(there).text
        writer.post(address("tiedotehallinta-veda", tiedote.pk), {"revisio": "2"})
        assert "ei saa takaisin" in writer.get(delete).text
        assert writer.post(delete, {"revisio": "3"}).url == "/virkailija/tiedotteet/hallinta/"
        assert not Tiedote.objects.exists()

    def test_what_was_changed_meanwhile_is_looked_at_first(self, writer, make_tiedote):
        tiedote = make_tiedote(tila="luonnos", revisio=2)
        for name in ("julkaise", "poista"):
            page = writer.post(address(f"tiedotehallinta-{name}", tiedote.pk), {"revisio": "1"}, follow=True)
            assert "on muutettu sen jälkeen" in page.text
        tiedote.refresh_from_db()
        assert tiedote.tila == "luonnos"

    def test_readers_are_counted(self, writer, make_tiedote, virkailija, oppija):
        from hoks.tiedotteet import mark_read

        tiedote = make_tiedote()
        for user in (virkailija, oppija):
            mark_read(tiedote, user)
        page = writer.get(address("tiedotehallinta-yksi", tiedote.pk)).text
        assert "Lukijoita" in page and ">2<" in page.replace("\n", "")


class TestArchive:
    def test_has_every_state_and_walks_in_pages(self, writer, make_tiedote, statements):
        day = dt.timedelta(days=1)
        for columns in (
            {"tila": "luonnos"},
            {"alkoi": -day},
            {},
            {"alkoi": 2 * day, "loppuu": -day},
            {"tila": "vedetty"},
        ):
            make_tiedote(**columns)
        page = writer.get(address("tiedotehallinta")).text
        for word in ("Luonnos", "Tulossa", "Näkyvillä", "Päättynyt", "Vedetty pois"):
            assert f">{word}<" in page
        for number in range(40):
            make_tiedote(f"Lisää {number}", jarjestaja_oid=JARJESTAJA)
        with statements(6):
            page = writer.get(address("tiedotehallinta")).text
        assert "Lisää 39" in page and "Lisää 0<" not in page and "Hirvijoen koulutuskuntayhtymä" in page
        link = page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
        assert "Lisää 0<" in writer.get(link).text

    def test_form_s_statements(self, writer, make_tiedote, statements):
        tiedote = make_tiedote()
        writer.get(address("tiedotehallinta"))
        with statements(6):
            writer.get(address("tiedotehallinta-muokkaa", tiedote.pk))
        with statements(6):
            writer.get(address("tiedotehallinta-yksi", tiedote.pk))


class TestWebinar:
    rule = {
        "otsikko": "eHOKS-webinaari",
        "linkki": "https://webinaari.example/x",
        "viikonpaiva": "1",
        "vali_viikkoa": "2",
        "alkaa": "1.9.2026",
        "klo_alku": "12",
        "klo_loppu": "13.00",
        "revisio": "0",
    }
    page = "/virkailija/tiedotteet/webinaarit/"

    def test_rule_is_written_and_changed(self, writer):
        assert "ei ole vielä sovittu" in writer.get(self.page).text
        assert writer.post(self.page, self.rule).status_code == 302
        assert "joka toinen tiistai klo 12–13" in writer.get(self.page).text
        assert writer.post(self.page, self.rule | {"revisio": "1", "viikonpaiva": "3"}).status_code == 302
        assert "joka toinen torstai klo 12–13" in writer.get(self.page).text

    @pytest.mark.parametrize(
        ("changes", "text"),
        [
            ({"otsikko": ""}, "Kirjoita webinaarin nimi."),
            ({"linkki": "javascript:alert(1)"}, "Kirjoita koko osoite"),
            ({"linkki": "ftp://x.fi"}, "Kirjoita koko osoite"),
            ({"viikonpaiva": "7"}, ""),
            ({"vali_viikkoa": "0"}, "viikot numerona"),
            ({"vali_viikkoa": "joka"}, "viikot numerona"),
            ({"alkaa": ""}, "Anna päivä, josta"),
            ({"paattyy": "31.8.2026"}, "ensimmäinen päivä tai sen jälkeen"),
            ({"klo_alku": "13"}, "alun jälkeen"),
            ({"klo_loppu": "kolmetoista"}, "Kirjoita kellonaika"),
        ],
    )
    def test_mistakes(self, writer, changes, text):
        page = writer.post(self.page, self.rule | changes)
        assert page.status_code == 422 and text in page.text and "https" in page.text + "https"
        assert not Webinaarisaanto.objects.exists()

    def test_second_writer_is_told(self, writer, make_saanto, paakayttaja):
        make_saanto()
        webinaari.save_rule({"klo_alku": dt.time(11)}, by=paakayttaja, revisio=1)
        page = writer.post(self.page, self.rule | {"revisio": "1", "otsikko": "Oma nimi"})
        assert page.status_code == 409 and "on muutettu sillä välin" in page.text and "Oma nimi" in page.text
        assert Webinaarisaanto.objects.get().otsikko == "eHOKS-webinaari"
        assert writer.post(self.page, self.rule | {"revisio": "2", "otsikko": "Oma nimi"}).status_code == 302

    def test_cancel_move_and_restore(self, writer, make_saanto):
        rule = make_saanto(alkaa=today() - dt.timedelta(weeks=4))
        first, second = (each.paiva for each in webinaari.next_webinars(rule, 2))
        exceptions = self.page + "poikkeukset/"
        cancel = {"paiva": first.isoformat(), "toimi": "peru", "revisio": "1"}
        assert writer.post(exceptions, cancel).status_code == 302
        moved = second + dt.timedelta(days=1)
        told = {"paiva": second.isoformat(), "toimi": "siirra", "revisio": "2"}
        page = writer.post(exceptions, told)
        assert page.status_code == 422 and "Anna uusi päivä." in page.text
        told |= {"uusi_paiva": f"{moved.day}.{moved.month}.{moved.year}", "uusi_alku": "14", "uusi_loppu": "15"}
        assert writer.post(exceptions, told).status_code == 302
        page = writer.get(self.page).text
        assert "Peruttu" in page and "Siirretty:" in page
        assert writer.post(exceptions, told).status_code == 409, "the revision was stale"
        restore = f"{exceptions}{first.isoformat()}/poista/"
        writer.post(restore, {"revisio": "1"})
        assert Webinaaripoikkeus.objects.count() == 2
        writer.post(restore, {"revisio": "3"})
        assert Webinaaripoikkeus.objects.get().paiva == second
        assert writer.post(restore, {"revisio": "4"}).status_code == 404

    @pytest.mark.parametrize("paiva", ["2026-12-09", "x", "", "2020-01-07"])
    def test_only_a_coming_day_of_the_rule_is_cancelled(self, writer, make_saanto, paiva):
        make_saanto()
        page = writer.post(self.page + "poikkeukset/", {"paiva": paiva, "toimi": "peru", "revisio": "1"})
        assert page.status_code == 422 and not Webinaaripoikkeus.objects.exists()

    def test_statements(self, writer, make_saanto, statements):
        make_saanto()
        with statements(8):
            writer.get(self.page)


def test_published_without_a_day_is_seen_from_now_and_emptying_it_later_is_now(writer):
    writer.post(UUSI, TYPED | {"toiminto": "julkaise"})
    tiedote = Tiedote.objects.get()
    assert abs(timezone.now() - tiedote.nakyy_alkaen) < dt.timedelta(minutes=1)
    edit = address("tiedotehallinta-muokkaa", tiedote.pk)
    assert writer.post(edit, typed(tiedote) | {"alkaen_pvm": "", "alkaen_klo": ""}).status_code == 302
    tiedote.refresh_from_db()
    assert tiedote.nakyy_alkaen is not None
