"""Parameters of the addresses of the directory, read strictly."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from serai.foundation.web.parameters import ParameterError

LONGEST_SEARCH = 100


def search_words(request: HttpRequest) -> str:
    """Read ``q``, the words to search for."""
    words = request.GET.get("q", "").strip()
    if "\0" in words or len(words) > LONGEST_SEARCH:
        raise ParameterError(
            "q", _("write words of at most %(most)s characters") % {"most": LONGEST_SEARCH}
        )
    return words


def choice(request: HttpRequest, name: str, known: Collection[str]) -> str:
    """Read a parameter that is one of the known words, or empty."""
    value = request.GET.get(name, "")
    if value and value not in known:
        raise ParameterError(name, _("choose one of those that this page lists"))
    return value


def page_of(
    request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], size: int
) -> Page[Any]:  # fmt: skip
    """Read ``page`` and return that page of the rows."""
    paginator: Paginator[Any] = Paginator(rows, size)
    written = request.GET.get("page", "1")
    last = paginator.num_pages
    if not (written.isascii() and written.isdigit() and len(written) < 10):
        raise ParameterError("page", _("write a whole number from 1 to %(last)s") % {"last": last})
    if not 1 <= int(written) <= last:
        raise ParameterError("page", _("write a whole number from 1 to %(last)s") % {"last": last})
    return paginator.page(int(written))
