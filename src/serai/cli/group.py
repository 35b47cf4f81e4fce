"""The group that all commands belong to, and what they share."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

import serai
from serai.project.configuration import Configuration, ConfigurationError, hide_password


class _Commands(click.Group):
    """Commands that tell what a person can put right in one line, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        # Django's own errors are known only once a command has set it up.
        try:
            return super().invoke(ctx)
        except ConfigurationError as error:
            raise click.ClickException(str(error)) from None
        except Exception as error:
            from django.db import OperationalError, ProgrammingError

            if not isinstance(error, OperationalError | ProgrammingError):
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


def example(command: str) -> str:
    """Show an example under the help of a command."""
    return f"\b\nExample:\n  {command}"


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=example("serai demo"),
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


def set_up() -> Configuration:
    """Start Django on the installation and return its configuration."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serai.project.settings")
    import django
    from django.conf import settings

    django.setup()
    configuration: Configuration = settings.CONFIGURATION
    return configuration


def say(text: str) -> None:
    """Print at once, to a file or a pipe as well: the process stays."""
    click.echo(text)
    sys.stdout.flush()
