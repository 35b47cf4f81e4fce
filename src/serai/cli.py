"""The `serai` command."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import serai
from serai.project.configuration import (
    Configuration,
    ConfigurationError,
    check_base_url,
    database_settings,
    hide_password,
    home_directory,
    read_configuration,
)

if TYPE_CHECKING:
    from serai.foundation.dataset.operations import Loaded

EXAMPLES = {"chongqing-2023": Path(serai.__file__).parent / "examples" / "chongqing_2023"}
"""The built-in datasets by name."""


class _Commands(click.Group):
    """Commands that tell what a person can put right in one line, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        # Django's own errors are known only once a command has set it up.
        try:
            return super().invoke(ctx)
        except ConfigurationError as error:
            raise click.ClickException(str(error)) from None
        except Exception as error:
            from django.db import DatabaseError

            if not isinstance(error, DatabaseError) or os.environ.get("SERAI_DEBUG"):
                raise
            raise click.ClickException(_about_database(error)) from None


def _about_database(error: Exception) -> str:
    from django.conf import settings

    said = str(error).strip().splitlines()[0]
    where = hide_password(settings.CONFIGURATION.database)
    if "no such" in said or "does not exist" in said:
        remedy = "serai demo --reset" if settings.CONFIGURATION.demo else "serai init"
        return f"The database {where} does not fit this version ({said}). Run `{remedy}`."
    return f"The database {where} cannot be used: {said}."


def _example(command: str) -> str:
    return f"\b\nExample:\n  {command}"


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=_example("serai demo"),
)
@click.version_option(serai.__version__, prog_name="serai")
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    help="The directory of the installation. Default: $SERAI_HOME, else ./var.",
)
def main(home: Path | None) -> None:
    """Convene, connect, track and publish international science and technology cooperation.

    An installation lives in one directory, its home: settings, database, static files.
    """
    if home is not None:
        os.environ["SERAI_HOME"] = str(home.resolve())


