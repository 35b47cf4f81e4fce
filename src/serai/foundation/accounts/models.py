"""People who sign in, and what they are entrusted with on the whole installation."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from serai.foundation.translation import LANGUAGE_CODES


class UserManager(BaseUserManager["User"]):
    """Creates users by e-mail address, the only name that they have."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create a user; without a password they sign in by e-mail code only."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        user.expect_sign_in()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create a user who may do everything. Whoever runs commands vouches for the address."""
        user = self.create_user(email, password, is_superuser=True, is_staff=True, **fields)
        user.expect_sign_in(is_confirmed=True)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in, known by an e-mail address."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(
        _("language"), max_length=10, blank=True, choices=[(code, code) for code in LANGUAGE_CODES]
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("staff"), default=False)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="accounts_user_email_any_case"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def expect_sign_in(self, *, is_confirmed: bool = False) -> None:
        """Make the address known to allauth, which confirms it at the first sign-in."""
        from allauth.account.models import EmailAddress

        EmailAddress.objects.update_or_create(
            user=self, email=self.email, defaults={"primary": True, "verified": is_confirmed}
        )

    @cached_property
    def installation_roles(self) -> frozenset[str]:
        """The installation roles of the user, read once."""
        return frozenset(self.role_assignments.values_list("role", flat=True))


class Role(models.TextChoices):
    """What a person is entrusted with on the whole installation."""

    ADMINISTRATOR = "administrator", _("administrator")
    SECRETARIAT = "secretariat", _("secretariat")
    EDITOR = "editor", _("register editor")
    ANALYST = "analyst", _("analyst")


class RoleAssignment(models.Model):
    """One installation role of one user."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_assignments")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "role"], name="accounts_one_role_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
