"""Forms of the desk: series and editions with their parts, the team, the next edition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from serai.convene.editions.copying import copied_parts
from serai.convene.editions.models import (
    Announcement,
    Edition,
    EditionRoleAssignment,
    EditionState,
    FocusTopic,
    Host,
    Milestone,
    Organiser,
    Series,
    Venue,
    time_zones,
)
from serai.convene.editions.operations import STATES, next_states
from serai.foundation.accounts.forms import AccountField
from serai.foundation.directory.choosing import (
    Choices,
    ChoosingForm,
    country_choices,
    offer,
)
from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.web.context import language_name
from serai.foundation.web.desk import ChooserField, DeskForm, FilterForm, part_formset
from serai.track.evidence.models import Citation

_ADDRESS_HELP = _("Small letters, digits and hyphens. Links to the page break when it changes.")
_ADDRESS_ERRORS = {
    "invalid": _("Use only small letters, digits and hyphens: chongqing-2023."),
    "unique": _("Another page has this address already: choose another."),
}


class TimeZoneInput(forms.TextInput):
    """A time zone by name; the browser offers the names that fit what is typed."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        offered = format_html_join(
            "", '<option value="{}">', ((zone,) for zone in sorted(time_zones()))
        )
        field = super().render(name, value, {**(attrs or {}), "list": "time-zones"}, renderer)
        return format_html('{}<datalist id="time-zones">{}</datalist>', field, offered)


class SeriesForm(DeskForm):
    """A recurring conference."""

    class Meta:
        model = Series
        fields: ClassVar = ["name", "short_name", "slug", "summary", "interval_years"]
        help_texts: ClassVar = {
            "slug": _ADDRESS_HELP,
            "summary": _("One sentence that says what it is. The page begins with it."),
            "interval_years": _("Leave empty where there is no rule."),
        }
        error_messages: ClassVar = {"slug": _ADDRESS_ERRORS}


class HostForm(ChoosingForm):
    """A place whose turn it is now and then."""

    class Meta:
        model = Host
        fields: ClassVar = ["name", "country"]


class MilestoneForm(DeskForm):
    """A step on the way of a series."""

    class Meta:
        model = Milestone
        fields: ClassVar = ["on", "title", "description"]


