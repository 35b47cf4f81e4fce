"""What search engines are told to visit: every public page, in every language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse
from django_scopes import scopes_disabled

from serai.convene.editions.models import Edition, Series
from serai.convene.programme.models import Activity
from serai.foundation.directory.models import Organisation
from serai.track.evidence.models import Source
from serai.track.figures.models import Indicator
from serai.track.register.models import Record, Stage


class Pages(Sitemap):  # type: ignore[type-arg]
    """Pages of one sort, at their address in each language."""

    i18n = True
    alternates = True
    x_default = True
    limit = 5_000

    def __init__(
        self,
        rows: Callable[[], Sequence[Any] | QuerySet[Any]],
        address: Callable[[Any], str],
        changed_at: str = "",
    ) -> None:
        super().__init__()
        self._rows = rows
        self._address = address
        self._changed_at = changed_at

    def items(self) -> Any:
        # No scope is active where the rows are read; each query says itself what is public.
        with scopes_disabled():
            return list(self._rows())

    def location(self, item: Any) -> str:
        return self._address(item)

    def lastmod(self, item: Any) -> Any:
        return getattr(item, self._changed_at) if self._changed_at else None

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.BASE_URL).netloc

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.BASE_URL).scheme


OVERVIEWS = (
    "site:home",
    "editions:list",
    "register:list",
    "figures:list",
    "evidence:sources",
    "directory:organisations",
    "directory:countries",
)

SITEMAPS: dict[str, type[Sitemap[Any]] | Sitemap[Any]] = {
    "overviews": Pages(lambda: OVERVIEWS, reverse),
    "series": Pages(
        lambda: Series.objects.filter(editions__is_public=True).order_by("pk").distinct(),
        lambda series: reverse("editions:series", args=[series.slug]),
    ),
    "editions": Pages(
        lambda: Edition.objects.filter(is_public=True).order_by("pk"),
        lambda edition: reverse("editions:edition", args=[edition.slug]),
    ),
    "programmes": Pages(
        lambda: Edition.objects.filter(is_public=True).order_by("pk"),
        lambda edition: reverse("programme:programme", args=[edition.slug]),
    ),
    "activities": Pages(
        lambda: (
            Activity.objects.filter(is_public=True, edition__is_public=True)
            .select_related("edition")
            .order_by("pk")
        ),
        lambda activity: reverse("programme:activity", args=[activity.edition.slug, activity.code]),
    ),
    "records": Pages(
        lambda: Record.objects.filter(stage=Stage.PUBLISHED).order_by("pk"),
        lambda record: reverse("register:record", args=[record.code]),
        changed_at="changed_at",
    ),
    "figures": Pages(
        Indicator.objects.all,
        lambda indicator: reverse("figures:figure", args=[indicator.slug]),
    ),
    "sources": Pages(
        Source.objects.all,
        lambda source: reverse("evidence:source", args=[source.code]),
    ),
    "organisations": Pages(
        Organisation.objects.all,
        lambda organisation: reverse("directory:organisation", args=[organisation.code]),
    ),
}
"""The sections of the sitemap by name."""
