"""Sources and claims for tests: small, valid, and different from each other."""

from __future__ import annotations

from itertools import count
from typing import Any

from serai.foundation.dates import PartialDate
from serai.track.evidence.models import Claim, Qualifier, Review, Source, SourceKind

_number = count(1)


def make_source(**values: Any) -> Source:
    """A source with a title of its own; ``published_on`` may be written as text."""
    number = next(_number)
    values.setdefault("title", {"en": f"Report number {number}"})
    values.setdefault("kind", SourceKind.NEWS_REPORT)
    values.setdefault("language", "en")
    values.setdefault("published_on", PartialDate(2023, 11, 6))
    return _saved(Source(**values))


def make_claim(**values: Any) -> Claim:
    """An accepted claim of "more than 80" agreements, in a source of its own."""
    values.setdefault("source", None)
    if values["source"] is None:
        values["source"] = make_source()
    values.setdefault("subject", "Agreements")
    values.setdefault("unit", "agreement")
    values.setdefault("qualifier", Qualifier.MORE_THAN)
    if values["qualifier"] != Qualifier.UNQUANTIFIED:
        values.setdefault("value", 80)
    values.setdefault(
        "written", f"{Qualifier(values['qualifier']).label} {values.get('value', '')}".strip()
    )
    values.setdefault("review", Review.ACCEPTED)
    return _saved(Claim(**values))


def _saved(instance: Any) -> Any:
    instance.full_clean()
    instance.save()
    instance.refresh_from_db()
    return instance
