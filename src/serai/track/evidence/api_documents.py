"""Documents in the API: upload, how far their review is, and their text.

Nothing of it is public: it is for those who may enter the evidence desk.
"""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from ninja.params.models import Path
from pydantic import BaseModel, Field, StringConstraints

from serai.foundation.accounts.models import User
from serai.foundation.api.callers import caller_of
from serai.foundation.api.guard import json_response
from serai.foundation.api.jobs import NothingGiven
from serai.foundation.api.openapi import SECURITY
from serai.foundation.api.problems import Fault
from serai.foundation.api.resources import (
    Action,
    Filter,
    Resource,
    choice_filter,
    search_filter,
)
from serai.foundation.api.revisions import states_of
from serai.foundation.api.routes import LanguageQuery, check_parameters, routes
from serai.foundation.api.scopes import READ, register_scope
from serai.foundation.api.shapes import Computed, Extra, Shape, Written, refused
from serai.foundation.api.values import NO_CONTROLS, Code
from serai.foundation.jobs import operations as jobs
from serai.track.evidence import operations
from serai.track.evidence.models import (
    Document,
    DocumentState,
    Proposal,
    ProposalState,
)
from serai.track.evidence.tasks import extract_again, ingest

router = Router()
SCOPE = register_scope("write:documents", _("Upload documents and decide about claims"))
ENTER, _UPLOAD = "evidence.enter_desk", "evidence.upload"
_LONGEST_FILE = 3 * 2**19
"""Letters of a file in base 64: what a body may hold, with room for the rest of it."""

LANGUAGE = Filter(
    name="language",
    description="The language of the document, as two or three letters.",
    annotation=Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")],
    narrow=lambda rows, values: rows.filter(language=values[0]),
)


def _add_counts(rows: list[Document]) -> None:
    """Count the proposals of documents by what became of them."""
    counts = (
        Proposal.objects.filter(document__in=rows)
        .order_by()
        .values_list("document", "state")
        .annotate(count=Count("pk"))
    )
    by_document: dict[int, dict[str, int]] = {
        row.pk: dict.fromkeys(ProposalState.values, 0) for row in rows
    }
    for key, state, count in counts:
        by_document[key][state] = count
    for row in rows:
        row.counts = by_document[row.pk]  # type: ignore[attr-defined]


def _upload(actor: User, written: Written, _parent: object) -> Document:
    """Receive a document and have it read."""
    given = written.columns
    ingested = operations.ingest_document(
        actor=actor, content=_content(written), file_name=given["file_name"],
        address=given["address"], published_on=given["published_on"], source=given["source"],
        reviewers=given["reviewers"],
    )  # fmt: skip
    document = ingested.document
    if ingested.is_new and given["title"]:
        operations.change_document(
            actor=actor, document=document, changes={"title": given["title"]}
        )
    if not document.is_ready:
        _start_reading(actor, document)
    return document


def _content(written: Written) -> bytes:
    text, encoded = written.extras["text"], written.extras["content"]
    if bool(text) == bool(encoded):
        raise refused([Fault("Send either the text or the content.", pointer="/content")])
    try:
        return text.encode() if text else base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise refused([Fault("This is not base 64.", pointer="/content")]) from None


def _start_reading(actor: User, document: Document, _given: object = None) -> None:
    jobs.start(
        actor=actor,
        job=extract_again if document.state == DocumentState.READY else ingest,
        arguments={"documents": [document.code]},
        about=capfirst(str(document)),
        result_href=document.get_desk_url(),
    )


def column(name: str, annotation: Any, description: str, example: Any) -> Computed:
    """A member that is a column, read and never written."""
    return Computed(annotation, lambda row, _reader: getattr(row, name), description, example)


