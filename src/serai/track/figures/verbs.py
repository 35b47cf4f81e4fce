"""What can happen to an indicator. Its figures are not written: they follow from the claims."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serai.foundation.record.verbs import Erasure, register_verb

INDICATOR_ADDED = register_verb(
    "indicator.added", _("added the indicator"), erasure=Erasure.NOTHING
)
INDICATOR_CHANGED = register_verb(
    "indicator.changed", _("changed the indicator"), erasure=Erasure.NOTHING
)
INDICATOR_MOVED = register_verb(
    "indicator.moved", _("moved the indicator"), erasure=Erasure.NOTHING
)
INDICATOR_REMOVED = register_verb(
    "indicator.removed", _("removed the indicator"), erasure=Erasure.NOTHING
)
