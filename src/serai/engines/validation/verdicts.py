"""What is said of a file: one verdict, and every fault with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """How bad a fault is, in the words of the IATI validator."""

    CRITICAL = "critical"
    """The file cannot be read, or breaks the schema of its format."""
    ERROR = "error"
    """It breaks a rule of the standard that the schema cannot express."""
    WARNING = "warning"
    """It does what the standard advises against."""


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence that can be translated: a template and its values, words again or plain texts."""

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template % self.values if self.values else self.template


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, and where. Lines count from 1.

    ``explanation`` says in plain words what to do, where ``message`` is that of a schema.
    """

    line: int
    rule: str
    message: str
    severity: Severity = Severity.CRITICAL
    path: str = ""
    explanation: Words | None = None

    @property
    def words(self) -> str:
        """The explanation, or else the message."""
        return str(self.explanation or self.message)

    def as_json(self) -> dict[str, Any]:
        """Return it as `serai validate` prints it."""
        shown = {
            "line": self.line,
            "rule": self.rule,
            "message": self.message,
            "severity": str(self.severity),
        }
        if self.explanation:
            shown["explanation"] = str(self.explanation)
        return {**shown, "path": self.path} if self.path else shown


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of one file.

    It is valid where it can be read and keeps to the schema of its format. Breaches of rules and
    codelists are told as well; they do not make it another format.
    """

    format: str
    faults: list[Fault] = field(default_factory=list)

    @property
    def valid(self) -> bool:
        """Whether the file can be read and keeps to the schema."""
        return self.worst is not Severity.CRITICAL

    @property
    def worst(self) -> Severity | None:
        """The worst severity among the faults, None where there is no fault."""
        found = {fault.severity for fault in self.faults}
        return next((severity for severity in Severity if severity in found), None)
