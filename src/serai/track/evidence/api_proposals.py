"""Proposals and decisions in the API: what is seen in documents, and what people say of it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import Field, StringConstraints

from serai.foundation.accounts.models import User
from serai.foundation.accounts.permissions import may
from serai.foundation.api import problems
from serai.foundation.api.resources import (
    Action,
    Filter,
    Resource,
    choice_filter,
    reference_filter,
    search_filter,
)
from serai.foundation.api.revisions import states_of
from serai.foundation.api.routes import routes
from serai.foundation.api.shapes import NUMBER, Computed, Given, Reader, Shape, Written
from serai.foundation.api.values import NO_CONTROLS
from serai.track.evidence import operations
from serai.track.evidence.api_documents import DOCUMENTS, ENTER, LANGUAGE, SCOPE, column
from serai.track.evidence.models import (
    Decision,
    Document,
    Proposal,
    ProposalKind,
    ProposalState,
    Verdict,
)
from serai.track.evidence.reviewing import visible_decisions

router = Router()
_REVIEW = "evidence.review"
_VALUES = (
    "quantity", "qualifier", "value", "upper_value", "unit", "subject", "scope",
    "state_of_affairs", "as_of", "as_of_basis", "attributed_to", "indicator", "name", "name_key",
)  # fmt: skip


def _edited(kind: str, written: Written, present: Proposal) -> dict[str, Any]:
    """What was sent of the values that a proposal of a kind has, and whatever else is new in it:
    that the operation refuses by name.
    """
    known = operations.editable_values(kind)
    return {
        name: value
        for name, value in written.columns.items()
        if name in _VALUES and (name in known or value != getattr(present, name))
    }


def _add_missed(actor: User, written: Written, _parent: object) -> Proposal:
    given = written.columns
    kind = ProposalKind(given["kind"])
    return operations.add_missed(
        actor=actor, document=given["document"], start=given["start"], end=given["end"],
        kind=kind, values=_edited(kind, written, Proposal()),
    )  # fmt: skip


def _change(actor: User, proposal: Proposal, written: Written) -> object:
    values = _edited(proposal.kind, written, proposal)
    return operations.edit_proposal(actor=actor, proposal=proposal, values=values)


class DecisionGiven(Given):
    """What you say of a proposal."""

    verdict: Literal[tuple(Verdict.values)]  # type: ignore[valid-type]
    note: Annotated[str, StringConstraints(max_length=300, pattern=NO_CONTROLS)] = ""


class UndoGiven(Given):
    """Which decision is taken back."""

    decision: Annotated[int, Field(ge=1, le=2**53)] | None = Field(
        None, description="Its number; null: your own."
    )


def _decide(actor: User, proposal: Proposal, given: DecisionGiven) -> object:
    is_contested = proposal.state == ProposalState.CONTESTED
    permission = "evidence.curate" if is_contested else _REVIEW
    if not may(actor, permission):
        raise problems.NOT_PERMITTED.error(
            "You are not entrusted with this.", permission=permission
        )
    return (operations.curate if is_contested else operations.decide)(
        actor=actor, proposal=proposal, verdict=Verdict(given.verdict), note=given.note
    )


def _undo(actor: User, proposal: Proposal, given: UndoGiven) -> object:
    standing = Decision.objects.filter(proposal=proposal).select_related("proposal")
    if given.decision is not None:
        found = standing.filter(pk=given.decision).first()
    else:
        found = standing.filter(reviewer=actor, withdrawn_at=None).last()
    if found is None:
        raise ValidationError({"decision": _("There is nothing to undo.")})
    return operations.undo_decision(actor=actor, decision=found)


def _decisions(proposal: Proposal, reader: Reader) -> list[dict[str, Any]]:
    if not isinstance(reader, User):
        return []
    return [
        {
            "id": each.pk,
            "reviewer": str(each.reviewer or ""),
            "is_own": each.reviewer_id == reader.pk,
            "verdict": each.verdict,
            "values": each.values,
            "note": each.note,
            "at": each.at.isoformat(timespec="seconds"),
            "is_curation": each.is_curation,
        }
        for each in visible_decisions(proposal, reader)
    ]


def _proposals(_reader: Reader, _parent: object) -> QuerySet[Proposal]:
    return Proposal.objects.all()


def _document_filter() -> Filter:
    return reference_filter("document", Document)


def _figure_filter() -> Filter:
    return reference_filter("indicator", apps.get_model("figures", "Indicator"))


PROPOSALS = Resource(
    name="proposals",
    noun="proposal",
    tag="Documents",
    description="What the engine, or a reviewer, sees at one place of a document. It counts for "
    "nothing until it is accepted: an accepted figure becomes a claim. Creating one adds what was "
    "missed, and accepts it.",
    shape=Shape(
        model=Proposal,
        title="Proposal",
        columns=("document", "kind", "start", "end", *_VALUES),
        fixed=("document", "kind", "start", "end"),
        computed={
            "id": NUMBER,
            "exact": column("exact", str, "The exact words.", "More than ten"),
            "sentence": Computed(
                list[int], lambda row, _reader: [row.sentence_start, row.sentence_end],
                "Where the sentence stands.", [0, 47],
            ),
            "confidence": column("confidence", float, "How sure it is, 0 to 1.", 0.9),
            "rules": column("rules", list[str], "The rules that found it.", []),
            "extractor": column("extractor", str, "What found it; empty: a person.", ""),
            "extractor_version": column("extractor_version", str, "In which version.", ""),
            "original": column(
                "original", dict[str, Any], "What the extractor had said of edited values.", {}
            ),
            "state": column("state", str, "What became of it.", "waiting"),
            "claim": Computed(
                str | None, lambda row, _reader: row.claim.code if row.claim else None,
                "The claim that came of it.", None,
            ),
            "decisions": Computed(
                list[dict[str, Any]], _decisions,
                "What reviewers said. While two review, you see another's after giving yours.", [],
            ),
        },
        also_fetch=(
            "claim",
            Prefetch(
                "decisions",
                Decision.objects.filter(withdrawn_at=None).select_related("reviewer"),
                to_attr="standing",
            ),
        ),
        deferred=("document__text", "document__blocks", "document__sentences"),
    ),
    visible=_proposals,
    may_read=ENTER,
    revisions=states_of("revision"),
    filters=(
        search_filter("exact", "subject", "name", "unit"),
        choice_filter("state", ProposalState),
        choice_filter("kind", ProposalKind),
        Filter(
            name="language", description=LANGUAGE.description, annotation=LANGUAGE.annotation,
            narrow=lambda rows, values: rows.filter(document__language=values[0]),
        ),
        _document_filter(),
        _figure_filter(),
    ),
    orders={
        "confidence": ("-confidence", "-pk"),
        "place": ("document_id", "start", "pk"),
    },
    scope=SCOPE,
    may_create=_REVIEW,
    may_change=_REVIEW,
    create=_add_missed,
    change=_change,
    actions=(
        Action(
            name="decision", summary="Decide about a proposal", permission=ENTER,
            description="Accept, reject or skip it; of a contested one it is the decision of a "
            "curator. Edit its values first, where they need it.",
            given=DecisionGiven, run=_decide, example={"verdict": "accept"},
        ),
        Action(
            name="undo", summary="Take a decision back", permission=ENTER,
            description="However long ago it was made. The claim that came of it goes, unless "
            "something rests on it.",
            given=UndoGiven, run=_undo, example={"decision": None},
        ),
    ),
    example={
        "document": DOCUMENTS.example_code, "kind": "figure", "start": 0, "end": 26,
        "qualifier": "more_than", "value": "10", "unit": "laboratory",
        "subject": "Laboratories opened", "as_of": "2023",
    },
    example_code="900042",
)  # fmt: skip
routes(PROPOSALS, router)
