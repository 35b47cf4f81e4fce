"""The jobs room as a Django app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """Configuration of the app."""

    name = "serai.foundation.jobs"
    label = "jobs"
    verbose_name = _("Jobs")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from serai.foundation.jobs import desks, permissions  # noqa: F401

        # Every room declares its jobs in its tasks.py.
        autodiscover_modules("tasks")
