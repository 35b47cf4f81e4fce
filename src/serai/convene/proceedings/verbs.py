"""What can happen to the materials, the running order and the minutes of a session."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from serai.foundation.record.operations import PartVerbs
from serai.foundation.record.verbs import Erasure, register_verb

MATERIAL = PartVerbs(
    register_verb("material.added", _("added"), erasure=Erasure.NOTHING),
    register_verb("material.changed", _("changed"), erasure=Erasure.NOTHING),
    register_verb("material.removed", _("removed"), erasure=Erasure.NOTHING),
)
# The name of a file often holds that of its author.
MATERIAL_VERSION_ADDED = register_verb(
    "material_version.added", _("added"), erasure=Erasure.FIELDS,
    personal_fields=frozenset({"file_name", "link"}),
)  # fmt: skip
_PERSON = frozenset({"person"})
RUNNING_ORDER_ADDED = register_verb("running_order.added", _("added"), erasure=Erasure.NOTHING)
RUNNING_ORDER_MOVED = register_verb(
    "running_order.moved", pgettext_lazy("running order", "moved on"), erasure=Erasure.NOTHING
)
RUNNING_ITEMS = PartVerbs(
    register_verb(
        "running_item.added", _("added"), erasure=Erasure.FIELDS, personal_fields=_PERSON
    ),
    register_verb(
        "running_item.changed", _("changed"), erasure=Erasure.FIELDS, personal_fields=_PERSON
    ),
    register_verb(
        "running_item.removed", _("removed"), erasure=Erasure.FIELDS, personal_fields=_PERSON
    ),
)
MINUTES_BEGUN = register_verb("minutes.begun", _("added"), erasure=Erasure.NOTHING)
MINUTES_CHANGED = register_verb("minutes.changed", _("changed"), erasure=Erasure.NOTHING)
MINUTES_APPROVED = register_verb("minutes.approved", _("approved"), erasure=Erasure.NOTHING)
SECTIONS = PartVerbs(
    register_verb("minutes_section.added", _("added"), erasure=Erasure.NOTHING),
    register_verb("minutes_section.changed", _("changed"), erasure=Erasure.NOTHING),
    register_verb("minutes_section.removed", _("removed"), erasure=Erasure.NOTHING),
)
DECISIONS = PartVerbs(
    register_verb("minutes_decision.added", _("added"), erasure=Erasure.NOTHING),
    register_verb("minutes_decision.changed", _("changed"), erasure=Erasure.NOTHING),
    register_verb("minutes_decision.removed", _("removed"), erasure=Erasure.NOTHING),
)
ACTIONS = PartVerbs(
    register_verb("action_item.added", _("added"), erasure=Erasure.FIELDS, personal_fields=_PERSON),
    register_verb(
        "action_item.changed", _("changed"), erasure=Erasure.FIELDS, personal_fields=_PERSON
    ),
    register_verb(
        "action_item.removed", _("removed"), erasure=Erasure.FIELDS, personal_fields=_PERSON
    ),
)
# Who was there: all of it is about the person.
ATTENDANCES = PartVerbs(
    register_verb("attendance.added", _("added"), erasure=Erasure.EVERYTHING),
    register_verb("attendance.changed", _("changed"), erasure=Erasure.EVERYTHING),
    register_verb("attendance.removed", _("removed"), erasure=Erasure.EVERYTHING),
)
