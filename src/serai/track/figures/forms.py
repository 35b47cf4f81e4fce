"""Forms of the desk: indicators."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from serai.foundation.web.desk import DeskForm
from serai.track.figures.counters import counter_choices
from serai.track.figures.models import Indicator


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
