"""What rests on which place in a source."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from serai.foundation.directory.models import Organisation, Person
from serai.foundation.translation import TranslatedTextField
from serai.track.evidence.models.claim import Claim
from serai.track.evidence.models.place import Place
from serai.track.evidence.models.source import Source


class Citation(Place):
    """The place in a source on which one field of one object rests.

    ``field`` is the name of a column, or empty where the citation supports the object as a whole.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("content_type", "object_id")
    field = models.CharField(_("field"), max_length=60, blank=True)
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="citations", verbose_name=_("source")
    )
    claim = models.ForeignKey(
        Claim, on_delete=models.SET_NULL, null=True, blank=True, related_name="citations",
        verbose_name=_("claim"),
    )  # fmt: skip
    note = TranslatedTextField(_("note"), blank=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering: ClassVar = ["field", "pk"]
        indexes: ClassVar = [models.Index(fields=["content_type", "object_id"])]

    def __str__(self) -> str:
        place = self.locator or ("" if self.start is None else f"{self.start}–{self.end}")
        return f"{self.source}, {place}" if place else str(self.source)

    def clean(self) -> None:
        Place.clean(self)
        self.check_end(self.source if self.source_id else None)
        if self.claim is not None and self.claim.source_id != self.source_id:
            raise ValidationError({"claim": _("This claim comes from another source.")})


# People and organisations stand below evidence and cannot name its models; what is cited about them
# is kept, shown and deleted with them all the same.
CITED_FROM_BELOW: tuple[type[models.Model], ...] = (Organisation, Person)
for _model in CITED_FROM_BELOW:
    GenericRelation(Citation).contribute_to_class(_model, "citations")
