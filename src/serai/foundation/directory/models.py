"""Countries, organisations, people, and the classifications that everything else refers to."""

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
from serai.foundation.directory.folding import fold, fold_all
from serai.foundation.directory.identifiers import (
    check_identifier,
    check_orcid,
    identifier_address,
    normalise_identifier,
)
from serai.foundation.identity import Identified
from serai.foundation.translation import TranslatedCharField, render_text, texts_of

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


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
    words = models.TextField(blank=True, editable=False)

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
        self.sort_name = fold(render_text(self.name, "en").text)[:100]
        self.words = fold_all([*texts_of(self.name).values(), *texts_of(self.short_name).values()])
        super().save(*args, **options)

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
        self.sort_name = fold(f"{self.family} {self.given}" if self.family else self.text)[:100]
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


class CodeRedirect(models.Model):
    """The code and key of an object that was merged into another, so that addresses printed
    earlier and data files written earlier still find what they mean.
    """

    kind = models.CharField(_("kind"), max_length=60)
    code = models.CharField(_("former code"), max_length=16, unique=True)
    key = models.CharField(_("former key"), max_length=100, null=True, blank=True)
    target = models.CharField(_("code now"), max_length=16)
    label = models.CharField(_("former name"), max_length=300)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "key"], name="directory_redirect_key_once"),
        ]

    def __str__(self) -> str:
        return self.label
