"""The form of a new token."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from serai.foundation.api.models import Token
from serai.foundation.api.scopes import all_scopes


class TokenForm(forms.Form):
    """What a token is for, what it may do, and until when.

    ``form_key`` is another for each form that is shown: the same form makes one token.
    """

    form_key = forms.RegexField(
        r"^[0-9a-f]{32}$",
        widget=forms.HiddenInput,
        initial=lambda: secrets.token_hex(16),
        error_messages={"required": _("Fill in the form on this page.")},
    )

    name = forms.CharField(
        label=_("Name"),
        max_length=Token._meta.get_field("name").max_length,
        help_text=_("What the token is for: “nightly harvest”."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("It may never do more than you may."),
    )
    expires_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: until you revoke it."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        scopes: Any = self.fields["scopes"]
        scopes.choices = list(all_scopes().items())
