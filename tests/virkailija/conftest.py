"""What the tests of officials' pages share."""

import pytest
from django.conf import settings
from django.test import Client

from tests.virkailija.listing import URL


@pytest.fixture
def signed_in(client, virkailija):
    client.force_login(virkailija)
    return client


@pytest.fixture
def people(make_oppija, make_opiskeluoikeus):
    """people("Öhman Aino", …, **columns) -> a study right for each new learner."""

    def make(*names: str, **columns):
        made = []
        for name in names:
            sukunimi, _space, etunimet = name.partition(" ")
            made.append(make_opiskeluoikeus(make_oppija(etunimet, sukunimi), **columns))
        return made

    return make


@pytest.fixture
def visit(browser, live_server, virkailija):
    """visit(address, user=…, width=…, **context options) opens the page; troubles in the console fail the test."""
    contexts, troubles = [], []

    def open_page(address=URL, user=virkailija, width=1280, **options):
        client = Client()
        client.force_login(user)
        context = browser.new_context(viewport={"width": width, "height": 800}, locale="fi-FI", **options)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda message: message.type == "error" and troubles.append(message.text))
        page.goto(f"{live_server.url}{address}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    # htmx tells the console of a request that a newer one replaced.
    assert not [text for text in troubles if not text.startswith(("htmx:sendAbort", "htmx:afterRequest"))]
