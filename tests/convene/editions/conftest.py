"""What the tests of this room share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Addresses are made in English, whatever language the last request of a test was in."""
    with translation.override("en"):
        yield
