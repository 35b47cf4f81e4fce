"""The timetable room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TimetableConfig(AppConfig):
    """Configuration of the app."""

    name = "serai.convene.timetable"
    label = "timetable"
    verbose_name = _("Timetable")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from serai.convene.timetable import desks, forgetting, tasks  # noqa: F401
