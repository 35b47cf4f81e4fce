"""Materials, running orders and minutes as pages show them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any

from babel.dates import format_date
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from serai.convene.proceedings.models import (
    Material,
    MaterialAccess,
    MaterialKind,
    RunningItem,
    RunningOrder,
)
from serai.convene.proceedings.running import Slot, Turn, clock, total
from serai.convene.programme import times
from serai.convene.programme.models import Contribution, Session
from serai.foundation.languages import locale_of
from serai.foundation.web.context import language_name


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """One line of a list of materials."""

    material: Material
    title: str
    about: str
    """What it is, in which form, how large, in which language."""
    opens: str
    """From when it can be had, where that is still to come for this reader or may be."""
    is_link: bool
    part: str
    """The contribution that it goes with, where its title does not say so."""


def material_lines(
    materials: Iterable[Material], *, waiting: Collection[str] | None = None
) -> list[MaterialLine]:
    """The lines of materials that have a version.

    ``waiting`` are the codes of those whose day has not come yet; without it, every day is told:
    a page that is kept does not know when it is read.
    """
    lines = []
    for each in materials:
        version = each.current
        if version is None:
            continue
        form = "" if version.link else PurePath(version.file_name).suffix.lstrip(".").upper()
        parts = [
            capfirst(str(MaterialKind(each.kind).label)), form, size_text(version.size),
            language_name(each.language) if each.language else "",
        ]  # fmt: skip
        is_told = each.not_before and (waiting is None or each.code in waiting)
        opens = moment_in(each.edition, each.not_before) if is_told and each.not_before else ""
        lines.append(
            MaterialLine(
                each,
                str(each),
                " · ".join(filter(None, parts)),
                opens,
                bool(version.link),
                _part_of(each),
            )
        )
    return lines


def _part_of(material: Material) -> str:
    part = str(material.contribution) if material.contribution else ""
    return "" if part == str(material) else part


def size_text(size: int) -> str:
    """Write a number of bytes for people."""
    if not size:
        return ""
    if size < 2**20:
        return _("%(size)s kB") % {"size": max(1, round(size / 1000))}
    return _("%(size)s MB") % {"size": f"{size / 1_000_000:.1f}"}


def moment_in(edition: Any, moment: datetime) -> str:
    """Write a moment on the clocks of an edition."""
    local = moment.astimezone(edition.zone)
    day = format_date(local, format="long", locale=locale_of())
    return f"{day}, {times.clock(moment, edition.zone).text}"


def access_label(material: Material) -> str:
    """Who may have a material, in words."""
    return capfirst(str(MaterialAccess(material.access).label))


@dataclass(frozen=True, slots=True)
class RunningLine:
    """One item of a running order with its times on the clocks of the edition."""

    item: RunningItem
    title: str
    who: str
    slot: Slot
    planned: str
    begins: str
    ends: str


@dataclass(frozen=True, slots=True)
class RunningShown:
    """A running order as its pages show it."""

    lines: Sequence[RunningLine]
    minutes: int
    length: int | None
    ended_at: datetime | None

    @property
    def too_long(self) -> int:
        """By how many minutes the items exceed the session."""
        return max(0, self.minutes - self.length) if self.length is not None else 0

    @property
    def left(self) -> int:
        """How many minutes of the session no item takes."""
        return max(0, self.length - self.minutes) if self.length is not None else 0


def running_of(session: Session, *, now: datetime | None = None) -> RunningShown:
    """Read the running order of a session; an empty one where there is none."""
    order = RunningOrder.objects.filter(session=session).first()
    items = (
        list(
            order.items.select_related("contribution", "person").prefetch_related(
                "person__names", "contribution__participations__person__names"
            )
        )
        if order
        else []
    )
    turns = [Turn(each.minutes, each.started_at) for each in items]
    ended_at = order.ended_at if order else None
    slots = clock(turns, starts_at=session.starts_at, now=now, ended_at=ended_at)
    zone = session.edition.zone

    def on_clocks(moment: datetime | None) -> str:
        return times.clock(moment, zone).text if moment else ""

    lines = [
        RunningLine(
            each, str(each), who_speaks(each), slot, on_clocks(slot.planned),
            on_clocks(slot.begins), on_clocks(slot.ends),
        )
        for each, slot in zip(items, slots, strict=True)
    ]  # fmt: skip
    return RunningShown(lines, total(turns), session.minutes, ended_at)


def who_speaks(item: RunningItem) -> str:
    """The person of an item, or the people of its contribution."""
    if item.person is not None:
        return str(item.person)
    return _(", ").join(_people(item.contribution)) if item.contribution else ""


def _people(contribution: Contribution) -> list[str]:
    return list(dict.fromkeys(str(each.person) for each in contribution.participations.all()))
