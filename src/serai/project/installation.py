"""An installation on disk: its home, its tables, its static files."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

import serai
from serai.project.configuration import FILE_NAME, ConfigurationError, read_configuration


def create_home(home: Path, **values: str | bool) -> Path:
    """Make the home of an installation, with a settings file that only its owner reads.

    A secret key is made. Returns the path of the file. Raises ConfigurationError.
    """
    path = home / FILE_NAME
    written = {"secret_key": secrets.token_urlsafe(48), **values}
    text = "# Settings of this Serai installation; see docs/reference/configuration.md.\n"
    text += "".join(f"{name} = {_toml(value)}\n" for name, value in written.items() if value)
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise ConfigurationError(f"{path} is there already.") from None
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be written: {error.strerror}.") from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    # A JSON string without characters beyond ASCII is a TOML string as well.
    return json.dumps(str(value)).replace("\x7f", "\\u007f")


def remove_demo(home: Path) -> None:
    """Delete a demo installation. Raises ConfigurationError for anything else."""
    if not home.exists() or not any(home.iterdir()):
        return
    if not (home / FILE_NAME).exists() or not read_configuration(home).demo:
        raise ConfigurationError(
            f"{home} is not a demo installation, so it is not deleted. "
            "Set SERAI_HOME to another directory."
        )
    try:
        shutil.rmtree(home)
    except OSError as error:
        raise ConfigurationError(f"{home} cannot be deleted: {error.strerror}.") from None


def unapplied_migrations() -> list[str]:
    """Return the names of the migrations that the database still lacks."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def migrate() -> None:
    """Bring the tables up to date."""
    call_command("migrate", verbosity=0, interactive=False)


def collect_static_files() -> None:
    """Copy the static files into the home, named by content and compressed, if they changed.

    Raises ConfigurationError where the home cannot be written.
    """
    root = Path(settings.STATIC_ROOT)
    note = root.with_name("static.signature")
    signature = _static_signature()
    if (root / "staticfiles.json").exists() and note.exists() and note.read_text() == signature:
        return
    try:
        call_command("collectstatic", verbosity=0, interactive=False)
        note.write_text(signature)
    except OSError as error:
        raise ConfigurationError(
            f"{root} cannot be written: {error.strerror}. Is the home yours?"
        ) from None


def _static_signature() -> str:
    digest = hashlib.sha256(f"{serai.__version__} {settings.STATIC_URL}".encode())
    for path in sorted(set(_static_files())):
        status = path.stat()
        digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _static_files() -> Iterator[Path]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            yield Path(storage.path(name))
