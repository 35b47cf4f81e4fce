"""Reading accounts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.models.deletion import CASCADE

from serai.foundation.accounts.models import User
from serai.foundation.record.models import Entry
from serai.foundation.record.queries import history
from serai.foundation.record.snapshots import snapshot

PersonalData = Callable[[User], list[dict[str, Any]]]

_more: dict[str, PersonalData] = {}


def register_personal_data(name: str, read: PersonalData) -> None:
    """Put what a room keeps of a user, beyond what goes with the account, into their copy of it."""
    _more[name] = read


_SECRET = frozenset({"password", "token", "secret", "key", "session_data"})


def personal_data(user: User) -> dict[str, Any]:
    """Return everything stored about a user, as plain values: their own copy of it."""
    columns = ["email", "name", "language", "is_active", "date_joined", "last_login"]
    acts = Entry.objects.filter(actor_id=str(user.pk)).order_by("number")
    return {
        "account": snapshot(user, columns),
        "belongs_to_it": _belongings(user),
        **{name: found for name, read in _more.items() if (found := read(user))},
        "record_about_you": [
            {"number": each.number, "at": each.at, "what": each.verb, "before": each.before,
             "after": each.after, "note": each.note}
            for each in history(user).order_by("number")
        ],
        "record_of_what_you_did": [
            {"number": each.number, "at": each.at, "what": each.verb, "object": each.object_label}
            for each in acts.iterator()
        ],
    }  # fmt: skip


def _belongings(user: User) -> dict[str, list[dict[str, Any]]]:
    """The rows of every model that live and die with the account."""
    found: dict[str, list[dict[str, Any]]] = {}
    for relation in user._meta.related_objects:
        field = relation.field
        if not isinstance(field, models.ForeignKey) or relation.on_delete is not CASCADE:
            continue
        model = relation.related_model
        names = [
            column.name
            for column in model._meta.concrete_fields
            if column.name not in _SECRET and column != field and not column.primary_key
        ]
        rows = model._base_manager.filter(**{field.name: user})
        if rows:
            found[str(model._meta.verbose_name_plural)] = [snapshot(row, names) for row in rows]
    return found
