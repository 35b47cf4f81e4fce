"""Names of money that several countries share, as a table that is read line by line."""

from __future__ import annotations


def shared(table: str) -> dict[str, dict[str, str]]:
    """Read ``shilling, sh = KES: Kenya Nairobi`` into name → code → places.

    Three points stand for the names of the line before.
    """
    found: dict[str, dict[str, str]] = {}
    names: list[str] = []
    for line in filter(None, map(str.strip, table.splitlines())):
        written, _, home = line.partition(" = ")
        code, _, places = home.partition(": ")
        if written != "...":
            names = [name.strip() for name in written.split(",")]
        for name in names:
            found.setdefault(name, {})[code] = places
    return found
