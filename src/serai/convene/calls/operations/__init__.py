"""Writing calls, and what is submitted to them."""

from serai.convene.calls.operations.calls import (
    move_question,
    remove_call,
    remove_question,
    save_call,
    save_question,
    set_questions,
)
from serai.convene.calls.operations.submissions import (
    ClosedError,
    discard_submission,
    extend_submissions,
    restore_submission,
    save_submission,
    send_submission,
    sort_submission,
    tag_submissions,
    withdraw_submission,
)

__all__ = [
    "ClosedError",
    "discard_submission",
    "extend_submissions",
    "move_question",
    "remove_call",
    "remove_question",
    "restore_submission",
    "save_call",
    "save_question",
    "save_submission",
    "send_submission",
    "set_questions",
    "sort_submission",
    "tag_submissions",
    "withdraw_submission",
]
