"""Receiving documents, and reading them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from serai.engines.claims.dates import find_dates
from serai.engines.claims.reading import Limits, Reading, UnreadableDocument, read
from serai.engines.claims.text import CanonicalText
from serai.foundation.accounts.models import User
from serai.foundation.dates import PartialDate
from serai.foundation.languages import interface_language
from serai.foundation.private_files import PrivateFileError
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import Actor, change_object, create_object, record
from serai.track.evidence import verbs
from serai.track.evidence.extracting import Found, proposals_in
from serai.track.evidence.models import (
    ORIGINALS,
    Document,
    DocumentState,
    Proposal,
    ProposalState,
    Source,
    SourceKind,
)
from serai.track.evidence.operations.claims import add_source, change_source
from serai.track.evidence.operations.versions import carry_decisions_over, move_places

OF_WEB_PAGES = "text/html"
_LONGEST_TITLE = 160
_BEFORE_TITLE = re.compile(r"^(?:date:?\s+)?\d{4}-\d{2}-\d{2}\s+(?=\S)", re.IGNORECASE)
_LETTER, _IDEOGRAPH = re.compile(r"[^\W\d_]"), re.compile(r"[\u3400-\u9fff]")
_CHANGEABLE = frozenset({"reviewers", "title", "address"})


class Ingested(NamedTuple):
    """A document that was received; ``is_new`` is false for bytes that were there already."""

    document: Document
    is_new: bool


class Extracted(NamedTuple):
    """What an extraction did to the proposals of a document, in numbers.

    ``kept`` are those that were found as they were, and those that people have decided about.
    """

    added: int = 0
    changed: int = 0
    removed: int = 0
    kept: int = 0


def ingest_document(
    *,
    actor: Actor,
    content: bytes,
    file_name: str = "",
    address: str = "",
    retrieved_at: datetime | None = None,
    published_on: date | None = None,
    source: Source | None = None,
    reviewers: int | None = None,
) -> Ingested:
    """Receive a file: keep its bytes and note where it is from. It is read by `read_document`.

    The same bytes again are the same document. Other bytes from a known ``address`` are its new
    version, which `replaces` the one before and belongs to the same source. The address is noted,
    never fetched. Raises ValidationError for a file that is empty or too large.
    """
    limit = Limits().bytes
    if not content:
        raise ValidationError({"content": _("The file is empty. Choose another.")})
    if len(content) > limit:
        raise ValidationError(
            {"content": _("The file has %(size)s MB; at most %(limit)s MB are read. Split it.")
             % {"size": len(content) // 2**20, "limit": limit // 2**20}}
        )  # fmt: skip
    digest = ORIGINALS.keep(content)
    known = Document.objects.filter(sha256=digest).first()
    if known is not None:
        return Ingested(known, is_new=False)
    before = (
        Document.objects.filter(address=address).order_by("-retrieved_at", "-pk").first()
        if address
        else None
    )
    document = Document(
        source=source or (before.source if before else None),
        replaces=before,
        sha256=digest,
        size=len(content),
        file_name=file_name[-255:],
        address=address,
        published_on=published_on,
        retrieved_at=retrieved_at or timezone.now(),
        uploaded_by=actor if isinstance(actor, User) else None,
        reviewers=reviewers or settings.EVIDENCE_REVIEWERS,
    )
    try:
        with transaction.atomic():
            create_object(actor=actor, verb=verbs.DOCUMENT_ADDED, instance=document)
    except (IntegrityError, ValidationError):
        # Somebody added the same file at this moment.
        known = Document.objects.filter(sha256=digest).first()
        if known is None:
            raise
        return Ingested(known, is_new=False)
    return Ingested(document, is_new=True)


@transaction.atomic
def change_document(
    *, actor: Actor, document: Document, changes: Mapping[str, Any]
) -> Entry | None:
    """Change how many people review a document, or what it is called. Raises ValidationError."""
    if strange := set(changes) - _CHANGEABLE:
        raise TypeError(f"These cannot be changed: {', '.join(sorted(strange))}.")
    return change_object(
        actor=actor, verb=verbs.DOCUMENT_CHANGED, instance=document, changes=changes
    )


def read_document(*, actor: Actor, document: Document) -> Extracted:
    """Read a document, enter its source if there is none, and propose what is found in it.

    Reading a document again changes nothing, but what could not be read is tried again. A document
    that cannot be read says why (`Document.problem`); nothing is raised for that. All that is
    written is written in one transaction.
    """
    if document.is_ready:
        return Extracted(kept=document.proposals.count())
    try:
        reading = _reading_of(document)
    except UnreadableDocument as error:
        _say_why_not(actor, document, f"{error.problem} {error.remedy}")
        return Extracted()
    except PrivateFileError:
        _say_why_not(actor, document, _("Its file is missing or damaged. Upload it again."))
        return Extracted()
    text = CanonicalText(_storable(reading.text.text), language=reading.language)
    published_on = document.published_on or reading.published or _date_at_the_top(text)
    found = proposals_in(text, stated_on=published_on)
    with transaction.atomic():
        document = Document.objects.select_for_update().get(pk=document.pk)
        if document.is_ready:  # Somebody else was faster.
            return Extracted(kept=document.proposals.count())
        _keep_reading(document, reading, text)
        document.published_on = published_on
        document.source = _source_of(actor, document, reading)
        _say_extracted(document, found)
        document.full_clean(exclude=["text"])
        document.save()
        proposals = list(found.proposals)
        if document.replaces is not None:
            move_places(actor=actor, old=document.replaces, new=document)
            proposals = carry_decisions_over(document.replaces, document, proposals)
        for proposal in proposals:
            proposal.document = document
        Proposal.objects.bulk_create(proposals, batch_size=500)
        done = Extracted(added=len(proposals))
        _record_extraction(actor, document, done)
    return done


def extract_again(*, actor: Actor, document: Document) -> Extracted:
    """Let the engine of today look at the text again; say what it sees otherwise than before.

    The text stays as it is, so places stay. What people decided, edited or added stays as it is;
    of the rest, what is found no more goes.
    """
    if not document.is_ready:
        raise ValidationError(_("This document has not been read yet."))
    text = CanonicalText(document.text, language=document.language or "other")
    published = document.source.published_on if document.source else None
    stated_on = document.published_on or (
        published.earliest if published and published.precision == "day" else None
    )
    found = proposals_in(text, stated_on=stated_on)
    with transaction.atomic():
        document = Document.objects.select_for_update().get(pk=document.pk)
        done = _merge(document, list(found.proposals))
        _say_extracted(document, found)
        document.save()
        _record_extraction(actor, document, done)
    return done


def _reading_of(document: Document) -> Reading:
    name = document.file_name or "text.txt"
    return read(ORIGINALS.content_of(document.sha256), name=name)


def _say_why_not(actor: Actor, document: Document, problem: str) -> None:
    with transaction.atomic():
        locked = Document.objects.select_for_update().get(pk=document.pk)
        if locked.is_ready or (locked.state, locked.problem) == (DocumentState.FAILED, problem):
            return
        locked.state, locked.problem = DocumentState.FAILED, problem[:500]
        locked.save()
        record(
            actor=actor, verb=verbs.DOCUMENT_FAILED, target=locked, after={"reason": problem[:500]}
        )
    document.state, document.problem = locked.state, locked.problem


def _storable(text: str) -> str:
    """A text at the same length without the one character that PostgreSQL does not store."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")


