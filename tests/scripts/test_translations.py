"""Extracting, checking and compiling the translations of the interface."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

import translations
from translations import (
    LOCALES,
    catalogue_path,
    compile_catalogues,
    extract,
    problems,
    read_catalogue,
    update,
)

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
TITLE = _("Register")
MAY = pgettext("month", "May")
def count(number):
    return ngettext("%(count)s place", "%(count)s places", number) % {"count": number}
"""
TEMPLATE = """{% load i18n %}
  <p title="{% translate "Sign in" %}">it's {{ name|default:_("nobody") }}</p>
{% blocktranslate trimmed count n=number %}
    One guest
{% plural %}
    {{ n }} guests
{% endblocktranslate %}
 <b>{% translate "May" context "verb" %}</b>
{% comment %}{% translate "never said" %}{% endcomment %}
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    source = tmp_path / "serai"
    (source / "room" / "templates" / "room").mkdir(parents=True)
    (source / "room" / "migrations").mkdir()
    (source / "room" / "models.py").write_text(PYTHON)
    (source / "room" / "migrations" / "0001_initial.py").write_text(
        'from django.utils.translation import gettext as _\n_("of a migration")\n'
    )
    (source / "room" / "templates" / "room" / "page.html").write_text(TEMPLATE)
    return source


def translate_all(source: Path, locale: str) -> Catalog:
    catalogue = read_catalogue(catalogue_path(locale, source), locale)
    for message in catalogue:
        if isinstance(message.id, tuple):
            message.string = tuple(
                f"{locale} {message.id[1]}" for _ in range(catalogue.num_plurals)
            )
        elif message.id:
            message.string = f"{locale} {message.id}"
    return catalogue


def store(source: Path, locale: str, catalogue: Catalog) -> None:
    catalogue_path(locale, source).write_bytes(translations._written(catalogue))


def test_messages_of_sources_and_templates_are_found(source: Path) -> None:
    found = {(message.context, message.id) for message in extract(source) if message.id}
    assert found == {
        (None, "Register"),
        ("month", "May"),
        ("verb", "May"),
        (None, ("%(count)s place", "%(count)s places")),
        (None, "Sign in"),
        (None, "nobody"),
        (None, ("One guest", "%(n)s guests")),
    }


def test_updating_twice_changes_nothing(source: Path) -> None:
    update(source)
    before = {locale: catalogue_path(locale, source).read_text() for locale in LOCALES}
    (source / "room" / "models.py").write_text("\n\n" + PYTHON)
    update(source)
    assert before == {locale: catalogue_path(locale, source).read_text() for locale in LOCALES}
    assert "POT-Creation-Date" not in before["fr"]
    assert "#: serai/room/models.py\n" in before["fr"]


def test_updating_keeps_what_is_translated_and_drops_what_is_gone(source: Path) -> None:
    update(source)
    store(source, "fr", translate_all(source, "fr"))
    (source / "room" / "models.py").write_text(PYTHON.replace('"Register"', '"Ledger"'))
    update(source)
    text = catalogue_path("fr", source).read_text()
    assert "fr Sign in" in text
    assert "Register" not in text
    assert "French: 'Ledger' is not translated" in list(problems(source))


def test_complete_catalogues_have_no_problems(source: Path) -> None:
    update(source)
    for locale in LOCALES:
        store(source, locale, translate_all(source, locale))
    assert list(problems(source)) == []


def test_what_is_missing_or_does_not_fit_is_named(source: Path) -> None:
    update(source)
    for locale in LOCALES:
        store(source, locale, translate_all(source, locale))
    catalogue = translate_all(source, "ru")
    catalogue["Register"].string = ""
    catalogue["Sign in"].string = " ru Sign in"
    catalogue["nobody"].string = "никто {count}"
    catalogue[("%(count)s place", "%(count)s places")].string = ("%(number)s",) * 3
    catalogue.get("May", "month").flags.add("fuzzy")  # type: ignore[union-attr]
    store(source, "ru", catalogue)
    said = "\n".join(problems(source))
    assert "Russian: 'Register' is not translated" in said
    assert "Russian: 'Sign in' differs in the space around it" in said
    assert "Russian: 'nobody' has other placeholders in 'никто {count}': wanted none" in said
    assert "has other placeholders in '%(number)s': wanted %(count)s" in said
    assert "Russian: 'May' (month) is marked fuzzy" in said


def test_plural_forms_must_be_complete(source: Path) -> None:
    update(source)
    path = catalogue_path("ar", source)
    store(source, "ar", translate_all(source, "ar"))
    path.write_text(path.read_text().replace('msgstr[5] "ar %(count)s places"', 'msgstr[5] ""'))
    assert any("needs 6 plural forms" in problem for problem in problems(source))


def test_messages_that_are_used_no_longer_are_named(source: Path) -> None:
    update(source)
    (source / "room" / "models.py").write_text("")
    assert any("'Register' is no longer used" in problem for problem in problems(source))


def test_a_damaged_catalogue_is_named(source: Path) -> None:
    update(source)
    catalogue_path("es", source).write_text("<<<<<<< ours\n")
    assert any(str(catalogue_path("es", source)) in problem for problem in problems(source))


def test_compiled_catalogues_speak(source: Path) -> None:
    update(source)
    for locale in LOCALES:
        store(source, locale, translate_all(source, locale))
    compile_catalogues(source)
    found = gettext.translation("django", source / "locale", ["ru"])
    assert found.gettext("Sign in") == "ru Sign in"
    assert found.pgettext("month", "May") == "ru May"
    assert found.ngettext("One guest", "%(n)s guests", 5) == "ru %(n)s guests"
    compiled = catalogue_path("ru", source).with_suffix(".mo")
    before = compiled.stat().st_mtime_ns
    compile_catalogues(source)
    assert compiled.stat().st_mtime_ns == before


def test_what_is_not_translated_shows_in_english(source: Path) -> None:
    update(source)
    compile_catalogues(source)
    found = gettext.translation("django", source / "locale", ["fr"])
    assert found.gettext("Sign in") == "Sign in"
    assert found.ngettext("One guest", "%(n)s guests", 2) == "%(n)s guests"
