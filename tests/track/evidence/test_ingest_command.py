"""serai ingest: whole folders, one line a file, and what a kill in the middle leaves."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from working.processes import address_of_database

TEXT = "In {number} the partners set up more than {number} laboratories. Over 300 guests came.\n"


@pytest.fixture(scope="module")
def empty_home(tmp_path_factory) -> Iterator[Path]:
    """An installation with tables and nothing in them, made once for this file."""
    home = tmp_path_factory.mktemp("empty")
    with a_database(home):
        made = serai(home, "init", "--base-url", "http://127.0.0.1:8000", "--email",
                     "a@example.org", "--name", "A", "--password", "")  # fmt: skip
        assert made.returncode == 0, made.stderr
        yield home


@pytest.fixture
def home(empty_home, tmp_path) -> Iterator[Path]:
    copy = Path(shutil.copytree(empty_home, tmp_path / "home"))
    with a_database(copy, like=empty_home):
        yield copy


@contextmanager
def a_database(home: Path, *, like: Path | None = None) -> Iterator[None]:
    """Have a database for an installation; on SQLite it is a file in its home."""
    if connection.vendor == "sqlite":
        yield
        return
    with psycopg.connect(address_of_database("postgres"), autocommit=True) as server:
        template = f"TEMPLATE {name_of_database(like)}" if like else ""
        server.execute(f"CREATE DATABASE {name_of_database(home)} {template}")
        yield
        server.execute(f"DROP DATABASE {name_of_database(home)} WITH (FORCE)")


def name_of_database(home: Path) -> str:
    return f"ingest_{hashlib.sha256(bytes(home)).hexdigest()[:16]}"


def command(home: Path, *arguments: str | Path) -> tuple[list[str], dict[str, str]]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SERAI_", "DJANGO_"))}
    words = [sys.executable, "-c", "from serai.cli import main; main()", *map(str, arguments)]
    if connection.vendor == "postgresql":
        kept["SERAI_DATABASE"] = address_of_database(name_of_database(home))
    return words, {**kept, "SERAI_HOME": str(home)}


def serai(home: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    words, environment = command(home, *arguments)
    return subprocess.run(
        words, env=environment, capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


def ask(home: Path, question: str) -> list[tuple]:
    if connection.vendor == "sqlite":
        with sqlite3.connect(home / "serai.sqlite3") as database:
            return database.execute(question).fetchall()
    with psycopg.connect(address_of_database(name_of_database(home))) as server:
        return server.execute(question).fetchall()


def test_a_folder_is_read_and_every_problem_is_told_at_the_end(home, tmp_path):
    folder = tmp_path / "reports"
    (folder / "deep").mkdir(parents=True)
    (folder / "one.txt").write_text(TEXT.format(number=80))
    (folder / "deep" / "two.md").write_text(TEXT.format(number=90))
    (folder / ".hidden").write_text("Not this one.")
    (folder / "empty.txt").touch()
    (folder / "noise.bin").write_bytes(bytes(range(256)) * 4)

    done = serai(home, "ingest", folder, tmp_path / "nowhere")

    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert len(lines) == 4
    assert f"{folder / 'deep' / 'two.md'}: 2 figures, " in lines[0]
    problems = done.stderr.splitlines()
    assert [line.split(":")[0].rsplit("/", 1)[1] for line in problems[:-1]] == [
        "nowhere", "empty.txt", "noise.bin",
    ]  # fmt: skip
    assert problems[-1] == "3 problems."
    assert ask(home, "select count(*) from evidence_source") == [(2,)]


def test_the_same_again_changes_nothing_and_says_so(home, tmp_path):
    path = tmp_path / "one.txt"
    path.write_text(TEXT.format(number=80))
    first = serai(
        home, "ingest", path, "--published", "2023-11-06", "--reviewers", "2",
        "--address", "https://example.org/one",
    )  # fmt: skip
    assert first.returncode == 0, first.stderr
    before = ask(home, "select length from record_head")
    again = serai(home, "ingest", path)
    assert again.stdout == first.stdout.replace("\n", ", there already\n")
    assert ask(home, "select length from record_head") == before
    told = "select reviewers, cast(published_on as varchar), address from evidence_document"
    assert ask(home, told) == [(2, "2023-11-06", "https://example.org/one")]


def test_an_address_belongs_to_one_file(home, tmp_path):
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text(TEXT)
    refused = serai(home, "ingest", tmp_path / "one.txt", tmp_path / "two.txt",
                    "--address", "https://example.org/")  # fmt: skip
    assert (refused.returncode, "one file" in refused.stderr) == (2, True)


def test_a_kill_in_the_middle_leaves_whole_documents_and_the_rest_is_read_later(home, tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number:02}.txt").write_text(TEXT.format(number=100 + number) * 40)
    words, environment = command(home, "ingest", folder)
    with subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _line in range(5):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert process.returncode == -signal.SIGKILL

    counts = ask(
        home,
        "select d.state, count(p.id) from evidence_document d left join evidence_proposal p "
        "on p.document_id = d.id group by d.id",
    )
    assert 5 <= len(counts) < 40
    whole = {count for state, count in counts if state == "ready"}
    assert len(whole) == 1
    assert {count for state, count in counts if state != "ready"} <= {0}

    done = serai(home, "ingest", folder)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 40
    assert ask(home, "select state, count(*) from evidence_document group by 1") == [("ready", 40)]
    ((proposals,),) = ask(home, "select count(*) from evidence_proposal")
    assert proposals == 40 * whole.pop()
    assert serai(home, "record", "verify").returncode == 0
    leftovers = [each for each in (home / "private").rglob(".*") if each.is_file()]
    assert len(leftovers) <= 1
