"""What fits the words that somebody types into a chooser."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from serai.foundation.accounts.permissions import may
from serai.foundation.web.choosables import LIMIT, choosable
from serai.foundation.web.desk.access import desk_view
from serai.foundation.web.parameters import ParameterError
from serai.foundation.web.templatetags.serai import number

_MAX_LENGTH = 1000
"""An address may be pasted."""


@desk_view("accounts.enter_desk")
def choose(request: HttpRequest, kind: str) -> HttpResponse:
    """Return at most `LIMIT` things as ``rows`` of code, label and what tells it from others, and
    in ``said`` how many there are, in words for those who do not see them.
    """
    try:
        known = choosable(kind)
    except LookupError:
        raise Http404 from None
    if not may(request.user, known.permission):
        raise PermissionDenied
    words = request.GET.get("q", "").strip()
    within = {name: request.GET[name] for name in known.within if request.GET.get(name)}
    if len(words) > _MAX_LENGTH or "\0" in "".join([words, *within.values()]):
        raise ParameterError("q", _("Write words to search for."))
    rows = known.model._default_manager.all()
    one = None if words.isdigit() else known.identified(rows, [words])[words]
    found = [one] if one else known.matching(rows, words, within, LIMIT + 1)
    count = number(min(len(found), LIMIT)) + ("+" if len(found) > LIMIT else "")
    return JsonResponse({
        "rows": [
            {"code": known.code(each), "label": known.label(each), "about": known.describe(each)}
            for each in found[:LIMIT]
        ],
        "said": f"{capfirst(str(known.model._meta.verbose_name_plural))}: {count}",
    })  # fmt: skip
