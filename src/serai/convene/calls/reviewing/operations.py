"""Writing how a call is reviewed: rules, reviewers, assignments, conflicts and reviews.

Every operation works inside the scope of its edition, in one transaction, and ends in the record.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scope

from serai.convene.calls.models import (
    Assignment,
    Call,
    Conflict,
    Review,
    Reviewer,
    Reviewing,
    Submission,
    SubmissionState,
)
from serai.convene.calls.reviewing.assigning import Able, distribute
from serai.convene.calls.reviewing.conflicts import Conflicts
from serai.convene.calls.reviewing.queries import covers, judged, rules_of
from serai.convene.calls.reviewing.verbs import (
    ASSIGNMENT,
    CONFLICT,
    CRITERIA,
    REVIEW,
    REVIEWER,
    RULES,
    SCORES,
)
from serai.foundation.accounts.models import User
from serai.foundation.accounts.operations import invite_user
from serai.foundation.record.operations import (
    Actor,
    change_object,
    create_object,
    create_objects,
    delete_object,
    sync_parts,
)

Rows = Sequence[Mapping[str, Any]]


@transaction.atomic
def set_rules(
    *, actor: Actor, call: Call, values: Mapping[str, Any], criteria: Rows | None = None
) -> Reviewing:
    """Say how a call is reviewed, and by what criteria; None leaves these alone.

    Raises ValidationError, for a scale too that scores given would no longer stand on.
    """
    with scope(edition=call.edition):
        rules = rules_of(call)
        if rules.pk is None:
            new = Reviewing(call=call, **values)
            rules = create_object(actor=actor, verb=RULES.added, instance=new, root=call)
        else:
            change_object(
                actor=actor, verb=RULES.changed, instance=rules, changes=values, root=call
            )
        if criteria is not None:
            kept = sync_parts(
                actor=actor, verbs=CRITERIA, root=call, parts=call.criteria,
                rows=criteria, match=["name"],
            )  # fmt: skip
            for criterion in kept:
                inside = criterion.scores.filter(value__range=(criterion.lowest, criterion.highest))
                if criterion.scores.exclude(pk__in=inside).exists():
                    raise ValidationError(
                        _("Scores given by “%(criterion)s” would no longer be on its scale."),
                        params={"criterion": criterion},
                    )
        return rules


@transaction.atomic
def add_reviewers(*, actor: Actor, call: Call, addresses: Sequence[str]) -> list[Reviewer]:
    """Let the accounts with these e-mail addresses review; who has none is invited to make one.

    Who reviews already is left alone. Raises ValidationError.
    """
    with scope(edition=call.edition):
        added = []
        for address in dict.fromkeys(each.strip().lower() for each in addresses):
            user = User.objects.filter(email__iexact=address).first()
            if user is None:
                user = invite_user(actor=actor, email=address)
            elif not user.is_active:
                raise ValidationError(
                    _("The account of %(address)s is not active."), params={"address": address}
                )
            if not call.reviewers.filter(user=user).exists():
                new = Reviewer(call=call, user=user)
                added.append(create_object(actor=actor, verb=REVIEWER.added, instance=new))
        return added


def change_reviewer(*, actor: Actor, reviewer: Reviewer, changes: Mapping[str, Any]) -> None:
    """Change what a reviewer knows about, and how much they take. Raises ValidationError."""
    with scope(edition=reviewer.call.edition), transaction.atomic():
        for section in changes.get("sections", ()):
            if section.edition_id != reviewer.call.edition_id:
                raise ValidationError({"sections": _("It belongs to another edition.")})
        change_object(actor=actor, verb=REVIEWER.changed, instance=reviewer, changes=changes)


@transaction.atomic
def remove_reviewer(*, actor: Actor, reviewer: Reviewer) -> None:
    """Take a reviewer away, with what is assigned to them.

    Raises ValidationError where they have given a review: it would be lost.
    """
    with scope(edition=reviewer.call.edition):
        if reviewer.reviews.exists():
            raise ValidationError(
                _("They have given reviews. Take their assignments away instead.")
            )
        delete_object(actor=actor, verb=REVIEWER.removed, instance=reviewer)


@transaction.atomic
def assign(*, actor: Actor, submission: Submission, reviewers: Sequence[Reviewer]) -> None:
    """Make exactly these review a submission. Whoever gave a review of it stays.

    Raises ValidationError for somebody with a conflict of interest.
    """
    call = submission.call
    with scope(edition=call.edition):
        conflicts = Conflicts(call, reviewers)
        for reviewer in reviewers:
            if grounds := conflicts.between(reviewer.pk, submission.pk):
                raise ValidationError(
                    _("%(reviewer)s has a conflict of interest: %(grounds)s."),
                    params={
                        "reviewer": reviewer.name,
                        "grounds": ", ".join(str(ground.label) for ground in grounds),
                    },
                )
        done = Reviewer.objects.filter(reviews__submission=submission)
        kept = [each for each in done if each.assignments.filter(submission=submission).exists()]
        chosen = {each.pk: each for each in (*reviewers, *kept)}
        sync_parts(
            actor=actor, verbs=ASSIGNMENT, root=submission, parts=submission.assignments,
            rows=[{"reviewer": each} for each in chosen.values()], match=["reviewer"],
        )  # fmt: skip


@transaction.atomic
def distribute_evenly(*, actor: Actor, call: Call) -> int:
    """Assign what is missing to the reviewers, evenly; return how many reviews are still missing.

    What is assigned stays. Nobody gets what they have a conflict with or do not know about, and
    nobody more than they take. A second time it changes nothing.
    """
    with scope(edition=call.edition):
        # Two at once would each see the same gaps.
        Call._base_manager.select_for_update().get(pk=call.pk)
        wanted = rules_of(call).reviews_wanted
        conflicts = Conflicts(
            call, call.reviewers.filter(user__is_active=True).prefetch_related("sections", "fields")
        )
        submissions = list(
            judged(call)
            .filter(state=SubmissionState.SUBMITTED)
            .exclude(decisions__is_current=True)
            .prefetch_related("fields")
        )
        taken: dict[int, set[int]] = defaultdict(set)
        for model in (Assignment, Review):
            pairs = model.objects.filter(submission__call=call)
            for reviewer, submission in pairs.values_list("reviewer_id", "submission_id"):
                if not conflicts.between(reviewer, submission):
                    taken[submission].add(reviewer)
        load = Counter(reviewer for reviewers in taken.values() for reviewer in reviewers)
        able = [
            Able(
                reviewer.pk,
                frozenset(
                    submission.pk for submission in submissions
                    if reviewer.pk not in taken[submission.pk]
                    and covers(reviewer, submission)
                    and not conflicts.between(reviewer.pk, submission.pk)
                ),
                load[reviewer.pk],
                reviewer.most,
            )
            for reviewer in conflicts.reviewers
        ]  # fmt: skip
        missing = {each.pk: max(0, wanted - len(taken[each.pk])) for each in submissions}
        made = distribute(missing, able)
        by_key = {each.pk: each for each in submissions}
        reviewers = {each.pk: each for each in conflicts.reviewers}
        create_objects(
            actor=actor, verb=ASSIGNMENT.added,
            instances=[
                Assignment(reviewer=reviewers[reviewer], submission=by_key[submission])
                for reviewer, submission in made
            ],
            root=lambda assignment: assignment.submission,
        )  # fmt: skip
        return sum(missing.values()) - len(made)


@transaction.atomic
def give_review(
    *,
    actor: Actor,
    reviewer: Reviewer,
    submission: Submission,
    values: Mapping[str, Any],
    scores: Mapping[int, int],
) -> Review:
    """Give a review, or change the own one. ``scores`` are by the key of the criterion.

    Raises ValidationError where reviewing is over, the submission was withdrawn, there is a
    conflict of interest, or a criterion has no score.
    """
    call = reviewer.call
    with scope(edition=call.edition):
        locked = Submission._base_manager.select_for_update().get(pk=submission.pk)
        if rules_of(call).has_closed():
            raise ValidationError(_("Reviewing is over."))
        if locked.state != SubmissionState.SUBMITTED:
            raise ValidationError(_("This submission is no longer reviewed."))
        if Conflicts(call, [reviewer]).between(reviewer.pk, submission.pk):
            raise ValidationError(_("You have a conflict of interest with this submission."))
        criteria = list(call.criteria.all())
        lacking = [str(each) for each in criteria if each.pk not in scores]
        if lacking:
            raise ValidationError(
                _("Give a score for: %(criteria)s."), params={"criteria": ", ".join(lacking)}
            )
        own = Review.objects.filter(reviewer=reviewer, submission=submission)
        review: Review | None = own.first()
        if review is None:
            new = Review(reviewer=reviewer, submission=submission, **values)
            review = create_object(actor=actor, verb=REVIEW.added, instance=new)
        else:
            change_object(actor=actor, verb=REVIEW.changed, instance=review, changes=values)
        sync_parts(
            actor=actor, verbs=SCORES, root=review, parts=review.scores,
            rows=[{"criterion": each, "value": scores[each.pk]} for each in criteria],
            match=["criterion"],
        )  # fmt: skip
        return review


@transaction.atomic
def state_conflict(
    *,
    actor: Actor,
    reviewer: Reviewer,
    submission: Submission,
    reason: str = "",
    is_lifted: bool = False,
) -> Conflict:
    """Declare a conflict of interest, or lift one that was found or declared.

    The assignment, if there is one, stays: it counts again once the conflict is lifted.
    """
    with scope(edition=reviewer.call.edition):
        values = {"reason": reason, "is_lifted": is_lifted}
        stated = Conflict.objects.filter(reviewer=reviewer, submission=submission)
        found: Conflict | None = stated.first()
        if found is None:
            new = Conflict(reviewer=reviewer, submission=submission, **values)
            return create_object(actor=actor, verb=CONFLICT.added, instance=new, root=submission)
        change_object(
            actor=actor, verb=CONFLICT.changed, instance=found, changes=values, root=submission
        )
        return found


@transaction.atomic
def hold_conflict(*, actor: Actor, conflict: Conflict) -> None:
    """Let a conflict that was lifted hold again: by what is found itself, else as declared."""
    reviewer, submission = conflict.reviewer, conflict.submission
    with scope(edition=submission.edition):
        if Conflicts(reviewer.call, [reviewer]).found(reviewer.pk, submission.pk):
            delete_object(actor=actor, verb=CONFLICT.removed, instance=conflict, root=submission)
        else:
            state_conflict(
                actor=actor, reviewer=reviewer, submission=submission, reason=conflict.reason
            )
