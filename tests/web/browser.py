"""Chromium for the tests, where the machine has one: closed to everything but this machine, its requests counted."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from firsthand.web.app import STATIC
from tests.web.parts import Client

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--mute-audio", "--no-first-run",
)  # fmt: skip


def without_browser(not_run: Callable[[str], Any], *, page: bool = True) -> None:
    """Where the machine has no Chromium, or the page is not built, these tests are counted as not run."""
    if CHROMIUM is None:
        not_run("not run: no Chromium on this machine")
    if page and not (STATIC / "index.html").is_file():
        not_run("not run: the workbench's page is not built (make web)")


@dataclass(frozen=True)
class Window:
    """A page that was let in. `asked` are all addresses that it asked for, `said` what its console and errors said."""

    page: Page
    client: Client
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def heard(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.said.append(f"{kind}: {text}")

    def go(self, screen: str) -> None:
        self.page.evaluate("place => { location.hash = place }", screen)

    def until(self, holds: str, seconds: float = 30.0) -> None:
        """Waits for an expression of the page. Asked from here: the page's own policy lets nothing be evaluated in it."""
        for _ in range(int(seconds * 20)):
            if self.page.evaluate(holds):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"never came true: {holds}; the console said {self.said[-5:]}")

    def strangers(self) -> list[str]:
        """Addresses that are not this server's."""
        here = urlsplit(self.client.base).netloc
        return [
            a for a in self.asked if urlsplit(a).netloc != here and urlsplit(a).scheme not in ("blob", "data", "about")
        ]


@contextmanager
def chromium() -> Iterator[Browser]:
    assert CHROMIUM is not None
    with sync_playwright() as playwright:
        env: dict[str, str | float | bool] = {
            name: value for name, value in os.environ.items() if not name.startswith("DBUS")
        }
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS), env=env)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def window(
    browser: Browser, client: Client, *, size: tuple[int, int] = (1440, 900), bypass: bool = False
) -> Iterator[Window]:
    """A window with the token exchanged by the page itself. `bypass`: scripts of the test's own may be put in."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, bypass_csp=bypass, accept_downloads=True, locale="en-GB"
    )
    try:
        page = context.new_page()
        made = Window(page=page, client=client)
        page.on("request", lambda request: made.asked.append(request.url))
        page.on("console", lambda line: made.heard(line.type, line.text))
        page.on("pageerror", lambda error: made.heard("error", str(error)))
        client.running.session.renew()
        page.goto(client.running.address)
        made.until("!location.hash.includes('token')")
        yield made
    finally:
        context.close()
