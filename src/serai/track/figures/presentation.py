"""Figures as their pages show them: the route of the evidence, the series, the conflicts."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serai.foundation.web.templatetags.serai import date_text, translated
from serai.foundation.web.wording import written_number
from serai.track.evidence.models import Claim, ClaimState, Rank
from serai.track.evidence.presentation import as_of_words
from serai.track.evidence.words import place_words
from serai.track.figures.chart import Chart, Mark
from serai.track.figures.queries import Figure
from serai.track.figures.reckoning import Reading, Statement
from serai.track.figures.words import claim_value


@dataclass(frozen=True, slots=True)
class Stop:
    """One origin on the route of the evidence, as the component ``route`` draws it."""

    date: str
    title: str | SafeString
    text: SafeString
    href: str
    state: str


@dataclass(frozen=True, slots=True)
class Line:
    """One reading in the table of a series."""

    claim: Claim
    value: str
    as_of: str
    role: str
    tone: str


@dataclass(frozen=True, slots=True)
class Series:
    """The readings of one scope and state."""

    title: str
    is_headline: bool
    lines: list[Line]


def evidence_route(figure: Figure) -> list[Stop]:
    """The way of a stated figure back to its origins: an origin, its claims, their sources."""
    if figure.reading is None:
        return []
    return [
        _origin_stop(figure, position, _oldest_first(figure, origin))
        for position, origin in enumerate(figure.reading.origins, start=1)
    ]


def _oldest_first(figure: Figure, origin: frozenset[int]) -> list[Claim]:
    """The claims of an origin: those that repeat no other first, then by date of publication."""
    repeating = {one for one, other in figure.links.repeats if other in origin}
    claims = [figure.claims[key] for key in origin]
    return sorted(
        claims,
        key=lambda claim: (claim.pk in repeating, str(claim.source.published_on or "9"), claim.pk),
    )


def _origin_stop(figure: Figure, position: int, claims: list[Claim]) -> Stop:
    first, later = claims[0], claims[1:]
    lines = [_claim_line(claim, is_heading=claim.source_id == first.source_id) for claim in claims]
    items = format_html_join("", "<li>{}</li>", ((line,) for line in lines))
    others = len({claim.source_id for claim in claims} - {first.source_id})
    repeated = ""
    if others:
        repeated = ngettext(
            "Repeated by %(count)s other source, which is no confirmation of its own.",
            "Repeated by %(count)s other sources, which are no confirmations of their own.",
            others,
        ) % {"count": written_number(others)}  # fmt: skip
    elif later:
        repeated = _("Stated more than once in the same source.")
    note = format_html("<p>{}</p>", repeated) if repeated else ""
    return Stop(
        date=_("Origin %(number)s") % {"number": written_number(position)},
        title=translated(first.source.title),
        text=format_html('{}<ul class="origin-claims">{}</ul>', note, items),
        href=first.source.get_absolute_url(),
        state="done",
    )


def _claim_line(claim: Claim, *, is_heading: bool) -> SafeString:
    """One claim of an origin; its source is named where it is not the heading already."""
    by = claim.attributed_to or ("" if is_heading else claim.source.publisher_name)
    parts = [
        "" if is_heading else translated(claim.source.title),
        by,
        date_text(claim.source.published_on),
        place_words(claim.start, claim.end, claim.locator),
    ]
    # Each part may be in a language that runs the other way.
    detail = format_html_join(_(", "), "<bdi>{}</bdi>", ((part,) for part in parts if part))
    return format_html(
        '<a href="{}">{}</a> <span class="muted">· {}</span>',
        claim.get_absolute_url(), claim_value(claim), detail,
    )  # fmt: skip


def series_of(figure: Figure) -> list[Series]:
    """Every series of a figure: the one that stands for it first, the latest reading first."""
    readings = sorted(figure.readings, key=lambda reading: reading is not figure.reading)
    return [
        Series(
            title=_series_title(reading),
            is_headline=reading is figure.reading,
            lines=[_line(figure, reading, s) for s in reversed(reading.statements)],
        )
        for reading in readings
    ]


def _series_title(reading: Reading) -> str:
    state = capfirst(str(ClaimState(reading.state).label))
    return f"{state}, {reading.scope}" if reading.scope else state


def _line(figure: Figure, reading: Reading, statement: Statement) -> Line:
    claim = figure.claims[statement.key]
    role, tone = _role(reading, statement, claim)
    return Line(claim, claim_value(claim), as_of_words(claim), role, tone)


def _role(reading: Reading, statement: Statement, claim: Claim) -> tuple[str, str]:
    """What a claim does in its series, in words, with the tone of its badge."""
    if claim.rank == Rank.DEPRECATED:
        return _("deprecated"), "neutral"
    if statement.key in reading.set_aside:
        return _("superseded"), "neutral"
    if any(
        statement in (conflict.one, conflict.other) and not conflict.is_resolved
        for conflict in reading.conflicts
    ):
        return _("in conflict"), "warning"
    if statement in reading.speaks:
        return (_("preferred") if claim.rank == Rank.PREFERRED else _("the figure")), "settled"
    if statement in reading.supporting:
        return _("supports it"), "settled"
    if statement.as_of is None:
        return _("undated"), "neutral"
    return _("another time"), "neutral"


def marks_in_words(figure: Figure, chart: Chart) -> list[tuple[Mark, str]]:
    """Every mark of a chart with what it stands for."""
    return [
        (mark, f"{claim_value(claim)}, {as_of_words(claim)}: {claim.source}")
        for mark in chart.marks
        for claim in [figure.claims[mark.key]]
    ]


@dataclass(frozen=True, slots=True)
class ConflictShown:
    """Two claims that contradict each other, and whether people have decided between them."""

    one: Claim
    other: Claim
    one_value: str
    other_value: str
    is_resolved: bool
    reason: object


def conflicts_of(figure: Figure) -> list[ConflictShown]:
    """Every conflict of a figure, the open ones first."""
    shown = []
    for reading in figure.readings:
        for conflict in reading.conflicts:
            one, other = figure.claims[conflict.one.key], figure.claims[conflict.other.key]
            preferred = one if one.rank == Rank.PREFERRED else other
            shown.append(
                ConflictShown(
                    one=one,
                    other=other,
                    one_value=claim_value(one),
                    other_value=claim_value(other),
                    is_resolved=conflict.is_resolved,
                    reason=preferred.rank_reason if conflict.is_resolved else "",
                )
            )
    return sorted(shown, key=lambda conflict: conflict.is_resolved)
