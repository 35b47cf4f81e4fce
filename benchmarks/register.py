"""What the register costs at a million records, on SQLite and on PostgreSQL.

    .venv/bin/python benchmarks/register.py [--records 1000000] [--databases sqlite postgresql]
        [--phases load start search pages export import datasette] [--keep DIRECTORY]
        [--datasette PYTHON] [--imported 100000]

The phases, each in a process of its own, each printing its table when it is done:

- *load*: generated records (`generated_register.py`, with a seed) through the register's own
  pipeline, validation included, into an empty installation;
- *start*: how long a server takes to listen, and what the daily look at the statuses takes;
- *search*: two workers answer over HTTP, one request at a time. *Cold* are searches with facets
  that nobody has asked for since the start, *warm* the same in other orders and lengths, so that no
  finished page can be reused, *kept* the same addresses again;
- *pages*: a record, the map, the timeline, the feed, each for several choices;
- *export*: everything as CSV, with the memory of the server before and at its peak;
- *import*: the beginning of that file, checked and written into another empty installation; then
  the same rows again, and with other summaries. *Locked* is how long other writers wait;
- *datasette*: on the same SQLite file, the searches for words with facets of the same columns.

With --keep, what was loaded stays in the directory, and later phases can be repeated by themselves.
A private PostgreSQL is started with three gigabytes of shared buffers for a million records.
Processor time is that of the server and of the database together.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import os
import platform
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from processes import Reader, Watch, free_port, running, spread

HERE = Path(__file__).resolve().parent
SEED, ORGANISATIONS, WORKERS = 20231106, 20_000, 2
PHASES = ("load", "start", "search", "pages", "export", "import", "datasette")
DATABASES = ("sqlite", "postgresql")

SEARCHES = (
    "", "q=wheat", "q=laborator", "q=solar+energy", "q=分子生物学", "q=合作", "q=小麦育种",
    'q="joint+laboratory"', "q=project", "q=kenya", "q=Кения", "q=كينيا", "q=partners", "q=marine",
    "q=wheat+-rice", "q=wind+OR+solar", "q=tai*", "q=القمح", "q=hospital", "q=énergie+éolienne",
    "q=country:KE+year:2015..2020", "q=kind:agreement+water", 'q=party:"Academy+of+Sciences"',
    "q=place:kashan", "kind=joint_laboratory&country=KE", "kind=project&year=2020",
    "year=2020&q=water", "country=EG&country=BR", "field=1.6&status=operating", "region=002",
    "region=002&q=medicine", "goal=7&kind=training_run", "counted=yes&q=seismic", "sort=started",
    "page={deep}", "kind=agreement&instrument=memorandum", "q=biodiversity&page=2", "placed=yes",
    "q=人工智能&country=CN", "q=vaccine+research",
)  # fmt: skip
VARIANTS = ("per_page=60", "per_page=100", "sort=started")
WORDS = ("wheat", "laboratory", "solar energy", "project", "partners", "marine", "hospital")
OTHERS = {
    "map": ("map/", "map/?kind=project", "map/?country=KE", "map/?q=wheat"),
    "timeline": ("timeline/", "timeline/?kind=project", "timeline/?country=KE",
                 "timeline/?q=wheat"),
    "network": ("network/", "network/?kind=project", "network/?country=KE", "network/?q=wheat"),
    "feed": ("feed.atom", "feed.atom?q=wheat", "feed.atom?kind=agreement"),
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--imported", type=int, default=100_000, help="rows of the CSV import")
    parser.add_argument("--databases", nargs="+", choices=DATABASES, default=DATABASES)
    parser.add_argument("--phases", nargs="+", choices=PHASES, default=PHASES)
    parser.add_argument("--keep", type=Path, help="where what is loaded stays, or is already")
    parser.add_argument("--datasette", help="the Python of a virtual environment with datasette")
    parser.add_argument("--step", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        phase, name, folder = options.step
        run_phase(phase, name, Path(folder), options)
        return
    if "datasette" in options.phases and not options.datasette:
        print(
            "Left out: datasette. To measure beside it:\n  python3 -m venv DIRECTORY\n"
            "  DIRECTORY/bin/pip install datasette\nand --datasette DIRECTORY/bin/python"
        )
    print(f"{options.records:,} records, {WORKERS} workers, one request at a time; "
          f"{time.strftime('%Y-%m-%d %H:%M')}, {os.cpu_count()} processors, "
          f"Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}")  # fmt: skip
    failed = []
    with ExitStack() as stack:
        folder = options.keep or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="serai-benchmark-"))
        )
        folder.mkdir(parents=True, exist_ok=True)
        for name in options.databases:
            with serving_database(name, folder, options.records) as address:
                for phase in options.phases:
                    if phase == "datasette" and not (options.datasette and name == "sqlite"):
                        continue
                    command = [sys.executable, *sys.argv, "--step", phase, name, str(folder)]
                    environment = os.environ | {"BENCHMARK_DATABASE": address}
                    if subprocess.run(command, check=False, env=environment).returncode:
                        failed.append(f"{name}: {phase}")
    if failed:
        raise SystemExit(f"failed: {', '.join(failed)}")


@contextmanager
def serving_database(name: str, folder: Path, records: int) -> Iterator[str]:
    """Have a database server where one is needed; give its address."""
    if name == "sqlite":
        yield ""
        return
    sys.path.insert(0, str(HERE.parent / "scripts"))
    import run_tests

    memory = f"-c shared_buffers={max(128, records * 3 // 1000)}MB -c work_mem=64MB"
    place = folder / "server"
    with run_tests.private_postgresql(f"{memory} -c max_wal_size=8GB", place=place) as address:
        yield address


def run_phase(phase: str, name: str, folder: Path, options: argparse.Namespace) -> None:
    """Run one phase of one database."""
    home = folder / f"{name}-import" if phase == "import" else folder / name
    is_empty = phase in {"load", "import"}
    if is_empty:
        shutil.rmtree(home, ignore_errors=True)
    set_up(home, database_address(name, home, is_empty=is_empty), is_empty=is_empty)
    print(f"\n{name}: {phase}\n", flush=True)
    if phase == "load":
        load(options.records)
    elif phase == "import":
        import_file(folder / name / "all.csv", options.imported)
    elif phase == "datasette":
        beside(options.datasette, home)
    else:
        {"start": start, "search": search, "pages": pages, "export": export}[phase](home)


def database_address(name: str, home: Path, *, is_empty: bool) -> str:
    if name == "sqlite":
        return f"sqlite:///{home / 'serai.sqlite3'}"
    import psycopg

    server = os.environ["BENCHMARK_DATABASE"]
    database = home.name.replace("-", "_")
    if is_empty:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {database}")
            connection.execute(f"CREATE DATABASE {database}")
    return f"{server.rpartition('/')[0]}/{database}"


def database_processes() -> list[int]:
    """Return the process of the database server, if there is one."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_read_file('postmaster.pid')")
        return [int(cursor.fetchone()[0].split()[0])]


