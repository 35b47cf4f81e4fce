"""Whole installations by `serai`, each command in a process of its own, as people run it.

They stand on SQLite, as a new installation does, whatever database the other tests are on.
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from working.processes import PATIENCE, free_port, until

__all__ = ["free_port"]


class Terminal:
    """Runs the command as people do, in an installation of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("SERAI_", "DJANGO_"))
        } | {"SERAI_HOME": str(home), "PYTHONWARNINGS": "error"}
        self.running: list[subprocess.Popen[str]] = []

    def command(self, *arguments: str) -> list[str]:
        return [str(Path(sys.executable).with_name("serai")), *arguments]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            env=self.environment, capture_output=True, text=True, check=False, timeout=PATIENCE,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def start(self, *arguments: str, until: str) -> tuple[subprocess.Popen[str], str]:
        """Start a server and return what it printed up to a line."""
        process = subprocess.Popen(
            self.command(*arguments),
            env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        self.running.append(process)
        assert process.stdout is not None
        printed = ""
        for line in process.stdout:
            printed += line
            if line.startswith(until):
                return process, printed
        raise AssertionError(printed)

    def stop(self, process: subprocess.Popen[str]) -> None:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)
        self.running.remove(process)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    terminal = Terminal(tmp_path / "home")
    yield terminal
    for process in list(terminal.running):
        terminal.stop(process)


def get(address: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=PATIENCE)
    query = f"?{parts.query}" if parts.query else ""
    connection.request("GET", parts.path + query, headers=headers)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


INIT = ("init", "--base-url", "https://serai.example.org", "--email", "Ada@example.org",
        "--name", "Ada", "--password", "reeds and willows 7")  # fmt: skip


@dataclass(frozen=True)
class Installation:
    """What `serai init` made, and what it said."""

    home: Path
    said: str


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Made once: all tables take their time."""
    home = tmp_path_factory.mktemp("made") / "home"
    done = Terminal(home).run(*INIT)
    assert done.returncode == 0, done.stderr
    return Installation(home, done.stdout)


@pytest.fixture
def installed(terminal: Terminal, installation: Installation) -> Terminal:
    """A terminal at a copy of the installation."""
    shutil.copytree(installation.home, terminal.home)
    return terminal


def test_init_makes_an_installation_that_only_its_owner_reads(
    installed: Terminal, installation: Installation
) -> None:
    path = installed.home / "serai.toml"
    assert path.stat().st_mode & 0o777 == 0o600
    written = tomllib.loads(path.read_text())
    assert written["base_url"] == "https://serai.example.org"
    assert len(written["secret_key"]) >= 50
    assert "ada@example.org is administrator." in installation.said

    again = installed.run("init", "--email", "eve@example.org", "--name", "Eve")
    assert again.returncode == 0, again.stderr
    assert "There is an administrator already; nobody was added." in again.stdout
    assert tomllib.loads(path.read_text()) == written
    assert installed.run("record", "verify").stdout.startswith("The record is whole: 2 entries.")


def test_init_refuses_a_weak_password_in_one_line(terminal: Terminal) -> None:
    done = terminal.run(*INIT[:-1], "password")
    assert done.returncode == 1
    assert done.stderr.startswith("Error: Nobody was enrolled: ")
    assert done.stderr.count("\n") == 1


def test_init_keeps_the_settings_that_are_there(terminal: Terminal) -> None:
    terminal.home.mkdir()
    (terminal.home / "serai.toml").write_text('secret_key = "mine"\n')
    done = terminal.run(*INIT)
    assert done.returncode == 1
    assert "serai.toml is there already" in done.stderr


@pytest.mark.parametrize(
    ("file", "command", "said"),
    [
        ("colour = 1", "check", "unknown setting “colour”"),
        ("", "serve", "there is no secret key"),
        ('secret_key = "k"', "serve", "The database lacks"),
        ('secret_key = "k"', "load chongqing-2023", "Run `serai init`."),
        ('secret_key = "k"', "record verify", "Run `serai init`."),
        ('secret_key = "k"\ndatabase = "mysql://h/n"', "check", "database: “mysql://h/n”"),
        ('secret_key = "k"\nemail = "post"', "check", "email: write smtp+tls://"),
        ('secret_key = "k"', "demo", "is a real installation"),
        ('secret_key = "k"', "demo --reset", "is not a demo installation, so it is not deleted"),
        ('secret_key = "k"\ndemo = true', "serve --host 0.0.0.0", "on this machine only"),
        (
            'secret_key = "k"\ndatabase = "postgresql://u:secret@127.0.0.1:1/n"',
            "record verify",
            "The database postgresql://u:…@127.0.0.1:1/n cannot be used",
        ),
    ],
)
def test_what_stands_in_the_way_is_said_in_one_line(
    terminal: Terminal, free_port: int, file: str, command: str, said: str
) -> None:
    terminal.home.mkdir()
    (terminal.home / "serai.toml").write_text(file)
    terminal.environment["PORT"] = str(free_port)
    done = terminal.run(*command.split())
    assert done.returncode == 1
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert "secret@" not in done.stderr


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_taken_port_is_said_in_one_line(terminal: Terminal, command: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = terminal.run(command, "--port", str(port))
    assert done.returncode == 1
    assert done.stderr.startswith(f"Error: Port {port} is taken by another program.")
    assert done.stderr.count("\n") == 1
    assert not terminal.home.exists()


def serve(terminal: Terminal, port: int) -> tuple[subprocess.Popen[str], str]:
    terminal.environment["SERAI_BASE_URL"] = f"http://127.0.0.1:{port}"
    return terminal.start("serve", "--port", str(port), until="Serai is at")


def test_serve_serves_pages_and_compressed_files(installed: Terminal, free_port: int) -> None:
    address = f"http://127.0.0.1:{free_port}"
    process, _printed = serve(installed, free_port)

    response, body = get(f"{address}/en/")
    assert response.status == 200
    found = re.search(rb'src="(/assets/serai\.\w+\.js)"', body)
    assert found, body
    response, _body = get(address + found[1].decode(), **{"Accept-Encoding": "br"})
    assert response.status == 200
    assert response.getheader("Content-Encoding") == "br"
    assert "immutable" in str(response.getheader("Cache-Control"))
    installed.stop(process)
    assert process.returncode == 0


AGREEMENT = """
records:
  - key: treaty
    kind: agreement
    name: Treaty of five years
    terms: {instrument: protocol, term_years: 5}
    legal_events:
      - {kind: entry_into_force, on: 2001-01-01}
