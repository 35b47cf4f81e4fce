"""What the register costs at a million records, on SQLite and on PostgreSQL.

    .venv/bin/python benchmarks/register.py [--records 1000000] [--database sqlite|postgresql|both]
        [--datasette PROGRAM] [--imported 50000]

Generates records (`generated_register.py`, with a seed), loads them through the register's own
pipeline, validation included, serves them with two workers, and asks one at a time over HTTP:

- *cold*: searches with facets that nobody has asked for since the start;
- *warm*: the same searches in other orders and lengths, so that no finished page can be reused;
- *kept*: the same addresses again.

Then a record, the map, the timeline, the feed; the download of everything as CSV with the memory of
the server before and at its peak; and the import of such a file into an empty installation.
Beside it, on the same SQLite file, datasette answers the searches for words with facets of the same
columns. A private PostgreSQL is started with a gigabyte of shared buffers for each million records.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import http.client
import itertools
import json
import os
import secrets
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote, urlencode

HERE = Path(__file__).resolve().parent
SEED, ORGANISATIONS, WORKERS = 20231106, 20_000, 2
PAGE = 1 << 12

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
    "record page": "", "map": "/en/register/map/", "timeline": "/en/register/timeline/",
    "feed": "/en/register/feed.atom?q=wheat", "home": "/en/", "countries": "/en/countries/",
    "sitemap index": "/sitemap.xml",
}  # fmt: skip


def prepare(home: Path, port: int, database: str) -> None:
    """Point Django at an installation of its own, with the organisations in it."""
    for name in [name for name in os.environ if name.startswith("SERAI_")]:
        del os.environ[name]
    os.environ.update(
        SERAI_HOME=str(home),
        SERAI_BASE_URL=f"http://127.0.0.1:{port}",
        SERAI_SECRET_KEY=secrets.token_urlsafe(48),
        SERAI_DATABASE=database,
        DJANGO_SETTINGS_MODULE="serai.project.settings",
    )
    (home / "static").mkdir(parents=True)
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from generated_register import organisation_names

    from serai.foundation.directory.models import Organisation

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


def load(number: int) -> float:
    """Load the records; return how many a second."""
    from serai.track.register.exchange.rows import ImportRow

    rows = (
        ImportRow("generated", line, values) for line, values in enumerate(generated(number), 1)
    )
    return imported(rows)


def imported(rows: Any) -> float:
    """Import rows; return how many a second."""
    from serai.foundation.record.operations import Program
    from serai.track.evidence.models import Source
    from serai.track.register.exchange.pipeline import import_records

    source = Source.objects.create(key="generated", title={"en": "Generated for a benchmark"})
    began = time.monotonic()
    report = import_records(actor=Program("benchmark"), rows=rows, source=source)
    if report.problem_count:
        raise SystemExit(f"{report.problem_count} problems, first: {report.problems[0]}")
    return float(report.new / (time.monotonic() - began))


def import_file(path: Path) -> float:
    """Import a CSV file; return how many rows a second."""
    from serai.track.register.exchange.formats import formats

    read = formats()["csv"].read
    assert read is not None
    return imported(read(path, path.name))


class Reader:
    """One connection that is kept open."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)

    def milliseconds(self, address: str) -> float:
        """Ask for an address; return how long the whole answer took."""
        began = time.perf_counter()
        self._connection.request("GET", quote(address, safe="/?&=%+:*.,-"))
        answer = self._connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{address} answers {answer.status}")
        return 1000 * (time.perf_counter() - began)

    def download(self, address: str, path: Path) -> float:
        """Write an answer to a file; return the seconds it took."""
        began = time.monotonic()
        self._connection.request("GET", address)
        answer = self._connection.getresponse()
        if answer.status != 200:
            raise SystemExit(f"{address} answers {answer.status}")
        with path.open("wb") as file:
            shutil.copyfileobj(answer, file)
        return time.monotonic() - began


