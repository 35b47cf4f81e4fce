"""Describes an export as a Frictionless Data Package with a Table Schema."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from serai.track.register.exchange.columns import COLUMNS
from serai.track.register.exchange.formats import ExportContext


def described(context: ExportContext) -> dict[str, Any]:
    """Return the descriptor of the package (datapackage.org, version 1) of an export."""
    return {
        "name": "records",
        "title": context.title or "Register",
        "homepage": context.address,
        "created": context.retrieved_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "version": str(context.revision),
        "licenses": [{"name": "CC-BY-4.0", "path": context.licence, "title": context.licence}],
        "sources": [{"title": "Serai register", "path": context.address}],
        "licence": context.licence,
        "resources": [
            {
                "name": "records",
                "path": "records.csv",
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": table_schema(),
            }
        ],
    }


def table_schema() -> dict[str, Any]:
    """Return the Table Schema of the columns; explanations are in English."""
    with translation.override("en"):
        return {
            "fields": [
                {
                    "name": column.name,
                    "type": column.type,
                    "description": str(column.explanation),
                    **({"constraints": {"enum": list(column.choices)}} if column.choices else {}),
                    **({"trueValues": ["true"], "falseValues": ["false"]}
                       if column.type == "boolean" else {}),
                }
                for column in COLUMNS
            ],
            "primaryKey": "code",
            "missingValues": [""],
        }  # fmt: skip
