"""The editions room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditionsConfig(AppConfig):
    """Configuration of the app."""

    name = "serai.convene.editions"
    label = "editions"
    verbose_name = _("Editions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from serai.convene.editions import (  # noqa: F401
            citing,
            copying,
            desk,
            imports,
            operations,
            permissions,
        )
        from serai.foundation.web.navigation import register_navigation

        register_navigation(_("Editions"), "editions:list", 20)
        desk.register()
