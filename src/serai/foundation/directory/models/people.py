"""People as the public record knows them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from serai.foundation.dates import PartialDateField
from serai.foundation.directory.identifiers import (
    check_orcid,
)
from serai.foundation.directory.models.classifications import Country
from serai.foundation.directory.models.organisations import Organisation
from serai.foundation.folding import fold, fold_all
from serai.foundation.identity import Identified
from serai.foundation.languages import sort_key
from serai.foundation.translation import TranslatedCharField, render_text

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class Person(Identified):
    """A person as the public record knows them: names, positions, an ORCID; nothing private."""

    honorific = models.CharField(_("honorific"), max_length=60, blank=True)
    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, null=True, blank=True, related_name="people",
        verbose_name=_("country"),
    )  # fmt: skip
    orcid = models.CharField(
        "ORCID", max_length=19, unique=True, null=True, blank=True, validators=[check_orcid]
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="person", verbose_name=_("account"),
    )  # fmt: skip

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.display_name()

    def get_absolute_url(self) -> str:
        """The address of the public page, in the active language."""
        return reverse("directory:person", kwargs={"code": self.code})

    def name_for(self, language: str | None = None) -> PersonName | None:
        """Choose the name for a reader: in their language, else in English, else the preferred."""
        names = sorted(self.names.all(), key=lambda name: (not name.is_preferred, name.pk or 0))
        wanted = (language or get_language() or settings.LANGUAGE_CODE).lower()
        for tag in (wanted, wanted.partition("-")[0], "en"):
            for name in names:
                known = name.language.lower()
                if tag in (known, known.partition("-")[0]):
                    return name
        return names[0] if names else None

    def display_name(self, language: str | None = None) -> str:
        """Write the name for a reader of the language (by default the active one).

        A name whose order is known stays as it was written.
        """
        name = self.name_for(language)
        return name.display() if name else gettext("A person whose data was erased")

    @property
    def is_erased(self) -> bool:
        """Tell whether their data was erased: everybody else has a name."""
        return not self.names.all()

    def positions_at(self, day: date) -> list[Position]:
        """Return the positions that the person is known to have held on a day, the best known
        first: those attested last before it.

        A position without dates of its own counts from the day on which it was known.
        """
        held = [position for position in self.positions.all() if position.covers(day)]
        return sorted(held, key=lambda position: position.attested, reverse=True)

    def position_at(self, day: date) -> Position | None:
        """Return the position by which to introduce the person on a day."""
        held = self.positions_at(day)
        return held[0] if held else None


class NameOrder(models.TextChoices):
    """Which part of a name comes first as it is written."""

    FAMILY_FIRST = "family_first", _("family name first")
    GIVEN_FIRST = "given_first", _("given name first")
    SINGLE = "single", _("one name, or not divided")
    UNKNOWN = "unknown", _("not known")


class PersonName(models.Model):
    """One way of writing a person's name: a script, an order, and where it comes from."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="names")
    text = models.CharField(_("name as written"), max_length=200)
    family = models.CharField(_("family name"), max_length=100, blank=True)
    given = models.CharField(_("given name"), max_length=100, blank=True)
    language = models.CharField(
        _("language"),
        max_length=20,
        blank=True,
        help_text=_("A BCP 47 tag, such as zh-Hans or mn."),
    )
    order = models.CharField(
        _("order"), max_length=20, choices=NameOrder.choices, default=NameOrder.UNKNOWN
    )
    is_preferred = models.BooleanField(_("preferred"), default=False)

    # Derived by save(), for searching and sorting.
    sort_name = models.CharField(max_length=100, blank=True, editable=False, db_index=True)
    sort_key = models.CharField(max_length=400, blank=True, editable=False)
    words = models.TextField(blank=True, editable=False)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("name of a person")
        verbose_name_plural = _("names of people")
        ordering: ClassVar = ["-is_preferred", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(is_preferred=True),
                name="directory_one_preferred_name",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **options: Any) -> None:
        written = f"{self.family} {self.given}" if self.family else self.text
        self.sort_name, self.sort_key = fold(written)[:100], sort_key(written)[:400]
        composed = f"{self.given} {self.family}", f"{self.family} {self.given}"
        self.words = fold_all([self.text, *composed])
        super().save(*args, **options)

    def clean(self) -> None:
        self.language = self.language.strip()
        if self.language and not _LANGUAGE_TAG.fullmatch(self.language):
            raise ValidationError({
                "language": _("Write a language tag such as en, zh-Hans or mn.")
            })  # fmt: skip

    def display(self) -> str:
        """Write the name as people of its language expect it.

        Where nobody has said in which order it stands, the family name comes first in Chinese,
        the given name in other languages; a known order is kept as written.
        """
        divided = self.family and self.given
        if self.order != NameOrder.UNKNOWN or not divided:
            return self.text
        if not self.language.lower().startswith("zh"):
            return f"{self.given} {self.family}"
        space = " " if self.family.isascii() else ""
        return f"{self.family}{space}{self.given}"


class Position(models.Model):
    """What a person was, where, and as of when."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="positions")
    title = TranslatedCharField(_("position"), max_length=200)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="positions",
        verbose_name=_("organisation"),
    )  # fmt: skip
    as_of = PartialDateField(_("known on"))
    since = PartialDateField(_("since"))
    until = PartialDateField(_("until"))

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering: ClassVar = ["-as_of", "pk"]

    def __str__(self) -> str:
        return render_text(self.title).text

    def clean(self) -> None:
        if self.since and self.until and self.until.latest < self.since.earliest:
            raise ValidationError({"until": _("It cannot end before it starts.")})

    @property
    def attested(self) -> date:
        """The last day for which the position is known to have begun; for comparing."""
        known = [moment.earliest for moment in (self.as_of, self.since) if moment]
        return max(known, default=date.min)

    def covers(self, day: date) -> bool:
        """Tell whether the position is known to have been held on a day.

        Dates that are known only to the month or year are read generously.
        """
        begun = self.since or self.as_of
        has_begun = begun is None or begun.earliest <= day
        return has_begun and (self.until is None or day <= self.until.latest)
