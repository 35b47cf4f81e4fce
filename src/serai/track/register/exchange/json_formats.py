"""Writes records as JSON, JSON Lines and GeoJSON, streamed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from serai.track.register.exchange.columns import COLUMNS, nested
from serai.track.register.exchange.formats import (
    ExportContext,
    Format,
    Records,
    register_format,
)
from serai.track.register.exchange.json_reading import (
    items_of,
    read_json,
    read_json_lines,
    row_of_object,
)
from serai.track.register.exchange.problems import Message, Problem
from serai.track.register.exchange.provenance import Provenance
from serai.track.register.exchange.reading import pieces, plain_records
from serai.track.register.exchange.rows import ImportRow
from serai.track.register.exchange.shape import FIELDS

_INFORMATION = [column.name for column in COLUMNS if column.is_for_information]
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def objects_of(
    records: Records, context: ExportContext, only: Q | None = None
) -> Iterator[list[dict[str, Any]]]:
    """Give records as JSON objects, a piece at a time: the fields, then what informs."""
    provenance = Provenance(context)
    organisations: dict[int, str] = {}
    for keys in pieces(records, context, only or Q()):
        found = plain_records(keys, public=context.public, organisations=organisations)
        provenance.read(found)
        objects = []
        for plain in found:
            whole = nested(plain)
            each = {name: whole[name] for name in FIELDS if whole[name] not in _NOTHING}
            each.update(zip(_INFORMATION, provenance.cells(plain), strict=True))
            objects.append(each)
        yield objects


_NOTHING: tuple[Any, ...] = ("", None, {})


def stream_json_lines(records: Records, context: ExportContext) -> Iterator[bytes]:
    """Write one record on each line."""
    for objects in objects_of(records, context):
        yield "".join([f"{_encode(each)}\n" for each in objects]).encode()


def stream_json(records: Records, context: ExportContext) -> Iterator[bytes]:
    """Write one object: where the records come from, then the records, one on each line."""
    about = _encode(_about(context))[:-1]
    yield f'{about},\n"records":['.encode()
    yield from _separated(objects_of(records, context))
    yield b"\n]}\n"


def stream_geojson(records: Records, context: ExportContext) -> Iterator[bytes]:
    """Write a feature collection (RFC 7946) of the records that have a point, and only those."""
    yield b'{"type":"FeatureCollection","features":['
    located = Q(latitude__isnull=False, longitude__isnull=False)
    pieces = objects_of(records, context, located)
    yield from _separated([_feature(each) for each in objects] for objects in pieces)
    yield b"\n]}\n"


def read_geojson(path: Path, name: str) -> Iterator[ImportRow | Problem]:
    """Give the features of a collection; their properties are the fields of records."""
    for item in items_of(path, name, "features"):
        if isinstance(item, Problem):
            yield item
            continue
        line, feature = item
        properties = feature.get("properties") if isinstance(feature, dict) else None
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        row = row_of_object(name, line, properties)
        if isinstance(row, ImportRow) and isinstance(geometry, dict):
            point = geometry.get("coordinates")
            if geometry.get("type") != "Point" or not isinstance(point, list) or len(point) < 2:
                message = Message(gettext_noop("the place of a record is a point"))
                yield Problem(name, line, "geometry", "not-a-point", message)
                continue
            row.values["longitude"], row.values["latitude"] = point[:2]
        yield row


def _feature(record: dict[str, Any]) -> dict[str, Any]:
    longitude, latitude = record.pop("longitude"), record.pop("latitude")
    return {
        "type": "Feature",
        "id": record["code"],
        "geometry": {"type": "Point", "coordinates": [float(longitude), float(latitude)]},
        "properties": record,
    }


def _separated(pieces_of: Iterator[list[dict[str, Any]]]) -> Iterator[bytes]:
    separator = "\n"
    for objects in pieces_of:
        if objects:
            yield (separator + ",\n".join([_encode(each) for each in objects])).encode()
            separator = ",\n"


def _about(context: ExportContext) -> dict[str, str]:
    return {
        "title": context.title,
        "address": context.address,
        "licence": context.licence,
        "retrieved_at": context.retrieved_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


_PARTS_LOST = _(
    "The sources of single parties, events and measures; those of the record and its fields are "
    "there."
)
register_format(Format(
    name="json", label="JSON", extension="json", media_type="application/json",
    stream=stream_json, read=read_json, loses=_PARTS_LOST, bytes_per_record=1000, position=40,
))  # fmt: skip
register_format(Format(
    name="jsonl", label="JSON Lines", extension="jsonl", media_type="application/jsonl",
    stream=stream_json_lines, read=read_json_lines, loses=_PARTS_LOST, bytes_per_record=1000,
    position=41,
))  # fmt: skip
register_format(Format(
    name="geojson", label="GeoJSON", extension="geojson", media_type="application/geo+json",
    stream=stream_geojson, read=read_geojson,
    loses=_("Records without a point. Sources of single parties, events and measures."),
    bytes_per_record=1000, position=50,
))  # fmt: skip
