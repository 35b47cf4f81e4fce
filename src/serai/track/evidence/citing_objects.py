"""What rests on a source: the objects of other rooms that cite it.

Evidence knows nothing of the rooms that build on it, and a page must not give away what is not
published. So a room says, for each model that has citations, where its public page is; objects of
other models are counted but not named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType

from serai.track.evidence.models import Citation


def _is_public(target: Any) -> bool:
    return bool(target.is_public)


@dataclass(frozen=True, slots=True)
class _Citing:
    whole: str
    is_public: Callable[[Any], bool]
    related: tuple[str, ...]


_citing: dict[str, _Citing] = {}


def register_citing(
    model: str,
    *,
    whole: str = "",
    is_public: Callable[[Any], bool] = _is_public,
    related: tuple[str, ...] = (),
) -> None:
    """Let objects of a model (``register.record``) be named on the pages of what they cite.

    ``whole`` is the attribute that leads from a part to what has the page (``record`` of a party).
    ``is_public`` is asked of that; ``related`` is what it needs loaded, from the model.
    """
    _citing[model] = _Citing(whole, is_public, related)


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
    def href(self) -> str:
        """The address of its page."""
        return str(self.target.get_absolute_url())


def citing_objects(citations: Iterable[Citation]) -> list[CitingObject]:
    """Return the public objects that make some citations, in one query for each of their models."""
    by_model: dict[int, list[Citation]] = {}
    for citation in citations:
        by_model.setdefault(citation.content_type_id, []).append(citation)
    found: dict[Any, CitingObject] = {}
    for type_key, group in by_model.items():
        content_type = ContentType.objects.get_for_id(type_key)
        model = content_type.model_class()
        known = _citing.get(f"{content_type.app_label}.{content_type.model}")
        if model is None or known is None:
            continue
        related = [*([known.whole] if known.whole else []), *known.related]
        rows = model._base_manager.filter(pk__in={citation.object_id for citation in group})
        targets = {row.pk: row for row in (rows.select_related(*related) if related else rows)}
        for citation in group:
            target = targets.get(citation.object_id)
            if target is not None and known.whole:
                target = getattr(target, known.whole)
            if target is not None and known.is_public(target):
                found.setdefault(target, CitingObject(target)).citations.append(citation)
    return list(found.values())
