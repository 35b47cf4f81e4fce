"""The form by which a submission is written: what the call asks for, questions, speakers."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_scopes.forms import SafeModelChoiceField

from serai.convene.calls.answers import (
    FileAnswerField,
    MostWords,
    as_stored,
    field_for,
    is_answer,
    words_allowed,
)
from serai.convene.calls.models import (
    SUBMISSION_KINDS,
    Call,
    Submission,
    SubmissionSpeaker,
)
from serai.convene.programme.models import Section
from serai.foundation.accounts.models import User
from serai.foundation.directory.forms import CountryField
from serai.foundation.directory.models import Field
from serai.foundation.web.context import language_name
from serai.foundation.web.desk import DeskForm, PartFormSet, part_formset


class SubmissionForm(DeskForm):
    """What is proposed. A draft may leave out what is required and exceed the limits of words.

    ``user`` is who writes; files are only received from somebody who is signed in.
    """

    class Meta:
        model = Submission
        fields: ClassVar = [
            "title", "kind", "minutes", "language", "section", "summary", "description", "fields",
        ]  # fmt: skip
        field_classes: ClassVar = {"section": SafeModelChoiceField}

    def __init__(
        self, *args: Any, call: Call, is_final: bool, user: User | None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.call = call
        self.is_final = is_final
        if self.instance.pk is None:
            self.instance.edition, self.instance.call = call.edition, call
        kinds = [(code, capfirst(str(label))) for code, label in SUBMISSION_KINDS]
        self._choose("kind", [(code, label) for code, label in kinds if code in call.kinds])
        languages = [(code, language_name(code)) for code in call.submission_languages]
        self._choose("language", languages)
        self._choose_minutes()
        self._choose_section()
        self._limit("title", required=True)
        self._limit("summary", most=call.summary_words, rows=5, required=True)
        self._limit("description", most=call.description_words, rows=12)
        if call.asks_fields:
            field: Any = self.fields["fields"]
            field.queryset, field.help_text = Field.objects.exclude(broad=None), ""
        else:
            del self.fields["fields"]
        self.order_fields(["title", "kind", "minutes"])
        self.questions = list(call.questions.all())
        for question in self.questions:
            asked = field_for(question, is_final=is_final)
            if isinstance(asked, FileAnswerField) and user is None:
                continue
            name = f"answer_{question.code}"
            self.fields[name] = asked
            self.initial.setdefault(name, self.instance.answers.get(question.code))

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        """Ask for one of several; what there is only one of is not asked."""
        if len(choices) < 2:
            del self.fields[name]
            return
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.required = self.is_final
        field.choices = [("", "–"), *choices]

    def _choose_minutes(self) -> None:
        del self.fields["minutes"]
        if len(self.call.lengths) > 1:
            self.fields["minutes"] = forms.TypedChoiceField(
                label=_("Length in minutes"), coerce=int, empty_value=None, required=self.is_final,
                choices=[("", "–"), *((each, str(each)) for each in sorted(self.call.lengths))],
            )  # fmt: skip

    def _choose_section(self) -> None:
        if self.call.asks_section and self.call.section_id is None:
            field: Any = self.fields["section"]
            field.queryset, field.required = Section.objects.all(), self.is_final
        else:
            del self.fields["section"]

    def _limit(
        self, name: str, *, most: int | None = None, rows: int = 0, required: bool = False
    ) -> None:
        if most == 0:
            del self.fields[name]
            return
        field: Any = self.fields[name]
        field.required = required and self.is_final
        if rows:
            field.widget.attrs["rows"] = rows
        if most:
            field.help_text = words_allowed(most)
            field.widget.attrs["data-words"] = most
            if self.is_final:
                field.validators = [*field.validators, MostWords(most)]

    def values(self) -> dict[str, Any]:
        """Return what to write: the columns that were changed, and all answers."""
        call = self.call
        only = {
            "kind": call.kinds, "language": call.submission_languages, "minutes": call.lengths,
        }  # fmt: skip
        given = {name: codes[0] for name, codes in only.items() if len(codes) == 1}
        answers = dict(self.instance.answers)
        for question in self.questions:
            value = as_stored(self.cleaned_data.get(f"answer_{question.code}"))
            if f"answer_{question.code}" not in self.fields:
                continue
            if is_answer(value):
                answers[question.code] = value
            else:
                answers.pop(question.code, None)
        return {**self.changes(), **given, "answers": answers}


class SpeakerForm(forms.ModelForm):  # type: ignore[type-arg]
    """Somebody who is to speak."""

    country = CountryField(required=False)

    class Meta:
        model = SubmissionSpeaker
        fields: ClassVar = [
            "name", "email", "position_held", "organisation", "country", "biography",
        ]  # fmt: skip
        widgets: ClassVar = {"biography": forms.Textarea(attrs={"rows": 4})}

    def has_changed(self) -> bool:
        """A row that was filled in for the submitter counts as theirs, unless they empty it."""
        named = self.is_bound and self.data.get(self.add_prefix("name"), "").strip()
        return bool(named) or bool(super().has_changed())


def speakers_of(
    call: Call, data: Any, *, instance: Submission | None, user: User | None
) -> PartFormSet:
    """Make the rows of the speakers. The first is who writes, until they say otherwise."""
    most = call.most_speakers
    allowed = ngettext("At most %(count)s speaker.", "At most %(count)s speakers.", most)
    rows = part_formset(
        SpeakerForm, "speakers", label=gettext_lazy("Speakers"),
        help_text=allowed % {"count": most}, add_label=gettext_lazy("Add a speaker"),
        extra=0 if instance else 1, maximum=most,
    )  # fmt: skip
    new = Submission(call=call, edition=call.edition)
    initial = [{"name": user.name, "email": user.email}] if user and not instance else None
    return rows(data, instance=instance or new, initial=initial)
