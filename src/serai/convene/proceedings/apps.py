"""The proceedings room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProceedingsConfig(AppConfig):
    """Configuration of the app."""

    name = "serai.convene.proceedings"
    label = "proceedings"
    verbose_name = _("Proceedings")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from serai.convene.proceedings import (  # noqa: F401
            desks,
            forgetting,
            panels,
            permissions,
            released,
        )
