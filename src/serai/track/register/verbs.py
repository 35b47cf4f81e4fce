"""What can happen to the records of the register. None of it holds personal data."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serai.foundation.record.operations import PartVerbs
from serai.foundation.record.verbs import Erasure, Verb, register_verb
from serai.track.register.models import Stage


def _verb(name: str, label: object) -> Verb:
    return register_verb(f"register.{name}", label, erasure=Erasure.NOTHING)  # type: ignore[arg-type]


RECORD_ADDED = _verb("record_added", _("added the record"))
RECORD_IMPORTED = _verb("record_imported", _("imported the record"))
RECORD_CHANGED = _verb("record_changed", _("changed the record"))
RECORD_DELETED = _verb("record_deleted", _("deleted the draft"))
STATUS_COMPUTED = _verb("status_computed", _("brought about a new status of"))
DUPLICATE_DELETED = _verb("duplicate_deleted", _("deleted the duplicate"))
RECORD_MERGED = _verb("record_merged", _("merged into it the record"))
REFERENCE_MOVED = _verb("reference_moved", _("replaced a merged record in"))
DUPLICATE_DISMISSED = _verb("duplicate_dismissed", _("declared no duplicate:"))
TASK_ADDED = _verb("task_added", _("added the task"))
TASK_CHANGED = _verb("task_changed", _("changed the task"))
TASK_DONE = _verb("task_done", _("finished the task"))
TASK_REOPENED = _verb("task_reopened", _("took up the task again"))
TASK_REMOVED = _verb("task_removed", _("removed the task"))
STAGE_VERBS = {
    Stage.DRAFT: _verb("record_reopened", _("reopened the record")),
    Stage.CHECKED: _verb("record_checked", _("checked the record")),
    Stage.PUBLISHED: _verb("record_published", _("published the record")),
    Stage.WITHDRAWN: _verb("record_withdrawn", _("withdrew the record")),
}

TERMS = PartVerbs(
    _verb("terms_added", _("added the terms of")),
    _verb("terms_changed", _("changed the terms of")),
    _verb("terms_removed", _("removed the terms of")),
)
PARTIES = PartVerbs(
    _verb("party_added", _("added the party")),
    _verb("party_changed", _("changed the party")),
    _verb("party_removed", _("removed the party")),
)
LEGAL_EVENTS = PartVerbs(
    _verb("legal_event_added", _("added the legal event")),
    _verb("legal_event_changed", _("changed the legal event")),
    _verb("legal_event_removed", _("removed the legal event")),
)
STATUS_EVENTS = PartVerbs(
    _verb("status_event_added", _("added the status")),
    _verb("status_event_changed", _("changed the status")),
    _verb("status_event_removed", _("removed the status")),
)
MEASURES = PartVerbs(
    _verb("measure_added", _("added the measure")),
    _verb("measure_changed", _("changed the measure")),
    _verb("measure_removed", _("removed the measure")),
)
ELEMENTS = PartVerbs(
    _verb("element_added", _("added the element")),
    _verb("element_changed", _("changed the element")),
    _verb("element_removed", _("removed the element")),
)
RELATIONS = PartVerbs(
    _verb("relation_added", _("added the relation")),
    _verb("relation_changed", _("changed the relation")),
    _verb("relation_removed", _("removed the relation")),
)
IDENTIFIERS = PartVerbs(
    _verb("identifier_added", _("added the identifier")),
    _verb("identifier_changed", _("changed the identifier")),
    _verb("identifier_removed", _("removed the identifier")),
)
