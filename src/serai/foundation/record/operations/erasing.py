"""Taking personal data out of the record, so that the chain stays whole."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from serai.foundation.accounts.models import User
from serai.foundation.record.chain import content_digest
from serai.foundation.record.models import Entry
from serai.foundation.record.operations.recording import Actor, record
from serai.foundation.record.queries import ERASED as ERASED_NAME
from serai.foundation.record.snapshots import Snapshot
from serai.foundation.record.verbs import Erasure, register_verb, verb_named

ERASED = register_verb(
    ERASED_NAME, gettext_lazy("erased personal data about"), erasure=Erasure.NOTHING
)


@transaction.atomic
def erase(*, actor: Actor, target: models.Model, includes_references: bool = False) -> list[int]:
    """Erase the personal data about an object from its entries, by the rule of each verb.

    That includes what lives and dies with it elsewhere, even if it is long gone: the role of a
    person in an edition. With ``includes_references`` it includes whatever refers to it. Returns
    the numbers of the entries that lost something. What remains of them is sealed in the entry
    that records the erasure.
    """
    label, key = target._meta.label_lower, str(target.pk)
    about = models.Q(root_type=label, root_id=key) | models.Q(object_type=label, object_id=key)
    for relation in target._meta.related_objects:
        if includes_references or relation.on_delete is models.CASCADE:
            name, model = relation.field.name, relation.related_model
            points_here = models.Q(**{f"before__{name}": target.pk})
            points_here |= models.Q(**{f"after__{name}": target.pk})
            about |= models.Q(object_type=model._meta.label_lower) & points_here
    entries = Entry.objects.select_for_update().filter(about, erased_at=None)
    changed = []
    for entry in entries.order_by("number"):
        verb = verb_named(entry.verb)
        if verb.erasure is Erasure.NOTHING:
            continue
        if verb.erasure is Erasure.EVERYTHING:
            entry.before = entry.after = None
        else:
            entry.before = _without(entry.before, verb.personal_fields)
            entry.after = _without(entry.after, verb.personal_fields)
        entry.object_label = entry.note = ""
        entry.erased_at = timezone.now()
        changed.append(entry)
    _seal(actor, target, changed)
    return [entry.number for entry in changed]


@transaction.atomic
def erase_actor(*, actor: Actor, user: User) -> list[int]:
    """Erase who acted from every entry of a user: what happened stays, by nobody's name.

    Returns the numbers of the entries. Where people erase themselves, pass a `Program` as the
    actor, or the record of the erasure names them again.
    """
    entries = Entry.objects.select_for_update().filter(actor_id=str(user.pk))
    changed = []
    for entry in entries.order_by("number"):
        entry.actor_id = entry.actor_label = ""
        entry.actor_erased_at = timezone.now()
        changed.append(entry)
    _seal(actor, user, changed)
    return [entry.number for entry in changed]


def _seal(actor: Actor, target: models.Model, entries: Sequence[Entry]) -> None:
    """Save entries from which something was erased and record what is left of each.

    The salt goes with what was erased: without it nobody can try out names against the old digest.
    """
    remains = {}
    for entry in entries:
        entry.salt = secrets.token_hex(16)
        entry.save()
        remains[str(entry.number)] = content_digest(entry)
    if remains:
        record(actor=actor, verb=ERASED, target=target, after={"entries": remains}, label="")


def _without(values: Snapshot | None, names: frozenset[str]) -> Snapshot | None:
    if values is None:
        return None
    return {name: None if name in names else value for name, value in values.items()}
