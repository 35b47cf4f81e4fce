"""Somebody with a browser, who notices every fault of a page."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

from browsing import PATIENCE
from journeys.demonstration import Demonstration

BEYOND_THE_SCREEN = """() => {
  const page = document.documentElement;
  if (page.scrollWidth <= page.clientWidth) return [];
  const beyond = [...document.body.querySelectorAll("*")].filter((part) => {
    const box = part.getBoundingClientRect();
    return box.right > page.clientWidth + 0.5 || box.left < -0.5;
  });
  return [`${page.scrollWidth} pixels`, ...beyond.map((part) => part.outerHTML.slice(0, 200))];
}"""


class Visitor:
    """One browser without history, on one site.

    ``faults`` collects errors of scripts, breaches of the content security policy, requests that
    failed and answers that are errors, but for the addresses in ``expected``.
    """

    def __init__(self, browser: Browser, site: Demonstration, **options: Any) -> None:
        self.site = site
        self.faults: list[str] = []
        self.expected: set[str] = set()
        self._context = browser.new_context(
            base_url=site.url, locale="en-GB", reduced_motion="reduce", **options
        )
        self._context.set_default_timeout(PATIENCE)
        self.page = self._context.new_page()
        self._listen(self.page)

    def _listen(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("console", self._on_console)
        page.on("requestfailed", self._on_failure)
        page.on("response", self._on_response)

    def _on_console(self, message: ConsoleMessage) -> None:
        # That an answer is an error is noted where it arrives, with its address.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.faults.append(f"{message.location.get('url')}: {message.text}")

    def _on_failure(self, request: Request) -> None:
        # Whoever goes on before a page is whole breaks off what it was still asking for.
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"{request.url}: {request.failure}")

    def _on_response(self, response: Response) -> None:
        path = response.url.removeprefix(self.site.url)
        if response.status >= 400 and path not in self.expected:
            self.faults.append(f"{response.url}: {response.status}")

    def sign_in(self, name: str) -> None:
        """Follow the sign-in link of one of the example people."""
        self.page.goto(self.site.links[name])

    def open(self, path: str) -> Page:
        """Go to an address of the site."""
        self.page.goto(path)
        return self.page

    def parts_beyond_the_screen(self) -> list[str]:
        """What makes the page scroll sideways: nothing, where the page fits."""
        found: list[str] = self.page.evaluate(BEYOND_THE_SCREEN)
        return found

    def close(self) -> None:
        self._context.close()
