"""Compression of pages that are made for one reader: desks, accounts, a reader's own menu.

Public pages are compressed once and kept (`release_cache`); static files are compressed when they
are collected. What is left is compressed fast rather than small. Compressing pages that carry a
secret is safe here as far as BREACH goes: the only secret in a page is the token against forged
requests, which Django masks anew in every answer.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from serai.foundation.web.release_cache import choose_encoding, compress

WORTH_IT = 800
"""Bytes below which compression saves nothing."""

EFFORT = 3
"""Under a millisecond for a page of a hundred kilobytes, a tenth larger than the best."""


class CompressionMiddleware:
    """Compresses what nobody has compressed before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        if not isinstance(response, HttpResponse) or response.has_header("Content-Encoding"):
            return response
        if len(response.content) < WORTH_IT or not _is_text(response["Content-Type"]):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        encoding = choose_encoding(request.headers.get("Accept-Encoding", ""))
        if encoding != "identity":
            response.content = compress(response.content, encoding, effort=EFFORT)
            response["Content-Encoding"] = encoding
            if response.has_header("Content-Length"):
                response["Content-Length"] = str(len(response.content))
        return response


def _is_text(content_type: str) -> bool:
    kind = content_type.partition(";")[0]
    return kind.startswith("text/") or kind.endswith(("json", "xml"))
