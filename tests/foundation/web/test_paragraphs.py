"""Texts of several paragraphs: each is whole, and one in another language says so, once."""

from __future__ import annotations

import lxml.html
from django.utils import translation

from serai.foundation.translation import TranslatedText
from serai.foundation.web.templatetags.serai import paragraphs

TEXT = TranslatedText({"en": "One & <two>.\n\nThree.\nFour."})


def test_a_text_in_the_language_of_the_page_is_plain_paragraphs() -> None:
    assert paragraphs(TEXT) == "<p>One &amp; &lt;two&gt;.</p>\n\n<p>Three.<br>Four.</p>"
    assert paragraphs(TranslatedText({})) == ""


def test_a_text_that_stands_in_has_its_direction_in_each_and_its_mark_in_the_last() -> None:
    with translation.override("ar"):
        written = lxml.html.fragment_fromstring(paragraphs(TEXT), create_parent="div")
    assert [(each.get("lang"), each.get("dir")) for each in written] == [("en", "ltr")] * 2
    assert [each.get("class") for each in written] == [None, "fallback"]
    assert written.text_content().split() == ["One", "&", "<two>.", "Three.Four."]
