"""What rests on a source: the objects of other rooms that cite it.

Evidence knows nothing of the rooms that build on it, and a page must not give away what is not
published. So a room says, for each model that has citations, which public page shows it; objects of
other models stay unmentioned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType

from serai.track.evidence.models import Citation
from serai.track.evidence.words import place_words


def shown_by_itself(target: Any) -> Any | None:
    """Return what has a page of its own, if that is public."""
    return target if target.is_public else None


@dataclass(frozen=True, slots=True)
class _Citing:
    shown_among: Callable[[Sequence[Any]], Mapping[Any, Any]]
    related: tuple[str, ...]
    prefetch: tuple[str, ...]


_citing: dict[str, _Citing] = {}


def register_citing(
    *models: str,
    shown_by: Callable[[Any], Any | None] = shown_by_itself,
    shown_among: Callable[[Sequence[Any]], Mapping[Any, Any]] | None = None,
    related: tuple[str, ...] = (),
    prefetch: tuple[str, ...] = (),
) -> None:
    """Let objects of some models (``register.party``) be named on the pages of what they cite.

    ``shown_by`` gives the object whose public page shows an object (the record of a party), or None
    where no public page does; ``shown_among`` does so for many at once, by their primary keys.
    ``related`` and ``prefetch`` name what they need loaded.
    """

    def each_by_itself(rows: Sequence[Any]) -> Mapping[Any, Any]:
        return {row.pk: shown_by(row) for row in rows}

    for model in models:
        _citing[model] = _Citing(shown_among or each_by_itself, related, prefetch)


@dataclass(slots=True)
class CitingObject:
    """A public object that cites a source, and the places that it cites."""

    target: Any
    citations: list[Citation] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """What sort of object it is."""
        return str(self.target._meta.verbose_name)

    @property
    def places(self) -> list[str]:
        """The places that it cites, each once."""
        written = (place_words(each.start, each.end, each.locator) for each in self.citations)
        return [place for place in dict.fromkeys(written) if place]

    @property
    def href(self) -> str:
        """The address of its page."""
        return str(self.target.get_absolute_url())


def citing_objects(citations: Iterable[Citation]) -> list[CitingObject]:
    """Return the public objects that make some citations, in few queries for each model."""
    by_model: dict[int, list[Citation]] = {}
    for citation in citations:
        by_model.setdefault(citation.content_type_id, []).append(citation)
    found: dict[Any, CitingObject] = {}
    for type_key, group in sorted(by_model.items()):
        content_type = ContentType.objects.get_for_id(type_key)
        model = content_type.model_class()
        known = _citing.get(f"{content_type.app_label}.{content_type.model}")
        if model is None or known is None:
            continue
        rows = model._base_manager.filter(pk__in={citation.object_id for citation in group})
        if known.related:
            rows = rows.select_related(*known.related)
        shown = known.shown_among(list(rows.prefetch_related(*known.prefetch)))
        for citation in group:
            page = shown.get(citation.object_id)
            if page is not None:
                found.setdefault(page, CitingObject(page)).citations.append(citation)
    return list(found.values())


def _always(target: Any) -> Any:
    return target


register_citing("directory.organisation", shown_by=_always)
register_citing("directory.person", shown_by=_always, prefetch=("names",))
