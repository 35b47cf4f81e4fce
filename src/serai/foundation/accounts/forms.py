"""Forms of the accounts desk and of people's own accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from serai.foundation.accounts.models import Role, User
from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.web.context import language_name
from serai.foundation.web.desk import DeskForm, FilterForm

EXPLAINED = [
    (Role.ADMINISTRATOR, _("administrator: may do everything, and manages users")),
    (Role.SECRETARIAT, _("secretariat: series, editions and their programmes")),
    (Role.EDITOR, _("register editor: the register, organisations and people")),
    (Role.ANALYST, _("analyst: sources, claims and figures")),
]


class AccountField(forms.EmailField):
    """An account, by its e-mail address: nobody is offered the list of all users."""

    def prepare_value(self, value: Any) -> Any:
        """Show the address of the account that is chosen."""
        if isinstance(value, int):
            return User.objects.values_list("email", flat=True).filter(pk=value).first()
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another address was written, in whatever case."""
        return str(self.prepare_value(initial) or "").lower() != str(data or "").strip().lower()

    def clean(self, value: Any) -> Any:
        """The account with the address, or None; raises ValidationError where there is none."""
        address = super().clean(value)
        if not address:
            return None
        user = User.objects.filter(email__iexact=address, is_active=True).first()
        if user is None:
            raise forms.ValidationError(
                _("Nobody with this address has an account. Ask them to sign up first.")
            )
        return user


class ProfileForm(DeskForm):
    """What people say of themselves."""

    class Meta:
        model = User
        fields = ["name", "language"]
        help_texts = {
            "name": _("As it should stand beside what you do."),
            "language": _("The language of e-mails and of the pages after signing in."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Each language by its own name: it must be found by somebody who reads no other.
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            ("", _("as the page where one signs in")),
            *((code, language_name(code)) for code in LANGUAGE_CODES),
        ]
        self.fields["name"].widget.attrs["autocomplete"] = "name"


class UserForm(ProfileForm):
    """A user, as an administrator changes it."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=EXPLAINED,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("On the whole installation. Roles in one edition are given at the edition."),
    )

    class Meta(ProfileForm.Meta):
        help_texts: dict[str, Any] = {}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk is not None:
            self.initial["roles"] = sorted(self.instance.installation_roles)


class InvitationForm(UserForm):
    """Somebody who is to work here."""

    field_order = ["email", "name", "language", "roles"]

    class Meta(UserForm.Meta):
        fields = ["email", "name", "language"]
        help_texts = {"email": _("They sign in with a code that is sent to this address.")}

    def clean_email(self) -> str:
        """Addresses are kept in lower case."""
        return str(self.cleaned_data["email"]).lower()


class UserFilter(FilterForm):
    """Filters of the list of users."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=[
            ("", _("any")), *((value, capfirst(str(label))) for value, label in Role.choices),
        ],
        required=False,
    )  # fmt: skip
    is_active = forms.ChoiceField(
        label=_("Account"),
        choices=[("", _("any")), ("True", _("active")), ("False", _("deactivated"))],
        required=False,
    )
    lookups = {"role": "role_assignments__role"}


class DeleteAccountForm(forms.Form):
    """The question before an account is deleted."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("Write it once more, to show that you mean it."),
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"])
        if email.lower() != self.user.email.lower():
            raise forms.ValidationError(
                _("This is not the address of this account: %(email)s."),
                params={"email": self.user.email},
            )
        return email
