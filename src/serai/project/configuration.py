"""Where an installation keeps its settings: ``serai.toml`` in its home, overridden by environment.

The home directory is ``SERAI_HOME`` (default ``var`` under the working directory). Every key of the
file can be given as an environment variable: ``base_url`` as ``SERAI_BASE_URL``.
"""

from __future__ import annotations

import os
import secrets
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


class ConfigurationError(Exception):
    """The configuration cannot be used; the message says which file and key, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """The settings of one installation."""

    home: Path
    base_url: str = "http://127.0.0.1:8000"
    database: str = ""
    secret_key: str = ""
    email: str = ""
    email_from: str = "serai@localhost"
    demo: bool = False
    debug: bool = False

    @property
    def package(self) -> Path:
        """Where the package is installed."""
        return Path(__file__).resolve().parent.parent

    def email_settings(self) -> dict[str, Any]:
        """Turn ``smtp://USER:PASSWORD@HOST:PORT`` (or ``smtps:``, ``smtp+tls:``, ``file:///DIR``)
        into Django settings.
        """
        parts = urlsplit(self.email)
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
            "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
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


_FLAGS = {"demo", "debug"}
_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def home_directory() -> Path:
    """Return the home of the installation, as an absolute path."""
    return Path(os.environ.get("SERAI_HOME") or "var").resolve()


def read_configuration(home: Path | None = None) -> Configuration:
    """Read the configuration of an installation. Raises ConfigurationError."""
    home = home or home_directory()
    path = home / "serai.toml"
    values: dict[str, Any] = {}
    if path.exists():
        try:
            values = tomllib.loads(path.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigurationError(
                f"{path}: {error}. Correct the file, or delete it and run `serai init`."
            ) from None
    known = set(Configuration.__dataclass_fields__) - {"home"}
    for name in values:
        if name not in known:
            raise ConfigurationError(
                f"{path}: unknown setting “{name}”. Known: {', '.join(sorted(known))}."
            )
        wanted = bool if name in _FLAGS else str
        if not isinstance(values[name], wanted):
            raise ConfigurationError(
                f"{path}: “{name}” must be {'true or false' if wanted is bool else 'text in quotes'}."
            )
    for name in known:
        given = os.environ.get(f"SERAI_{name.upper()}")
        if given is None:
            continue
        if name in _FLAGS:
            if given.lower() not in _TRUE | _FALSE:
                raise ConfigurationError(f"SERAI_{name.upper()}: write 1 or 0, not “{given}”.")
            values[name] = given.lower() in _TRUE
        else:
            values[name] = given
    values.setdefault("database", f"sqlite:///{home / 'serai.sqlite3'}")
    if not values.get("secret_key"):
        # An installation gets its key from `serai init`; until then one is made up for this process.
        values["secret_key"] = secrets.token_urlsafe(48)
    return Configuration(home=home, **values)


def database_settings(address: str) -> dict[str, Any]:
    """Turn ``sqlite:///PATH`` or ``postgresql://USER:PASSWORD@HOST:PORT/NAME`` into Django settings."""
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            # Three slashes before a relative path, four before an absolute one.
            "NAME": unquote(parts.path[1:]),
            "OPTIONS": {
                # A writer takes its lock when the transaction begins and waits for others:
                # nothing is lost to "database is locked" (design, rule 4).
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": (
                    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000;"
                ),
            },
        }
    if parts.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": parts.username or "",
            "PASSWORD": parts.password or "",
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ConfigurationError(
        f"database: “{parts.scheme}” is not supported. Write sqlite:///path or postgresql://user@host/name."
    )
