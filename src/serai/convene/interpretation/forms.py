"""Forms of the interpretation desk."""

from __future__ import annotations

import csv
from itertools import permutations
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serai.convene.editions.models import Edition
from serai.convene.interpretation.models import Conditions, Interpreter, Term
from serai.convene.programme.forms import ProgrammeForm
from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.tables import unguarded
from serai.foundation.web.context import language_name
from serai.foundation.web.desk import ChooserField, DeskForm, part_formset


def pair_label(source: str, into: str) -> str:
    """Name a pair of languages: “English → Français”."""
    return f"{language_name(source)} → {language_name(into)}"


class ConditionsForm(DeskForm):
    """How the booths of an edition are staffed."""

    class Meta:
        model = Conditions
        fields: ClassVar = ["team", "turn", "change", "pivot"]

    def __init__(self, *args: Any, edition: Edition, **options: Any) -> None:
        super().__init__(*args, **options)
        self.instance.edition = edition
        pivot = self.fields["pivot"]
        assert isinstance(pivot, forms.ChoiceField)
        pivot.choices = [("", "–"), *((code, language_name(code)) for code in LANGUAGE_CODES)]


class PairsField(forms.MultipleChoiceField):
    """Pairs of languages, of those that the edition is held in before the others."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.offer(LANGUAGE_CODES)

    def offer(self, languages: Any) -> None:
        """Offer the pairs of these languages."""
        self.choices = [
            (f"{source} {into}", pair_label(source, into))
            for source, into in permutations(languages, 2)
        ]

    def prepare_value(self, value: Any) -> Any:
        """Show pairs as the choices name them."""
        return [" ".join(each) if isinstance(each, list) else each for each in value or []]

    def clean(self, value: Any) -> Any:
        """Return pairs as lists of two codes."""
        return [each.split(" ") for each in super().clean(value)]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare as the choices name them."""
        return super().has_changed(self.prepare_value(initial), data)


class InterpreterForm(ProgrammeForm):
    """An interpreter, and between which languages they work."""

    pairs = PairsField(label=gettext_lazy("Interprets"))

    class Meta:
        model = Interpreter
        fields: ClassVar = ["person", "pairs", "daily_minutes"]
        field_classes: ClassVar = {"person": ChooserField}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        known = {code for pair in self.instance.pairs for code in pair}
        spoken = [code for code in LANGUAGE_CODES if code in {*self.edition.languages, *known}]
        pairs = self.fields["pairs"]
        assert isinstance(pairs, PairsField)
        pairs.offer(spoken if len(spoken) > 1 else LANGUAGE_CODES)


class TeamForm(forms.Form):
    """Who sits in a booth, in the order of their turns."""

    PLACES = 4

    def __init__(
        self, *args: Any, able: list[Interpreter], others: list[Interpreter], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        choices: list[Any] = [("", "–")]
        if able:
            choices.append((_("Interpret between these languages"), _options(able)))
        if others:
            choices.append((_("Others"), _options(others)))
        self._known = {each.code: each for each in (*able, *others)}
        for place in range(self.PLACES):
            self.fields[f"place_{place}"] = forms.ChoiceField(
                label=_("Turn %(number)s") % {"number": place + 1}, required=False, choices=choices
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = [code for code in cleaned.values() if code]
        if len(set(chosen)) < len(chosen):
            raise ValidationError(_("Choose everybody once only."))
        return cleaned

    def chosen(self) -> list[Interpreter]:
        """Those who were chosen, in their order."""
        return [self._known[code] for code in self.cleaned_data.values() if code]


def _options(interpreters: list[Interpreter]) -> list[tuple[str, str]]:
    return [(each.code, str(each)) for each in interpreters]


class TermForm(forms.ModelForm):  # type: ignore[type-arg]
    """A term of a glossary."""

    class Meta:
        model = Term
        fields: ClassVar = ["text", "note"]


TermFormSet = part_formset(
    TermForm,
    "terms",
    label=gettext_lazy("Terms"),
    add_label=gettext_lazy("Add a term"),
    extra=3,
)


class GlossaryForm(forms.Form):
    """Terms as a table, from a spreadsheet or a file."""

    table = forms.CharField(
        label=gettext_lazy("Paste a table"), required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "The first row names languages by their codes, such as en, fr, ar; each further row is "
            "a term. A column “note” may stand there too."
        ),
    )  # fmt: skip

    def clean_table(self) -> list[dict[str, Any]]:
        """Return the terms of the table."""
        text = self.cleaned_data["table"].lstrip("\ufeff")
        lines = [line for line in text.splitlines() if line.strip()]
        if not lines:
            return []
        sign = next((each for each in ("\t", ";", ",") if each in lines[0]), "\t")
        # Between tabs, a quotation mark is one; in CSV it holds a cell together.
        first, *rows = (
            csv.reader(lines, delimiter=sign, quoting=csv.QUOTE_NONE)
            if sign == "\t"
            else csv.reader(lines, delimiter=sign)
        )
        heads = [head.strip().lower() for head in first]
        unknown = [head for head in heads if head not in {*LANGUAGE_CODES, "note"}]
        if unknown:
            raise ValidationError(
                _("“%(head)s” is no language here: use %(codes)s."),
                params={"head": unknown[0], "codes": ", ".join(LANGUAGE_CODES)},
            )
        terms = []
        for number, written in enumerate(rows, start=2):
            cells = [unguarded(cell.strip()) for cell in written]
            if len(cells) > len(heads):
                raise ValidationError(
                    _("Row %(number)s has more columns than the first."), params={"number": number}
                )
            row = dict(zip(heads, cells, strict=False))
            note = row.pop("note", "")
            texts = {code: text for code, text in row.items() if text}
            if texts:
                terms.append({"text": texts, "note": note})
        return terms
