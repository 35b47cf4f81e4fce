"""YAML files as plain values that remember their lines.

Only what YAML 1.2's core schema calls null, booleans, integers and numbers is converted; dates and
``NO`` (Norway) stay text, as they do not under YAML 1.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from serai.foundation.dataset.problems import DatasetError, Problem

Path_ = tuple[str | int, ...]

_CONVERSIONS: tuple[tuple[re.Pattern[str], Any], ...] = (
    (re.compile(r"~|null|"), lambda text: None),
    (re.compile(r"true|false"), lambda text: text == "true"),
    (re.compile(r"-?(0|[1-9]\d*)"), int),
    (re.compile(r"-?(0|[1-9]\d*)\.\d+"), str),  # numbers with a point stay exact, as text
)


@dataclass(slots=True)
class Document:
    """One file: its value, and the line on which each part of it begins."""

    name: str
    value: Any = None
    lines: dict[Path_, int] = field(default_factory=dict)

    def line_of(self, path: Path_) -> int:
        """Return the line of a part, or of the nearest part around it that has one."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 1


def read_document(path: Path, *, name: str | None = None) -> Document:
    """Read one YAML file. Raises DatasetError with the line of the fault."""
    document = Document(name or path.name)
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise DatasetError(
            [Problem(document.name, line, "", "this is not UTF-8 text: save the file as UTF-8")]
        ) from None
    except OSError as error:
        raise DatasetError(
            [Problem(document.name, 1, "", f"cannot be read: {error.strerror}")]
        ) from None
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise DatasetError(
            [
                Problem(
                    document.name, line, "", f"this is not YAML: {error.problem or error.context}"
                )
            ]
        ) from None
    except yaml.YAMLError as error:
        raise DatasetError([Problem(document.name, 1, "", f"this is not YAML: {error}")]) from None
    if node is not None:
        document.value = _value(node, (), document)
    return document


def yaml_files(place: Path) -> Iterator[Path]:
    """The data files of a directory, in order of name; or the one file that was named."""
    if place.is_dir():
        yield from sorted(place.rglob("*.yaml"))
    else:
        yield place


def _value(node: yaml.Node, path: Path_, document: Document) -> Any:
    document.lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in result:
                line = key_node.start_mark.line + 1
                raise DatasetError([Problem(document.name, line, key, "stands here twice")])
            result[key] = _value(value_node, (*path, key), document)
            document.lines[(*path, key)] = key_node.start_mark.line + 1
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*path, index), document) for index, item in enumerate(node.value)]
    text = str(node.value)
    if isinstance(node, yaml.ScalarNode) and not node.style:
        for pattern, convert in _CONVERSIONS:
            if pattern.fullmatch(text):
                return convert(text)
    return text
