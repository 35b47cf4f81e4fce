"""What an installation that others rely on must have, beside what Django itself checks."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004

from serai.project.configuration import Configuration


@register(Tags.security, deploy=True)
def check_installation(**_options: Any) -> list[CheckMessage]:
    """Warn about settings that are good for a try, but not for others to rely on."""
    configuration: Configuration = settings.CONFIGURATION
    found: list[CheckMessage] = []
    if not configuration.secret_key_is_kept:
        found.append(
            Warning(
                "There is no secret key: each process makes up its own.",
                hint="Run `serai init`, or set secret_key in serai.toml.",
                id="serai.W001",
            )
        )
    if not configuration.email:
        found.append(
            Warning(
                "E-mail goes to the log: nobody gets the code to sign in with.",
                hint="Set email in serai.toml.",
                id="serai.W002",
            )
        )
    if not configuration.is_https:
        found.append(
            Warning(
                "base_url begins with http: passwords can be read on the way.",
                hint="Put a server with a certificate in front and set base_url to https://….",
                id="serai.W003",
            )
        )
    if configuration.demo:
        found.append(
            Warning(
                "This is a demo installation: whoever has the link signs in as anybody.",
                hint="Make a real one with `serai init` in another directory.",
                id="serai.W004",
            )
        )
    return found
