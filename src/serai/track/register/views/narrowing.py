"""What every page of the register has beside its picture: the search, the facets, the other
pictures of the same records.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from serai.foundation.web.parameters import ParameterError
from serai.foundation.web.templatetags.serai import number
from serai.track.register.catalogue.selection import Selection
from serai.track.register.filters import RecordFilter

PICTURES = {
    "list": gettext_lazy("List"),
    "map": gettext_lazy("Map"),
    "timeline": gettext_lazy("Timeline"),
    "network": gettext_lazy("Network"),
}


def narrowed(
    wanted: RecordFilter, selection: Selection, picture: str, **own: str
) -> dict[str, Any]:
    """Return the context that the pages share. ``own`` are parameters of this picture alone."""
    path = reverse(f"register:{picture}")
    return {
        "filter": wanted,
        "path": path,
        "groups": wanted.facets(selection, path=path),
        "chosen": wanted.chosen_values(path=path),
        "clear_href": "" if wanted.is_empty else RecordFilter().address(path=path),
        "hidden": [*wanted.parameters(without=("q", "sort", "per_page")), *own.items()],
        "pictures": [
            {
                "label": label,
                "href": RecordFilter(wanted.chosen, wanted.search).address(
                    path=reverse(f"register:{name}")
                ),
                "is_active": name == picture,
            }
            for name, label in PICTURES.items()
        ],
        "feed_href": wanted.address(path=reverse("register:feed"), sort=""),
        "download_href": wanted.address(path=reverse("register:download")),
        "save_href": wanted.address(path=reverse("register:save_search")),
        "result": result_in_words(len(selection)),
        "result_count": len(selection),
    }


def parse_picture(request: HttpRequest, **own: tuple[str, ...]) -> tuple[RecordFilter, list[str]]:
    """Read the filter of an address, and parameters of the picture by the values they may have.

    The first value is meant where none is given. Raises ParameterError.
    """
    query: QueryDict = request.GET.copy()
    found = []
    for parameter, allowed in own.items():
        values = query.pop(parameter, [allowed[0]])
        value = values[-1] or allowed[0]
        if len(values) > 1 or value not in allowed:
            raise ParameterError(parameter, _("it may be one of: %s.") % ", ".join(allowed))
        found.append(str(value))
    for parameter in ("page", "per_page", "sort"):
        if parameter in query:
            raise ParameterError(parameter, _("only the list has it."))
    return RecordFilter.parse(query), found


def result_in_words(count: int) -> str:
    """Say how many records there are."""
    return ngettext("%(count)s record", "%(count)s records", count) % {"count": number(count)}
