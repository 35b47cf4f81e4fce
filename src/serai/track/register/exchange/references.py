"""What rows may refer to, read once: countries, fields, goals, themes, organisations, sources."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple

from serai.foundation.directory.identifiers import normalise_identifier
from serai.foundation.directory.models import (
    Country,
    Field,
    Goal,
    IdentifierScheme,
    Organisation,
    OrganisationIdentifier,
    Theme,
)
from serai.foundation.folding import fold
from serai.foundation.translation import TranslatedText, render_text, texts_of
from serai.track.evidence.models import Source


class Target(NamedTuple):
    """Something that is referred to: its name in files, and its primary key."""

    name: str
    pk: int


Names = dict[str, Target]


class References:
    """Everything that a row can name, by every spelling that is understood.

    Read when it is made; afterwards it needs no database, so that another process may ask it.
    """

    def __init__(self) -> None:
        self.countries: dict[str, str] = {}
        self._country_names: dict[str, str] = {}
        for code, alpha3, name in Country.objects.values_list("code", "alpha3", "name"):
            self.countries[code] = self.countries[alpha3] = code
            for text in texts_of(name).values():
                self._country_names[fold(text)] = code
        self.fields = set(Field.objects.values_list("code", flat=True))
        self._field_names = {
            fold(text): code
            for code, name in Field.objects.values_list("code", "name")
            for text in texts_of(name).values()
        }
        self.goals = set(Goal.objects.values_list("number", flat=True))
        self.themes = _named(Theme.objects.values_list("pk", "key", "code", "name"))
        organisations = list(Organisation.objects.values_list("pk", "key", "code", "name"))
        self.organisations = _named(organisations)
        self._organisation_names = [
            (key or code, list(texts_of(name).values())) for _pk, key, code, name in organisations
        ]
        sources = list(Source.objects.values_list("pk", "key", "code", "title"))
        self.sources = _named(sources)
        self.titles = {pk: render_text(title).text for pk, _key, _code, title in sources}
        """What sources are called, by primary key."""
        self.worth = {
            pk: (kind, is_official)
            for pk, kind, is_official in Source.objects.values_list("pk", "kind", "is_official")
        }
        """What the score of a record asks of sources, by primary key."""
        by_pk = {target.pk: target for target in self.organisations.values()}
        for pk, scheme, value in OrganisationIdentifier.objects.values_list(
            "organisation_id", "scheme", "value"
        ):
            self.organisations[f"{scheme}:{value}"] = by_pk[pk]
        self._by_organisation_name: dict[str, str] = {}

    def organisation(self, written: str) -> Target | None:
        """Find an organisation by key, code or ``scheme:value``."""
        found = self.organisations.get(written)
        if found is None and ":" in written:
            scheme, _colon, value = written.partition(":")
            if scheme in IdentifierScheme.values:
                found = self.organisations.get(f"{scheme}:{normalise_identifier(scheme, value)}")
        return found

    def nearest_country(self, written: str) -> str:
        """Return the code that somebody probably meant, or nothing."""
        folded = fold(written)
        if folded in self._country_names:
            return self._country_names[folded]
        if len(written) <= 3:
            return _nearest(written.upper(), self.countries)
        return self._country_names.get(_nearest(folded, self._country_names), "")

    def nearest_field(self, written: str) -> str:
        """Return the code of a field of science that somebody probably meant, or nothing."""
        folded = fold(written)
        if folded in self._field_names:
            return self._field_names[folded]
        by_name = self._field_names.get(_nearest(folded, self._field_names), "")
        return by_name or _nearest(written, self.fields)

    def nearest_organisation(self, written: str) -> str:
        """Return the key of an organisation that is called or spelt like this, or nothing."""
        if not self._by_organisation_name:
            self._by_organisation_name = {
                fold(text): name for name, texts in self._organisation_names for text in texts
            }
        found = self._by_organisation_name.get(fold(written))
        return found or _nearest(written, self.organisations)

    def nearest(self, written: str, names: Iterable[str]) -> str:
        """Return the name that is spelt most like this, or nothing."""
        return _nearest(written, names)


def _named(rows: Iterable[tuple[int, str | None, str, TranslatedText]]) -> Names:
    names: Names = {}
    for pk, key, code, _name in rows:
        target = Target(key or code, pk)
        names[code] = target
        if key:
            names[key] = target
    return names


def _nearest(written: str, names: Iterable[str]) -> str:
    found = get_close_matches(written, list(names), n=1, cutoff=0.6)
    return found[0] if found else ""
