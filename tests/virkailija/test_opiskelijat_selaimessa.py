"""The officials' list in a real browser: results while typing, the back button, keyboard, phone, no JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import Organisaatio
from tests.axe import findings
from tests.conftest import OPH
from tests.virkailija.listing import URL

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def names(page) -> list[str]:
    return page.locator("th[scope=row] bdi").all_inner_texts()


def test_results_change_while_typing_and_the_back_button_returns(visit, people, make_hoks):
    [right, *_others] = people("Öhman Aino", "Ahtola Eetu", "Åberg Aino")
    make_hoks(right)
    page = visit()
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    page.get_by_label("Opiskelijan nimi").press_sequentially("aino", delay=20)
    expect(page.locator("#tulokset strong")).to_have_text("2 opiskeluoikeutta")
    assert names(page) == ["Åberg, Aino", "Öhman, Aino"]
    assert len(requests) == 1, "typing is waited for"
    assert "nimi=aino" in page.url and "tutkinto" not in page.url
    expect(page.get_by_label("Opiskelijan nimi")).to_be_focused()
    expect(page.locator("#ilmoitukset")).to_have_text("2 opiskeluoikeutta")
    page.get_by_role("link", name="Öhman, Aino", exact=True).click()
    page.wait_for_url("**/hoksit/**")
    page.go_back()
    expect(page.get_by_label("Opiskelijan nimi")).to_have_value("aino")
    assert names(page) == ["Åberg, Aino", "Öhman, Aino"]
    page.go_back()
    expect(page.locator("#tulokset strong")).to_have_text("3 opiskeluoikeutta")
    expect(page.get_by_label("Opiskelijan nimi")).to_have_value("")


def test_last_answer_wins(visit, people):
    people("Öhman Aino", "Ahtola Eetu")
    page = visit()
    held = []
    page.route("**/opiskelijat/?*nimi=a&*", lambda route: held.append(route))
    page.get_by_label("Opiskelijan nimi").fill("a")
    page.wait_for_timeout(600)
    assert held, "the first answer is on its way"
    page.get_by_label("Opiskelijan nimi").fill("öh")
    expect(page.locator("#tulokset strong")).to_have_text("1 opiskeluoikeus")
    for route in held:
        route.abort()
    page.wait_for_timeout(300)
    assert names(page) == ["Öhman, Aino"]
    expect(page.locator("#viestit .notification")).to_have_count(0)


def test_number_that_is_none_is_told_without_taking_the_focus(visit, people):
    people("Öhman Aino")
    page = visit()
    page.get_by_label("eHOKS-id").fill("abc")
    expect(page.locator("#tulokset")).to_contain_text("Kirjoita eHOKS-id numeroina")
    expect(page.get_by_label("eHOKS-id")).to_be_focused()
    page.get_by_label("eHOKS-id").fill("")
    expect(page.locator("#tulokset")).not_to_contain_text("Kirjoita eHOKS-id numeroina")


def test_keyboard_alone_searches_sorts_and_pages(visit, people):
    people(*(f"Virtanen {number:02}" for number in range(30)), "Ahtola Eetu")
    page = visit()
    page.get_by_label("Opiskelijan nimi").focus()
    page.keyboard.type("virta")
    page.keyboard.press("Enter")
    expect(page.locator("#tulokset strong")).to_have_text("30 opiskeluoikeutta")
    page.get_by_role("link", name=re.compile("^Opiskelija")).last.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[aria-sort=descending]")).to_be_visible()
    assert names(page)[0] == "Virtanen, 29"
    page.get_by_role("link", name="Seuraava sivu").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Edellinen sivu")).to_be_visible()
    assert names(page) == [f"Virtanen, {number:02}" for number in range(4, -1, -1)]
    page.go_back()
    expect(page.get_by_role("link", name="Seuraava sivu")).to_be_visible()
    assert names(page)[0] == "Virtanen, 29"


def test_without_javascript_there_is_a_button(visit, people):
    people("Öhman Aino", "Ahtola Eetu")
    page = visit(java_script_enabled=False)
    page.get_by_label("Opiskelijan nimi").fill("öhman")
    page.get_by_role("button", name="Hae").click()
    assert names(page) == ["Öhman, Aino"]
    expect(page.get_by_label("Opiskelijan nimi")).to_have_value("öhman")
    page.get_by_role("link", name="Tyhjennä haku").click()
    assert names(page) == ["Ahtola, Eetu", "Öhman, Aino"]


def test_school_is_searched_and_picked(visit, people, paakayttaja):
    for number in range(12):
        oid = f"1.2.246.562.10.4{number:010}"
        Organisaatio.objects.create(
            oid=oid, nimi={"fi": f"Ämmälän opisto {number:02}"}, tyypit=[Organisaatio.OPPILAITOS], polku=[OPH, oid]
        )
    people("Öhman Aino", oppilaitos_oid="1.2.246.562.10.40000000007")
    page = visit(user=paakayttaja)
    page.get_by_role("combobox", name="Oppilaitos").fill("opisto 07")
    page.get_by_role("option", name="Ämmälän opisto 07").click()
    expect(page.get_by_role("heading", name="Ämmälän opisto 07")).to_be_visible()
    expect(page).to_have_url(re.compile(r"oppilaitos=1\.2\.246\.562\.10\.40000000007$"))
    assert names(page) == ["Öhman, Aino"]


@pytest.mark.parametrize("width", [320, 1280])
def test_every_state_is_accessible_and_fits(visit, people, make_hoks, width, virkailija):
    rights = people(*(f"Meikäläinen Maximilian {number}" for number in range(28)))
    make_hoks(rights[0])
    people("x" * 2_000, tutkinto_nimi={"fi": "ö" * 2_000}, osaamisala_nimi={"fi": "\u202eoikealta"})
    page = visit(width=width)
    for query in ("?tila=kaikki&nimi=0&jarjesta=-nimi", "?hoks_id=abc", "?nimi=ei+ole", "?nimi=xx", ""):
        page.goto(re.sub(r"/virkailija/.*", URL + query, page.url))
        assert page.evaluate("document.documentElement.scrollWidth") <= width, query
        assert findings(page) == [], query
