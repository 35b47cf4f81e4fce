"""The evidence room in the menus: for readers, and for the staff with the claims to check."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import CharField, Count, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from serai.foundation.accounts.models import User
from serai.foundation.accounts.permissions import may
from serai.foundation.record.models import Entry
from serai.foundation.web.desk import HistoryRule, WorkItem, register_desk, register_history_rule
from serai.foundation.web.navigation import register_navigation
from serai.track.evidence import verbs
from serai.track.evidence.models import Claim, Document, Proposal, ProposalState, Review, Source


def _work(user: User) -> Iterator[WorkItem]:
    if not may(user, "evidence.review_claim"):
        return
    found = Claim.objects.aggregate(
        drafts=Count("pk", filter=Q(review=Review.DRAFT)),
        disputed=Count("pk", filter=Q(review=Review.DISPUTED)),
    )
    claims = reverse("evidence_desk:claims")
    yield WorkItem(_("Claims to check"), found["drafts"], f"{claims}?review={Review.DRAFT}")
    yield WorkItem(_("Claims in dispute"), found["disputed"], f"{claims}?review={Review.DISPUTED}")
    waiting = Proposal.objects.aggregate(
        open=Count("pk", filter=Q(state=ProposalState.WAITING)),
        contested=Count("pk", filter=Q(state=ProposalState.CONTESTED)),
    )
    proposals = reverse("evidence_desk:queue")
    yield WorkItem(
        _("Proposals to check"), waiting["open"], f"{proposals}?state={ProposalState.WAITING}"
    )
    yield WorkItem(
        _("Reviewers differ"), waiting["contested"], f"{proposals}?state={ProposalState.CONTESTED}"
    )


def _counts(_user: User) -> Iterator[WorkItem]:
    accepted = Claim.objects.filter(review=Review.ACCEPTED).count()
    yield WorkItem(
        ngettext("accepted claim", "accepted claims", accepted),
        accepted,
        f"{reverse('evidence_desk:claims')}?review={Review.ACCEPTED}",
    )
    sources = Source.objects.count()
    yield WorkItem(
        ngettext("source", "sources", sources), sources, reverse("evidence_desk:sources")
    )


_DECISIONS = frozenset(
    verb.name
    for verb in (
        verbs.CLAIM_ACCEPTED, verbs.CLAIM_DISPUTED, verbs.CLAIM_REJECTED, verbs.CLAIM_RETURNED,
    )
)  # fmt: skip


def _may_undo_claim(user: User, key: str) -> bool:
    """Whoever entered a claim may take that back until an analyst has decided about it. What came
    of a proposal goes and comes with the decision about that.
    """
    entries = Entry.objects.filter(root_type=Claim._meta.label_lower, root_id=key)
    if entries.filter(verb=verbs.CLAIM_WITHDRAWN.name).exists():
        return False
    if may(user, "evidence.review_claim"):
        return True
    return may(user, "evidence.add_claim") and not entries.filter(verb__in=_DECISIONS).exists()


_OF_REVIEWERS = [
    verb.name
    for verb in (
        verbs.PROPOSAL_ACCEPTED, verbs.PROPOSAL_REJECTED, verbs.PROPOSAL_SKIPPED,
        verbs.DECISION_WITHDRAWN,
    )
]  # fmt: skip


def _without_decisions_of_others(user: User, entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Neither of two reviewers knows what the other said before both have decided."""
    undecided = Proposal.objects.filter(state=ProposalState.WAITING, document__reviewers__gt=1)
    hidden = Q(
        object_type=Proposal._meta.label_lower,
        verb__in=_OF_REVIEWERS,
        object_id__in=undecided.values_list(Cast("pk", CharField()), flat=True),
    )
    return entries.exclude(hidden & ~Q(actor_id=str(user.pk)))


register_history_rule(
    Claim,
    HistoryRule(
        may_read=lambda user, _key: may(user, "evidence.enter_desk"), may_undo=_may_undo_claim
    ),
)
register_history_rule(
    Source,
    HistoryRule(
        may_read=lambda user, _key: may(user, "evidence.enter_desk"),
        may_undo=lambda user, _key: may(user, "evidence.edit_source"),
    ),
)
register_history_rule(
    Document,
    HistoryRule(
        may_read=lambda user, _key: may(user, "evidence.enter_desk"),
        may_undo=lambda user, _key: may(user, "evidence.upload"),
        without_hidden=_without_decisions_of_others,
    ),
)
register_navigation(gettext_lazy("Sources"), "evidence:sources", 60)
register_desk(
    room="evidence",
    label=gettext_lazy("Evidence"),
    url_name="evidence_desk:claims",
    permission="evidence.enter_desk",
    work=_work,
    counts=_counts,
    position=40,
)
