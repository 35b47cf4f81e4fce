"""Check characters of the identifiers that organisations and people carry."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
_ROR = re.compile(r"0[0-9a-hjkmnp-tv-z]{6}[0-9]{2}")
_ISNI = re.compile(r"\d{15}[\dX]")
_LEI = re.compile(r"[0-9A-Z]{18}\d{2}")
_ORG_ID = re.compile(r"[A-Z]{2}-[A-Z0-9_]+-\S(?:.*\S)?")
_WIKIDATA = re.compile(r"Q[1-9]\d*")
_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")


def is_ror(value: str) -> bool:
    """Tell whether this is a well-formed ROR id: ``0``, six base-32 letters, and ISO 7064
    MOD 97-10 over them (ROR documentation, "ROR identifier pattern").
    """
    if not _ROR.fullmatch(value):
        return False
    number = 0
    for letter in value[1:7]:
        number = number * 32 + _CROCKFORD.index(letter)
    return 98 - (number * 100) % 97 == int(value[7:])


def is_mod_11_2(digits: str) -> bool:
    """Tell whether the last of sixteen characters is the ISO 7064 MOD 11-2 check character of
    the rest, as in ISNI and ORCID.
    """
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return digits[-1] == ("X" if check == 10 else str(check))


def is_lei(value: str) -> bool:
    """Tell whether this is a Legal Entity Identifier (ISO 17442; ISO 7064 MOD 97-10)."""
    return bool(_LEI.fullmatch(value)) and int("".join(str(int(c, 36)) for c in value)) % 97 == 1


_ADDRESSES = {
    "ror": "https://ror.org/",
    "isni": "https://isni.org/isni/",
    "wikidata": "https://www.wikidata.org/wiki/",
    "lei": "https://search.gleif.org/#/record/",
}
_WRITTEN_AS_ADDRESS = re.compile(r"https?://\S+/(?P<last>[^/\s]+)/?")


def normalise_identifier(scheme: str, value: str) -> str:
    """Return an identifier as it is stored: not as a web address, without spaces, in the case
    of its register. What people copy from elsewhere comes in many forms.
    """
    value = value.strip()
    if scheme == "org-id":
        return value
    if found := _WRITTEN_AS_ADDRESS.fullmatch(value):
        value = found["last"]
    if scheme in {"ror", "lei"}:
        value = value.removeprefix("ror.org/").replace(" ", "")
    elif scheme == "isni":
        value = value.replace(" ", "").replace("-", "")
    return value.lower() if scheme == "ror" else value.upper()


def identifier_address(scheme: str, value: str) -> str:
    """Return the web address of an identifier in its register, empty where it has none."""
    return f"{_ADDRESSES[scheme]}{value}" if scheme in _ADDRESSES else ""


def check_identifier(scheme: str, value: str) -> None:
    """Raise ValidationError unless the value can be an identifier of the register."""
    wrong = {
        "ror": lambda: not is_ror(value),
        "isni": lambda: not (_ISNI.fullmatch(value) and is_mod_11_2(value)),
        "lei": lambda: not is_lei(value),
        "wikidata": lambda: not _WIKIDATA.fullmatch(value),
        "org-id": lambda: not _ORG_ID.fullmatch(value),
    }.get(scheme)
    if wrong is not None and wrong():
        raise ValidationError(
            {"value": _("“%(value)s” is not an identifier of this register: check each character.")
             % {"value": value}}
        )  # fmt: skip


def normalise_orcid(value: str) -> str:
    """Return an ORCID iD as it is stored: sixteen characters in groups of four."""
    letters = value.strip().rstrip("/").rpartition("/")[2].replace("-", "").replace(" ", "").upper()
    if len(letters) != 16:
        return value.strip()
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


def check_orcid(value: str) -> None:
    """Raise ValidationError unless the value is an ORCID iD written with hyphens."""
    if not _ORCID.fullmatch(value):
        raise ValidationError(
            _("“%(value)s” is not an ORCID iD: it looks like 0000-0002-1825-0097.")
            % {"value": value}
        )
    if not is_mod_11_2(value.replace("-", "")):
        raise ValidationError(
            _("“%(value)s” is not an ORCID iD: check each digit, one is mistyped.")
            % {"value": value}
        )
