"""The desks there are: one a room, in the menu and on the home page of whoever may enter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Model, QuerySet

from serai.foundation.accounts.models import User
from serai.foundation.accounts.permissions import may
from serai.foundation.record.models import Entry

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class WorkItem:
    """Something that waits for somebody: “3 claims to check”. A count of zero is not shown."""

    label: str | _StrPromise
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk as a room registers it."""

    room: str
    label: str | _StrPromise
    url_name: str
    permission: str
    position: int
    work: Callable[[User], Iterable[WorkItem]] | None = None
    counts: Callable[[User], Iterable[WorkItem]] | None = None
    is_setting: bool = False
    models: tuple[type[Model], ...] = ()


_desks: dict[str, Desk] = {}


def register_desk(
    *,
    room: str,
    label: str | _StrPromise,
    url_name: str,
    permission: str,
    work: Callable[[User], Iterable[WorkItem]] | None = None,
    counts: Callable[[User], Iterable[WorkItem]] | None = None,
    position: int = 100,
    is_setting: bool = False,
    models: Sequence[type[Model]] = (),
) -> None:
    """Put a room into the menu and on the home page of everybody with the permission.

    ``work`` gives what waits to be done there, ``counts`` what there is; both are asked when the
    home page is shown and should cost few queries. A room of settings stands last. Whoever may
    enter sees the history of ``models`` and may undo changes to them; leave it out where these are
    all the models of the app called like the room.
    """
    if room in _desks:
        raise ValueError(f"The desk {room!r} is registered twice.")
    _desks[room] = Desk(
        room, label, url_name, permission, position, work, counts, is_setting, tuple(models)
    )


def desks_for(user: User) -> list[Desk]:
    """Return the desks that a user may enter, in the order of the menu."""
    ordered = sorted(_desks.values(), key=lambda desk: (desk.is_setting, desk.position, desk.room))
    return [desk for desk in ordered if may(user, desk.permission)]


class DeskNote(NamedTuple):
    """A word at the top of every page of the desk: “2 jobs at work”."""

    text: str
    href: str


_notes: list[Callable[[User], DeskNote | None]] = []


def register_desk_note(note: Callable[[User], DeskNote | None]) -> None:
    """Let a room say something at the top of the desk, or nothing. It is asked on every page, so it
    may cost one small query.
    """
    _notes.append(note)


def notes_for(user: User) -> list[DeskNote]:
    """Return what the rooms have to say to a user now."""
    return [found for note in _notes if (found := note(user)) is not None]


class HistoryRule(NamedTuple):
    """Who may read what happened to one object, and who may take it back.

    Both are asked with the user and the primary key of the object, which may be gone by then.
    """

    may_read: Callable[[User, str], bool]
    may_undo: Callable[[User, str], bool]
    without_hidden: Callable[[User, QuerySet[Entry]], QuerySet[Entry]] | None = None
    """Leaves out the entries of such objects that a user must not know of yet."""


_history_rules: dict[type[Model], HistoryRule] = {}


def register_history_rule(model: type[Model], rule: HistoryRule) -> None:
    """Let a room decide object by object, where its desk is shared by people who must not know of
    each other's objects. It is asked for the whole that a part belongs to.
    """
    if model in _history_rules:
        raise ValueError(f"{model._meta.label} has a history rule already.")
    _history_rules[model] = rule


def may_see_history(user: User, model: type[Model], key: str) -> bool:
    """Tell whether a user may read what happened to an object."""
    rule = _history_rules.get(model)
    return may_enter_desk_of(user, model) and (rule is None or rule.may_read(user, key))


def may_undo(user: User, model: type[Model], key: str) -> bool:
    """Tell whether a user may take back what happened to an object."""
    rule = _history_rules.get(model)
    return may_see_history(user, model, key) and (rule is None or rule.may_undo(user, key))


def readable_entries(user: User, entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Leave out what rooms keep from a user for now, of whatever object."""
    for rule in _history_rules.values():
        if rule.without_hidden is not None:
            entries = rule.without_hidden(user, entries)
    return entries


def may_enter_desk_of(user: User, model: type[Model]) -> bool:
    """Tell whether a user may enter a desk that looks after objects of a model.

    A room without a desk of its own, such as a tab of the editions, has a rule for its objects:
    who works at any desk may ask that.
    """
    permissions = {
        desk.permission
        for desk in _desks.values()
        if model in desk.models or (not desk.models and model._meta.app_label == desk.room)
    }
    if not permissions and model in _history_rules:
        permissions = {"accounts.enter_desk"}
    return any(may(user, each) for each in (*permissions, "accounts.manage_users"))
