"""Indicators in data files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from serai.foundation.dataset.kinds import (
    NO_TEXT,
    Item,
    Kind,
    Texts,
    own_code,
    reference,
    register_kind,
    written,
)
from serai.foundation.dataset.loading import ChangeVerbs, Loading
from serai.track.figures.models import Indicator
from serai.track.figures.verbs import INDICATOR_ADDED, INDICATOR_CHANGED


class IndicatorItem(Item):
    """An indicator as it stands in a data file; ``slug`` is its key if left out.

    Without a ``position`` it keeps the one that it has.
    """

    slug: str = ""
    name: Texts
    definition: Texts
    unit: Texts
    scope: Texts = NO_TEXT
    counting_rule: Texts = NO_TEXT
    counter: str = ""
    counter_query: str = ""
    is_key_figure: bool = False
    position: int | None = None


_COLUMNS = (
    "name", "definition", "unit", "scope", "counting_rule", "counter", "counter_query",
    "is_key_figure",
)  # fmt: skip


def _load(item: IndicatorItem, loading: Loading) -> Indicator:
    return loading.upsert(
        Indicator,
        item,
        verbs=ChangeVerbs(INDICATOR_ADDED, INDICATOR_CHANGED),
        values={
            "slug": item.slug or item.key,
            **{name: getattr(item, name) for name in _COLUMNS},
            **({} if item.position is None else {"position": item.position}),
        },
    )


def _dump() -> Iterator[dict[str, Any]]:
    for indicator in Indicator.objects.order_by("pk"):
        key = reference(indicator) or ""
        columns = {name: getattr(indicator, name) for name in _COLUMNS}
        if not indicator.is_key_figure:
            del columns["is_key_figure"]
        yield written(
            key=key,
            code=own_code(indicator),
            slug=None if indicator.slug == key else indicator.slug,
            **columns,
            position=indicator.position,
        )


register_kind(Kind("indicators", Indicator, IndicatorItem, _load, _dump))
