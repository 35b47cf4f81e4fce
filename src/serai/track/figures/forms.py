"""Forms of the desk: indicators."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext_lazy as _

from serai.foundation.languages import interface_language
from serai.foundation.web.desk import DeskForm
from serai.track.evidence.models import Claim
from serai.track.evidence.wordings import stems
from serai.track.figures.counters import counter_choices
from serai.track.figures.models import Indicator


def indicator_from(claim: Claim) -> Indicator:
    """Return an unsaved indicator with as much of its definition as a claim tells."""
    language = interface_language(claim.source.language)
    unit = stems(claim.unit)
    counted = next((word for word in claim.subject.split() if stems(word) == unit), claim.unit)
    return Indicator(
        name={language: capfirst(claim.subject)[:200]},
        slug=slugify(claim.subject)[:80].strip("-"),
        unit={language: counted.strip(",;")[:80]},
        scope={language: claim.scope} if claim.scope else {},
    )


class IndicatorForm(DeskForm):
    """The definition of a quantity, and what is counted for it."""

    class Meta:
        model = Indicator
        fields: ClassVar = [
            "name", "slug", "definition", "unit", "scope", "counting_rule", "counter",
            "counter_query", "is_key_figure",
        ]  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["counter"] = forms.ChoiceField(
            label=_("Counter"),
            required=False,
            choices=[("", _("nothing is counted")), *counter_choices()],
        )
