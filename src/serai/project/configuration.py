"""Where an installation keeps its settings: ``serai.toml`` in its home, overridden by environment.

The home directory is ``SERAI_HOME`` (default ``var`` under the working directory). Every key of the
file can be given as an environment variable: ``base_url`` as ``SERAI_BASE_URL``.
"""

from __future__ import annotations

import os
import secrets
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qsl, unquote, urlsplit

FILE_NAME = "serai.toml"
_PATIENCE = 30
"""Seconds that a writer waits for another one, on both databases."""


class ConfigurationError(Exception):
    """The configuration cannot be used; the message says which file and key, and what to do."""


def _setting(default: Any, description: str) -> Any:
    return field(default=default, metadata={"description": description})


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """The settings of one installation."""

    home: Path
    base_url: str = _setting(
        "http://127.0.0.1:8000",
        "The address under which readers reach the site, without a path.",
    )
    database: str = _setting(
        "",
        "`postgresql://USER:PASSWORD@HOST:PORT/NAME`, or `sqlite:///PATH`, where the path starts "
        "at the home (four slashes: at the root). Left out: the file `serai.sqlite3` in the home.",
    )
    secret_key: str = _setting(
        "",
        "Signs sessions and links; `serai init` makes one. Who knows it can sign in as anybody.",
    )
    email: str = _setting(
        "",
        "How e-mail is sent: `smtp+tls://USER:PASSWORD@HOST:587`, `smtps://…`, `smtp://…` or "
        "`file:///DIRECTORY`. Left out: e-mail is written to the log, and in a demo to files in "
        "its directory `outbox`.",
    )
    email_from: str = _setting("serai@localhost", "The sender of every e-mail.")
    publisher: str = _setting(
        "",
        "Who publishes the register, as exports name it. Left out: the host of the address.",
    )
    publisher_identifier: str = _setting(
        "",
        "The identifier of the publisher at org-id.guide, such as `XM-DAC-41114`: exported "
        "activities are identified by it. Left out: one is made from the host, which the rules of "
        "IATI advise against.",
    )
    base_map: str = _setting(
        "",
        "A JSON file with another base map, made with `scripts/generate_world.py`. Left out: the "
        "de facto boundaries of Natural Earth.",
    )
    two_reviewers: bool = _setting(
        default=False,
        description="Two people decide about each proposed claim, unless its document says else.",
    )
    material_megabytes: int = _setting(
        100,
        "How many megabytes one material of a session (slides, a paper) may have.",
    )
    api_limit: int = _setting(
        600,
        "How many requests of the API an address without a token may send in a minute.",
    )
    api_limit_signed_in: int = _setting(
        3_000,
        "How many requests of the API a user may send in a minute, with all tokens together.",
    )
    demo: bool = _setting(
        default=False,
        description="Made by `serai demo`: people sign in by a link, on this machine only.",
    )
    debug: bool = _setting(
        default=False, description="Shows what went wrong in the page. For development only."
    )
    secret_key_is_kept: bool = True
    """False where no key was configured: one was made up, good for this process alone."""

    @property
    def package(self) -> Path:
        """Where the package is installed."""
        return Path(__file__).resolve().parent.parent

    @property
    def path(self) -> Path:
        """Where the settings file is, or would be."""
        return self.home / FILE_NAME

    @property
    def outbox(self) -> Path:
        """Where a demo writes its e-mails instead of sending them."""
        return self.home / "outbox"

    def email_settings(self) -> dict[str, Any]:
        """Turn ``smtp://USER:PASSWORD@HOST:PORT`` (or ``smtps:``, ``smtp+tls:``, ``file:///DIR``)
        into Django settings. Raises ConfigurationError.
        """
        try:
            parts = urlsplit(self.email)
            port = parts.port
        except ValueError as error:
            raise ConfigurationError(f"email: {error}.") from None
        if parts.scheme == "file":
            return {
                "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
                "EMAIL_FILE_PATH": unquote(parts.path),
            }
        if parts.scheme not in {"smtp", "smtps", "smtp+tls"} or not parts.hostname:
            raise ConfigurationError(
                "email: write smtp+tls://USER:PASSWORD@HOST:587, smtps://… or file:///DIRECTORY."
            )
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": port or (465 if parts.scheme == "smtps" else 587),
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        }

    @property
    def host(self) -> str:
        """The host name under which the site is reached."""
        return urlsplit(self.base_url).hostname or "127.0.0.1"

    @property
    def is_https(self) -> bool:
        """Whether the site is reached over TLS."""
        return urlsplit(self.base_url).scheme == "https"


_COMPUTED = {"home", "secret_key_is_kept"}
_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


