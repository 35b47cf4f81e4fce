"""What figures can count in the programme of an edition: activities and sections.

The filter is the one of the programme page, with the edition added; what is counted goes through
the same code as the page that the figure opens, so both are the same things.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.core.validators import slug_re
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serai.convene.editions.queries import public_editions
from serai.convene.programme.entries import entries
from serai.convene.programme.filters import Filters, read_filters
from serai.convene.programme.released import ReleasedProgramme, latest_programmes
from serai.foundation.web.parameters import ParameterError
from serai.track.figures.counters import register_counter

_OF_ACTIVITIES = frozenset({"edition", "day", "kind", "access", "language", "is_main"})
_OF_SECTIONS = frozenset({"edition"})


def _validate(allowed: frozenset[str]) -> Callable[[QueryDict], None]:
    """Check a filter by its form only: the edition may be loaded after the indicator."""

    def validate(query: QueryDict) -> None:
        for name in query:
            if name not in allowed:
                names = ", ".join(sorted(allowed))
                raise ParameterError(name, _("use only: %(names)s.") % {"names": names})
        if not slug_re.match(query.get("edition", "")):
            raise ParameterError("edition", _("give the name of the edition in addresses."))
        _filters(query)

    return validate


def _filters(query: QueryDict) -> Filters:
    found = read_filters(query, {name: frozenset() for name in ("section", "topic", "room")})
    return Filters("section", found.chosen)


def _programmes(queries: Sequence[QueryDict]) -> dict[str, ReleasedProgramme]:
    """The released programmes of the public editions that are asked for."""
    slugs = {query.get("edition", "") for query in queries}
    editions = list(public_editions().filter(slug__in=slugs))
    released = latest_programmes(editions)
    return {each.slug: released[each.code] for each in editions if each.code in released}


def _count_activities(queries: Sequence[QueryDict]) -> list[int]:
    programmes = _programmes(queries)
    counts = []
    for query in queries:
        programme = programmes.get(query.get("edition", ""))
        found = entries(programme, "section") if programme else ()
        filters = _filters(query)
        counts.append(sum(filters.admits(entry.values) for entry in found))
    return counts


def _count_sections(queries: Sequence[QueryDict]) -> list[int]:
    programmes = _programmes(queries)
    found = (programmes.get(query.get("edition", "")) for query in queries)
    return [len(programme.sections) if programme else 0 for programme in found]


def _href(query: QueryDict) -> str:
    page = reverse("programme:programme", args=[query.get("edition", "")])
    return page + _filters(query).address()


register_counter(
    "programme.activities",
    gettext_lazy("activities of a programme"),
    count=lambda query: _count_activities([query])[0],
    href=_href,
    validate=_validate(_OF_ACTIVITIES),
    count_many=_count_activities,
)
register_counter(
    "programme.sections",
    gettext_lazy("sections of a programme"),
    count=lambda query: _count_sections([query])[0],
    href=_href,
    validate=_validate(_OF_SECTIONS),
    count_many=_count_sections,
)
