"""How axe judges a page, in every test that asks it."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe()
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # Only what fails is described node by node: describing what passes takes as long again as judging.
    "resultTypes": ["violations"],
}


def findings(page: Page) -> list[tuple[str, str]]:
    """What axe finds wrong with the page as it is now: the rule's id and the element's markup."""
    violations = AXE.run(page, options=OPTIONS).response["violations"]
    return [(violation["id"], node["html"]) for violation in violations for node in violation["nodes"]]
