"""One entry for each change, chained by hashes so that tampering shows."""

from __future__ import annotations

from typing import ClassVar, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class Head(models.Model):
    """The end of the chain: how many entries there are and the digest of the last one.

    There is one row. Whoever appends an entry locks it first, so numbers have no gaps. Its
    ``length`` is also the revision by which public pages are cached.
    """

    length = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    def __str__(self) -> str:
        return f"{self.length}:{self.digest}"


class Entry(models.Model):
    """What happened to one object, or to a part of it.

    The object is the row that changed; the root is the whole it belongs to (the record of a party,
    the edition of an organiser), and the object itself where it stands alone. Histories are read
    by root.

    The chained envelope (number, time, verb, object, root, digest of the content) is never altered.
    The content (who, labels, before, after, note) can be erased where the law demands it. The
    digest of what was erased stays, and the salt that went into it goes, so that nobody can guess
    the text from it; what remains is sealed by the entry that records the erasure.
    """

    number = models.BigIntegerField(_("number"), unique=True)
    at = models.DateTimeField(_("time"))
    verb = models.CharField(_("verb"), max_length=60)
    object_type = models.CharField(_("kind of object"), max_length=60)
    object_id = models.CharField(_("object"), max_length=40)
    root_type = models.CharField(_("kind of the whole"), max_length=60)
    root_id = models.CharField(_("the whole"), max_length=40)

    # A number and no foreign key: what is proven must not change when an account is deleted.
    actor_id = models.CharField(_("user"), max_length=40, blank=True, db_index=True)
    actor_label = models.CharField(_("who"), max_length=200, blank=True)
    object_label = models.CharField(_("object"), max_length=300, blank=True)
    before = models.JSONField(_("before"), null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(_("after"), null=True, encoder=DjangoJSONEncoder)
    note = models.TextField(_("note"), blank=True)

    salt = models.CharField(max_length=32)
    content_digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True)
    actor_erased_at = models.DateTimeField(_("name of who acted erased"), null=True, blank=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("record entry")
        verbose_name_plural = _("record entries")
        ordering: ClassVar = ["-number"]
        indexes: ClassVar = [
            models.Index(fields=["root_type", "root_id", "-number"]),
            models.Index(fields=["object_type", "object_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.verb} {self.object_label}"

    @property
    def is_erased(self) -> bool:
        """Whether anything of the content was erased."""
        return self.erased_at is not None or self.actor_erased_at is not None
