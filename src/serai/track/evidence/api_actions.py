"""What is done to a claim through the API beside changing its members."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from serai.foundation.accounts.models import User
from serai.foundation.api.problems import Fault
from serai.foundation.api.shapes import Given, refused
from serai.foundation.api.values import NO_CONTROLS, Code, texts_annotation
from serai.foundation.translation import TranslatedText
from serai.track.evidence import operations
from serai.track.evidence.models import Claim, LinkKind, Rank, Review, Source

_REVIEWS = tuple(Review.values)
_RANKS = tuple(Rank.values)
_LINKS = tuple(LinkKind.values)
_Reason = texts_annotation(300, is_blank_allowed=True)
_Note = texts_annotation(400, is_blank_allowed=True)
_Correction = texts_annotation(None, is_blank_allowed=True)


class ReviewGiven(Given):
    """A decision about a claim."""

    review: Literal[_REVIEWS]  # type: ignore[valid-type]
    note: Annotated[str, StringConstraints(max_length=300, pattern=NO_CONTROLS)] = ""


class RankGiven(Given):
    """Whether a claim speaks for a figure."""

    rank: Literal[_RANKS]  # type: ignore[valid-type]
    reason: _Reason = {}  # type: ignore[valid-type]


class CorrectionGiven(Given):
    """What the editors correct; empty: the correction is taken back."""

    correction: _Correction  # type: ignore[valid-type]
    source: Code | None = None


class LinkGiven(Given):
    """A relation to another claim."""

    kind: Literal[_LINKS]  # type: ignore[valid-type]
    other: Code
    note: _Note = {}  # type: ignore[valid-type]


class LinksGiven(Given):
    """All relations that a claim declares."""

    links: list[LinkGiven] = Field(max_length=100)


def review(actor: User, claim: Claim, given: ReviewGiven) -> object:
    """Decide about a claim."""
    return operations.decide_review(
        actor=actor, claim=claim, review=Review(given.review), note=given.note
    )


def rank(actor: User, claim: Claim, given: RankGiven) -> object:
    """Say whether a claim speaks for its figure."""
    return operations.rank_claim(
        actor=actor, claim=claim, rank=Rank(given.rank), reason=TranslatedText(given.reason)
    )


def correct(actor: User, claim: Claim, given: CorrectionGiven) -> object:
    """Correct a claim openly."""
    source = _found(Source, given.source, "/source") if given.source else None
    return operations.correct_claim(
        actor=actor, claim=claim, correction=TranslatedText(given.correction), source=source
    )


def link(actor: User, claim: Claim, given: LinksGiven) -> object:
    """Make the relations of a claim be exactly these."""
    rows = [
        {
            "kind": LinkKind(each.kind),
            "other": _found(Claim, each.other, f"/links/{index}/other"),
            "note": TranslatedText(each.note),
        }
        for index, each in enumerate(given.links)
    ]
    return operations.sync_links(actor=actor, claim=claim, links=rows)


def _found(model: Any, code: str, pointer: str) -> Any:
    found = model.objects.filter(code=code).first()
    if found is None:
        message = f"There is no {model._meta.verbose_name} “{code}”."
        raise refused([Fault(message, pointer=pointer)])
    return found
