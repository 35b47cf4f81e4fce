"""What everything else is sorted by: countries, fields of science, themes, goals."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from serai.foundation.folding import fold_all
from serai.foundation.identity import Identified
from serai.foundation.translation import TranslatedCharField, render_text, texts_of


class Region(models.Model):
    """A region, sub-region or intermediate region of UN M49."""

    code = models.CharField(_("M49 code"), max_length=3, primary_key=True)
    name = TranslatedCharField(_("name"), max_length=100)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return render_text(self.name).text


class Country(models.Model):
    """A country or territory of ISO 3166-1, with the groups the United Nations put it in."""

    code = models.CharField(_("ISO 3166-1 alpha-2"), max_length=2, primary_key=True)
    alpha3 = models.CharField(_("ISO 3166-1 alpha-3"), max_length=3, unique=True)
    numeric = models.CharField(_("M49 code"), max_length=3, unique=True)
    name = TranslatedCharField(_("name"), max_length=200)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="countries"
    )
    is_least_developed = models.BooleanField(_("least developed country"), default=False)
    is_landlocked_developing = models.BooleanField(
        _("landlocked developing country"), default=False
    )
    is_small_island_developing = models.BooleanField(
        _("small island developing state"), default=False
    )

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("country or territory")
        verbose_name_plural = _("countries and territories")
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return render_text(self.name).text

    def get_absolute_url(self) -> str:
        """The address of the public page, in the active language."""
        return reverse("directory:country", kwargs={"code": self.code})

    @property
    def words(self) -> str:
        """What the country is searched by: its names in every language, and its codes."""
        return fold_all([*texts_of(self.name).values(), self.code, self.alpha3])


class Field(models.Model):
    """A field of research and development of the OECD (FORD, Frascati Manual 2015)."""

    code = models.CharField(_("code"), max_length=5, primary_key=True)
    name = TranslatedCharField(_("name"), max_length=200)
    broad = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="narrow"
    )
    position = models.PositiveSmallIntegerField(_("position"))

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("field of science")
        verbose_name_plural = _("fields of science")
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return f"{self.code} {render_text(self.name).text}"


class Theme(Identified):
    """The programme's own word for a field (agriculture, new energy …), mapped to FORD."""

    name = TranslatedCharField(_("name"), max_length=200)
    fields = models.ManyToManyField(
        Field, verbose_name=_("fields of science"), related_name="themes"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return render_text(self.name).text


class Goal(models.Model):
    """A Sustainable Development Goal of the United Nations."""

    number = models.PositiveSmallIntegerField(_("number"), primary_key=True)
    name = TranslatedCharField(_("name"), max_length=200)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("sustainable development goal")
        verbose_name_plural = _("sustainable development goals")
        ordering: ClassVar = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {render_text(self.name).text}"
