"""What a file is, by what it holds."""

from __future__ import annotations

import pytest

from factories.proceedings import PDF, package
from serai.foundation.file_kinds import DOCUMENTS, PICTURES, RECORDINGS, FileKindError, kind_of

ALL = (*DOCUMENTS, *PICTURES, *RECORDINGS)
OFFICE = ("[Content_Types].xml", "ppt/presentation.xml")


@pytest.mark.parametrize(
    ("content", "name", "label"),
    [
        (PDF, "Talk.PDF", "PDF"),
        (package(*OFFICE), "talk.pptx", "PPTX"),
        (package("[Content_Types].xml", "word/document.xml"), "paper.docx", "DOCX"),
        (package(mimetype="application/vnd.oasis.opendocument.presentation"), "talk.odp", "ODP"),
        (b"\xff\xd8\xff\xe0....", "hall.jpeg", "JPG"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "hall.webp", "WEBP"),
        (b"\x00\x00\x00\x18ftypmp42", "talk.mp4", "MP4"),
        (b"ID3\x04", "talk.mp3", "MP3"),
    ],
)
def test_a_file_is_known_by_its_content(content, name, label):
    assert kind_of(content, file_name=name, allowed=ALL).label == label


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<html><script>alert(1)</script>", "slides.pdf"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.svg"),
        (b"MZ\x90\x00", "slides.pptx"),
        (package("evil.exe"), "slides.pptx"),
        (package(*OFFICE, "ppt/vbaProject.bin"), "slides.pptx"),
        (b"PK\x03\x04 and no more", "slides.pptx"),
        (b"\xff", "a.mp3"),
        (b"", "slides.pdf"),
    ],
)
def test_what_is_not_taken_is_refused_with_what_to_do(content, name):
    with pytest.raises(FileKindError, match="Save it as one of: PDF, PPTX"):
        kind_of(content, file_name=name, allowed=ALL)


def test_a_name_that_says_otherwise_is_refused():
    with pytest.raises(FileKindError, match=r"holds PDF. Give it the ending .pdf"):
        kind_of(PDF, file_name="slides.pptx", allowed=ALL)


def test_a_kind_that_is_not_asked_for_is_refused():
    with pytest.raises(FileKindError, match="JPG, PNG, WEBP"):
        kind_of(PDF, file_name="slides.pdf", allowed=PICTURES)
