"""What can happen to a programme."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from serai.foundation.dataset.loading import ChangeVerbs
from serai.foundation.record.operations import PartVerbs
from serai.foundation.record.verbs import Erasure, Verb, register_verb


class ObjectVerbs(NamedTuple):
    """The verbs for one sort of object."""

    added: Verb
    changed: Verb
    removed: Verb

    @property
    def for_loading(self) -> ChangeVerbs:
        """The two of them that a load of data files uses."""
        return ChangeVerbs(created=self.added, changed=self.changed)


def _verbs(name: str) -> ObjectVerbs:
    return ObjectVerbs(
        register_verb(f"{name}.added", _("added"), erasure=Erasure.NOTHING),
        register_verb(f"{name}.changed", _("changed"), erasure=Erasure.NOTHING),
        register_verb(f"{name}.removed", _("removed"), erasure=Erasure.NOTHING),
    )


SECTION = _verbs("section")
ROOM = _verbs("room")
ACTIVITY = _verbs("activity")
SESSION = _verbs("session")
CONTRIBUTION = _verbs("contribution")
ORGANISERS = PartVerbs(*_verbs("activity_organiser"))
OUTCOMES = PartVerbs(*_verbs("activity_outcome"))

# Who took part, as what: all of it is about the person.
PARTICIPATIONS = PartVerbs(
    register_verb("participation.added", _("added"), erasure=Erasure.EVERYTHING),
    register_verb("participation.changed", _("changed"), erasure=Erasure.EVERYTHING),
    register_verb("participation.removed", _("removed"), erasure=Erasure.EVERYTHING),
)
