"""The `serai` command, as a person at a terminal meets it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

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


def test_administrators_are_counted_once_they_exist(db: None) -> None:
    from serai.project.people import has_administrator

    assert not has_administrator()
    user_with(Role.ADMINISTRATOR)
    assert has_administrator()
    assert User.objects.count() == 1
