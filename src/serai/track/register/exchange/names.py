"""What records refer to, with its names: read for many records at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from serai.foundation.directory.models import Country, Field, Theme
from serai.foundation.translation import texts_of
from serai.track.evidence.models import Source
from serai.track.register.exchange.organisations import KnownOrganisation, known_organisations
from serai.track.register.exchange.shape import Plain

Texts = dict[str, str]


class Names:
    """The names of what a piece of the register refers to.

    Countries, fields and themes are few and read once; organisations and sources are read for each
    piece, so that memory stays flat.
    """

    organisations: dict[str, KnownOrganisation]
    sources: dict[int, Source]

    def look_up(self, plains: Sequence[Plain]) -> None:
        """Read the organisations and sources of a piece."""
        self.organisations = known_organisations(
            party[1] for plain in plains for party in plain["parties"] if party[1]
        )
        self.sources = Source.objects.in_bulk(
            {source for plain in plains for source in plain["cited"]}
        )

    @cached_property
    def countries(self) -> dict[str, Texts]:
        """The names of countries by code."""
        return {code: texts_of(name) for code, name in Country.objects.values_list("code", "name")}

    @cached_property
    def fields(self) -> dict[str, Texts]:
        """The names of fields of science by code."""
        return {code: texts_of(name) for code, name in Field.objects.values_list("code", "name")}

    @cached_property
    def themes(self) -> dict[str, Texts]:
        """The names of themes by their name in files."""
        themes = Theme.objects.values_list("key", "code", "name")
        return {key or code: texts_of(name) for key, code, name in themes}
