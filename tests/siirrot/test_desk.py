"""The transfer desk's list: what it says, how it is narrowed and paged, and what a request costs."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from hoks.models import Siirto
from hoks.siirrot.listing import Rajaus
from hoks.views.virkailija import tiedonsiirrot as view
from tests.conftest import JARJESTAJA, KOULU, SISARKOULU

pytestmark = pytest.mark.django_db

URL = "/virkailija/tiedonsiirrot/"
DAY = dt.timedelta(days=1)


def fault(path: str, code: str, message: str = "Korjaa tämä.") -> dict:
    return {"path": path, "code": code, "message": {"fi": message}}


LOPPU = "/hankittavat-ammat-tutkinnon-osat/1/osaamisen-hankkimistavat/0/loppu"


def listed(response) -> list[int]:
    """Keys of the transfers in the list, in order."""
    results = response.text.partition('id="tulokset"')[2]
    return [int(key) for key in re.findall(r'<th scope="row"><a href="/virkailija/tiedonsiirrot/(\d+)/"', results)]


def link(response, text: str) -> str:
    [address] = re.findall(rf'<a [^>]*href="([^"]*)"[^>]*>(?:<span[^>]*>[^<]*</span>)?{text}', response.text)
    return address.replace("&amp;", "&")


class TestWhatIsTold:
    def test_failure_says_what_where_what_to_do_and_who(self, signed_in, right, make_siirto):
        make_siirto(right, koodit=["oht-loppu-ennen-alkua"], virheet=[fault(LOPPU, "oht-loppu-ennen-alkua")])
        page = signed_in.get(URL).text
        for words in (
            "Öhman, Aino Maria",
            "Jakso päättyy ennen kuin se alkaa.",
            "Hankittava ammatillinen tutkinnon osa 2 › osaamisen hankkimistapa 1 › loppupäivä",
            "Korjaa jakson alku- tai loppupäivä.",
            "Oppilaitos",
            "Ratkaisematta",
            "Hirvijoen koulutuskuntayhtymä",
            "palvelu",
        ):
            assert words in page

    def test_many_faults_are_counted(self, signed_in, right, make_siirto):
        make_siirto(right, koodit=["pakollinen"], virheet=[fault(f"/{n}", "pakollinen") for n in range(7)])
        page = signed_in.get(URL).text
        assert page.count("Pakollinen tieto puuttuu.</strong>") == 1
        assert "ja 4 muuta virhettä" in page

    def test_outcomes(self, signed_in, right, make_siirto):
        make_siirto(right, status=200, versionumero=2)
        make_siirto(right, status=200)
        make_siirto(right, ratkaistu=timezone.now())
        make_siirto(right)
        page = signed_in.get(URL, {"nayta": "kaikki"}).text
        assert re.findall(r'<span class="tag [^"]*">([^<]*)', page) == [
            "Ratkaisematta",
            "Ratkaistu",
            "Ei muutoksia",
            "Tallennettu",
        ]

    def test_four_codes_are_explained_in_place(self, signed_in, right, make_siirto):
        make_siirto(right)
        page = signed_in.get(URL).text
        for words in ("HOKSin tiedoissa on korjattavaa", "Tunnus on väärän tyyppinen", "Tunnus on lukittu"):
            assert words in page

    def test_empty_states(self, signed_in, right, make_siirto):
        assert "Siirtoja ei ole." in signed_in.get(URL).text
        make_siirto(right, status=200)
        page = signed_in.get(URL)
        assert "Tällaisia siirtoja ei ole." in page.text
        assert "Siirto onnistui." in signed_in.get(link(page, "Näytä kaikki siirrot")).text

    def test_official_without_a_school_is_told_so(self, client, make_user):
        client.force_login(make_user("uusi"))
        assert "Sinulla ei ole katseluoikeutta" in client.get(URL).text


class TestWhichAreListed:
    def test_of_each_study_right_the_latest_unresolved_failure(
        self, signed_in, right, make_siirto, make_opiskeluoikeus
    ):
        make_siirto(right, ago=3 * DAY)
        latest = make_siirto(right, ago=2 * DAY)
        other = make_siirto(make_opiskeluoikeus(), ago=4 * DAY)
        make_siirto(make_opiskeluoikeus(), ratkaistu=timezone.now())
        make_siirto(right, status=200, ago=5 * DAY)
        assert listed(signed_in.get(URL)) == [latest.pk, other.pk]

    def test_a_stranger_s_attempt_hides_nothing(self, signed_in, right, make_siirto):
        own = make_siirto(right, ago=DAY)
        stranger = make_siirto(right, status=401, lahettaja_oid="1.2.246.562.10.999", lahettajan_oppilaitos=False)
        assert listed(signed_in.get(URL)) == [stranger.pk, own.pk]

    @pytest.mark.parametrize(
        ("nayta", "expected"),
        [
            ("avoimet", ["unresolved"]),
            ("viimeisimmat", ["unresolved", "resolved"]),
            ("virheet", ["unresolved", "earlier", "resolved"]),
            ("kaikki", ["fine", "unresolved", "earlier", "resolved", "replaced"]),
            ("korvanneet", ["replaced"]),
            ("outo", ["unresolved"]),
        ],
    )
    def test_rajaus(self, signed_in, right, make_siirto, make_opiskeluoikeus, nayta, expected):
        other = make_opiskeluoikeus()
        made = {
            "replaced": make_siirto(other, status=204, versionumero=3, korvattu_versionumero=2, ago=5 * DAY),
            "resolved": make_siirto(other, ratkaistu=timezone.now(), ago=4 * DAY),
            "earlier": make_siirto(right, ago=3 * DAY),
            "unresolved": make_siirto(right, ago=2 * DAY),
            "fine": make_siirto(make_opiskeluoikeus(), status=200),
        }
        names = {siirto.pk: name for name, siirto in made.items()}
        assert [names[key] for key in listed(signed_in.get(URL, {"nayta": nayta}))] == expected

    def test_by_status_code_and_account(self, signed_in, right, make_siirto, make_user):
        toinen = make_user("toinen-palvelu", "PALVELU", (JARJESTAJA, "CRUD"))
        plain = make_siirto(right, koodit=["pakollinen"], virheet=[fault("", "pakollinen")])
        refused = make_siirto(right, status=401, koodit=["ei-oikeutta"], ago=DAY)
        others = make_siirto(right, status=404, koodit=["hoks-tuntematon"], kayttaja_id=toinen.pk, ago=2 * DAY)
        nobody = make_siirto(right, status=401, koodit=["lippu-ei-kelpaa"], kayttaja_id=None, ago=3 * DAY)
        for query, expected in (
            ({"tila": "401"}, [refused, nobody]),
            ({"tila": "404"}, [others]),
            ({"koodi": "pakollinen"}, [plain]),
            ({"koodi": "hoks-tuntematon"}, [others]),
            ({"koodi": "tuva-tutkinnon-osa"}, []),
            ({"tunnus": str(toinen.pk)}, [others]),
            ({"tunnus": "0"}, [nobody]),
            ({"tila": "401", "tunnus": "0"}, [nobody]),
        ):
            assert listed(signed_in.get(URL, query | {"nayta": "virheet"})) == [siirto.pk for siirto in expected], query
        page = signed_in.get(URL, {"nayta": "virheet"}).text
        assert ">toinen-palvelu</option>" in page and ">Tuntematon tunnus</option>" in page
        assert "404" in page

    def test_by_days(self, signed_in, right, make_siirto):
        noon = timezone.localtime().replace(hour=12)
        made = {days: make_siirto(right, ago=timezone.now() - (noon - days * DAY)) for days in (5, 4, 3)}
        for alku, loppu, expected in ((5, 5, [5]), (4, None, [3, 4]), (None, 4, [4, 5]), (5, 3, [3, 4, 5])):
            days = {"alku": alku, "loppu": loppu}
            query = {
                name: f"{day.day}.{day.month}.{day.year}"
                for name, ago in days.items()
                if ago and (day := (noon - ago * DAY).date())
            }
            found = listed(signed_in.get(URL, query | {"nayta": "kaikki"}))
            assert found == [made[ago].pk for ago in expected], query

    @pytest.mark.parametrize(
        ("query", "told"),
        [
            ({"alku": "31.2.2026"}, "Kirjoita oikea päivä"),
            ({"loppu": "2026-08-01"}, "Kirjoita oikea päivä"),
            ({"alku": "1.8.2026", "loppu": "31.7.2026"}, "Anna loppupäivä, joka on alkupäivä tai sen jälkeen."),
            ({"alku": "1.1.0001"}, "aikaisintaan 1.1.2018"),
            ({"loppu": "31.12.9999"}, "viimeistään 31.12.2099"),
        ],
    )
    def test_wrong_days_say_what_to_fix(self, signed_in, right, make_siirto, query, told):
        make_siirto(right)
        page = signed_in.get(URL, query)
        assert page.text.count(told) == 2, "at the top and at the field"
        assert "<title>Virhe:" in page.text and listed(page) == []
        assert signed_in.get(URL + "lista.csv", query).status_code == 404

    @pytest.mark.parametrize("name", ["nayta", "tila", "koodi", "tunnus", "sivu", "kohde"])
    @pytest.mark.parametrize("text", ["x", "-1", "9" * 40, "'", "²"])
    def test_odd_filters_find_the_usual(self, signed_in, right, make_siirto, name, text):
        siirto = make_siirto(right)
        assert listed(signed_in.get(URL, {name: text})) == [siirto.pk]

    def test_filters_stay_in_the_links(self, signed_in, right, make_siirto, monkeypatch):
        monkeypatch.setattr(view, "PAGE_SIZE", 1)
        first, second = make_siirto(right, ago=DAY), make_siirto(right)
        page = signed_in.get(URL, {"nayta": "virheet", "tila": "400", "alku": "1.1.2020"})
        assert listed(page) == [second.pk]
        address = link(page, "Seuraava sivu")
        assert "nayta=virheet" in address and "tila=400" in address and "alku=1.1.2020" in address
        assert listed(signed_in.get(address)) == [first.pk]
        assert "nayta=virheet" in link(page, "Lataa CSV")

    def test_pages_hold_when_transfers_come_in(self, signed_in, right, make_siirto, monkeypatch):
        monkeypatch.setattr(view, "PAGE_SIZE", 2)
        made = [make_siirto(right, ago=days * DAY).pk for days in range(5)]
        page = signed_in.get(URL, {"nayta": "virheet"})
        make_siirto(right)
        following = signed_in.get(link(page, "Seuraava sivu"))
        assert listed(page) + listed(following) == made[:4]
        assert listed(signed_in.get(link(following, "Edellinen sivu"))) == made[:2]
        Siirto.objects.filter(pk__in=made[2:]).delete()
        gone = signed_in.get(link(page, "Seuraava sivu"))
        assert gone.status_code == 302 and "sivu" not in gone["Location"]


class TestSchools:
    def test_chosen_and_remembered(self, client, make_user, make_siirto, make_opiskeluoikeus, right):
        client.force_login(make_user("kuntayhtyma", "VIRKAILIJA", (JARJESTAJA, "CRUD")))
        own, sister = make_siirto(right), make_siirto(make_opiskeluoikeus(oppilaitos_oid=SISARKOULU))
        # Hirvijoen aikuisopisto comes before Hirvijoen ammattiopisto.
        assert listed(client.get(URL)) == [sister.pk]
        assert listed(client.get(URL, {"oppilaitos": KOULU})) == [own.pk]
        assert listed(client.get(URL)) == [own.pk]
        assert "Hirvijoen ammattiopisto" in client.get("/virkailija/opiskelijat/").text

    def test_what_is_about_no_school_has_its_own_page(self, client, make_user, make_siirto, right):
        client.force_login(make_user("kuntayhtyma", "VIRKAILIJA", (JARJESTAJA, "CRUD")))
        assert "Ei omaan oppilaitokseen" not in client.get(URL).text
        assert "Siirtoja ei ole." in client.get(URL, {"kohde": "muut"}).text
        locked = make_siirto(status=423, koodit=["tunnus-lukittu"])
        make_siirto(right)
        page = client.get(link(client.get(URL), "Ei omaan oppilaitokseen liittyvät"))
        assert listed(page) == [locked.pk]
        assert "Tunnus on lukittu liian monen" in page.text and "Hylätty" in page.text

    def test_nobody_s_requests_are_paakayttaja_s(self, client, paakayttaja, virkailija, make_siirto):
        unknown = make_siirto(
            status=401, koodit=["tunnus-tai-salasana"], kayttaja_id=None, kayttajatunnus="outo", lahettaja_oid=""
        )
        client.force_login(paakayttaja)
        page = client.get(URL, {"kohde": "muut"})
        assert listed(page) == [unknown.pk] and "outo" in page.text
        client.force_login(virkailija)
        assert client.get(f"{URL}{unknown.pk}/").status_code == 404


class TestNumbers:
    def test_by_day_and_code(self, signed_in, right, make_siirto):
        for status, count in ((200, 4), (400, 3), (401, 2), (404, 1)):
            for _each in range(count):
                make_siirto(right, status=status, ago=2 * DAY)
        make_siirto(right, status=423, ago=31 * DAY)
        page = signed_in.get(URL).text
        assert "10 siirtoa, joista hylättiin 6." in page
        day = timezone.localdate() - 2 * DAY
        cells = ["4", "3", "2", "0", "0", "1", "10"]
        row = f'<th scope="row">{day.day}.{day.month}.{day.year}</th>'
        assert row + "".join(f'<td class="number">{cell}</td>' for cell in cells) in page
        assert page.count('<rect class="kuvio-reuna" fill="url(#kuvio-400)"') == 2, "legend and column"
        assert "423 Tunnus on lukittu</li>" not in page, "a month ago"

    def test_commonest_reasons_lead_to_their_list(self, signed_in, right, make_siirto):
        both = make_siirto(right, koodit=["pakollinen", "tyhja"])
        make_siirto(right, koodit=["pakollinen"])
        page = signed_in.get(URL)
        assert '<span class="count">(2)</span>' in page.text
        assert listed(signed_in.get(link(page, "Tieto on tyhjä.").partition("#")[0])) == [both.pk]

    def test_long_lists_are_not_counted_to_the_end(self, signed_in, right, make_siirto, monkeypatch):
        monkeypatch.setattr(view, "MOST_COUNTED", 2)
        for _each in range(2):
            make_siirto(right)
        assert "<strong>2 siirtoa</strong>" in signed_in.get(URL, {"nayta": "virheet"}).text
        make_siirto(right)
        assert "<strong>Yli 2 siirtoa</strong>" in signed_in.get(URL, {"nayta": "virheet"}).text


class TestCost:
    @pytest.mark.parametrize("rajaus", Rajaus.values)
    def test_statements_do_not_grow(self, signed_in, make_siirto, make_opiskeluoikeus, make_user, statements, rajaus):
        def fill(count):
            for number in range(count):
                sender = make_user(f"palvelu-{rajaus}-{count}-{number}", "PALVELU", (JARJESTAJA, "CRUD"))
                siirto = make_siirto(
                    make_opiskeluoikeus(),
                    koodit=["pakollinen"],
                    virheet=[fault("/oppija-oid", "pakollinen")] * 50,
                    kayttaja_id=sender.pk,
                )
                make_siirto(make_opiskeluoikeus(), status=200, versionumero=3, korvattu_versionumero=2)
                assert siirto.pk

        fill(1)
        signed_in.get(URL)
        with statements(12):
            assert signed_in.get(URL, {"nayta": rajaus}).status_code == 200
        fill(12)
        with statements(12):
            assert signed_in.get(URL, {"nayta": rajaus}).status_code == 200
