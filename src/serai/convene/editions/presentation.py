"""Series and editions in words: sentences, facts, routes, and the same for machines."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from babel import Locale
from babel.dates import format_date
from django.conf import settings
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from serai.convene.editions.models import (
    Announcement,
    Edition,
    EditionState,
    Organiser,
    OrganiserRole,
    Series,
)
from serai.convene.editions.queries import ExpectedEdition
from serai.foundation.languages import locale_of, tag_of
from serai.foundation.translation import render_text
from serai.foundation.web.templatetags.serai import date_text, number, translated
from serai.track.evidence.footnotes import Footnotes

Fact = tuple[str, Any]

_SHORT_MONTH = re.compile(r"(?<!M)MMM(?!M)")

STATE_TONES = {
    EditionState.ANNOUNCED: "neutral",
    EditionState.OPEN: "act",
    EditionState.RUNNING: "act",
    EditionState.CONCLUDED: "settled",
}
_STOPS = {
    EditionState.ANNOUNCED: "open",
    EditionState.OPEN: "open",
    EditionState.RUNNING: "current",
    EditionState.CONCLUDED: "done",
}


def plain_text(marked_up: str) -> str:
    """Return a safe text without its markup, for titles, descriptions and data."""
    return html.unescape(strip_tags(marked_up))


def dates_of(edition: Edition) -> str:
    """Write the days of an edition; empty where none is known."""
    if edition.starts_on is None:
        return ""
    if edition.ends_on is None or edition.ends_on == edition.starts_on:
        return date_text(edition.starts_on)
    return days_in_words(edition.starts_on, edition.ends_on)


def days_in_words(first: date, last: date) -> str:
    """Write a stretch of days with the month in full, naming only once what both days share."""
    language = Locale.parse(locale_of())
    known = language.interval_formats
    by_difference = known.get("yMMMMd") or known["yMMMd"]
    difference = "d"
    if first.month != last.month:
        difference = "M"
    if first.year != last.year:
        difference = "y"
    # CLDR has the month in full only for some languages; elsewhere its short form is widened.
    patterns = [_SHORT_MONTH.sub("MMMM", pattern) for pattern in by_difference[difference]]
    return "".join(
        format_date(day, pattern, locale=language)
        for day, pattern in zip((first, last), patterns, strict=True)
    )


def place_of(edition: Edition) -> SafeString:
    """Write where an edition is held: the city, else the host; with the country."""
    place = edition.city if render_text(edition.city).text else None
    if place is None and edition.host is not None:
        place = edition.host.name
    if place is None:
        return SafeString(translated(edition.country.name)) if edition.country else SafeString("")
    if edition.country is None:
        return format_html("{}", translated(place))
    return format_html(
        # Translators: a city and its country.
        _("{city}, {country}"), city=translated(place), country=translated(edition.country.name)
    )  # fmt: skip


def describe_edition(edition: Edition) -> SafeString:
    """Say in one sentence what it is, where, when and under which theme, as far as known."""
    values = {
        "name": translated(edition.name),
        "place": place_of(edition) or _("place to be announced"),
        "dates": dates_of(edition) or _("dates to be announced"),
        "theme": translated(edition.theme),
    }
    is_known = bool(place_of(edition) and dates_of(edition))
    if not values["theme"]:
        sentences = {
            EditionState.CONCLUDED: _("{name} was held in {place}, on {dates}."),
            EditionState.RUNNING: _("{name} is being held in {place}, on {dates}."),
        }
        sentence = sentences.get(
            EditionState(edition.state), _("{name} will be held in {place}, on {dates}.")
        )
    else:
        sentences = {
            EditionState.CONCLUDED: _(
                "{name} was held in {place}, on {dates}, under the theme “{theme}”."
            ),
            EditionState.RUNNING: _(
                "{name} is being held in {place}, on {dates}, under the theme “{theme}”."
            ),
        }
        sentence = sentences.get(
            EditionState(edition.state),
            _("{name} will be held in {place}, on {dates}, under the theme “{theme}”."),
        )
    if not is_known:
        sentence = _("{name}: {place}, {dates}.")
        if values["theme"]:
            sentence = _("{name}, under the theme “{theme}”: {place}, {dates}.")
    return format_html(sentence, **values)


def describe_expected(expected: ExpectedEdition) -> SafeString:
    """Say what the rotation lets expect."""
    host = translated(expected.host.name) if expected.host else ""
    if host and expected.year:
        return format_html(
            _("By the rotation, the next edition falls to {host} in {year}."),
            host=host,
            year=expected.year,
        )
    if host:
        return format_html(_("By the rotation, the next edition falls to {host}."), host=host)
    return format_html(_("By its interval, the next edition falls in {year}."), year=expected.year)


def rotation_of(series: Series) -> SafeString:
    """Say how the hosts of a series follow each other and how often; empty without a rule."""
    hosts = format_html_join(" → ", "{}", ((translated(host.name),) for host in series.hosts.all()))
    if not series.interval_years:
        return hosts
    every = ngettext("every year", "every %(years)s years", series.interval_years) % {
        "years": number(series.interval_years)
    }
    if not hosts:
        return format_html("{}", capfirst(every))
    return format_html(_("{every}, {hosts} in turn"), every=capfirst(every), hosts=hosts)


def languages_of(edition: Edition) -> str:
    """Write the languages of an edition by their names in the language of the reader."""
    names = [str(get_language_info(code)["name_translated"]) for code in edition.languages]
    return " · ".join(capfirst(name) for name in names)


def edition_facts(edition: Edition, notes: Footnotes) -> list[Fact]:
    """What is known of an edition, each fact with its sources."""

    def fact(value: Any, *fields: str) -> SafeString:
        return format_html(
            "{}{}{}", value, notes.mark(edition, *fields), notes.remarks(edition, *fields)
        )

    unknown = format_html('<span class="muted">{}</span>', _("to be announced"))
    series = format_html(
        '<a href="{}">{}</a>',
        edition.series.get_absolute_url(),
        translated(edition.series.name),
    )
    facts: list[Fact] = [
        (_("Where"), fact(place_of(edition) or unknown, "city", "country", "host")),
        (_("When"), fact(dates_of(edition) or unknown, "starts_on", "ends_on", "time_zone")),
    ]
    if venues := venue_list(edition, notes):
        facts.append((_("Venue"), venues))
    theme = translated(edition.theme)
    facts.append((_("Theme"), fact(theme or unknown, "theme")))
    facts.append((_("Series"), fact(series, "series")))
    if notes.cited(edition, "name"):
        facts.append((_("Name"), fact(translated(edition.name), "name")))
    facts.append((_("Edition"), fact(number(edition.ordinal), "ordinal")))
    if edition.languages:
        facts.append((_("Languages"), fact(languages_of(edition), "languages")))
    return facts


def venue_list(edition: Edition, notes: Footnotes) -> SafeString:
    """The venues of an edition with their addresses."""
    return format_html_join(
        "",
        '<span class="venue">{}{}{}{}</span>',
        (
            (
                translated(venue.name),
                notes.mark(venue, "", "name", "address", fact=str(venue)),
                format_html(' <span class="muted">{}</span>', address)
                if (address := translated(venue.address))
                else "",
                notes.remarks(venue, "", "name", "address"),
            )
            for venue in edition.venues.all()
        ),
    )


def role_heading(role: str, count: int) -> str:
    """Name the organisations that share a role."""
    headings = {
        OrganiserRole.HOST: ngettext("Host", "Hosts", count),
        OrganiserRole.CO_SPONSOR: ngettext("Co-sponsor", "Co-sponsors", count),
        OrganiserRole.SUPPORTING_BODY: ngettext("Supporting body", "Supporting bodies", count),
        OrganiserRole.ORGANISER: ngettext("Organiser", "Organisers", count),
        OrganiserRole.PARTNER: ngettext("Partner", "Partners", count),
    }
    return headings[OrganiserRole(role)]


def organiser_groups(organisers: Iterable[Organiser]) -> list[dict[str, Any]]:
    """The organisers by role, in the order in which the roles are defined."""
    groups: dict[str, list[Organiser]] = {role: [] for role in OrganiserRole.values}
    for organiser in organisers:
        groups[organiser.role].append(organiser)
    return [
        {"heading": role_heading(role, len(found)), "count": len(found), "organisers": found}
        for role, found in groups.items()
        if found
    ]


def linked(thing: Any, text: str) -> SafeString:
    """Link a text to the page of a thing, where it has one."""
    address = thing.get_absolute_url() if hasattr(thing, "get_absolute_url") else ""
    return format_html('<a href="{}">{}</a>', address, text) if address else format_html("{}", text)


def announcement_stops(
    announcements: Iterable[Announcement], notes: Footnotes
) -> list[dict[str, Any]]:
    """The announcements of an edition as stops of a route."""
    fields = ("", "on", "title", "body", "kind", "issued_by", "person")
    return [
        {
            "date": date_text(announcement.on),
            "title": format_html(
                "{}{}",
                translated(announcement.title),
                notes.mark(announcement, *fields, fact=render_text(announcement.title).text),
            ),
            "text": format_html(
                "<p>{}</p>{}{}",
                _who_announced(announcement),
                format_html("<p>{}</p>", body) if (body := translated(announcement.body)) else "",
                notes.remarks(announcement, *fields),
            ),
            "state": "done",
        }
        for announcement in announcements
    ]


def _who_announced(announcement: Announcement) -> SafeString:
    parts = [format_html('<span class="kind">{}</span>', capfirst(announcement.get_kind_display()))]
    if announcement.person is not None:
        parts.append(linked(announcement.person, str(announcement.person)))
    if announcement.issued_by is not None:
        parts.append(linked(announcement.issued_by, translated(announcement.issued_by.name)))
    return format_html_join(" · ", "{}", ((part,) for part in parts))


def milestone_stops(series: Series, notes: Footnotes) -> list[dict[str, Any]]:
    """The milestones of a series as stops of a route."""
    fields = ("", "on", "title", "description")
    return [
        {
            "date": date_text(milestone.on),
            "title": format_html(
                "{}{}",
                translated(milestone.title),
                notes.mark(milestone, *fields, fact=render_text(milestone.title).text),
            ),
            "text": format_html(
                "{}{}", translated(milestone.description), notes.remarks(milestone, *fields)
            ),
            "state": "done",
        }
        for milestone in series.milestones.all()
    ]


def edition_stops(
    editions: Iterable[Edition], expected: ExpectedEdition | None
) -> list[dict[str, Any]]:
    """The editions of a series as stops of a route, the expected one last and marked as such."""
    stops: list[dict[str, Any]] = []
    for edition in editions:
        what = [part for part in (place_of(edition), translated(edition.theme)) if part]
        stops.append(
            {
                "date": dates_of(edition) or _("dates to be announced"),
                "title": translated(edition.name),
                "href": edition.get_absolute_url(),
                "text": format_html_join(" · ", "{}", ((part,) for part in what)),
                "state": _STOPS[EditionState(edition.state)],
            }
        )
    if expected is not None:
        stops.append(
            {
                "date": str(expected.year or ""),
                "title": describe_expected(expected),
                "text": _(
                    "This follows from the rotation of the series alone. Nobody has announced it."
                ),
                "state": "open",
            }
        )
    return stops


def event_data(edition: Edition) -> dict[str, Any]:
    """The edition as a schema.org Event. What is not known is left out."""
    home = settings.BASE_URL
    data: dict[str, Any] = {
        "@type": "Event",
        "@id": f"{home}{edition.get_absolute_url()}",
        "url": f"{home}{edition.get_absolute_url()}",
        "name": render_text(edition.name).text,
        "description": plain_text(describe_edition(edition)),
        # A conference that took place is no more than scheduled, in the words of schema.org.
        "eventStatus": "https://schema.org/EventScheduled",
        "superEvent": {
            "@type": "EventSeries",
            "name": render_text(edition.series.name).text,
            "url": f"{home}{edition.series.get_absolute_url()}",
        },
    }
    if edition.starts_on:
        data["startDate"] = edition.starts_on.isoformat()
        data["endDate"] = (edition.last_day or edition.starts_on).isoformat()
    data["location"] = _location(edition)
    data["inLanguage"] = [tag_of(code) for code in edition.languages]
    for role, found in (
        ("organizer", (OrganiserRole.HOST, OrganiserRole.CO_SPONSOR, OrganiserRole.ORGANISER)),
        ("contributor", (OrganiserRole.SUPPORTING_BODY, OrganiserRole.PARTNER)),
    ):
        data[role] = [
            _organisation(organiser)
            for organiser in edition.organisers.all()
            if organiser.role in found
        ]
    return data


def _organisation(organiser: Organiser) -> dict[str, str]:
    organisation: Any = organiser.organisation
    data = {"@type": "Organization", "name": render_text(organisation.name).text}
    if hasattr(organisation, "get_absolute_url"):
        data["url"] = f"{settings.BASE_URL}{organisation.get_absolute_url()}"
    return data


def _location(edition: Edition) -> dict[str, Any] | None:
    address: dict[str, str] = {"@type": "PostalAddress"}
    if city := render_text(edition.city).text:
        address["addressLocality"] = city
    elif edition.host is not None:
        address["addressRegion"] = render_text(edition.host.name).text
    if edition.country_id:
        address["addressCountry"] = str(edition.country_id)
    if len(address) == 1:
        return None
    venue = next(iter(edition.venues.all()), None)
    name = render_text(venue.name).text if venue else plain_text(place_of(edition))
    return {"@type": "Place", "name": name, "address": address}
