"""Finding study rights and schools in the officials' list."""

import re

import pytest

from accounts.models import Organisaatio
from hoks.views.virkailija import opiskelijat as view
from tests.conftest import KOULU, OPH
from tests.virkailija.listing import URL, link, rows, total

pytestmark = pytest.mark.usefixtures("template_context")


class TestSearch:
    @pytest.mark.parametrize(
        ("nimi", "found"),
        [
            ("öh", ["Öhman, Aino Maria"]),
            ("maria ÖHM", ["Öhman, Aino Maria"]),
            ("ohman", ["Ohman, Aaro"]),
            ("sammol", ["Ánte, Sámmol"]),
            ("SÁMMOL ánte", ["Ánte, Sámmol"]),
            ("aa, oh", ["Ohman, Aaro"]),
            ("ulla maija", ["Harju, Ulla-Maija"]),
            ("ulla-maija", ["Harju, Ulla-Maija"]),
            ("a%b_c", []),
            ("\\", []),
            ("  ", ["Ánte, Sámmol", "Harju, Ulla-Maija", "Ohman, Aaro", "Öhman, Aino Maria"]),
        ],
    )
    def test_any_word_in_any_order(self, signed_in, people, nimi, found):
        people("Öhman Aino Maria", "Ohman Aaro", "Ánte Sámmol", "Harju Ulla-Maija")
        response = signed_in.get(URL, {"nimi": nimi})
        assert (rows(response), total(response)) == (found, len(found))

    def test_fields_narrow_together(self, signed_in, people):
        people("Öhman Aino", "Öhman Eetu", tutkinto_nimi={"fi": "Hieronnan ammattitutkinto"})
        people("Öhman Ida", osaamisala_nimi={"fi": "Juuston osaamisala"})
        assert len(rows(signed_in.get(URL, {"tutkinto": "hieronnan"}))) == 2
        assert rows(signed_in.get(URL, {"tutkinto": "AMMATTI hier", "nimi": "eetu"})) == ["Öhman, Eetu"]
        assert rows(signed_in.get(URL, {"osaamisala": "juusto"})) == ["Öhman, Ida"]
        assert rows(signed_in.get(URL, {"osaamisala": "juusto", "tutkinto": "hieronnan"})) == []

    def test_by_hoks_id(self, signed_in, make_hoks, people):
        [right, _other] = people("Öhman Aino", "Ahtola Eetu")
        hoks = make_hoks(right)
        assert rows(signed_in.get(URL, {"hoks_id": f" {hoks.pk} "})) == ["Öhman, Aino"]
        assert rows(signed_in.get(URL, {"hoks_id": hoks.pk + 1})) == []
        assert rows(signed_in.get(URL, {"hoks_id": "9" * 400})) == []

    @pytest.mark.parametrize("typed", ["12a", "yksi", "-3", "0", "1,5", "9" * 5000])
    def test_number_that_is_none_is_said_at_the_field(self, signed_in, people, typed):
        people("Öhman Aino")
        response = signed_in.get(URL, {"hoks_id": typed})
        page = response.content.decode()
        assert response.status_code == 200
        assert page.count("Kirjoita eHOKS-id numeroina") >= 2
        assert 'aria-invalid="true"' in page
        assert rows(response) == []

    def test_text_too_long_to_be_a_name_is_said_at_the_field(self, signed_in):
        response = signed_in.get(URL, {"nimi": "a" * 101})
        assert response.status_code == 200
        assert "Tarkista hakuehdot" in response.content.decode()

    def test_unknown_state_order_and_parameters_count_as_none(self, signed_in, people):
        people("Öhman Aino", "Ahtola Eetu")
        response = signed_in.get(URL, {"tila": "outo", "jarjesta": "--nimi", "sivu": "outo", "muuta": "1"})
        assert rows(response) == ["Ahtola, Eetu", "Öhman, Aino"]
        assert "Poista rajaus" not in response.content.decode()

    def test_filters_in_force_are_shown_with_a_way_out(self, signed_in, people):
        people("Öhman Aino")
        page = signed_in.get(URL, {"nimi": "öhman", "tila": "kaikki", "jarjesta": "-nimi"}).content.decode()
        assert page.count("Poista rajaus") == 2
        without_name = f'href="{URL}?oppilaitos={KOULU}&amp;tila=kaikki&amp;jarjesta=-nimi"'
        assert without_name in page
        assert f'href="{URL}?oppilaitos={KOULU}&amp;jarjesta=-nimi">Tyhjennä haku' in page

    def test_nothing_found_among_active_ones_leads_to_all(self, signed_in, people):
        people("Öhman Aino", tila="valmistunut")
        nothing = signed_in.get(URL, {"nimi": "öhman"})
        assert "Hakuehdoilla ei löytynyt opiskelijoita." in nothing.content.decode()
        assert rows(signed_in.get(link(nothing, "Hae kaikista tiloista"))) == ["Öhman, Aino"]

    def test_empty_school_is_not_an_empty_search(self, signed_in):
        assert "Oppilaitoksessa ei ole aktiivisia opiskeluoikeuksia" in signed_in.get(URL).content.decode()


