"""The private files of documents, kept by the hash of their bytes.

They stand under `PRIVATE_ROOT`, outside everything that a web server hands out, and are read only
through the desk. Several machines share that directory. A file is written beside its place and
moved there, so that a process that is killed leaves a whole file or none; it is there before the
row that names it, so that every document has its file.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings


class OriginalError(Exception):
    """The file of a document is missing, or is not the one that was received."""


def keep(content: bytes) -> str:
    """Keep a file and return its SHA-256. The same bytes are kept once."""
    digest = hashlib.sha256(content).hexdigest()
    path = _path(digest)
    if path.exists() and path.stat().st_size == len(content):
        return digest
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as written:
        try:
            written.write(content)
            written.flush()
            os.fsync(written.fileno())
            Path(written.name).replace(path)
        except BaseException:
            Path(written.name).unlink(missing_ok=True)
            raise
    return digest


def content_of(digest: str) -> bytes:
    """Return the bytes of a file. Raises OriginalError where they are not as they were received."""
    try:
        content = _path(digest).read_bytes()
    except OSError as error:
        raise OriginalError(f"{_path(digest)}: {error.strerror}") from None
    if hashlib.sha256(content).hexdigest() != digest:
        raise OriginalError(f"{_path(digest)}: the file is not the one that was received.")
    return content


def _path(digest: str) -> Path:
    return Path(settings.PRIVATE_ROOT) / "documents" / digest[:2] / digest
