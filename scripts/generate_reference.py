"""Generate the countries and regions that the product ships, and check its fields of science.

    SERAI_SHARED=../shared python scripts/generate_reference.py

Writes ``countries.csv`` and ``regions.csv`` of ``serai.foundation.directory``. A country is called
by its short name in UNTERM without the article, else by its official name in M49; a region by its
name in M49 in English and in CLDR otherwise. ``reference_corrections.csv`` says where that is not
what people should read, and why; the word CLDR there takes the name from CLDR.

The fields of science and the goals are kept by hand: nobody publishes them in all six languages.
"""

from __future__ import annotations

import csv
import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from babel import Locale

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("SERAI_SHARED") or ROOT.parent / "shared")
TARGET = ROOT / "src/serai/foundation/directory/data"
# The language codes of the product, and how the source and CLDR name them.
LANGUAGES = {
    "en": ("English", "en", "en"),
    "zh-hans": ("Chinese", "cn", "zh_Hans"),
    "fr": ("French", "fr", "fr"),
    "ru": ("Russian", "ru", "ru"),
    "ar": ("Arabic", "ar", "ar"),
    "es": ("Spanish", "es", "es"),
}
LOCALES = {language: Locale.parse(names[2]) for language, names in LANGUAGES.items()}
LEVELS = ("Region", "Sub-region", "Intermediate Region")
ARTICLE = re.compile(r"\s*\((?:the|l'|l’|le|la|les|el|los|las)\)$", re.IGNORECASE)
Row = dict[str, str]


def read(path: Path) -> list[Row]:
    """Read a CSV file; every column is text (the code of Namibia is NA)."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(name: str, rows: Iterable[Row]) -> None:
    """Write one file of the reference data."""
    listed = list(rows)
    with (TARGET / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(listed[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(listed)
    print(f"{name}: {len(listed)} rows")


def tidy(name: str) -> str:
    """Take the footnote marks and the article off a name of UNTERM; write one apostrophe."""
    return ARTICLE.sub("", name.rstrip(" *")).replace("'", "’").strip()


class Names:
    """The names of one kind of thing, with the corrections applied."""

    def __init__(self, kind: str) -> None:
        self._corrections = {
            (row["code"], row["language"]): row["name"]
            for row in read(ROOT / "scripts/reference_corrections.csv")
            if row["kind"] == kind
        }

    def choose(self, code: str, proposals: Row) -> Row:
        """Return the name in each language: the correction, else what is proposed, else CLDR."""
        names = {}
        for language, locale in LOCALES.items():
            corrected = self._corrections.get((code, language)) or self._corrections.get(
                (code, "*")
            )
            name = corrected or proposals.get(language) or "CLDR"
            names[language] = tidy(locale.territories[code]) if name == "CLDR" else name
        return names


def regions(source: list[Row]) -> Iterable[Row]:
    """Every region with its parent, parents first."""
    found: dict[str, tuple[str, str]] = {}
    for row in source:
        parent = ""
        for level in LEVELS:
            if row[f"{level} Code"]:
                code = row[f"{level} Code"].zfill(3)
                found[code] = (parent, row[f"{level} Name"])
                parent = code

    def depth(code: str) -> int:
        return 1 + depth(found[code][0]) if code else 0

    names = Names("region")
    for code in sorted(found, key=lambda code: (depth(code), code)):
        parent, english = found[code]
        yield {"code": code, "parent": parent, **names.choose(code, {"en": english})}


def countries(source: list[Row]) -> Iterable[Row]:
    """Every country and territory of ISO 3166-1."""
    names = Names("country")
    for row in sorted(source, key=lambda row: row["ISO3166-1-Alpha-2"]):
        code = row["ISO3166-1-Alpha-2"]
        proposals = {
            language: tidy(row[f"UNTERM {unterm} Short"] or row[f"official_name_{official}"])
            for language, (unterm, official, _cldr) in LANGUAGES.items()
        }
        chain = [row[f"{level} Code"] for level in LEVELS if row[f"{level} Code"]]
        yield {
            "code": code,
            "alpha3": row["ISO3166-1-Alpha-3"],
            "numeric": row["M49"].zfill(3),
            "region": chain[-1].zfill(3) if chain else "",
            "groups": " ".join(
                group
                for group, column in {
                    "LDC": "Least Developed Countries (LDC)",
                    "LLDC": "Land Locked Developing Countries (LLDC)",
                    "SIDS": "Small Island Developing States (SIDS)",
                }.items()
                if row[column]
            ),
            **names.choose(code, proposals),
        }


def main() -> int:
    """Generate and check; the exit status is 1 when the fields differ from the OECD's."""
    source = read(SHARED / "data/country-codes/country-codes.csv")
    write("regions.csv", regions(source))
    write("countries.csv", countries(source))
    official = [
        (row["code"], row["broad_code"], row["label"])
        for row in read(SHARED / "data/oecd-ford/ford-2015.csv")
    ]
    kept = [(row["code"], row["broad"], row["en"]) for row in read(TARGET / "fields.csv")]
    for wrong in sorted(set(official) ^ set(kept)):
        print(f"fields.csv differs from the classification: {wrong}", file=sys.stderr)
    return int(official != kept)


if __name__ == "__main__":
    sys.exit(main())