def set_up(home: Path, database: str, *, is_empty: bool) -> None:
    """Point Django at an installation with the tables of today; an empty one gets organisations."""
    for variable in [each for each in os.environ if each.startswith("SERAI_")]:
        del os.environ[variable]
    port = free_port()
    os.environ.update(
        SERAI_HOME=str(home),
        SERAI_BASE_URL=f"http://127.0.0.1:{port}",
        SERAI_SECRET_KEY=secrets.token_urlsafe(48),
        SERAI_DATABASE=database,
        DJANGO_SETTINGS_MODULE="serai.project.settings",
        BENCHMARK_PORT=str(port),
    )
    if is_empty:
        (home / "static").mkdir(parents=True)
    elif not home.exists():
        raise SystemExit("nothing is loaded here: run the phase load first")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction
    from generated_register import organisation_names

    from serai.foundation.directory.models import Organisation

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not is_empty:
        return
    with transaction.atomic():
        for number, name in enumerate(organisation_names(ORGANISATIONS, seed=SEED)):
            Organisation(key=f"generated-{number}", name={"en": name}).save()


def generated(number: int) -> Iterator[dict[str, Any]]:
    """The records, with parts as the pipeline reads them."""
    import random

    from generated_register import records

    from serai.foundation.directory.models import Country, Field
    from serai.track.register.exchange.shape import PARTS

    countries = sorted(Country.objects.exclude(code="CN").values_list("code", flat=True))
    random.Random(SEED).shuffle(countries)
    for record in records(
        number,
        seed=SEED,
        countries=countries,
        fields=list(Field.objects.exclude(broad=None).values_list("code", flat=True)),
        organisations=[f"generated-{each}" for each in range(ORGANISATIONS)],
        goals=range(1, 18),
    ):
        for name in PARTS.keys() & record.keys():
            record[name] = [
                {column: value for column, value in zip(PARTS[name], part, strict=True) if value}
                for part in record[name]
            ]
        yield {name: value for name, value in record.items() if value not in (None, "", [], {})}


