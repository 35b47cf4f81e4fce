"""What can happen to what speakers say. All of it is about a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from serai.foundation.record.operations import PartVerbs
from serai.foundation.record.verbs import Erasure, Verb, register_verb

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def _verb(name: str, label: _StrPromise) -> Verb:
    return register_verb(name, label, erasure=Erasure.EVERYTHING)


def _verbs(name: str) -> PartVerbs:
    return PartVerbs(
        _verb(f"{name}.added", _("added")),
        _verb(f"{name}.changed", _("changed")),
        _verb(f"{name}.removed", _("removed")),
    )


SPEAKER = _verbs("speaker")
ANSWER = PartVerbs(
    _verb("speaker_answer.given", _("answered")),
    _verb("speaker_answer.changed", _("answered otherwise")),
    _verb("speaker_answer.taken_back", _("took back the answer to")),
)
LETTER = _verbs("speaker_letter")
LETTER_SENT = _verb("speaker_letter.sent", _("sent"))
LINK_REVOKED = _verb("speaker_link.revoked", _("revoked the personal link of"))
LINK_OPENED = _verb("speaker_link.opened", _("opened the personal link of"))
