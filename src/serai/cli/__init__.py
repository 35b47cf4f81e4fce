"""The `serai` command."""

from serai.cli import data, installation  # noqa: F401
from serai.cli.group import main

__all__ = ["main"]
