"""The pages of news as officials and learners read them."""

import datetime as dt

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from hoks.models import Tiedote, TiedoteLuettu
from hoks.services import today
from hoks.tiedotteet import for_user, next_webinar
from tests.conftest import JARJESTAJA, TOINEN_JARJESTAJA
from tests.hostile import INVISIBLE, MARKUP
from tests.test_hostile_text import Page

pytestmark = pytest.mark.django_db

LISTA = "/virkailija/tiedotteet/"
DAY = dt.timedelta(days=1)
OPPIJAT = Tiedote.Kohderyhma.OPPIJAT


def one(tiedote, who="virkailija"):
    return reverse(f"{who}:tiedote", args=[tiedote.pk])


class TestAbsence:
    """What is not for the reader is in no list, and its address is as if it were not."""

    @pytest.fixture
    def hidden(self, make_tiedote):
        return [
            make_tiedote("Piilo: toisen", jarjestaja_oid=TOINEN_JARJESTAJA),
            make_tiedote("Piilo: luonnos", tila="luonnos"),
            make_tiedote("Piilo: tuleva", alkoi=-DAY),
            make_tiedote("Piilo: mennyt", loppuu=-dt.timedelta(minutes=1)),
            make_tiedote("Piilo: vedetty", tila="vedetty", kiireellinen=True),
        ]

    def test_officials(self, client, virkailija, hidden, make_tiedote):
        hidden.append(make_tiedote("Piilo: oppijoiden", kohderyhma=OPPIJAT))
        client.force_login(virkailija)
        for page in (LISTA, "/virkailija/opiskelijat/"):
            assert "Piilo" not in client.get(page).text
        for tiedote in hidden:
            assert client.get(one(tiedote)).status_code == 404
            assert client.post(one(tiedote) + "luettu/").status_code == 404
        assert not TiedoteLuettu.objects.exists()

    def test_learners(self, client, oppija, hidden, make_tiedote):
        hidden.append(make_tiedote("Piilo: virkailijoiden", jarjestaja_oid=JARJESTAJA))
        client.force_login(oppija)
        for page in ("/oppija/tiedotteet/", "/oppija/"):
            assert "Piilo" not in client.get(page).text
        for tiedote in hidden:
            assert client.get(one(tiedote, "oppija")).status_code == 404
            assert client.post(one(tiedote, "oppija") + "luettu/").status_code == 404
        assert not TiedoteLuettu.objects.exists()


class TestList:
    def test_pinned_first_then_newest_in_pages(self, client, virkailija, make_tiedote):
        for number in range(23):
            make_tiedote(f"Tavallinen {number:02}", alkoi=DAY * (number + 1))
        make_tiedote("Kiinnitetty tiedote", alkoi=DAY * 99, kiinnitetty=True)
        client.force_login(virkailija)
        first = client.get(LISTA)
        places = [first.text.index(text) for text in ("24 lukematonta", "Kiinnitetty tiedote", "Tavallinen 00")]
        assert places == sorted(places) and "Tavallinen 20" not in first.text
        link = first.text.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
        second = client.get(link.replace("&amp;", "&"))
        assert "Tavallinen 22" in second.text and "Tavallinen 19" not in second.text
        assert "Kiinnitetty tiedote" not in second.text

    def test_mark_read_from_the_list(self, client, virkailija, make_tiedote):
        tiedote = make_tiedote()
        client.force_login(virkailija)
        assert "Yksi lukematon tiedote." in client.get(LISTA).text
        page = client.post(one(tiedote) + "luettu/", {"takaisin": LISTA}, follow=True).text
        assert "Olet lukenut kaikki tiedotteet." in page and "Tiedote on merkitty luetuksi." in page

    def test_opening_marks_read_but_asking_for_the_head_doesnt(self, client, virkailija, make_tiedote):
        tiedote = make_tiedote()
        client.force_login(virkailija)
        client.head(one(tiedote))
        assert not TiedoteLuettu.objects.exists()
        for _time in range(2):
            assert client.get(one(tiedote)).status_code == 200
        assert TiedoteLuettu.objects.get().user == virkailija

    def test_nothing_to_read(self, client, virkailija, oppija):
        client.force_login(virkailija)
        assert "Tiedotteita ei ole." in client.get(LISTA).text
        client.force_login(oppija)
        assert "Tiedotteita ei ole." in client.get("/oppija/tiedotteet/").text

    @pytest.mark.parametrize("cursor", ["x", "jalkeen~2020-01-01T00:00:00Z~1", "ennen~x~y", "alkaen~a"])
    def test_odd_pages_lead_to_the_first(self, client, virkailija, make_tiedote, cursor):
        make_tiedote()
        client.force_login(virkailija)
        assert client.get(LISTA, {"sivu": cursor}).status_code in (200, 302)

    def test_writers_have_their_buttons_and_others_not(self, client, virkailija, paakayttaja):
        for user, there in ((virkailija, False), (paakayttaja, True)):
            client.force_login(user)
            assert ("/virkailija/tiedotteet/hallinta/" in client.get(LISTA).text) is there

    @pytest.mark.parametrize("persona", ["virkailija", "paakayttaja", "oppija"])
    def test_statements(self, client, request, make_tiedote, make_saanto, statements, persona):
        user = request.getfixturevalue(persona)
        make_saanto()
        tiedotteet = [make_tiedote(f"{number}", kiinnitetty=number < 15) for number in range(60)]
        client.force_login(user)
        lista = reverse("oppija:tiedotteet" if persona == "oppija" else "virkailija:tiedotteet")
        client.get(lista)
        with statements(10):
            client.get(lista)
        with statements(6):
            client.get(f"{lista}{tiedotteet[30].pk}/")
        with statements(6):
            client.post(f"{lista}{tiedotteet[31].pk}/luettu/")


