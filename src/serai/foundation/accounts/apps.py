"""The accounts room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Configuration of the app."""

    name = "serai.foundation.accounts"
    label = "accounts"
    verbose_name = _("Accounts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from serai.foundation.accounts import adapter, desks, operations, permissions  # noqa: F401
