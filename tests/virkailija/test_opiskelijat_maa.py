"""The whole country's list, which the national administrator searches; letters and the last page of any list."""

import re

import pytest

from hoks import search
from tests.conftest import KOULU, TOINEN_KOULU
from tests.virkailija.listing import URL, link, make_plan, rows

MAA = {"oppilaitos": "maa", "tila": "kaikki"}

pytestmark = pytest.mark.usefixtures("template_context")


class TestCountry:
    @pytest.fixture
    def schools(self, people):
        people("Öhman Aino", "Ahtola Eetu")
        people("Öhman Ida", oppilaitos_oid=TOINEN_KOULU, tutkinto_nimi={"fi": "Hieronnan ammattitutkinto"})

    @pytest.fixture
    def signed_in(self, client, paakayttaja, schools):
        client.force_login(paakayttaja)
        return client

    def test_finds_in_every_school_and_names_it(self, signed_in):
        response = signed_in.get(URL, MAA | {"nimi": "öhm"})
        assert rows(response) == ["Öhman, Aino", "Öhman, Ida"]
        page = response.content.decode()
        for name in ("Hirvijoen ammattiopisto", "Saarilahden ammattikoulu"):
            assert re.search(rf"<tr>.*?{name}.*?</tr>", page, re.DOTALL)
        assert "2 opiskeluoikeutta" in page

    def test_is_the_first_choice_but_not_the_usual_one(self, signed_in):
        response = signed_in.get(URL)
        assert re.search(
            r'<select[^>]*name="oppilaitos"[^>]*>\s*<option value="maa">Koko maa', response.content.decode()
        )
        assert response.context["school"].oid != "maa"

    def test_is_remembered(self, signed_in):
        signed_in.get(URL, MAA)
        assert signed_in.get(URL).context["school"].oid == "maa"
        # The desk lists schools only.
        assert signed_in.get("/virkailija/tiedonsiirrot/").context["school"].oid != "maa"
        assert signed_in.get(URL).context["school"].oid == "maa"

    @pytest.mark.parametrize(
        ("asked", "enough"),
        [
            ({}, False),
            ({"nimi": "öh"}, False),
            ({"nimi": "ai öh"}, False),
            ({"nimi": "ai", "tutkinto": "el"}, False),
            ({"nimi": "ai öhm"}, True),
            ({"nimi": "öh", "tutkinto": "hie"}, True),
            ({"osaamisala": "lei"}, True),
            ({"hoks_id": "7"}, True),
        ],
    )
    def test_needs_three_letters_of_some_word_and_says_so(self, signed_in, asked, enough):
        response = signed_in.get(URL, MAA | asked)
        assert ("Koko maasta haetaan vähintään 3 kirjaimella." in response.content.decode()) is not enough
        assert enough or not rows(response)

    def test_counts_to_a_thousand(self, signed_in, monkeypatch):
        monkeypatch.setattr(search, "MOST_COUNTED", 1)
        assert "yli 1 opiskeluoikeutta" in signed_in.get(URL, MAA | {"nimi": "öhman"}).content.decode()
        assert "1 opiskeluoikeus<" in signed_in.get(URL, MAA | {"nimi": "ahtola"}).content.decode()

    def test_rights_hold_in_every_school(self, signed_in):
        page = signed_in.get(URL, MAA | {"nimi": "öhman"}).content.decode()
        assert page.count("Luo HOKS") == 2

    def test_is_nobody_elses(self, client, schools, virkailija, make_user):
        # An administrator of one school, and an official of all schools.
        for user in (
            virkailija,
            make_user("koulun-paakayttaja", "VIRKAILIJA", (KOULU, "OPHPAAKAYTTAJA")),
            make_user("kaikkien", "VIRKAILIJA", ("1.2.246.562.10.00000000001", "CRUD")),
        ):
            client.force_login(user)
            assert client.get(URL, MAA | {"nimi": "öhman"}).status_code == 404
            assert "Koko maa" not in client.get(URL).content.decode()

    def test_chooser_offers_it_by_its_name(self, signed_in):
        assert 'data-value="maa"' in signed_in.get(URL + "oppilaitokset/", {"q": "koko"}).content.decode()
        assert 'data-value="maa"' not in signed_in.get(URL + "oppilaitokset/", {"q": "opisto"}).content.decode()

    def test_costs_eight_statements_at_most(self, signed_in, people, statements):
        people(*(f"Virtanen {number}" for number in range(60)))
        second = link(signed_in.get(URL, MAA | {"nimi": "virtanen"}), "Seuraava sivu")
        signed_in.get(URL, {"oppilaitos": KOULU})
        with statements(8):
            assert len(rows(signed_in.get(second))) == 25


