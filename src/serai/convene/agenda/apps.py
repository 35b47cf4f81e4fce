"""The agenda room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgendaConfig(AppConfig):
    """Configuration of the app."""

    name = "serai.convene.agenda"
    label = "agenda"
    verbose_name = _("Agenda")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from serai.convene.programme.companions import Companion, register_companion

        register_companion(Companion("agenda/head.html", "agenda:agenda", _("My agenda")))
