"""The directory room as a Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    """Configuration of the app."""

    name = "serai.foundation.directory"
    label = "directory"
    verbose_name = _("Directory")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from serai.foundation.directory import (  # noqa: F401
            choosables,
            desk,
            imports,
            indexes,
            merging,
            operations,
            permissions,
        )
        from serai.foundation.directory.reference import sync_after_migrate

        desk.register()
        post_migrate.connect(sync_after_migrate, sender=self, dispatch_uid="directory.reference")