@contextmanager
def running(command: list[str], port: int, log: Path) -> Iterator[int]:
    """Run a server until the block ends; give its process id."""
    with log.open("wb") as file:
        process = subprocess.Popen(command, stdout=file, stderr=file, start_new_session=True)
    try:
        for _attempt in range(1200):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if process.poll() is not None:
                    raise SystemExit(log.read_text()) from None
                time.sleep(0.1)
        yield process.pid
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def memory(root: int) -> int:
    """Return the resident memory, in MiB, of a process and those it started."""
    parents, sizes = {}, {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                parents[int(entry.name)] = int(stat[1])
                sizes[int(entry.name)] = int(stat[21]) * PAGE
            except OSError:
                continue
    family = [root]
    for process in family:
        family += [child for child, parent in parents.items() if parent == process]
    return sum(sizes.get(process, 0) for process in family) >> 20


class Peak:
    """The most memory that the server had while the block ran."""

    def __init__(self, root: int) -> None:
        self._root = root
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self.before = self.most = 0

    def _watch(self) -> None:
        while not self._done.wait(0.5):
            self.most = max(self.most, memory(self._root))

    def __enter__(self) -> Self:
        self.before = self.most = memory(self._root)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._done.set()
        self._thread.join()


def spread(times: list[float]) -> str:
    """Write median, 95th and 99th percentile as cells of a table."""
    ordered = sorted(times)
    cut = [ordered[min(int(len(ordered) * share), len(ordered) - 1)] for share in (0.95, 0.99)]
    return f"{statistics.median(times):.0f} | {cut[0]:.0f} | {cut[1]:.0f}"


def row(database: str, what: str, times: list[float]) -> None:
    """Print one row of the table of times."""
    print(f"| {database} | {what} | {len(times)} | {spread(times)} |", flush=True)


def measure(name: str, database: str, options: argparse.Namespace, folder: Path) -> None:
    """Load, serve and measure one database; print the rows."""
    home, port = folder / name, free_port()
    prepare(home, port, database)
    rate = load(options.records)
    print(f"{name}: loaded {options.records:,} records at {rate:,.0f} a second", flush=True)
    if name == "postgresql":
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    from django.db import connections

    from serai.track.register.models import Record, Stage

    record = Record.objects.filter(stage=Stage.PUBLISHED).order_by("pk")[0]
    connections.close_all()
    serve = [
        str(Path(sys.executable).parent / "serai"), "serve", "--port", str(port),
        "--workers", str(WORKERS),
    ]  # fmt: skip
    with running(serve, port, home / "server.log") as server:
        reader = Reader(port)
        first = reader.milliseconds("/en/register/?kind=project&kind=platform")
        print(f"{name}: first page of a worker, columns read: {first / 1000:.1f} s", flush=True)
        base = "/en/register/"
        deep = options.records * 9 // 10 // 30
        addresses = [f"{base}?{query.format(deep=deep)}" if query else base for query in SEARCHES]
        slowest: dict[str, float] = {each: reader.milliseconds(each) for each in addresses}
        row(name, "search with facets, cold", list(slowest.values()))
        again = [
            each + ("&" if "?" in each else "?") + variant
            for variant in VARIANTS
            for each in addresses
            if variant.split("=")[0] not in each and "page=" not in each
        ]
        row(name, "search with facets, warm", [reader.milliseconds(each) for each in again])
        row(name, "search with facets, kept", [reader.milliseconds(each) for each in addresses])
        for what, address in OTHERS.items():
            place = address or f"/en/register/{record.code}/"
            row(name, f"{what}, first", [reader.milliseconds(place)])
        three = sorted(slowest, key=lambda each: -slowest[each])[:3]
        print(f"{name}: slowest: " + "; ".join(f"{each} {slowest[each]:.0f} ms" for each in three))
        with Peak(server) as peak:
            seconds = reader.download("/en/register/download/csv/", home / "all.csv")
        with (home / "all.csv").open(newline="", encoding="utf-8-sig") as file:
            count = sum(1 for _row in csv.reader(file)) - 1
        print(
            f"{name}: CSV of {count:,} records at {count / seconds:,.0f} a second; memory of the "
            f"server {peak.before} MiB before, {peak.most} MiB at most",
            flush=True,
        )
        (folder / "result.json").write_text(json.dumps({"csv": str(home / "all.csv")}))
    if name == "sqlite" and options.datasette:
        beside(options.datasette, home / "serai.sqlite3")


def beside(program: str, database: Path) -> None:
    """Ask datasette for the same words with facets of the same columns."""
    port = free_port()
    command = [program, "serve", str(database), "--port", str(port)]
    for setting, value in (
        ("sql_time_limit_ms", 120_000), ("facet_time_limit_ms", 120_000), ("num_sql_threads", 1),
        ("facet_suggest_time_limit_ms", 1), ("suggest_facets", 0), ("default_page_size", 30),
    ):  # fmt: skip
        command += ["--setting", setting, str(value)]
    facets = [("_facet", each) for each in ("kind", "status", "year", "counts_in_totals")]
    facets += [("_facet_m2m", "directory_country"), ("_facet_m2m", "directory_goal")]
    with running(command, port, database.parent / "datasette.log"):
        reader = Reader(port)
        times = []
        for words in WORDS:
            query = urlencode([("stage", "published"), ("_search", words), *facets])
            times.append(reader.milliseconds(f"/serai/register_record?{query}"))
        row("datasette", "search with facets of six columns", times)


def import_rate(database: str, options: argparse.Namespace, folder: Path, source: Path) -> None:
    """Import the beginning of a downloaded file into an empty installation."""
    home = folder / "import"
    prepare(home, free_port(), database)
    part = folder / "part.csv"
    with (
        source.open(encoding="utf-8-sig", newline="") as given,
        part.open("w", encoding="utf-8", newline="") as taken,
    ):
        rows = csv.reader(given)
        csv.writer(taken).writerows(itertools.islice(rows, options.imported + 1))
    rate = import_file(part)
    print(f"CSV import with validation: {rate:,.0f} rows a second", flush=True)


@contextmanager
def private_postgresql(records: int) -> Iterator[str]:
    """Start a PostgreSQL of our own, with memory in proportion."""
    sys.path.insert(0, str(HERE.parent / "scripts"))
    import run_tests

    buffers = max(128, records * 3 // 1000)
    with run_tests.private_postgresql(f"-c shared_buffers={buffers}MB -c work_mem=64MB") as address:
        yield address


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--imported", type=int, default=50_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--datasette", help="the program; left out where it is not given or found")
    parser.add_argument("--step", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    sys.path.insert(0, str(HERE))
    if options.step:
        what, name, database, folder = options.step
        if what == "measure":
            measure(name, database, options, Path(folder))
        else:
            source = json.loads((Path(folder) / "result.json").read_text())["csv"]
            import_rate(database, options, Path(folder), Path(source))
        return
    options.datasette = options.datasette or shutil.which("datasette")
    if options.datasette is None:
        print("Left out: datasette. pip install datasette, then --datasette PROGRAM.")
    print(f"{options.records:,} records, {WORKERS} workers, one request at a time")
    print()
    print("| database | what | requests | p50 ms | p95 ms | p99 ms |")
    print("| --- | --- | ---: | ---: | ---: | ---: |", flush=True)
    names = ("sqlite", "postgresql") if options.database == "both" else (options.database,)
    for name in names:
        with tempfile.TemporaryDirectory(prefix="serai-benchmark-") as folder:
            if name == "sqlite":
                place = Path(folder) / "sqlite" / "serai.sqlite3"
                other = Path(folder) / "import" / "serai.sqlite3"
                step(options, name, "measure", f"sqlite:///{place}", folder)
                step(options, name, "import", f"sqlite:///{other}", folder)
            else:
                with private_postgresql(options.records) as address:
                    step(options, name, "measure", address, folder)
                with private_postgresql(options.imported) as address:
                    step(options, name, "import", address, folder)


def step(options: argparse.Namespace, name: str, what: str, database: str, folder: str) -> None:
    """Run one step in a process of its own: Django is set up for one database."""
    command = [sys.executable, __file__, "--records", str(options.records)]
    command += ["--imported", str(options.imported), "--step", what, name, database, folder]
    if options.datasette:
        command += ["--datasette", options.datasette]
    if subprocess.run(command, check=False).returncode:
        raise SystemExit(f"{name}: {what} failed")


if __name__ == "__main__":
    main()
