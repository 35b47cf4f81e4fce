"""What a token may be used for. A room that offers something to write registers a scope for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

READ = "read"
"""Reading what the user may read at the desk; without it a token sees what everybody sees."""

_scopes: dict[str, str | _StrPromise] = {READ: _("Read what you may read, drafts too")}


def register_scope(name: str, label: str | _StrPromise) -> str:
    """Make a scope known and return its name. The same name twice is a mistake."""
    if name in _scopes:
        raise ValueError(f"The scope {name!r} is registered twice.")
    _scopes[name] = label
    return name


def all_scopes() -> dict[str, str | _StrPromise]:
    """Every scope with what it allows, in words."""
    return dict(sorted(_scopes.items()))
