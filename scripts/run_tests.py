"""Run the tests on SQLite, then on PostgreSQL, and say in one line what had to be left out.

    scripts/run_tests.py [ARGUMENTS OF PYTEST]

A private PostgreSQL server is started for the run, where its programs are found, and removed after
it. ``SERAI_TEST_DATABASE`` names a database to use instead of both. With
``SERAI_TEST_FORBID_OMISSIONS=1`` whatever is missing is an error.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WITHOUT_DATABASE = (
    "tests/engines",
    "tests/docs",
    "tests/scripts",
    # Each has a database of its own: SQLite.
    "tests/cli/test_installations.py",
    # How pages look and what they weigh; what stands on them is tested on both.
    "tests/journeys/test_accessibility.py",
    "tests/journeys/test_budget.py",
    "tests/journeys/test_made_pages.py",
    # The administrator, who may do all that these may, tries the API on both.
    "tests/project/test_api_schemathesis.py::test_it_keeps_to_its_document[editor]",
    "tests/project/test_api_schemathesis.py::test_it_keeps_to_its_document[anonymous]",
)
"""What no database can make a difference to, though it reaches one or takes long to collect: run
once. Tests that reach none are left out of a second run by themselves (`tests/omissions.py`)."""
PORTS = range(20_000, 32_000)
"""Below the ports that the system lends to whoever connects somewhere."""


class MissingError(Exception):
    """Something that the tests could use is not on this machine."""


def main(arguments: list[str]) -> int:
    """Run the suite on each database there is; return the exit status."""
    if not arguments:
        arguments = ["-n", str(min(os.cpu_count() or 1, 8))]
    if "-n" in arguments:
        # Each process gets a run of tests that lie together, and shares what they need.
        arguments += ["--dist", "worksteal"]

    # Ended from outside, it still stops the server that it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    given = os.environ.get("SERAI_TEST_DATABASE")
    if given:
        return run_suite(given, arguments)
    with contextlib.ExitStack() as stack:
        try:
            postgresql = stack.enter_context(private_postgresql())
        except MissingError as error:
            if os.environ.get("SERAI_TEST_FORBID_OMISSIONS"):
                print(f"run: {error}", file=sys.stderr)
                return 1
            print(f"Left out: the tests on PostgreSQL ({error}).", flush=True)
            return run_suite("", arguments)
        status = run_suite("", arguments)
        again = [
            *arguments,
            *(f"--{'deselect' if '::' in it else 'ignore'}={it}" for it in WITHOUT_DATABASE),
        ]
        return run_suite(postgresql, again, is_again=True) or status


def run_suite(database: str, arguments: list[str], *, is_again: bool = False) -> int:
    """Run pytest on one database, in a process of its own; once more, only what reaches it."""
    print(f"Tests on {'PostgreSQL' if database else 'SQLite'}", flush=True)
    environment = os.environ | {"SERAI_TEST_DATABASE": database}
    # Compiled once for both databases, and for every process that a test starts.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if is_again:
        environment["SERAI_TEST_AGAIN"] = "1"
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


@contextlib.contextmanager
def private_postgresql(more: str = "", *, place: Path | None = None) -> Iterator[str]:
    """Start a PostgreSQL server that nobody else can reach; give its address.

    ``more`` are options of the server. In a ``place`` it keeps its data for the next time. Raises
    MissingError where there is none that can be started.
    """
    programs = _programs()
    account = _account()
    with contextlib.ExitStack() as stack:
        if place is None:
            temporary = tempfile.TemporaryDirectory(prefix="serai-postgresql-")
            place = Path(stack.enter_context(temporary))
        place.mkdir(exist_ok=True)
        is_new = not (place / "data").exists()
        password = secrets.token_hex(16) if is_new else (place / "password").read_text()
        (place / "password").write_text(password)
        if account:
            for path in (place, place / "password"):
                shutil.chown(path, account, account)

        def call(*command: str) -> None:
            done = subprocess.run(
                command,
                cwd=place,
                user=account,
                group=account,
                extra_groups=[] if account else None,
                env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "HOME": str(place)},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode:
                said = (
                    done.stderr.strip() or done.stdout.strip() or "no reason given"
                ).splitlines()
                raise MissingError(f"{Path(command[0]).name} failed: {said[-1]}")

        data = str(place / "data")
        port = free_port()
        if is_new:
            call(
                str(programs / "initdb"), "--pgdata", data, "--username=serai",
                "--auth=scram-sha-256", f"--pwfile={place / 'password'}",
                "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
            )  # fmt: skip
        # Nothing of this outlives the run: safety against power cuts would only cost time.
        options = (
            f"-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={place} "
            "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 "
            f"{more}"
        )
        control = str(programs / "pg_ctl")
        log = str(place / "log")
        call(control, "start", "--pgdata", data, "--log", log, "--wait", "--options", options)
        try:
            yield f"postgresql://serai:{password}@127.0.0.1:{port}/postgres"
        finally:
            call(control, "stop", "--pgdata", data, "--mode=fast", "--wait")


def _programs() -> Path:
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    on_path = shutil.which("initdb")
    for place in [*installed, *([Path(on_path).parent] if on_path else [])]:
        if (place / "initdb").exists() and (place / "pg_ctl").exists():
            return place
    raise MissingError("not installed: apt-get install postgresql")


def _version(place: Path) -> float:
    with contextlib.suppress(ValueError):
        return float(place.parent.name)
    return 0


def _account() -> str | None:
    """The account under which the server runs: it refuses to run as root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        raise MissingError("it does not run as root, and there is no account postgres") from None


def free_port() -> int:
    """Return a port on which nobody listens, and which the system gives to nobody meanwhile."""
    while True:
        port = secrets.choice(PORTS)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
