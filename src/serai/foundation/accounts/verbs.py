"""What can happen to an account."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serai.foundation.record.operations import PartVerbs
from serai.foundation.record.verbs import Erasure, register_verb

PERSONAL = frozenset({"email", "name", "language"})

INVITED = register_verb(
    "user.invited", _("invited the person"), erasure=Erasure.FIELDS, personal_fields=PERSONAL
)
SIGNED_UP = register_verb(
    "user.signed_up", _("signed up as"), erasure=Erasure.FIELDS, personal_fields=PERSONAL
)
CHANGED = register_verb(
    "user.changed", _("changed the account of"), erasure=Erasure.FIELDS, personal_fields=PERSONAL
)
EMAIL_CHANGED = register_verb(
    "user.email_changed", _("changed the e-mail address of"), erasure=Erasure.FIELDS,
    personal_fields=PERSONAL,
)  # fmt: skip
DEACTIVATED = register_verb(
    "user.deactivated",
    _("deactivated the account of"),
    erasure=Erasure.FIELDS,
    personal_fields=PERSONAL,
)
REACTIVATED = register_verb(
    "user.reactivated",
    _("reactivated the account of"),
    erasure=Erasure.FIELDS,
    personal_fields=PERSONAL,
)
ROLE_VERBS = PartVerbs(
    register_verb("user.role_given", _("gave the role"), erasure=Erasure.EVERYTHING),
    register_verb("user.role_changed", _("changed the role"), erasure=Erasure.EVERYTHING),
    register_verb("user.role_withdrawn", _("withdrew the role"), erasure=Erasure.EVERYTHING),
)
ERASED = register_verb("user.erased", _("erased an account"), erasure=Erasure.NOTHING)
