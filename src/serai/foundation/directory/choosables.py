"""Organisations and people as forms let them be chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import OuterRef, Subquery

from serai.foundation.directory.indexes import ORGANISATIONS
from serai.foundation.directory.models import Organisation, Person, PersonName
from serai.foundation.folding import fold
from serai.foundation.translation import texts_of
from serai.foundation.web.choosables import Choosable, Rows, ranked, register_choosable


def _organisations(rows: Rows, words: str, _within: Mapping[str, str]) -> Rows:
    keys = ORGANISATIONS.keys_of_words(words)
    return ranked(rows if keys is None else rows.filter(pk__among=keys), words, lines="words")


def _names_of_organisation(organisation: Organisation) -> Iterable[str]:
    return [*texts_of(organisation.name).values(), *texts_of(organisation.short_name).values()]


def _people(rows: Rows, words: str, _within: Mapping[str, str]) -> Rows:
    named = PersonName.objects.order_by()
    for word in fold(words).split():
        named = named.filter(words__contains=word)
    if words:
        rows = rows.filter(pk__in=named.values("person"))
    preferred = PersonName.objects.filter(person=OuterRef("pk")).order_by("-is_preferred", "pk")
    return ranked(rows.annotate(sort_name=Subquery(preferred.values("sort_name")[:1])), words)


def _names_of_person(person: Person) -> Iterable[str]:
    return [
        written for name in person.names.all()
        for written in (
            name.text, name.display(), f"{name.given} {name.family}", f"{name.family} {name.given}"
        )
    ]  # fmt: skip


def _about(thing: Any) -> str:
    return str(thing.country or "")


register_choosable(
    Choosable(
        "organisation", Organisation, "accounts.enter_desk", _organisations,
        describe=_about, names=_names_of_organisation,
        prepare=lambda rows: rows.select_related("country"),
    )
)  # fmt: skip
register_choosable(
    Choosable(
        "person", Person, "accounts.enter_desk", _people,
        describe=_about, names=_names_of_person,
        prepare=lambda rows: rows.select_related("country").prefetch_related("names"),
    )
)  # fmt: skip
