"""Keep the translations of the interface: extract, update, check and compile the catalogues.

Works with Babel alone; no gettext programs are needed.

    scripts/translations.py update     bring the catalogues in line with the sources
    scripts/translations.py check      name what is missing or does not fit; exit with 1 if anything
    scripts/translations.py extract    print every message of the sources
    scripts/translations.py compile    write the compiled catalogues (./run setup does)

Catalogues are sorted by message and name files without lines, so that a change of the sources moves
nothing but what changed.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract as extract_messages
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po

SOURCE = Path(__file__).resolve().parent.parent / "src" / "serai"
LOCALES = ("zh_Hans", "fr", "ru", "ar", "es")
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
OPTIONS = {"encoding": "utf-8"}
_PLACEHOLDER = re.compile(
    r"%(?:\((\w+)\))?[#0\- +]*\d*(?:\.\d+)?([diouxXeEfFgGcrs%])|\{(\w*)[^}]*\}"
)


def catalogue_path(locale: str, source: Path = SOURCE) -> Path:
    """Return where the catalogue of a locale is."""
    return source / "locale" / locale / "LC_MESSAGES" / "django.po"


# Extracting


def extract(source: Path = SOURCE) -> Catalog:
    """Collect every message of the Python sources and templates."""
    catalogue = Catalog()
    for path in sorted(source.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            text = path.read_bytes()
        elif path.suffix in {".html", ".txt", ".xml"} and "templates" in path.parts:
            text = _as_python(path).encode()
        else:
            continue
        place = path.relative_to(source.parent).as_posix()
        found = extract_messages("python", io.BytesIO(text), KEYWORDS, ["Translators:"], OPTIONS)
        for _line, message, comments, context in found:
            catalogue.add(message, None, [(place, 0)], auto_comments=comments, context=context)
    return catalogue


def _as_python(template: Path) -> str:
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure()
    # What is not a message becomes rows of X on lines of any indentation: in parentheses Python's
    # tokenizer does not mind.
    return f"(\n{templatize(template.read_text('utf-8'), origin=str(template))}\n)"


# Catalogues


def read_catalogue(path: Path, locale: str) -> Catalog:
    """Read a catalogue; an absent one is empty. Raises ValueError for one that is damaged."""
    if not path.exists():
        return Catalog(locale=locale)
    try:
        with path.open("rb") as file:
            return read_po(file, locale=locale, abort_invalid=True)
    except PoFileError as error:
        raise ValueError(f"{path}: {error}") from None


def update(source: Path = SOURCE) -> None:
    """Give every catalogue the messages of the sources; keep what is translated, drop the rest."""
    template = extract(source)
    for locale in LOCALES:
        path = catalogue_path(locale, source)
        catalogue = read_catalogue(path, locale)
        catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_written(catalogue))


def _written(catalogue: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_po(buffer, catalogue, omit_header=True, sort_output=True, include_lineno=False, width=100)
    # No dates and no names: git knows both, and they would change with every update.
    header = (
        'msgid ""\n'
        'msgstr ""\n'
        f'"Language: {catalogue.locale}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )
    return header.encode() + buffer.getvalue()


# Checking


def problems(source: Path = SOURCE) -> Iterator[str]:
    """Name everything that a reader of another language would miss."""
    template = extract(source)
    for locale in LOCALES:
        path = catalogue_path(locale, source)
        language = Locale.parse(locale).english_name
        try:
            catalogue = read_catalogue(path, locale)
        except ValueError as error:
            yield str(error)
            continue
        for wanted in template:
            if not wanted.id:
                continue
            found = catalogue.get(wanted.id, wanted.context)
            name = f"{language}: {wanted.id!r}"
            if wanted.context:
                name += f" ({wanted.context})"
            if found is None:
                yield f"{name} is not in the catalogue; run translations.py update"
            elif found.fuzzy:
                yield f"{name} is marked fuzzy: look at it and remove the mark"
            else:
                yield from (f"{name} {fault}" for fault in _faults(found, catalogue.num_plurals))
        for entry in catalogue:
            if entry.id and template.get(entry.id, entry.context) is None:
                yield f"{language}: {entry.id!r} is no longer used; run translations.py update"


def _faults(message: Message, plurals: int) -> Iterator[str]:
    sources, written = _forms(message.id), _forms(message.string)
    expected = plurals if len(sources) > 1 else 1
    if len(written) != expected or not all(text.strip() for text in written):
        yield "is not translated" if expected == 1 else f"needs {expected} plural forms"
        return
    wanted = set().union(*map(_placeholders, sources))
    for text in written:
        found = _placeholders(text)
        # A plural form may say "one meeting" or "two meetings" without the digit.
        if found != wanted and not (expected > 1 and found < wanted):
            yield f"has other placeholders in {text!r}: wanted {' '.join(sorted(wanted)) or 'none'}"
        if (text[0].isspace(), text[-1].isspace()) != (
            sources[0][0].isspace(),
            sources[0][-1].isspace(),
        ):
            yield f"differs in the space around it: {text!r}"


def _forms(value: object) -> tuple[str, ...]:
    if isinstance(value, tuple | list):
        return tuple(str(text or "") for text in value)
    return (str(value or ""),)


def _placeholders(text: str) -> set[str]:
    return {found.group(0) for found in _PLACEHOLDER.finditer(text)}


# Compiling


def compile_catalogues(source: Path = SOURCE) -> None:
    """Write the compiled form of every catalogue that is newer than it, for the program to read."""
    for path in sorted((source / "locale").glob("*/LC_MESSAGES/*.po")):
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= path.stat().st_mtime_ns:
            continue
        catalogue = read_catalogue(path, path.parent.parent.name)
        for message in list(catalogue):
            # A plural with an empty form would be shown as nothing instead of in English.
            if message.id and not all(_forms(message.string)):
                catalogue.delete(message.id, message.context)
        buffer = io.BytesIO()
        write_mo(buffer, catalogue)
        # Several programs may do this at once; none may read half a file.
        draft = target.with_suffix(f".{os.getpid()}.draft")
        draft.write_bytes(buffer.getvalue())
        draft.replace(target)


def main(arguments: list[str]) -> int:
    """Do what was asked for; return the exit status."""
    match arguments:
        case ["extract"]:
            sys.stdout.buffer.write(_written(extract()))
        case ["update"]:
            update()
        case ["compile"]:
            compile_catalogues()
        case ["check"]:
            found = list(problems())
            print(*found, sep="\n", end="\n" if found else "")
            if found:
                print(f"{len(found)} to put right.")
            return int(bool(found))
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
