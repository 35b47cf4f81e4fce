"""What a page costs: the product as it is served, beside a static file from the same server.

    .venv/bin/python benchmarks/web.py [--seconds 5] [--connections 16]

Makes an installation in a temporary folder with a generated edition (2 days, 12 rooms, 200
sessions, 400 speakers, 1,000 participants) and 600 register records, serves it with two workers,
and asks for each page, first without a session, then signed in. The load comes from `wrk`
(Debian package of that name), which runs on the same machine and takes its share of it.

Columns: requests a second, latency at the median and the 99th percentile, CPU time of the server
processes a request, SQL statements of one request, bytes of one answer as sent, and the rate as a
share of the rate of a static file of that size.
"""

from __future__ import annotations

import argparse
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SECTIONS, ROOMS, SESSIONS, SPEAKERS, PARTICIPANTS, RECORDS = 5, 12, 200, 400, 1_000, 600
WORKERS = 2
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Target:
    """One row of the table."""

    name: str
    path: str
    cookie: str = ""


@dataclass(frozen=True)
class Result:
    """What was measured for one row."""

    rate: float
    p50: float
    p99: float
    cpu: float
    failures: int


def prepare(home: Path, port: int) -> None:
    """Point Django at an installation of its own."""
    for name in [name for name in os.environ if name.startswith("SERAI_")]:
        del os.environ[name]
    os.environ.update(
        SERAI_HOME=str(home),
        SERAI_BASE_URL=f"http://127.0.0.1:{port}",
        SERAI_SECRET_KEY=secrets.token_urlsafe(48),
        SERAI_DATABASE=f"sqlite:///{home}/serai.sqlite3",
        DJANGO_SETTINGS_MODULE="serai.project.settings",
    )
    (home / "static").mkdir()
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def generate() -> dict[str, str]:
    """Fill the installation; return the addresses of the pages to be measured."""
    from datetime import UTC, date, datetime, timedelta

    from django.db import transaction
    from django_scopes import scope

    from serai.convene.editions.models import Edition, EditionState, Series
    from serai.convene.programme import models as programme
    from serai.foundation.directory.models import Country, Person, PersonName
    from serai.track.register.models import Record, RecordKind, Stage, Status

    kinds = [kind for kind in RecordKind if kind != RecordKind.AGREEMENT]
    with transaction.atomic():
        series = Series.objects.create(slug="benchmark", name="Benchmark conference")
        edition = Edition.objects.create(
            series=series,
            slug="benchmark-1",
            ordinal=1,
            name="First benchmark conference",
            starts_on=date(2027, 6, 1),
            ends_on=date(2027, 6, 2),
            time_zone="Asia/Shanghai",
            state=EditionState.OPEN,
            is_public=True,
        )
        people = [Person.objects.create() for _number in range(PARTICIPANTS)]
        PersonName.objects.bulk_create(
            PersonName(person=person, text=f"Participant {number}", is_preferred=True)
            for number, person in enumerate(people)
        )
        with scope(edition=edition):
            sections = [
                programme.Section.objects.create(
                    edition=edition, position=number, name=f"Section {number}"
                )
                for number in range(1, SECTIONS + 1)
            ]
            rooms = [
                programme.Room.objects.create(edition=edition, name=f"Room {number}", capacity=100)
                for number in range(ROOMS)
            ]
            activities = [
                programme.Activity.objects.create(
                    edition=edition,
                    section=sections[number % SECTIONS],
                    kind=programme.ActivityKind.FORUM,
                    name=f"Forum {number} on a subject of common interest",
                )
                for number in range(20)
            ]
            first = datetime(2027, 6, 1, 1, 0, tzinfo=UTC)
            for number in range(SESSIONS):
                day, place = divmod(number, SESSIONS // 2)
                slot, room = divmod(place, ROOMS)
                start = first + timedelta(days=day, minutes=40 * slot)
                session = programme.Session.objects.create(
                    edition=edition,
                    activity=activities[number % len(activities)],
                    title=f"Session {number}: results of joint work, and what comes of them",
                    day=start.date(),
                    starts_at=start,
                    ends_at=start + timedelta(minutes=30),
                    room=rooms[room],
                )
                talk = programme.Contribution.objects.create(
                    edition=edition,
                    activity=session.activity,
                    session=session,
                    kind=programme.ContributionKind.TALK,
                    title=f"Talk {number}",
                )
                for speaker in people[2 * number : 2 * number + 2]:
                    programme.Participation.objects.create(
                        edition=edition,
                        person=speaker,
                        role=programme.ParticipationRole.SPEAKER,
                        contribution=talk,
                    )
        countries = list(Country.objects.order_by("code"))
        for number in range(RECORDS):
            record = Record.objects.create(
                kind=kinds[number % len(kinds)],
                name=f"Record {number} of joint work between two countries",
                summary="What was agreed, who takes part, and what has come of it so far.",
                status=Status.OPERATING,
                stage=Stage.PUBLISHED,
            )
            record.countries.set([countries[number % 200], countries[(7 * number + 1) % 200]])
    return {
        "home": "/en/",
        "programme": "/en/editions/benchmark-1/programme/",
        "session page": f"/en/editions/benchmark-1/sessions/{session.code}/",
        "register list": "/en/register/",
        "record page": f"/en/register/{record.code}/",
    }


def sign_in() -> str:
    """Return the cookie of a signed-in reader."""
    from django.conf import settings
    from django.test import Client

    from serai.foundation.accounts.models import User

    client = Client()
    client.force_login(
        User.objects.create_user("reader@example.org", name="A reader"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def statements(path: str, cookie: str) -> int:
    """Count the SQL statements of one request, with the page at hand as the server has it."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    headers: dict[str, Any] = {"HTTP_COOKIE": cookie} if cookie else {}
    client = Client(SERVER_NAME="127.0.0.1")
    answer = client.get(path, **headers)
    if answer.status_code != 200:
        raise SystemExit(f"{path} answers {answer.status_code}")
    with CaptureQueriesContext(
        connection,
    ) as seen:
        client.get(path, **headers)
    return len(seen)


def size(address: str, cookie: str) -> int:
    """Return the bytes of one answer as sent."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "br", "Cookie": cookie})
    with urllib.request.urlopen(request) as answer:
        return len(answer.read())


@contextmanager
def server(home: Path, port: int) -> Iterator[list[int]]:
    """Serve the installation; give the process ids of the server."""
    log = (home / "server.log").open("wb")
    process = subprocess.Popen(
        [
            Path(sys.executable).parent / "serai",
            "serve",
            "--port",
            str(port),
            "--workers",
            str(WORKERS),
        ],
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    try:
        for _attempt in range(200):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/robots.txt").close()
                break
            except OSError:
                if process.poll() is not None:
                    raise SystemExit((home / "server.log").read_text()) from None
                time.sleep(0.1)
        yield family(process.pid)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)


def family(root: int) -> list[int]:
    """Return a process and its descendants."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int(
                    (entry / "stat").read_text().rsplit(")", 1)[1].split()[1]
                )
            except OSError:
                continue
    found = [root]
    for process in found:
        found += [child for child, parent in parents.items() if parent == process]
    return found


def cpu_seconds(processes: list[int]) -> float:
    """Return the CPU time that the processes have used."""
    total = 0
    for process in processes:
        fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def load(address: str, cookie: str, processes: list[int], options: argparse.Namespace) -> Result:
    """Put load on one address with wrk."""
    command = ["wrk", "-t1", f"-c{options.connections}", "--latency", "-H", "Accept-Encoding: br"]
    if cookie:
        command += ["-H", f"Cookie: {cookie}"]
    subprocess.run([*command, "-d1s", address], capture_output=True, check=True)
    before = cpu_seconds(processes)
    done = subprocess.run(
        [*command, f"-d{options.seconds}s", address], capture_output=True, check=True, text=True
    ).stdout
    used = cpu_seconds(processes) - before
    finished = int(re.search(r"(\d+) requests in", done)[1])  # type: ignore[index]
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", done)
    return Result(
        rate=float(re.search(r"Requests/sec:\s+([\d.]+)", done)[1]),  # type: ignore[index]
        p50=milliseconds(re.search(r"^\s+50%\s+(\S+)", done, re.MULTILINE)[1]),  # type: ignore[index]
        p99=milliseconds(re.search(r"^\s+99%\s+(\S+)", done, re.MULTILINE)[1]),  # type: ignore[index]
        cpu=1000 * used / max(finished, 1),
        failures=int(failed[1]) if failed else 0,
    )


def milliseconds(text: str) -> float:
    """Read a duration as wrk writes it."""
    for unit, factor in (("us", 0.001), ("ms", 1.0), ("s", 1000.0)):
        if text.endswith(unit):
            return float(text.removesuffix(unit)) * factor
    raise ValueError(text)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--connections", type=int, default=16)
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is missing: apt-get install wrk")
    with tempfile.TemporaryDirectory(prefix="serai-benchmark-") as folder:
        home, port = Path(folder), free_port()
        prepare(home, port)
        pages = generate()
        cookie = sign_in()
        targets = [Target(f"{name}, anonymous", path) for name, path in pages.items()]
        targets += [Target(f"{name}, signed in", path, cookie) for name, path in pages.items()]
        counted = {target.name: statements(target.path, target.cookie) for target in targets}
        origin = f"http://127.0.0.1:{port}"
        with server(home, port):
            sizes = {target.name: size(origin + target.path, target.cookie) for target in targets}
        for target in targets:
            # Random bytes: the file is sent as it is, as a compressed page is.
            stem = target.path.strip("/").replace("/", "-")
            (home / "static" / f"{stem}.bin").write_bytes(
                secrets.token_bytes(sizes[f"{target.name.split(',')[0]}, anonymous"])
            )
        print(
            f"{WORKERS} workers, {options.connections} connections, "
            f"{options.seconds} s a row, SQLite"
        )
        print()
        print("| page | req/s | p50 ms | p99 ms | CPU ms | SQL | bytes | of static |")
        print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
        with server(home, port) as processes:
            static: dict[str, float] = {}
            for target in targets:
                if target.path not in static:
                    stem = target.path.strip("/").replace("/", "-")
                    result = load(f"{origin}/static/{stem}.bin", "", processes, options)
                    static[target.path] = result.rate
                    row(
                        f"static file of the size of: {target.name.split(',')[0]}",
                        result,
                        None,
                        sizes[target.name],
                        1.0,
                    )
                result = load(origin + target.path, target.cookie, processes, options)
                row(
                    target.name,
                    result,
                    counted[target.name],
                    sizes[target.name],
                    result.rate / static[target.path],
                )


def row(name: str, result: Result, sql: int | None, bytes_sent: int, share: float) -> None:
    """Print one row of the table."""
    if result.failures:
        raise SystemExit(f"{name}: {result.failures} answers were not good")
    print(
        f"| {name} | {result.rate:,.0f} | {result.p50:.1f} | {result.p99:.1f} | {result.cpu:.2f} "
        f"| {'–' if sql is None else sql} | {bytes_sent:,} | {share:.2f} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
