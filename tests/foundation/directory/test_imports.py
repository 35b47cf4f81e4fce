"""Organisations, people and themes in data files."""

from __future__ import annotations

from pathlib import Path

import pytest

from factories.directory import make_organisation, make_person, make_theme, translated
from serai.foundation.dataset.operations import Loaded, dump_dataset, load_dataset
from serai.foundation.dataset.problems import DatasetError
from serai.foundation.dates import PartialDate
from serai.foundation.directory.merging import merge_organisations
from serai.foundation.directory.models import Organisation, Person, Theme
from serai.foundation.record.operations import Program

pytestmark = pytest.mark.django_db
ACTOR = Program("load test")

FILE = """
organisations:
  - key: cas
    name: {en: Chinese Academy of Sciences, zh-hans: 中国科学院}
    short_name: CAS
    kind: academy
    country: CN
    website: https://english.cas.cn/
    identifiers:
      - {scheme: ror, value: 'https://ror.org/034t30j35'}
  - key: institute-of-botany
    name: Institute of Botany
    kind: institute
    country: CN
    parent: cas
people:
  - key: bai-chunli
    names:
      - {text: 白春礼, family: 白, given: 春礼, language: zh-Hans, preferred: true}
      - {text: Bai Chunli, language: en}
    country: CN
    positions:
      - {title: President, organisation: cas, since: 2011-03, until: 2020-12}
themes:
  - key: agriculture
    name: {en: Agriculture, zh-hans: 农业}
    fields: ['4.1', '4.4']
    position: 1
"""


def load(tmp_path: Path, text: str) -> Loaded:
    path = tmp_path / "directory.yaml"
    path.write_text(text, "utf-8")
    return load_dataset(places=[path], actor=ACTOR)


def test_a_file_is_loaded_once(tmp_path: Path) -> None:
    loaded = load(tmp_path, FILE)
    assert loaded.items == {"organisations": 2, "people": 1, "themes": 1}
    person = Person.objects.get(key="bai-chunli")
    assert person.display_name("zh-hans") == "白春礼"
    assert person.display_name("fr") == "Bai Chunli"
    assert person.positions.get().until == PartialDate(2020, 12)
    assert Organisation.objects.get(key="cas").identifiers.get().value == "034t30j35"
    assert [field.code for field in Theme.objects.get().fields.all()] == ["4.1", "4.4"]
    assert load(tmp_path, FILE).changes == 0


def test_what_left_the_file_leaves_the_person(tmp_path: Path) -> None:
    load(tmp_path, FILE)
    shorter = FILE.replace("      - {text: Bai Chunli, language: en}\n", "")
    assert load(tmp_path, shorter).changes == 1
    assert Person.objects.get().names.get().text == "白春礼"


def test_a_dump_loads_into_an_empty_installation_as_the_same(tmp_path: Path) -> None:
    load(tmp_path, FILE)
    parent = make_organisation("Without a key")
    make_organisation("Child of it", parent=parent)
    make_person("Without a key").positions.create(
        title=translated("Director"), organisation=parent, as_of=PartialDate(2023)
    )
    make_theme(fields=["1.1"])
    dump_dataset(directory=tmp_path / "first")
    for model in (Theme, Person, Organisation):
        if model is Organisation:
            Organisation.objects.update(parent=None)
        model.objects.all().delete()
    load_dataset(places=[tmp_path / "first"], actor=ACTOR)
    dump_dataset(directory=tmp_path / "second")
    for path in sorted((tmp_path / "first").iterdir()):
        assert (tmp_path / "second" / path.name).read_text() == path.read_text()
    assert Organisation.objects.filter(code=parent.code).exists()


def test_every_mistake_is_named_with_its_line(tmp_path: Path) -> None:
    faulty = """organisations:
  - key: one
    name: One
    kind: castle
  - key: two
    name: Two
    country: XK
  - key: three
    name: Three
    identifiers:
      - {scheme: ror, value: 034t30j36}
  - key: four
    name: Four
    parent: four
people:
  - key: nobody
    names: []
  - key: somebody
    names: [{text: Somebody}]
    orcid: 0000-0002-1825-0098
themes:
  - key: magic
    name: Magic
    fields: ['7.1']
"""
    with pytest.raises(DatasetError) as caught:
        load(tmp_path, faulty)
    told = [(problem.line, problem.field) for problem in caught.value.problems]
    assert told == [
        (4, "one.kind"),
        (7, "two.country"),
        (11, "three.identifiers.0.value"),
        (14, "four.parent"),
        (17, "nobody.names"),
        (20, "somebody.orcid"),
        (24, "magic.fields.0"),
    ]
    assert not Organisation.objects.exists()


def test_what_was_merged_stays_merged(tmp_path: Path) -> None:
    load(tmp_path, FILE)
    survivor = make_organisation("The Academy")
    merge_organisations(
        actor=ACTOR, survivor=survivor, duplicate=Organisation.objects.get(key="cas")
    )
    load(tmp_path, FILE)
    assert not Organisation.objects.filter(key="cas").exists()
    assert Organisation.objects.get(key="institute-of-botany").parent == survivor
