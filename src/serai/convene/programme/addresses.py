"""The addresses of the pages of a programme, worked out once for many lines."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from serai.convene.editions.models import Edition
from serai.convene.programme.released import ReleasedActivity, ReleasedSession

CODE = "0000000000"


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of a programme, its activities and its sessions."""

    programme: str
    activity: str
    session: str

    @classmethod
    def public(cls, edition: Edition) -> Addresses:
        """The public pages."""
        return cls._named("programme", edition)

    @classmethod
    def preview(cls, edition: Edition) -> Addresses:
        """The previews at the desk."""
        return cls._named("programme_desk:preview", edition)

    @classmethod
    def _named(cls, prefix: str, edition: Edition) -> Addresses:
        separator = ":" if ":" not in prefix else "_"
        return cls(
            programme=reverse(f"{prefix}{separator}programme", args=[edition.slug]),
            activity=reverse(f"{prefix}{separator}activity", args=[edition.slug, CODE]),
            session=reverse(f"{prefix}{separator}session", args=[edition.slug, CODE]),
        )

    def of(self, entry: ReleasedActivity | ReleasedSession) -> str:
        """The address of the page of an activity or session."""
        pattern = self.activity if isinstance(entry, ReleasedActivity) else self.session
        return pattern.replace(CODE, entry.code)
