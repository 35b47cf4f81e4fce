"""What search engines are told to visit: every public page, in every language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Max, QuerySet
from django.urls import reverse
from django_scopes import scopes_disabled

from serai.convene.editions.models import Edition, Series
from serai.convene.programme.released import latest_programmes
from serai.foundation.directory.models import Organisation
from serai.track.evidence.models import Source
from serai.track.figures.models import Indicator
from serai.track.register.models import Record, Stage


class _InLanguages(Sequence[Any]):
    """The rows, each once for a language: as long as all of it, read in slices."""

    def __init__(self, rows: Any, languages: Sequence[str]) -> None:
        self._rows = rows
        self._languages = languages

    def __len__(self) -> int:
        with scopes_disabled():
            rows = self._rows
            count = rows.count() if isinstance(rows, QuerySet) else len(rows)
        return count * len(self._languages)

    def __getitem__(self, place: Any) -> Any:
        first, last, _step = place.indices(len(self))
        number = len(self._languages)
        with scopes_disabled():
            rows = list(self._rows[first // number : -(-last // number)])
        pairs = [(row, code) for row in rows for code in self._languages]
        skipped = first - first // number * number
        return pairs[skipped : skipped + last - first]


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
            rows = self._rows()
            return rows.all() if isinstance(rows, QuerySet) else list(rows)

    def _items(self) -> Any:
        """Each row in each language; only those of the page are read, there may be millions."""
        return _InLanguages(self.items(), [code for code, _name in settings.LANGUAGES])

    def get_latest_lastmod(self) -> Any:
        """Return when any of the pages changed last."""
        if not self._changed_at:
            return None
        return self.items().aggregate(last=Max(self._changed_at))["last"]

    def location(self, item: Any) -> str:
        return self._address(item)

    def lastmod(self, item: Any) -> Any:
        return getattr(item, self._changed_at) if self._changed_at else None

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.BASE_URL).netloc

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.BASE_URL).scheme


def released_activities() -> list[tuple[str, str]]:
    """The activities of all released programmes, each with the edition that it belongs to."""
    editions = list(Edition.objects.filter(is_public=True).order_by("pk"))
    programmes = latest_programmes(editions)
    return [
        (edition.slug, activity.code)
        for edition in editions
        if edition.code in programmes
        for activity in programmes[edition.code].activities
    ]


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
        released_activities,
        lambda place: reverse("programme:activity", args=place),
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
