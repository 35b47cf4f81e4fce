"""Write the reference pages that say what the program says of itself.

scripts/reference_pages.py update   write the pages of docs/reference that are made
scripts/reference_pages.py check    exit with 1 where they are not up to date
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

import click
import django
from django.db.models import Choices
from pydantic import BaseModel

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


def data_files() -> str:
    """Describe every kind of item in data files by its schema."""
    # Kinds are registered as the apps start; an installation is not needed for that.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serai.project.settings")
    django.setup()
    from serai.foundation.dataset.kinds import kinds

    introduction = (
        f"# Data files\n\n{MADE}\n"
        "What `serai load` reads and `serai dump` writes: YAML files (UTF-8) with kinds as their "
        "top-level words and a list of items under each. Country codes and dates need no quotes. "
        "See also [how to load your own data](../how-to/load-data.md).\n\n"
        "- **key**: lower-case letters, digits and hyphens; by it items refer to each other.\n"
        "- **text**: a text, or one text for each language code: `{en: Health, fr: Santé}`.\n"
        "- **date**: as exact as it is known: `2015`, `2015-11` or `2015-11-06`, with `~` when "
        "approximate.\n"
        "- **place**: `source@120:180` (characters of the text, end exclusive), `source@page 3` or "
        "`source`; with more to say, `{at: …, claim: …, note: …}`.\n"
        "- **cite**: maps a field, or `_` for the whole, to a place or a list of places.\n"
    )
    return "\n".join([introduction, *(_kind(name, kind.schema) for name, kind in kinds().items())])


def _kind(name: str, schema: type[BaseModel]) -> str:
    summary = (schema.__doc__ or "").strip().split("\n\n")
    lines = [f"## {name}", "", " ".join(" ".join(summary).split()), "", *_table(schema)]
    for part in _parts(schema):
        lines += ["", f"### {name}: {_title(part)}", "", *_table(part)]
    return "\n".join(lines) + "\n"


def _title(part: type[BaseModel]) -> str:
    return re.sub(
        r"(?<!^)(?=[A-Z])", " ", part.__name__.removesuffix("Part").removesuffix("Item")
    ).lower()


def _table(schema: type[BaseModel]) -> list[str]:
    rows = ["| field | what it holds | |", "|---|---|---|"]
    for name, field in schema.model_fields.items():
        holds = _type(name, field.annotation, field.metadata)
        rows.append(f"| `{name}` | {holds} | {'required' if field.is_required() else ''} |")
    return rows


def _parts(schema: type[BaseModel]) -> list[type[BaseModel]]:
    """The parts of an item, each followed by its own."""
    return [
        part
        for name, field in schema.model_fields.items()
        for inner in (field.annotation, *get_args(field.annotation))
        if name != "cite" and isinstance(inner, type) and issubclass(inner, BaseModel)
        for part in (inner, *_parts(inner))
    ]


def _type(name: str, annotation: Any, metadata: Sequence[Any] = ()) -> str:
    arguments = [each for each in get_args(annotation) if each is not type(None)]
    if name == "cite":
        return "citations"
    if name == "at":
        return "place"
    if name == "key" or "pattern='^[a-z0-9]" in repr(metadata) + repr(annotation):
        return "list of keys" if get_origin(annotation) is list else "key"
    if get_origin(annotation) is list:
        return f"list of {_type('', arguments[0]).replace('one of', 'words from')}"
    if get_origin(annotation) is Annotated:
        return _type(name, arguments[0])
    if len(arguments) == 1:
        return _type(name, arguments[0])
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _title(annotation)
    if isinstance(annotation, type) and issubclass(annotation, Choices):
        return "one of " + ", ".join(f"`{value}`" for value in annotation.values)
    names = {"str": "words", "int": "number", "bool": "`true` or `false`", "date": "day"}
    names["Moment"] = "day and time, as `2027-03-31 18:00`"
    written = getattr(annotation, "__name__", str(annotation))
    if "PartialDate" in str(annotation):
        return "date"
    return "text" if "I18n" in written else names.get(written, "words")


def _default(setting: Setting) -> str:
    if setting.is_flag:
        return f"`{str(setting.default).lower()}`"
    return f"`{setting.default}`" if setting.default else ""


def api() -> str:
    """Describe the API: its operations, schemas and problems."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serai.project.settings")
    django.setup()
    from serai.foundation.api import presentation
    from serai.foundation.api.problems import all_problems
    from serai.foundation.api.scopes import all_scopes
    from serai.project.api import document

    written = document()
    lines = [
        f"# API\n\n{MADE}",
        (
            "Everything under `/api/v1`. At `/en/api/` of every installation stand besides the "
            "parameters, the members of what is sent and answered, and an example of each request; "
            "all of it as OpenAPI 3.1 at `/api/v1/openapi.json`. See also "
            "[how to use it](../how-to/use-the-api.md)."
        ),
        "\n## Scopes of tokens\n\n| scope | allows |\n|---|---|",
        *(f"| `{name}` | {label} |" for name, label in all_scopes().items()),
    ]
    for section in presentation.sections(written):
        lines.append(f"\n## {section.name}\n\n| | | sends | answers |\n|---|---|---|---|")
        lines += [
            f"| `{each.method} {each.path}` | {each.summary} | {_named(each.body)} "
            f"| {_named(each.answer)} |"
            for each in section.operations
        ]
    lines.append("\n## Problems\n\nThe type of a problem is `/api/problems/TYPE` on the site.\n")
    lines.append("| status | type | what it means and what to do |\n|---|---|---|")
    lines += [f"| {each.status} | `{each.slug}` | {each.advice} |" for each in all_problems()]
    return "\n".join(lines) + "\n"


def _named(text: str) -> str:
    return text.replace("|", "\\|")


PAGES = {
    "api.md": api,
    "command-line.md": command_line,
    "configuration.md": configuration,
    "data-files.md": data_files,
}


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
