"""Write the reference pages that say what the program says of itself.

scripts/reference_pages.py update   write docs/reference/command-line.md and configuration.md
scripts/reference_pages.py check    exit with 1 where they are not up to date
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from serai.cli import main as serai
from serai.project.configuration import SETTINGS, Setting

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference"
MADE = "<!-- Made by scripts/reference_pages.py; change the program, not this page. -->\n"


def command_line() -> str:
    """Describe every command by its own help."""
    introduction = (
        f"# Command line\n\n{MADE}\n"
        "`./run setup` makes the command as `.venv/bin/serai`. It exits with 0 when all went well, "
        "with 1 when something is to be put right, and with 2 when it was not understood.\n"
    )
    sections = [introduction]
    for name, command in commands(serai, "serai"):
        # Wide enough for examples to stay on one line.
        context = click.Context(
            command, info_name=name, terminal_width=90, help_option_names=["-h", "--help"]
        )
        sections.append(f"## {name}\n\n```text\n{command.get_help(context)}\n```\n")
    return "\n".join(sections)


def commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """Yield a command and those under it, by their whole names."""
    yield name, command
    if isinstance(command, click.Group):
        for part, child in sorted(command.commands.items()):
            yield from commands(child, f"{name} {part}")


def configuration() -> str:
    """Describe every key of the settings file."""
    rows = [
        f"| `{setting.name}` | {_default(setting)} | {setting.description} |"
        for setting in SETTINGS.values()
    ]
    return (
        f"# Configuration\n\n{MADE}\n"
        "An installation lives in one directory, its home: `SERAI_HOME`, or `serai --home`, or "
        "`var` in the working directory. Its settings stand in `serai.toml` there. Every key can "
        "also be given as an environment variable, which goes before the file: `base_url` as "
        "`SERAI_BASE_URL`. A key that is not known, or of the wrong kind, is refused.\n\n"
        "| key | default | what it is for |\n|---|---|---|\n" + "\n".join(rows) + "\n\n"
        "The file is read by whoever runs the program and by nobody else (`chmod 600`): it holds "
        "the secret key and may hold passwords.\n\n"
        "```toml\n"
        'base_url = "https://serai.example.org"\n'
        'secret_key = "…"\n'
        'database = "postgresql://serai:PASSWORD@127.0.0.1/serai"\n'
        'email = "smtp+tls://serai:PASSWORD@mail.example.org:587"\n'
        'email_from = "Secretariat <secretariat@example.org>"\n'
        "```\n"
    )


def _default(setting: Setting) -> str:
    if setting.is_flag:
        return f"`{str(setting.default).lower()}`"
    return f"`{setting.default}`" if setting.default else ""


PAGES = {"command-line.md": command_line, "configuration.md": configuration}


def outdated() -> list[str]:
    """Return the names of the pages that do not say what the program says."""
    return [
        name
        for name, write in PAGES.items()
        if not (REFERENCE / name).exists() or (REFERENCE / name).read_text("utf-8") != write()
    ]


def main(arguments: list[str]) -> int:
    """Do what was asked for; return the exit status."""
    match arguments:
        case ["update"]:
            REFERENCE.mkdir(parents=True, exist_ok=True)
            for name, write in PAGES.items():
                (REFERENCE / name).write_text(write(), "utf-8")
        case ["check"]:
            for name in outdated():
                print(f"docs/reference/{name} is out of date: scripts/reference_pages.py update")
            return int(bool(outdated()))
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
