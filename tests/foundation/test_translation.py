"""Content in several languages, and what stands in for what is missing."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from factories.directory import make_organisation
from serai.foundation.directory.models import Organisation
from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.translation import TranslatedText, render_text, texts_of

texts = st.dictionaries(st.sampled_from(LANGUAGE_CODES), st.text(max_size=20))


@given(texts, st.sampled_from(LANGUAGE_CODES))
def test_a_text_that_is_there_is_never_passed_over(
    given_texts: dict[str, str], wanted: str
) -> None:
    rendering = render_text(TranslatedText(given_texts), wanted)
    filled = {code: text for code, text in given_texts.items() if text}
    if wanted in filled:
        assert (rendering.text, rendering.is_fallback) == (filled[wanted], False)
    elif filled:
        assert rendering.is_fallback
        assert rendering.text == filled[rendering.language]
        assert rendering.language == "en" or "en" not in filled
    else:
        assert (rendering.text, rendering.is_fallback) == ("", False)


def test_the_active_language_is_the_readers() -> None:
    value = TranslatedText({"en": "Agriculture", "ar": "الزراعة"})
    with translation.override("ar"):
        assert render_text(value).text == "الزراعة"
        assert render_text(value).direction == "rtl"
    with translation.override("fr"):
        rendering = render_text(value)
        assert rendering.text == "Agriculture"
        assert rendering.is_fallback
        assert rendering.direction == "ltr"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, {}),
        ("", {}),
        ("Agriculture", {"en": "Agriculture"}),
        (TranslatedText("Agriculture"), {"en": "Agriculture"}),
        (TranslatedText({"en": "Agriculture", "fr": ""}), {"en": "Agriculture"}),
        ({"fr": "Agriculture"}, {"fr": "Agriculture"}),
    ],
)
def test_texts_of_whatever_is_stored(value: object, expected: dict[str, str]) -> None:
    assert texts_of(value) == expected


@pytest.mark.django_db
def test_texts_are_stored_and_read_back_in_every_language() -> None:
    name = {code: f"name in {code} «é» 科学 العلوم" for code in LANGUAGE_CODES}
    organisation = make_organisation(name)
    assert texts_of(Organisation.objects.get(pk=organisation.pk).name) == name


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ({}, "cannot be blank"),
        ({"en": "", "fr": "  "}, "cannot be blank"),
        ({"en": "A", "fr": "x" * 401}, "at most"),
        ({"en": "A\0B"}, "Null characters"),
    ],
)
def test_every_language_of_a_column_is_held_to_its_rules(name: dict[str, str], fault: str) -> None:
    organisation = Organisation(name=TranslatedText(name))
    with pytest.raises(ValidationError) as caught:
        organisation.full_clean()
    assert fault in str(caught.value.message_dict["name"])
