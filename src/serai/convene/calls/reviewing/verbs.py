"""What can happen while submissions are reviewed, decided and answered."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serai.foundation.record.operations import PartVerbs
from serai.foundation.record.verbs import Erasure, register_verb


def _verbs(name: str, erasure: Erasure = Erasure.NOTHING) -> PartVerbs:
    return PartVerbs(
        register_verb(f"{name}.added", _("added"), erasure=erasure),
        register_verb(f"{name}.changed", _("changed"), erasure=erasure),
        register_verb(f"{name}.removed", _("removed"), erasure=erasure),
    )


RULES = _verbs("reviewing")
CRITERIA = _verbs("review_criterion")
LETTER_TEXT = _verbs("letter_text")

# Who reviews what, and what they say of it: all of it is about the reviewer or the authors.
REVIEWER = _verbs("reviewer", Erasure.EVERYTHING)
ASSIGNMENT = _verbs("review_assignment", Erasure.EVERYTHING)
CONFLICT = _verbs("conflict_of_interest", Erasure.EVERYTHING)
REVIEW = _verbs("review", Erasure.EVERYTHING)
SCORES = _verbs("review_score", Erasure.EVERYTHING)
DECISION = _verbs("submission_decision", Erasure.EVERYTHING)
LETTER = _verbs("submission_letter", Erasure.EVERYTHING)
BECAME = register_verb("submission.became", _("put into the programme"), erasure=Erasure.NOTHING)
TOLD = register_verb("submission.told", _("told the decision about"), erasure=Erasure.NOTHING)
SPEAKER_FOUND = register_verb(
    "submission_speaker.identified", _("said who it is of"), erasure=Erasure.EVERYTHING
)
