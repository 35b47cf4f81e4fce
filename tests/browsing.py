"""Tests in a real browser: Debian's Chromium, found on the path or named by ``CHROMIUM``.

Where it is missing the tests marked ``browser`` are left out (`omissions`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from omissions import chromium_path

PATIENCE = 60_000
"""Milliseconds until something counts as never coming: a busy machine is no fault of a page."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of a process."""
    # Playwright keeps an event loop in this thread, in which Django would refuse to work.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    arguments = ["--disable-gpu", "--disable-background-networking", "--no-first-run"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def browser_context(chromium: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    """A browser without history or cookies, on the site of the test."""
    context = chromium.new_context(
        base_url=live_server.url, locale="en-GB", reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def page(browser_context: BrowserContext) -> Iterator[Page]:
    """An open page. The test fails if a script of it fails or its policy is breached."""
    page = browser_context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda message: faults.append(message.text) if message.type == "error" else None,
    )
    yield page
    expected = "Failed to load resource"  # said of every answer that is not 200
    assert not [fault for fault in faults if expected not in fault]


def sign_in(context: BrowserContext, client: Client, live_server: LiveServer) -> None:
    """Give the browser the session of a test client."""
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
    )


def intercept(page: Page, addresses: str, handle: Callable[[Route], None]) -> None:
    """Answer requests of an open page in the place of the server.

    It is loaded anew: requests of a page that was there before may still go past, for its renderer
    learns of this a moment later.
    """
    page.route(addresses, handle)
    page.reload()


def accessibility_faults(page: Page) -> list[str]:
    """Return what axe-core finds against WCAG 2.2 A and AA, one line for each element."""
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{violation['id']}: {violation['help']}: {node['html']}"
        for violation in found
        for node in violation["nodes"]
    ]
