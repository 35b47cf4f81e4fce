"""Spanish dates."""

from __future__ import annotations

from serai.engines.claims.dates.calendars import Calendar
from serai.engines.claims.languages.spanish import LANGUAGE, MONTHS

_M = r"{month}\b\.?"
_D = r"(?:{day}|primero|1\.?º)(?=\W)"
_TO = r"\s*(?:-|–|—|(?:al|a|y)\b)\s*(?:el\s+)?"
_Y = r"(?:\s+(?:de\s+|del\s+(?:año\s+)?)?(?P<y>{year}))?"
_Y2 = r"(?:\s+(?:de\s+|del\s+(?:año\s+)?)?(?P<y2>{year}))?"
_OPEN = r"(?:\b(?:del|los\s+días|entre\s+el|desde\s+el)\s+)?"

CALENDAR = Calendar(
    months=MONTHS,
    weekdays={
        "lunes": 0, "martes": 1, "miércoles": 2, "jueves": 3, "viernes": 4, "sábado": 5,
        "domingo": 6,
    },
    days={"primero": 1},
    ordinals={
        "primer": 1, "primero": 1, "primera": 1, "segundo": 2, "segunda": 2, "tercer": 3,
        "tercero": 3, "cuarto": 4, "último": 4,
    },
    counts={
        "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8,
        "nueve": 9, "diez": 10, "once": 11, "doce": 12, "quince": 15, "veinte": 20,
        "treinta": 30, "un": 1, "una": 1,
    },
    units={
        "día": "day", "días": "day", "semana": "week", "semanas": "week", "mes": "month",
        "meses": "month", "año": "year", "años": "year", "década": "decade", "décadas": "decade",
    },
    relatives={
        "hoy": ("day", 0), "ayer": ("day", -1), "mañana": ("day", 1),
        "esta semana": ("week", 0), "la semana pasada": ("week", -1),
        "la próxima semana": ("week", 1), "este mes": ("month", 0), "el mes pasado": ("month", -1),
        "el próximo mes": ("month", 1), "este año": ("year", 0), "el año pasado": ("year", -1),
        "el pasado año": ("year", -1), "el próximo año": ("year", 1),
        "el año que viene": ("year", 1), "el presente año": ("year", 0),
    },
    patterns={
        "days of a month": rf"{_OPEN}\b(?P<d>{_D}){_TO}(?P<d2>{_D})\s+de\s+(?P<m>{_M}){_Y}",
        "days of two months": (
            rf"{_OPEN}\b(?P<d>{_D})\s+de\s+(?P<m>{_M}){_Y}{_TO}(?P<d2>{_D})\s+de\s+(?P<m2>{_M}){_Y2}"
        ),
        "day and month": rf"\b(?P<d>{_D})\s+(?:de\s+)?(?P<m>{_M}){_Y}",
        "months": rf"\b(?:de\s+)?(?P<m>{_M}){_TO}(?P<m2>{_M})\s+(?:de\s+|del\s+)?(?P<y2>{{year}})",
        "month": rf"\b(?P<m>{_M})\s+(?:de\s+|del\s+(?:año\s+)?)?(?P<y>{{year}})",
        "month of a near year": (
            r"(?<=\ben )(?P<m>{month})\b(?=\s*(?P<which>pasado|próximo)?\b)"
            r"|\b(?P<m_>{month})\s+(?P<which_>pasado|próximo)\b"
        ),
        "quarter": (
            r"\b(?:el\s+)?(?P<quarter>{ordinal})\s+trimestre"
            r"(?:\s+(?:de|del)(?:\s+año)?\s+(?P<y>{year})|\s+de\s+(?P<relative>{relative}))?"
        ),
        "half": (
            r"\b(?:el\s+|la\s+)?(?P<half>primer|primera|segundo|segunda)\s+(?:semestre|mitad)\s+"
            r"(?:de|del)(?:\s+año)?\s+(?:(?P<y>{year})|(?P<relative>{relative}))"
        ),
        "months of a year": (
            r"\b(?:los\s+)?(?:primeros\s+(?P<months>{count})|(?P<months_>{count})\s+primeros)\s+meses"
            r"\s+(?:de|del)(?:\s+año)?\s+(?:(?P<y>{year})|(?P<relative>{relative}))"
        ),
        "years": (
            r"(?:\b(?:de|entre|desde)\s+)?(?P<y>{year})\s*(?:-|–|—|/|a|y|hasta)\s*(?P<y2>{year})"
        ),
        "decade": r"\b(?:la\s+)?(?:década|los\s+años)\s+(?:de\s+)?(?P<decade>(?:1[89]|20)\d0)\b",
        "year": r"(?P<y>{year})",
        "relative": r"\b(?P<relative>{relative})\b",
        "past period": (
            r"\b(?:en|durante|a\s+lo\s+largo\s+de)\s+(?:los|las|la|el)\s+(?:(?P<count>{count})\s+)?"
            r"(?:últimos|últimas|última|último|pasados|pasada)\s+(?:(?P<count_>{count})\s+)?"
            r"(?P<unit>{unit})\b|\b(?:en|durante)\s+la\s+(?P<unit_>década)\s+pasada\b"
        ),
        "ago": r"\bhace\s+(?P<ago>{count})\s+(?P<unit>{unit})\b",
        "weekday": r"\b(?:(?P<which>pasado|próximo)\s+)?(?P<weekday>{weekday})\b",
        "same day": r"\bel\s+mismo\s+(?P<same>día)\b",
        "now": r"\b(?P<now>{now})\b",
    },
    before={
        "a": "by", "al": "by", "hasta": "until", "hasta el": "until", "desde": "since",
        "desde el": "since", "a partir de": "since", "a partir del": "since", "antes de": "before",
        "antes del": "before", "después de": "after", "tras": "after", "para": "by",
        "a fecha de": "by", "a fecha del": "by",
    },
    day_only=frozenset({"a", "al"}),
    ends=r"(?:el\s+)?(?:fines|finales|fin|cierre|final)\s+(?:del\s+año|del\s+mes\s+de|de)",
    edges=r"(?:a\s+)?(?:principios|comienzos|inicios|mediados)\s+(?:del\s+año|del\s+mes\s+de|de)",
    now=tuple(LANGUAGE.now - {"hoy"}),
    year_context=r"(?:\b(?:en|de|del|año|para|y|o|verano|invierno)|[(–-])\s*",
    which={"pasado": "last", "próximo": "next"},
    is_future=r"\b(?:será|serán|prevista?o?s?|próxim[oa])\b|\w+(?:ará|erá|irá|arán|erán|irán)\b",
)  # fmt: skip
