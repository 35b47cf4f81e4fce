"""Sources and claims as forms let them be chosen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Case, F, Q, Value, When

from serai.foundation.translation import texts_of
from serai.foundation.web.choosables import Choosable, Rows, register_choosable
from serai.foundation.web.desk.lists import containing
from serai.foundation.web.templatetags.serai import date_text
from serai.track.evidence.models import Claim, Document, Source

_MAX_WORDS = 12
_WORD = re.compile(r"\w+")
"""In the name of a claim its value follows a colon."""


def _sources(rows: Rows, words: str, _within: Mapping[str, str]) -> Rows:
    for word in words.split()[:_MAX_WORDS]:
        rows = containing(rows, ("title", "publisher_as_written", "address"), word)
    return rows.order_by(F("published_on").desc(nulls_last=True), "pk")


def _about_source(source: Source) -> str:
    published = source.published_on.display() if source.published_on else ""
    return ", ".join(part for part in (source.publisher_name, published) if part)


def _names_of_source(source: Source) -> Iterable[str]:
    return texts_of(source.title).values()


def _claims(rows: Rows, words: str, within: Mapping[str, str]) -> Rows:
    for word in _WORD.findall(words)[:_MAX_WORDS]:
        rows = containing(rows, ("subject", "written"), word)
    if source := within.get("source"):
        rows = rows.filter(source__code=source)
    if near := within.get("near"):
        # Claims of the same figure come first: it is among them that most links are.
        indicator = Claim.objects.filter(code=near, indicator__isnull=False).values("indicator")
        is_near = Case(When(Q(indicator__in=indicator), then=Value(0)), default=Value(1))
        return rows.exclude(code=near).order_by(is_near, "subject", "pk")
    return rows.order_by("subject", "pk")


def _about_claim(claim: Claim) -> str:
    return str(claim.source)


def _names_of_claim(claim: Any) -> Iterable[str]:
    return [str(claim), claim.subject]


register_choosable(
    Choosable(
        "source", Source, "accounts.enter_desk", _sources,
        describe=_about_source, names=_names_of_source,
        prepare=lambda rows: rows.select_related("publisher"),
    )
)  # fmt: skip


def _documents(rows: Rows, words: str, _within: Mapping[str, str]) -> Rows:
    for word in words.split()[:_MAX_WORDS]:
        rows = containing(rows, ("title", "file_name", "address"), word)
    return rows.order_by("-pk")


def _about_document(document: Document) -> str:
    return ", ".join(
        part for part in (document.file_name, date_text(document.retrieved_at.date())) if part
    )


register_choosable(
    Choosable(
        "document", Document, "evidence.enter_desk", _documents, describe=_about_document,
        prepare=lambda rows: rows.defer("text", "blocks", "sentences"),
    )
)  # fmt: skip
register_choosable(
    Choosable(
        "claim", Claim, "evidence.enter_desk", _claims,
        describe=_about_claim, names=_names_of_claim,
        prepare=lambda rows: rows.select_related("source"), within=("source", "near"),
    )
)  # fmt: skip
