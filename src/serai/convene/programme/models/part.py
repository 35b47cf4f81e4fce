"""What the parts of a programme have in common."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from serai.convene.editions.models import Edition
from serai.foundation.identity import Identified
from serai.track.evidence.models import Citation


def check_same_edition(instance: Any, *names: str) -> None:
    """Raise ValidationError where a reference of the object leads into another edition."""
    for name in names:
        # A form that is not filled in yet has no object to look at.
        other = getattr(instance, name) if getattr(instance, f"{name}_id") else None
        if other is not None and other.edition_id != instance.edition_id:
            raise ValidationError({name: _("It belongs to another edition.")})


FAR_AWAY = timedelta(days=183)
"""How far from the days of its edition a session cannot be."""


def check_day(day: date | None, edition: Edition) -> None:
    """Raise ValidationError for a day so far from the edition that its year must be mistyped."""
    if day is None:
        return
    first, last = edition.starts_on, edition.last_day
    if first is None or last is None:
        is_likely = 1900 <= day.year < 2200
    else:
        # Compared as distances: a calendar has no day before its first.
        is_likely = first - day <= FAR_AWAY and day - last <= FAR_AWAY
    if not is_likely:
        raise ValidationError({"day": _("This is far from the days of the edition: check it.")})


class Disclosure(models.TextChoices):
    """Whether a fact is known. What nobody has announced is a state of its own, never a guess."""

    KNOWN = "known", _("known")
    TO_BE_ANNOUNCED = "to_be_announced", _("to be announced")


class Part(Identified):
    """Something in the programme of an edition that the desk edits, under an address of its own."""

    DESK: ClassVar[str]
    edition: Any
    citations = GenericRelation(Citation)

    objects: ClassVar[Any] = ScopedManager(edition="edition")

    class Meta:
        abstract = True

    def get_desk_url(self) -> str:
        """The address of its form."""
        return reverse("programme_desk:change", args=[self.edition.slug, self.DESK, self.code])
