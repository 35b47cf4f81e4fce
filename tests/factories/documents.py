"""Documents that were read, and proposals in them, as the engine would leave them."""

from __future__ import annotations

import hashlib
from typing import Any

from factories.evidence import make_source
from serai.engines.claims.text import CanonicalText
from serai.track.evidence.anchoring import select
from serai.track.evidence.models import (
    ORIGINALS,
    Document,
    DocumentState,
    Proposal,
    ProposalKind,
    Qualifier,
)

TEXT = (
    "China has signed agreements with more than 80 partners. "
    "Over 300 foreign guests came. They met in Chongqing."
)


def make_document(text: str = TEXT, **values: Any) -> Document:
    """A document with a text that was read, in a source of its own; nothing is proposed in it."""
    content = text.encode()
    canonical = CanonicalText(text)
    digest = hashlib.sha256(content).hexdigest()
    values.setdefault("source", None)
    if values["source"] is None:
        values["source"] = make_source(sha256=digest, length=len(text))
    document = Document(
        sha256=ORIGINALS.keep(content), size=len(content), file_name="report.txt",
        media_type="text/plain", encoding="utf-8", language="en", title="Report", text=text,
        text_sha256=digest, blocks=[[b.start, b.end, b.kind] for b in canonical.blocks],
        sentences=[[s.start, s.end] for s in canonical.sentences], state=DocumentState.READY,
        extractor="serai-claims", extractor_version="1",
    )  # fmt: skip
    for name, value in values.items():
        setattr(document, name, value)
    document.full_clean()
    document.save()
    return document


def make_proposal(document: Document, words: str = "more than 80", **values: Any) -> Proposal:
    """A proposal for the first place where some words stand: more than 80 partners."""
    start = document.text.index(words)
    end = start + len(words)
    anchor = select(document.text, start, end)
    sentence = next(each for each in document.sentences if each[0] <= start < each[1])
    given: dict[str, Any] = {
        "kind": ProposalKind.FIGURE, "value": 80, "qualifier": Qualifier.MORE_THAN,
        "unit": "partner", "unit_text": "partners", "subject": "Agreements", "confidence": 0.9,
        "rules": ["count"], "extractor": "serai-claims", "extractor_version": "1", **values,
    }  # fmt: skip
    proposal = Proposal(
        document=document, start=start, end=end, exact=anchor.exact, prefix=anchor.prefix,
        suffix=anchor.suffix, sentence_start=sentence[0], sentence_end=sentence[1], **given,
    )  # fmt: skip
    proposal.full_clean()
    proposal.save()
    return proposal
