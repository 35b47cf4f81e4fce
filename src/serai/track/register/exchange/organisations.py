"""Organisations as the exchange formats name them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from serai.foundation.directory.models import Organisation
from serai.foundation.translation import texts_of


@dataclass(frozen=True, slots=True)
class KnownOrganisation:
    """What is said of an organisation where a record names it."""

    code: str
    name: dict[str, str]
    short_name: dict[str, str]
    kind: str
    country: str | None
    website: str
    identifiers: dict[str, str]
    """By scheme: ``ror``, ``org-id`` …"""


def known_organisations(names: Iterable[str]) -> dict[str, KnownOrganisation]:
    """Return organisations by the name they have in files: their key, else their code."""
    wanted = set(names)
    if not wanted:
        return {}
    found = Organisation.objects.filter(Q(key__in=wanted) | Q(code__in=wanted))
    return {
        each.key or each.code: KnownOrganisation(
            each.code,
            texts_of(each.name),
            texts_of(each.short_name),
            each.kind,
            each.country_id,
            each.website,
            {identifier.scheme: identifier.value for identifier in each.identifiers.all()},
        )
        for each in found.prefetch_related("identifiers")
    }
