"""A record in the words of schema.org, for machines."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString

from serai.foundation.translation import render_text
from serai.foundation.web.structured_data import structured_data
from serai.track.register.models import Record, RecordKind, Status


def structured(record: Record) -> SafeString:
    """Return the element that describes the record, to put into the head of its page."""
    types = {
        RecordKind.AGREEMENT: "Legislation",
        RecordKind.JOINT_LABORATORY: "ResearchOrganization",
        RecordKind.DEMONSTRATION_CENTRE: "ResearchOrganization",
        RecordKind.TRANSFER_CENTRE: "Organization",
        RecordKind.OVERSEAS_PARK: "Place",
        RecordKind.WORKSHOP: "EducationalOrganization",
        RecordKind.TRAINING_RUN: "EducationEvent",
        RecordKind.INITIATIVE: "CreativeWork",
    }
    kind = types.get(RecordKind(record.kind), "Project")
    data: dict[str, Any] = {
        "@type": kind,
        "name": render_text(record.name).text,
        "description": render_text(record.summary).text,
        "identifier": record.code,
        "url": settings.BASE_URL + record.get_absolute_url(),
    }
    started, ended = (
        str(record.started_on or "").rstrip("~"),
        str(record.ended_on or "").rstrip("~"),
    )
    if kind == "Legislation":
        force = {Status.IN_FORCE: "InForce", Status.PROVISIONALLY_APPLIED: "PartiallyInForce"}
        ended_in = {Status.EXPIRED, Status.TERMINATED, Status.SUPERSEDED}
        status = Status(record.status)
        name = force.get(status) or ("NotInForce" if status in ended_in else "")
        data["legislationLegalForce"] = f"https://schema.org/{name}" if name else ""
        data["legislationDate"] = started
    elif kind == "EducationEvent":
        data["startDate"], data["endDate"] = started, ended
    elif kind in {"ResearchOrganization", "EducationalOrganization", "Organization", "Project"}:
        data["foundingDate"] = started
        # What was completed stands: only what was closed is no more.
        data["dissolutionDate"] = ended if record.status == Status.CLOSED else ""
        data["member"] = [
            {"@type": "Organization", "name": render_text(party.organisation.name).text}
            for party in record.parties.all()
            if party.organisation is not None
        ]
    if kind in {"Legislation", "CreativeWork"}:
        data["spatialCoverage"] = [
            {"@type": "Country", "identifier": country.code, "name": str(country)}
            for country in record.countries.all()
        ]
    elif place := _place(record):
        data |= place if kind == "Place" else {"location": {"@type": "Place", **place}}
    return structured_data(data)


def _place(record: Record) -> dict[str, Any]:
    """Where a record is, as the properties of a place; nothing where nobody knows."""
    place: dict[str, Any] = {}
    if record.place_country_id or render_text(record.place_name).text:
        place["address"] = {
            "@type": "PostalAddress",
            "addressLocality": render_text(record.place_name).text,
            "addressCountry": record.place_country_id,
        }
    if record.latitude is not None:
        place["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": float(record.latitude),
            "longitude": float(record.longitude or 0),
        }
    return place
