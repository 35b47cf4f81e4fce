"""The files that every page needs, served with the digest of their content in the address."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from serai.foundation.web.release_cache import choose_encoding
from serai.foundation.web.stylesheet import asset

FOR_EVER = "public, max-age=31536000, immutable"


def serve_asset(request: HttpRequest, stem: str, digest: str, extension: str) -> HttpResponse:
    """Answer with the stylesheet, the script or the mark.

    While a new version is rolled out, pages of the old one may still ask for its digest: they get
    the file as it is now, but must not keep it under the old address.
    """
    try:
        wanted = asset(f"{stem}.{extension}")
    except LookupError:
        raise Http404 from None
    packed = choose_encoding(request.headers.get("Accept-Encoding", "")) == "br"
    response = HttpResponse(
        wanted.compressed if packed else wanted.body, content_type=wanted.content_type
    )
    if packed:
        response["Content-Encoding"] = "br"
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = FOR_EVER if digest == wanted.digest else "no-store"
    return response
