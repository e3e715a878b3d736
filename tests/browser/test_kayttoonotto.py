"""The pages of adoption in a real browser: followed by keyboard, without JavaScript, dark and on paper."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from hoks.kayttoonotto import paivita
from hoks.models import Kanava
from tests.axe import findings
from tests.conftest import JARJESTAJA, SISARKOULU, TOINEN_KOULU
from tests.kayttoonotto.conftest import make_plans

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

URL = "/virkailija/kayttoonotto/"
__all__ = ["make_plans"]


@pytest.fixture
def country(make_plans, make_opiskeluoikeus, make_siirto):
    for place, kanava in enumerate(Kanava):
        make_plans(12, made=timezone.now() - dt.timedelta(days=30 * place), kanava=kanava)
    make_plans(3, SISARKOULU)
    for _ in range(11):
        right = make_opiskeluoikeus(oppilaitos_oid=TOINEN_KOULU)
    make_siirto(right)
    make_siirto(make_opiskeluoikeus(), status=200)
    paivita()


def test_from_the_country_to_a_school_by_keyboard(visitor, country, paakayttaja):
    visit = visitor(paakayttaja)
    page = visit.page
    visit.see(URL)
    expect(page.locator("[role=img][aria-label]")).to_have_count(2)
    page.get_by_role("link", name="HOKSeja", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**jarjesta=hoksit**")
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("HOKSeja\N{NO-BREAK SPACE}")
    expect(page.locator("#taulukko tbody th").first).to_contain_text("Saarilahden")
    page.locator("summary", has_text="Viikot taulukkona").focus()
    page.keyboard.press("Enter")
    expect(page.locator("details[open] tbody tr").first).to_be_visible()
    visit.look("weeks open")
    page.get_by_role("link", name="Hirvijoen koulutuskuntayhtymä").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**toimija={JARJESTAJA}")
    visit.look("provider")
    page.get_by_role("link", name="Hirvijoen ammattiopisto").click()
    expect(page.locator("h1")).to_have_text("Käyttöönotto: Hirvijoen ammattiopisto")
    visit.look("school")
    page.get_by_role("link", name="Käyttöönotto", exact=True).last.click()
    expect(page.locator("h1")).to_have_text("Käyttöönotto: Koko maa")
    assert visit.found == []


def test_dark_and_on_paper(visitor, country, paakayttaja):
    visit = visitor(paakayttaja)
    page = visit.page
    page.emulate_media(color_scheme="dark")
    for url in (URL, "/tilanne/"):
        page.goto(url)
        assert findings(page) == []
    page.emulate_media(media="print", color_scheme="light")
    for url in (URL, "/tilanne/"):
        page.set_viewport_size({"width": 700, "height": 1000})
        page.goto(url)
        visit.fits(700)
        expect(page.locator(".kaavio").first).to_be_visible()
    assert visit.found == []


def test_for_everybody_and_without_javascript(visitor, browser, live_server, country):
    visit = visitor()
    visit.see("/tilanne/")
    visit.page.locator("summary", has_text="Viikot taulukkona").click()
    visit.look("weeks open")
    expect(visit.page.locator("footer").get_by_role("link", name="Käyttöönoton tilanne")).to_be_visible()
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/tilanne/")
    page.locator("summary", has_text="Viikot taulukkona").click()
    expect(page.locator("details[open] tbody tr").first).to_be_visible()
    context.close()
    assert visit.found == []
