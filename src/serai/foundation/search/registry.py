"""The indexes of an installation: made after migrations, checked and filled by commands."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from serai.foundation.search import lookups  # noqa: F401
from serai.foundation.search.index import TextIndex

_indexes: dict[str, TextIndex] = {}


def register_index(index: TextIndex) -> TextIndex:
    """Make an index known; called while the room's models are loaded."""
    _indexes[index.name] = index
    return index


def registered_indexes() -> list[TextIndex]:
    """Return every index."""
    return list(_indexes.values())


def _after_migrations(sender: AppConfig, **_details: Any) -> None:
    for index in _indexes.values():
        if index.model._meta.app_label == sender.label:
            index.ensure()


post_migrate.connect(_after_migrations, dispatch_uid="serai.search")
