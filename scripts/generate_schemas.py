"""Generate what `serai validate` and the exchange formats know of IATI, CERIF-XML and OAI-PMH.

    SERAI_SHARED=../shared python scripts/generate_schemas.py

Writes ``data/`` of ``serai.engines.validation``: the XML schemas without their documentation, the
codes of the codelists, where each codelist applies, and the standard's rules as one list. What the
files say is said by the standards; only what a program needs of it is kept. Their origin and
licences stand in ``data/README.md``, which is written by hand.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("SERAI_SHARED") or ROOT.parent / "shared") / "data"
TARGET = ROOT / "src/serai/engines/validation/data"

XSD = "{http://www.w3.org/2001/XMLSchema}"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
WITHOUT_NOISE = etree.XMLParser(
    remove_comments=True, remove_blank_text=True, remove_pis=True, no_network=True
)
SCHEMAS = {
    "iati": (
        SHARED / "iati-schema",
        [
            "iati-activities-schema.xsd",
            "iati-organisations-schema.xsd",
            "iati-registry-record-schema.xsd",
        ],
    ),
    "cerif": (SHARED / "cerif-xml/schemas", ["openaire-cerif-profile.xsd"]),
    "oai": (SHARED / "cerif-xml/schemas/cached", ["OAI-PMH.xsd", "oai-identifier.xsd"]),
}


def write_schemas() -> None:
    """Write each schema and the ones that it includes, under the same relative paths."""
    for name, (source, files) in SCHEMAS.items():
        shutil.rmtree(TARGET / name, ignore_errors=True)
        done: set[Path] = set()
        for file in files:
            write_schema(source / file, TARGET / name / file, done)


def write_schema(source: Path, target: Path, done: set[Path]) -> None:
    """Write one schema without documentation, and those that it names."""
    if target in done:
        return
    done.add(target)
    schema = etree.parse(source, WITHOUT_NOISE).getroot()
    for note in list(schema.iter(f"{XSD}annotation")):
        note.getparent().remove(note)
    for attribute in (f"{XSI}schemaLocation", LANG):
        schema.attrib.pop(attribute, None)
    for part in schema.iter(f"{XSD}include", f"{XSD}import"):
        place = part.get("schemaLocation")
        if place.endswith("xml.xsd"):
            part.set("schemaLocation", os.path.relpath(TARGET / "xml.xsd", target.parent))
        else:
            write_schema(source.parent / place, target.parent / place, done)
    for free in schema.iter(f"{XSD}any"):
        # OAI-PMH wants to know the schema of every payload. Those not here are let pass.
        if source.name == "OAI-PMH.xsd":
            free.set("processContents", "lax")
    target.parent.mkdir(parents=True, exist_ok=True)
    etree.ElementTree(schema).write(target, encoding="UTF-8", xml_declaration=True)


def codelists() -> dict[str, dict[str, Any]]:
    """The codes of each codelist, and whether it is complete: else other codes may be right."""
    found = {}
    for path in sorted((SHARED / "iati-codelists").glob("*embedded/*.xml")):
        root = etree.parse(path).getroot()
        codes = [code.text.strip() for code in root.iterfind(".//codelist-item/code")]
        found[root.get("name")] = {"complete": root.get("complete") == "1", "codes": codes}
    return found


ROOTS = {
    "//iati-activity/": "/iati-activities/iati-activity/",
    "//iati-organisation/": "/iati-organisations/iati-organisation/",
    "//iati-activities/": "/iati-activities/",
    "//iati-organisations/": "/iati-organisations/",
}
"""From where paths start: the whole document would be searched for each of them otherwise."""


def mapping() -> Iterator[dict[str, str]]:
    """Where each codelist applies."""
    for entry in etree.parse(SHARED / "iati-codelists/mapping.xml").iterfind("mapping"):
        path = entry.findtext("path")
        for start, whole in ROOTS.items():
            if path.startswith(start):
                path = whole + path.removeprefix(start)
        yield {
            "path": path,
            "codelist": entry.find("codelist").get("ref"),
            "condition": entry.findtext("condition") or "",
        }


def rules() -> Iterator[dict[str, Any]]:
    """The rules of the standard, one after the other."""
    standard = json.loads((SHARED / "iati-rulesets/standard.json").read_text("utf-8"))
    for context, kinds in standard.items():
        for kind, rule in kinds.items():
            for case in rule["cases"]:
                yield from (
                    loop_rules(context, case) if kind == "loop" else [one_rule(context, kind, case)]
                )


def loop_rules(context: str, loop: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The rules that apply once for each different value that a loop finds."""
    for kind, rule in loop["do"].items():
        for case in rule["cases"]:
            yield {**one_rule(context, kind, case), "each": loop["foreach"]}


def one_rule(context: str, kind: str, case: dict[str, Any]) -> dict[str, Any]:
    """One rule with what it says where it is broken."""
    about = case["ruleInfo"]
    written = {name: value for name, value in case.items() if name != "ruleInfo"}
    return {
        "id": about["id"],
        "severity": about["severity"],
        "message": " ".join(about["message"].split()),
        "context": context,
        "kind": kind,
        # The value of a loop is a variable of the expression rather than a piece of its text.
        "case": json.loads(json.dumps(written).replace("'$1'", "$each")),
    }


def write_json(name: str, value: Any) -> None:
    """Write one file, an entry a line, so that a difference can be read."""
    if isinstance(value, dict):
        lines = [f"{json.dumps(key)}: {compact(item)}" for key, item in value.items()]
        text = "{\n" + ",\n".join(lines) + "\n}\n"
    else:
        text = "[\n" + ",\n".join(map(compact, value)) + "\n]\n"
    (TARGET / "iati" / name).write_text(text, "utf-8")


def compact(value: Any) -> str:
    """Write JSON without spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def main() -> None:
    """Generate everything and say how large it is."""
    write_schemas()
    write_schema(SHARED / "iati-schema/xml.xsd", TARGET / "xml.xsd", set())
    write_json("codelists.json", codelists())
    write_json("codelist-places.json", list(mapping()))
    write_json("rules.json", list(rules()))
    for path in sorted(TARGET.rglob("*")):
        if path.is_file():
            print(f"{path.stat().st_size:>8} {path.relative_to(TARGET)}")


if __name__ == "__main__":
    main()
