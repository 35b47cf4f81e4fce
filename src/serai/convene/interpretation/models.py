"""Who interprets in an edition, who sits in which booth, and the terms of each session.

Which languages a session is held in stands in the programme: each of them has a booth, which
interprets into it what is said in the others. Everything here belongs to one edition.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from serai.convene.editions.models import Edition
from serai.convene.programme.models import Session
from serai.foundation.directory.models import Person
from serai.foundation.identity import Identified
from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.translation import TranslatedCharField, render_text
from serai.foundation.web.context import language_name

LANGUAGES = [(code, code) for code in LANGUAGE_CODES]


def check_pairs(pairs: object) -> None:
    """Raise ValidationError unless these are pairs of two different languages, each once."""
    is_list = isinstance(pairs, list) and all(
        isinstance(pair, list) and len(pair) == 2 and pair[0] != pair[1]
        and all(code in LANGUAGE_CODES for code in pair)
        for pair in pairs
    )  # fmt: skip
    if not is_list or len({tuple(pair) for pair in pairs}) != len(pairs):  # type: ignore[attr-defined,arg-type]
        raise ValidationError(_("Choose pairs of two different languages."))


class Conditions(models.Model):
    """How the booths of an edition are staffed."""

    edition = models.OneToOneField(
        Edition, on_delete=models.CASCADE, related_name="interpretation_conditions"
    )
    team = models.PositiveSmallIntegerField(
        _("interpreters in a booth"), default=2,
        validators=[MinValueValidator(1), MaxValueValidator(4)],
    )  # fmt: skip
    turn = models.PositiveSmallIntegerField(
        _("minutes of a turn"),
        default=30,
        validators=[MinValueValidator(5), MaxValueValidator(120)],
    )
    change = models.PositiveSmallIntegerField(
        _("minutes to change rooms"), default=10, validators=[MaxValueValidator(120)]
    )
    pivot = models.CharField(
        _("relay from"), max_length=10, blank=True, choices=LANGUAGES,
        help_text=_(
            "Who interprets from this language may take the others from its booth. Empty: no relay."
        ),
    )  # fmt: skip

    objects: ClassVar[Any] = ScopedManager(edition="edition")

    class Meta:
        verbose_name = _("conditions of interpretation")
        verbose_name_plural = _("conditions of interpretation")

    def __str__(self) -> str:
        return str(self.edition)


class Interpreter(Identified):
    """A person who interprets in an edition; ``pairs`` are [from, into] codes of languages.

    When they are there stands with the timetable, as for everybody.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="interpreters")
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="interpreting", verbose_name=_("person")
    )
    pairs = models.JSONField(_("interprets"), default=list, validators=[check_pairs])
    daily_minutes = models.PositiveSmallIntegerField(
        _("minutes a day at most"), null=True, blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(1440)],
    )  # fmt: skip

    objects: ClassVar[Any] = ScopedManager(edition="edition")

    class Meta:
        verbose_name = _("interpreter")
        verbose_name_plural = _("interpreters")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["edition", "person"], name="interpretation_interpreter_once",
                violation_error_message=_("This person is an interpreter of the edition already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.person)

    def get_desk_url(self) -> str:
        """The address of their own sheet."""
        return reverse("interpretation_desk:sheet", args=[self.edition.slug, self.code])


class Seat(models.Model):
    """An interpreter in the booth of a session that interprets into a language.

    ``position`` is the order of turns. Where ``is_fixed``, a person chose it, and computing the
    rota leaves it.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="seats")
    language = models.CharField(_("into"), max_length=10, choices=LANGUAGES)
    interpreter = models.ForeignKey(
        Interpreter, on_delete=models.CASCADE, related_name="seats", verbose_name=_("interpreter")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_fixed = models.BooleanField(_("chosen by hand"), default=False)
    is_relay = models.BooleanField(_("by relay"), default=False)

    objects: ClassVar[Any] = ScopedManager(edition="session__edition")

    class Meta:
        verbose_name = _("seat in a booth")
        verbose_name_plural = _("seats in booths")
        ordering: ClassVar = ["language", "position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["session", "interpreter"], name="interpretation_one_booth_a_session",
                violation_error_message=_("Nobody sits in two booths at once."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.interpreter}, {language_name(self.language)}"

    def clean(self) -> None:
        if self.interpreter.edition_id != self.session.edition_id:
            raise ValidationError({"interpreter": _("It belongs to another edition.")})


class Term(models.Model):
    """A term of a session, as it is to be said in each language."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="terms")
    text = TranslatedCharField(_("term"), max_length=200)
    note = models.CharField(_("note"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects: ClassVar[Any] = ScopedManager(edition="session__edition")

    class Meta:
        verbose_name = _("term of a glossary")
        verbose_name_plural = _("terms of a glossary")
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return render_text(self.text).text
