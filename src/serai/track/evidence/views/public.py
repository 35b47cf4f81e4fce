"""The public pages of evidence: sources, and what they state."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from serai.foundation.web.pages import public_page
from serai.foundation.web.structured_data import structured_data
from serai.track.evidence import presentation
from serai.track.evidence.citing_objects import citing_objects
from serai.track.evidence.listing import SourceListing
from serai.track.evidence.models import Citation, Source
from serai.track.evidence.queries import linked_claims, public_claims
from serai.track.evidence.words import bounds_words, sentence_of


@public_page
def source_list(request: HttpRequest) -> HttpResponse:
    """Every document that something here rests on."""
    listing = SourceListing.parse(request.GET)
    return render(
        request,
        "evidence/source_list.html",
        {"listing": listing, "page": listing.page(), "facets": listing.facets()},
    )


@public_page
def source_page(request: HttpRequest, code: str) -> HttpResponse:
    """One document: its particulars, what it states, and what rests on it."""
    source = get_object_or_404(Source.objects.select_related("publisher"), code=code)
    citing = citing_objects(Citation.objects.filter(source=source).order_by("start", "pk"))
    return render(
        request,
        "evidence/source_page.html",
        {
            "source": source,
            "facts": presentation.source_facts(source),
            "claims": public_claims()
            .filter(source=source)
            .select_related("indicator")
            .order_by("start", "pk"),
            "citing": citing,
            "citation_count": sum(len(each.citations) for each in citing),
            "corrections": public_claims().filter(correction_source=source).order_by("pk"),
            "crumbs": [(_("Sources"), reverse("evidence:sources")), (source, "")],
            "structured_data": structured_data(presentation.source_in_schema(source)),
        },
    )


@public_page
def claim_page(request: HttpRequest, code: str) -> HttpResponse:
    """One statement: its value and bounds, its place in the source, and what was decided."""
    claim = get_object_or_404(
        public_claims().select_related("source__publisher", "indicator", "correction_source"),
        code=code,
    )
    return render(
        request,
        "evidence/claim_page.html",
        {
            "claim": claim,
            "facts": presentation.claim_facts(claim),
            "bounds": bounds_words(claim),
            "quotation": sentence_of(claim.quote, claim.written),
            "quotation_language": claim.source.language,
            "decision": presentation.decision(claim),
            "linked": linked_claims(claim, public_only=True),
            "citing": citing_objects(Citation.objects.filter(claim=claim).order_by("pk")),
            "crumbs": [
                (_("Sources"), reverse("evidence:sources")),
                (claim.source, claim.source.get_absolute_url()),
                (claim.subject, ""),
            ],
        },
    )