"""


def test_serving_works_out_the_statuses_that_time_has_overtaken(
    installed: Terminal, free_port: int, tmp_path: Path
) -> None:
    (tmp_path / "treaty.yaml").write_text(AGREEMENT, "utf-8")
    loaded = installed.run("load", str(tmp_path / "treaty.yaml"))
    assert loaded.returncode == 0, loaded.stdout + loaded.stderr
    found = "1 status has been overtaken by time."
    assert found not in installed.run("check").stdout
    (database,) = installed.home.glob("*.sqlite3")
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE register_record SET status = 'in_force'")
    assert found in installed.run("check").stdout

    def is_expired() -> bool:
        with closing(sqlite3.connect(database)) as connection:
            rows = connection.execute("SELECT status FROM register_record").fetchall()
        return rows == [("expired",)]

    process, _printed = serve(installed, free_port)
    until(is_expired)  # The daily job is done as soon as a worker is there.
    installed.stop(process)
    assert found not in installed.run("check").stdout
    with closing(sqlite3.connect(database)) as connection:
        latest = "SELECT actor_label FROM record_entry ORDER BY number DESC"
        assert connection.execute(latest).fetchone() == ("Status computation",)


def test_the_demo_keeps_what_was_changed_until_it_is_reset(
    terminal: Terminal, free_port: int
) -> None:
    terminal.environment["PORT"] = str(free_port)
    address = f"http://127.0.0.1:{free_port}"

    def visit(*arguments: str, then: Callable[[str], None]) -> str:
        process, printed = terminal.start("demo", *arguments, until="Stop with")
        assert f"Serai is at {address}/" in printed
        assert get(f"{address}/en/")[0].status == 200
        then(printed)
        terminal.stop(process)
        return printed

    def sign_in(printed: str) -> None:
        links = re.findall(rf"{address}/\S+", printed)
        assert len(links) == 6
        for link in links:
            response, _body = get(link)
            assert response.status in {302, 303}
            assert "serai_session=" in str(response.getheader("Set-Cookie"))

    printed = visit(then=sign_in)
    assert "Loading chongqing-2023, timetable-illustration …" in printed
    length = terminal.run("record", "verify").stdout
    assert length.startswith("The record is whole: ")

    printed = visit(then=sign_in)
    assert "Loading" not in printed
    assert terminal.run("record", "verify").stdout == length

    again = visit("--reset", then=sign_in)
    assert "Loading chongqing-2023, timetable-illustration …" in again
