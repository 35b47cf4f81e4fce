"""Commands for an installation: demo, init, serve, check."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import click

from serai.cli.data import EXAMPLES, load_places
from serai.cli.group import example, main, say, set_up
from serai.project.configuration import (
    ConfigurationError,
    check_base_url,
    database_settings,
    hide_password,
    home_directory,
    read_configuration,
)

_port = click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, envvar="PORT", show_default=True,
    show_envvar=True, help="The port to listen on.",
)  # fmt: skip


@main.command(epilog=example("PORT=9000 serai demo --reset"))
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
    set_up()
    if unapplied_migrations():
        click.echo("Making the tables …")
        migrate()
    _load_examples_once()
    greeting = _demo_greeting(port)

    from serai.project.server import serve as serve_site

    serve_site(host="127.0.0.1", port=port, workers=1, when_ready=lambda: say(greeting))


def _load_examples_once() -> None:
    """Load the examples into an installation in which nothing has happened yet."""
    from serai.foundation.record.operations import Program
    from serai.foundation.record.queries import revision
    from serai.project.illustration import illustrate

    if revision():
        return
    click.echo(f"Loading {', '.join(EXAMPLES)} …")
    loaded = load_places(list(EXAMPLES.values()), dry_run=False)
    click.echo(f"Loaded {sum(loaded.items.values())} items. Making the timetable …")
    illustrate(actor=Program("serai demo"))


def _demo_greeting(port: int) -> str:
    from serai.foundation.accounts.demo import demo_sign_in_path
    from serai.foundation.record.operations import Program
    from serai.project.people import enrol_demo_people

    base = f"http://127.0.0.1:{port}"
    people = enrol_demo_people(actor=Program("serai demo"))
    width = max(len(person.name) for person, _user in people)
    lines = [f"\nSerai is at {base}/\n", "Sign in as"]
    for person, user in people:
        lines.append(f"  {person.name:<{width}}  {base}{demo_sign_in_path(user)}")
        lines.append(f"  {'':<{width}}  {person.work}")
    outbox = f"\nE-mails are not sent, but written to {read_configuration(home_directory()).outbox}"
    return "\n".join([*lines, outbox, "Stop with Ctrl-C."])


@main.command(
    epilog=example(
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
    set_up()
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


@main.command(epilog=example("serai serve --host 127.0.0.1 --port 8000 --workers 4"))
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
@click.option(
    "--worker/--no-worker", default=True, show_default=True,
    help="Do jobs here as well; without, run `serai worker`.",
)  # fmt: skip
def serve(host: str, port: int, workers: int | None, threads: int, *, worker: bool) -> None:
    """Serve the installation until stopped.

    Refuses to start where the secret key or a migration is missing or the port is taken. Put a
    server that speaks HTTPS in front: docs/how-to/install.md.
    """
    from serai.project import server

    server.check_port(host, port)
    configuration = set_up()
    server.check_ready(configuration, host)
    server.serve(
        host=host,
        port=port,
        workers=workers or server.default_workers(),
        threads=threads,
        with_worker=worker,
        when_ready=lambda: say(f"Serai is at {configuration.base_url}/ (on {host}:{port})."),
    )


@main.command(epilog=example("serai check"))
def check() -> None:
    """Look whether the installation is fit to be relied on.

    Checks the settings, the tables, the record of changes, the statuses in the register, the
    indexes of words and whether somebody does the jobs, and says what to do about each finding.
    Exits with 1 if there is any.
    """
    configuration = set_up()
    findings: list[str] = []

    from serai.project.health import (
        job_findings,
        record_findings,
        search_findings,
        settings_findings,
        status_findings,
        table_findings,
    )

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
        section("Statuses", status_findings)
        section("Words", search_findings)
        section("Jobs", job_findings)
    if findings:
        click.echo(f"{len(findings)} to put right.")
        raise SystemExit(1)
