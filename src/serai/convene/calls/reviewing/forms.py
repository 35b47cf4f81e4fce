"""Forms of the committee: the rules, reviewers, a review, a decision, the texts of letters."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes.forms import SafeModelMultipleChoiceField
from i18nfield.forms import I18nFormField, I18nTextarea, I18nTextInput

from serai.convene.calls.models import (
    Call,
    Criterion,
    Outcome,
    Review,
    Reviewer,
    Reviewing,
    Submission,
    SubmissionSpeaker,
)
from serai.convene.calls.reviewing.deciding import Place, identity_of, is_for_session
from serai.convene.calls.reviewing.letters import check_placeholders
from serai.convene.editions.models import Edition
from serai.convene.programme.models import Activity, Section, Session
from serai.foundation.directory.models import Country, Field, Person
from serai.foundation.directory.queries import country_choices
from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.translation import render_text, texts_of
from serai.foundation.web.context import language_name
from serai.foundation.web.desk import DeskForm, part_formset

NEW_PERSON = "new"


class RulesForm(DeskForm):
    """How a call is reviewed. ``closes_at`` is typed on the clocks of the active time zone."""

    class Meta:
        model = Reviewing
        fields: ClassVar = [
            "reviews_wanted", "closes_at", "is_blind", "is_open", "hides_own_country", "rule"
        ]  # fmt: skip
        widgets: ClassVar = {
            "closes_at": forms.DateTimeInput(
                format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}
            )
        }


class CriterionForm(forms.ModelForm):  # type: ignore[type-arg]
    """One criterion."""

    class Meta:
        model = Criterion
        fields: ClassVar = ["name", "help", "lowest", "highest", "weight"]


CriterionFormSet = part_formset(
    CriterionForm,
    "criteria",
    label=gettext_lazy("Criteria"),
    help_text=gettext_lazy("A criterion of weight 0 is asked for and does not count."),
    add_label=gettext_lazy("Add a criterion"),
    maximum=20,
)


class AddressesForm(forms.Form):
    """New reviewers by their e-mail addresses."""

    addresses = forms.CharField(
        label=gettext_lazy("E-mail addresses"), widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "One in a line. Who has no account yet is sent an invitation to sign in."
        ),
    )  # fmt: skip

    def clean_addresses(self) -> list[str]:
        """The addresses. Raises ValidationError that names those that are none."""
        written = self.cleaned_data["addresses"].replace(",", "\n").replace(";", "\n").split()
        for address in written:
            try:
                validate_email(address)
            except ValidationError:
                raise ValidationError(
                    _("“%(address)s” is not an e-mail address."), params={"address": address}
                ) from None
        return list(dict.fromkeys(each.lower() for each in written))


class ReviewerForm(DeskForm):
    """What a reviewer knows about, and how much they take."""

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"), required=False,
        choices=[(code, language_name(code)) for code in LANGUAGE_CODES],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("In which they read submissions. None chosen: in all."),
    )  # fmt: skip

    class Meta:
        model = Reviewer
        fields: ClassVar = ["organisation", "country", "sections", "fields", "languages", "most"]
        field_classes: ClassVar = {"sections": SafeModelMultipleChoiceField}
        widgets: ClassVar = {"sections": forms.CheckboxSelectMultiple}
        help_texts: ClassVar = {
            "organisation": gettext_lazy("To find conflicts of interest."),
            "country": gettext_lazy("To find conflicts of interest."),
            "sections": gettext_lazy("None chosen: all."),
            "fields": gettext_lazy("None chosen: all."),
        }

    def __init__(self, *args: Any, edition: Edition, **options: Any) -> None:
        super().__init__(*args, **options)
        sections, country = self.fields["sections"], self.fields["country"]
        assert isinstance(sections, forms.ModelMultipleChoiceField)
        assert isinstance(country, forms.ModelChoiceField)
        sections.queryset = Section.objects.filter(edition=edition)
        if not sections.queryset.exists():
            del self.fields["sections"]
        country.queryset = Country.objects.all()
        country.choices = [("", "–"), *country_choices()]
        fields = self.fields["fields"]
        assert isinstance(fields, forms.ModelMultipleChoiceField)
        fields.queryset = Field.objects.all()
        fields.widget.attrs["size"] = 8


class ReviewForm(forms.ModelForm):  # type: ignore[type-arg]
    """A review: a score by each criterion, and two comments."""

    class Meta:
        model = Review
        fields: ClassVar = ["comment", "comment_for_authors"]
        widgets: ClassVar = {
            "comment": forms.Textarea(attrs={"rows": 4}),
            "comment_for_authors": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, criteria: list[Criterion], **options: Any) -> None:
        super().__init__(*args, **options)
        given = {}
        if self.instance.pk is not None:
            given = {each.criterion_id: each.value for each in self.instance.scores.all()}
        self.criteria = criteria
        for criterion in criteria:
            values = range(criterion.lowest, criterion.highest + 1)
            self.fields[f"score-{criterion.pk}"] = forms.TypedChoiceField(
                label=str(criterion), help_text=str(_help(criterion)), coerce=int,
                choices=[(value, str(value)) for value in values], widget=forms.RadioSelect,
                initial=given.get(criterion.pk),
                error_messages={"required": _("Choose a score.")},
            )  # fmt: skip
        self.order_fields([f"score-{each.pk}" for each in criteria])

    @property
    def score_fields(self) -> list[Any]:
        """The fields of the criteria, as the page draws them."""
        return [self[f"score-{each.pk}"] for each in self.criteria]

    def scores(self) -> dict[int, int]:
        """The scores by the key of the criterion."""
        return {each.pk: self.cleaned_data[f"score-{each.pk}"] for each in self.criteria}

    def comments(self) -> dict[str, str]:
        """The columns of the review."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


