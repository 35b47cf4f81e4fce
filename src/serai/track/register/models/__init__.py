"""The register: what the cooperation consists of."""

from __future__ import annotations

from serai.track.register.models.agreement import (
    AgreementTerms,
    InstrumentType,
    LegalEvent,
    LegalEventKind,
    Renewal,
)
from serai.track.register.models.editorial import DuplicateState, DuplicateSuggestion, Task
from serai.track.register.models.exchange import ExternalIdentifier, ImportBatch, ImportState
from serai.track.register.models.parts import (
    Element,
    Measure,
    Party,
    PartyRole,
    Relation,
    RelationKind,
    StatusEvent,
)
from serai.track.register.models.record import (
    AGREEMENT_STATUSES,
    FACILITIES,
    Record,
    RecordKind,
    Stage,
    Status,
)
from serai.track.register.models.saved import SavedSearch

__all__ = [
    "AGREEMENT_STATUSES",
    "FACILITIES",
    "AgreementTerms",
    "DuplicateState",
    "DuplicateSuggestion",
    "Element",
    "ExternalIdentifier",
    "ImportBatch",
    "ImportState",
    "InstrumentType",
    "LegalEvent",
    "LegalEventKind",
    "Measure",
    "Party",
    "PartyRole",
    "Record",
    "RecordKind",
    "Relation",
    "RelationKind",
    "Renewal",
    "SavedSearch",
    "Stage",
    "Status",
    "StatusEvent",
    "Task",
]
