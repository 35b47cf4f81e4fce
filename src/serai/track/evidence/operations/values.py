"""The values of a proposal that people edit: which there are, and how they are checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from serai.foundation.record.snapshots import Snapshot, restore, snapshot
from serai.track.evidence.models import Claim, Proposal, ProposalKind

FIGURE_VALUES = (
    "quantity", "qualifier", "value", "upper_value", "unit", "subject", "scope",
    "state_of_affairs", "as_of", "as_of_basis", "attributed_to", "indicator",
)  # fmt: skip
NAME_VALUES = ("name", "name_key")
DATE_VALUES = ("as_of",)

_IN_CLAIM = {"quantity": "kind", "state_of_affairs": "state"}
"""Columns of a proposal that a claim calls otherwise."""


def editable_values(kind: str) -> tuple[str, ...]:
    """Return the names of the values that a reviewer can edit in a proposal of some kind."""
    if kind == ProposalKind.FIGURE:
        return FIGURE_VALUES
    return DATE_VALUES if kind == ProposalKind.DATE else (*NAME_VALUES, "as_of")


def edited_values(proposal: Proposal, values: Mapping[str, Any]) -> Snapshot:
    """Return the values that differ from the proposal, as JSON, valid each by itself.

    Raises ValidationError at the names of the values.
    """
    known = editable_values(proposal.kind)
    problems: dict[str, list[str]] = {}
    trial = Proposal()
    for name, value in values.items():
        if name not in known:
            problems[name] = [_("This cannot be edited here.")]
            continue
        field: Any = Proposal._meta.get_field(name)
        try:
            setattr(trial, field.attname, _cleaned(field, value))
        except ValidationError as error:
            problems[name] = error.messages
    if problems:
        raise ValidationError(problems)
    wanted = snapshot(trial, values)
    now = snapshot(proposal, values)
    return {name: value for name, value in wanted.items() if value != now[name]}


def _cleaned(field: Any, value: Any) -> Any:
    if isinstance(value, models.Model):
        value = value.pk
    if value is None and not field.null and field.empty_strings_allowed:
        value = ""
    if isinstance(value, str):
        value = value.strip()
        if not value and field.null:
            value = None
    return field.clean(value, None)


def check_values(proposal: Proposal, edited: Snapshot | None = None) -> None:
    """Check the values of a figure together, as those of the claim that they would make.

    Raises ValidationError at the names of the values.
    """
    if not proposal.is_figure:
        return
    trial = copy(proposal)
    restore(trial, edited or {})
    claim = Claim(written=trial.written[:100], **claim_values(trial, FIGURE_VALUES))
    try:
        claim.clean_fields(exclude=["source"])
        claim.clean()
    except ValidationError as error:
        raise in_words_of_proposal(error) from None


def in_words_of_proposal(error: ValidationError) -> ValidationError:
    """Name the values as proposals do."""
    names = {claim: own for own, claim in _IN_CLAIM.items()}
    if not hasattr(error, "error_dict"):
        return error
    return ValidationError({names.get(key, key): text for key, text in error.message_dict.items()})


def claim_values(proposal: Proposal, names: Iterable[str]) -> dict[str, Any]:
    """Return values of a proposal under the names of the columns of a claim."""
    return {_IN_CLAIM.get(name, name): getattr(proposal, name) for name in names}
