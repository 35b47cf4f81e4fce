"""Choosing one of many things in a form: by searching, not by a list of everything.

The value is the code of the thing. Without scripts a code, the address of a page or the exact name
is typed; what fits several things comes back with those that it fits, to choose among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from serai.foundation.web.choosables import LIMIT, Choosable, choosable, choosable_of


class Chooser(forms.TextInput):
    """An input that searches; beside it stands what is chosen, or what there is to choose."""

    template_name = "web/forms/chooser.html"
    field: ChooserField

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get(f"{name}-match") or data.get(name)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        kind = self.field.choosable
        chosen = self.field.chosen(value)
        context = super().get_context(name, kind.code(chosen) if chosen else value, attrs)
        address = reverse("web_desk:choose", args=[kind.kind])
        context["chooser"] = {
            "address": f"{address}?{urlencode(self.field.within)}",
            "siblings": " ".join(self.field.siblings),
            "label": kind.label(chosen) if chosen else "",
            "matches": [
                (kind.code(each), kind.label(each), kind.describe(each))
                for each in self.field.matches
            ],
        }
        return context


class ChooserField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Chooses one of the rows of a query set whose model, or ``kind``, is in the registry.

    ``within`` narrows what is offered, ``siblings`` does so by other fields of the form; neither
    is checked: what may be chosen is said by the query set.
    """

    widget = Chooser

    def __init__(
        self,
        queryset: Any,
        *,
        kind: str = "",
        within: Mapping[str, str] | None = None,
        siblings: Iterable[str] = (),
        **options: Any,
    ) -> None:
        self.kind = kind
        self.within = dict(within or {})
        self.siblings = tuple(siblings)
        self.known: dict[str, Any] = {}
        self.matches: list[Any] = []
        super().__init__(queryset, **options)
        self.widget.field = self

    def __deepcopy__(self, memo: Any) -> ChooserField:
        made: ChooserField = super().__deepcopy__(memo)
        made.widget.field = made
        made.within = deepcopy(self.within, memo)
        made.known, made.matches = {}, []
        return made

    @property
    def choosable(self) -> Choosable:
        """The kind of things."""
        if self.kind:
            return choosable(self.kind)
        assert self.queryset is not None
        return choosable_of(self.queryset.model)

    def remember(self, written: Iterable[str]) -> dict[str, Any]:
        """Look up what texts name, once for all of them, and return what is known now."""
        assert self.queryset is not None
        new = {text for text in written if text not in self.known}
        self.known |= self.choosable.identified(self.queryset, new)
        return self.known

    def chosen(self, value: Any) -> Any:
        """Return the thing that a value names, or None."""
        if value in self.empty_values:
            return None
        if hasattr(value, "_meta"):
            return value
        written = str(value).strip()
        return None if "\0" in written else self.remember([written])[written]

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values or not str(value).strip():
            return None
        found = self.chosen(value)
        return self._called(str(value).strip()) if found is None else found

    def _called(self, name: str) -> Any:
        """Return the only thing with this name. Raises ValidationError, with matches to show."""
        if "\0" not in name:
            kind = self.choosable
            assert self.queryset is not None
            fitting = kind.matching(self.queryset, name, self.within, LIMIT)
            exact = [each for each in fitting if kind.is_called(each, name)]
            if len(exact) == 1:
                self.known[name] = exact[0]
                return exact[0]
            self.matches = exact or fitting
        if not self.matches:
            raise ValidationError(_("Nothing matches"), code="invalid_choice")
        message = capfirst(_("choose one of those that this page lists"))
        raise ValidationError(message, code="invalid_choice")

    def has_changed(self, initial: Any, data: Any) -> bool:
        if self.disabled or data in self.empty_values:
            return not self.disabled and initial not in self.empty_values
        before = self.chosen(initial)
        return before is None or str(data).strip() not in {
            str(before.pk), self.choosable.code(before),
        }  # fmt: skip


def remember_chosen(rows: Iterable[forms.BaseForm]) -> None:
    """Look up what all rows of a formset have chosen with one query for each field."""
    choosers: dict[str, list[tuple[ChooserField, list[Any]]]] = {}
    for row in rows:
        for name, field in row.fields.items():
            if isinstance(field, ChooserField):
                values = [row[name].value(), row.get_initial_for_field(field, name)]
                choosers.setdefault(name, []).append((field, values))
    for members in choosers.values():
        first = members[0][0]
        written = {
            str(getattr(value, "pk", value)).strip() for _field, found in members
            for value in found if value not in first.empty_values
        }  # fmt: skip
        known = first.remember(value for value in written if "\0" not in value)
        for field, _found in members:
            field.known = known
