"""The `serai` command."""

from serai.cli import claims, data, evidence, installation, jobs, search, validate  # noqa: F401
from serai.cli.group import main

__all__ = ["main"]