class TestManyHits:
    """More than FEW are walked to, and sorted when that was not enough: the same pages either way."""

    @pytest.fixture
    def many(self, people):
        people(*(f"Virtanen {number:02}" for number in range(60)))
        for number, right in enumerate(people(*(f"Ahtonen {number:02}" for number in range(60)))):
            if number % 2:
                make_plan(right)

    @pytest.mark.parametrize("walked", [10, 1000])
    @pytest.mark.parametrize("order", ["nimi", "-nimi", "hoks_id", "-paivitetty", "osaamisala"])
    @pytest.mark.parametrize("nimi", ["virtanen", "nen"])
    def test_pages_are_those_of_sorting(self, signed_in, many, monkeypatch, walked, order, nimi):
        def pages() -> list[list[str]]:
            asked, told = {"nimi": nimi, "jarjesta": order, "tila": "kaikki"}, []
            response = signed_in.get(URL, asked)
            while True:
                told.append(rows(response))
                if "Seuraava sivu" not in response.content.decode():
                    told.append(rows(signed_in.get(URL, asked | {"sivu": "viimeinen"})))
                    return told
                response = signed_in.get(link(response, "Seuraava sivu"))

        sorted_pages = pages()
        assert sum(map(len, sorted_pages[:-1])) == (60 if nimi == "virtanen" else 120)
        monkeypatch.setattr(search, "FEW", 0)
        monkeypatch.setattr(search, "WALKED", walked)
        assert pages() == sorted_pages


class TestShortWords:
    @pytest.mark.parametrize(
        ("nimi", "found"),
        [
            ("ma", ["Harju, Ulla-Maija", "Mäki, Matti"]),
            ("m", ["Harju, Ulla-Maija", "Mäki, Matti"]),
            ("at", []),
            ("ati", []),
        ],
    )
    def test_are_beginnings_of_names(self, signed_in, people, nimi, found):
        people("Harju Ulla-Maija", "Mäki Matti", "Ahtola Eetu")
        assert rows(signed_in.get(URL, {"nimi": nimi})) == found


def letter(text: str) -> str:
    """The whole of a letter's link, as the menu too has links that begin with a letter."""
    return f"{text}</a>"


class TestLettersAndEnd:
    @pytest.fixture
    def many(self, people):
        people(*(f"{letter}järvi {number:02}" for letter in "BMÅÖ" for number in range(10)))

    def test_letter_begins_a_page(self, signed_in, many):
        first = signed_in.get(URL)
        page = signed_in.get(link(first, letter("M")))
        assert rows(page)[0] == "Mjärvi, 00"
        assert rows(signed_in.get(link(page, "Edellinen sivu")))[-1] == "Bjärvi, 09"
        assert rows(signed_in.get(link(first, letter("Ä"))))[0] == "Öjärvi, 00"
        assert rows(signed_in.get(link(first, letter("C"))))[0] == "Mjärvi, 00"

    def test_letter_of_the_other_way(self, signed_in, many):
        first = signed_in.get(URL, {"jarjesta": "-nimi"})
        assert rows(signed_in.get(link(first, letter("M"))))[0] == "Mjärvi, 09"
        assert rows(signed_in.get(link(first, letter("Z"))))[0] == "Mjärvi, 09"

    def test_letter_beyond_everybody_is_the_last_page(self, signed_in, people):
        people(*(f"Bjärvi {number:02}" for number in range(30)))
        assert rows(signed_in.get(link(signed_in.get(URL), letter("Ö"))))[-1] == "Bjärvi, 29"

    def test_letters_are_there_for_the_order_of_names_only(self, signed_in, many, people):
        assert 'class="letters"' in signed_in.get(URL).content.decode()
        assert 'class="letters"' not in signed_in.get(URL, {"jarjesta": "hoks_id"}).content.decode()
        assert 'class="letters"' not in signed_in.get(URL, {"nimi": "00"}).content.decode()

    def test_last_page_ends_the_list_and_leads_back(self, signed_in, many):
        last = signed_in.get(link(signed_in.get(URL), "Viimeinen sivu"))
        assert (len(rows(last)), rows(last)[-1]) == (25, "Öjärvi, 09")
        page = last.content.decode()
        assert "Seuraava sivu" not in page and "Viimeinen sivu" not in page
        assert rows(signed_in.get(link(last, "Edellinen sivu")))[-1] == "Mjärvi, 04"

    def test_what_comes_meanwhile_moves_nothing(self, signed_in, many, people):
        second = link(signed_in.get(URL), "Seuraava sivu")
        before = rows(signed_in.get(second))
        people("Ahtola Eetu", "Bjärvi 005")
        assert rows(signed_in.get(second)) == before

    @pytest.mark.parametrize("cursor", ["alkaen~", "alkaen~mm", "alkaen~%", "alkaen~\u0301", "viimeinen~x"])
    def test_what_is_no_letter_is_the_first_page(self, signed_in, many, cursor):
        assert rows(signed_in.get(URL, {"sivu": cursor}))[0] == "Bjärvi, 00"
