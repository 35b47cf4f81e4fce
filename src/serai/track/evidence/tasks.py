"""Reading documents as jobs: one after the other, each in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from serai.foundation.jobs.declarations import Result, job
from serai.foundation.jobs.work import Work
from serai.track.evidence import operations
from serai.track.evidence.models import Document, DocumentState


@job("evidence.ingest", label=_("Read documents"))
def ingest(work: Work, *, documents: list[str]) -> Result:
    """Read documents, given by their codes, and propose what is found in them.

    What was read already stays as it is, so the job may be begun again. Returns the number of
    ``documents`` read and of ``proposals`` made.
    """
    return _one_by_one(work, documents, _read)


@job("evidence.extract_again", label=_("Look at documents again"))
def extract_again(work: Work, *, documents: list[str]) -> Result:
    """Let the engine of today look at documents again; see `operations.extract_again`."""
    return _one_by_one(work, documents, _again)


def _read(work: Work, document: Document) -> operations.Extracted:
    return operations.read_document(actor=work.actor, document=document)


def _again(work: Work, document: Document) -> operations.Extracted:
    return operations.extract_again(actor=work.actor, document=document)


def _one_by_one(
    work: Work, codes: list[str], do: Callable[[Work, Document], operations.Extracted]
) -> Result:
    found = {each.code: each for each in Document.objects.filter(code__in=codes)}
    problems: list[dict[str, Any]] = []
    proposals = 0
    for done, code in enumerate(codes):
        document = found.get(code)
        if document is None:
            continue
        work.progress(done=done, total=len(codes), message=str(document))
        try:
            proposals += do(work, document).added
        except ValidationError as error:
            problems.append({"file": document.file_name, "message": " ".join(error.messages)})
            continue
        document.refresh_from_db(fields=["state", "problem"])
        if document.state == DocumentState.FAILED:
            problems.append({"file": document.file_name, "message": document.problem})
    work.progress(done=len(codes), total=len(codes))
    count = len(found) - len(problems)
    summary = ngettext(
        "%(count)s document read, %(proposals)s proposals.",
        "%(count)s documents read, %(proposals)s proposals.",
        count,
    ) % {"count": count, "proposals": proposals}
    return {
        "summary": summary,
        "href": _href(list(found.values())),
        "problems": problems,
        "documents": count,
        "proposals": proposals,
    }


def _href(documents: list[Document]) -> str:
    """Where to go on: the document, or the list of them."""
    return (
        documents[0].get_desk_url() if len(documents) == 1 else reverse("evidence_desk:documents")
    )
