"""What can happen to a token. Its secret is never recorded, nor its digest."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serai.foundation.record.verbs import Erasure, register_verb

TOKEN_CREATED = register_verb(
    "api.token_created", _("made the API token"), erasure=Erasure.EVERYTHING
)
TOKEN_REVOKED = register_verb(
    "api.token_revoked", _("revoked the API token"), erasure=Erasure.EVERYTHING
)
