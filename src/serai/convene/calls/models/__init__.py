"""Calls for contributions, their questions, and what is submitted to them.

Everything here belongs to one edition and is read inside its scope.
"""

from serai.convene.calls.models.call import (
    SESSION,
    SUBMISSION_KINDS,
    Call,
    CallPhase,
    Question,
    QuestionSort,
    Tag,
)
from serai.convene.calls.models.review import (
    Assignment,
    Conflict,
    Criterion,
    Decision,
    Letter,
    LetterText,
    Outcome,
    Review,
    Reviewer,
    Reviewing,
    Score,
)
from serai.convene.calls.models.submission import (
    Submission,
    SubmissionSpeaker,
    SubmissionState,
)

__all__ = [
    "SESSION",
    "SUBMISSION_KINDS",
    "Assignment",
    "Call",
    "CallPhase",
    "Conflict",
    "Criterion",
    "Decision",
    "Letter",
    "LetterText",
    "Outcome",
    "Question",
    "QuestionSort",
    "Review",
    "Reviewer",
    "Reviewing",
    "Score",
    "Submission",
    "SubmissionSpeaker",
    "SubmissionState",
    "Tag",
]
