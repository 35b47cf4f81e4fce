"""Citations in data files: which field of an item rests on which place of which source.

``cite`` maps a field of the item (``_`` for the item as a whole) to a place, or a list of them. A
place is ``source@start:end`` (characters, end exclusive), ``source@page 3`` in words, or ``source``
alone; with a note it is a mapping::

    cite:
      _: xinhua-announcement@103:351
      started_on:
        - feature-chongqing@2718:3017
        - {at: "report-x@10:20", note: "Another report gives only the month."}
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Annotated, Any

from django.db import models
from pydantic import BeforeValidator, Field

from serai.foundation.dataset.kinds import NO_TEXT, Part, Texts, reference
from serai.foundation.dataset.loading import Loading
from serai.foundation.translation import texts_of
from serai.track.evidence.models import Citation, Claim, Source

_PLACE = re.compile(
    r"(?P<source>[a-z0-9][a-z0-9-]*)(?:@(?:(?P<start>\d+):(?P<end>\d+)|(?P<words>.+)))?"
)

WHOLE = "_"


def _as_mapping(value: Any) -> Any:
    return {"at": value} if isinstance(value, str) else value


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


class _Place(Part):
    at: str = Field(pattern=_PLACE.pattern)
    claim: str | None = None
    note: Texts = NO_TEXT


PlaceItem = Annotated[_Place, BeforeValidator(_as_mapping)]
Cited = dict[str, Annotated[list[PlaceItem], BeforeValidator(_as_list)]]
"""The type of the field ``cite`` of an item; give it the default ``{}``."""


def split_place(at: str) -> tuple[str, int | None, int | None, str]:
    """Split ``source@start:end`` into source, start, end and the place in words."""
    found = _PLACE.fullmatch(at)
    if found is None:
        raise ValueError(f"“{at}” is not a place: write source@120:180")
    start, end = (int(found[name]) if found[name] else None for name in ("start", "end"))
    return found["source"], start, end, found["words"] or ""


def citation_rows(cited: Cited, loading: Loading, *path: str | int) -> list[dict[str, Any]]:
    """Resolve the citations of an item to rows for `serai.track.evidence.operations.cite`.

    ``path`` is where in the item they stand, if they are those of a part.
    """
    rows = []
    for field, places in cited.items():
        for index, place in enumerate(places):
            where = (*path, "cite", field, index)
            source_key, start, end, words = split_place(place.at)
            source = loading.find_optional(Source, source_key, *where, "at")
            claim = loading.find_optional(Claim, place.claim, *where, "claim")
            if source is None:
                continue
            rows.append({
                "field": "" if field == WHOLE else field,
                "source": source, "start": start, "end": end, "locator": words,
                "claim": claim, "note": place.note,
            })  # fmt: skip
    return rows


def check_cited(cited: Cited, fields: Iterable[str]) -> Cited:
    """Refuse citations of fields that the item does not have; for pydantic validators."""
    allowed = {WHOLE, *fields}
    for field in cited:
        if field not in allowed:
            raise ValueError(
                f"“{field}” cannot be cited: use _ or {', '.join(sorted(allowed - {WHOLE}))}"
            )
    return cited


def written_place(citation: Citation) -> Any:
    """Turn a citation into what stands in a file."""
    at = str(reference(citation.source))
    if citation.start is not None:
        at += f"@{citation.start}:{citation.end}"
    elif citation.locator:
        at += f"@{citation.locator}"
    extra: dict[str, Any] = {}
    if citation.claim_id:
        extra["claim"] = reference(citation.claim)
    if texts := texts_of(citation.note):
        extra["note"] = texts["en"] if set(texts) == {"en"} else texts
    return {"at": at, **extra} if extra else at


def written_citations(citations: Sequence[Citation]) -> dict[str, Any]:
    """Turn the citations of an object into the ``cite`` of its item."""
    result: dict[str, Any] = {}
    for citation in citations:
        result.setdefault(citation.field or WHOLE, []).append(written_place(citation))
    return {field: places[0] if len(places) == 1 else places for field, places in result.items()}


def citations_of(target: models.Model) -> dict[str, Any]:
    """Return what a dump writes for the citations of an object."""
    rows: Any = getattr(target, "citations")  # noqa: B009
    return written_citations(list(rows.select_related("source", "claim")))