class TestLearnersFrontPage:
    def test_shows_what_is_new_at_the_cost_of_one_statement(self, client, oppija, make_tiedote, statements):
        client.force_login(oppija)
        assert "Ajankohtaista" not in client.get("/oppija/").text
        for number in range(9):
            make_tiedote(f"Uutinen {number}", kohderyhma=OPPIJAT)
        client.get("/oppija/tiedotteet/")
        with statements(7):
            page = client.get("/oppija/").text
        assert "Ajankohtaista" in page and page.count("Uutinen") == 5


class TestLanguages:
    @pytest.fixture
    def tiedote(self, make_tiedote):
        return make_tiedote(
            otsikko={"fi": "Suomeksi", "sv": "På svenska"}, teksti={"fi": "Teksti", "sv": "# Rubrik\n\nText"}
        )

    def test_finnish_page(self, client, virkailija, tiedote):
        client.force_login(virkailija)
        page = client.get(one(tiedote)).text
        assert "Suomeksi" in page and "Rubrik" not in page
        assert '<a href="?kieli=sv" lang="sv" hreflang="sv">Svenska</a>' in page

    def test_a_language_asked_for_is_marked(self, client, virkailija, tiedote):
        client.force_login(virkailija)
        page = client.get(one(tiedote) + "?kieli=sv").text
        assert '<h1 id="tiedote-otsikko" lang="sv"><bdi>På svenska</bdi></h1>' in page
        assert '<div class="measure" lang="sv">\n<h2>Rubrik</h2>' in page
        for odd in ("en", "<script>", "", "fi"):
            assert '<h1 id="tiedote-otsikko"><bdi>Suomeksi</bdi></h1>' in client.get(one(tiedote), {"kieli": odd}).text

    def test_a_swedish_reader(self, rf, virkailija, tiedote, make_tiedote):
        """The portal has no other languages yet; when it has, titles in lists follow too."""
        from hoks.templatetags.tiedotteet import otsikko

        with translation.override("sv"):
            assert otsikko(tiedote) == "<bdi>På svenska</bdi>"
            assert otsikko(make_tiedote("Vain suomeksi")) == '<bdi lang="fi">Vain suomeksi</bdi>'


@pytest.mark.parametrize("text", [MARKUP, INVISIBLE], ids=["markup", "invisible"])
def test_announcement_is_text(client, virkailija, oppija, paakayttaja, make_tiedote, make_saanto, text):
    titles = {"fi": text, "sv": text}
    tiedote = make_tiedote(otsikko=titles, teksti=titles, kiireellinen=True)
    make_saanto(otsikko=text[:200])
    for user, addresses in (
        (paakayttaja, ["hallinta/", f"hallinta/{tiedote.pk}/", f"hallinta/{tiedote.pk}/muokkaa/", "webinaarit/", ""]),
        (virkailija, ["", f"{tiedote.pk}/"]),
        (oppija, ["", f"{tiedote.pk}/?kieli=sv"]),
    ):
        client.force_login(user)
        root = "/oppija/tiedotteet/" if user is oppija else LISTA
        for address in addresses:
            page = client.get(root + address)
            assert page.status_code == 200
            judged = Page(page.text)
            assert judged.code == [], address
            assert text.split()[0].strip("\u202e") in judged.text, address


class TestWebinar:
    def test_next_one_and_its_file(self, client, virkailija, oppija, make_saanto):
        make_saanto(alkaa=today() - dt.timedelta(weeks=10))
        client.force_login(virkailija)
        page = client.get(LISTA).text
        assert "eHOKS-webinaari" in page and "tiistaina" in page and "klo 12–13" in page
        file = client.get("/virkailija/tiedotteet/webinaarit.ics")
        assert file["Content-Type"] == "text/calendar; charset=utf-8"
        assert file["Content-Disposition"] == 'attachment; filename="ehoks-webinaarit.ics"'
        assert file.content.startswith(b"BEGIN:VCALENDAR\r\n")
        client.force_login(oppija)
        assert "eHOKS-webinaari" not in client.get("/oppija/tiedotteet/").text

    def test_no_rule_no_file(self, client, virkailija):
        client.force_login(virkailija)
        assert client.get("/virkailija/tiedotteet/webinaarit.ics").status_code == 404
        assert "webinaari" not in client.get(LISTA).text.lower()


class TestFrontPagePart:
    """templates/virkailija/tiedotteet/_etusivulle.html, as a front page includes it."""

    def part(self, user, webinaari=None):
        context = {"tiedotteet": for_user(user), "webinaari": webinaari, "user": user}
        return render_to_string("virkailija/tiedotteet/_etusivulle.html", context)

    def test_officials_see_news_and_the_next_webinar(self, virkailija, make_tiedote, make_saanto):
        make_saanto(alkaa=today() - dt.timedelta(weeks=10))
        tiedote = make_tiedote("Uutinen", kiireellinen=True, kiinnitetty=True)
        part = self.part(virkailija, next_webinar())
        for text in (
            one(tiedote),
            "Uusi",
            "Kiireellinen",
            "Kiinnitetty",
            next_webinar().sanoin,
            "webinaarit.ics",
            LISTA,
        ):
            assert text in part
        assert "<form" not in part

    def test_nothing_new(self, virkailija, oppija):
        assert "Ei uusia tiedotteita." in self.part(virkailija)
        assert 'href="/oppija/tiedotteet/"' in self.part(oppija)
