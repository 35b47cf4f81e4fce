"""Reading sources, claims and citations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, Q

from serai.track.evidence.models import DECIDED, Citation, Claim, ClaimLink, Review, Source
from serai.track.evidence.words import relation_words

M = TypeVar("M", bound=models.Model)


def citations_for(objects: Iterable[M]) -> dict[M, list[Citation]]:
    """Return the citations of many objects, of any models, in one query.

    Every object has its list, empty where nothing is cited; sources and publishers are loaded.
    """
    result: dict[M, list[Citation]] = {target: [] for target in objects}
    if not result:
        return result
    keys: dict[int, list[int]] = {}
    by_key: dict[tuple[int, int], M] = {}
    for target in result:
        # The concrete model, as a generic relation has it.
        type_key = ContentType.objects.get_for_model(target).pk
        keys.setdefault(type_key, []).append(target.pk)
        by_key[type_key, target.pk] = target
    wanted = Q()
    for type_key, object_keys in keys.items():
        wanted |= Q(content_type=type_key, object_id__in=object_keys)
    found = Citation.objects.filter(wanted).select_related("source__publisher", "claim")
    for citation in found.order_by("field", "pk"):
        result[by_key[citation.content_type_id, citation.object_id]].append(citation)
    return result


def public_claims() -> models.QuerySet[Claim]:
    """The claims that the public may see: those about which the analysts have decided."""
    return Claim.objects.filter(review__in=DECIDED)


def sources_with_counts() -> models.QuerySet[Source]:
    """Sources with the number of public claims from each (``claim_count``)."""
    return Source.objects.select_related("publisher").annotate(
        claim_count=Count("claims", filter=Q(claims__review__in=DECIDED), distinct=True)
    )


def claims_to_review() -> models.QuerySet[Claim]:
    """All claims, with what a queue shows: drafts first, then disputed ones, then the decided."""
    return (
        Claim.objects.select_related("source", "indicator", "reviewed_by")
        .annotate(
            turn=models.Case(
                models.When(review=Review.DRAFT, then=0),
                models.When(review=Review.DISPUTED, then=1),
                default=2,
                output_field=models.IntegerField(),
            )
        )
        .order_by("turn", "source", "start", "pk")
    )


class LinkedClaim(NamedTuple):
    """Another claim, and how it stands to the one asked about."""

    relation: str
    claim: Claim
    link: ClaimLink


def linked_claims(claim: Claim, *, public_only: bool) -> list[LinkedClaim]:
    """Return the claims that a claim is linked with, from either end of the link."""
    links = ClaimLink.objects.filter(Q(claim=claim) | Q(other=claim)).select_related(
        "claim__source", "other__source"
    )
    found = []
    for link in links.order_by("kind", "pk"):
        reverse = link.other_id == claim.pk
        other = link.claim if reverse else link.other
        if other.is_public or not public_only:
            found.append(LinkedClaim(relation_words(link.kind, reverse=reverse), other, link))
    return found