class _EditionFields(DeskForm):
    """What the forms of an edition share."""

    languages = forms.MultipleChoiceField(
        label=_("languages"), required=False,
        choices=[(code, language_name(code)) for code in LANGUAGE_CODES],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["languages"].label = capfirst(_("languages"))
        offer(self.fields["country"], country_choices())
        host: Any = self.fields["host"]
        hosts = Host.objects.select_related("series").order_by("series__slug", "position")
        if self.instance.series_id:
            hosts = hosts.filter(series=self.instance.series_id)
            host.choices = [("", "–"), *((each.pk, str(each)) for each in hosts)]
        else:
            host.choices = [("", "–"), *((each.pk, f"{each} ({each.series})") for each in hosts)]


_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_EDITION_FIELDS = [
    "ordinal", "name", "slug", "theme", "summary", "host", "city", "country",
    "starts_on", "ends_on", "time_zone", "languages",
]  # fmt: skip
_EDITION_WIDGETS = {"starts_on": _DAY, "ends_on": _DAY, "time_zone": TimeZoneInput()}
_EDITION_HELP = {
    "ordinal": _("1 for the first edition, 2 for the second."),
    "slug": _ADDRESS_HELP,
    "time_zone": _("Write a part of the name to search: Shanghai."),
    "city": _("Leave empty until it is announced."),
    "host": _("Whose turn it is in the rotation of the series."),
}


class EditionForm(_EditionFields):
    """The particulars of an edition."""

    class Meta:
        model = Edition
        fields: ClassVar = _EDITION_FIELDS
        widgets: ClassVar = _EDITION_WIDGETS
        help_texts: ClassVar = _EDITION_HELP
        error_messages: ClassVar = {"slug": _ADDRESS_ERRORS}


class NewEditionForm(_EditionFields):
    """A new edition, with the series it belongs to."""

    class Meta:
        model = Edition
        fields: ClassVar = ["series", *_EDITION_FIELDS]
        widgets: ClassVar = _EDITION_WIDGETS
        help_texts: ClassVar = _EDITION_HELP
        error_messages: ClassVar = {"slug": _ADDRESS_ERRORS}


class CopyForm(_EditionFields):
    """The next edition, from the last one: what differs, and which parts are taken over."""

    parts = forms.MultipleChoiceField(
        label=_("Take over"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Sources are never taken over: the facts of a new edition need their own."),
    )  # fmt: skip

    class Meta:
        model = Edition
        fields: ClassVar = [
            "ordinal", "name", "slug", "host", "city", "country", "starts_on", "ends_on",
            "time_zone", "languages",
        ]  # fmt: skip
        widgets: ClassVar = _EDITION_WIDGETS
        help_texts: ClassVar = {
            **_EDITION_HELP,
            "name": _("This is still the name of the last edition."),
            "starts_on": _("Proposed from the last edition; leave empty until it is announced."),
        }
        error_messages: ClassVar = {"slug": _ADDRESS_ERRORS}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        parts: Any = self.fields["parts"]
        parts.choices = [(part.key, capfirst(str(part.label))) for part in copied_parts()]
        parts.initial = [part.key for part in copied_parts() if part.is_suggested]


class EditionPartsForm(DeskForm):
    """Stands for the edition itself where only its parts are edited."""

    class Meta:
        model = Edition
        fields: ClassVar[list[str]] = []


class SeriesPartsForm(DeskForm):
    """Stands for the series itself where only its parts are edited."""

    class Meta:
        model = Series
        fields: ClassVar[list[str]] = []


class TopicForm(DeskForm):
    """A focus topic."""

    class Meta:
        model = FocusTopic
        fields: ClassVar = ["name"]


class VenueForm(DeskForm):
    """A place where the edition is held."""

    class Meta:
        model = Venue
        fields: ClassVar = ["name", "address"]


class OrganiserForm(ChoosingForm):
    """What an organisation is to the edition."""

    class Meta:
        model = Organiser
        fields: ClassVar = ["organisation", "role"]
        field_classes: ClassVar = {"organisation": ChooserField}


class AnnouncementForm(ChoosingForm):
    """A dated item that the public is told."""

    class Meta:
        model = Announcement
        fields: ClassVar = ["kind", "on", "title", "body", "issued_by", "person"]
        field_classes: ClassVar = {"issued_by": ChooserField, "person": ChooserField}


class CitationForm(ChoosingForm):
    """The place in a source on which a fact rests."""

    field = forms.ChoiceField(label=_("What it supports"), required=False)

    class Meta:
        model = Citation
        fields: ClassVar = ["field", "source", "start", "end", "locator", "note"]
        field_classes: ClassVar = {"source": ChooserField}
        help_texts: ClassVar = {
            "note": _("Say here where sources differ; it is shown beside the fact."),
        }


def _fact_choices(target: models.Model) -> Choices:
    """The fields of an object that can be cited, and the object as a whole."""
    meta = target._meta
    fields = [
        (column.name, capfirst(str(column.verbose_name)))
        for column in (*meta.concrete_fields, *meta.many_to_many)
        if column.editable and column.name not in _NOT_CITED and not column.primary_key
    ]
    return [("", _("All of it")), *fields]


_NOT_CITED = {"edition", "series", "slug", "position", "state", "is_public"}


class RoleForm(forms.ModelForm):  # type: ignore[type-arg]
    """A role of somebody."""

    email = AccountField(label=_("E-mail address"))

    class Meta:
        model = EditionRoleAssignment
        fields: ClassVar = ["role"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields(["email", "role"])
        if self.instance.pk is not None:
            # As it was read with the role: a row costs no query of its own.
            self.fields["email"].initial = self.instance.user.email

    def clean_email(self) -> str:
        user = self.cleaned_data["user"] = self.cleaned_data["email"]
        return str(user.email)


class MoveForm(forms.Form):
    """The next state of an edition, or the one before with a reason."""

    to = forms.ChoiceField(label=_("New state"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed to go back. It stands in the record."),
    )  # fmt: skip

    def __init__(self, *args: Any, edition: Edition, **options: Any) -> None:
        super().__init__(*args, **options)
        states: Sequence[EditionState] = next_states(edition)
        to: Any = self.fields["to"]
        to.choices = [(state.value, capfirst(state.label)) for state in states]
        to.initial = states[0].value
        if STATES.index(states[0]) < STATES.index(EditionState(edition.state)):
            # After the last state the only way is back.
            self.fields["note"].required = True


class EditionFilterForm(FilterForm):
    """Narrows the list of editions."""

    series = forms.ModelChoiceField(
        label=_("Series"), queryset=Series.objects.all(), required=False, to_field_name="slug"
    )
    state = forms.ChoiceField(
        label=_("State"), choices=[("", "–"), *EditionState.choices], required=False
    )
    is_public = forms.ChoiceField(
        label=_("Public"), choices=[("", "–"), ("1", _("yes")), ("0", _("no"))], required=False
    )


HostFormSet = part_formset(
    HostForm, "hosts", label=_("Hosts in turn"), add_label=_("Add a host"),
    help_text=_("In the order of their turns. Leave empty where there is no rotation."),
)  # fmt: skip
MilestoneFormSet = part_formset(
    MilestoneForm, "milestones", label=_("Milestones"), add_label=_("Add a milestone"),
    help_text=_("The steps that led to the series, with no more precision than is known."),
)  # fmt: skip
TopicFormSet = part_formset(
    TopicForm, "topics", label=_("Focus topics"), add_label=_("Add a topic")
)
VenueFormSet = part_formset(VenueForm, "venues", label=_("Venues"), add_label=_("Add a venue"))
OrganiserFormSet = part_formset(
    OrganiserForm, "organisers", label=_("Organisers"), add_label=_("Add an organiser"),
    help_text=_("The page groups them by role and keeps this order."),
)  # fmt: skip
AnnouncementFormSet = part_formset(
    AnnouncementForm, "announcements", label=_("Announcements"), add_label=_("Add an announcement")
)


class CitationFormSet(part_formset(  # type: ignore[misc]
    CitationForm, "citations", label=_("Sources"), add_label=_("Add a source"),
    help_text=_("Where this is stated, with the place in the source."),
)):  # fmt: skip
    """The citations of an object and of its fields; claims they rest on stay as they are."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(index),
            "choices": {"field": _fact_choices(self.instance)},
        }

    def rows(self) -> list[dict[str, Any]]:
        claims = {citation.pk: citation.claim for citation in self._stored}
        return [{**row, "claim": claims.get(row["pk"])} for row in super().rows()]


RoleFormSet = part_formset(
    RoleForm, "role_assignments", label=_("Team"), add_label=_("Add somebody"),
    help_text=_(
        "The secretariat of an edition manages all of it, programme editors its programme; readers "
        "of drafts see it before it is public."
    ),
)  # fmt: skip
