"""English dates."""

from __future__ import annotations

from serai.engines.claims.dates.calendars import Calendar
from serai.engines.claims.languages.english import LANGUAGE

_MONTHS = {word: number for word, number in LANGUAGE.months.items() if word.isalpha()}
_M = r"{month}(?:\.|\b)"
_TO = r"\s*(?:-|–|—|(?:to|and|until|till|through)\b)\s*"
_D = r"{day}(?:st|nd|rd|th)?\b"
_OPEN = r"(?:\b(?:[Ff]rom|[Bb]etween)\s+(?:the\s+)?)?"
_Y = r"(?:,?\s+(?:of\s+)?(?P<y>{year}))?"

CALENDAR = Calendar(
    months=_MONTHS,
    weekdays={
        "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5,
        "sunday": 6,
    },
    ordinals={
        "first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
        "last": 4, "1": 1, "2": 2, "3": 3, "4": 4,
    },
    counts={
        "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
        "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "a": 1,
        "one": 1,
    },
    units={
        "day": "day", "days": "day", "week": "week", "weeks": "week", "month": "month",
        "months": "month", "year": "year", "years": "year", "decade": "decade",
        "decades": "decade",
    },
    relatives={
        "today": ("day", 0), "yesterday": ("day", -1), "tomorrow": ("day", 1),
        "this week": ("week", 0), "last week": ("week", -1), "next week": ("week", 1),
        "this month": ("month", 0), "last month": ("month", -1), "next month": ("month", 1),
        "this year": ("year", 0), "last year": ("year", -1), "next year": ("year", 1),
        "the previous year": ("year", -1), "the current year": ("year", 0),
        "the same year": ("year", 0), "the year before last": ("year", -2),
    },
    patterns={
        "days of a month": (
            rf"{_OPEN}\b(?P<d>{_D}){_TO}(?P<d2>{_D})\s+(?:of\s+)?(?P<m>{_M}){_Y}"
        ),
        "days of two months": (
            rf"{_OPEN}\b(?P<d>{_D})\s+(?P<m>{_M})(?:,?\s+(?P<y>{{year}}))?{_TO}"
            rf"(?P<d2>{_D})\s+(?P<m2>{_M})(?:,?\s+(?P<y2>{{year}}))?"
        ),
        "month and days": rf"{_OPEN}\b(?P<m>{_M})\s*(?P<d>{_D}){_TO}(?P<d2>{_D}){_Y}",
        "months and days": (
            rf"{_OPEN}\b(?P<m>{_M})\s*(?P<d>{_D})(?:,\s+(?P<y>{{year}}))?{_TO}"
            rf"(?P<m2>{_M})\s*(?P<d2>{_D})(?:,\s+(?P<y2>{{year}}))?"
        ),
        "day and month": (
            rf"\b(?P<d>{_D})[\s-]+(?:day\s+)?(?:of\s+)?(?P<m>{_M})(?:[,-]?\s*(?P<y>{{year}}))?"
        ),
        "month and day": rf"\b(?P<m>{_M})\s*(?P<d>{_D})(?!\s+(?:per|%|percent)){_Y}",
        "months": (
            rf"{_OPEN}\b(?P<m>{_M})(?:\s+(?P<y>{{year}}))?{_TO}(?P<m2>{_M}),?\s+(?P<y2>{{year}})"
        ),
        "month": rf"\b(?P<m>{_M}),?\s+(?:of\s+)?(?P<y>{{year}})",
        "month of a near year": (
            r"\b(?P<which>[Tt]his|[Ll]ast|[Nn]ext)\s+(?P<m>{month})\b"
            r"|(?<=\b[Ii]n )(?P<m_>{month})\b(?!\s+(?:\d|[A-Z]))"
            r"(?:(?P<relative_>\s+(?:this|last|next) year))?"
            r"|(?<=\b[Bb]y )(?P<m__>{month})\b(?!\s+(?:\d|[A-Z]))"
            r"|(?<=\b[Ss]ince )(?P<m___>{month})\b(?!\s+(?:\d|[A-Z]))"
            r"|(?<=\b(?:nd|te|ly) )(?:of )?(?P<m____>{month})\b(?!\s+(?:\d|[A-Z]))"
        ),
        "quarter": (
            r"\b(?:the\s+)?(?P<quarter>{ordinal})\s+quarter(?:\s+of)?"
            r"(?:\s+(?:the\s+year\s+)?(?P<y>{year})|\s+(?P<relative>{relative}))?"
            r"|\bQ(?P<quarter_>[1-4])(?:\s+of)?\s*(?P<y_>{year})"
            r"|(?P<y__>{year})\s*Q(?P<quarter__>[1-4])\b"
        ),
        "half": (
            r"\b(?:the\s+)?(?P<half>first|second|1st|2nd)\s+half\s+of"
            r"(?:\s+(?:the\s+year\s+)?(?P<y>{year})|\s+(?P<relative>{relative}))"
            r"|\bH(?P<half_>[12])\s*(?P<y_>{year})"
        ),
        "months of a year": (
            r"\b(?:the\s+)?first\s+(?P<months>{count})\s+months\s+of"
            r"(?:\s+(?P<y>{year})|\s+(?P<relative>{relative}))"
        ),
        "years": (
            rf"{_OPEN}(?P<y>{{year}})(?:{_TO}|/)(?P<y2>{{year}})"
            r"|(?P<y_>{year})(?:[-–/])(?P<y2_>\d\d)(?![\d-])"
        ),
        "decade": r"\b(?:the\s+)?(?P<decade>(?:1[89]|20)\d0)['’]?s\b",
        "year": r"(?P<y>{year})(?!\s*(?:[Aa]genda|[Vv]ision)\b)",
        "relative": r"(?i:\b(?P<relative>{relative})\b)",
        "past period": (
            r"(?i:\b(?:over|in|during|for|within)\s+(?:the\s+)?(?:past|last|previous)\s+"
            r"(?:(?P<count>{count})[\s-]+)?(?P<unit>{unit})\b)"
            r"|(?i:\bthe\s+past\s+(?:(?P<count_>{count})\s+)?(?P<unit_>{unit})\b)"
        ),
        "ago": r"(?i:\b(?P<ago>{count})\s+(?P<unit>{unit})\s+(?:ago|earlier))\b",
        "weekday": r"\b(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his)\s+)?(?P<weekday>{weekday})\b",
        "same day": r"(?i:\b(?:on\s+)?the\s+same\s+(?P<same>day))\b",
        "now": r"(?i:\b(?P<now>{now})\b)",
    },
    before={
        "by": "by", "as of": "by", "as at": "by", "up to": "by", "up until": "until",
        "through": "until", "until": "until", "till": "until", "to": "until", "since": "since",
        "from": "since", "starting from": "since", "starting in": "since", "before": "before",
        "prior to": "before", "after": "after", "following": "after", "ending": "by",
        "ever since": "since", "no later than": "by",
    },
    ends=r"(?:the\s+)?(?:very\s+)?(?:end|close)(?:\s+of(?:\s+the\s+year)?|-)(?:\s+the(?=\s))?",
    edges=(
        r"(?:(?:the\s+)?(?:beginning|start|middle)\s+of(?:\s+the\s+year)?"
        r"|(?:early|mid|late)(?:\s+in)?[\s-]?)(?:\s+the(?=\s))?"
    ),
    now=(
        "so far", "to date", "until now", "up to now", "as of now", "at present", "currently",
        "by now", "thus far", "as yet",
    ),
    year_context=(
        r"(?:\b(?:in|of|during|for|year|around|and|or|summer|winter|spring|autumn)|[(,–-])\s*"
    ),
    which={"this": "this", "last": "last", "next": "next"},
    month_first=True,
    capitals=True,
    is_future=r"\b(?:will|shall|to be held|is to|are to|scheduled|plans? to|upcoming)\b",
)  # fmt: skip
