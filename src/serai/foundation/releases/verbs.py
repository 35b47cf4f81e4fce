"""What can happen to a release."""

from django.utils.translation import gettext_lazy as _

from serai.foundation.record.verbs import Erasure, register_verb

# The entry says which release it was, not what it says.
RELEASED = register_verb("release.made", _("released"), erasure=Erasure.NOTHING)