def _help(criterion: Criterion) -> str:
    return render_text(criterion.help).text


class ConflictForm(forms.Form):
    """A conflict of interest, declared by a reviewer."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), required=False, max_length=500,
        help_text=gettext_lazy("Only the desk reads it. You may leave it out."),
    )  # fmt: skip


class AssignForm(forms.Form):
    """Who reviews one submission. Those with a conflict of interest are not offered."""

    reviewers = forms.MultipleChoiceField(
        label=gettext_lazy("Reviewers"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, offered: list[tuple[Reviewer, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self._known = {each.code: each for each, _label in offered}
        reviewers = self.fields["reviewers"]
        assert isinstance(reviewers, forms.MultipleChoiceField)
        reviewers.choices = [(each.code, label) for each, label in offered]

    def chosen(self) -> list[Reviewer]:
        """Those who were chosen."""
        return [self._known[code] for code in self.cleaned_data["reviewers"]]


class DecisionForm(forms.Form):
    """What becomes of some submissions. To be accepted they need a place, and known speakers."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Decision"), widget=forms.RadioSelect,
        choices=[(value, capfirst(str(label))) for value, label in Outcome.choices],
    )  # fmt: skip
    activity: Any = forms.ModelChoiceField(
        label=gettext_lazy("Activity"), queryset=None, required=False,
        help_text=gettext_lazy("Where those that are accepted go."),
    )  # fmt: skip
    session: Any = forms.ModelChoiceField(
        label=gettext_lazy("Session"), queryset=None, required=False,
        help_text=gettext_lazy("They become contributions of it. Then no activity is needed."),
    )  # fmt: skip
    form = forms.ChoiceField(
        label=gettext_lazy("They become"), widget=forms.RadioSelect,
        choices=[
            ("session", gettext_lazy("sessions of the activity")),
            ("contribution", gettext_lazy("contributions whose session is not known yet")),
        ],
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("Reasons for the authors"), required=False, max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It stands in the letter where the text has {reasons}."),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        call: Call,
        submissions: list[Submission],
        asked: list[tuple[SubmissionSpeaker, list[Person]]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        activity, session = self.fields["activity"], self.fields["session"]
        assert isinstance(activity, forms.ModelChoiceField)
        assert isinstance(session, forms.ModelChoiceField)
        activity.queryset = Activity.objects.filter(edition=call.edition)
        session.queryset = Session.objects.filter(edition=call.edition).select_related("activity")
        if call.activity_id:
            activity.initial = call.activity_id
        all_sessions = all(is_for_session(each) for each in submissions)
        self.fields["form"].initial = "session" if all_sessions else "contribution"
        self._asked = asked
        self._known: dict[str, dict[str, Person]] = {}
        for number, (speaker, people) in enumerate(asked):
            self._known[f"who-{number}"] = {person.code: person for person in people}
            self.fields[f"who-{number}"] = forms.ChoiceField(
                label=_("Who is %(name)s?") % {"name": _described(speaker)},
                widget=forms.RadioSelect, required=False,
                choices=[
                    *((person.code, _described_person(person)) for person in people),
                    (NEW_PERSON, _("Somebody else, who is new to the directory")),
                ],
            )  # fmt: skip

    @property
    def who_fields(self) -> list[Any]:
        """The questions about speakers, as the page draws them."""
        return [self[name] for name in self._known]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("outcome") != Outcome.ACCEPTED:
            return cleaned
        if not cleaned.get("activity") and not cleaned.get("session"):
            self.add_error("activity", _("Choose an activity or a session."))
        for name in self._known:
            if not cleaned.get(name):
                self.add_error(name, _("Say who it is: nobody is merged without being asked."))
        return cleaned

    def place(self) -> Place:
        """Where those that are accepted go."""
        session: Session | None = self.cleaned_data["session"]
        if session is not None:
            return Place(session.activity, session)
        is_contribution = self.cleaned_data["form"] == "contribution"
        return Place(self.cleaned_data["activity"], is_contribution=is_contribution)

    def people(self) -> dict[str, Person | None]:
        """Who the speakers are of whom it was asked."""
        return {
            identity_of(speaker): self._known[f"who-{number}"].get(
                self.cleaned_data[f"who-{number}"]
            )
            for number, (speaker, _people) in enumerate(self._asked)
        }


def _described(speaker: SubmissionSpeaker) -> str:
    about = [speaker.organisation, str(speaker.country or "")]
    return ", ".join(filter(None, [speaker.name, *about]))


def _described_person(person: Person) -> str:
    return ", ".join(filter(None, [str(person), str(person.country or "")]))


class LetterTextForm(forms.Form):
    """The subject and the text of a letter, in each language."""

    subject = I18nFormField(label=gettext_lazy("Subject"), widget=I18nTextInput, localize=False)
    body = I18nFormField(
        label=gettext_lazy("Text"), widget=I18nTextarea, localize=False,
        widget_kwargs={"attrs": {"rows": 12}},
    )  # fmt: skip

    def clean_subject(self) -> Any:
        """Its placeholders must stand for something."""
        check_placeholders(texts_of(self.cleaned_data["subject"]))
        return self.cleaned_data["subject"]

    def clean_body(self) -> Any:
        """Its placeholders must stand for something."""
        check_placeholders(texts_of(self.cleaned_data["body"]))
        return self.cleaned_data["body"]
