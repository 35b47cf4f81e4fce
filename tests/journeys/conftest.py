"""What every journey has: the product with its example, and a browser that misses nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from journeys.demonstration import Demonstration, Prepared, prepared
from journeys.visitor import Visitor


@pytest.fixture(scope="session")
def installation() -> Iterator[Prepared]:
    """An installation with the example, of which copies are served."""
    with prepared() as made:
        yield made


@pytest.fixture(scope="session")
def site(installation: Prepared) -> Iterator[Demonstration]:
    """The product with its example. Many tests share it: they read, and change nothing."""
    with installation.served() as demonstration:
        yield demonstration


@pytest.fixture(scope="session")
def changed_site(installation: Prepared) -> Iterator[Demonstration]:
    """The product with its example, for tests that change it and mind nobody else's changes."""
    with installation.served() as demonstration:
        yield demonstration


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[..., Visitor]]:
    """Open a browser on a site. The test fails if anything went wrong on a page."""
    visitors: list[Visitor] = []

    def open_browser(site: Demonstration, **options: Any) -> Visitor:
        visitors.append(Visitor(chromium, site, **options))
        return visitors[-1]

    yield open_browser
    for visitor in visitors:
        visitor.close()
    for visitor in visitors:
        assert visitor.faults == []


@pytest.fixture
def page(visit: Callable[..., Visitor], site: Demonstration) -> Page:
    """A page of a reader whom nobody knows."""
    return visit(site).page
