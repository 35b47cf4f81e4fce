"""The difference of two snapshots says exactly what it takes to make one of the other."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from serai.foundation.releases.comparing import Difference, compare

_values = st.integers(0, 3) | st.lists(st.integers(0, 2), max_size=2)
_things = st.dictionaries(
    st.sampled_from("abcd"), st.dictionaries(st.sampled_from("xyz"), _values, max_size=3)
)
_snapshots = st.fixed_dictionaries(
    {},
    optional={
        "sessions": _things.flatmap(
            lambda things: st.permutations(list(things)).map(
                lambda order: [{"code": code, **things[code]} for code in order]
            )
        ),
        "people": _things,
        "time_zone": st.sampled_from(["UTC", "Asia/Shanghai"]),
    },
)


@given(_snapshots, _snapshots)
def test_the_difference_leads_from_one_to_the_other(before: Any, after: Any) -> None:
    difference = compare(before, after)

    assert _applied(before, difference) == _unordered(after)
    assert bool(difference) == (_ordered(before) != _ordered(after))


@given(_snapshots, _snapshots)
def test_backwards_it_is_the_other_way_round(before: Any, after: Any) -> None:
    there, back = compare(before, after), compare(after, before)

    assert there.fields == {name: (old, new) for name, (new, old) in back.fields.items()}
    assert set(there.collections) == set(back.collections)
    for name, found in there.collections.items():
        assert found.added == back.of(name).removed
        assert found.removed == back.of(name).added
        assert found.changed.keys() == back.of(name).changed.keys()
        assert found.is_reordered == back.of(name).is_reordered


def test_a_field_that_comes_or_goes_is_told_with_none() -> None:
    before = {"sessions": [{"code": "a", "room": "hall"}, {"code": "b"}]}
    after = {"sessions": [{"code": "b", "title": {"en": "Storage"}}, {"code": "a"}]}

    found = compare(before, after).of("sessions")

    assert found.changed["a"].fields == {"room": ("hall", None)}
    assert found.changed["b"].fields == {"title": (None, {"en": "Storage"})}
    assert found.is_reordered


def _by_code(value: Any) -> Any:
    if isinstance(value, list):
        return {each["code"]: each for each in value}
    return value


def _unordered(snapshot: Any) -> dict[str, Any]:
    return {name: value for name, each in snapshot.items() if (value := _by_code(each))}


def _ordered(snapshot: Any) -> list[Any]:
    return sorted(
        (name, list(_by_code(each).items()) if isinstance(each, list) else each)
        for name, each in snapshot.items()
        if each
    )


def _applied(before: Any, difference: Difference) -> dict[str, Any]:
    made = {name: _by_code(value) for name, value in before.items()}
    for name, (_old, new) in difference.fields.items():
        made[name] = new
    for name, found in difference.collections.items():
        things = {code: dict(thing) for code, thing in made.get(name, {}).items()}
        for code in found.removed:
            del things[code]
        for code, change in found.changed.items():
            for field, (_was, value) in change.fields.items():
                if field in change.after:
                    things[code][field] = value
                else:
                    del things[code][field]
        made[name] = {**things, **found.added}
    return {name: value for name, value in made.items() if value}
