"""The public list of sources: what its address asks for, and what can be chosen."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils.translation import gettext as _

from serai.foundation.web.parameters import ParameterError
from serai.track.evidence.models import Source, SourceKind
from serai.track.evidence.queries import sources_with_counts

PER_PAGE = 25
LONGEST_SEARCH = 200
_PARAMETERS = ("q", "kind", "language", "page")


@dataclass(frozen=True, slots=True)
class SourceListing:
    """What an address asks of the list of sources."""

    words: str = ""
    kind: str = ""
    language: str = ""
    page_number: int = 1

    @classmethod
    def parse(cls, query: QueryDict) -> SourceListing:
        """Read the parameters of an address. Raises ParameterError for what cannot be used."""
        for name in query:
            if name not in _PARAMETERS:
                known = ", ".join(_PARAMETERS)
                raise ParameterError(name, _("this list knows only: %s.") % known)
            if len(query.getlist(name)) > 1:
                raise ParameterError(name, _("give it once."))
        words = " ".join(query.get("q", "").split())
        if len(words) > LONGEST_SEARCH or "\0" in words:
            raise ParameterError(
                "q", _("it may have at most %d characters of text.") % LONGEST_SEARCH
            )
        kind = query.get("kind", "")
        if kind and kind not in SourceKind.values:
            raise ParameterError("kind", _("it may be one of: %s.") % ", ".join(SourceKind.values))
        language = query.get("language", "")
        if not all(letter.isalnum() or letter == "-" for letter in language) or len(language) > 20:
            raise ParameterError("language", _("it must be a language tag, such as en."))
        page = query.get("page", "1")
        if not (page.isascii() and page.isdigit() and len(page) < 8 and int(page)):
            raise ParameterError("page", _("it must be a page number, 1 or more."))
        return cls(words, kind, language, int(page))

    @property
    def is_narrowed(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.words or self.kind or self.language)

    def sources(self, *, without: str = "") -> models.QuerySet[Source]:
        """Return the sources that it asks for, the latest first."""
        found = sources_with_counts()
        if self.kind and without != "kind":
            found = found.filter(kind=self.kind)
        if self.language and without != "language":
            found = found.filter(language=self.language)
        for word in self.words.split():
            # The title is stored as JSON, in which letters beyond ASCII are escaped.
            found = found.alias(title_text=Cast("title", models.TextField())).filter(
                Q(title_text__icontains=json.dumps(word)[1:-1])
                | Q(title_text__icontains=json.dumps(word.capitalize())[1:-1])
                | Q(publisher_as_written__icontains=word)
            )
        return found.order_by("-published_on", "pk")

    def page(self) -> Page[Source]:
        """Return the page that it asks for. Raises ParameterError where there are fewer."""
        paginator: Paginator[Source] = Paginator(self.sources(), PER_PAGE)
        if self.page_number > paginator.num_pages:
            raise ParameterError(
                "page", _("there are pages 1 to %(last)s.") % {"last": paginator.num_pages}
            )
        return paginator.page(self.page_number)

    def facets(self) -> list[dict[str, Any]]:
        """Return what can be chosen, each with the number of sources that it leads to."""
        labels = dict(SourceKind.choices)
        return [
            self._facet("kind", _("Kind"), labels),
            self._facet("language", _("Language of the source"), {}),
        ]

    def _facet(self, name: str, label: str, labels: dict[Any, Any]) -> dict[str, Any]:
        rows = (
            self.sources(without=name)
            .order_by()
            .values(name)
            .annotate(total=Count("pk", distinct=True))
        )
        counts = {row[name]: row["total"] for row in rows if row[name]}
        chosen = getattr(self, name)
        options = [
            {
                "label": str(labels.get(value, value)),
                "count": counts[value],
                "href": self.address(**{name: "" if value == chosen else value}),
                "is_active": value == chosen,
            }
            for value in sorted(counts, key=lambda value: (-counts[value], value))
        ]
        return {"label": label, "options": options if len(options) > 1 or chosen else []}

    def address(self, **changes: str) -> str:
        """Write the query of the first page of a list that differs in some parameter."""
        query = QueryDict(mutable=True)
        values = {"q": self.words, "kind": self.kind, "language": self.language, **changes}
        query.update({name: value for name, value in values.items() if value})
        return f"?{query.urlencode()}"
