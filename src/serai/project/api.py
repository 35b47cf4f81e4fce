"""The API of the installation: the routers of all rooms under ``/api/v1/``, behind the guard."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, re_path
from django.urls.resolvers import URLPattern
from django.utils import translation
from ninja import NinjaAPI

import serai
from serai.convene.editions.api import router as editions
from serai.convene.programme.api import router as programme
from serai.convene.programme.api_releases import router as releases
from serai.foundation.accounts.api import router as accounts
from serai.foundation.api.changes import router as changes
from serai.foundation.api.guard import guarded, json_response
from serai.foundation.api.history import router_of_history
from serai.foundation.api.jobs import router as jobs
from serai.foundation.api.openapi import describe
from serai.foundation.directory.api import router as directory
from serai.foundation.webhooks.api import router as webhooks
from serai.track.evidence.api import router as evidence
from serai.track.evidence.api_documents import router as documents
from serai.track.evidence.api_proposals import router as proposals
from serai.track.figures.api import router as figures
from serai.track.register.api import router as register
from serai.track.register.api_searches import router as searches
from serai.track.register.api_tasks import router as tasks

api = NinjaAPI(
    title="Serai",
    version="1",
    description="International science and technology cooperation: who met, what was agreed and "
    "built, and where each figure comes from. What is public is read without a token.",
    openapi_url=None,
    docs_url=None,
    urls_namespace="api-v1",
)
for _router in (
    directory, evidence, documents, proposals, register, tasks, figures, editions, programme,
    releases, accounts, searches, jobs, webhooks, changes, router_of_history(),
):  # fmt: skip
    api.add_router("", _router)


def _raise(_request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """Leave every failure to the guard."""
    raise error


api.add_exception_handler(Exception, _raise)
for _known in list(api._exception_handlers):
    api.add_exception_handler(_known, _raise)


def document() -> dict[str, Any]:
    """The OpenAPI document."""
    return _document(f"{settings.BASE_URL}/api/v1")


@cache
def _document(server: str) -> dict[str, Any]:
    with translation.override("en"):
        return describe(api, server=server, release=serai.__version__)


def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document, as JSON."""
    if request.method != "GET":
        return HttpResponse(status=405, headers={"Allow": "GET"})
    return json_response(document())


def nothing(_request: HttpRequest) -> HttpResponse:
    """An address of which the API knows nothing."""
    raise Http404


def _patterns() -> Iterable[URLPattern]:
    yield path("openapi.json", guarded(openapi), name="openapi")
    for pattern in api.urls[0]:
        if not isinstance(pattern, URLPattern) or pattern.name == "api-root":
            continue
        yield URLPattern(
            pattern.pattern, guarded(pattern.callback), pattern.default_args, pattern.name
        )
    yield re_path(r"^.*$", guarded(nothing), name="nothing")


app_name = "api-v1"
urlpatterns = list(_patterns())
