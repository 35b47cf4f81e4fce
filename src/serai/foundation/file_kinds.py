"""What a file is, by what it holds. Its name is only asked whether it says the same.

Signatures: the registrations of the formats at IANA, and for packages in ZIP ECMA-376 part 2
(Office Open XML) and OpenDocument 1.3 part 2.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

from django.utils.translation import gettext as _


class FileKindError(ValueError):
    """A file is not taken, or is not what its name says; the text says what to do."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: its media type, and the endings of its name, the usual one first."""

    media_type: str
    endings: tuple[str, ...]

    @property
    def label(self) -> str:
        """Its ending in capitals, as people call it: PDF."""
        return self.endings[0].upper()


PDF = FileKind("application/pdf", ("pdf",))
PPTX = FileKind(
    "application/vnd.openxmlformats-officedocument.presentationml.presentation", ("pptx",)
)
DOCX = FileKind(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",)
)
XLSX = FileKind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",))
ODP = FileKind("application/vnd.oasis.opendocument.presentation", ("odp",))
ODT = FileKind("application/vnd.oasis.opendocument.text", ("odt",))
ODS = FileKind("application/vnd.oasis.opendocument.spreadsheet", ("ods",))
JPEG = FileKind("image/jpeg", ("jpg", "jpeg"))
PNG = FileKind("image/png", ("png",))
WEBP = FileKind("image/webp", ("webp",))
MP4 = FileKind("video/mp4", ("mp4", "m4v", "m4a"))
WEBM = FileKind("video/webm", ("webm",))
MP3 = FileKind("audio/mpeg", ("mp3",))

DOCUMENTS = (PDF, PPTX, DOCX, XLSX, ODP, ODT, ODS)
PICTURES = (JPEG, PNG, WEBP)
RECORDINGS = (MP4, WEBM, MP3)

_PACKAGES = {
    "ppt/presentation.xml": PPTX,
    "word/document.xml": DOCX,
    "xl/workbook.xml": XLSX,
}


def kind_of(content: bytes, *, file_name: str, allowed: tuple[FileKind, ...]) -> FileKind:
    """The kind of a file. Raises FileKindError unless it is allowed and its name says the same."""
    taken = ", ".join(each.label for each in allowed)
    found = _by_content(content)
    if found is None or found not in allowed:
        raise FileKindError(
            _("This kind of file is not taken. Save it as one of: %(kinds)s.") % {"kinds": taken}
        )
    ending = PurePath(file_name).suffix.lstrip(".").lower()
    if ending not in found.endings:
        raise FileKindError(
            _("The file is called “%(name)s”, but holds %(kind)s. Give it the ending .%(ending)s.")
            % {"name": file_name, "kind": found.label, "ending": found.endings[0]}
        )
    return found


def _by_content(content: bytes) -> FileKind | None:
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    if content[4:8] == b"ftyp":
        return MP4
    if content.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in content[:64]:
        return WEBM
    if content.startswith((b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")):
        return MP3
    if content.startswith(b"PK\x03\x04"):
        return _package(content)
    return None


def _package(content: bytes) -> FileKind | None:
    """The kind of a document in a ZIP; None for any other, and for one with macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
            if any(name.endswith("vbaProject.bin") for name in names):
                return None
            if "[Content_Types].xml" in names:
                return next((kind for part, kind in _PACKAGES.items() if part in names), None)
            if "mimetype" in names and package.getinfo("mimetype").file_size < 100:
                media_type = package.read("mimetype").decode("ascii", "replace")
                return next(
                    (each for each in (ODP, ODT, ODS) if each.media_type == media_type), None
                )
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):
        return None
    return None
