"""How the words of the register and those of CERIF-XML stand for each other.

The profile of OpenAIRE has projects, organisation units, equipments and events. A facility is
written as an equipment, the part of the research infrastructure that the profile has; what brings
parties together for a purpose (agreements, programmes, initiatives, platforms) as a project. The
exact kind stands in ``Type``.
"""

from __future__ import annotations

from serai.foundation.directory.models import OrganisationKind
from serai.track.register.exchange.iati.vocabulary import FORD, KINDS, OWN
from serai.track.register.models import FACILITIES, RecordKind

NAMESPACE = "https://www.openaire.eu/cerif-profile/1.2/"
SCHEMA = "https://www.openaire.eu/schema/cris/1.2/openaire-cerif-profile.xsd"

PROJECT, EQUIPMENT, EVENT, ORGANISATION = "Project", "Equipment", "Event", "OrgUnit"
SETS = {
    PROJECT: "openaire_cris_projects",
    EQUIPMENT: "openaire_cris_equipments",
    EVENT: "openaire_cris_events",
    ORGANISATION: "openaire_cris_orgunits",
}
"""The set of each entity, as the guidelines name it."""
KINDS_OF: dict[str, list[RecordKind]] = {
    EQUIPMENT: [kind for kind in RecordKind if kind in FACILITIES],
    EVENT: [RecordKind.TRAINING_RUN],
    PROJECT: [
        kind for kind in RecordKind if kind not in FACILITIES and kind != RecordKind.TRAINING_RUN
    ],
}
ENTITY_OF = {kind: entity for entity, kinds in KINDS_OF.items() for kind in kinds}

STATUSES = f"{OWN}:statuses"
IDENTIFIERS = f"{OWN}:identifiers"
ORGANISATION_TYPES = "https://w3id.org/cerif/vocab/OrganisationTypes"
ORGANISATION_TYPE = {
    OrganisationKind.UNIVERSITY: "University",
    OrganisationKind.INSTITUTE: "ResearchInstitute",
    OrganisationKind.ACADEMY: "ResearchInstitute",
    OrganisationKind.INTERGOVERNMENTAL: "Intergovernmental",
    OrganisationKind.COMPANY: "Commercial",
}
ORGANISATION_KIND = {
    "University": OrganisationKind.UNIVERSITY,
    "HigherEducation": OrganisationKind.UNIVERSITY,
    "ResearchInstitute": OrganisationKind.INSTITUTE,
    "Intergovernmental": OrganisationKind.INTERGOVERNMENTAL,
    "Commercial": OrganisationKind.COMPANY,
}

__all__ = [
    "ENTITY_OF", "EQUIPMENT", "EVENT", "FORD", "IDENTIFIERS", "KINDS", "KINDS_OF", "NAMESPACE",
    "ORGANISATION", "ORGANISATION_KIND", "ORGANISATION_TYPE", "ORGANISATION_TYPES", "PROJECT",
    "SCHEMA", "SETS", "STATUSES",
]  # fmt: skip


def tag(name: str) -> str:
    """Return the qualified name of an element of the profile."""
    return f"{{{NAMESPACE}}}{name}"


def entity_id(entity: str, code: str) -> str:
    """Return the identifier of an entity, as the guidelines form it."""
    return f"{entity}s/{code}"
