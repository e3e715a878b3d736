"""The plan's pages in a real browser: accessible, on any screen, on paper, without JavaScript."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from hoks import plan, services
from hoks.models import Kanava, Oppija
from tests import payloads
from tests.axe import findings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def hoks(make_hoks, make_opiskeluoikeus, oppija, virkailija):
    """A plan with every field, long texts, far dates and two versions."""
    right = make_opiskeluoikeus(Oppija.objects.get(pk=oppija.oid_henkilo))
    document = payloads.rich(right)
    osa = document["hankittavat-paikalliset-tutkinnon-osat"][0]
    osa["nimi"] = "Äärettömänpitkäsanainentutkinnonosa" * 30
    osa["tavoitteet-ja-sisallot"] = "x" * 10_000
    osa["osaamisen-osoittaminen"][0] |= {"alku": "0001-01-01", "loppu": "9999-12-31"}
    osa["opetus-ja-ohjaus-maara"] = 1e308
    hoks = make_hoks(right, document)
    changed = plan.write_shape(plan.load(hoks)) | {"sahkoposti": "w" * 300}
    services.replace_hoks(hoks, changed, by=virkailija, kanava=Kanava.VIRKAILIJA)
    return hoks


@pytest.fixture
def visit(browser, live_server):
    """visit(user, address, width=320, …) opens a page as the user."""
    contexts = []

    def open_page(user, address, width=1280, **options):
        client = Client()
        client.force_login(user)
        context = browser.new_context(locale="fi-FI", viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        cookies = [
            {"name": name, "value": morsel.value, "url": live_server.url} for name, morsel in client.cookies.items()
        ]
        context.add_cookies(cookies)
        page = context.new_page()
        page.goto(f"{live_server.url}{address}")
        return page

    yield open_page
    for context in contexts:
        context.close()


def official(name, *numbers):
    return lambda hoks: reverse(f"virkailija:{name}", args=[hoks.pk, *numbers])


PAGES = [
    ("poistaja", official("hoks")),
    ("poistaja", official("hoks-versiot")),
    ("poistaja", official("hoks-versio", 1)),
    ("poistaja", official("hoks-vertailu")),
    ("poistaja", official("hoks-versio-palauta", 1)),
    ("poistaja", official("hoks-poista")),
    ("oppija", lambda hoks: "/oppija/"),
    ("oppija", lambda hoks: reverse("oppija:hoks", args=[hoks.eid])),
    ("oppija", lambda hoks: "/oppija/katselut/"),
]


@pytest.mark.parametrize(("who", "address"), PAGES)
def test_accessible_at_any_width_without_javascript(visit, hoks, request, who, address):
    user = request.getfixturevalue(who)
    bare = visit(user, address(hoks), java_script_enabled=False)
    expect(bare.locator("h1")).to_have_count(1)
    phone = visit(user, address(hoks), width=320, color_scheme="dark")
    assert findings(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320


def test_refused_deletion_and_deleted_plan(visit, hoks, poistaja, paakayttaja):
    page = visit(poistaja, reverse("virkailija:hoks-poista", args=[hoks.pk]))
    page.get_by_role("button", name="Poista HOKS").click()
    expect(page).to_have_title(re.compile("^Virhe"))
    assert findings(page) == []
    page.get_by_role("link", name="Kirjoita, miksi").click()
    page.keyboard.type("Aiheeton suunnitelma")
    page.get_by_role("button", name="Poista HOKS").click()
    expect(page.get_by_text("on poistettu.")).to_be_visible()
    page = visit(paakayttaja, reverse("virkailija:hoks", args=[hoks.pk]))
    assert findings(page) == []
    page.get_by_role("link", name="Palauta suunnitelma").click()
    assert findings(page) == []
    page.get_by_role("button", name="Palauta suunnitelma").click()
    expect(page.get_by_text("Suunnitelma on palautettu.")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_a_learners_cards_open(visit, hoks, oppija, script):
    page = visit(oppija, reverse("oppija:hoks", args=[hoks.eid]), width=360, java_script_enabled=script)
    card = page.locator("details.osa", has_text="Ossi Ohjaaja").first
    expect(card.get_by_text("Ossi Ohjaaja")).to_be_hidden()
    card.locator("summary").press("Enter")
    expect(card.get_by_text("Ossi Ohjaaja")).to_be_visible()


def test_a_learners_opened_cards_are_accessible(visit, hoks, oppija):
    page = visit(oppija, reverse("oppija:hoks", args=[hoks.eid]), width=360)
    page.get_by_role("region", name="Näyttöni").get_by_role("link").first.click()
    expect(page.locator(".jakso:target")).to_be_visible()
    page.evaluate("document.querySelectorAll('details').forEach((part) => (part.open = true))")
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("script", [True, False])
def test_nothing_is_closed_on_paper(visit, hoks, oppija, script):
    page = visit(oppija, reverse("oppija:hoks", args=[hoks.eid]), java_script_enabled=script)
    page.emulate_media(media="print")
    for content in page.locator(".jakso, .timeline").all():
        expect(content).to_be_visible()


@pytest.mark.parametrize(("who", "address"), [PAGES[0], PAGES[7]])
def test_prints_on_a4(visit, hoks, request, who, address):
    page = visit(request.getfixturevalue(who), address(hoks))
    pages = re.findall(rb"/Type\s*/Page[^s]", page.pdf(format="A4"))
    assert 3 <= len(pages) <= 40
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 1000})
    assert page.evaluate("document.documentElement.scrollWidth") <= 700
    expect(page.locator(".section-nav")).to_be_hidden()
