"""What a room derives from the parts of an object is derived again when a change is undone.

The operations of a room keep derived columns true (the status of a record, from its events). An
undo changes rows without them, so the room says here what has to follow.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import models

Settle = Callable[[Any, Any], None]
"""Called with the actor and the object."""

_settling: dict[str, Settle] = {}


def settle_after_undo(model: type[models.Model], settle: Settle) -> None:
    """Have a function called after an undo of a change to an object of a model, or to its parts."""
    _settling[model._meta.label_lower] = settle


def settle(actor: Any, root_type: str, root_id: str) -> None:
    """Let the room of an object, if the object is still there, derive what follows from it."""
    if root_type not in _settling:
        return
    found = apps.get_model(root_type)._base_manager.filter(pk=root_id).first()
    if found is not None:
        _settling[root_type](actor, found)
