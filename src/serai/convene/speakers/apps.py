"""The speakers room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SpeakersConfig(AppConfig):
    """Configuration of the app."""

    name = "serai.convene.speakers"
    label = "speakers"
    verbose_name = _("Speakers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from serai.convene.speakers import desks, forgetting, publishing, tasks  # noqa: F401
        from serai.foundation.web.navigation import register_account_page

        register_account_page(_("My part in conferences"), "speakers:parts", 25)
