"""Bodies that take part, and their identifiers in other registers."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from serai.foundation.directory.identifiers import (
    check_identifier,
    identifier_address,
    normalise_identifier,
)
from serai.foundation.directory.models.classifications import Country
from serai.foundation.folding import fold, fold_all
from serai.foundation.identity import Identified
from serai.foundation.languages import sort_key
from serai.foundation.search.tokens import index_text
from serai.foundation.translation import TranslatedCharField, render_text, texts_of


def sort_keys(name: object) -> dict[str, str]:
    """Return what a name is sorted by in lists, by language; see `Organisation.sort_keys`."""
    return {
        language: sort_key(render_text(name, language).text) for language in {"en", *texts_of(name)}
    }


class OrganisationKind(models.TextChoices):
    """What sort of body an organisation is."""

    GOVERNMENT = "government", _("national government body")
    LOCAL_GOVERNMENT = "local_government", _("regional or local government")
    INTERGOVERNMENTAL = "intergovernmental", _("intergovernmental organisation")
    ACADEMY = "academy", _("academy or learned society")
    UNIVERSITY = "university", _("university or college")
    INSTITUTE = "institute", _("research institute")
    COMPANY = "company", _("company")
    ASSOCIATION = "association", _("association or foundation")
    MEDIA = "media", _("news organisation")
    OTHER = "other", _("other")


class Organisation(Identified):
    """A body that takes part: a ministry, an academy, a university, a company, a newsroom."""

    name = TranslatedCharField(_("name"), max_length=300)
    short_name = TranslatedCharField(_("short name"), max_length=60, blank=True)
    kind = models.CharField(
        _("kind"), max_length=20, choices=OrganisationKind.choices, default=OrganisationKind.OTHER
    )
    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, null=True, blank=True, related_name="organisations",
        verbose_name=_("country"),
    )  # fmt: skip
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children",
        verbose_name=_("part of"),
    )  # fmt: skip
    website = models.URLField(_("website"), blank=True)

    # Derived by save(), for searching and sorting.
    sort_name = models.CharField(max_length=100, blank=True, editable=False, db_index=True)
    sort_keys = models.JSONField(default=dict, blank=True, editable=False)
    """By language, of those in which it has a name of its own, and in English for all others."""
    words = models.TextField(blank=True, editable=False)
    terms = models.TextField(blank=True, editable=False)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering: ClassVar = ["sort_name", "pk"]

    def __str__(self) -> str:
        return render_text(self.name).text

    def get_absolute_url(self) -> str:
        """The address of the public page, in the active language."""
        return reverse("directory:organisation", kwargs={"code": self.code})

    def save(self, *args: Any, **options: Any) -> None:
        self.set_words()
        super().save(*args, **options)

    def set_words(self) -> None:
        """Derive what is searched and sorted by."""
        self.sort_name = fold(render_text(self.name, "en").text)[:100]
        self.sort_keys = sort_keys(self.name)
        names = [*texts_of(self.name).values(), *texts_of(self.short_name).values()]
        self.words, self.terms = fold_all(names), index_text(names)

    def clean(self) -> None:
        ancestor, seen = self.parent, {self.pk}
        while ancestor is not None:
            if ancestor.pk in seen:
                raise ValidationError({"parent": _("An organisation cannot be part of itself.")})
            seen.add(ancestor.pk)
            ancestor = ancestor.parent


class IdentifierScheme(models.TextChoices):
    """A register that gives identifiers to organisations."""

    ROR = "ror", "ROR"
    ISNI = "isni", "ISNI"
    WIKIDATA = "wikidata", "Wikidata"
    ORG_ID = "org-id", "org-id.guide"
    LEI = "lei", "LEI"


class OrganisationIdentifier(models.Model):
    """The identifier of an organisation in one register."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="identifiers"
    )
    scheme = models.CharField(_("register"), max_length=20, choices=IdentifierScheme.choices)
    value = models.CharField(_("identifier"), max_length=100)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        ordering: ClassVar = ["scheme", "value"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scheme", "value"], name="directory_identifier_once",
                violation_error_message=_("Another organisation has this identifier."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.value}"

    @property
    def address(self) -> str:
        """The page of the register about the organisation, empty where there is none."""
        return identifier_address(self.scheme, self.value)

    def clean(self) -> None:
        self.value = normalise_identifier(self.scheme, self.value)
        check_identifier(self.scheme, self.value)
