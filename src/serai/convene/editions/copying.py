"""An edition as the start of the next.

What is copied is chosen part by part. Rooms that hold more of an edition register their parts:

    register_copied_part("sections", _("sections"), copy=copy_sections, position=60)

    def copy_sections(run: CopyRun) -> None:
        for section in Section.objects.filter(edition=run.source):
            run.duplicate(section, verb=SECTION_CREATED, edition=run.target)

Citations are never copied: the facts of the new edition need sources of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from serai.convene.editions import verbs
from serai.convene.editions.models import Edition, EditionState
from serai.convene.editions.operations import change_edition, create_edition
from serai.convene.editions.queries import next_host
from serai.foundation.record.operations import Actor, create_object
from serai.foundation.record.verbs import Verb
from serai.foundation.translation import texts_of

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

M = TypeVar("M", bound=models.Model)

_OWN_TO_EACH = {"code", "key"}


@dataclass(slots=True)
class CopyRun:
    """One copying of an edition: from where, to where, by whom, and what became of what."""

    actor: Actor
    source: Edition
    target: Edition
    _twins: dict[tuple[type[models.Model], Any], models.Model] = field(default_factory=dict)

    def duplicate(
        self,
        original: M,
        *,
        verb: Verb,
        many: Mapping[str, Any] | None = None,
        **changes: Any,
    ) -> M:
        """Create, and record as part of the new edition, an object like another.

        Everything is taken over but the identity and what ``changes`` gives; many-to-many sets
        only as ``many`` gives them.
        """
        model = type(original)
        values = {
            column.attname: getattr(original, column.attname)
            for column in model._meta.concrete_fields
            if not column.primary_key and column.name not in {*_OWN_TO_EACH, *changes}
        }
        twin = create_object(
            actor=self.actor, verb=verb, instance=model(**values, **changes), many=many,
            root=self.target,
        )  # fmt: skip
        self._twins[model, original.pk] = twin
        return twin

    def twin(self, original: M | None) -> M | None:
        """Return what an object of the source became, or None where it was not copied."""
        if original is None:
            return None
        return self._twins.get((type(original), original.pk))  # type: ignore[return-value]


CopyPart: TypeAlias = Callable[[CopyRun], None]


@dataclass(frozen=True, slots=True)
class CopiedPart:
    """A part that can be chosen when an edition is copied."""

    key: str
    label: str | _StrPromise
    copy: CopyPart
    position: int
    is_suggested: bool


_parts: dict[str, CopiedPart] = {}


def register_copied_part(
    key: str,
    label: str | _StrPromise,
    copy: CopyPart,
    *,
    position: int = 100,
    is_suggested: bool = True,
) -> None:
    """Let a part of an edition be chosen for copying. Lower positions are copied first, so that
    a later part finds the twins of an earlier one; it must do without where that was not chosen.
    What usually differs from edition to edition is not suggested.
    """
    if key in _parts:
        raise ValueError(f"The part {key!r} is registered twice.")
    _parts[key] = CopiedPart(key, label, copy, position, is_suggested)


def copied_parts() -> list[CopiedPart]:
    """Every part that can be chosen, in order."""
    return sorted(_parts.values(), key=lambda part: (part.position, part.key))


def propose_next(source: Edition) -> dict[str, Any]:
    """Propose the columns of the edition after another, by the rule of its series.

    Host and year follow the rotation; the days are those of the source in the later year. The host
    city is left open where the host changes, for it is not known yet.
    """
    series = source.series
    last = series.editions.order_by("-ordinal").first() or source
    host = next_host(list(series.hosts.all()), last)
    starts_on = ends_on = None
    if series.interval_years and last.starts_on:
        starts_on = years_later(last.starts_on, series.interval_years)
        ends_on = years_later(last.ends_on, series.interval_years) if last.ends_on else None
    same_place = host is None or host.pk == source.host_id
    return {
        "series": series,
        "ordinal": last.ordinal + 1,
        "slug": _free_slug(source, host, starts_on, last.ordinal + 1),
        "name": source.name,
        "host": host,
        "city": source.city if same_place else {},
        "country": host.country if host and host.country else source.country,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "time_zone": source.time_zone,
        "languages": list(source.languages),
        "state": EditionState.ANNOUNCED,
    }


def years_later(day: date, years: int) -> date | None:
    """The same day some years later; the 29th of February becomes the 28th where it must.

    None where the calendar ends before.
    """
    if day.year + years > date.max.year:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _free_slug(source: Edition, host: Any, starts_on: date | None, ordinal: int) -> str:
    place = slugify(texts_of(host.name).get("en", "")) if host else ""
    wanted = f"{place or source.series.slug}-{starts_on.year if starts_on else ordinal}"[:70]
    slug, number = wanted, 2
    while Edition.objects.filter(slug=slug).exists():
        slug, number = f"{wanted}-{number}", number + 1
    return slug


@transaction.atomic
def copy_edition(
    *, actor: Actor, source: Edition, values: Mapping[str, Any], parts: Collection[str]
) -> Edition:
    """Create an edition from another, with the chosen parts. It is not public.

    ``values`` are the columns of the new edition, such as `propose_next` gives them. Raises
    ValidationError, and LookupError for a part that nobody registered.
    """
    if unknown := set(parts) - set(_parts):
        raise LookupError(f"No part is called {min(unknown)!r}.")
    target = create_edition(actor=actor, values=values, verb=verbs.EDITION_COPIED, note=str(source))
    run = CopyRun(actor, source, target)
    with scope(edition=[source, target]):
        for part in copied_parts():
            if part.key in parts:
                part.copy(run)
    return target


def _copy_texts(run: CopyRun) -> None:
    change_edition(
        actor=run.actor,
        edition=run.target,
        changes={"theme": run.source.theme, "summary": run.source.summary},
    )


def _copy_topics(run: CopyRun) -> None:
    for topic in run.source.topics.all():
        run.duplicate(topic, verb=verbs.TOPIC_VERBS.added, edition=run.target)


def _copy_venues(run: CopyRun) -> None:
    for venue in run.source.venues.all():
        run.duplicate(venue, verb=verbs.VENUE_VERBS.added, edition=run.target)


def _copy_organisers(run: CopyRun) -> None:
    for organiser in run.source.organisers.all():
        run.duplicate(organiser, verb=verbs.ORGANISER_VERBS.added, edition=run.target)


def _copy_team(run: CopyRun) -> None:
    for assignment in run.source.role_assignments.all():
        run.duplicate(assignment, verb=verbs.ROLE_VERBS.added, edition=run.target)


register_copied_part("texts", _("theme and summary"), _copy_texts, position=10, is_suggested=False)
register_copied_part("topics", _("focus topics"), _copy_topics, position=20)
register_copied_part("venues", _("venues"), _copy_venues, position=30, is_suggested=False)
register_copied_part("organisers", _("organisers"), _copy_organisers, position=40)
register_copied_part("team", _("roles of the team"), _copy_team, position=50)
