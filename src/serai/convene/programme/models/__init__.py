"""The programme of an edition.

Everything here belongs to one edition, and reading it outside `django_scopes.scope(edition=…)`
raises: no query can mix two editions by mistake.
"""

from serai.convene.programme.models.activity import (
    Access,
    Activity,
    ActivityKind,
    ActivityOrganiser,
    Outcome,
    OutcomeKind,
    Section,
)
from serai.convene.programme.models.contribution import (
    Contribution,
    ContributionKind,
    Participation,
    ParticipationRole,
)
from serai.convene.programme.models.notice import ReleaseNotice
from serai.convene.programme.models.part import Disclosure, check_day, check_same_edition
from serai.convene.programme.models.session import LONGEST, Equipment, Room, Session

__all__ = [
    "LONGEST",
    "Access",
    "Activity",
    "ActivityKind",
    "ActivityOrganiser",
    "Contribution",
    "ContributionKind",
    "Disclosure",
    "Equipment",
    "Outcome",
    "OutcomeKind",
    "Participation",
    "ParticipationRole",
    "ReleaseNotice",
    "Room",
    "Section",
    "Session",
    "check_day",
    "check_same_edition",
]
