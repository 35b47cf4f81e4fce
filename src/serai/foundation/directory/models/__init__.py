"""Countries, organisations, people, and the classifications that everything else refers to."""

from __future__ import annotations

from serai.foundation.directory.models.classifications import (
    Country,
    Field,
    Goal,
    Region,
    Theme,
)
from serai.foundation.directory.models.organisations import (
    IdentifierScheme,
    Organisation,
    OrganisationIdentifier,
    OrganisationKind,
)
from serai.foundation.directory.models.people import (
    NameOrder,
    Person,
    PersonName,
    Position,
)
from serai.foundation.directory.models.redirects import (
    CodeRedirect,
)

__all__ = [
    "CodeRedirect",
    "Country",
    "Field",
    "Goal",
    "IdentifierScheme",
    "NameOrder",
    "Organisation",
    "OrganisationIdentifier",
    "OrganisationKind",
    "Person",
    "PersonName",
    "Position",
    "Region",
    "Theme",
]
