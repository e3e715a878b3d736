"""The order of the officials' list, and pages that follow each other without repeating or skipping a row."""

import datetime as dt
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from hoks.models import Hoks, Opiskeluoikeus
from hoks.search import Jarjestys
from tests.conftest import KOULU, TOINEN_KOULU
from tests.virkailija.listing import URL, link, make_plan, rows, total

pytestmark = pytest.mark.usefixtures("template_context")


class TestOrderAndPages:
    @pytest.fixture
    def many(self, people):
        """61 study rights with ties in every column and gaps in most."""
        rights = people(
            *(f"{('Virta', 'Wirta', 'Öhman')[number % 3]} {'ABC'[number % 2]}" for number in range(40)),
            tutkinto_nimi={"fi": "Autoalan perustutkinto"},
            osaamisala_nimi={},
        )
        rights += people(*(f"Åberg {number}" for number in range(21)), tutkinto_nimi={})
        for number, right in enumerate(rights):
            if number % 3:
                make_plan(
                    right,
                    ensikertainen_hyvaksyminen=dt.date(2024, 1, 1 + number % 4),
                    paivitetty=dt.datetime(2025, 1, 1 + number % 5, tzinfo=dt.UTC) if number % 2 else None,
                )
        return {right.pk for right in rights}

    @pytest.mark.parametrize("descending", ["", "-"])
    @pytest.mark.parametrize("jarjestys", Jarjestys)
    def test_pages_forth_and_back_repeat_and_skip_nothing(self, signed_in, many, jarjestys, descending):
        response = signed_in.get(URL, {"jarjesta": f"{descending}{jarjestys}"})
        assert total(response) == 61
        pages = [response]
        while "Seuraava sivu" in pages[-1].content.decode():
            pages.append(signed_in.get(link(pages[-1], "Seuraava sivu")))
        assert [len(rows(page)) for page in pages] == [25, 25, 11]
        shown = [right.tulos.opiskeluoikeus for page in pages for right in page.context["rows"]]
        assert {right.pk for right in shown} == many and len(shown) == 61
        back = [pages[-1]]
        while "Edellinen sivu" in back[-1].content.decode():
            back.append(signed_in.get(link(back[-1], "Edellinen sivu")))
        assert [rows(page) for page in reversed(back)] == [rows(page) for page in pages]
        assert rows(signed_in.get(link(pages[-1], "Ensimmäinen sivu"))) == rows(pages[0])
        assert_ordered(shown, jarjestys, bool(descending))

    @pytest.mark.parametrize("jarjestys", Jarjestys)
    def test_heading_sorts_both_ways_and_says_which(self, signed_in, many, jarjestys):
        usual = signed_in.get(URL, {"jarjesta": jarjestys})
        heading = re.search(r'<th scope="col" aria-sort="(\w+)"><a [^>]*href="([^"]*)"', usual.content.decode())
        assert heading.group(1) == "ascending"
        turned = signed_in.get(heading.group(2).replace("&amp;", "&"))
        assert 'aria-sort="descending"' in turned.content.decode()
        assert turned.context["rows"][0] != usual.context["rows"][0]

    def test_row_that_moves_takes_no_page_along(self, signed_in, many):
        first = signed_in.get(URL, {"jarjesta": "-paivitetty"})
        edge = first.context["rows"][-1].tulos.opiskeluoikeus
        Hoks.objects.filter(opiskeluoikeus=edge).update(paivitetty=timezone.now())
        second = signed_in.get(link(first, "Seuraava sivu"))
        shown = {row.tulos.pk for row in first.context["rows"]}
        assert not shown & {row.tulos.pk for row in second.context["rows"]}

    def test_edge_that_leaves_the_filter_still_marks_the_place(self, signed_in, many):
        first = signed_in.get(URL)
        edge = first.context["rows"][-1].tulos.opiskeluoikeus
        Opiskeluoikeus.objects.filter(pk=edge.pk).update(tila="valmistunut")
        second = signed_in.get(link(first, "Seuraava sivu"))
        assert second.context["rows"][0].tulos.edge >= edge.hakurivi.jarjestysnimi

    def test_nothing_left_beyond_the_cursor_leads_to_the_first_page(self, signed_in, people):
        people("Ahtola Eetu")
        [last] = people("Öhman Aino")
        response = signed_in.get(URL, {"sivu": f"jalkeen~~{last.pk}", "tila": "kaikki"})
        assert response.headers["Location"] == f"{URL}?oppilaitos={KOULU}&tila=kaikki"

    @pytest.mark.parametrize(
        "cursor",
        [
            "jalkeen",
            "jalkeen~~",
            "jalkeen~~1.2.3",
            "sivulle~~1.2.3",
            "jalkeen~ei-päivä~1.2.3",
            "jalkeen~2026-02-30~1.2.3",
            "~~~~",
        ],
    )
    @pytest.mark.parametrize("jarjestys", Jarjestys)
    def test_bad_cursor_is_the_first_page(self, signed_in, people, cursor, jarjestys):
        people("Ahtola Eetu", "Öhman Aino")
        assert len(rows(signed_in.get(URL, {"sivu": cursor, "jarjesta": jarjestys}))) == 2

    def test_cursor_of_a_study_right_the_user_may_not_see_tells_nothing(self, signed_in, people):
        people("Ahtola Eetu", "Öhman Aino")
        [foreign] = people("Mäki Maija", oppilaitos_oid=TOINEN_KOULU)
        assert len(rows(signed_in.get(URL, {"sivu": f"jalkeen~~{foreign.pk}"}))) == 2

    @pytest.mark.parametrize("jarjestys", Jarjestys)
    def test_cursors_hold_no_names(self, signed_in, many, jarjestys):
        address = link(signed_in.get(URL, {"jarjesta": jarjestys}), "Seuraava sivu")
        [cursor] = parse_qs(urlsplit(address).query)["sivu"]
        assert re.fullmatch(r"jalkeen~[\dTZ:.-]*~[\d.]+", cursor)


def assert_ordered(rights, jarjestys: Jarjestys, descending: bool) -> None:
    """The values are in order, and those that are missing come last."""

    def value(right):
        hoks = getattr(right, "suunnitelma", None)
        match jarjestys:
            case Jarjestys.NIMI:
                return right.hakurivi.jarjestysnimi
            case Jarjestys.TUTKINTO:
                return right.hakurivi.jarjestystutkinto
            case Jarjestys.OSAAMISALA:
                return right.hakurivi.jarjestysosaamisala
        if hoks is None:
            return None
        match jarjestys:
            case Jarjestys.HOKS_ID:
                return hoks.pk
            case Jarjestys.HYVAKSYTTY:
                return hoks.ensikertainen_hyvaksyminen
            case Jarjestys.PAIVITETTY:
                return hoks.paivitetty or hoks.muokattu

    values = [value(right) for right in rights]
    there = [each for each in values if each is not None]
    assert values == sorted(there, reverse=descending) + [None] * (len(values) - len(there))