DOCUMENTS = Resource(
    name="documents",
    noun="document",
    tag="Documents",
    description="Files as they were received, and how far their review is. They are private; the "
    "public sees the citation and one sentence at most.",
    shape=Shape(
        model=Document,
        title="Document",
        columns=(
            "title", "file_name", "address", "published_on", "source", "reviewers",
        ),
        fixed=("file_name", "published_on", "source", "text", "content"),
        extras={
            "text": Extra(
                Annotated[str, StringConstraints(pattern=NO_CONTROLS, max_length=1_000_000)],
                None, lambda _row, _reader: None,
                "A text, plain or in Markdown, where there is no file.", "",
            ),
            "content": Extra(
                Annotated[
                    str,
                    StringConstraints(pattern=r"^[A-Za-z0-9+/]*={0,2}$", max_length=_LONGEST_FILE),
                ],
                None, lambda _row, _reader: None,
                "A file in base 64: plain text, Markdown, HTML, PDF or DOCX. Larger ones are "
                "uploaded at the desk, or read by `serai ingest`.", "",
            ),
        },
        computed={
            "retrieved_at": Computed(
                str, lambda row, _reader: row.retrieved_at.isoformat(timespec="seconds"),
                "When it was received.", "2026-05-04T09:30:00+00:00",
            ),
            "state": column("state", str, "How far the machine is with it.", "waiting"),
            "problem": column("problem", str, "Why it could not be read.", ""),
            "sha256": column("sha256", str, "The digest of the file.", "0" * 64),
            "size": column("size", int, "In bytes.", 1200),
            "media_type": column("media_type", str, "What kind of file it is.", ""),
            "language": column("language", str, "The language of its text.", ""),
            "extractor": column("extractor", str, "What looked through it.", ""),
            "extractor_version": column("extractor_version", str, "In which version.", ""),
            "counts": column(
                "counts", dict[str, int], "Its proposals, by what became of them.", {"waiting": 0}
            ),
        },
        deferred=("text", "blocks", "sentences"),
        complete=_add_counts,
    ),
    visible=lambda _reader, _parent: Document.objects.all(),
    may_read=ENTER,
    revisions=states_of("state", "title", "address", "reviewers", "extracted_at"),
    filters=(
        search_filter("title", "file_name", "address"),
        choice_filter("state", DocumentState),
        LANGUAGE,
    ),
    orders={"latest": ("-pk",)},
    scope=SCOPE,
    may_create=_UPLOAD,
    may_change=_UPLOAD,
    create=_upload,
    change=lambda actor, document, written: operations.change_document(
        actor=actor, document=document, changes=written.columns
    ),
    actions=(
        Action(
            name="reading", summary="Read a document again", permission=_UPLOAD,
            description="Try again what could not be read, or have the engine of today look at "
            "the text again. What people decided stays.",
            given=NothingGiven, run=_start_reading,
        ),
    ),
    example={
        "title": "Ten laboratories in a year",
        "text": "More than ten laboratories were opened in 2023.",
        "address": "https://news.example.org/laboratories",
        "published_on": "2023-11-07",
        "reviewers": 1,
    },
    example_code="0000d0c001",
)  # fmt: skip
routes(DOCUMENTS, router)


class Stretch(BaseModel):
    """A stretch of the text: code points from ``start`` to ``end``, which is beyond it."""

    start: int
    end: int
    kind: str = Field(description="What kind of block it is: paragraph, heading, list item …")


class TextShown(BaseModel):
    """The canonical text of a document. Every place counts Unicode code points of it."""

    text: str
    blocks: list[Stretch]
    sentences: list[tuple[int, int]] = Field(description="Start and end of each sentence.")


_CODE: Any = Path(..., description="The code of the document.", example=DOCUMENTS.example_code)


@router.get(
    "/documents/{document}/text", response=TextShown, tags=["Documents"],
    summary="Read the text of a document", operation_id="read_documents_document_text",
    description="The text in which places are counted. 404 until the document has been read.",
    openapi_extra={"security": [{SECURITY: []}]},
)  # fmt: skip
def read_text(
    request: HttpRequest, query: Query[LanguageQuery], document: Code = _CODE
) -> HttpResponse:
    """The canonical text of a document."""
    check_parameters(request, LanguageQuery)
    caller = caller_of(request)
    caller.require_scope(READ)
    caller.require(ENTER)
    found = DOCUMENTS.find(caller.reader, document)
    if not found.is_ready:
        raise Http404
    return json_response(
        TextShown(
            text=found.text,
            blocks=[Stretch(start=start, end=end, kind=kind) for start, end, kind in found.blocks],
            sentences=found.sentences,
        ).model_dump()
    )
