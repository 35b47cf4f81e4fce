"""What can happen to a series and to an edition."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serai.foundation.record.operations import PartVerbs
from serai.foundation.record.verbs import Erasure, register_verb

SERIES_CREATED = register_verb("series.created", _("created"), erasure=Erasure.NOTHING)
SERIES_CHANGED = register_verb("series.changed", _("changed"), erasure=Erasure.NOTHING)
SERIES_DELETED = register_verb("series.deleted", _("deleted"), erasure=Erasure.NOTHING)

HOST_VERBS = PartVerbs(
    register_verb("series.host_added", _("added the host"), erasure=Erasure.NOTHING),
    register_verb("series.host_changed", _("changed the host"), erasure=Erasure.NOTHING),
    register_verb("series.host_removed", _("removed the host"), erasure=Erasure.NOTHING),
)
MILESTONE_VERBS = PartVerbs(
    register_verb("series.milestone_added", _("added the milestone"), erasure=Erasure.NOTHING),
    register_verb("series.milestone_changed", _("changed the milestone"), erasure=Erasure.NOTHING),
    register_verb("series.milestone_removed", _("removed the milestone"), erasure=Erasure.NOTHING),
)

EDITION_CREATED = register_verb("edition.created", _("created"), erasure=Erasure.NOTHING)
EDITION_COPIED = register_verb(
    "edition.copied", _("created, from the last edition,"), erasure=Erasure.NOTHING
)
EDITION_CHANGED = register_verb("edition.changed", _("changed"), erasure=Erasure.NOTHING)
EDITION_DELETED = register_verb(
    # What goes with an edition includes who had which role in it.
    "edition.deleted",
    _("deleted"),
    erasure=Erasure.FIELDS,
    personal_fields=frozenset({"parts"}),
)
EDITION_MOVED = register_verb("edition.moved", _("moved on"), erasure=Erasure.NOTHING)
EDITION_PUBLISHED = register_verb("edition.published", _("made public"), erasure=Erasure.NOTHING)
EDITION_UNPUBLISHED = register_verb(
    "edition.unpublished", _("took back from the public"), erasure=Erasure.NOTHING
)

TOPIC_VERBS = PartVerbs(
    register_verb("edition.topic_added", _("added the topic"), erasure=Erasure.NOTHING),
    register_verb("edition.topic_changed", _("changed the topic"), erasure=Erasure.NOTHING),
    register_verb("edition.topic_removed", _("removed the topic"), erasure=Erasure.NOTHING),
)
VENUE_VERBS = PartVerbs(
    register_verb("edition.venue_added", _("added the venue"), erasure=Erasure.NOTHING),
    register_verb("edition.venue_changed", _("changed the venue"), erasure=Erasure.NOTHING),
    register_verb("edition.venue_removed", _("removed the venue"), erasure=Erasure.NOTHING),
)
ORGANISER_VERBS = PartVerbs(
    register_verb("edition.organiser_added", _("added the organiser"), erasure=Erasure.NOTHING),
    register_verb("edition.organiser_changed", _("changed the organiser"), erasure=Erasure.NOTHING),
    register_verb("edition.organiser_removed", _("removed the organiser"), erasure=Erasure.NOTHING),
)

# An announcement may be by or about a person; the fact that something was announced stays.
_OF_A_PERSON = frozenset({"title", "body", "person"})
ANNOUNCEMENT_VERBS = PartVerbs(
    register_verb(
        "edition.announcement_added",
        _("added the announcement"),
        erasure=Erasure.FIELDS,
        personal_fields=_OF_A_PERSON,
    ),
    register_verb(
        "edition.announcement_changed",
        _("changed the announcement"),
        erasure=Erasure.FIELDS,
        personal_fields=_OF_A_PERSON,
    ),
    register_verb(
        "edition.announcement_removed",
        _("removed the announcement"),
        erasure=Erasure.FIELDS,
        personal_fields=_OF_A_PERSON,
    ),
)
ROLE_VERBS = PartVerbs(
    register_verb("edition.role_given", _("gave the role"), erasure=Erasure.EVERYTHING),
    register_verb("edition.role_changed", _("changed the role"), erasure=Erasure.EVERYTHING),
    register_verb("edition.role_withdrawn", _("withdrew the role"), erasure=Erasure.EVERYTHING),
)
