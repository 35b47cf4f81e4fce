"""The sources that a released programme cites, as pages show them.

A release names a source by its code. What the source is called is the business of the register of
sources, and read when the page is made.
"""

from __future__ import annotations

from collections.abc import Iterable

from serai.convene.programme.released import ReleasedCitation
from serai.foundation.translation import TranslatedText
from serai.track.evidence.models import Citation, Source


class Sources:
    """The sources of one page, fetched in one statement."""

    def __init__(self, cited: Iterable[ReleasedCitation]) -> None:
        codes = {citation.source for citation in cited}
        rows = Source.objects.filter(code__in=codes).select_related("publisher") if codes else ()
        self._by_code = {source.code: source for source in rows}

    def of(self, cited: Iterable[ReleasedCitation]) -> list[Citation]:
        """The citations with their sources, not to be saved; without those of a lost source."""
        return [
            Citation(
                source=self._by_code[each.source],
                field=each.about,
                start=each.start,
                end=each.end,
                locator=each.locator,
                note=TranslatedText(each.note),
            )
            for each in cited
            if each.source in self._by_code
        ]
