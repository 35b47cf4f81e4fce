"""Defined quantities. Their values are not stored: they are stated by claims and counted."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from serai.foundation.identity import Identified
from serai.foundation.translation import TranslatedCharField, TranslatedTextField, render_text
from serai.track.figures.counters import check_counter


class Indicator(Identified):
    """A quantity with its definition and the rule by which records are counted for it."""

    slug = models.SlugField(_("name in addresses"), max_length=80, unique=True)
    name = TranslatedCharField(_("name"), max_length=200)
    definition = TranslatedTextField(_("definition"))
    unit = TranslatedCharField(_("unit"), max_length=80, help_text=_("In the plural: agreements."))
    scope = TranslatedCharField(_("scope"), max_length=200, blank=True)
    counting_rule = TranslatedTextField(
        _("counting rule"), blank=True, help_text=_("In words: what is counted, and what is not.")
    )
    counter = models.CharField(
        _("counter"), max_length=60, blank=True, help_text=_("Empty where nothing can be counted.")
    )
    counter_query = models.CharField(
        _("filter of the counter"), max_length=300, blank=True,
        help_text=_("As in the address of the list: kind=joint_laboratory."),
    )  # fmt: skip
    is_key_figure = models.BooleanField(_("key figure on the home page"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return render_text(self.name).text

    def get_absolute_url(self) -> str:
        return reverse("figures:figure", args=[self.slug])

    def clean(self) -> None:
        self.counter_query = self.counter_query.strip().removeprefix("?")
        check_counter(self.counter, self.counter_query)