def _keep_reading(document: Document, reading: Reading, text: CanonicalText) -> None:
    document.media_type, document.encoding = reading.media_type, reading.encoding[:40]
    document.language = "" if reading.language == "other" else reading.language
    document.title = (document.title or _storable(_title_of(reading)))[:400]
    document.text, document.problem = text.text, ""
    document.text_sha256 = hashlib.sha256(reading.text.text.encode()).hexdigest()
    document.blocks = [[block.start, block.end, block.kind] for block in text.blocks]
    document.sentences = [[sentence.start, sentence.end] for sentence in text.sentences]


def _title_of(reading: Reading) -> str:
    """What the file says its title is, else the first line that says anything but a date.

    Of a text that begins without a heading it is the first sentence.
    """
    if reading.title.strip():
        return " ".join(reading.title.split())
    text = reading.text
    for block in text.blocks:
        words = _words_of_title(text.text[block.start : block.end])
        if len(words) > _LONGEST_TITLE:
            sentence = text.sentence_at(block.start)
            words = _words_of_title(
                text.text[block.start : sentence.end if sentence else block.end]
            )
        if len(_LETTER.findall(words)) >= 12 or len(_IDEOGRAPH.findall(words)) >= 4:
            if len(words) <= _LONGEST_TITLE:
                return words
            return words[:_LONGEST_TITLE].rsplit(" ", 1)[0] + " …"
    return reading.name


def _words_of_title(text: str) -> str:
    """A line without the marks of a heading and the date that a saved page puts before it."""
    return _BEFORE_TITLE.sub("", " ".join(text.split()).lstrip("# "))


