"""Check characters of identifiers."""

from __future__ import annotations

import contextlib
import json
import string

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from omissions import SHARED
from serai.foundation.directory.identifiers import (
    check_identifier,
    check_orcid,
    identifier_address,
    is_lei,
    is_mod_11_2,
    is_ror,
    normalise_identifier,
    normalise_orcid,
)

CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
# Ids of the public sample of ROR.
RORS = ["03j90c872", "011wymc20", "00k1pqk92", "03hahne97"]


def ror_of(number: int) -> str:
    letters = ""
    rest = number
    for _position in range(6):
        rest, letter = divmod(rest, 32)
        letters = CROCKFORD[letter] + letters
    return f"0{letters}{98 - number * 100 % 97:02d}"


def with_mod_11_2(digits: str) -> str:
    return next(digits + last for last in "0123456789X" if is_mod_11_2(digits + last))


def lei_of(letters: str) -> str:
    number = int("".join(str(int(letter, 36)) for letter in letters + "00"))
    return f"{letters}{98 - number % 97:02d}"


@pytest.mark.shared
def test_the_identifiers_of_a_real_sample_pass() -> None:
    sample = SHARED / "data/ror/ror-records-sample.json"
    records = json.loads(sample.read_text("utf-8"))
    real = [record["id"].rpartition("/")[2] for record in records]
    assert [value for value in real if not is_ror(value)] == []
    for record in records:
        for other in record["external_ids"]:
            if other["type"] in {"isni", "wikidata"}:
                for value in other["all"]:
                    check_identifier(other["type"], normalise_identifier(other["type"], value))


def test_real_identifiers_pass() -> None:
    assert all(map(is_ror, RORS))
    check_orcid("0000-0002-1825-0097")
    check_orcid("0000-0002-1694-233X")
    check_identifier("lei", "5493001KJTIIGC8Y1R12")
    check_identifier("org-id", "GB-COH-09506232")
    check_identifier("wikidata", "Q16955")


@given(st.integers(0, 32**6 - 1), st.integers(0, 8), st.sampled_from(CROCKFORD))
def test_any_single_changed_character_of_a_ror_is_found(
    number: int, place: int, letter: str
) -> None:
    value = ror_of(number)
    assert is_ror(value)
    changed = value[:place] + letter + value[place + 1 :]
    assert changed == value or not is_ror(changed)


@given(
    st.text("0123456789", min_size=15, max_size=15),
    st.integers(0, 15),
    st.sampled_from("0123456789"),
)
def test_any_single_changed_digit_of_an_isni_is_found(digits: str, place: int, digit: str) -> None:
    value = with_mod_11_2(digits)
    changed = value[:place] + digit + value[place + 1 :]
    assert changed == value or not is_mod_11_2(changed)


@given(
    st.text(string.digits + string.ascii_uppercase, min_size=18, max_size=18),
    st.integers(0, 19),
    st.sampled_from(string.digits + string.ascii_uppercase),
)
def test_a_changed_character_of_a_lei_is_found(letters: str, place: int, letter: str) -> None:
    value = lei_of(letters)
    assert is_lei(value)
    before = value[place]
    # A digit for a letter shifts the rest; MOD 97-10 promises substitutions of one kind.
    if before.isdigit() == letter.isdigit() and (place < 18 or letter.isdigit()):
        changed = value[:place] + letter + value[place + 1 :]
        assert changed == value or not is_lei(changed)


@given(st.sampled_from(["ror", "isni", "lei", "wikidata", "org-id"]), st.text(max_size=24))
def test_what_passes_the_check_is_stored_as_it_is(scheme: str, written: str) -> None:
    stored = normalise_identifier(scheme, written)
    with contextlib.suppress(ValidationError):
        check_identifier(scheme, stored)
        assert normalise_identifier(scheme, stored) == stored


@given(st.text(max_size=24))
def test_any_text_is_read_as_an_orcid_or_refused(written: str) -> None:
    with contextlib.suppress(ValidationError):
        check_orcid(normalise_orcid(written))


@pytest.mark.parametrize(
    ("scheme", "written", "stored"),
    [
        ("ror", "https://ror.org/03J90C872", "03j90c872"),
        ("ror", " ror.org/03j90c872 ", "03j90c872"),
        ("isni", "0000 0004 6023 8504", "0000000460238504"),
        ("isni", "https://isni.org/isni/0000000460238504/", "0000000460238504"),
        ("wikidata", "https://www.wikidata.org/wiki/Q16955", "Q16955"),
        ("lei", "5493 001K JTII GC8Y 1R12", "5493001KJTIIGC8Y1R12"),
        ("org-id", "GB-COH-09506232", "GB-COH-09506232"),
    ],
)
def test_identifiers_are_stored_in_one_form(scheme: str, written: str, stored: str) -> None:
    assert normalise_identifier(scheme, written) == stored
    assert normalise_identifier(scheme, stored) == stored


def test_an_orcid_is_stored_with_hyphens() -> None:
    for written in ("https://orcid.org/0000-0002-1694-233x", "000000021694233X"):
        assert normalise_orcid(written) == "0000-0002-1694-233X"


def test_addresses_of_the_registers() -> None:
    assert identifier_address("ror", "03j90c872") == "https://ror.org/03j90c872"
    assert identifier_address("org-id", "GB-COH-09506232") == ""
