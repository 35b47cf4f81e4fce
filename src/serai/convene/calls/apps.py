"""The calls room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CallsConfig(AppConfig):
    """Configuration of the app."""

    name = "serai.convene.calls"
    label = "calls"
    verbose_name = _("Calls for contributions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from serai.convene.calls import (  # noqa: F401
            copying,
            desks,
            forgetting,
            imports,
            panels,
            tasks,
        )
        from serai.convene.calls.reviewing import desks as _desks  # noqa: F401
        from serai.convene.calls.reviewing import letters, permissions  # noqa: F401
