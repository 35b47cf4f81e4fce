"""The page about IATI and CERIF-XML says what the program does."""

from __future__ import annotations

from pathlib import Path

from serai.track.register.exchange.cerif.vocabulary import SETS
from serai.track.register.exchange.iati.vocabulary import ROLE_CODES, STATUS_CODES
from serai.track.register.exchange.oai.protocol import PREFIXES

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/iati-and-cerif.md"


def test_every_code_stands_in_a_table() -> None:
    lines = PAGE.read_text("utf-8").splitlines()
    for codes in (STATUS_CODES, ROLE_CODES):
        for word, code in codes.items():
            assert f"| `{word.value}` | {code} |" in lines


def test_every_set_and_format_is_named() -> None:
    text = PAGE.read_text("utf-8")
    assert [name for name in (*SETS.values(), *PREFIXES) if f"`{name}`" not in text] == []
