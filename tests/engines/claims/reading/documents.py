"""Makes files of the formats that are read, small enough to know every character of them."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Sequence

Line = tuple[str, int, int]
"""A line of a page: text, distance from the left, distance from the bottom."""

_PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


def paragraph(text: str, *, top: int = 700, left: int = 72, step: int = 14) -> list[Line]:
    """Lines one below the other."""
    return [(line, left, top - step * number) for number, line in enumerate(text.splitlines())]


def pdf(
    *pages: Sequence[Line], title: str = "", heading: str = "", password: str = "", size: int = 11
) -> bytes:
    """A PDF in WinAnsi Helvetica; with a password it is encrypted by RC4 with 40 bits (PDF 1.1).

    A heading stands in larger letters above the first page, on as many lines as it has.
    """
    file_id = b"0123456789abcdef"
    owner = b"\x00" * 32
    key = b""
    if password:
        padded = (password.encode() + _PADDING)[:32]
        permissions = (-4).to_bytes(4, "little", signed=True)
        key = hashlib.md5(padded + owner + permissions + file_id).digest()[:5]
    objects: dict[int, bytes] = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    }
    kids = []
    for number, lines in enumerate(pages):
        page, stream = 10 + 2 * number, 11 + 2 * number
        kids.append(b"%d 0 R" % page)
        objects[page] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % stream
        )
        large = paragraph(heading, top=800, step=22) if number == 0 else []
        drawn = b"".join(
            b"BT /F1 %d Tf %d %d Td (%s) Tj ET\n" % (letters, left, bottom, _escaped(text))
            for letters, several in ((2 * size, large), (size, lines))
            for text, left, bottom in several
        )
        if key:
            salted = hashlib.md5(key + stream.to_bytes(3, "little") + b"\x00\x00").digest()[:10]
            drawn = _rc4(salted, drawn)
        objects[stream] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn)
    objects[2] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    trailer = b"/Root 1 0 R /ID [<%s> <%s>]" % (file_id.hex().encode(), file_id.hex().encode())
    if title:
        objects[4] = b"<< /Title (%s) >>" % _escaped(title)
        trailer += b" /Info 4 0 R"
    if password:
        user = _rc4(key, _PADDING)
        objects[5] = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (
            owner.hex().encode(),
            user.hex().encode(),
        )
        trailer += b" /Encrypt 5 0 R"
    return _assembled(objects, trailer)


def _assembled(objects: dict[int, bytes], trailer: bytes) -> bytes:
    out, places = bytearray(b"%PDF-1.4\n"), {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, count = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % count
    for number in range(1, count):
        out += b"%010d 00000 %s \n" % (places.get(number, 0), b"n" if number in places else b"f")
    out += b"trailer\n<< /Size %d %s >>\n" % (count, trailer)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def _escaped(text: str) -> bytes:
    encoded = text.encode("cp1252")
    return encoded.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def docx(body: str = "", *, title: str = "") -> bytes:
    """A DOCX whose body is given as WordprocessingML, put before the section of an empty one."""
    import docx as python_docx

    document = python_docx.Document()
    document.core_properties.title = title
    stream = io.BytesIO()
    document.save(stream)
    out = io.BytesIO()
    with zipfile.ZipFile(stream) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as write:
        for each in read.infolist():
            data = read.read(each)
            if each.filename == "word/document.xml":
                data = data.replace(b"<w:sectPr", body.encode() + b"<w:sectPr", 1)
            write.writestr(each, data)
    return out.getvalue()


def p(text: str) -> str:
    """A paragraph of WordprocessingML."""
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def table(*rows: Sequence[str]) -> str:
    """A table of WordprocessingML."""
    lines = "".join(
        "<w:tr>" + "".join(f"<w:tc>{p(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in rows
    )
    return f"<w:tbl>{lines}</w:tbl>"
