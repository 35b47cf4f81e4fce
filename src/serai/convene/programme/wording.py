"""How a page says that something is not known.

Before and during an edition, what is missing is still to be announced. Once it is over nothing
will be announced any more: then the page says that the sources do not state it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

from serai.convene.editions.models import Edition, EditionState

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Wording(NamedTuple):
    """The sentence for each thing that can be unknown."""

    name: _StrPromise
    title: _StrPromise
    day: _StrPromise
    time: _StrPromise
    room: _StrPromise
    section: _StrPromise
    topic: _StrPromise
    languages: _StrPromise
    access: _StrPromise
    activity: _StrPromise
    people: _StrPromise
    sessions: _StrPromise
    nothing_on_day: _StrPromise


AWAITED = Wording(
    name=_("name to be announced"),
    title=_("title to be announced"),
    day=_("Day to be announced"),
    time=_("Time to be announced"),
    room=_("Room to be announced"),
    section=_("Section to be announced"),
    topic=_("Topic to be announced"),
    languages=_("Languages to be announced"),
    access=_("Access to be announced"),
    activity=_("Activity to be announced"),
    people=_("Speakers to be announced"),
    sessions=_("Day, time and room are to be announced."),
    nothing_on_day=_("What takes place on this day is to be announced."),
)
NOT_STATED = Wording(
    name=_("name not stated in the sources"),
    title=_("title not stated in the sources"),
    day=_("Day not stated in the sources"),
    time=_("Time not stated in the sources"),
    room=_("Room not stated in the sources"),
    section=_("Section not stated in the sources"),
    topic=_("Topic not stated in the sources"),
    languages=_("Languages not stated in the sources"),
    access=_("Access not stated in the sources"),
    activity=_("Activity not stated in the sources"),
    people=_("Speakers not stated in the sources"),
    sessions=_("Day, time and room are not stated in the sources."),
    nothing_on_day=_("The sources do not state what took place on this day."),
)


def wording(edition: Edition) -> Wording:
    """Return the sentences that fit the state of an edition."""
    return NOT_STATED if edition.state == EditionState.CONCLUDED else AWAITED
