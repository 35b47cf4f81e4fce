"""What the home page brings together from all wings."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from serai.convene.editions.models import Edition
from serai.convene.editions.queries import ExpectedEdition, current_edition, edition_after
from serai.foundation.web.maps import CountryMap, MapEntry, country_map
from serai.track.figures.words import KeyFigure, key_figures
from serai.track.register import presentation
from serai.track.register.queries import latest, partner_countries

LATEST = 6


@dataclass(frozen=True, slots=True)
class Home:
    """The parts of the home page; each may be empty."""

    edition: Edition | None
    following: Edition | ExpectedEdition | None
    figures: list[KeyFigure]
    latest: list[presentation.Line]
    partners: CountryMap | None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show yet."""
        return not (self.edition or self.figures or self.latest)


def home() -> Home:
    """Gather the home page, in a number of statements that does not grow with the data."""
    edition = current_edition()
    return Home(
        edition=edition,
        following=edition_after(edition) if edition else None,
        figures=key_figures(),
        latest=[presentation.line(record) for record in latest(LATEST)],
        partners=_partners(),
    )


def _partners() -> CountryMap | None:
    counts = partner_countries()
    if not counts:
        return None
    register = reverse("register:list")
    return country_map(
        MapEntry(country.numeric, str(country), count, f"{register}?country={country.code}")
        for country, count in counts.items()
    )
