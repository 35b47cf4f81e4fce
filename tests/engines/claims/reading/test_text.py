"""Plain text and Markdown: encodings, and offsets that are those of the file."""

from __future__ import annotations

import codecs
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.engines.claims.reading import Limits, UnreadableDocument, read

RUSSIAN = "Россия и Китай подписали более 80 соглашений о научно-техническом сотрудничестве."
FRENCH = "Plus de quatre-vingts pays ont signé un accord à l’été 2023, déclare la présidente."
SPANISH = "Más de 80 países firmaron acuerdos en el año 2023, según la señora Núñez."
CHINESE = "中国已与80多个国家签署政府间科技合作协定，共建联合实验室。"
ARABIC = "وقعت الصين اتفاقيات تعاون علمي وتقني مع أكثر من 80 دولة خلال عشر سنوات."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "utf-8"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (RUSSIAN, "utf-16"),
        (RUSSIAN, "utf-32"),
        (FRENCH, "cp1252"),
        (SPANISH, "cp1252"),
        (CHINESE, "gb18030"),
        (CHINESE, "utf-16-le"),
        (ARABIC, "cp1256"),
        (ARABIC, "utf-8"),
    ],
)
def test_reads_the_encodings_of_the_six_languages(text: str, encoding: str) -> None:
    content = text.encode(encoding)
    if encoding == "utf-16-le":
        content = codecs.BOM_UTF16_LE + content
    reading = read(content, name="a.txt")
    assert reading.text.text == text
    assert content.decode(reading.encoding) == text
    assert reading.media_type == "text/plain"


def test_reads_utf_16_without_a_mark() -> None:
    text = "More than 80 countries have signed agreements."
    assert read(text.encode("utf-16-be"), name="a.txt").text.text == text


def test_a_declared_encoding_decides_where_the_bytes_fit_several() -> None:
    content = "Cafés réunis à Genève".encode("iso8859-15")
    assert read(content, charset="ISO-8859-15").encoding == "iso8859-15"
    assert read("日本".encode("gb2312"), charset="GB2312").encoding == "gb18030"


@pytest.mark.parametrize("charset", ["utf-8", "nonsense", "base64", "ascii", ""])
def test_a_wrong_declaration_does_no_harm(charset: str) -> None:
    assert read(RUSSIAN.encode("cp1251"), charset=charset).text.text in {
        RUSSIAN,
        RUSSIAN.encode("cp1251").decode("cp1252", "replace"),
    }


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=200))
def test_offsets_are_those_of_the_file(text: str) -> None:
    content = ("A line.\r\n" + text).encode()
    if b"\x00" in content:
        return
    reading = read(content, name="a.txt", language="en")
    assert reading.text.text == content.decode(reading.encoding) == "A line.\r\n" + text


def test_line_ends_and_a_byte_order_mark_count() -> None:
    content = codecs.BOM_UTF8 + b"One\r\nTwo\rThree\n"
    reading = read(content, name="a.txt")
    assert reading.text.text == "\ufeffOne\r\nTwo\rThree\n"
    assert content.decode(reading.encoding) == reading.text.text


def test_markdown_is_kept_as_written() -> None:
    content = b"# Results\n\n- **80** countries\n"
    reading = read(content, name="notes.md")
    assert (reading.media_type, reading.text.text) == ("text/markdown", content.decode())


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (codecs.BOM_UTF8 + b"\n", "empty"),
        (bytes(range(256)) * 20, "not_text"),
        (b"abc\x00\x01\x02def" * 9, "not_text"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8", "not_text"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b"\x1f\x8b\x08", "archive"),
        (b"{\\rtf1 text}", "rtf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old_office"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "password",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_remedy(content: bytes, code: str) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read(content, name="a.txt")
    assert refused.value.code == code
    assert str(refused.value).startswith("a.txt: it ")
    assert refused.value.remedy.endswith(".")


def test_too_much_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="at most 0 MB") as refused:
        read(b"four", limits=Limits(bytes=3))
    assert refused.value.code == "too_large"
    with pytest.raises(UnreadableDocument, match="at most 3 are read") as refused:
        read(b"four", limits=Limits(characters=3))
    assert refused.value.code == "too_long"


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_else(content: bytes) -> None:
    for name in ("a.txt", "a.html", "a.pdf", "a.docx"):
        with suppress(UnreadableDocument):
            assert read(content, name=name, language="en").text.text
