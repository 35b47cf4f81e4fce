"""Names in several scripts and orders, and positions at a date."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from factories.directory import make_organisation, make_person, translated
from serai.foundation.dates import PartialDate
from serai.foundation.directory.models import NameOrder, Person, PersonName
from serai.foundation.directory.queries import country_choices, matching_people, people
from serai.foundation.folding import fold
from serai.foundation.languages import LANGUAGE_CODES

pytestmark = pytest.mark.django_db


def name(**columns: str) -> PersonName:
    return PersonName(**columns)


@pytest.mark.parametrize(
    ("columns", "shown"),
    [
        ({"text": "Wang, Z.", "family": "王", "given": "志刚", "language": "zh-Hans"}, "王志刚"),
        ({"text": "Capra, F.", "family": "Capra", "given": "Fritjof", "language": "en"},
         "Fritjof Capra"),
        ({"text": "Capra F.", "family": "Capra", "given": "Fritjof", "language": "zh-Hans"},
         "Capra Fritjof"),
        ({"text": "Wang Zhigang", "family": "Wang", "given": "Zhigang", "language": "en",
          "order": NameOrder.FAMILY_FIRST}, "Wang Zhigang"),
        ({"text": "Sukarno", "language": "id", "order": NameOrder.SINGLE}, "Sukarno"),
        ({"text": "Bat-Erdene", "given": "Bat-Erdene", "language": "mn"}, "Bat-Erdene"),
    ],
)  # fmt: skip
def test_names_are_written_as_their_readers_expect(columns: dict[str, str], shown: str) -> None:
    assert name(**columns).display() == shown


def test_each_reader_gets_the_name_they_can_read() -> None:
    person = make_person("Wang Zhigang", language="en")
    person.names.create(text="王志刚", language="zh-Hans")
    person.names.create(text="Ван Чжиган", language="ru")
    shown = {language: person.display_name(language) for language in LANGUAGE_CODES}
    assert shown["zh-hans"] == "王志刚"
    assert shown["ru"] == "Ван Чжиган"
    assert {shown[language] for language in ("en", "fr", "ar", "es")} == {"Wang Zhigang"}


def test_without_a_name_in_english_the_preferred_one_stands() -> None:
    person = make_person("Батбаяр", language="mn")
    person.names.create(text="Батбаяр Д.", language="ru")
    assert person.display_name("fr") == "Батбаяр"
    assert Person.objects.create().display_name("fr") == "A person whose data was erased"


def test_a_language_is_a_tag() -> None:
    with pytest.raises(ValidationError) as caught:
        name(person=make_person(), text="X", language="Chinese (simplified)").full_clean()
    assert "language" in caught.value.message_dict


def test_people_are_found_by_every_way_of_writing_their_name() -> None:
    person = make_person("José Ortega", language="es")
    person.names.create(text="Ortega y Gasset, J.", family="Ortega y Gasset", given="José")
    for words in ("jose ortega", "ORTEGA GASSET", "gasset jose"):
        assert list(matching_people(words)) == [person], words
    assert not matching_people("jose kapitsa")


def test_people_stand_in_the_order_of_their_family_names() -> None:
    last = make_person("Ada Young")
    last.names.update(family="Young", given="Ada")
    for each in last.names.all():
        each.save()
    first = make_person("Zoe")
    first.names.update(text="Zoe Abel", family="Abel", given="Zoe")
    for each in first.names.all():
        each.save()
    assert list(people()) == [first, last]


def test_people_stand_in_the_order_of_the_names_that_readers_see() -> None:
    zhang = make_person("Zhang Wei")
    zhang.names.create(text="阿伟", language="zh-Hans")
    curie, li = make_person("Curie"), make_person("李四", language="zh")
    assert list(people()) == [curie, zhang, li]
    with translation.override("zh-hans"):
        assert list(people()) == [zhang, li, curie]


def test_the_position_at_a_date() -> None:
    academy = make_organisation("Academy")
    person = make_person()

    def held(title: str, **dates: PartialDate) -> None:
        person.positions.create(title=translated(title), organisation=academy, **dates)

    held("Director", since=PartialDate(2004), until=PartialDate(2011, 3))
    held("President", since=PartialDate(2011, 3), until=PartialDate(2020, 12))
    held("Adviser", as_of=PartialDate(2021, 6, 1))

    def at(*day: int) -> str:
        return str(person.position_at(date(*day)) or "")

    assert at(2003, 12, 31) == ""
    assert at(2004, 1, 1) == "Director"
    assert at(2011, 3, 15) == "President"
    assert at(2020, 12, 31) == "President"
    assert at(2021, 5, 31) == ""
    assert at(2023, 11, 6) == "Adviser"


def test_a_position_does_not_end_before_it_starts() -> None:
    person = make_person()
    position = person.positions.model(
        person=person,
        title=translated("Director"),
        since=PartialDate(2011),
        until=PartialDate(2010, 12),
    )
    with pytest.raises(ValidationError) as caught:
        position.full_clean()
    assert "until" in caught.value.message_dict


def test_countries_to_choose_from_stand_in_the_order_of_the_language() -> None:
    with translation.override("es"):
        names = [label for _code, label in country_choices()]
    assert len(names) == 249
    assert names == sorted(names, key=fold)
    assert names[0] == "Afganistán"
