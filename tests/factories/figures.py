"""Indicators for tests."""

from __future__ import annotations

from itertools import count
from typing import Any

from serai.track.figures.models import Indicator

_number = count(1)


def make_indicator(**values: Any) -> Indicator:
    """An indicator that nothing counts yet, with a slug of its own."""
    number = next(_number)
    values.setdefault("slug", f"indicator-{number}")
    values.setdefault("name", {"en": f"Indicator number {number}"})
    values.setdefault("definition", {"en": "Agreements between governments."})
    values.setdefault("unit", {"en": "agreements"})
    values.setdefault("position", number)
    indicator = Indicator(**values)
    indicator.full_clean()
    indicator.save()
    indicator.refresh_from_db()
    return indicator
