"""What a list of the programme is made of."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from serai.convene.programme.times import Clock
from serai.track.evidence.models import Citation


@dataclass(slots=True)
class Line:
    """One line of the programme, ready to be shown."""

    title: str
    href: str
    unknown: str
    """What is not known of its name; empty if it is known."""
    details: SafeString
    starts: Clock | None = None
    ends: Clock | None = None
    is_public: bool = True
    code: str = ""
    """The code of the session; empty for an activity without one."""
    room: str = ""


@dataclass(slots=True)
class Slot:
    """The lines of a day that start at the same time; without a start, the time is not known."""

    starts: Clock | None
    lines: list[Line]


@dataclass(slots=True)
class Group:
    """A day, section or topic with its lines."""

    anchor: str
    title: str
    count: int
    lines: list[Line] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    text: str = ""
    citations: list[Citation] = field(default_factory=list)
