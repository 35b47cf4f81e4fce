"""Sources, claims and citations in the API."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from ninja import Router

from serai.foundation.accounts.models import User
from serai.foundation.accounts.permissions import may
from serai.foundation.api.resources import (
    Action,
    Filter,
    Resource,
    choice_filter,
    reference_filter,
)
from serai.foundation.api.routes import routes
from serai.foundation.api.scopes import register_scope
from serai.foundation.api.shapes import Computed, Extra, Part, Reader, Shape, Written
from serai.track.evidence import operations
from serai.track.evidence.api_actions import (
    CorrectionGiven,
    LinksGiven,
    RankGiven,
    ReviewGiven,
    correct,
    link,
    rank,
    review,
)
from serai.track.evidence.listing import SourceListing
from serai.track.evidence.models import (
    DECIDED,
    Citation,
    Claim,
    LinkKind,
    Review,
    Source,
    SourceKind,
)
from serai.track.evidence.words import sentence_of

router = Router()
SCOPE = register_scope("write:evidence", _("Write sources and claims"))


def sees_claim(claim: Claim, reader: Reader) -> bool:
    """Whether a reader may know of a claim: work in hand is for the staff."""
    return claim.review in DECIDED or may(reader, "evidence.enter_desk")


CITATIONS = Part(
    shape=Shape(
        model=Citation,
        title="Citation",
        columns=("field", "source", "claim", "start", "end", "locator", "note"),
        shows={"claim": sees_claim},
    )
)
"""The places in sources on which an object rests, as a part of its shape."""


def _quote(claim: Claim, reader: Reader) -> str:
    """The public sees one sentence, and so do those who may not change the claim."""
    if may(reader, "evidence.enter_desk"):
        return claim.quote
    return sentence_of(claim.quote, claim.written)


def _links(claim: Claim, reader: Reader) -> list[dict[str, Any]]:
    return [
        {"kind": each.kind, "other": each.other.code}
        for each in claim.links.all()
        if sees_claim(each.other, reader)
    ]


def _visible_claims(reader: Reader, _parent: object) -> Any:
    if may(reader, "evidence.enter_desk"):
        return Claim.objects.all()
    return Claim.objects.filter(review__in=DECIDED)


def _number(name: str) -> Computed:
    def read(claim: Claim, _reader: Reader) -> str | None:
        value = getattr(claim, name)
        return None if value is None else f"{value.normalize():f}"

    return Computed(str | None, read, "What the words allow at this end; null: no bound.", None)


def _flag(name: str) -> Computed:
    words = "Whether the bound itself counts."
    return Computed(bool, lambda row, _reader: getattr(row, name), words, example=True)


SOURCES = Resource(
    name="sources",
    noun="source",
    tag="Evidence",
    description="Documents that state something. Their texts stay where they are.",
    shape=Shape(
        model=Source,
        title="Source",
        columns=(
            "title", "kind", "publisher", "publisher_as_written", "published_on", "dateline",
            "language", "is_machine_translated", "is_official", "address", "rights",
            "retrieved_on", "sha256", "length", "note",
        ),
    ),
    visible=lambda _reader, _parent: Source.objects.all(),
    filters=(
        Filter(
            name="q",
            description="Words that all occur in the title, or who published it.",
            narrow=lambda rows, values: rows.filter(
                pk__in=SourceListing(words=values[0]).sources().order_by().values("pk")
            ),
        ),
        choice_filter("kind", SourceKind),
    ),
    orders={"published": ("-published_on", "-pk"), "code": ("pk",)},
    scope=SCOPE,
    may_create="evidence.edit_source",
    may_change="evidence.edit_source",
    create=lambda actor, written, _parent: operations.add_source(
        actor=actor, source=Source(**written.columns)
    ),
    change=lambda actor, source, written: operations.change_source(
        actor=actor, source=source, changes=written.columns
    ),
    example={
        "title": {"en": "Ten laboratories opened in a year"},
        "kind": "news_report",
        "publisher_as_written": "Example Daily",
        "published_on": "2023-11-07",
        "language": "en",
        "address": "https://news.example.org/laboratories",
    },
    example_code="000000s0rc",
)  # fmt: skip


def _create_claim(actor: User, written: Written, _parent: object) -> Claim:
    claim = Claim(**written.columns, quote=written.extras["quote"])
    return operations.add_claim(actor=actor, claim=claim)


def _change_claim(actor: User, claim: Claim, written: Written) -> object:
    changes = {**written.columns, **written.extras}
    return operations.change_claim(actor=actor, claim=claim, changes=changes)


def _indicator_filter() -> Filter:
    # Figures build on evidence; their model is there once all apps are.
    return reference_filter("indicator", apps.get_model("figures", "Indicator"))


CLAIMS = Resource(
    name="claims",
    noun="claim",
    tag="Evidence",
    description="What sources state about quantities, each with its exact place. Claims are public "
    "once the analysts have decided about them; only accepted ones make figures.",
    shape=Shape(
        model=Claim,
        title="Claim",
        columns=(
            "source", "start", "end", "locator", "subject", "scope", "kind", "written",
            "qualifier", "value", "upper_value", "unit", "indicator", "state", "as_of",
            "as_of_basis", "attributed_to", "speaker", "note",
        ),
        extras={
            "quote": Extra(
                Shape(model=Claim, title="Quote", columns=("quote",)).values[0].given,
                str,
                _quote,
                "The exact words; without a desk at most the sentence with the value.",
                "",
            )
        },
        computed={
            "lower": _number("lower"),
            "lower_inclusive": _flag("lower_inclusive"),
            "upper": _number("upper"),
            "upper_inclusive": _flag("upper_inclusive"),
            "review": Computed(str, lambda row, _reader: row.review, "What was decided.", "draft"),
            "review_note": Computed(str, lambda row, _reader: row.review_note, "Why.", ""),
            "rank": Computed(
                str, lambda row, _reader: row.rank, "Whether it speaks for a figure.", "normal"
            ),
            "links": Computed(
                list[dict[str, str]], _links, f"Its relations: {', '.join(LinkKind.values)}.", []
            ),
        },
        also_fetch=("links__other", "speaker__names"),
    ),
    visible=_visible_claims,
    filters=(
        choice_filter("review", Review),
        reference_filter("source", Source),
        _indicator_filter(),
    ),
    scope=SCOPE,
    may_create="evidence.add_claim",
    may_change="evidence.change_claim",
    create=_create_claim,
    change=_change_claim,
    actions=(
        Action(
            name="review", summary="Decide about a claim", permission="evidence.review_claim",
            description="Accept, dispute or reject a claim; the last two need a reason.",
            given=ReviewGiven, run=review, example={"review": "accepted", "note": ""},
        ),
        Action(
            name="rank", summary="Rank a claim", permission="evidence.review_claim",
            description="Say which of several claims speaks for a figure, and why.",
            given=RankGiven, run=rank,
            example={"rank": "preferred", "reason": {"en": "From the register itself"}},
        ),
        Action(
            name="correction", summary="Correct a claim", permission="evidence.review_claim",
            description="Correct openly what a source states; its words stay.",
            given=CorrectionGiven, run=correct,
            example={"correction": {"en": "The source repeats a figure of 2022."}, "source": None},
        ),
        Action(
            name="links", summary="Link a claim to others", permission="evidence.review_claim",
            description="Make the relations of a claim to others be exactly these.",
            given=LinksGiven, run=link, example={"links": []},
        ),
    ),
    example={
        "source": "000000s0rc",
        "subject": "Laboratories opened",
        "written": "more than ten",
        "qualifier": "more_than",
        "value": "10",
        "unit": "laboratory",
        "as_of": "2023-11",
        "quote": "More than ten laboratories were opened in a year.",
    },
    example_code="000000c1m0",
)  # fmt: skip

for _resource in (SOURCES, CLAIMS):
    routes(_resource, router)
