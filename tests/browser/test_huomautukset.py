"""Second looks in a real browser: from the check page to the input, mended, gone; by keyboard, without JavaScript."""

import re

import pytest
from django.urls import reverse

from hoks.drafts import store
from hoks.models import Hoks
from tests import payloads

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def draft(make_opiskeluoikeus, make_oppija, make_hoks, virkailija):
    """Of a plan with an address that can't be one, and a unit twice."""
    right = make_opiskeluoikeus(make_oppija("Aino Maria", "Öhman"))
    document = payloads.rich(right)
    osat = document["hankittavat-ammat-tutkinnon-osat"]
    osat.append(osat[0] | {"osaamisen-hankkimistavat": []})
    return store.open_existing(make_hoks(right, document | {"sahkoposti": "ei-osoite"}), by=virkailija)


def test_look_mend_and_save(visitor, draft, virkailija):
    seen = visitor(virkailija)
    check = reverse("virkailija:luonnos-tarkista", args=[draft.pk])
    seen.see(check)
    page = seen.page
    looks = page.locator(".huomautukset")
    assert looks.locator("li").count() == 2

    looks.get_by_role("link").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/osat/perustiedot/#*")
    box = page.locator(page.evaluate("location.hash"))
    assert box.input_value() == "ei-osoite"
    box.fill("aino@example.org")
    page.locator(".editor-form .button-row").get_by_role("button", name="Valmis").click()
    page.wait_for_url(re.compile(r"/luonnokset/\d+/(#|$)"))
    seen.look("mended")

    page.goto(check)
    assert looks.locator("li").count() == 1
    page.get_by_role("button", name="Tallenna suunnitelma").click()
    page.wait_for_url(re.compile(r"/hoksit/\d+/"))
    # What was let be is told to who may mend it, closed.
    assert not looks.is_visible()
    page.locator("#huomautukset summary").focus()
    page.keyboard.press("Enter")
    assert looks.is_visible()
    seen.look("opened")
    looks.get_by_role("link").first.click()
    assert page.evaluate("document.querySelector(location.hash) !== null")
    assert Hoks.objects.get().sahkoposti == "aino@example.org"
    assert seen.found == []


def test_without_javascript(browser, live_server, client, draft, virkailija, settings):
    client.force_login(virkailija)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "url": live_server.url}
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies([cookie | {"value": client.cookies[settings.SESSION_COOKIE_NAME].value}])
    page = context.new_page()
    page.goto(reverse("virkailija:hoks", args=[draft.hoks_id]))
    page.locator("#huomautukset summary").click()
    assert page.locator(".huomautukset").is_visible()
    page.goto(reverse("virkailija:luonnos-tarkista", args=[draft.pk]))
    page.locator(".huomautukset a").last.click()
    assert "/osat/" in page.url
    context.close()
