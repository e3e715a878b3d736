"""A visitor who judges every page by axe and by its width."""

import re

import pytest
from django.test import Client

from tests.axe import findings


@pytest.fixture
def visitor(browser, live_server, settings):
    """visitor(user) -> a Visitor signed in as the user; anonymous without one. The demo banner is on its pages."""
    settings.DEMO = True
    contexts = []

    def make(user=None) -> "Visitor":
        contexts.append(browser.new_context(base_url=live_server.url, locale="fi-FI"))
        if user is not None:
            client = Client()
            client.force_login(user)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
            contexts[-1].add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        return Visitor(contexts[-1].new_page(), live_server.url)

    yield make
    for context in contexts:
        context.close()


class Visitor:
    """A page, and everything found wrong on the way."""

    def __init__(self, page, origin: str):
        self.page, self.found = page, []
        page.on("request", lambda request: self._note(not request.url.startswith((origin, "data:")), request.url))
        page.on("pageerror", lambda error: self._note(True, str(error)))
        page.on(
            "console",
            # An error page's own status is told in the console too.
            lambda message: self._note(message.type == "error" and message.location["url"] != page.url, message.text),
        )

    def _note(self, wrong: bool, text: str) -> None:
        if wrong:
            self.found.append((self.page.url, text))

    def see(self, address: str) -> None:
        """Go to the address and look at it."""
        self.page.goto(address)
        self.look()

    def look(self, state: str = "") -> None:
        """Judge what is on the screen: by axe when wide and light, by its width when narrow.

        The dark scheme and narrow components are given to axe by tests/test_look.py and the pages' own tests.
        """
        page = self.page
        where = f"{page.url} {state}".strip()
        self.found += [(where, rule, html[:300]) for rule, html in findings(page)]
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 800})
            self.fits(width, state)
        if page.locator("h1").count() != 1 or not re.fullmatch(r"\S.* – eHOKS", page.title()):
            self.found.append((where, "h1 or title", page.title()))
        page.set_viewport_size({"width": 1280, "height": 800})

    def fits(self, width: int, state: str = "") -> None:
        """Nothing is beyond the right edge of the screen."""
        if (wide := self.page.evaluate("document.documentElement.scrollWidth")) > width:
            self.found.append((f"{self.page.url} {state}".strip(), f"{wide} px wide on {width}"))
