"""Forms of the directory, and the fields by which other rooms choose from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from serai.foundation.accounts.forms import AccountField
from serai.foundation.directory.identifiers import normalise_identifier, normalise_orcid
from serai.foundation.directory.models import (
    Country,
    Organisation,
    OrganisationIdentifier,
    OrganisationKind,
    Person,
    PersonName,
    Position,
    Theme,
)
from serai.foundation.languages import collation
from serai.foundation.web.desk import ChooserField, DeskForm, FilterForm, part_formset


class _ByName(ModelChoiceIterator):  # type: ignore[type-arg]
    """Choices in the order of the active language."""

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        named = [self.choice(each) for each in self.queryset]
        place = collation()
        yield from sorted(named, key=lambda choice: place(str(choice[1])))


class CountryField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Chooses a country, listed by name in the active language."""

    iterator = _ByName

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Country"))
        super().__init__(queryset=Country.objects.all(), **options)


class WebAddressField(forms.URLField):
    """An address; one typed without a scheme is taken for https."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"assume_scheme": "https", **options})


class OrganisationForm(DeskForm):
    """An organisation."""

    country = CountryField(required=False)

    class Meta:
        model = Organisation
        fields: ClassVar = ["name", "short_name", "kind", "country", "parent", "website"]
        field_classes: ClassVar = {"website": WebAddressField, "parent": ChooserField}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        parent: Any = self.fields["parent"]
        parent.queryset = Organisation.objects.exclude(pk=self.instance.pk)


class IdentifierForm(forms.ModelForm):  # type: ignore[type-arg]
    """An identifier in one register; a web address of it will do."""

    class Meta:
        model = OrganisationIdentifier
        fields: ClassVar = ["scheme", "value"]

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or self.cleaned_data)
        if cleaned.get("scheme") and cleaned.get("value"):
            cleaned["value"] = normalise_identifier(cleaned["scheme"], cleaned["value"])
        return cleaned


IdentifierFormSet = part_formset(
    IdentifierForm,
    "identifiers",
    label=_("Identifiers in other registers"),
    help_text=_("The identifier itself, or its web address."),
    add_label=_("Add an identifier"),
)


class MergeForm(forms.Form):
    """Which organisation is the duplicate."""

    duplicate = ChooserField(
        queryset=Organisation.objects.none(),
        label=_("Duplicate"),
        help_text=_("It disappears. All that refers to it will refer to this organisation."),
    )

    def __init__(self, *args: Any, survivor: Organisation, **options: Any) -> None:
        super().__init__(*args, **options)
        duplicate: Any = self.fields["duplicate"]
        duplicate.queryset = Organisation.objects.exclude(pk=survivor.pk)


class PersonForm(DeskForm):
    """A person; names and positions are rows of the same page."""

    country = CountryField(required=False)
    orcid = forms.CharField(
        label="ORCID", required=False, help_text=_("For example 0000-0002-1825-0097.")
    )
    user = AccountField(
        label=_("Account (e-mail address)"),
        required=False,
        help_text=_("Whoever signs in with it is this person, and does what is theirs to do."),
    )

    class Meta:
        model = Person
        fields: ClassVar = ["honorific", "country", "orcid", "user"]

    def __init__(self, *args: Any, may_link_account: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not may_link_account:
            del self.fields["user"]

    def clean_orcid(self) -> str | None:
        """Accept the web address too; no ORCID is None, as in the database."""
        written = self.cleaned_data["orcid"]
        return normalise_orcid(written) if written else None


class NameForm(forms.ModelForm):  # type: ignore[type-arg]
    """One way of writing the name."""

    class Meta:
        model = PersonName
        fields: ClassVar = ["text", "language", "family", "given", "order", "is_preferred"]


class PositionForm(forms.ModelForm):  # type: ignore[type-arg]
    """One position."""

    class Meta:
        model = Position
        fields: ClassVar = ["title", "organisation", "as_of", "since", "until"]
        field_classes: ClassVar = {"organisation": ChooserField}
        # Said once above the rows.
        help_texts: ClassVar = {"as_of": "", "since": "", "until": ""}


NameFormSet = part_formset(
    NameForm,
    "names",
    label=_("Names"),
    help_text=_("One row for each way of writing it; mark the one that the person prefers."),
    add_label=_("Add a name"),
)
PositionFormSet = part_formset(
    PositionForm,
    "positions",
    label=_("Positions"),
    help_text=_("Write dates as 2023, 2023-11 or 2023-11-06; leave empty what is not known."),
    add_label=_("Add a position"),
)


class ThemeForm(DeskForm):
    """A theme and the fields of science it stands for."""

    class Meta:
        model = Theme
        fields: ClassVar = ["name", "fields", "position"]
        widgets: ClassVar = {"fields": forms.CheckboxSelectMultiple}


class OrganisationFilter(FilterForm):
    """Filters of the list of organisations."""

    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All")), *OrganisationKind.choices]
    )
    country = CountryField(required=False, empty_label=_("All"))


class PersonFilter(FilterForm):
    """Filters of the list of people."""

    country = CountryField(required=False, empty_label=_("All"))
