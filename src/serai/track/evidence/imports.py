"""Sources and claims in data files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Model

from serai.foundation.dataset.kinds import (
    NO_TEXT,
    DateText,
    Item,
    Key,
    Kind,
    Number,
    Part,
    Texts,
    kinds,
    own_code,
    reference,
    register_kind,
    written,
)
from serai.foundation.dataset.loading import ChangeVerbs, Loading
from serai.foundation.dataset.problems import ItemError
from serai.foundation.directory.models import Organisation, Person
from serai.track.evidence import operations, verbs
from serai.track.evidence.citing import Cited, citation_rows, citations_of, split_place
from serai.track.evidence.models import (
    CITED_FROM_BELOW,
    Citation,
    Claim,
    ClaimKind,
    ClaimState,
    DateBasis,
    LinkKind,
    Qualifier,
    Rank,
    Review,
    Source,
    SourceKind,
)


class SourceItem(Item):
    """A source as it stands in a data file."""

    title: Texts
    kind: SourceKind
    publisher: Key | None = None
    publisher_as_written: str = ""
    published_on: DateText = None
    dateline: DateText = None
    language: str = ""
    is_machine_translated: bool = False
    is_official: bool = False
    address: str = ""
    rights: str = ""
    sha256: str = ""
    length: int | None = None
    retrieved_on: date | None = None
    note: Texts = NO_TEXT


class LinkItem(Part):
    """A link as it stands in the item of the claim that declares it."""

    kind: LinkKind
    claim: Key
    note: Texts = NO_TEXT


class ClaimItem(Item):
    """A claim as it stands in a data file; ``at`` is its place, as in citations: source@10:90."""

    at: str
    indicator: Key | None = None
    subject: str
    scope: str = ""
    kind: ClaimKind = ClaimKind.COUNT
    written: str
    qualifier: Qualifier = Qualifier.EXACT
    value: Number | None = None
    upper_value: Number | None = None
    unit: str
    state: ClaimState = ClaimState.ACTUAL
    as_of: DateText = None
    as_of_basis: DateBasis = DateBasis.UNKNOWN
    attributed_to: str = ""
    speaker: Key | None = None
    quote: str = ""
    correction: Texts = NO_TEXT
    correction_source: Key | None = None
    note: Texts = NO_TEXT
    rank: Rank = Rank.NORMAL
    rank_reason: Texts = NO_TEXT
    review: Review = Review.DRAFT
    review_note: str = ""
    links: list[LinkItem] = []


class CitationsItem(Item):
    """Citations of an object whose own kind has no ``cite``: a person, an organisation.

    ``of`` is the kind of the object, ``key`` the key of the object itself.
    """

    of: str
    cite: Cited


_SOURCE_COLUMNS = (
    "title", "kind", "publisher_as_written", "published_on", "dateline", "language",
    "is_machine_translated", "is_official", "address", "rights", "sha256", "length",
    "retrieved_on", "note",
)  # fmt: skip
_CLAIM_COLUMNS = (
    "subject", "scope", "kind", "written", "qualifier", "value", "upper_value", "unit", "state",
    "as_of", "as_of_basis", "attributed_to", "quote", "note",
)  # fmt: skip
_DECIDED_COLUMNS = ("correction", "rank", "rank_reason", "review", "review_note")


def _load_source(item: SourceItem, loading: Loading) -> Source:
    values = {name: getattr(item, name) for name in _SOURCE_COLUMNS}
    values["publisher"] = loading.find_optional(Organisation, item.publisher, "publisher")
    return loading.upsert(
        Source, item, verbs=ChangeVerbs(verbs.SOURCE_ADDED, verbs.SOURCE_CHANGED), values=values
    )


def _dump_sources() -> Iterator[dict[str, Any]]:
    for source in Source.objects.select_related("publisher").order_by("pk"):
        yield written(
            key=reference(source),
            code=own_code(source),
            publisher=reference(source.publisher),
            **_columns(source, _SOURCE_COLUMNS),
        )


def _load_claim(item: ClaimItem, loading: Loading) -> Claim:
    actor = loading.actor
    try:
        source, start, end, locator = split_place(item.at)
    except ValueError as error:
        raise ItemError(str(error), "at") from None
    values = {
        **{name: getattr(item, name) for name in _CLAIM_COLUMNS},
        "source": loading.find(Source, source, "at"),
        "start": start,
        "end": end,
        "locator": locator,
        "indicator": loading.find_optional(
            apps.get_model("figures", "Indicator"), item.indicator, "indicator"
        ),
        "speaker": loading.find_optional(Person, item.speaker, "speaker"),
    }
    correction_source = loading.find_optional(Source, item.correction_source, "correction_source")
    loading.stop_at_faults()
    claim = Claim.objects.filter(key=item.key).first()
    if claim is None:
        identity = {"key": item.key, **({"code": item.code} if item.code else {})}
        claim = operations.add_claim(actor=actor, claim=Claim(**identity, **values))
    else:
        operations.change_claim(actor=actor, claim=claim, changes=values)
    operations.correct_claim(
        actor=actor,
        claim=claim,
        correction=item.correction,
        source=correction_source,
    )
    operations.rank_claim(actor=actor, claim=claim, rank=item.rank, reason=item.rank_reason)
    operations.decide_review(actor=actor, claim=claim, review=item.review, note=item.review_note)
    loading.later(lambda: _load_links(item, claim, loading))
    return claim


def _load_links(item: ClaimItem, claim: Claim, loading: Loading) -> None:
    operations.sync_links(
        actor=loading.actor,
        claim=claim,
        links=[
            {
                "kind": link.kind,
                "other": loading.find(Claim, link.claim, "links", index, "claim"),
                "note": link.note,
            }
            for index, link in enumerate(item.links)
        ],
    )


def _dump_claims() -> Iterator[dict[str, Any]]:
    claims = Claim.objects.select_related(
        "source", "indicator", "speaker", "correction_source"
    ).prefetch_related("links__other")
    for claim in claims.order_by("pk"):
        yield written(
            key=reference(claim),
            code=own_code(claim),
            indicator=reference(claim.indicator),
            at=_place(claim),
            speaker=reference(claim.speaker),
            correction_source=reference(claim.correction_source),
            **_columns(claim, (*_CLAIM_COLUMNS, *_DECIDED_COLUMNS)),
            links=[
                written(kind=link.kind, claim=reference(link.other), note=link.note)
                for link in claim.links.all()
            ],
        )


def _place(claim: Claim) -> str:
    place = claim.locator if claim.start is None else f"{claim.start}:{claim.end}"
    return f"{reference(claim.source)}@{place}" if place else str(reference(claim.source))


def _columns(instance: Source | Claim, names: tuple[str, ...]) -> dict[str, Any]:
    values = {name: getattr(instance, name) for name in names}
    for name in ("value", "upper_value"):
        if values.get(name) is not None:
            values[name] = f"{values[name].normalize():f}"
    return {name: value for name, value in values.items() if value is not False}


def _load_citations(item: CitationsItem, loading: Loading) -> Model:
    models = _kinds_cited_from_below()
    if item.of not in models:
        raise ItemError(f"write one of {', '.join(models)}", "of")
    target: Model = loading.find(models[item.of], item.key, "key")
    rows = citation_rows(item.cite, loading)
    operations.cite(actor=loading.actor, target=target, citations=rows)
    return target


def _dump_citations() -> Iterator[dict[str, Any]]:
    for name, model in _kinds_cited_from_below().items():
        cited = model._base_manager.filter(citations__isnull=False).distinct().order_by("pk")
        for target in cited:
            yield written(key=reference(target), of=name, cite=citations_of(target))


def _kinds_cited_from_below() -> dict[str, type[Model]]:
    return {name: kind.model for name, kind in kinds().items() if kind.model in CITED_FROM_BELOW}


register_kind(Kind("sources", Source, SourceItem, _load_source, _dump_sources))
register_kind(
    Kind(
        "claims",
        Claim,
        ClaimItem,
        _load_claim,
        _dump_claims,
        renamed={"source": "at", "start": "at", "end": "at", "locator": "at", "other": "links"},
    )
)
register_kind(Kind("citations", Citation, CitationsItem, _load_citations, _dump_citations))
