"""Programmes, activities and sessions for machines, in the words of schema.org."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString

from serai.convene.editions.models import Edition
from serai.convene.editions.presentation import event_data
from serai.convene.programme.addresses import Addresses
from serai.convene.programme.released import ReleasedActivity, ReleasedProgramme, ReleasedSession
from serai.convene.programme.released.things import Whole
from serai.foundation.languages import tag_of
from serai.foundation.translation import render_text
from serai.foundation.web.structured_data import linked_data, structured_data


def activity(
    target: ReleasedActivity, programme: ReleasedProgramme, edition: Edition, addresses: Addresses
) -> SafeString:
    """An activity as an Event with its sessions as sub-events. What is not known is left out."""
    return structured_data(_Events(programme, edition, addresses).activity(target))


def session(
    target: ReleasedSession, programme: ReleasedProgramme, edition: Edition, addresses: Addresses
) -> SafeString:
    """A session as an Event that is part of its activity."""
    return structured_data(_Events(programme, edition, addresses).session(target))


def document(programme: ReleasedProgramme, edition: Edition) -> bytes:
    """A whole programme: the edition as an Event with its activities, these with their sessions."""
    return linked_data(_Events(programme, edition, Addresses.public(edition)).edition()).encode()


class _Events:
    """Writes the events of one programme."""

    def __init__(
        self, programme: ReleasedProgramme, edition: Edition, addresses: Addresses
    ) -> None:
        self.programme = programme
        self.of_edition = edition
        self.addresses = addresses

    def edition(self) -> dict[str, Any]:
        activities = [
            {
                **self._activity(each),
                "subEvent": [
                    self._attended(session)
                    for session in self.programme.sessions_of.get(each.code, [])
                ],
            }
            for each in self.programme.activities
        ]
        return {**event_data(self.of_edition), "subEvent": activities}

    def activity(self, target: ReleasedActivity) -> dict[str, Any]:
        sessions = self.programme.sessions_of.get(target.code, [])
        return {
            **self._activity(target),
            "superEvent": self._edition(),
            "subEvent": [self._session(each) for each in sessions],
        }

    def _activity(self, target: ReleasedActivity) -> dict[str, Any]:
        dated = [each for each in self.programme.sessions_of.get(target.code, []) if each.day]
        days = sorted(each.day for each in dated if each.day)
        is_one = len(dated) == 1
        return {
            **self._named(target),
            "description": render_text(target.summary).text,
            "startDate": self._local(dated[0], dated[0].starts_at) if is_one
            else days[0].isoformat() if days else None,
            "endDate": self._local(dated[0], dated[0].ends_at) if is_one and dated[0].ends_at
            else days[-1].isoformat() if len(days) > 1 else None,
            "inLanguage": [tag_of(code) for code in target.languages],
            "organizer": [
                {"@type": "Organization", "name": render_text(each.name).text}
                for each in target.organisers
            ],
            "performer": self._people([target]),
            "location": self._place(),
        }  # fmt: skip

    def session(self, target: ReleasedSession) -> dict[str, Any]:
        activity = self.programme.activity_named[target.activity]
        return {
            **self._attended(target),
            "superEvent": {**self._named(activity), "superEvent": self._edition()},
        }

    def _attended(self, target: ReleasedSession) -> dict[str, Any]:
        activity = self.programme.activity_named[target.activity]
        return {
            **self._session(target),
            "description": render_text(target.summary).text,
            "inLanguage": [tag_of(code) for code in target.languages or activity.languages],
            "performer": self._people([target, *self.programme.contributions_to(target)]),
        }

    def _named(self, target: ReleasedActivity) -> dict[str, Any]:
        return {
            "@type": "Event",
            "name": render_text(target.title).text,
            "url": settings.BASE_URL + self.addresses.of(target),
        }

    def _session(self, target: ReleasedSession) -> dict[str, Any]:
        room = self.programme.room_named.get(target.room or "")
        venue = render_text(room.venue).text if room else ""
        activity = self.programme.activity_named[target.activity]
        return {
            "@type": "Event",
            "name": render_text(target.title or activity.title).text,
            "url": settings.BASE_URL + self.addresses.of(target),
            "startDate": self._local(target, target.starts_at),
            "endDate": self._local(target, target.ends_at) if target.ends_at else None,
            "location": {
                "@type": "Place",
                "name": render_text(room.name).text,
                "containedInPlace": {"@type": "Place", "name": venue} if venue else None,
                "maximumAttendeeCapacity": room.capacity,
            }
            if room
            else self._place(),
        }

    def _local(self, target: ReleasedSession, moment: datetime | None) -> str | None:
        if moment is not None:
            return moment.astimezone(self.programme.zone).isoformat()
        return target.day.isoformat() if target.day else None

    def _edition(self) -> dict[str, Any]:
        edition = self.of_edition
        return {
            "@type": "Event",
            "name": render_text(edition.name).text,
            "url": settings.BASE_URL + edition.get_absolute_url(),
            "startDate": edition.starts_on.isoformat() if edition.starts_on else None,
            "endDate": edition.ends_on.isoformat() if edition.ends_on else None,
            "location": self._place(),
        }

    def _place(self) -> dict[str, Any] | None:
        city = render_text(self.of_edition.city).text
        if not city:
            return None
        return {
            "@type": "Place",
            "name": city,
            "address": {
                "@type": "PostalAddress",
                "addressLocality": city,
                "addressCountry": self.of_edition.country_id,
            },
        }

    def _people(self, targets: list[Whole]) -> list[dict[str, Any]]:
        codes = dict.fromkeys(part.person for each in targets for part in each.participations)
        return [
            {"@type": "Person", "name": self.programme.person(code).display_name()}
            for code in codes
        ]
