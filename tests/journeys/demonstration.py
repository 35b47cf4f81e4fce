"""The product as `serai demo` serves it, with the built-in example, in a process of its own.

The tables are made and the example is loaded once; each server gets a copy of that database, so
that a journey may change what it likes.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit, urlunsplit
from urllib.request import Request, urlopen

from run_tests import free_port
from working.processes import PATIENCE

EXAMPLE = "chongqing-2023"
COMMAND = [
    sys.executable,
    "-W",
    "error",
    "-c",
    "from serai.cli import main; main(prog_name='serai')",
]
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\S*")


@dataclass(frozen=True)
class Demonstration:
    """A server with the example; what it said when it was ready; what it sends by e-mail."""

    url: str
    links: dict[str, str]
    mail: Path

    def fetch(self, path: str, *, accept_encoding: str = "identity") -> bytes:
        """Return the body of a page as it is sent."""
        request = Request(self.url + path, headers={"Accept-Encoding": accept_encoding})
        with urlopen(request) as response:
            body: bytes = response.read()
        return body

    def first_link(self, path: str, pattern: str) -> str:
        """Return the first address on a page that matches a pattern as a whole."""
        page = self.fetch(path).decode().replace("&amp;", "&")
        matching = (
            link for link in re.findall(r'href="([^"]+)"', page) if re.fullmatch(pattern, link)
        )
        return str(next(matching))


@dataclass(frozen=True)
class Prepared:
    """An installation with the example, of which copies are served."""

    home: Path
    database: str
    """Address of a PostgreSQL database; empty for SQLite."""
    made: list[str] = field(default_factory=list)

    @contextmanager
    def served(self) -> Iterator[Demonstration]:
        """Serve a copy until the end of the block."""
        place = Path(tempfile.mkdtemp(prefix="serai-journey-"))
        home = place / "home"
        shutil.copytree(self.home, home)
        database = f"{self.database}_{secrets.token_hex(4)}" if self.database else ""
        if database:
            _command_database(
                self.database,
                f'CREATE DATABASE "{_name(database)}" TEMPLATE "{_name(self.database)}"',
            )
        mail = place / "mail"
        with (place / "errors").open("w") as errors:
            process = subprocess.Popen(
                [*COMMAND, "demo", "--port", str(free_port())],
                env=_environment(home, database, SERAI_EMAIL=f"file://{mail}"),
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                start_new_session=True,
            )
        try:
            assert process.stdout is not None
            yield _ready(process.stdout, mail, place / "errors")
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.communicate(timeout=PATIENCE)
            if database:
                _command_database(self.database, f'DROP DATABASE "{_name(database)}"')
            shutil.rmtree(place, ignore_errors=True)


@contextmanager
def prepared() -> Iterator[Prepared]:
    """Make the tables and load the example, once for many servers."""
    server = os.environ.get("SERAI_TEST_DATABASE", "")
    place = Path(tempfile.mkdtemp(prefix="serai-journeys-"))
    database = _sibling(server, f"serai_journeys_{secrets.token_hex(4)}") if server else ""
    if database:
        _command_database(server, f'CREATE DATABASE "{_name(database)}"')
    try:
        home = place / "home"
        home.mkdir()
        (home / "serai.toml").write_text(f'demo = true\nsecret_key = "{secrets.token_hex(32)}"\n')
        first = ["--email", "administrator@serai.example", "--name", "Example administrator"]
        for arguments in (["init", *first, "--password", ""], ["load", EXAMPLE]):
            subprocess.run(
                [*COMMAND, *arguments], env=_environment(home, database), check=True,
                stdout=subprocess.DEVNULL,
            )  # fmt: skip
        yield Prepared(home, database)
    finally:
        if database:
            _command_database(server, f'DROP DATABASE IF EXISTS "{_name(database)}"')
        shutil.rmtree(place, ignore_errors=True)


def _ready(output: IO[str], mail: Path, errors: Path) -> Demonstration:
    """Read what the server says until it has said everything: then it takes requests."""
    url, links, name = "", {}, ""
    for line in output:
        address = ADDRESS.search(line)
        if address and "/demo/sign-in/" in line:
            name = line[: address.start()].strip()
            links[name] = address.group()
        elif address:
            url = address.group().rstrip("/")
        elif line.startswith("Stop"):
            return Demonstration(url, links, mail)
    raise AssertionError(f"The server did not start: {errors.read_text()}")


def _environment(home: Path, database: str, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SERAI_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    chosen = {"SERAI_DATABASE": database} if database else {}
    return kept | {"SERAI_HOME": str(home)} | chosen | more


def _sibling(database: str, name: str) -> str:
    return urlunsplit(urlsplit(database)._replace(path=f"/{name}"))


def _name(database: str) -> str:
    return urlsplit(database).path.lstrip("/")


def _command_database(database: str, command: str) -> None:
    """Run a command on the server of a PostgreSQL database, outside of that database."""
    import psycopg

    with (
        psycopg.connect(_sibling(database, "postgres"), autocommit=True) as connection,
        suppress(psycopg.errors.InvalidCatalogName),
    ):
        connection.execute(command)
