"""What can happen to a subscription. Its secret stands nowhere, so it is in no entry."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serai.foundation.record.verbs import Erasure, register_verb

CREATED = register_verb("webhooks.created", _("subscribed"), erasure=Erasure.NOTHING)
CHANGED = register_verb(
    "webhooks.changed", _("changed the subscription of"), erasure=Erasure.NOTHING
)
PAUSED = register_verb("webhooks.paused", _("paused the subscription of"), erasure=Erasure.NOTHING)
RESUMED = register_verb(
    "webhooks.resumed", _("resumed the subscription of"), erasure=Erasure.NOTHING
)
SECRET_RENEWED = register_verb(
    "webhooks.secret_renewed", _("made a new secret for"), erasure=Erasure.NOTHING
)
DELETED = register_verb("webhooks.deleted", _("ended the subscription of"), erasure=Erasure.NOTHING)
