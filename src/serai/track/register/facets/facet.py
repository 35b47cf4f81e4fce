"""What every facet can do, and the sorts of facet that several are of."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from serai.foundation.translation import render_text
from serai.foundation.web.parameters import ParameterError
from serai.track.register.catalogue.bits import Mask
from serai.track.register.catalogue.columns import Columns


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet, and how many records have it."""

    value: str
    label: str
    count: int


class Facet(ABC):
    """One parameter of the address of the register."""

    parameter: ClassVar[str]
    label: ClassVar[Any]
    advice: ClassVar[Any]
    """What the parameter may be, as a sentence for whoever typed something else."""
    is_common = True
    """Whether most readers look for it. What is not common is folded on the page."""

    @abstractmethod
    def named(self, values: Sequence[str]) -> dict[str, str]:
        """Return the label of each value that exists; what does not exist is missing."""

    @abstractmethod
    def mask(self, columns: Columns, values: Sequence[str]) -> Mask:
        """Mark the rows that have one of the values."""

    def options(self, columns: Columns, mask: Mask) -> list[Option]:
        """Count the marked rows that have each value, in the order in which readers look for it.

        A facet that is reached by links from elsewhere alone offers none.
        """
        return []

    def advice_text(self) -> str:
        """The advice, in the active language."""
        return str(self.advice)

    def refuse(self) -> ParameterError:
        """The error for a value that does not exist."""
        return ParameterError(self.parameter, self.advice_text())


class ChoiceFacet(Facet):
    """A column with a fixed list of values, in the order of the list."""

    choices: ClassVar[type[models.TextChoices]]

    def named(self, values: Sequence[str]) -> dict[str, str]:
        labels = {str(value): capfirst(str(label)) for value, label in self.choices.choices}
        return {value: labels[value] for value in values if value in labels}

    def mask(self, columns: Columns, values: Sequence[str]) -> Mask:
        return columns.having(self.parameter, values)

    def options(self, columns: Columns, mask: Mask) -> list[Option]:
        counts = columns.counts(self.parameter, mask)
        return [
            Option(str(value), capfirst(str(label)), counts[value])
            for value, label in self.choices.choices
            if counts.get(value)
        ]  # fmt: skip

    def advice_text(self) -> str:
        return str(_("it may be one of: %s.") % ", ".join(self.choices.values))


class YesNo(models.TextChoices):
    """An answer."""

    YES = "yes", _("Yes")
    NO = "no", _("No")


class YesNoFacet(Facet):
    """A column that says yes or no."""

    advice = _("it may be yes or no.")

    def named(self, values: Sequence[str]) -> dict[str, str]:
        return {value: str(YesNo(value).label) for value in values if value in YesNo.values}

    def mask(self, columns: Columns, values: Sequence[str]) -> Mask:
        return columns.having(self.parameter, [value == YesNo.YES for value in values])

    def options(self, columns: Columns, mask: Mask) -> list[Option]:
        counts = columns.counts(self.parameter, mask)
        return [
            Option(answer.value, str(answer.label), counts[answer is YesNo.YES])
            for answer in YesNo
            if counts.get(answer is YesNo.YES)
        ]


class RelatedFacet(Facet):
    """Something of the directory that records refer to, any number each."""

    model: ClassVar[type[models.Model]]
    key = "pk"
    sorts_by_count = False

    def rows(self, values: Iterable[Any]) -> list[Any]:
        """The rows of the directory with these keys as they stand in addresses."""
        try:
            return list(self.model._default_manager.filter(**{f"{self.key}__in": values}))
        except ValueError:
            return []

    def named(self, values: Sequence[str]) -> dict[str, str]:
        return {str(getattr(row, self.key)): self.label_of(row) for row in self.rows(values)}

    def mask(self, columns: Columns, values: Sequence[str]) -> Mask:
        # Values that are keys themselves need not be looked up.
        keys: list[Any] = (
            [self.model._meta.pk.to_python(value) for value in values]
            if self.key == "pk"
            else [row.pk for row in self.rows(values)]
        )
        return columns.having(self.parameter, keys)

    def options(self, columns: Columns, mask: Mask) -> list[Option]:
        counts = columns.counts(self.parameter, mask)
        # What the directory calls them is read once for a state of the register.
        offered = columns.once((self.parameter, get_language()), self._offered)
        options = [
            Option(value, label, counts[key]) for key, value, label in offered if key in counts
        ]
        if self.sorts_by_count:
            options.sort(key=lambda option: (-option.count, option.label))
        return options

    def _offered(self) -> list[tuple[Any, str, str]]:
        """Read every one: its key, its value in addresses and its label."""
        return [
            (row.pk, str(getattr(row, self.key)), self.label_of(row))
            for row in self.model._default_manager.all()
        ]

    def label_of(self, row: Any) -> str:
        """What a reader calls it."""
        return render_text(row.name, get_language()).text
