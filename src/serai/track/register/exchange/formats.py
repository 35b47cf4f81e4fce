"""The formats in which records leave and enter the register.

A module of a format registers it when it is imported; `serai.track.register.exchange.known` imports
them all. Nothing else has to know which formats there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from serai.track.register.exchange.problems import Problem
from serai.track.register.models import Record

if TYPE_CHECKING:
    from serai.track.register.exchange.pipeline import ImportRow

Records = QuerySet[Record]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportContext:
    """What an export says of itself besides the records."""

    base_url: str
    """The address of the site, without a path: permanent addresses begin with it."""
    address: str
    """The address of the list that shows exactly these records."""
    licence: str
    retrieved_at: datetime
    title: str = ""
    revision: int = 0
    keys: Sequence[int] | None = None
    """The primary keys of the records in order, where that is not the order of the queryset."""
    public: bool = True
    """Whether only what everybody may see is written: links lead to published records only."""


Stream = Callable[[Records, ExportContext], Iterator[bytes]]
Read = Callable[[Path, str], "Iterator[ImportRow | Problem]"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format.

    ``stream`` writes records in their order, in pieces, in flat memory. ``read``
    turns a file (its path, and its name for messages) into rows and the faults of its form.
    """

    name: str
    label: Any
    extension: str
    media_type: str
    stream: Stream | None = None
    read: Read | None = None
    loses: Any = ""
    """What this format cannot carry, as sentences for whoever downloads it."""
    bytes_per_record: int = 0
    """About how large one record is, for the estimate on the download page."""
    position: int = 100
    row_limit: int | None = None
    """How many records it can hold at most."""


_formats: dict[str, Format] = {}


def register_format(each: Format) -> Format:
    """Make a format known."""
    if each.name in _formats:
        raise ValueError(f"The format {each.name!r} is registered twice.")
    _formats[each.name] = each
    return each


def formats() -> dict[str, Format]:
    """Every format by name, in the order in which they are offered."""
    return dict(sorted(_formats.items(), key=lambda item: (item[1].position, item[0])))
