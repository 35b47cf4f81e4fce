"""The counter of the register's records.

The register knows nothing of figures, which build on it; so its counter is made here, out of the
one filter that its list also goes through. Only records that count in totals are counted, and the
address says so.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serai.foundation.web.parameters import ParameterError
from serai.track.figures.counters import register_counter
from serai.track.register.catalogue.keeping import current_columns
from serai.track.register.filters import RecordFilter

_OF_THE_PAGE = ("sort", "page", "per_page")


def _chosen(query: QueryDict) -> RecordFilter:
    """The filter without the checks of an address, which were made when it was saved."""
    chosen = {name: tuple(values) for name, values in query.lists() if name != "q"}
    return RecordFilter({**chosen, "counted": ("yes",)}, search=query.get("q", ""))


def _validate(query: QueryDict) -> None:
    for name in _OF_THE_PAGE:
        if name in query:
            raise ParameterError(name, _("it does not change what is counted; leave it out."))
    if query.getlist("counted") not in ([], ["yes"]):
        raise ParameterError("counted", _("only records that count in totals are counted."))
    RecordFilter.parse(query)


def _count_many(queries: Sequence[QueryDict]) -> list[int]:
    columns = current_columns()
    return [len(_chosen(query).select(columns)) for query in queries]


register_counter(
    "register.records",
    gettext_lazy("records of the register"),
    count=lambda query: len(_chosen(query).select()),
    href=lambda query: _chosen(query).address(),
    validate=_validate,
    count_many=_count_many,
)
