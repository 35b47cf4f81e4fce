"""Countries, organisations, people and themes for tests.

Countries, fields of science and goals are the ones that the product ships; the rest is made up.
"""

from __future__ import annotations

from itertools import count
from typing import Any

from serai.foundation.directory.models import (
    Country,
    Field,
    Goal,
    Organisation,
    OrganisationKind,
    Person,
    PersonName,
    Theme,
)
from serai.foundation.translation import TranslatedText

_numbers = count(1)


def translated(text: str | dict[str, str]) -> TranslatedText:
    """Make a translated text; a plain string is English."""
    return TranslatedText({"en": text} if isinstance(text, str) else text)


def make_country(code: str = "CN") -> Country:
    """Return a country of the shipped reference data."""
    return Country.objects.get(pk=code)


def make_field(code: str = "4.1") -> Field:
    """Return an OECD field of the shipped reference data."""
    return Field.objects.get(pk=code)


def make_goal(number: int = 7) -> Goal:
    """Return a Sustainable Development Goal of the shipped reference data."""
    return Goal.objects.get(pk=number)


def make_organisation(
    name: str | dict[str, str] | None = None,
    *,
    kind: str = OrganisationKind.INSTITUTE,
    country: Country | str | None = "CN",
    **columns: Any,
) -> Organisation:
    """Make an organisation; the country may be given by its code."""
    if isinstance(country, str):
        country = make_country(country)
    return Organisation.objects.create(
        name=translated(name or f"Institute {next(_numbers)}"),
        kind=kind,
        country=country,
        **columns,
    )


def make_person(
    name: str | None = None,
    *,
    language: str = "en",
    country: Country | str | None = None,
    **columns: Any,
) -> Person:
    """Make a person with one name, which is the preferred one."""
    if isinstance(country, str):
        country = make_country(country)
    person = Person.objects.create(country=country, **columns)
    PersonName.objects.create(
        person=person,
        text=name or f"Person {next(_numbers)}",
        language=language,
        is_preferred=True,
    )
    return person


def make_theme(
    name: str | dict[str, str] | None = None, *, fields: list[str] | None = None, **columns: Any
) -> Theme:
    """Make a theme, mapped to the OECD fields with the given codes."""
    theme = Theme.objects.create(name=translated(name or f"Theme {next(_numbers)}"), **columns)
    theme.fields.set(fields or [])
    return theme
