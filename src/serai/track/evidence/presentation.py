"""Sources and claims as pages show them: facts, decisions, structured data."""

from __future__ import annotations

from typing import Any, NamedTuple

from babel import Locale, UnknownLocaleError
from babel.numbers import format_percent
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _

from serai.foundation.dates import PartialDate
from serai.foundation.languages import locale_of
from serai.foundation.record.snapshots import snapshot
from serai.foundation.translation import render_text
from serai.foundation.web.desk.wording import field_label, value_in_words
from serai.foundation.web.templatetags.serai import date_text, moment_text, translated
from serai.foundation.web.wording import written_number
from serai.track.evidence.models import (
    Claim,
    DateBasis,
    Document,
    Proposal,
    ProposalState,
    Review,
    Source,
)
from serai.track.evidence.words import place_words

Fact = tuple[str, str | SafeString]

_TONES = {
    Review.DRAFT: "neutral",
    Review.ACCEPTED: "settled",
    Review.DISPUTED: "warning",
    Review.REJECTED: "act",
}


def language_in_words(code: str) -> str:
    """The name of a language in the language of the page; the code where it has none."""
    try:
        found = Locale.parse(code, sep="-").get_display_name(to_locale(get_language() or "en"))
    except (ValueError, UnknownLocaleError):
        return code
    return capfirst(found or code)


def review_tone(review: str) -> str:
    """The tone of the badge for a decision."""
    return _TONES[Review(review)]


_PROPOSAL_TONES = {
    ProposalState.CONTESTED: "warning", ProposalState.ACCEPTED: "settled",
    ProposalState.MERGED: "settled", ProposalState.REJECTED: "act",
}  # fmt: skip


def proposal_tone(state: str) -> str:
    """The tone of the badge for the state of a proposal."""
    return _PROPOSAL_TONES.get(ProposalState(state), "neutral")


def source_facts(source: Source) -> list[Fact]:
    """The particulars of a source, those that are known."""
    published = date_text(source.published_on)
    if source.dateline and source.dateline != source.published_on:
        published = _("%(published)s, dateline %(dateline)s") % {
            "published": published, "dateline": date_text(source.dateline),
        }  # fmt: skip
    language = language_in_words(source.language)
    if source.is_machine_translated:
        language = _("%(language)s, machine translated") % {"language": language or "–"}
    facts: list[tuple[str, Any]] = [
        (_("Published by"), source.publisher_name or _("publisher not known")),
        (_("Published"), published),
        (_("Kind"), capfirst(source.get_kind_display())),
        (_("Standing"), _("official, by one of the bodies it speaks of") if source.is_official
         else _("not official")),
        (_("Language"), language),
        (_("Address"), _link(source.address)),
        (_("Rights"), source.rights),
        (_("Retrieved"), date_text(PartialDate.from_date(source.retrieved_on))
         if source.retrieved_on else ""),
        (_("Length"), _("%(count)s characters") % {"count": written_number(source.length)}
         if source.length else ""),
        ("SHA-256", format_html('<code class="digest">{}</code>', source.sha256)
         if source.sha256 else ""),
        (_("Note"), translated(source.note)),
    ]  # fmt: skip
    return [(label, value) for label, value in facts if value]


def claim_facts(claim: Claim) -> list[Fact]:
    """What is known of a claim, in the order in which a reader asks."""
    facts: list[tuple[str, Any]] = [
        (_("Value as written"), format_html("<q><bdi>{}</bdi></q>", claim.written)),
        (_("Unit"), claim.unit),
        (_("Scope"), claim.scope or _("the whole")),
        (_("State of affairs"), claim.get_state_display()),
        (_("As of"), as_of_words(claim)),
        (_("According to"), claim.attributed_to),
        (_("Source"), format_html(
            '<a href="{}">{}</a>, <bdi>{}</bdi>', claim.source.get_absolute_url(),
            translated(claim.source.title), date_text(claim.source.published_on),
        )),
        (_("Place in the source"), place_words(claim.start, claim.end, claim.locator)),
        (_("Note"), translated(claim.note)),
    ]  # fmt: skip
    return [(label, value) for label, value in facts if value]


