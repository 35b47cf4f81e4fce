"""The dataset room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DatasetConfig(AppConfig):
    """Configuration of the app."""

    name = "serai.foundation.dataset"
    label = "dataset"
    verbose_name = _("Datasets")
    default_auto_field = "django.db.models.BigAutoField"
