"""Commands for the indexes of words: search rebuild."""

from __future__ import annotations

import time

import click

from serai.cli.group import example, main, set_up


@main.group(epilog=example("serai search rebuild"))
def search() -> None:
    """The indexes in which words are searched."""


@search.command(epilog=example("serai search rebuild"))
def rebuild() -> None:
    """Fill the indexes of words anew.

    The database keeps them by itself. It is needed where a table was written past the database, or
    where `serai check` says so.
    """
    set_up()
    from serai.foundation.search.registry import registered_indexes

    for index in registered_indexes():
        began = time.monotonic()
        index.rebuild()
        rows = index.model._base_manager.count()
        click.echo(f"{rows:>9,} {index.table} in {time.monotonic() - began:.1f} s")
