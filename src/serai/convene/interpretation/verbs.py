"""What can happen to the interpretation of an edition."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serai.foundation.record.operations import PartVerbs
from serai.foundation.record.verbs import Erasure, register_verb

CONDITIONS = PartVerbs(
    register_verb("interpretation_conditions.added", _("added"), erasure=Erasure.NOTHING),
    register_verb("interpretation_conditions.changed", _("changed"), erasure=Erasure.NOTHING),
    register_verb("interpretation_conditions.removed", _("removed"), erasure=Erasure.NOTHING),
)
# Who interprets, and where: all of it is about the person.
INTERPRETER = PartVerbs(
    register_verb("interpreter.added", _("added"), erasure=Erasure.EVERYTHING),
    register_verb("interpreter.changed", _("changed"), erasure=Erasure.EVERYTHING),
    register_verb("interpreter.removed", _("removed"), erasure=Erasure.EVERYTHING),
)
SEATS = PartVerbs(
    register_verb("interpreter_seat.added", _("added"), erasure=Erasure.EVERYTHING),
    register_verb("interpreter_seat.changed", _("changed"), erasure=Erasure.EVERYTHING),
    register_verb("interpreter_seat.removed", _("removed"), erasure=Erasure.EVERYTHING),
)
TERMS = PartVerbs(
    register_verb("glossary_term.added", _("added"), erasure=Erasure.NOTHING),
    register_verb("glossary_term.changed", _("changed"), erasure=Erasure.NOTHING),
    register_verb("glossary_term.removed", _("removed"), erasure=Erasure.NOTHING),
)
