"""Who reviews. Whoever edits the programme of an edition arranges the reviews and decides."""

from __future__ import annotations

from serai.convene.calls.models import Call, Reviewer
from serai.foundation.accounts.models import User
from serai.foundation.accounts.permissions import grant, predicate, widen


def calls_reviewed_by(user: User) -> frozenset[int]:
    """The keys of the calls that a user reviews for, read once for each user object."""
    known = user.__dict__.get("_calls_reviewed")
    if not isinstance(known, frozenset):
        rows = Reviewer._base_manager.filter(user=user)
        known = frozenset(rows.values_list("call_id", flat=True))
        user.__dict__["_calls_reviewed"] = known
    return known


@predicate
def is_reviewer(user: User, call: Call | None = None) -> bool:
    """Tell whether a user reviews for a call, or for any where none is asked about."""
    reviewed = calls_reviewed_by(user)
    return bool(reviewed) if call is None else call.pk in reviewed


grant("calls.review_submissions", is_reviewer)
widen("accounts.enter_desk", is_reviewer)
