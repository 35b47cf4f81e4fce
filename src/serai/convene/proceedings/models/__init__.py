"""Materials, running orders and minutes of sessions."""

from serai.convene.proceedings.models.material import (
    FILES,
    Material,
    MaterialAccess,
    MaterialKind,
    MaterialVersion,
)
from serai.convene.proceedings.models.minutes import (
    ActionItem,
    Attendance,
    Minutes,
    MinutesDecision,
    MinutesSection,
    MinutesState,
    Presence,
    check_ready,
)
from serai.convene.proceedings.models.running import RunningItem, RunningOrder

__all__ = [
    "FILES",
    "ActionItem",
    "Attendance",
    "Material",
    "MaterialAccess",
    "MaterialKind",
    "MaterialVersion",
    "Minutes",
    "MinutesDecision",
    "MinutesSection",
    "MinutesState",
    "Presence",
    "RunningItem",
    "RunningOrder",
    "check_ready",
]
