"""HTML, PDF and DOCX: the text in order, and what the file says of itself."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from engines.claims.reading import documents
from serai.engines.claims.reading import Limits, UnreadableDocument, read

ARTICLE = """<!doctype html><html lang="fr-FR"><head><title>Un titre | Le Site</title>
<meta name="author" content="Awa Diop"><meta property="og:site_name" content="Le Site">
<meta property="article:published_time" content="2023-11-08T10:00:00Z">
<script>var n = 4096;</script></head><body>
<nav><a href="/">Accueil</a> <a href="/x">1024 articles</a></nav>
<article><h1>Un titre</h1><p>La conférence a réuni plus de <b>800</b> responsables,
chercheurs et entrepreneurs du monde entier pendant deux jours à Chongqing, en Chine.</p>
<ul><li>un premier point</li><li>un second point</li></ul>
<table><tr><th>Pays</th><th>Laboratoires</th></tr><tr><td>Kenya</td><td>3</td></tr></table>
<p>Fin juin 2023, la Chine avait signé des accords<br>avec plus de 80 pays partenaires.</p>
</article><footer>© 2023, vu 1024 fois</footer></body></html>"""


def test_html_gives_the_article_and_its_particulars() -> None:
    reading = read(ARTICLE.encode("utf-8"), name="page")
    assert reading.media_type == "text/html"
    assert reading.text.text.split("\n\n") == [
        "Un titre",
        (
            "La conférence a réuni plus de 800 responsables, chercheurs et entrepreneurs du monde "
            "entier pendant deux jours à Chongqing, en Chine."
        ),
        "un premier point",
        "un second point",
        "Pays\tLaboratoires\nKenya\t3",
        "Fin juin 2023, la Chine avait signé des accords\navec plus de 80 pays partenaires.\n",
    ]
    assert (reading.title, reading.author, reading.publisher) == (
        "Un titre",
        "Awa Diop",
        "Le Site",
    )
    assert (reading.published, reading.language) == (date(2023, 11, 8), "fr")


def test_html_is_read_in_the_encoding_that_it_declares() -> None:
    page = (
        "<html><head><meta charset=gb2312></head><body><p>中国已与80多个国家签署协定。</p></body>"
    )
    reading = read(page.encode("gb18030"), name="a.html")
    assert reading.encoding == "gb18030"
    assert "80多个国家" in reading.text.text


@pytest.mark.parametrize(
    "page",
    ["<html><body><script>render(1)</script></body></html>", "<!doctype html><html></html>"],
)
def test_html_without_text_says_so(page: str) -> None:
    with pytest.raises(UnreadableDocument, match="print it to PDF") as refused:
        read(page.encode(), name="a.html")
    assert refused.value.code == "no_text"


@pytest.mark.parametrize(
    "page",
    [
        '<?xml version="1.0" encoding="utf-8"?><html><p>80 countries signed.</p></html>',
        "<html><body>" + "<div>" * 20_000 + "80 countries <b>signed</b>.",
        "<html><head><title>No</title></head><body>80 countries signed.<script>x</script>",
        "<html><body>80 <!-- <b>not</b> --> countries<!-- > --> signed.<style>p{}</style>",
    ],
)
def test_html_of_any_shape_is_read(page: str) -> None:
    assert read(page.encode(), name="a.html").text.text == "80 countries signed.\n"


def test_entities_of_html_do_not_multiply() -> None:
    page = (
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">'
        '<!ENTITY f SYSTEM "file:///etc/passwd">]><html><body><p>Text of the page &b; &f; that '
        "is long enough to be taken for the article.</p></body></html>"
    )
    text = read(page.encode(), name="a.xhtml").text.text
    assert "aaaa" not in text
    assert "root:" not in text


def test_pdf_gives_pages_and_paragraphs() -> None:
    first = documents.paragraph(
        "China has signed agreements on science with more\n"
        "than 80 countries of the region, and is part of co-\n"
        "operation with others."
    )
    second = documents.paragraph("The second paragraph stands\nfurther below.", top=620)
    third = documents.paragraph("A page later there are 50-plus laboratories.")
    reading = read(documents.pdf([*first, *second], third, title="Report"), name="a.pdf")
    assert reading.text.text == (
        "China has signed agreements on science with more\n"
        "than 80 countries of the region, and is part of co-\n"
        "operation with others.\n\n"
        "The second paragraph stands\nfurther below.\n"
        "A page later there are 50-plus laboratories.\n"
    )
    assert (reading.title, reading.media_type, reading.encoding) == (
        "Report",
        "application/pdf",
        "",
    )
    assert reading.page_of(reading.text.text.index("80")) == 1
    assert reading.page_of(reading.text.text.index("50")) == 2
    assert reading.pages == (0, reading.text.text.index("A page"))


@pytest.mark.parametrize(
    "title",
    ["Microsoft Word - report_final.doc", "final v2.docx", "Untitled-1", "scan", "A.pdf", ""],
)
def test_a_pdf_whose_title_is_a_file_name_is_called_by_its_heading(title: str) -> None:
    body = documents.paragraph("It was opened in May.\nNobody knows more of it.")
    heading = "A joint laboratory\nfor solar energy"
    written = documents.pdf(body, title=title, heading=heading)
    assert read(written, name="dir/scan.pdf").title == "A joint laboratory for solar energy"
    assert read(documents.pdf(body, title=title), name="scan.pdf").title == ""
    called = documents.pdf(body, title="Of dinner.party conversations", heading=heading)
    assert read(called, name="scan.pdf").title == "Of dinner.party conversations"


def test_running_headers_and_page_numbers_of_a_pdf_are_left_out() -> None:
    pages = [
        [
            ("Annual report 2023", 72, 800),
            *documents.paragraph(f"The sentence of {word} begins here and it goes on over"),
            *documents.paragraph(f"the end of its {word} line and that of its page", top=686),
            (f"Page {number} of 4", 280, 30),
        ]
        for number, word in enumerate(("spring", "summer", "autumn", "winter"), 1)
    ]
    text = read(documents.pdf(*pages), name="a.pdf").text.text
    assert "Annual" not in text
    assert "Page" not in text
    assert text.count("The sentence") == 4


def test_a_pdf_with_a_password_says_so() -> None:
    with pytest.raises(UnreadableDocument, match="protected by a password") as refused:
        read(documents.pdf(documents.paragraph("secret"), password="known"), name="a.pdf")
    assert refused.value.code == "password"


def test_a_pdf_of_pictures_asks_for_recognition() -> None:
    with pytest.raises(UnreadableDocument, match="OCR") as refused:
        read(documents.pdf([], []), name="scan.pdf")
    assert refused.value.code == "picture"
    mixed = read(documents.pdf(documents.paragraph("Words."), []), name="mixed.pdf")
    assert mixed.blank_pages == (2,)


@pytest.mark.parametrize("content", [b"%PDF-1.7\nnothing", b"<html>Not found</html>", b"text"])
def test_a_damaged_pdf_says_so(content: bytes) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read(content, name="a.pdf")
    assert refused.value.code == "damaged"


def test_too_many_pages_are_refused() -> None:
    line = documents.paragraph("Words.")
    with pytest.raises(UnreadableDocument, match="3 pages; at most 2"):
        read(documents.pdf(line, line, line), name="a.pdf", limits=Limits(pages=2))


def test_docx_gives_paragraphs_and_tables_in_order() -> None:
    p, table = documents.p, documents.table
    body = (
        p("Before &amp; first.")
        + table(("Country", "Laboratories"), ("Kenya", "3"))
        + p("After.")
        + "<w:p><w:r><w:t>kept </w:t></w:r><w:ins><w:r><w:t>inserted</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>deleted</w:delText></w:r></w:del>"
        "<w:r><w:tab/><w:t>tab</w:t><w:br/><w:t>line</w:t></w:r></w:p>"
        f"<w:sdt><w:sdtContent>{p('In a content control.')}</w:sdtContent></w:sdt>"
    )
    reading = read(documents.docx(body, title="Minutes"), name="a.docx")
    assert reading.text.text.split("\n\n") == [
        "Before & first.",
        "Country\tLaboratories\nKenya\t3",
        "After.",
        "kept inserted\ttab\nline",
        "In a content control.\n",
    ]
    assert (reading.title, reading.pages) == ("Minutes", ())


def test_an_empty_docx_says_so() -> None:
    with pytest.raises(UnreadableDocument, match="holds no text"):
        read(documents.docx(), name="a.docx")


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * 3_000_000)
    with pytest.raises(UnreadableDocument, match="unpacks to 2 MB") as refused:
        read(out.getvalue(), name="a.docx", limits=Limits(unpacked_bytes=2**20))
    assert refused.value.code == "too_large"


def test_entities_of_docx_do_not_multiply() -> None:
    document = (
        '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:body><w:p><w:r><w:t>&a;&f;kept</w:t></w:r></w:p></w:body></w:document>"
    )
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(documents.docx())) as given,
        zipfile.ZipFile(out, "w") as archive,
    ):
        for each in given.infolist():
            is_text = each.filename == "word/document.xml"
            archive.writestr(each, document.encode() if is_text else given.read(each))
    try:
        text = read(out.getvalue(), name="a.docx").text.text
    except UnreadableDocument:
        text = ""
    assert "root:" not in text
    assert "aaaa" not in text


@pytest.mark.parametrize(
    ("member", "code"),
    [("xl/workbook.xml", "other_office"), ("a.txt", "archive")],
)
def test_other_packed_files_are_refused(member: str, code: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        if code == "other_office":
            archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(member, "text")
    with pytest.raises(UnreadableDocument) as refused:
        read(out.getvalue(), name="a.docx")
    assert refused.value.code == code


def test_a_damaged_docx_says_so() -> None:
    whole = documents.docx(documents.p("Words."))
    for content in (
        whole[: len(whole) // 2],
        whole.replace(b"word/document.xml", b"word/documenx.xml"),
    ):
        with pytest.raises(UnreadableDocument) as refused:
            read(content, name="a.docx")
        assert refused.value.code == "damaged"