def as_of_words(claim: Claim) -> str:
    """Write the date that a claim is about, with where it comes from."""
    if claim.as_of is None:
        return _("date not known")
    if claim.as_of_basis == DateBasis.UNKNOWN:
        return date_text(claim.as_of)
    return f"{date_text(claim.as_of)} ({claim.get_as_of_basis_display()})"


class Decision(NamedTuple):
    """What the analysts decided, in words."""

    label: str
    tone: str
    text: str


def decision(claim: Claim) -> Decision:
    """Say what was decided about a claim, when, and why. Who decided is not for the public."""
    on = date_text(PartialDate.from_date(claim.reviewed_at.date())) if claim.reviewed_at else ""
    match claim.review:
        case Review.ACCEPTED:
            text = _("Checked against its source and accepted.")
        case Review.DISPUTED:
            text = _("Disputed. It makes no figure until that is settled.")
        case Review.REJECTED:
            text = _("Rejected. It makes no figure; it stays here so that the decision shows.")
        case _:
            text = _("Not yet checked against its source.")
    parts = [text, claim.review_note, f"({on})" if on else ""]
    return Decision(
        claim.get_review_display(), review_tone(claim.review), " ".join(filter(None, parts))
    )


def source_in_schema(source: Source) -> dict[str, Any]:
    """A source in the words of schema.org."""
    rendering = render_text(source.title)
    return {
        "@type": "CreativeWork",
        "name": rendering.text,
        "inLanguage": source.language,
        "datePublished": str(source.published_on or "").rstrip("~"),
        "publisher": {"@type": "Organization", "name": source.publisher_name}
        if source.publisher_name else None,
        "url": settings.BASE_URL + source.get_absolute_url(),
        "sameAs": source.address,
    }  # fmt: skip


def _link(address: str) -> SafeString | str:
    if not address.startswith(("http://", "https://")):
        return address
    return format_html(
        '<a class="address" href="{}" rel="external nofollow">{}</a>', address, address
    )


def percent(share: float | None) -> str:
    """A share from 0 to 1 in whole hundredths; nothing where there is none."""
    if share is None:
        return ""
    return str(format_percent(share, locale=locale_of()))


class Provenance(NamedTuple):
    """Where a claim comes from: the document, what proposed it, what was edited, who decided."""

    document: Document
    facts: list[Fact]


def provenance(claim: Claim) -> list[Provenance]:
    """The proposals that a claim came of, as its desk page shows them, in two queries."""
    rows = claim.proposals.select_related("document", "added_by").prefetch_related(
        "decisions__reviewer"
    )
    return [Provenance(each.document, _origin_facts(each)) for each in rows.order_by("pk")]


def _origin_facts(proposal: Proposal) -> list[Fact]:
    by_engine = bool(proposal.extractor)
    edited = [
        f"{field_label(Proposal, name)}: "
        f"{value_in_words(Proposal, name, before) or '–'} → "
        f"{value_in_words(Proposal, name, snapshot(proposal, [name])[name]) or '–'}"
        for name, before in proposal.original.items()
    ]
    decisions = [
        _("%(who)s: %(verdict)s, %(when)s") % {
            "who": each.reviewer or _("erased"), "verdict": each.get_verdict_display(),
            "when": moment_text(each.at),
        }
        + (f" ({_('taken back')})" if each.withdrawn_at else "")
        for each in proposal.decisions.all()
    ]  # fmt: skip
    facts: list[tuple[str, Any]] = [
        (_("Exact words"), format_html("<q><bdi>{}</bdi></q>", proposal.written)),
        (_("Characters"), place_words(proposal.start, proposal.end, "")),
        (_("Proposed by"), f"{proposal.extractor} {proposal.extractor_version}" if by_engine
         else str(proposal.added_by or _("a reviewer"))),
        (_("Confidence"), percent(proposal.confidence) if by_engine else ""),
        (_("Rules"), ", ".join(proposal.rules)),
        (_("Edited"), "; ".join(edited)),
        (_("Decisions"), "; ".join(decisions)),
        ("SHA-256", format_html('<code class="digest">{}</code>', proposal.document.sha256)),
    ]  # fmt: skip
    return [(label, value) for label, value in facts if value]
