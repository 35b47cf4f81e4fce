"""The interpretation room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InterpretationConfig(AppConfig):
    """Configuration of the app."""

    name = "serai.convene.interpretation"
    label = "interpretation"
    verbose_name = _("Interpretation")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from serai.convene.interpretation import additions, desks, forgetting, tasks  # noqa: F401