class TestSchoolChooser:
    @pytest.fixture
    def schools(self, organisaatiot, paakayttaja, client):
        client.force_login(paakayttaja)
        for number in range(30):
            oid = f"1.2.246.562.10.4{number:010}"
            nimi = {"fi": f"Ämmälän opisto {number:02}", "sv": f"Gumås institut {number:02}"}
            Organisaatio.objects.create(oid=oid, nimi=nimi, tyypit=[Organisaatio.OPPILAITOS], polku=[OPH, oid])
        return client

    def test_long_list_is_searched(self, schools):
        page = schools.get(URL).content.decode()
        assert 'data-combobox="/virkailija/opiskelijat/oppilaitokset/"' in page
        assert 'value="Hirvijoen aikuisopisto"' in page

    def test_options(self, schools):
        assert "data-value" in schools.get(URL + "oppilaitokset/", {"q": "ämmä 07"}).content.decode()
        assert schools.get(URL + "oppilaitokset/", {"q": "gumas"}).content.decode().count("<li") == 0
        many = schools.get(URL + "oppilaitokset/", {"q": "gumås"}).content.decode()
        assert many.count('role="option"') == view.SCHOOL_RESULTS
        assert "Tarkenna hakua" in many

    def test_options_are_those_the_user_may_read(self, signed_in):
        page = signed_in.get(URL + "oppilaitokset/", {"q": ""}).content.decode()
        assert re.findall(r'data-value="([^"]+)"', page) == [KOULU]

    def test_without_javascript_a_name_is_searched_and_picked(self, schools):
        found = schools.get(URL, {"oppilaitos": KOULU, "oppilaitos_haku": "ämmälän 1", "hae": "oppilaitos"})
        assert found.content.decode().count('type="radio"') > 5
        oid = "1.2.246.562.10.40000000011"
        picked = schools.get(URL, {"oppilaitos": oid, "oppilaitos_haku": "ämmälän 1"})
        assert "Ämmälän opisto 11" in picked.content.decode()
        assert 'type="radio"' not in picked.content.decode()

    def test_without_javascript_a_name_of_one_school_is_enough(self, schools):
        response = schools.get(URL, {"oppilaitos": KOULU, "oppilaitos_haku": "opisto 11"})
        assert response.context["school"].oid == "1.2.246.562.10.40000000011"

    def test_without_javascript_an_unknown_name_is_said_at_the_field(self, schools):
        response = schools.get(URL, {"oppilaitos": KOULU, "oppilaitos_haku": "Tylypahka"})
        assert "Oppilaitosta ei löytynyt." in response.content.decode()
        assert response.context["school"].oid == KOULU

    def test_while_a_school_is_being_typed_the_last_one_stays(self, schools):
        schools.get(URL, {"oppilaitos": KOULU})
        headers = {"HX-Request": "true"}
        response = schools.get(URL, {"oppilaitos": "", "oppilaitos_haku": "ämm"}, headers=headers)
        assert response.context["school"].oid == KOULU
