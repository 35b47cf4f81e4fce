"""The programme room as a Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ProgrammeConfig(AppConfig):
    """Configuration of the app."""

    name = "serai.convene.programme"
    label = "programme"
    verbose_name = _("Programme")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from serai.convene.programme import (  # noqa: F401
            citing,
            copying,
            counters,
            desks,
            forgetting,
            imports,
            operations,
            panels,
        )
        from serai.convene.programme.releasing import notices  # noqa: F401
        from serai.convene.programme.releasing.first import release_what_was_public

        post_migrate.connect(release_what_was_public, sender=self)
