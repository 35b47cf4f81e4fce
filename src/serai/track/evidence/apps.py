"""The evidence room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    """Configuration of the app."""

    name = "serai.track.evidence"
    label = "evidence"
    verbose_name = _("Evidence")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the verbs, permissions, kinds of data files and places in the menus known."""
        from serai.track.evidence import (  # noqa: F401
            choosables,
            imports,
            menu,
            operations,
            permissions,
        )
