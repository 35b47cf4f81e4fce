"""Loading items: references, all problems at once, nothing half-written, nothing twice."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from serai.foundation.dataset import kinds as registry
from serai.foundation.dataset.kinds import Item, Kind, Texts, reference, written
from serai.foundation.dataset.loading import ChangeVerbs, Loading
from serai.foundation.dataset.operations import dump_dataset, load_dataset
from serai.foundation.dataset.problems import DatasetError
from serai.foundation.directory.models import Organisation
from serai.foundation.record import verbs as verb_registry
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import Program
from serai.foundation.record.verbs import Erasure, register_verb

pytestmark = pytest.mark.django_db

ACTOR = Program("load test")


class BodyItem(Item):
    name: Texts
    parent: str | None = None
    website: str = ""


@pytest.fixture(autouse=True)
def bodies(monkeypatch: pytest.MonkeyPatch) -> None:
    """One kind of our own, so that the room is tested without the rooms that use it."""
    monkeypatch.setattr(verb_registry, "_verbs", dict(verb_registry._verbs))
    verbs = ChangeVerbs(
        register_verb("body.created", "added", erasure=Erasure.NOTHING),
        register_verb("body.changed", "changed", erasure=Erasure.NOTHING),
    )

    def load(item: BodyItem, loading: Loading) -> Organisation:
        parent = loading.find_optional(Organisation, item.parent, "parent")
        values = {"name": item.name, "parent": parent, "website": item.website}
        return loading.upsert(Organisation, item, verbs=verbs, values=values)

    def dump() -> Iterable[dict[str, Any]]:
        for body in Organisation.objects.order_by("key"):
            yield written(
                key=reference(body),
                name=body.name,
                parent=reference(body.parent),
                website=body.website,
            )

    monkeypatch.setattr(
        registry, "_kinds", {"bodies": Kind("bodies", Organisation, BodyItem, load, dump)}
    )


def load(tmp_path: Path, text: str, *, dry_run: bool = False) -> Any:
    path = tmp_path / "bodies.yaml"
    path.write_text(text, "utf-8")
    return load_dataset(places=[path], actor=ACTOR, dry_run=dry_run)


GOOD = """
bodies:
  - key: institute
    name: {en: Institute, fr: Institut}
    parent: academy
  - key: academy
    name: Academy
"""


def test_an_item_may_refer_to_one_that_stands_later(tmp_path: Path) -> None:
    loaded = load(tmp_path, GOOD)
    assert loaded.items == {"bodies": 2}
    assert Organisation.objects.get(key="institute").parent == Organisation.objects.get(
        key="academy"
    )


def test_loading_twice_records_nothing(tmp_path: Path) -> None:
    assert load(tmp_path, GOOD).changes == 2
    assert load(tmp_path, GOOD).changes == 0
    assert Entry.objects.count() == 2


def test_what_differs_is_changed_and_recorded(tmp_path: Path) -> None:
    load(tmp_path, GOOD)
    loaded = load(tmp_path, GOOD.replace("Academy", "The Academy"))
    assert loaded.changes == 1
    entry = Entry.objects.first()
    assert entry is not None
    assert (entry.verb, entry.before, entry.after) == (
        "body.changed",
        {"name": {"en": "Academy"}},
        {"name": {"en": "The Academy"}},
    )


def test_a_dry_run_says_the_same_and_keeps_nothing(tmp_path: Path) -> None:
    assert load(tmp_path, GOOD, dry_run=True).changes == 2
    assert not Organisation.objects.exists()
    assert not Entry.objects.exists()


def test_every_problem_is_told_at_once_and_nothing_stays(tmp_path: Path) -> None:
    faulty = """bodies:
  - key: good
    name: Good
  - key: no-name
  - key: Bad Key
    name: Bad
  - key: surplus
    name: Surplus
    colour: red
  - key: orphan
    name: Orphan
    parent: nobody
  - key: wrong-language
    name: {en: Name, tlh: pong}
  - key: wrong-address
    name: Address
    website: not an address
  - key: good
    name: Again
  - key: child
    name: Child
    parent: no-name
people: []
"""
    with pytest.raises(DatasetError) as caught:
        load(tmp_path, faulty)
    found = [(problem.line, problem.field) for problem in caught.value.problems]
    assert found == [
        (4, "no-name.name"),
        (5, "Bad Key.key"),
        (9, "surplus.colour"),
        (12, "orphan.parent"),
        (14, "wrong-language.name"),
        (17, "wrong-address.website"),
        (18, "key"),
        (23, "people"),
    ]
    assert all(problem.file == "bodies.yaml" for problem in caught.value.problems)
    assert not Organisation.objects.exists()


def test_items_that_refer_to_each_other_are_refused(tmp_path: Path) -> None:
    circle = "bodies:\n- {key: a, name: A, parent: b}\n- {key: b, name: B, parent: a}\n"
    with pytest.raises(DatasetError, match="refers back"):
        load(tmp_path, circle)


def test_what_an_item_pulled_in_is_loaded_again_when_the_item_fails(tmp_path: Path) -> None:
    text = """bodies:
  - key: bad
    name: Bad
    parent: good
    website: nowhere
  - key: good
    name: Good
  - key: child
    name: Child
    parent: good
"""
    with pytest.raises(DatasetError) as caught:
        load(tmp_path, text)
    assert [problem.field for problem in caught.value.problems] == ["bad.website"]


def test_a_dump_loads_into_the_same(tmp_path: Path) -> None:
    load(tmp_path, GOOD)
    assert dump_dataset(directory=tmp_path / "dump") == {"bodies": 2}
    first = (tmp_path / "dump" / "01-bodies.yaml").read_text("utf-8")
    assert load_dataset(places=[tmp_path / "dump"], actor=ACTOR).changes == 0
    codes = dict(Organisation.objects.values_list("key", "code"))
    Organisation.objects.update(parent=None)
    Organisation.objects.all().delete()
    load_dataset(places=[tmp_path / "dump"], actor=ACTOR)
    assert dict(Organisation.objects.values_list("key", "code")) == codes
    dump_dataset(directory=tmp_path / "again")
    assert (tmp_path / "again" / "01-bodies.yaml").read_text("utf-8") == first


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_a_place_without_data_is_a_problem(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(DatasetError, match="there is no"):
        load_dataset(places=[tmp_path / name], actor=ACTOR)
