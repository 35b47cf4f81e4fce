"""What every exported record says of itself besides its content: address, sources, licence."""

from __future__ import annotations

from django.urls import reverse
from django.utils import translation

from serai.foundation.translation import render_text, texts_of
from serai.track.evidence.models import Source
from serai.track.register.exchange.formats import ExportContext
from serai.track.register.exchange.shape import Plain


class Provenance:
    """Gives the cells of the columns of information; remembers the sources it has read."""

    def __init__(self, context: ExportContext) -> None:
        self._licence = context.licence
        with translation.override("en"):
            # The address that never changes is the one in English; readers choose their language.
            address = reverse("register:record", args=["code"])
        self._before, _code, self._after = f"{context.base_url}{address}".rpartition("code")
        self._sources: dict[int, tuple[str, str, str, str]] = {}

    def read(self, records: list[Plain]) -> None:
        """Read the sources of some records that were not read yet."""
        wanted = {pk for plain in records for pk in plain["cited"]} - self._sources.keys()
        for source in Source.objects.filter(pk__in=wanted).iterator():
            title = render_text(texts_of(source.title), "en").text
            retrieved = source.retrieved_on.isoformat() if source.retrieved_on else ""
            self._sources[source.pk] = (title, source.address, source.rights, retrieved)

    def cells(self, plain: Plain) -> list[str]:
        """Return the cells of one record, in the order of the columns."""
        cited = [self._sources[pk] for pk in plain["cited"] if pk in self._sources]
        if len(cited) == 1:
            titles, addresses, rights, retrieved = cited[0]
        else:
            titles, addresses, rights, retrieved = (
                "; ".join(filter(None, [source[at] for source in cited])) for at in range(4)
            )
        return [
            f"{self._before}{plain['code']}{self._after}", titles, addresses, rights, retrieved,
            self._licence, _moment(plain["changed_at"]),
        ]  # fmt: skip


def _moment(stored: str) -> str:
    """Write a moment as the database writes it (in UTC) as ISO 8601, to the second."""
    return f"{stored[:10]}T{stored[11:19]}Z"
