"""The warning before a session ends, in a real browser with the page's clock moved by hand."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tests.accounts.conftest import PASSWORD, ROOT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DIALOG = "#istunto-varoitus"


@pytest.fixture
def context(browser):
    context = browser.new_context(locale="fi-FI", viewport={"width": 360, "height": 740})
    yield context
    context.close()


@pytest.fixture
def page(context, live_server, make_user):
    """An open page of a signed-in user, with its clock under control."""
    make_user("virkailija", ("CRUD", ROOT))
    page = context.new_page()
    page.clock.install()
    page.goto(f"{live_server.url}/kirjaudu/?next=/yllapito/%3Fa%3D1")
    page.fill("#id_username", "virkailija")
    page.fill("#id_password", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/yllapito/?a=1")
    return page


def test_warning_takes_focus_and_jatka_keeps_the_session(page):
    page.clock.fast_forward("57:50")
    expect(page.locator(DIALOG)).to_be_hidden()
    page.clock.fast_forward("00:20")
    expect(page.locator(DIALOG)).to_be_visible()
    expect(page.locator(f"{DIALOG} button", has_text="Jatka")).to_be_focused()
    expect(page.locator("#istunto-teksti")).to_contain_text("sinut kirjataan ulos kello")
    assert Axe().run(page).violations_count == 0
    page.keyboard.press("Enter")
    expect(page.locator(DIALOG)).to_be_hidden()
    page.clock.fast_forward("50:00")
    assert page.url.endswith("/yllapito/?a=1")
    expect(page.locator(DIALOG)).to_be_hidden()
    page.clock.fast_forward("09:00")
    expect(page.locator(DIALOG)).to_be_visible()


def test_page_leaves_when_the_session_has_ended_and_comes_back(page):
    page.clock.fast_forward("58:30")
    page.keyboard.press("Escape")
    expect(page.locator(DIALOG)).to_be_hidden()
    Session.objects.all().delete()
    page.clock.fast_forward("02:00")
    page.wait_for_url("**/kirjaudu/?next=*")
    expect(page.locator("main")).to_contain_text("Istuntosi on päättynyt")
    page.fill("#id_username", "virkailija")
    page.fill("#id_password", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/yllapito/?a=1")


def test_another_tab_keeps_the_session_alive(page, context, live_server):
    page.clock.fast_forward("58:30")
    expect(page.locator(DIALOG)).to_be_visible()
    other = context.new_page()
    other.clock.install()
    other.clock.fast_forward("58:30")
    other.goto(f"{live_server.url}/yllapito/")
    expect(page.locator(DIALOG)).to_be_hidden()


def test_absolute_end_cannot_be_put_off(page):
    page.locator("#istunto").evaluate(
        """root => {
            const page = root.cloneNode(true);
            page.dataset.enintaan = "90";
            root.replaceWith(page);
            const script = document.createElement("script");
            script.src = document.querySelector('script[src*="istunto.js"]').src;
            document.body.append(script);
        }"""
    )
    expect(page.locator(DIALOG)).to_be_visible()
    expect(page.locator(f"{DIALOG} button", has_text="Jatka")).to_be_hidden()
    expect(page.locator("#istunto-teksti")).to_contain_text("niin kauan kuin se voi")


def test_sign_in_pages_are_accessible(context, live_server, settings, db):
    page = context.new_page()
    page.goto(f"{live_server.url}/kirjaudu/?istunto=paattyi")
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        assert Axe().run(page).violations_count == 0
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.fill("#id_username", "eiole")
        page.fill("#id_password", "x")
        page.click("main button")
        expect(page.locator("#virheet, main p").first).to_be_visible()
    expect(page.locator("h1")).to_have_text("Tunnus on lukittu")
    assert Axe().run(page).violations_count == 0