def load(number: int) -> None:
    """Load generated records."""
    from django.db import connection

    from serai.track.register.exchange.rows import ImportRow

    print_head()
    imported("generated records", (
        ImportRow("generated", line, values) for line, values in enumerate(generated(number), 1)
    ))  # fmt: skip
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


class Locked:
    """Listens to an import: how long its transaction kept other writers waiting."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def progress(self, *, done: int, total: int | None = None, message: str = "") -> None:
        """Hear how far it is."""

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Take the time of the transaction."""
        from django.db import transaction

        began = time.perf_counter()
        with transaction.atomic():
            yield
        self.seconds = time.perf_counter() - began


def imported(what: str, rows: Any) -> None:
    """Import rows; print how many a second, and for how long others had to wait."""
    from serai.foundation.record.operations import Program
    from serai.track.evidence.models import Source
    from serai.track.register.exchange.pipeline import import_records

    source, _created = Source.objects.get_or_create(
        key="generated", defaults={"title": {"en": "Generated for a benchmark"}}
    )
    locked = Locked()
    with Watch([os.getpid(), *database_processes()]) as watch:
        report = import_records(actor=Program("benchmark"), rows=rows, source=source, work=locked)
    if report.problem_count:
        raise SystemExit(f"{report.problem_count} problems, first: {report.problems[0]}")
    count = report.new + report.changed + report.unchanged
    print(
        f"| {what} | {report.new:,} | {report.changed:,} | {report.unchanged:,} | "
        f"{count / watch.seconds:,.0f} | {count / watch.processor_seconds:,.0f} | "
        f"{locked.seconds:.1f} | {watch.memory_most} | {os.getloadavg()[0]:.1f} |",
        flush=True,
    )


def print_head() -> None:
    print("| import with validation | new | changed | as before | rows/s | "
          "rows per processor second | locked s | memory MiB | load |")  # fmt: skip
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |", flush=True)


def import_file(source: Path, number: int) -> None:
    """Import the beginning of a downloaded file; again; and changed."""
    from serai.track.register.exchange.formats import formats

    if not source.exists():
        raise SystemExit("there is no file to import: run the phase export first")
    read = formats()["csv"].read
    assert read is not None
    with tempfile.TemporaryDirectory(prefix="serai-benchmark-") as folder:
        part, changed = Path(folder) / "part.csv", Path(folder) / "changed.csv"
        with (
            source.open(encoding="utf-8-sig", newline="") as given,
            part.open("w", encoding="utf-8", newline="") as taken,
            changed.open("w", encoding="utf-8", newline="") as other,
        ):
            rows = csv.reader(given)
            header = next(rows)
            summary = header.index("summary[en]")
            writers = csv.writer(taken), csv.writer(other)
            for writer in writers:
                writer.writerow(header)
            for row in itertools.islice(rows, number):
                writers[0].writerow(row)
                row[summary] += " It goes on."
                writers[1].writerow(row)
        print_head()
        for what, path in (("CSV", part), ("the same again", part), ("changed", changed)):
            imported(what, read(path, path.name))


@contextmanager
def served(home: Path) -> Iterator[tuple[Reader, list[int]]]:
    """Serve an installation; give a connection, and the processes that work for it."""
    from django.db import connections

    processes = database_processes()
    connections.close_all()
    port = int(os.environ["BENCHMARK_PORT"])
    serve = [sys.executable, "-m", "serai", "serve", "--port", str(port),
             "--workers", str(WORKERS), "--no-worker"]  # fmt: skip
    with running(serve, port, home / "server.log") as server:
        yield Reader(port), [server, *processes]


def start(home: Path) -> None:
    """Measure what starting takes."""
    from serai.track.register.operations import overtaken_statuses

    began = time.perf_counter()
    overtaken = len(overtaken_statuses())
    statuses = time.perf_counter() - began
    began = time.perf_counter()
    with served(home) as (reader, _processes):
        listening = time.perf_counter() - began
        first = reader.milliseconds("/en/register/?kind=project&kind=platform")
    print("| start | seconds |\n| --- | ---: |")
    print(f"| looking for statuses that time has overtaken ({overtaken} found) | {statuses:.1f} |")
    print(f"| until the server listens | {listening:.1f} |")
    print(f"| first list of a worker, columns read | {first / 1000:.1f} |", flush=True)


