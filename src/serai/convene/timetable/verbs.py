"""What can happen to a timetable, beside the sessions themselves (see the programme)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serai.foundation.record.operations import PartVerbs
from serai.foundation.record.verbs import Erasure, register_verb

FRAME_ADDED = register_verb("timetable_frame.added", _("added"), erasure=Erasure.NOTHING)
FRAME_CHANGED = register_verb("timetable_frame.changed", _("changed"), erasure=Erasure.NOTHING)
RULES = PartVerbs(
    register_verb("timetable_rule.added", _("added"), erasure=Erasure.NOTHING),
    register_verb("timetable_rule.changed", _("changed"), erasure=Erasure.NOTHING),
    register_verb("timetable_rule.removed", _("removed"), erasure=Erasure.NOTHING),
)
# When somebody can be there, and why not: all of it is about the person.
AVAILABILITY = PartVerbs(
    register_verb("availability.added", _("added"), erasure=Erasure.EVERYTHING),
    register_verb("availability.changed", _("changed"), erasure=Erasure.EVERYTHING),
    register_verb("availability.removed", _("removed"), erasure=Erasure.EVERYTHING),
)
SLOTS = PartVerbs(
    register_verb("speaking_slots.added", _("added"), erasure=Erasure.NOTHING),
    register_verb("speaking_slots.changed", _("changed"), erasure=Erasure.NOTHING),
    register_verb("speaking_slots.removed", _("removed"), erasure=Erasure.NOTHING),
)
CANDIDATES = PartVerbs(
    register_verb("speaking_candidate.added", _("added"), erasure=Erasure.EVERYTHING),
    register_verb("speaking_candidate.changed", _("changed"), erasure=Erasure.EVERYTHING),
    register_verb("speaking_candidate.removed", _("removed"), erasure=Erasure.EVERYTHING),
)
PLAN_MADE = register_verb("plan.made", _("made"), erasure=Erasure.EVERYTHING)
PLAN_REMOVED = register_verb("plan.removed", _("removed"), erasure=Erasure.EVERYTHING)
PLAN_TAKEN_OVER = register_verb("plan.taken_over", _("took over"), erasure=Erasure.NOTHING)
