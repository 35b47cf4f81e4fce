"""Places in a source."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from serai.track.evidence.models.source import Source


class Place(models.Model):
    """A place in a source: character offsets, end exclusive, or words such as "page 3"."""

    start = models.PositiveIntegerField(_("from character"), null=True, blank=True)
    end = models.PositiveIntegerField(_("to character"), null=True, blank=True)
    locator = models.CharField(
        _("place in words"),
        max_length=200,
        blank=True,
        help_text=_("For example: page 3, table 2."),
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        if (self.start is None) != (self.end is None):
            raise ValidationError({"end": _("Give both ends of the place, or neither.")})
        if self.start is not None and self.end is not None and self.start >= self.end:
            raise ValidationError({"end": _("The place must end after it starts.")})

    def check_end(self, source: Source | None) -> None:
        """Refuse a place beyond the end of a source whose length is known."""
        length = source.length if source else None
        if length is not None and self.end is not None and self.end > length:
            raise ValidationError(
                {"end": _("The text of the source has only %(length)s characters.")
                 % {"length": length}}
            )  # fmt: skip
