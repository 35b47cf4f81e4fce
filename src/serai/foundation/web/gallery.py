"""Examples for the gallery: made up, so that every state of every component can be seen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from i18nfield.forms import I18nFormField, I18nTextInput

from serai.foundation.dates import PartialDate
from serai.foundation.record.models import Entry
from serai.foundation.web.wording import bound_html

LONG = (
    "Joint Laboratory for the Restoration of Degraded Drylands and the Sustainable Management of "
    "Water Resources in the Upper Basin of the Niger"
)


@dataclass(frozen=True)
class ExampleSource:
    """Stands in for a source of the evidence room, which this room does not know."""

    title: dict[str, str]
    publisher_as_written: str
    published_on: PartialDate | None
    publisher: None = None


@dataclass(frozen=True)
class ExampleCitation:
    """Stands in for a citation of the evidence room."""

    source: ExampleSource
    start: int | None = None
    end: int | None = None
    locator: str = ""
    note: dict[str, str] = field(default_factory=dict)


class ExampleForm(forms.Form):
    """One field of each kind."""

    name = I18nFormField(
        label="Name",
        widget=I18nTextInput,
        max_length=200,
        localize=False,
        help_text="As the parties write it. One language is enough; the others can follow.",
    )
    kind = forms.ChoiceField(
        label="Kind",
        choices=[("", "Choose …"), ("lab", "Joint laboratory"), ("park", "Overseas park")],
    )
    began = forms.CharField(
        label="Began",
        required=False,
        help_text="Write 2023, 2023-11 or 2023-11-06; leave empty if unknown.",
    )
    places = forms.IntegerField(label="Places", min_value=1)
    summary = forms.CharField(label="Summary", required=False, widget=forms.Textarea)
    access = forms.ChoiceField(
        label="Access",
        widget=forms.RadioSelect,
        choices=[
            ("public", "Everybody"),
            ("invited", "Invited people"),
            ("closed", "Members only"),
        ],
    )
    is_published = forms.BooleanField(
        label="Published",
        required=False,
        help_text="Readers see the record as soon as it is saved.",
    )


def _stops() -> list[dict[str, Any]]:
    return [
        {
            "date": PartialDate(2015).display(),
            "title": "A plan is announced",
            "text": "Known to the year, and shown as such.",
            "state": "done",
        },
        {
            "date": PartialDate(2019, 4).display(),
            "title": "An agreement is signed",
            "text": "By two academies.",
            "href": "#route",
            "state": "done",
        },
        {
            "date": PartialDate(2023, 11, 6).display(),
            "title": "The conference opens",
            "text": "With delegations from three regions.",
            "state": "current",
        },
        {"date": "", "title": "The laboratory opens", "text": "To be announced.", "state": "open"},
    ]


def _facets() -> list[dict[str, Any]]:
    return [
        {
            "label": "Kind",
            "options": [
                {"label": "Joint laboratory", "count": 53, "href": "#facets", "is_active": True},
                {
                    "label": "Technology transfer centre",
                    "count": 9,
                    "href": "#facets",
                    "is_active": False,
                },
                {"label": LONG, "count": 1, "href": "#facets", "is_active": False},
            ],
        },
        {
            "label": "Country",
            "options": [
                {"label": "Kazakhstan", "count": 12, "href": "#facets", "is_active": False},
                {"label": "Nigeria", "count": 7, "href": "#facets", "is_active": False},
            ],
        },
    ]


def _citations() -> list[ExampleCitation]:
    return [
        ExampleCitation(
            ExampleSource(
                {"en": "A report on the conference"}, "A news agency", PartialDate(2023, 11, 7)
            ),
            start=1204,
            end=1291,
        ),
        ExampleCitation(
            ExampleSource({"fr": "Un communiqué"}, "Une académie", None),
            locator="page 3",
            note={"en": "The value is rounded in the text and exact in the table."},
        ),
    ]


def _history() -> list[Entry]:
    user = {"object_type": "accounts.user", "object_id": "7"}
    root = {"root_type": "accounts.user", "root_id": "7"}
    return [
        Entry(
            number=2,
            at=datetime(2023, 11, 7, 9, 30, tzinfo=UTC),
            verb="user.changed",
            actor_label="Amina Yusuf",
            object_label="Li Na",
            before={"name": "Na Li", "language": "zh-hans"},
            after={"name": "Li Na", "language": ""},
            note="As she writes it herself.",
            **user,
            **root,
        ),
        Entry(
            number=1,
            at=datetime(2023, 11, 6, 16, 0, tzinfo=UTC),
            verb="user.invited",
            actor_label="",
            object_label="",
            erased_at=datetime(2024, 1, 1, tzinfo=UTC),
            **user,
            **root,
        ),
    ]


def _choosers() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """A chooser that is empty, one with what is chosen, one with what there is to choose."""
    empty: dict[str, Any] = {"address": "", "siblings": "", "label": "", "matches": []}
    matches = [("3kd93kd0fj", "Academy of Sciences", "Uzbekistan"), ("0b1c2d3f4g", LONG, "Niger")]
    states: list[tuple[str, dict[str, Any]]] = [
        ("", empty),
        ("3kd93kd0fj", {**empty, "label": "Academy of Sciences"}),
        ("academy", {**empty, "matches": matches}),
    ]
    return [
        ({"name": f"chooser-{at}", "value": value, "attrs": {"id": f"chooser-{at}"}}, chooser)
        for at, (value, chooser) in enumerate(states)
    ]


def _page(number: int) -> Page[int]:
    return Paginator(range(240), 20).page(number)


def examples() -> dict[str, Any]:
    """Return everything that the gallery shows."""
    return {
        "long": LONG,
        "facts": [
            ("Dates", "6 to 7 November 2023"),
            ("Host city", "Chongqing"),
            ("Languages", "Arabic, Chinese, English, French, Russian, Spanish"),
            ("Venue", ""),
        ],
        "figures": [
            {
                "value": bound_html("more_than", 80),
                "label": "Intergovernmental agreements",
                "evidence": "4 reports, 1 origin",
                "href": "#key-figures",
            },
            {
                "value": bound_html("exact", 53),
                "label": "Joint laboratories",
                "evidence": "2 independent origins",
                "tone": "settled",
            },
            {"value": bound_html("nearly", 1_300_000), "label": "People trained", "evidence": ""},
            {
                "value": bound_html("range", 20, 25),
                "label": LONG,
                "evidence": "Sources disagree",
                "tone": "warning",
            },
            {"value": bound_html("unquantified", None), "label": "Overseas parks"},
        ],
        "bounds": [
            (qualifier, 1234, 1300)
            for qualifier in (
                "exact",
                "more_than",
                "at_least",
                "about",
                "nearly",
                "up_to",
                "range",
                "unquantified",
            )
        ],
        "stops": _stops(),
        "facets": _facets(),
        "citations": _citations(),
        "history": _history(),
        "crumbs": [
            ("Register", "#breadcrumbs"),
            ("Joint laboratories", "#breadcrumbs"),
            (LONG, ""),
        ],
        "tabs": [
            {"label": "Stated", "href": "#tabs", "is_active": True},
            {"label": "Counted", "href": "#tabs", "is_active": False},
            {"label": "Sources", "href": "#tabs", "is_active": False},
        ],
        "page": _page(3),
        "choosers": _choosers(),
        "form": ExampleForm(auto_id="empty_%s", initial={"access": "invited"}),
        "faulty_form": ExampleForm(
            {"name_0": "", "began": "soon", "places": "0", "kind": "", "access": ""},
            auto_id="faulty_%s",
        ),
    }
