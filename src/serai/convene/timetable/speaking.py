"""Speaking slots that are still to be given: who may have them, to whom they go, and who has how
many, region by region.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from babel.numbers import format_percent
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_scopes import scope

from serai.convene.editions.models import Edition
from serai.convene.programme.models import Participation, ParticipationRole, Session
from serai.convene.programme.verbs import PARTICIPATIONS
from serai.convene.timetable.models import OpenSlots
from serai.convene.timetable.verbs import CANDIDATES, SLOTS
from serai.foundation.directory.models import Country, Person
from serai.foundation.directory.queries import region_chains
from serai.foundation.languages import locale_of
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import (
    Actor,
    change_object,
    create_object,
    delete_object,
    entries_made,
    sync_parts,
)

SPEAKING = (ParticipationRole.KEYNOTE, ParticipationRole.SPEAKER, ParticipationRole.PANELLIST)
"""The roles in which people speak."""
_GROUPS = ("is_least_developed", "is_landlocked_developing", "is_small_island_developing")


@transaction.atomic
def save_slots(
    *,
    actor: Actor,
    session: Session,
    slots: int,
    people: Sequence[Person],
    open_slots: OpenSlots | None = None,
) -> OpenSlots:
    """Say how many speaking slots of a session are to be given, and to whom they may go.

    Raises ValidationError where there are fewer candidates than slots.
    """
    with scope(edition=session.edition):
        if len(set(people)) < slots:
            raise ValidationError({"slots": _("There are fewer candidates than slots.")})
        if open_slots is None:
            open_slots = create_object(
                actor=actor, verb=SLOTS.added, instance=OpenSlots(session=session, slots=slots)
            )  # fmt: skip
        else:
            change_object(
                actor=actor, verb=SLOTS.changed, instance=open_slots,
                changes={"session": session, "slots": slots},
            )  # fmt: skip
        sync_parts(
            actor=actor, verbs=CANDIDATES, root=open_slots, parts=open_slots.candidates,
            rows=[{"person": each} for each in dict.fromkeys(people)], match=["person"],
        )  # fmt: skip
        return open_slots


@transaction.atomic
def remove_slots(*, actor: Actor, open_slots: OpenSlots) -> Entry:
    """Give up on giving slots of a session. The entry can be undone."""
    session = open_slots.session
    with scope(edition=session.edition):
        return delete_object(actor=actor, verb=SLOTS.removed, instance=open_slots)


@transaction.atomic
def give_slots(*, actor: Actor, open_slots: OpenSlots, people: Iterable[Person]) -> list[Entry]:
    """Let people speak in a session, in the slots that were open; then none is open any more.

    Returns the entries, which are undone together.
    """
    session = open_slots.session
    with scope(edition=session.edition), entries_made() as entries:
        speaking = set(session.participations.values_list("person", flat=True))
        for person in people:
            if person.pk not in speaking:
                part = Participation(
                    edition=session.edition, session=session, person=person,
                    role=ParticipationRole.SPEAKER,
                )  # fmt: skip
                create_object(actor=actor, verb=PARTICIPATIONS.added, instance=part, root=session)
        remove_slots(actor=actor, open_slots=open_slots)
    return list(entries)


def regions_of(people: Iterable[Person]) -> dict[str, str]:
    """Return the code of the largest region that each person's country is in, by their code."""
    chains = region_chains()
    return {
        person.code: chains[person.country.region_id][0].code
        for person in people
        if person.country and person.country.region_id
    }


@dataclass(frozen=True, slots=True)
class Group:
    """A group of countries: its speaking slots, its part of all, and who else may have one."""

    name: str
    given: int
    share: float
    candidates: int

    @property
    def percent(self) -> str:
        """The share in the manner of the language."""
        return format_percent(self.share, locale=locale_of())


@dataclass(frozen=True, slots=True)
class Spread:
    """Who speaks in an edition, by region and by group of countries."""

    given: int
    open: int
    regions: list[Group]
    groups: list[Group]


def spread_of(edition: Edition) -> Spread:
    """Count the speaking slots of an edition, in a constant number of queries.

    Whoever speaks twice counts twice.
    """
    parts = Participation.objects.filter(role__in=SPEAKING)
    given = [part.person.country for part in parts.select_related("person__country")]
    waiting = [
        candidate.person.country
        for slots in OpenSlots.objects.prefetch_related("candidates__person__country")
        for candidate in slots.candidates.all()
    ]
    chains = region_chains()
    regions = {chain[0].code: str(chain[0]) for chain in chains.values()}
    flags = {name: capfirst(str(getattr(Country, name).field.verbose_name)) for name in _GROUPS}

    def region(country: Country | None) -> list[str]:
        return [chains[country.region_id][0].code] if country and country.region_id else [""]

    def flagged(country: Country | None) -> list[str]:
        if country is None:
            return [""]
        return [name for name in _GROUPS if getattr(country, name)] or ["others"]

    unknown = {"": _("Country not given")}
    return Spread(
        given=len(given),
        open=sum(OpenSlots.objects.values_list("slots", flat=True)),
        regions=_counted(given, waiting, region, regions | unknown),
        groups=_counted(
            given, waiting, flagged, flags | {"others": _("Other countries")} | unknown
        ),
    )


def _counted(
    given: Sequence[Country | None],
    waiting: Sequence[Country | None],
    groups_of: Callable[[Country | None], list[str]],
    names: Mapping[str, str],
) -> list[Group]:
    """The groups in which somebody is, the largest first."""
    slots, candidates = (
        Counter(group for country in countries for group in groups_of(country))
        for countries in (given, waiting)
    )
    found = [
        Group(name, slots[group], slots[group] / max(len(given), 1), candidates[group])
        for group, name in names.items()
        if slots[group] or candidates[group]
    ]
    return sorted(found, key=lambda group: (-group.given, group.name))
