"""Permanent codes and readable keys."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from factories.directory import make_organisation
from serai.foundation.identity import ALPHABET, LENGTH, code_for_key, new_code


def is_code(text: str) -> bool:
    return len(text) == LENGTH and set(text) <= set(ALPHABET)


def test_new_codes_are_opaque_and_differ() -> None:
    codes = {new_code() for _number in range(1000)}
    assert len(codes) == 1000
    assert all(map(is_code, codes))


def test_codes_hold_no_vowels() -> None:
    assert not set(ALPHABET) & set("aeioul")


@given(st.text(), st.text())
def test_a_key_gives_the_same_code_everywhere(kind: str, key: str) -> None:
    code = code_for_key(kind, key)
    assert is_code(code)
    assert code_for_key(kind, key) == code


def test_the_code_of_a_key_never_changes() -> None:
    # Addresses that were printed depend on it.
    assert code_for_key("directory.organisation", "cas") == "3bs8jyfks9"
    assert code_for_key("register.record", "cas") != code_for_key("directory.organisation", "cas")


@pytest.mark.django_db
def test_an_object_of_a_file_has_the_code_of_its_key() -> None:
    organisation = make_organisation(key="cas")
    assert organisation.code == code_for_key("directory.organisation", "cas")


@pytest.mark.django_db
def test_an_object_of_a_desk_has_a_code_of_its_own_and_keeps_it() -> None:
    one, other = make_organisation(), make_organisation()
    assert one.key is None
    assert other.key is None
    assert one.code != other.code
    code = one.code
    one.save()
    assert one.code == code


@pytest.mark.django_db
def test_a_key_is_given_once() -> None:
    make_organisation(key="cas")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_organisation(key="cas")
