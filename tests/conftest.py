"""What every test has: fresh public pages, and a browser's session for each role."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from concurrent.futures import Future, wait
from typing import Any

import hypothesis
import pytest
from django.test import Client
from django.utils import translation
from pytest_django import Settings

from factories.accounts import signed_in, user_with
from serai.foundation import beside
from serai.foundation.accounts.models import Role
from serai.foundation.beside import Beside
from serai.foundation.web.release_cache import release_cache
from serai.track.register.catalogue.keeping import forget_columns
from translations import compile_catalogues

pytest_plugins = ["omissions", "browsing"]

# Properties are tried on the same examples each time, however long a busy machine takes for one. A
# fixture of pytest is made once for all of them.
hypothesis.settings.register_profile(
    "serai",
    deadline=None,
    derandomize=True,
    suppress_health_check=[
        hypothesis.HealthCheck.too_slow,
        hypothesis.HealthCheck.function_scoped_fixture,
    ],
)
hypothesis.settings.load_profile("serai")


def pytest_sessionstart() -> None:
    """Tests see the interface in every language, as an installation does."""
    compile_catalogues()
    # Looking for garbage as often as Python does by itself took a fifth of the time of all tests.
    gc.set_threshold(50_000, 20, 100)


def pytest_collection_finish() -> None:
    """What was imported stays until the end: it is not looked through for garbage again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def fresh_pages(settings: Settings) -> Iterator[None]:
    """No public page survives from one test to the next, or a change within one."""
    settings.REVISION_MAX_AGE = 0
    release_cache.clear()
    forget_columns()
    # A request leaves its language active in the thread.
    translation.activate(settings.LANGUAGE_CODE)
    yield
    release_cache.clear()


@pytest.fixture
def prompt_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second process works from the first piece on."""
    begin = Beside._begin

    def begin_and_wait(self: Beside, *what: Any) -> Future[Any]:
        ready = begin(self, *what)
        wait([ready])
        return ready

    monkeypatch.setattr(Beside, "_begin", begin_and_wait)
    monkeypatch.setattr(beside, "_WORTH", 0)


@pytest.fixture
def administrator_client(db: None) -> Client:
    return signed_in(user_with(Role.ADMINISTRATOR))


@pytest.fixture
def secretariat_client(db: None) -> Client:
    return signed_in(user_with(Role.SECRETARIAT))


@pytest.fixture
def editor_client(db: None) -> Client:
    return signed_in(user_with(Role.EDITOR))


@pytest.fixture
def analyst_client(db: None) -> Client:
    return signed_in(user_with(Role.ANALYST))


@pytest.fixture
def delegate_client(db: None) -> Client:
    """Somebody who signed up and holds no role."""
    return signed_in(user_with())
