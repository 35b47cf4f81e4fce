"""The names that are known here, for the engine to find in texts: those of the directory, and what
the rooms that build on evidence add.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from django.db.models import Count, Max

from serai.engines.claims.names import Entry, Gazetteer
from serai.foundation.directory.models import Country, Organisation, PersonName
from serai.foundation.translation import texts_of

Fingerprint = tuple[object, ...]


class NameProvider:
    """Where names come from: ``entries`` gives them, and ``state`` something that differs once
    they have changed, at the cost of a query.
    """

    def __init__(self, entries: Callable[[], Iterable[Entry]], state: Callable[[], object]) -> None:
        self.entries, self.state = entries, state


_providers: list[NameProvider] = []


def register_names(provider: NameProvider) -> None:
    """Let the engine know the names of a room."""
    _providers.append(provider)


def known_names() -> Gazetteer:
    """Return the gazetteer of all known names, made anew only once they have changed."""
    return _gazetteer(tuple(provider.state() for provider in _providers))


@lru_cache(maxsize=1)
def _gazetteer(_state: Fingerprint) -> Gazetteer:
    return Gazetteer.of(entry for provider in _providers for entry in provider.entries())


def _directory() -> Iterator[Entry]:
    for country in Country.objects.all():
        yield Entry(f"directory.country:{country.code}", "place", _texts(country.name))
    for organisation in Organisation.objects.only("code", "name", "short_name").iterator():
        names = _texts(organisation.name) + _texts(organisation.short_name)
        yield Entry(f"directory.organisation:{organisation.code}", "organisation", names)
    people: dict[str, list[str]] = {}
    for code, name in PersonName.objects.values_list("person__code", "text").order_by("pk"):
        people.setdefault(code, []).append(name)
    for code, written in people.items():
        yield Entry(f"directory.person:{code}", "person", tuple(written))


def _texts(value: object) -> tuple[str, ...]:
    return tuple(texts_of(value).values())


def _state_of_directory() -> object:
    """How many there are, and the latest; a name that was changed is known from the next start."""
    models = (Country, Organisation, PersonName)
    return tuple(
        tuple(model._base_manager.aggregate(count=Count("pk"), latest=Max("pk")).values())
        for model in models
    )


register_names(NameProvider(_directory, _state_of_directory))
