"""The sources of a page, numbered as it is read.

Each fact carries a mark such as 2a: place a in the second source. The mark leads to the foot of the
page, where every source stands once with the places it is cited for, and a way back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from string import ascii_lowercase
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from serai.foundation.translation import render_text, texts_of
from serai.foundation.web.templatetags.serai import translated
from serai.track.evidence.models import Citation, Source


@dataclass(slots=True)
class Footnote:
    """One place in a source, with the facts that rest on it."""

    label: str
    citation: Citation
    facts: list[str] = field(default_factory=list)
    is_marked: bool = False


@dataclass(slots=True)
class CitedSource:
    """A source with the places cited from it."""

    number: int
    source: Source
    footnotes: list[Footnote] = field(default_factory=list)


class Footnotes:
    """The citations of everything that one page shows, fetched in one statement.

    ``given`` are things with citations that need not be fetched.
    """

    def __init__(
        self,
        shown: Iterable[models.Model] = (),
        *,
        given: Iterable[tuple[models.Model, list[Citation]]] = (),
    ) -> None:
        self._citations: dict[tuple[type[models.Model], int | None], list[Citation]] = {
            (type(thing), thing.pk): cited for thing, cited in given if cited
        }
        self._sources: dict[int, CitedSource] = {}
        self._by_place: dict[tuple[Any, ...], Footnote] = {}
        if things := list(shown):
            self._fetch(things)

    def _fetch(self, shown: list[models.Model]) -> None:
        keys: dict[type[models.Model], set[int]] = {}
        for thing in shown:
            keys.setdefault(type(thing), set()).add(thing.pk)
        wanted = Q(pk__in=[])
        models_by_type = {}
        for model, found in keys.items():
            content_type = ContentType.objects.get_for_model(model)
            models_by_type[content_type.pk] = model
            wanted |= Q(content_type=content_type, object_id__in=found)
        rows = Citation.objects.filter(wanted).select_related("source__publisher")
        for citation in rows.order_by("pk"):
            place = models_by_type[citation.content_type_id], citation.object_id
            self._citations.setdefault(place, []).append(citation)

    def cited(self, thing: models.Model, *fields: str) -> list[Citation]:
        """Return the citations of some fields of a thing; an empty name means the whole thing."""
        found = self._citations.get((type(thing), thing.pk), [])
        return [citation for citation in found if citation.field in fields]

    def count(self, thing: models.Model) -> int:
        """Return how many citations a thing has."""
        return len(self._citations.get((type(thing), thing.pk), []))

    def mark(self, thing: models.Model, *fields: str, fact: str = "") -> SafeString:
        """Return the marks for some fields of a thing; nothing where no source is cited.

        ``fact`` is what the foot of the page calls it, by default the names of the fields.
        """
        marks: list[tuple[str, SafeString, str]] = []
        for citation in self.cited(thing, *fields):
            footnote = self._footnote(citation)
            name = capfirst(fact or _field_name(thing, citation.field))
            if name not in footnote.facts:
                footnote.facts.append(name)
            if any(label == footnote.label for label, *_rest in marks):
                continue
            identity = SafeString("")
            if not footnote.is_marked:
                footnote.is_marked = True
                identity = format_html(' id="mark-{}"', footnote.label)
            marks.append((footnote.label, identity, footnote.label))
        if not marks:
            return SafeString("")
        links = format_html_join(" ", '<a href="#source-{}"{}>{}</a>', marks)
        return format_html('<sup class="source-marks">{}</sup>', links)

    def remarks(self, thing: models.Model, *fields: str) -> SafeString:
        """Return the notes of the citations, each with its mark: where sources differ, it stands
        beside the fact.
        """
        notes: dict[str, tuple[str, str, SafeString | str]] = {}
        for citation in self.cited(thing, *fields):
            text = render_text(citation.note).text
            if text and text not in notes:
                label = self._footnote(citation).label
                notes[text] = label, label, translated(citation.note)
        return format_html_join(
            "",
            '<span class="source-remark"><a href="#source-{}">{}</a> {}</span>',
            notes.values(),
        )

    def _footnote(self, citation: Citation) -> Footnote:
        place = (
            citation.source_id, citation.start, citation.end, citation.locator,
            tuple(sorted(texts_of(citation.note).items())),
        )  # fmt: skip
        known = self._by_place.get(place)
        if known is not None:
            return known
        entry = self._sources.get(citation.source_id)
        if entry is None:
            entry = CitedSource(len(self._sources) + 1, citation.source)
            self._sources[citation.source_id] = entry
        footnote = Footnote(f"{entry.number}{_letters(len(entry.footnotes))}", citation)
        entry.footnotes.append(footnote)
        self._by_place[place] = footnote
        return footnote

    def __iter__(self) -> Iterator[CitedSource]:
        """The sources as the page names them; those that it never marks stand last."""
        for (model, _key), citations in self._citations.items():
            for citation in citations:
                footnote = self._footnote(citation)
                if not footnote.facts:
                    name = _column_name(model, citation.field) or str(model._meta.verbose_name)
                    footnote.facts.append(capfirst(name))
        return iter(list(self._sources.values()))

    def __bool__(self) -> bool:
        return bool(self._citations)


def _field_name(thing: models.Model, name: str) -> str:
    return _column_name(type(thing), name) or str(thing)


def _column_name(model: type[models.Model], name: str) -> str:
    """What readers call a column; a part of the thing that is no column goes by its own name."""
    known = {each.name: each for each in (*model._meta.concrete_fields, *model._meta.many_to_many)}
    return str(known[name].verbose_name) if name in known else name.replace("_", " ")


def _letters(position: int) -> str:
    """Number by letters: a, b … z, aa, ab, and so on."""
    text = ""
    position += 1
    while position:
        position, letter = divmod(position - 1, 26)
        text = ascii_lowercase[letter] + text
    return text
