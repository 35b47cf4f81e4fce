"""Reading YAML with lines."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from serai.foundation.dataset.documents import read_document
from serai.foundation.dataset.problems import DatasetError

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "data.yaml"
    path.write_text(text, "utf-8")
    return path


def test_parts_remember_their_lines(tmp_path: Path) -> None:
    document = read_document(
        write(tmp_path, "records:\n  - key: a\n    parties:\n      - country: KZ\n  - key: b\n")
    )
    assert document.value == {
        "records": [{"key": "a", "parties": [{"country": "KZ"}]}, {"key": "b"}]
    }
    assert document.line_of(("records", 0, "parties", 0, "country")) == 4
    assert document.line_of(("records", 1, "key")) == 5
    assert document.line_of(("records", 0, "no", "such")) == 2


def test_country_codes_and_dates_stay_text(tmp_path: Path) -> None:
    document = read_document(write(tmp_path, "a: NO\nb: 2023-11-06\nc: 2023\nd: 0012\ne: 1.10\n"))
    assert document.value == {"a": "NO", "b": "2023-11-06", "c": 2023, "d": "0012", "e": "1.10"}


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"a: 1\nb: [1, 2\n", 3, "not YAML"),
        (b"a: 1\nb: \xff\n", 2, "UTF-8"),
        (b"a: 1\nb: 2\na: 3\n", 3, "twice"),
        (b"a: 1\n\tb: 2\n", 2, "not YAML"),
    ],
)
def test_faults_name_their_line(tmp_path: Path, content: bytes, line: int, words: str) -> None:
    path = tmp_path / "data.yaml"
    path.write_bytes(content)
    with pytest.raises(DatasetError) as caught:
        read_document(path)
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == ("data.yaml", line)
    assert words in problem.message


@given(value=st.dictionaries(texts, values, max_size=4))
def test_what_a_dump_writes_reads_back(
    tmp_path_factory: pytest.TempPathFactory, value: object
) -> None:
    path = tmp_path_factory.mktemp("documents") / "data.yaml"
    path.write_text(yaml.safe_dump(value, allow_unicode=True), "utf-8")
    assert read_document(path).value == value
