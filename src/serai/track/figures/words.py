"""Figures in the reader's language: the value with its bound, its evidence, and the gap."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from serai.foundation.translation import render_text
from serai.foundation.web.wording import bound_html, bound_text, written_number
from serai.track.evidence.models import Claim
from serai.track.figures.queries import Figure, figures_for, key_indicators
from serai.track.figures.reckoning import Gap


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure as the component ``key_figure`` draws it."""

    value: str | SafeString
    label: str
    unit: str
    evidence: str
    href: str
    tone: str


def key_figures(language: str | None = None) -> list[KeyFigure]:
    """The key figures for the home page, in the given or the active language."""
    if language is not None:
        with override(language):
            return key_figures()
    return [key_figure(figure) for figure in figures_for(key_indicators())]


def key_figure(figure: Figure) -> KeyFigure:
    """Put one figure in the words of the active language."""
    return KeyFigure(
        value=stated_html(figure),
        label=render_text(figure.indicator.name).text,
        unit=render_text(figure.indicator.unit).text,
        evidence=evidence_words(figure),
        href=figure.indicator.get_absolute_url(),
        tone="warning" if figure.is_contested else "",
    )


def stated_with_unit(figure: Figure) -> SafeString:
    """Write the stated figure with what it is a number of: "more than 80 partner countries"."""
    if not any(claim.value is not None for claim in figure.spoken):
        return stated_html(figure)
    unit = render_text(figure.indicator.unit).text
    return format_html('{} <span class="figure-unit">{}</span>', stated_html(figure), unit)


def claim_value(claim: Claim) -> str:
    """Write the value of a claim with its bound: "more than 80"."""
    return bound_text(claim.qualifier, claim.value, claim.upper_value)


def stated_html(figure: Figure) -> SafeString:
    """Write the stated figure, the numbers marked; where sources disagree, each value."""
    values = [bound_html(c.qualifier, c.value, c.upper_value) for c in figure.spoken]
    if not values:
        return format_html('<span class="bound unquantified">{}</span>', _("not stated"))
    separator = format_html(' <span class="figure-or">{}</span> ', _("or"))
    return format_html_join(separator, "{}", ((value,) for value in values))


def stated_text(figure: Figure) -> str:
    """Write the stated figure without markup."""
    values = [claim_value(claim) for claim in figure.spoken]
    return f" {_('or')} ".join(values) or _("not stated")


def evidence_words(figure: Figure) -> str:
    """Say what a stated figure rests on: "1 independent origin, repeated in 4 sources"."""
    origins, sources = figure.origin_count, figure.source_count
    if not origins:
        return _("No accepted claim states this figure yet.")
    if figure.is_contested:
        return ngettext(
            "%(count)s source, in conflict", "%(count)s sources, in conflict", sources
        ) % {"count": written_number(sources)}
    from_origins = ngettext(
        "%(count)s independent origin", "%(count)s independent origins", origins
    ) % {"count": written_number(origins)}
    from_sources = ngettext("%(count)s source", "%(count)s sources", sources) % {
        "count": written_number(sources)
    }
    return f"{from_origins}, {from_sources}"


def repetition_words(figure: Figure) -> str:
    """Say what repetition is not, where there is any: four reports may be one origin."""
    origins, sources = figure.origin_count, figure.source_count
    if sources <= origins or figure.is_contested:
        return ""
    return _(
        "It stands in %(sources)s sources, which go back to %(origins)s. Repetition is not "
        "confirmation: an origin counts once."
    ) % {
        "sources": written_number(sources),
        "origins": ngettext(
            "%(count)s independent origin", "%(count)s independent origins", origins
        ) % {"count": written_number(origins)},
    }  # fmt: skip


def gap_words(figure: Figure) -> str:
    """Say what is stated, what is counted, and what lies between, in whole sentences."""
    if figure.counted is None:
        return _("Nothing is counted for this indicator.")
    number = figure.counted.number
    counted = (
        _("Documented here: %(count)s.") % {"count": written_number(number)}
        if number
        else _("Documented here: none yet.")
    )
    if not figure.spoken:
        return f"{counted} {missing_words(figure)}"
    stated = _("Stated: %(value)s.") % {"value": stated_text(figure)}
    return f"{stated} {counted} {missing_words(figure)}"


def missing_words(figure: Figure) -> str:
    """Say what is still to be documented, or why that cannot be said."""
    if figure.counted is None:
        return _("Nothing is counted for this indicator.")
    if figure.is_contested:
        return _("What is missing cannot be said while the sources disagree.")
    if figure.gap is None:
        return _("No number is stated to compare it with.")
    return _missing_words(figure.gap)


def gap_badge(figure: Figure) -> tuple[str, str]:
    """The gap in a word or two, and its tone."""
    if figure.is_contested:
        return _("sources disagree"), "warning"
    match figure.gap.kind if figure.gap else None:
        case "missing":
            return _("gap open"), "neutral"
        case "complete":
            return _("documented in full"), "settled"
        case "possible":
            return _("within what is stated"), "settled"
        case "exceeding":
            return _("more than stated"), "warning"
    return "", ""


def _missing_words(gap: Gap) -> str:
    least, most = gap.least, gap.most
    numbers = {
        "count": written_number(least),
        "least": written_number(least),
        "most": "" if most is None else written_number(most),
    }
    match gap.kind:
        case "complete":
            return _("That is all that is stated.")
        case "possible" if most is None:
            return _("That is within what is stated; no upper limit is.")
        case "possible":
            return _("That is within what is stated; up to %(most)s more may exist.") % numbers
        case "exceeding":
            return ngettext(
                "That is at least %(count)s more than stated.",
                "That is at least %(count)s more than stated.",
                least,
            ) % numbers  # fmt: skip
    if most is None:
        return ngettext(
            "At least %(count)s is not yet documented.",
            "At least %(count)s are not yet documented.",
            least,
        ) % numbers  # fmt: skip
    if most == least:
        return ngettext(
            "%(count)s is not yet documented.", "%(count)s are not yet documented.", least
        ) % numbers  # fmt: skip
    return _("Between %(least)s and %(most)s are not yet documented.") % numbers
