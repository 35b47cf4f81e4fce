"""Forms of the desk of webhooks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import get_resolver
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from serai.foundation.accounts.models import User
from serai.foundation.api.resources import all_resources
from serai.foundation.web.desk import DeskForm
from serai.foundation.webhooks.models import Subscription
from serai.foundation.webhooks.sending import ForbiddenAddressError, check_address


def kinds_of_objects() -> list[tuple[str, str]]:
    """What a webhook may be told of, by the name of the API, in words."""
    get_resolver().url_patterns  # noqa: B018 - the rooms register what the API offers
    return [
        (name, capfirst(str(resource.shape.model._meta.verbose_name_plural)))
        for name, resource in sorted(all_resources().items())
        if resource.is_public
    ]


class SubscriptionForm(DeskForm):
    """What is told to whom."""

    address = forms.URLField(
        label=gettext_lazy("Address"),
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        help_text=gettext_lazy("Begins with https:// and is reached from the open internet."),
    )
    resources = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of objects"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen: all."),
    )
    verbs = forms.CharField(
        label=gettext_lazy("What happened"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr"}),
        help_text=gettext_lazy(
            "One a line, as the record calls it: “register.record_published”, or “register.*” for "
            "all that begins so. Empty: all."
        ),
    )

    class Meta:
        model = Subscription
        fields = ["name", "address", "resources", "verbs", "owner"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["resources"].choices = kinds_of_objects()  # type: ignore[attr-defined]
        self.fields["owner"].queryset = User.objects.filter(  # type: ignore[attr-defined]
            is_active=True, role_assignments__isnull=False
        ).distinct()
        if self.instance.pk is not None:
            self.initial["verbs"] = "\n".join(self.instance.verbs)

    def clean_address(self) -> str:
        """Refuse what nothing may be sent to."""
        address = str(self.cleaned_data["address"])
        try:
            check_address(address)
        except ForbiddenAddressError as error:
            raise forms.ValidationError(str(error)) from None
        return address

    def clean_verbs(self) -> list[str]:
        """Read one pattern a line."""
        return str(self.cleaned_data["verbs"]).split()
