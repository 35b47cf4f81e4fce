"""The programme as everybody reads it: that of the latest release, or none yet.

`programme_of` gives it for an edition; `drawn` draws up the draft in the same form, so that the
desk sees what the public will see.
"""

from serai.convene.programme.released.drawing import drawn, released_names
from serai.convene.programme.released.reading import (
    PROGRAMME,
    latest_programmes,
    programme_in,
    programme_of,
)
from serai.convene.programme.released.things import (
    ReleasedActivity,
    ReleasedCitation,
    ReleasedContribution,
    ReleasedOrganiser,
    ReleasedOutcome,
    ReleasedParticipation,
    ReleasedPerson,
    ReleasedProgramme,
    ReleasedRoom,
    ReleasedSection,
    ReleasedSession,
    ReleasedTopic,
)
from serai.convene.programme.released.writing import as_json, as_snapshot, from_snapshot

__all__ = [
    "PROGRAMME",
    "ReleasedActivity",
    "ReleasedCitation",
    "ReleasedContribution",
    "ReleasedOrganiser",
    "ReleasedOutcome",
    "ReleasedParticipation",
    "ReleasedPerson",
    "ReleasedProgramme",
    "ReleasedRoom",
    "ReleasedSection",
    "ReleasedSession",
    "ReleasedTopic",
    "as_json",
    "as_snapshot",
    "drawn",
    "from_snapshot",
    "latest_programmes",
    "programme_in",
    "programme_of",
    "released_names",
]
