"""What can happen to calls and to what is submitted to them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serai.convene.programme.verbs import ObjectVerbs
from serai.foundation.record.operations import PartVerbs
from serai.foundation.record.verbs import Erasure, register_verb

CALL = ObjectVerbs(
    register_verb("call.added", _("added"), erasure=Erasure.NOTHING),
    register_verb("call.changed", _("changed"), erasure=Erasure.NOTHING),
    register_verb("call.removed", _("removed"), erasure=Erasure.NOTHING),
)
QUESTIONS = PartVerbs(
    register_verb("call_question.added", _("added"), erasure=Erasure.NOTHING),
    register_verb("call_question.changed", _("changed"), erasure=Erasure.NOTHING),
    register_verb("call_question.removed", _("removed"), erasure=Erasure.NOTHING),
)
TAGS = PartVerbs(
    register_verb("call_tag.added", _("added"), erasure=Erasure.NOTHING),
    register_verb("call_tag.changed", _("changed"), erasure=Erasure.NOTHING),
    register_verb("call_tag.removed", _("removed"), erasure=Erasure.NOTHING),
)

# What somebody wrote is theirs: all of it goes with them.
SUBMISSION = ObjectVerbs(
    register_verb("submission.begun", _("began"), erasure=Erasure.EVERYTHING),
    register_verb("submission.changed", _("changed"), erasure=Erasure.EVERYTHING),
    register_verb("submission.discarded", _("discarded"), erasure=Erasure.EVERYTHING),
)
SENT = register_verb("submission.sent", _("sent in"), erasure=Erasure.NOTHING)
WITHDRAWN = register_verb("submission.withdrawn", _("withdrew"), erasure=Erasure.NOTHING)
IMPORTED = register_verb("submission.imported", _("imported"), erasure=Erasure.EVERYTHING)
SORTED = register_verb("submission.sorted", _("sorted"), erasure=Erasure.NOTHING)
EXTENDED = register_verb("submission.extended", _("gave more time for"), erasure=Erasure.NOTHING)
SPEAKERS = PartVerbs(
    register_verb("submission_speaker.added", _("added"), erasure=Erasure.EVERYTHING),
    register_verb("submission_speaker.changed", _("changed"), erasure=Erasure.EVERYTHING),
    register_verb("submission_speaker.removed", _("removed"), erasure=Erasure.EVERYTHING),
)