class Table:
    """The times of requests, a row a kind."""

    def __init__(self, reader: Reader, processes: list[int]) -> None:
        self._reader = reader
        self._processes = processes
        print("| what | requests | p50 ms | p95 ms | p99 ms | processor ms |")
        print("| --- | ---: | ---: | ---: | ---: | ---: |", flush=True)

    def row(self, what: str, addresses: list[str]) -> dict[str, float]:
        """Ask for addresses one after the other, print their row, return their times."""
        with Watch(self._processes, every=60) as watch:
            times = {each: self._reader.milliseconds(each) for each in addresses}
        share = 1000 * watch.processor_seconds / len(times)
        print(f"| {what} | {len(times)} | {spread(list(times.values()))} | {share:.0f} |",
              flush=True)  # fmt: skip
        return times


def search(home: Path) -> None:
    """Measure searches with facets."""
    from serai.track.register.models import Record

    deep = Record.objects.count() * 9 // 10 // 30
    base = "/en/register/"
    addresses = [f"{base}?{query.format(deep=deep)}" if query else base for query in SEARCHES]
    again = [
        each + ("&" if "?" in each else "?") + variant
        for variant in VARIANTS
        for each in addresses
        if variant.split("=")[0] not in each and "page=" not in each
    ]
    with served(home) as (reader, processes):
        # Each worker reads its columns before it listens or at its first list: not measured here.
        for number in range(2 * WORKERS):
            Reader(int(os.environ["BENCHMARK_PORT"])).milliseconds(f"{base}?goal={number + 1}")
        table = Table(reader, processes)
        cold = table.row("search with facets, cold", addresses)
        warm = table.row("search with facets, warm", again)
        table.row("search with facets, kept", addresses)
        for which, times in (("cold", cold), ("warm", warm)):
            slowest = sorted(times, key=lambda each: -times[each])[:6]
            print(
                f"\nSlowest, {which}: "
                + "; ".join(f"{each} {times[each]:.0f} ms" for each in slowest),
                flush=True,
            )


def pages(home: Path) -> None:
    """Measure the other pages of the register."""
    from serai.track.register.models import Record, Stage

    published = Record.objects.filter(stage=Stage.PUBLISHED).order_by("pk")
    codes = list(published[:20].values_list("code", flat=True))
    base = "/en/register/"
    with served(home) as (reader, processes):
        for number in range(2 * WORKERS):
            Reader(int(os.environ["BENCHMARK_PORT"])).milliseconds(f"{base}?goal={number + 1}")
        table = Table(reader, processes)
        table.row("record page", [f"{base}{code}/" for code in codes])
        for what, addresses in OTHERS.items():
            table.row(what, [base + each for each in addresses])
        table.row("home, countries, sitemap index", ["/en/", "/en/countries/", "/sitemap.xml"])


def export(home: Path) -> None:
    """Measure the download of everything as CSV."""
    path = home / "all.csv"
    with served(home) as (reader, processes):
        reader.milliseconds("/en/register/?goal=1")
        with Watch(processes[:1], every=0.2) as watch:
            reader.download("/en/register/download/csv/", path)
    with path.open(newline="", encoding="utf-8-sig") as file:
        count = sum(1 for _row in csv.reader(file)) - 1
    print("| download | rows | rows/s | rows per processor second | memory before | at most, MiB |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    print(f"| CSV | {count:,} | {count / watch.seconds:,.0f} | "
          f"{count / watch.processor_seconds:,.0f} | {watch.memory_before} | "
          f"{watch.memory_most} |", flush=True)  # fmt: skip


def beside(python: str, home: Path) -> None:
    """Ask datasette for the same words with facets of the same columns."""
    port = free_port()
    command = [python, "-m", "datasette", "serve", str(home / "serai.sqlite3"), "--port", str(port)]
    for setting, value in (
        ("sql_time_limit_ms", 300_000), ("facet_time_limit_ms", 300_000), ("num_sql_threads", 1),
        ("facet_suggest_time_limit_ms", 1), ("suggest_facets", "off"), ("default_page_size", 30),
    ):  # fmt: skip
        command += ["--setting", setting, str(value)]
    facets = [("_facet", each) for each in ("kind", "status", "year", "counts_in_totals")]
    with running(command, port, home / "datasette.log") as server:
        table = Table(Reader(port), [server])
        for what in ("cold", "again"):
            table.row(
                f"datasette, search with {len(facets)} facets, {what}",
                [f"/serai/register_record?{urlencode([('stage', 'published'), *search, *facets])}"
                 for search in datasette_searches()],
            )  # fmt: skip


def datasette_searches() -> Iterator[list[tuple[str, str]]]:
    """The words of the searches, in datasette's own parameters for a table with an index."""
    for words in WORDS:
        yield [("_search", words)]


if __name__ == "__main__":
    main()
