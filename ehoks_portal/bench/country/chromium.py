"""What a browser makes of the pages: first contentful paint, requests and bytes, on a fast and on a slow machine."""

import os
import shutil
import statistics
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from ehoks_portal.bench.country.visitor import HOST, Visitor

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# How many times the processor is slowed: 1 is this machine, 4 a cheap telephone or an old laptop.
SLOWER = (1, 4)
VISITS = 7
PAINT = """() => new Promise(resolve => {
    const told = () => performance.getEntriesByName("first-contentful-paint")[0];
    const wait = () => told() ? resolve(told().startTime) : setTimeout(wait, 10);
    wait();
})"""


@dataclass(frozen=True)
class Paint:
    """A page in the browser: medians of milliseconds until something is seen, requests, bytes as they came.

    slower: how many times the processor was slowed; cold: on a first visit, without anything kept from before
    """

    name: str
    slower: int
    cold: bool
    milliseconds: float
    requests: int
    size: int


def measure(pages: dict[str, tuple[str, Visitor]]) -> list[Paint]:
    """Visit each page (name -> path, whose session) cold and warm; nothing when there is no Chromium."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not found:
        print("Nothing is told of browsers: there is no Chromium.", flush=True)
        return []
    from playwright.sync_api import sync_playwright

    told = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        for name, (path, visitor) in pages.items():
            for slower in SLOWER:
                visits = [visit for _ in range(VISITS) for visit in _visits(browser, path, visitor, slower)]
                for cold in (True, False):
                    same = [visit for visit in visits if visit[0] is cold]
                    paint = statistics.median(milliseconds for _cold, milliseconds, _requests, _size in same)
                    told.append(Paint(name, slower, cold, paint, same[-1][2], same[-1][3]))
        browser.close()
    return told


def _visits(browser: Any, path: str, visitor: Visitor, slower: int) -> Iterator[tuple[bool, float, int, int]]:
    """(cold, milliseconds, requests, bytes) of a first visit and of the next one."""
    address = f"http://{HOST}:{visitor.port}"
    with closing(browser.new_context(base_url=address, locale="fi-FI")) as context:
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": visitor.cookies[settings.SESSION_COOKIE_NAME]}
        context.add_cookies([cookie | {"url": address}])
        for cold in (True, False):
            page = context.new_page()
            session = context.new_cdp_session(page)
            finished: list[float] = []
            session.on("Network.loadingFinished", _collector(finished))
            session.send("Network.enable")
            session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
            page.goto(path)
            page.wait_for_load_state("networkidle")
            milliseconds = page.evaluate(PAINT)
            # What came from the browser's own cache has no bytes on the wire.
            sizes = [size for size in finished if size]
            yield cold, milliseconds, len(sizes), round(sum(sizes))
            page.close()


def _collector(finished: list[float]) -> Callable[[dict[str, Any]], None]:
    def collect(event: dict[str, Any]) -> None:
        finished.append(event["encodedDataLength"])

    return collect