def _set_up() -> Configuration:
    """Start Django on the installation and return its configuration."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serai.project.settings")
    import django
    from django.conf import settings

    django.setup()
    configuration: Configuration = settings.CONFIGURATION
    return configuration


_port = click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, envvar="PORT", show_default=True,
    show_envvar=True, help="The port to listen on.",
)  # fmt: skip


@main.command(epilog=_example("PORT=9000 serai demo --reset"))
@_port
@click.option("--reset", is_flag=True, help="Delete the demo and start over.")
def demo(port: int, *, reset: bool) -> None:
    """Try Serai with a built-in example.

    Makes an installation with the conference of Chongqing in 2023 and serves it. The home is
    $SERAI_HOME, else ./var/demo. What you change is kept; a second run starts at once. It answers
    on this machine only, because it signs people in by a link.
    """
    home = Path(os.environ.get("SERAI_HOME") or "var/demo").resolve()
    os.environ["SERAI_HOME"] = str(home)
    os.environ["SERAI_BASE_URL"] = f"http://127.0.0.1:{port}"

    from serai.project.server import check_port

    check_port("127.0.0.1", port)

    from serai.project.installation import create_home, migrate, remove_demo, unapplied_migrations

    if reset:
        remove_demo(home)
    if not (home / "serai.toml").exists():
        create_home(home, demo=True)
    elif not read_configuration(home).demo:
        raise ConfigurationError(
            f"{home} is a real installation: use `serai serve`, or set SERAI_HOME to another one."
        )
    _set_up()
    if unapplied_migrations():
        click.echo("Making the tables …")
        migrate()
    _load_example_once("chongqing-2023")
    _greet(port)

    from serai.project.server import serve as serve_site

    serve_site(host="127.0.0.1", port=port, workers=1)


def _load_example_once(name: str) -> None:
    """Load an example into an installation in which nothing has happened yet."""
    from serai.foundation.record.queries import revision

    if revision():
        return
    click.echo(f"Loading {name} …")
    loaded = _load([EXAMPLES[name]], dry_run=False)
    click.echo(f"Loaded {sum(loaded.items.values())} items.")


def _greet(port: int) -> None:
    from serai.foundation.accounts.demo import demo_sign_in_path
    from serai.foundation.record.operations import Program
    from serai.project.people import enrol_demo_people

    base = f"http://127.0.0.1:{port}"
    people = enrol_demo_people(actor=Program("serai demo"))
    width = max(len(person.name) for person, _user in people)
    click.echo(f"\nSerai is at {base}/\n\nSign in as")
    for person, user in people:
        click.echo(f"  {person.name:<{width}}  {base}{demo_sign_in_path(user)}")
        click.echo(f"  {'':<{width}}  {person.work}")
    click.echo("\nStop with Ctrl-C.")
    sys.stdout.flush()


@main.command(
    epilog=_example(
        "serai --home /srv/serai init --base-url https://serai.example.org --email me@example.org"
    )
)
@click.option("--base-url", help="The address under which readers reach the site.")
@click.option(
    "--database", default="", help="postgresql://USER:PASSWORD@HOST/NAME. Default: SQLite."
)
@click.option("--email", help="The e-mail address of the first administrator.")
@click.option("--name", help="The name of the first administrator.")
@click.option(
    "--password", envvar="SERAI_ADMINISTRATOR_PASSWORD", show_envvar=True,
    help="Their password; empty: they sign in with a code sent by e-mail.",
)  # fmt: skip
def init(
    base_url: str | None,
    database: str,
    email: str | None,
    name: str | None,
    password: str | None,
) -> None:
    """Make an installation, or update one.

    Writes serai.toml with a new secret key, makes or updates the tables, and enrols the first
    administrator. Run it again after an upgrade: what is there already is kept. Asks for what the
    options leave out.
    """
    from serai.project.installation import create_home, migrate

    home = home_directory()
    if (home / "serai.toml").exists():
        given = [option for option in (base_url, database) if option]
        if given:
            raise ConfigurationError(
                f"{home / 'serai.toml'} is there already: change the address or the database in it."
            )
    else:
        address = base_url or click.prompt("Address of the site", default="http://127.0.0.1:8000")
        check_base_url(address)
        if database:
            database_settings(database, home)
        written = create_home(home, base_url=address.rstrip("/"), database=database)
        click.echo(f"Wrote {written}")
    _set_up()
    migrate()
    click.echo("The tables are up to date.")
    _first_administrator(email, name, password)
    click.echo("Ready. Serve it with: serai serve")


def _first_administrator(email: str | None, name: str | None, password: str | None) -> None:
    from django.core.exceptions import ValidationError

    from serai.foundation.accounts.models import Role
    from serai.foundation.record.operations import Program
    from serai.project.people import enrol, has_administrator

    if has_administrator():
        if email:
            click.echo("There is an administrator already; nobody was added.")
        return
    email = email or click.prompt("E-mail address of the first administrator")
    name = name or click.prompt("Name of the first administrator")
    if password is None:
        password = click.prompt(
            "Password (empty: sign in by e-mail code)", default="", hide_input=True,
            confirmation_prompt=True, show_default=False,
        )  # fmt: skip
    try:
        user = enrol(
            actor=Program("serai init"),
            email=email,
            name=name,
            roles=[Role.ADMINISTRATOR],
            password=password or None,
        )
    except ValidationError as error:
        raise click.ClickException(
            f"Nobody was enrolled: {' '.join(error.messages)} Run `serai init` again."
        ) from None
    click.echo(f"{user.email} is administrator.")


@main.command(epilog=_example("serai serve --host 127.0.0.1 --port 8000 --workers 4"))
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@_port
@click.option(
    "--workers", type=click.IntRange(1, 64),
    help="Processes. Default: one for each processor; two at most on SQLite.",
)  # fmt: skip
@click.option(
    "--threads", type=click.IntRange(1, 64), default=4, show_default=True,
    help="Requests that a process works on at once.",
)  # fmt: skip
def serve(host: str, port: int, workers: int | None, threads: int) -> None:
    """Serve the installation until stopped.

    Refuses to start where the secret key or a migration is missing or the port is taken. Put a
    server that speaks HTTPS in front: docs/how-to/install.md.
    """
    from serai.project import server

    server.check_port(host, port)
    configuration = _set_up()
    server.check_ready(configuration, host)
    click.echo(f"Serai is at {configuration.base_url}/ (listening on {host}:{port}).")
    sys.stdout.flush()
    server.serve(host=host, port=port, workers=workers or server.default_workers(), threads=threads)


@main.command(epilog=_example("serai check"))
def check() -> None:
    """Look whether the installation is fit to be relied on.

    Checks the settings, the tables and the record of changes, and says what to do about each
    finding. Exits with 1 if there is any.
    """
    configuration = _set_up()
    findings: list[str] = []

    from serai.project.health import record_findings, settings_findings, table_findings

    def section(title: str, look: Callable[[], list[str]]) -> None:
        found = look()
        click.echo(f"{title}: {'in order' if not found else ''}".rstrip())
        for finding in found:
            click.echo(f"  {finding}")
        findings.extend(found)

    click.echo(f"Home: {configuration.home}")
    click.echo(f"Database: {hide_password(configuration.database)}")
    section("Settings", settings_findings)
    section("Tables", table_findings)
    if not table_findings():
        section("Record", record_findings)
    if findings:
        click.echo(f"{len(findings)} to put right.")
        raise SystemExit(1)


@main.command(epilog=_example("serai load chongqing-2023 --dry-run"))
@click.argument("places", metavar="NAME_OR_PATH...", nargs=-1, required=True)
@click.option("--dry-run", is_flag=True, help="Do all of it, then take it back.")
def load(places: tuple[str, ...], *, dry_run: bool) -> None:
    """Load data files, or a built-in example.

    Takes YAML files, directories of them, and the name of the example, chongqing-2023. Either
    everything is loaded or nothing is; every problem is printed as file:line: field: message.
    Loading the same again changes nothing.
    """
    paths = [EXAMPLES[place] if place in EXAMPLES else Path(place) for place in places]
    _set_up()
    loaded = _load(paths, dry_run=dry_run)
    for kind, count in loaded.items.items():
        click.echo(f"{count:>7} {kind.replace('_', ' ')}")
    done = f"{loaded.changes} changes" if loaded.changes != 1 else "1 change"
    click.echo(f"{done} would be recorded; nothing was kept." if dry_run else f"{done} recorded.")


def _load(paths: list[Path], *, dry_run: bool) -> Loaded:
    from serai.foundation.dataset.operations import load_dataset
    from serai.foundation.dataset.problems import DatasetError
    from serai.foundation.record.operations import Program

    try:
        return load_dataset(places=paths, actor=Program("serai load"), dry_run=dry_run)
    except DatasetError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        count = len(error.problems)
        click.echo(f"{count} problem{'s' if count > 1 else ''}; nothing was loaded.", err=True)
        raise SystemExit(1) from None


@main.command(epilog=_example("serai dump /srv/backup/data"))
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
def dump(directory: Path) -> None:
    """Write the data as YAML files, which `serai load` reads.

    Holds what rooms keep as data: not accounts, and not the record of changes.
    """
    _set_up()
    from serai.foundation.dataset.operations import dump_dataset

    if directory.exists() and any(directory.iterdir()):
        raise ConfigurationError(f"{directory} is not empty. Name a new directory.")
    try:
        counts = dump_dataset(directory=directory)
    except OSError as error:
        raise ConfigurationError(f"{directory} cannot be written: {error.strerror}.") from None
    for kind, count in counts.items():
        if count:
            click.echo(f"{count:>7} {kind.replace('_', ' ')}")
    click.echo(f"Written to {directory}.")


@main.group(epilog=_example("serai record verify"))
def record() -> None:
    """The record of changes."""


def _noted_head(
    _context: click.Context, _parameter: click.Parameter, value: str | None
) -> str | None:
    if value is not None and not re.fullmatch(r"\d+:([0-9a-f]{64})?", value):
        raise click.BadParameter("write LENGTH:DIGEST, as `serai record verify` prints it.")
    return value


@record.command(epilog=_example("serai record verify --expected 1824:5f70…"))
@click.option(
    "--expected", metavar="LENGTH:DIGEST", callback=_noted_head,
    help="The head as it was printed earlier: the record must still pass through it.",
)  # fmt: skip
def verify(expected: str | None) -> None:
    """Find entries that were altered, removed or reordered.

    Prints each fault and exits with 1, or prints the head. Keep the head elsewhere: who can rewrite
    the whole database can rewrite the whole record, but not your note of it.
    """
    _set_up()
    from serai.foundation.record.models import Head
    from serai.foundation.record.queries import verify as faults_of

    count = 0
    for fault in faults_of(expected_head=expected):
        count += 1
        click.echo(f"entry {fault.number}: {fault.what}", err=True)
    if count:
        click.echo(f"{count} fault{'s' if count > 1 else ''} in the record.", err=True)
        raise SystemExit(1)
    head = Head.objects.filter(pk=1).first() or Head()
    click.echo(f"The record is whole: {head.length} entries.\nHead: {head}")
