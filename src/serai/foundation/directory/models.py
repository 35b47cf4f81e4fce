"""Countries, organisations, people, and the classifications that everything else refers to."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from serai.foundation.dates import PartialDateField
from serai.foundation.directory.identifiers import check_identifier, check_orcid
from serai.foundation.identity import Identified
from serai.foundation.translation import TranslatedCharField, render_text


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


class Field(models.Model):
    """A field of research and development of the OECD (FORD, Frascati Manual 2015)."""

    code = models.CharField(_("code"), max_length=5, primary_key=True)
    name = TranslatedCharField(_("name"), max_length=200)
    broad = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="narrow"
    )
    position = models.PositiveSmallIntegerField(_("position"), unique=True)

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

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return render_text(self.name).text

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

    def clean(self) -> None:
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

    def display_name(self, language: str | None = None) -> str:
        """Return the name in the language where it is known, else the preferred name."""
        names = sorted(self.names.all(), key=lambda name: (not name.is_preferred, name.pk or 0))
        for name in names:
            if language and name.language == language:
                return name.text
        return names[0].text if names else self.code


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
