"""How the words of the register and the codes of IATI 2.03 stand for each other.

Where IATI is coarser, the exact word is added in attributes of a namespace of our own, as the
standard provides for: other readers pass over them, and our own import loses nothing.
"""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings

from serai.foundation.directory.models import OrganisationKind
from serai.track.register.models import PartyRole, RelationKind, Status

OWN = "urn:serai:register"
"""The namespace of our own attributes, and of the codes of our own vocabularies."""
KINDS = f"{OWN}:kinds"
THEMES = f"{OWN}:themes"
FORD = "https://doi.org/10.1787/9789264239012-en"
"""The fields of research and development: Frascati Manual 2015."""


def own(name: str) -> str:
    """Return the qualified name of an attribute of our own."""
    return f"{{{OWN}}}{name}"


STATUS_CODES = {
    Status.UNKNOWN: "2", Status.PLANNED: "1", Status.AGREED: "1", Status.BUILDING: "2",
    Status.OPERATING: "2", Status.COMPLETED: "4", Status.CLOSED: "4", Status.SIGNED: "1",
    Status.PROVISIONALLY_APPLIED: "2", Status.IN_FORCE: "2", Status.EXPIRED: "4",
    Status.TERMINATED: "5", Status.SUPERSEDED: "4",
}  # fmt: skip
"""ActivityStatus; it has no word for what is not known."""
STATUSES = {
    "1": Status.PLANNED, "2": Status.OPERATING, "3": Status.COMPLETED, "4": Status.COMPLETED,
    "5": Status.CLOSED, "6": Status.UNKNOWN,
}  # fmt: skip

ROLE_CODES = {
    PartyRole.PARTY: "4", PartyRole.HOST: "4", PartyRole.BUILDER: "4", PartyRole.OPERATOR: "4",
    PartyRole.OWNER: "2", PartyRole.FUNDER: "1", PartyRole.PROPOSER: "3", PartyRole.SUPERVISOR: "2",
}  # fmt: skip
"""OrganisationRole: funding, accountable, extending, implementing."""
ROLES = {
    "1": PartyRole.FUNDER, "2": PartyRole.SUPERVISOR, "3": PartyRole.PARTY, "4": PartyRole.OPERATOR,
}  # fmt: skip

RELATION_CODES = {
    RelationKind.FOUNDED_BY: "3", RelationKind.CARRIES_OUT: "3", RelationKind.AMENDS: "3",
    RelationKind.SUPERSEDES: "3", RelationKind.RELATED: "3",
}  # fmt: skip
"""RelatedActivityType; 1 is the parent, for which a record has a field of its own."""
PARENT, CHILD = "1", "2"

ORGANISATION_TYPES = {
    OrganisationKind.GOVERNMENT: "10", OrganisationKind.LOCAL_GOVERNMENT: "11",
    OrganisationKind.INTERGOVERNMENTAL: "40", OrganisationKind.ACADEMY: "80",
    OrganisationKind.UNIVERSITY: "80", OrganisationKind.INSTITUTE: "80",
    OrganisationKind.COMPANY: "70", OrganisationKind.ASSOCIATION: "22",
    OrganisationKind.MEDIA: "90", OrganisationKind.OTHER: "90",
}  # fmt: skip
ORGANISATION_KINDS = {
    "10": OrganisationKind.GOVERNMENT, "11": OrganisationKind.LOCAL_GOVERNMENT,
    "15": OrganisationKind.GOVERNMENT, "21": OrganisationKind.ASSOCIATION,
    "22": OrganisationKind.ASSOCIATION, "23": OrganisationKind.ASSOCIATION,
    "24": OrganisationKind.ASSOCIATION, "40": OrganisationKind.INTERGOVERNMENTAL,
    "60": OrganisationKind.ASSOCIATION, "70": OrganisationKind.COMPANY,
    "71": OrganisationKind.COMPANY, "72": OrganisationKind.COMPANY,
    "73": OrganisationKind.COMPANY, "80": OrganisationKind.UNIVERSITY,
}  # fmt: skip

_SECTORS = {
    "1.2": "22040", "1.5": "41082", "2": "32182", "2.6": "12182", "2.7": "41082", "2.8": "41082",
    "3": "12182", "4": "31182", "5.3": "11182",
}  # fmt: skip
"""The DAC sector of a field of science, where research of it has one of its own."""
RESEARCH = "43082"
"""Research and scientific institutions: the sector of every other field."""
FIELDS = {
    "22040": "1.2", "41082": "1.5", "32182": "2", "12182": "3", "31182": "4", "11182": "5.3",
}  # fmt: skip
"""The field of science of a DAC sector that is one of research."""


def sector(field: str) -> str:
    """Return the DAC sector of a field of science: its own, or that of its broad field."""
    return _SECTORS.get(field) or _SECTORS.get(field.partition(".")[0], RESEARCH)


def even_shares(number: int) -> list[Decimal]:
    """Divide a hundred per cent evenly, in hundredths, so that the sum is exact."""
    share = (Decimal(100) / number).quantize(Decimal("0.01"))
    return [Decimal(100) - share * (number - 1), *[share] * (number - 1)]


_AGENCIES = {"ror": "XI-ROR", "lei": "XI-LEI", "wikidata": "XI-WIKIDATA"}
"""The prefix of a register at org-id.guide, by our scheme."""


def organisation_reference(identifiers: dict[str, str]) -> str | None:
    """Return how IATI refers to an organisation with these identifiers, None where it cannot."""
    if "org-id" in identifiers:
        return identifiers["org-id"]
    for scheme, agency in _AGENCIES.items():
        if scheme in identifiers:
            return f"{agency}-{identifiers[scheme]}"
    return None


def referred_organisation(reference: str) -> str:
    """Return our ``scheme:value`` for how IATI refers to an organisation."""
    for scheme, agency in _AGENCIES.items():
        if reference.startswith(f"{agency}-"):
            return f"{scheme}:{reference.removeprefix(f'{agency}-')}"
    return f"org-id:{reference}"


def publisher() -> str:
    """Return the name of who publishes the register."""
    return settings.PUBLISHER or settings.CONFIGURATION.host


def publisher_reference() -> str:
    """Return the identifier by which ours begin."""
    return settings.PUBLISHER_IDENTIFIER or f"XX-SERAI-{settings.CONFIGURATION.host}"


def own_identifier(code: str) -> str:
    """Return the identifier of one of our records as an activity."""
    return f"{publisher_reference()}-{code}"
