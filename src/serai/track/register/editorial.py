"""What the editors do about records beside writing them: tasks, and pairs that look alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from serai.foundation.accounts.models import RoleAssignment, User
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import (
    Actor,
    change_object,
    create_object,
    delete_object,
)
from serai.foundation.record.operations import (
    record as write_entry,
)
from serai.foundation.search.tokens import tokens
from serai.foundation.translation import texts_of
from serai.track.register import verbs
from serai.track.register.duplicates import Candidate, find_pairs
from serai.track.register.models import (
    DuplicateState,
    DuplicateSuggestion,
    ExternalIdentifier,
    Party,
    Record,
    Stage,
    Task,
)

READ_AT_ONCE = 2000


def colleagues() -> models.QuerySet[User]:
    """Return those who may open a record at the desk, so that they can do something about it."""
    entrusted = RoleAssignment.objects.values("user")
    return User.objects.filter(
        models.Q(pk__in=entrusted) | models.Q(is_superuser=True), is_active=True
    )


def add_task(
    *,
    actor: Actor,
    record: Record,
    text: str,
    assignee: User | None = None,
    due_on: date | None = None,
) -> Task:
    """Note something that is to be done about a record. Raises ValidationError."""
    task = Task(record=record, text=text.strip(), assignee=assignee, due_on=due_on)
    return create_object(actor=actor, verb=verbs.TASK_ADDED, instance=task, root=record)


def change_task(*, actor: Actor, task: Task, changes: dict[str, Any]) -> Entry | None:
    """Change what is to be done, by whom or by when. Raises ValidationError."""
    if "done_at" in changes:
        raise TypeError("A task is finished by finish_task().")
    return change_object(
        actor=actor, verb=verbs.TASK_CHANGED, instance=task, changes=changes, root=task.record
    )


def finish_task(*, actor: Actor, task: Task, is_done: bool = True) -> Entry | None:
    """Mark a task as done, or take it up again; None where it was so already."""
    current = Task.objects.get(pk=task.pk)
    if (current.done_at is not None) == is_done:
        return None
    return change_object(
        actor=actor,
        verb=verbs.TASK_DONE if is_done else verbs.TASK_REOPENED,
        instance=task,
        changes={"done_at": timezone.now() if is_done else None},
        root=task.record,
    )


def remove_task(*, actor: Actor, task: Task) -> Entry:
    """Take a task away that should not have been added."""
    return delete_object(actor=actor, verb=verbs.TASK_REMOVED, instance=task, root=task.record)


@transaction.atomic
def dismiss_duplicate(*, actor: Actor, suggestion: DuplicateSuggestion) -> Entry | None:
    """Say that two records that look alike are two different things; they are not asked about
    again. None where that was said already.
    """
    current = DuplicateSuggestion.objects.select_for_update().filter(pk=suggestion.pk).first()
    if current is None:
        raise ValidationError(_("One of the two records has been merged or deleted meanwhile."))
    if current.state == DuplicateState.DIFFERENT:
        return None
    current.state = DuplicateState.DIFFERENT
    current.save(update_fields=["state"])
    return write_entry(
        actor=actor,
        verb=verbs.DUPLICATE_DISMISSED,
        target=current.first,
        after={"other": current.second.code},
        note=str(current.second),
    )


def refresh_duplicates(*, progress: Callable[[int, int], None] = lambda _done, _of: None) -> int:
    """Look through the register for records that may be there twice; return how many pairs are
    to be decided.

    What was decided stays decided. ``progress`` is called with how many steps of how many are done.
    """
    total = Record.objects.exclude(stage=Stage.WITHDRAWN).count()
    candidates = []
    for done, candidate in enumerate(_candidates()):
        candidates.append(candidate)
        if done % READ_AT_ONCE == 0:
            progress(done, 2 * total)
    pairs = {
        (pair.first, pair.second): pair
        for pair in find_pairs(
            candidates, progress=lambda done: progress(min(total + done, 2 * total), 2 * total)
        )
    }
    with transaction.atomic():
        known = {
            (each.first_id, each.second_id): each for each in DuplicateSuggestion.objects.all()
        }
        gone = [
            each.pk for keys, each in known.items()
            if keys not in pairs and each.state == DuplicateState.OPEN
        ]  # fmt: skip
        DuplicateSuggestion.objects.filter(pk__in=gone).delete()
        DuplicateSuggestion.objects.bulk_create(
            (
                DuplicateSuggestion(
                    first_id=pair.first, second_id=pair.second, score=pair.score,
                    reasons=list(pair.reasons),
                )
                for keys, pair in pairs.items()
                if keys not in known
            ),
            batch_size=500,
        )  # fmt: skip
    return DuplicateSuggestion.objects.filter(state=DuplicateState.OPEN).count()


def _candidates() -> Iterator[Candidate]:
    """What is compared of every record that was not withdrawn, a batch at a time."""
    records = Record.objects.exclude(stage=Stage.WITHDRAWN).order_by("pk")
    after = 0
    while rows := list(
        records.filter(pk__gt=after).only("kind", "name", "name_as_written", "year")[:READ_AT_ONCE]
    ):
        keys = [row.pk for row in rows]
        after = keys[-1]
        countries = _sets(Record.countries.through._base_manager.all(), keys, "country_id")
        parties = _sets(Party.objects.all(), keys, "organisation_id", "country_id", "as_written")
        identifiers = _sets(ExternalIdentifier.objects.all(), keys, "scheme", "value")
        for row in rows:
            names = [*texts_of(row.name).values(), row.name_as_written]
            yield Candidate(
                key=row.pk,
                kind=row.kind,
                names=tuple({frozenset(tokens(name)) for name in names if name}),
                countries=countries.get(row.pk, frozenset()),
                year=row.year,
                parties=parties.get(row.pk, frozenset()),
                identifiers=identifiers.get(row.pk, frozenset()),
            )


def _sets(rows: models.QuerySet[Any], keys: list[int], *columns: str) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for key, *values in rows.filter(record_id__in=keys).values_list("record_id", *columns):
        found.setdefault(key, set()).add(":".join(str(value) for value in values))
    return {key: frozenset(values) for key, values in found.items()}
