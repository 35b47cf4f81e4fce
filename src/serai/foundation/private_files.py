"""Files that nobody is handed without a permission, kept by the hash of their bytes.

They stand under `PRIVATE_ROOT`, outside everything that a web server hands out, in one folder for
each use of them. Several machines share that directory. A file is written beside its place and
moved there, so that a process that is killed leaves a whole file or none; it is there before the
row that names it, so that every row has its file.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO, overload

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header


class PrivateFileError(Exception):
    """A file is missing, or is not the one that was received."""


@dataclass(frozen=True)
class PrivateFiles:
    """The files of one use: ``PrivateFiles("materials")``."""

    folder: str

    def keep(self, content: bytes) -> str:
        """Keep a file and return its SHA-256. The same bytes are kept once."""
        digest = hashlib.sha256(content).hexdigest()
        path = self._path(digest)
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

    def content_of(self, digest: str) -> bytes:
        """The bytes of a file. Raises PrivateFileError where they are not as they were received."""
        path = self._path(digest)
        try:
            content = path.read_bytes()
        except OSError as error:
            raise PrivateFileError(f"{path}: {error.strerror}") from None
        if hashlib.sha256(content).hexdigest() != digest:
            raise PrivateFileError(f"{path}: the file is not the one that was received.")
        return content

    def opened(self, digest: str) -> BinaryIO:
        """The file, to be streamed: large ones are not read into memory, nor checked anew.

        Raises PrivateFileError where it is missing.
        """
        path = self._path(digest)
        try:
            return path.open("rb")
        except OSError as error:
            raise PrivateFileError(f"{path}: {error.strerror}") from None

    def discard(self, digest: str) -> None:
        """Delete a file that no row names any more. One that is not there is no error."""
        self._path(digest).unlink(missing_ok=True)

    def _path(self, digest: str) -> Path:
        return Path(settings.PRIVATE_ROOT) / self.folder / digest[:2] / digest


@overload
def download(content: bytes, *, file_name: str) -> HttpResponse: ...
@overload
def download(content: BinaryIO, *, file_name: str) -> FileResponse: ...
def download(content: bytes | BinaryIO, *, file_name: str) -> HttpResponse | FileResponse:
    """An answer that is always saved and never shown, whatever the file holds; a file is streamed.

    Nothing in between may keep it: another person may not have it.
    """
    headers = {
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
    }
    kind = "application/octet-stream"
    if not isinstance(content, bytes):
        return FileResponse(
            content, as_attachment=True, filename=file_name, content_type=kind, headers=headers
        )
    disposition = content_disposition_header(as_attachment=True, filename=file_name)
    headers["Content-Disposition"] = str(disposition)
    return HttpResponse(content, content_type=kind, headers=headers)
