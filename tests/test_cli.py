"""The `serai` command, as a person at a terminal meets it."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import click
import pytest
from click.testing import CliRunner, Result
from django.db import connection

from factories.accounts import user_with
from factories.editions import make_edition
from serai.cli import main
from serai.convene.programme.released import PROGRAMME
from serai.foundation.accounts.models import Role, User
from serai.foundation.record.models import Entry, Head
from serai.foundation.record.operations import Program
from serai.foundation.record.queries import revision
from serai.foundation.releases.operations import release
from serai.project.people import enrol
from working.processes import PATIENCE, free_port, until

__all__ = ["free_port"]

COMMANDS = [
    "demo", "init", "serve", "check", "load", "dump", "validate", "claims", "record verify",
    "worker", "import", "export", "template", "import-organisations", "ingest", "search rebuild",
    "token create", "token list", "token revoke", "programme import", "programme export",
    "timetable solve", "timetable explain", "timetable repair",
]  # fmt: skip


def serai(*arguments: str) -> Result:
    """Run a command on the installation of the tests."""
    return CliRunner().invoke(main, arguments)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(command: str) -> None:
    result = serai(*command.split(), "--help")
    assert result.exit_code == 0
    assert re.search(rf"Example:\n  .*\bserai .*{command}", result.output)


def test_there_are_no_other_commands() -> None:
    def walk(group: click.Group, prefix: str = "") -> Iterator[str]:
        for name, command in group.commands.items():
            if isinstance(command, click.Group):
                yield from walk(command, f"{prefix}{name} ")
            else:
                yield prefix + name

    assert sorted(walk(main)) == sorted(COMMANDS)


# record verify


@pytest.fixture
def some_history(db: None) -> None:
    actor = Program("test")
    enrol(actor=actor, email="ada@example.org", name="Ada", roles=[Role.ADMINISTRATOR])
    enrol(actor=actor, email="eve@example.org", name="Eve")


@pytest.mark.usefixtures("some_history")
def test_a_whole_record_is_said_to_be_whole() -> None:
    result = serai("record", "verify")
    head = Head.objects.get(pk=1)
    assert result.exit_code == 0
    assert result.output == f"The record is whole: 3 entries.\nHead: 3:{head.digest}\n"


def test_a_release_that_was_altered_is_found(db: None) -> None:
    made = release(actor=Program("test"), kind=PROGRAMME, subject=make_edition())
    with connection.cursor() as cursor:
        table = " ON releases_release" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER releases_never_changed{table}")
        cursor.execute("UPDATE releases_release SET digest = 'altered'")

    result = serai("record", "verify")

    assert result.exit_code == 1
    assert f"programme {made.subject} 1: it was altered" in result.output


@pytest.mark.usefixtures("some_history")
def test_a_noted_head_is_looked_for() -> None:
    noted = str(Head.objects.get(pk=1))
    enrol(actor=Program("test"), email="later@example.org", name="Later")
    assert serai("record", "verify", "--expected", noted).exit_code == 0

    altered = f"3:{'0' * 64}"
    result = serai("record", "verify", "--expected", altered)
    assert result.exit_code == 1
    assert "entry 3: its digest is not the one noted earlier" in result.output


@pytest.mark.usefixtures("some_history")
def test_an_altered_entry_is_found() -> None:
    Entry.objects.filter(number=2).update(note="never said")
    result = serai("record", "verify")
    assert result.exit_code == 1
    assert result.output == "entry 2: what it says was altered\n1 fault in the record.\n"


@pytest.mark.parametrize("written", ["3", "three:abc", "3:xyz", ":"])
def test_a_head_that_was_copied_badly(written: str) -> None:
    result = serai("record", "verify", "--expected", written)
    assert result.exit_code == 2
    assert "write LENGTH:DIGEST" in result.output


# load and dump


@pytest.mark.django_db
def test_a_load_with_faults_names_them_all_and_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("organisations:\n  - key: one\n    nam: One\n", "utf-8")
    (tmp_path / "b.yaml").write_text("organisations: [\n", "utf-8")
    result = serai("load", str(tmp_path))
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert any(line.startswith("a.yaml:3: ") and "nam" in line for line in lines)
    assert any(re.match(r"b\.yaml:\d+: this is not YAML", line) for line in lines)
    assert lines[-1].endswith("problems; nothing was loaded.")
    assert revision() == 0


@pytest.mark.django_db
def test_a_place_that_is_not_there() -> None:
    result = serai("load", "/nowhere")
    assert result.exit_code == 1
    assert result.output.startswith("/nowhere:1: there is no such file or directory\n1 problem;")


@pytest.mark.django_db
def test_a_dry_run_keeps_nothing_and_a_second_load_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(
        "organisations:\n  - key: one\n    name: Institute One\n    kind: institute\n", "utf-8"
    )
    result = serai("load", "--dry-run", str(path))
    assert result.output.splitlines()[-1] == "1 change would be recorded; nothing was kept."
    assert revision() == 0

    result = serai("load", str(path))
    assert result.output.splitlines()[-1] == "1 change recorded."
    assert serai("load", str(path)).output.splitlines()[-1] == "0 changes recorded."


@pytest.mark.django_db
def test_what_is_dumped_can_be_loaded(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(
        "organisations:\n  - key: one\n    name: Institute One\n    kind: institute\n", "utf-8"
    )
    assert serai("load", str(path)).exit_code == 0
    result = serai("dump", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    assert f"Written to {tmp_path / 'out'}." in result.output
    assert serai("load", str(tmp_path / "out")).output.splitlines()[-1] == "0 changes recorded."


@pytest.mark.django_db
def test_a_dump_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    result = serai("dump", str(tmp_path))
    assert (result.exit_code, result.output) == (
        1,
        f"Error: {tmp_path} is not empty. Name a new directory.\n",
    )


# check


@pytest.mark.usefixtures("some_history")
def test_check_says_in_words_what_is_not_fit_for_use() -> None:
    result = serai("check")
    assert result.exit_code == 1
    assert "base_url begins with http" in result.output
    assert "Tables: in order" in result.output
    assert "Record: in order" in result.output
    assert "SECURE_SSL_REDIRECT" not in result.output

    Entry.objects.filter(number=1).update(verb="user.changed")
    assert "  Entry 1: its time, verb, object or place in the chain was altered." in (
        serai("check").output
    )


# Whole installations, each in a process of its own


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


def test_init_makes_an_installation_that_only_its_owner_reads(terminal: Terminal) -> None:
    done = terminal.run(*INIT)
    assert done.returncode == 0, done.stderr
    path = terminal.home / "serai.toml"
    assert path.stat().st_mode & 0o777 == 0o600
    written = tomllib.loads(path.read_text())
    assert written["base_url"] == "https://serai.example.org"
    assert len(written["secret_key"]) >= 50
    assert "ada@example.org is administrator." in done.stdout

    again = terminal.run("init", "--email", "eve@example.org", "--name", "Eve")
    assert again.returncode == 0, again.stderr
    assert "There is an administrator already; nobody was added." in again.stdout
    assert tomllib.loads(path.read_text()) == written
    assert terminal.run("record", "verify").stdout.startswith("The record is whole: 2 entries.")


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


def test_serve_serves_pages_and_compressed_files(terminal: Terminal, free_port: int) -> None:
    address = f"http://127.0.0.1:{free_port}"
    assert terminal.run("init", "--base-url", address, *INIT[3:]).returncode == 0
    process, _printed = terminal.start("serve", "--port", str(free_port), until="Serai is at")

    response, body = get(f"{address}/en/")
    assert response.status == 200
    found = re.search(rb'src="(/assets/serai\.\w+\.js)"', body)
    assert found, body
    response, _body = get(address + found[1].decode(), **{"Accept-Encoding": "br"})
    assert response.status == 200
    assert response.getheader("Content-Encoding") == "br"
    assert "immutable" in str(response.getheader("Cache-Control"))
    terminal.stop(process)
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
    terminal: Terminal, free_port: int, tmp_path: Path
) -> None:
    (tmp_path / "treaty.yaml").write_text(AGREEMENT, "utf-8")
    address = f"http://127.0.0.1:{free_port}"
    assert terminal.run("init", "--base-url", address, *INIT[3:]).returncode == 0
    loaded = terminal.run("load", str(tmp_path / "treaty.yaml"))
    assert loaded.returncode == 0, loaded.stdout + loaded.stderr
    found = "1 status has been overtaken by time."
    assert found not in terminal.run("check").stdout
    (database,) = terminal.home.glob("*.sqlite3")
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE register_record SET status = 'in_force'")
    assert found in terminal.run("check").stdout

    def is_expired() -> bool:
        with closing(sqlite3.connect(database)) as connection:
            rows = connection.execute("SELECT status FROM register_record").fetchall()
        return rows == [("expired",)]

    process, _printed = terminal.start("serve", "--port", str(free_port), until="Serai is at")
    until(is_expired)  # The daily job is done as soon as a worker is there.
    terminal.stop(process)
    assert found not in terminal.run("check").stdout
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


def test_administrators_are_counted_once_they_exist(db: None) -> None:
    from serai.project.people import has_administrator

    assert not has_administrator()
    user_with(Role.ADMINISTRATOR)
    assert has_administrator()
    assert User.objects.count() == 1
