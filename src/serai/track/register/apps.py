"""The register room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegisterConfig(AppConfig):
    """Configuration of the app."""

    name = "serai.track.register"
    label = "register"
    verbose_name = _("Register")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the verbs and permissions known, and put the register into the navigation."""
        from serai.foundation.web.navigation import (
            register_account_page,
            register_navigation,
        )
        from serai.track.register import (  # noqa: F401
            choosables,
            citing,
            desk,
            imports,
            indexes,
            laying,
            operations,
            panels,
            permissions,
        )
        from serai.track.register.exchange import known  # noqa: F401

        register_navigation(_("Register"), "register:list", position=40)
        register_account_page(_("Saved searches"), "register:searches", position=10)
        desk.register()
        panels.register()
