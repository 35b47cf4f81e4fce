"""The `serai` command."""

from serai.cli import data, installation, validate  # noqa: F401
from serai.cli.group import main

__all__ = ["main"]
