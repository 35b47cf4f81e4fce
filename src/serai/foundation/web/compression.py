"""Compression of pages that are made for one reader: desks, accounts, a reader's own menu.

Public pages are compressed once and kept (`release_cache`); static files are compressed when they
are collected. What is left is compressed fast rather than small; what is streamed, piece by piece
as it is made. Compressing pages that carry a
secret is safe here as far as BREACH goes: the only secret in a page is the token against forged
requests, which Django masks anew in every answer.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import cast

import brotli
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
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
        if response.has_header("Content-Encoding"):
            return response
        if isinstance(response, StreamingHttpResponse) and not response.is_async:
            return _compress_stream(request, response)
        if not isinstance(response, HttpResponse):
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


def _compress_stream(
    request: HttpRequest, response: StreamingHttpResponse
) -> StreamingHttpResponse:
    if not _is_text(response["Content-Type"]):
        return response
    patch_vary_headers(response, ["Accept-Encoding"])
    encoding = choose_encoding(request.headers.get("Accept-Encoding", ""))
    if encoding != "identity":
        pieces = cast("Iterator[bytes]", response.streaming_content)
        response.streaming_content = compressed_pieces(pieces, encoding)
        response["Content-Encoding"] = encoding
        del response["Content-Length"]
    return response


def compressed_pieces(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Compress a stream with ``br`` or ``gzip``, holding back no more than the compressor does."""
    if encoding == "br":
        packer = brotli.Compressor(mode=brotli.MODE_TEXT, quality=EFFORT)
        pack, finish = packer.process, packer.finish
    else:
        packer = zlib.compressobj(EFFORT, wbits=31)
        pack, finish = packer.compress, packer.flush
    for piece in pieces:
        if packed := pack(piece):
            yield packed
    yield finish()


def _is_text(content_type: str) -> bool:
    kind = content_type.partition(";")[0]
    return kind.startswith("text/") or kind.endswith(("json", "jsonl", "xml"))
