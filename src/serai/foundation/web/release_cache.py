"""Public pages, kept as bytes until the data moves.

A public page is the same for every reader of its address; only the corner with the account menu
differs. It is rendered once per revision of the record (see `record.queries.revision`), and anew
where time alone makes it say something else (`pages.good_until`), compressed
once per encoding, and answered from memory, with an ETag. Readers without a session are answered
before Django's middleware runs (`ReleaseCacheApplication`); for readers with one, the account menu
is put into the finished page (`serai.foundation.web.pages.public_page`).

The nonce of the page's content security policy is made when the page is rendered. Text that an
attacker could bring into a page changes the revision and so renders it anew with another nonce;
nothing of the request enters a page that is kept.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

import brotli
from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from serai.foundation.record.queries import revision

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

CAPACITY_BYTES = 64 * 1024 * 1024
ACCOUNT_SLOT = b"<!--account-->"


@dataclass(slots=True)
class Page:
    """A finished page: the anonymous body, its compressed forms, and the form with a slot."""

    revision: int
    content_type: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    slotted: bytes
    good_until: datetime | None = None
    etag: str = ""
    encodings: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.etag = f'W/"{hashlib.sha256(self.body).hexdigest()[:24]}"'

    def encoded(self, encoding: str) -> bytes:
        """Return the body in one of ``br``, ``gzip`` and ``identity``; compressed only once."""
        if encoding == "identity":
            return self.body
        if encoding not in self.encodings:
            self.encodings[encoding] = compress(self.body, encoding, effort=9)
        return self.encodings[encoding]

    @property
    def size(self) -> int:
        return len(self.body) + len(self.slotted) + sum(map(len, self.encodings.values()))


class ReleaseCache:
    """The pages of one process, by address; the least recently used go first."""

    def __init__(self, capacity: int = CAPACITY_BYTES) -> None:
        self._pages: OrderedDict[str, Page] = OrderedDict()
        self._capacity = capacity
        self._size = 0
        self._lock = threading.Lock()
        self._revision = -1
        self._checked = 0.0

    def known_revision(self) -> int:
        """Return the revision, asking the database only if the last answer is too old."""
        now = time.monotonic()
        if now - self._checked >= settings.REVISION_MAX_AGE:
            self._revision = revision()
            self._checked = now
        return self._revision

    def get(self, key: str, at_revision: int) -> Page | None:
        """Return the page for an address if it was rendered at this revision, and is still good."""
        with self._lock:
            page = self._pages.get(key)
            if page is None or page.revision != at_revision:
                return None
            if page.good_until is not None and page.good_until <= timezone.now():
                return None
            self._pages.move_to_end(key)
            return page

    def put(self, key: str, page: Page) -> None:
        """Keep a page; make room by dropping the least recently used."""
        with self._lock:
            old = self._pages.pop(key, None)
            self._size += page.size - (old.size if old else 0)
            self._pages[key] = page
            while self._size > self._capacity and len(self._pages) > 1:
                _key, dropped = self._pages.popitem(last=False)
                self._size -= dropped.size

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._pages.clear()
            self._size = 0
            self._revision, self._checked = -1, 0.0


release_cache = ReleaseCache()


def _is_secure(environ: WSGIEnvironment) -> bool:
    """Whether Django would answer: where the site is reached over TLS it redirects all else."""
    if not settings.SECURE_SSL_REDIRECT:
        return True
    forwarded = environ.get("HTTP_X_FORWARDED_PROTO")
    return bool((forwarded or environ.get("wsgi.url_scheme")) == "https")


def compress(body: bytes, encoding: str, *, effort: int) -> bytes:
    """Compress with ``br`` or ``gzip``; ``effort`` is 1 (fast) to 9 (small)."""
    if encoding == "br":
        packed: bytes = brotli.compress(body, mode=brotli.MODE_TEXT, quality=effort)
        return packed
    return gzip.compress(body, effort, mtime=0) if encoding == "gzip" else body


def page_key(host: str, path: str, query: str) -> str:
    """The address of a page, as the cache knows it."""
    return f"{host}{path}?{query}"


def choose_encoding(accepted: str) -> str:
    """Choose the best encoding that the reader accepts."""
    offers = {
        part.split(";")[0].strip()
        for part in accepted.split(",")
        if "q=0" not in part.replace(" ", "").replace("q=0.", "")
    }
    if "br" in offers:
        return "br"
    return "gzip" if "gzip" in offers else "identity"


class ReleaseCacheApplication:
    """WSGI application in front of Django: answers readers without a session from memory."""

    def __init__(
        self, application: Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]
    ) -> None:
        self._application = application
        self._session_cookie = settings.SESSION_COOKIE_NAME + "="

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        page = self._find(environ)
        if page is None:
            return self._application(environ, start_response)
        headers = [*page.headers, ("ETag", page.etag)]
        if environ.get("HTTP_IF_NONE_MATCH") == page.etag:
            start_response("304 Not Modified", headers)
            return []
        encoding = choose_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        body = page.encoded(encoding)
        headers += [("Content-Type", page.content_type), ("Content-Length", str(len(body)))]
        if encoding != "identity":
            headers.append(("Content-Encoding", encoding))
        start_response("200 OK", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _find(self, environ: WSGIEnvironment) -> Page | None:
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return None
        if self._session_cookie in environ.get("HTTP_COOKIE", "") or not _is_secure(environ):
            return None
        key = page_key(
            environ.get("HTTP_HOST", ""), environ["PATH_INFO"], environ.get("QUERY_STRING", "")
        )
        try:
            close_old_connections()
            known = release_cache.known_revision()
        except DatabaseError:
            return None
        return release_cache.get(key, known)
