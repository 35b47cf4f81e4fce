"""Permanent identifiers and the readable keys of load files."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

# Crockford's base 32 without vowels: no look-alikes, no accidental words.
ALPHABET = "0123456789bcdfghjkmnpqrstvwxyz"
LENGTH = 10
CODE_PATTERN = f"^[{ALPHABET}]{{{LENGTH}}}$"


def _spell(number: int) -> str:
    letters = []
    for _position in range(LENGTH):
        number, letter = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[letter])
    return "".join(letters)


def new_code() -> str:
    """Return a new opaque code of ten characters (49 bits at random)."""
    return _spell(secrets.randbits(64))


def code_for_key(kind: str, key: str) -> str:
    """Derive the code of an object that a load file names, so that every installation
    which loads the same file gives it the same address.
    """
    digest = hashlib.sha256(f"{kind}:{key}".encode()).digest()
    return _spell(int.from_bytes(digest[:8]))


class Identified(models.Model):
    """Something with a permanent address.

    ``code`` is opaque, public and never reused. ``key`` is the readable name by which load files
    refer to the object; objects made at a desk have none.
    """

    code = models.CharField(_("code"), max_length=16, unique=True, editable=False, blank=True)
    key = models.SlugField(
        _("key"), max_length=100, unique=True, null=True, blank=True, editable=False,
        help_text=_("The name of this object in load files."),
    )  # fmt: skip

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        if not self.code:
            self.code = code_for_key(self._meta.label_lower, self.key) if self.key else new_code()
        super().save(*args, **options)