@dataclass(frozen=True, slots=True)
class Setting:
    """One key of ``serai.toml``."""

    name: str
    default: str | bool | int
    description: str

    @property
    def variable(self) -> str:
        """The environment variable that overrides it."""
        return f"SERAI_{self.name.upper()}"

    @property
    def is_flag(self) -> bool:
        """Whether it is true or false."""
        return isinstance(self.default, bool)

    @property
    def is_number(self) -> bool:
        """Whether it is a whole number above 0."""
        return isinstance(self.default, int) and not self.is_flag


SETTINGS: dict[str, Setting] = {
    each.name: Setting(
        each.name, cast("str | bool | int", each.default), each.metadata["description"]
    )
    for each in fields(Configuration)
    if each.name not in _COMPUTED
}
"""Every key that ``serai.toml`` may hold."""


def home_directory() -> Path:
    """Return the home of the installation, as an absolute path."""
    return Path(os.environ.get("SERAI_HOME") or "var").resolve()


def read_configuration(home: Path | None = None) -> Configuration:
    """Read the configuration of an installation. Raises ConfigurationError."""
    home = home or home_directory()
    values = _from_file(home / FILE_NAME) | _from_environment()
    check_base_url(values.get("base_url", "http://127.0.0.1"))
    if not values.get("database"):
        values["database"] = "sqlite:///serai.sqlite3"
    if not values.get("secret_key"):
        values["secret_key"] = secrets.token_urlsafe(48)
        values["secret_key_is_kept"] = False
    return Configuration(home=home, **values)


def _from_file(path: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ConfigurationError(f"{path}: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            f"{path}: {error}. Correct the file, or delete it and run `serai init`."
        ) from None
    for name, value in values.items():
        setting = SETTINGS.get(name)
        if setting is None:
            raise ConfigurationError(
                f"{path}: unknown setting “{name}”. Known: {', '.join(sorted(SETTINGS))}."
            )
        if type(value) is not type(setting.default) or (setting.is_number and int(value) < 1):
            wanted = (
                "true or false" if setting.is_flag
                else "a whole number above 0" if setting.is_number
                else "text in quotes"
            )  # fmt: skip
            raise ConfigurationError(f"{path}: “{name}” must be {wanted}.")
    return values


def _from_environment() -> dict[str, Any]:
    values: dict[str, Any] = {}
    for setting in SETTINGS.values():
        given = os.environ.get(setting.variable)
        if given is None:
            continue
        if setting.is_number:
            if not (given.isascii() and given.isdecimal() and int(given)):
                raise ConfigurationError(
                    f"{setting.variable}: write a whole number above 0, not “{given}”."
                )
            values[setting.name] = int(given)
        elif not setting.is_flag:
            values[setting.name] = given
        elif given.lower() in _TRUE | _FALSE:
            values[setting.name] = given.lower() in _TRUE
        else:
            raise ConfigurationError(f"{setting.variable}: write 1 or 0, not “{given}”.")
    return values


def check_base_url(address: str) -> None:
    """Raise ConfigurationError for what is not the address of a site."""
    try:
        parts = urlsplit(address)
        usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.path.strip("/") or parts.query or parts.fragment:
        raise ConfigurationError(
            f"base_url: “{address}” is not the address of a site. "
            "Write https://serai.example.org, without a path."
        )


def database_settings(address: str, home: Path) -> dict[str, Any]:
    """Turn ``sqlite:///PATH`` or ``postgresql://USER:PASSWORD@HOST/NAME`` into Django settings.

    A relative path starts at the home. What stands after a question mark is handed to PostgreSQL
    (``?sslmode=verify-full``). Raises ConfigurationError.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise ConfigurationError(f"database: {error}.") from None
    if parts.scheme == "sqlite" and not parts.netloc and len(parts.path) > 1:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(home / unquote(parts.path[1:])),
            "OPTIONS": {
                # A writer takes its lock when the transaction begins and waits for others:
                # nothing is lost to "database is locked" (design, rule 4).
                "transaction_mode": "IMMEDIATE",
                "timeout": _PATIENCE,
                "init_command": (
                    "PRAGMA journal_mode = WAL; "
                    "PRAGMA synchronous = NORMAL; "
                    "PRAGMA cache_size = -16000;"
                ),
            },
        }
    if parts.scheme in {"postgresql", "postgres"} and parts.path.strip("/"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(port or ""),
            # Every thread keeps its connection: with a fixed number of threads that is a pool,
            # and readers wait for a thread rather than for a connection.
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            # Queries here take milliseconds: compiling one takes longer than it ever saves.
            "OPTIONS": {
                "connect_timeout": 10,
                "options": f"-c jit=off -c lock_timeout={_PATIENCE}s",
                **dict(parse_qsl(parts.query)),
            },
        }
    raise ConfigurationError(
        f"database: “{hide_password(address)}” cannot be used. "
        "Write sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME."
    )


def hide_password(address: str) -> str:
    """Return an address as it may be shown."""
    password = urlsplit(address).password
    return address.replace(f":{password}@", ":…@") if password else address
