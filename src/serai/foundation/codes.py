"""Columns that hold a list of codes, each out of a closed set."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext as _


@deconstructible
class KnownCodes:
    """Validator of a JSON column: it must be a list of these codes.

    The API reads the codes here to describe the column.
    """

    def __init__(self, codes: Iterable[str]) -> None:
        self.codes = tuple(codes)

    def __call__(self, value: object) -> None:
        """Raise ValidationError for anything else."""
        if not isinstance(value, list) or any(code not in self.codes for code in value):
            raise ValidationError(
                _("Use these codes: %(codes)s.") % {"codes": ", ".join(self.codes)}
            )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, KnownCodes) and self.codes == other.codes

    def __hash__(self) -> int:
        return hash(self.codes)