def _date_at_the_top(text: CanonicalText) -> date | None:
    """The day that stands by itself above a text that was saved without its particulars."""
    for block in text.blocks[:6]:
        if block.end - block.start > 120:
            continue
        for found in find_dates(text.flat[block.start : block.end], text.language, None):
            if found.precision == "day" and found.relation == "at" and not found.value_end:
                return found.first
    return None


def _source_of(actor: Actor, document: Document, reading: Reading) -> Source:
    """The source that a document is a text of: the one it was given, one that is known by its text
    or its address, or a new one.
    """
    source = (
        document.source
        or Source.objects.filter(sha256__in=[document.text_sha256, document.sha256]).first()
        or (Source.objects.filter(address=document.address).first() if document.address else None)
    )
    published = PartialDate.from_date(document.published_on) if document.published_on else None
    of_text: dict[str, Any] = {
        "sha256": document.text_sha256,
        "length": len(document.text),
        "retrieved_on": document.retrieved_at.date(),
    }
    if source is None:
        is_page = document.media_type == OF_WEB_PAGES or bool(document.address)
        values = {
            **of_text,
            "title": {interface_language(document.language): document.title},
            "kind": SourceKind.WEB_PAGE if is_page else SourceKind.NEWS_REPORT,
            "publisher_as_written": _storable(reading.publisher)[:200],
            "published_on": published,
            "language": document.language,
            "address": document.address,
        }
        return add_source(actor=actor, source=Source(**values))
    changes: dict[str, Any] = {}
    if source.sha256 not in {document.text_sha256, document.sha256} and (
        document.replaces is not None or not source.sha256
    ):
        changes.update(of_text)
    if source.published_on is None and published is not None:
        changes["published_on"] = published
    if changes:
        change_source(actor=actor, source=source, changes=changes)
    return source


def _say_extracted(document: Document, found: Found) -> None:
    document.state = DocumentState.READY
    document.extractor, document.extractor_version = found.extractor, found.version
    document.extracted_at = timezone.now()


def _record_extraction(actor: Actor, document: Document, done: Extracted) -> None:
    record(
        actor=actor,
        verb=verbs.DOCUMENT_READ,
        target=document,
        after={
            "extractor": document.extractor,
            "extractor_version": document.extractor_version,
            "proposals": done._asdict(),
        },
    )


def _merge(document: Document, found: list[Proposal]) -> Extracted:
    """Bring the proposals of a document up to date with what was found in the same text."""
    existing = list(
        Proposal.objects.select_for_update().filter(document=document).prefetch_related("decisions")
    )
    by_place: dict[tuple[str, int, int], Proposal] = {
        (each.kind, each.start, each.end): each for each in existing
    }
    added: list[Proposal] = []
    seen: set[int] = set()
    changed = 0
    for new in found:
        old = by_place.get((new.kind, new.start, new.end)) or _overlapping(existing, new, seen)
        if old is None:
            new.document = document
            added.append(new)
            continue
        seen.add(old.pk)
        if not _is_touched(old) and _take_over(old, new):
            changed += 1
            old.revision += 1
            old.save()
    gone = [each.pk for each in existing if each.pk not in seen and not _is_touched(each)]
    Proposal.objects.filter(pk__in=gone).delete()
    Proposal.objects.bulk_create(added, batch_size=500)
    kept = len(existing) - changed - len(gone)
    return Extracted(added=len(added), changed=changed, removed=len(gone), kept=kept)


def _is_touched(proposal: Proposal) -> bool:
    """Whether a person had it in hand: decided, edited or added it."""
    return bool(
        proposal.state != ProposalState.WAITING
        or proposal.original
        or not proposal.extractor
        or any(each.withdrawn_at is None for each in proposal.decisions.all())
    )


def _overlapping(existing: list[Proposal], new: Proposal, seen: set[int]) -> Proposal | None:
    """What people have in hand covers what the engine now finds at nearly the same place."""
    for old in existing:
        if (
            old.kind == new.kind
            and old.pk not in seen
            and _is_touched(old)
            and old.start < new.end
            and new.start < old.end
        ):
            return old
    return None


_TAKEN_OVER = (
    "sentence_start", "sentence_end", "quantity", "qualifier", "value", "upper_value", "unit",
    "unit_text", "subject", "scope", "state_of_affairs", "as_of", "as_of_basis", "as_of_text",
    "attributed_to", "indicator_id", "name", "name_key", "confidence", "rules",
)  # fmt: skip


def _take_over(old: Proposal, new: Proposal) -> bool:
    """Give an untouched proposal the values of today; tell whether anything differs."""
    differs = False
    for name in _TAKEN_OVER:
        if getattr(old, name) != getattr(new, name):
            setattr(old, name, getattr(new, name))
            differs = True
    old.extractor_version = new.extractor_version
    return differs
