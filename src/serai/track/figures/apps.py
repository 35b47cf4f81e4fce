"""The figures room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FiguresConfig(AppConfig):
    """Configuration of the app."""

    name = "serai.track.figures"
    label = "figures"
    verbose_name = _("Figures")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the counter of the register and the places in the menus known."""
        from serai.track.figures import (  # noqa: F401
            counted_records,
            imports,
            menu,
            operations,
            permissions,
        )
