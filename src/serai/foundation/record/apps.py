"""The record room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordConfig(AppConfig):
    """Configuration of the app."""

    name = "serai.foundation.record"
    label = "record"
    verbose_name = _("Record of changes")
    default_auto_field = "django.db.models.BigAutoField"
