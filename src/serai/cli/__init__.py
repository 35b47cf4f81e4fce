"""The `serai` command."""

from serai.cli import (  # noqa: F401
    claims,
    data,
    evidence,
    exchange,
    installation,
    jobs,
    organisations,
    programme,
    search,
    timetable,
    tokens,
    validate,
)
from serai.cli.group import main

__all__ = ["main"]
