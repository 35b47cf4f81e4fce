"""Who may do what with sources and claims.

Everybody on the staff may read what is in hand. Register editors and analysts enter sources and
claims; only analysts decide about claims, and from then on only they change them.
"""

from __future__ import annotations

from serai.foundation.accounts.models import User
from serai.foundation.accounts.permissions import (
    grant,
    is_analyst,
    is_any_staff,
    is_editor,
    predicate,
)
from serai.track.evidence.models import Claim, Review


def _is_undecided(user: User, claim: Claim | None = None) -> bool:
    return claim is None or claim.review == Review.DRAFT


is_undecided = predicate(_is_undecided)

grant("evidence.enter_desk", is_any_staff)
grant("evidence.edit_source", is_editor | is_analyst)
grant("evidence.add_claim", is_editor | is_analyst)
grant("evidence.change_claim", is_analyst | (is_editor & is_undecided))
grant("evidence.review_claim", is_analyst)
grant("evidence.upload", is_editor | is_analyst)
grant("evidence.review", is_analyst)
grant("evidence.curate", is_editor | is_analyst)
