"""The project as a Django app: it brings no tables, only checks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectConfig(AppConfig):
    """Configuration of the app."""

    name = "serai.project"
    label = "project"
    verbose_name = _("Installation")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from serai.project import checks  # noqa: F401
