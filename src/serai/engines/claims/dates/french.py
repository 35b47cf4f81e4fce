"""French dates."""

from __future__ import annotations

from serai.engines.claims.dates.calendars import Calendar
from serai.engines.claims.languages.french import LANGUAGE, MONTHS

_M = r"{month}(?:\.|\b)"
_D = r"(?:{day}(?:er)?|premier)\b"
_TO = r"\s*(?:-|–|—|(?:au|et|à)\b)\s*(?:(?:le|l['’])\s*)?"
_OPEN = r"(?:\b(?:du|des|les|entre le)\s+)?"

CALENDAR = Calendar(
    months=MONTHS,
    weekdays={
        "lundi": 0, "mardi": 1, "mercredi": 2, "jeudi": 3, "vendredi": 4, "samedi": 5,
        "dimanche": 6,
    },
    days={"premier": 1},
    ordinals={
        "premier": 1, "première": 1, "1er": 1, "1re": 1, "deuxième": 2, "second": 2,
        "seconde": 2, "2e": 2, "troisième": 3, "3e": 3, "quatrième": 4, "4e": 4, "dernier": 4,
    },
    counts={
        "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
        "dix": 10, "onze": 11, "douze": 12, "quinze": 15, "vingt": 20, "trente": 30, "un": 1,
        "une": 1,
    },
    units={
        "jour": "day", "jours": "day", "semaine": "week", "semaines": "week", "mois": "month",
        "an": "year", "ans": "year", "année": "year", "années": "year", "décennie": "decade",
        "décennies": "decade",
    },
    relatives={
        "aujourd'hui": ("day", 0), "aujourd’hui": ("day", 0), "hier": ("day", -1),
        "demain": ("day", 1), "cette semaine": ("week", 0), "la semaine dernière": ("week", -1),
        "la semaine prochaine": ("week", 1), "ce mois-ci": ("month", 0),
        "le mois dernier": ("month", -1), "le mois prochain": ("month", 1),
        "cette année": ("year", 0), "l'année dernière": ("year", -1),
        "l’année dernière": ("year", -1), "l'an dernier": ("year", -1),
        "l’an dernier": ("year", -1), "l'année prochaine": ("year", 1),
        "l’année prochaine": ("year", 1),
    },
    patterns={
        "days of a month": (
            rf"{_OPEN}\b(?P<d>{_D}){_TO}(?P<d2>{_D})\s+(?P<m>{_M})(?:\s+(?P<y>{{year}}))?"
        ),
        "days of two months": (
            rf"{_OPEN}\b(?P<d>{_D})\s+(?P<m>{_M})(?:\s+(?P<y>{{year}}))?{_TO}"
            rf"(?P<d2>{_D})\s+(?P<m2>{_M})(?:\s+(?P<y2>{{year}}))?"
        ),
        "day and month": rf"\b(?P<d>{_D})\s+(?P<m>{_M})(?:\s+(?P<y>{{year}}))?",
        "months": (
            rf"\b(?:de\s+)?(?P<m>{_M})(?:\s+(?P<y>{{year}}))?{_TO}"
            rf"(?P<m2>{_M})\s+(?P<y2>{{year}})"
        ),
        "month": rf"\b(?P<m>{_M})\s+(?P<y>{{year}})",
        "month of a near year": (
            r"(?<=\ben )(?P<m>{month})\b(?=\s*(?P<which>dernier|prochain)?\b)"
            r"|\b(?P<m_>{month})\s+(?P<which_>dernier|prochain)\b"
        ),
        "quarter": (
            r"\b(?:le\s+)?(?P<quarter>{ordinal})\s+trimestre(?:\s+(?:de\s+)?(?P<y>{year})"
            r"|\s+de\s+(?P<relative>{relative}))?|\bT(?P<quarter_>[1-4])\s+(?P<y_>{year})"
        ),
        "half": (
            r"\b(?:le\s+)?(?P<half>premier|première|second|seconde|deuxième)\s+(?:semestre|moitié)"
            r"(?:\s+(?:de\s+(?:l['’]année\s+)?)?(?P<y>{year})|\s+de\s+(?P<relative>{relative}))"
        ),
        "months of a year": (
            r"\b(?:les\s+)?(?P<months>{count})\s+premiers\s+mois\s+(?:de\s+)?(?:l['’]année\s+)?"
            r"(?:(?P<y>{year})|(?P<relative>{relative}))"
        ),
        "years": (
            r"(?:\b(?:de|entre)\s+)?(?P<y>{year})\s*(?:-|–|—|/|à|et)\s*(?P<y2>{year})"
        ),
        "decade": r"\b(?:les\s+)?années\s+(?P<decade>(?:1[89]|20)\d0)\b",
        "year": r"(?P<y>{year})",
        "relative": r"\b(?P<relative>{relative})\b",
        "past period": (
            r"\b(?:au\s+cours\s+(?:de\s+)?|durant\s+|pendant\s+|ces\s+|depuis\s+)"
            r"(?:des\s+|les\s+|la\s+|ces\s+)?(?:(?P<count>{count})\s+)?"
            r"(?:derniers|dernières|dernière)\s+(?P<unit>{unit})\b"
            r"|\b(?:au\s+cours\s+de|durant|pendant)\s+la\s+(?P<unit_>décennie)\s+(?:écoulée|passée)\b"
            r"|\bdepuis\s+(?P<count__>{count})\s+(?P<unit__>{unit})\b"
        ),
        "ago": r"\bil\s+y\s+a\s+(?P<ago>{count})\s+(?P<unit>{unit})\b",
        "weekday": r"\b(?P<weekday>{weekday})(?:\s+(?P<which>dernier|prochain))?\b",
        "same day": r"\ble\s+même\s+(?P<same>jour)\b",
        "now": r"\b(?P<now>{now})\b",
    },
    before={
        "d'ici": "by", "d’ici": "by", "d'ici à": "by", "d’ici à": "by",
        "jusqu'en": "until", "jusqu’en": "until", "jusqu'au": "until", "jusqu’au": "until",
        "jusqu'à": "until", "jusqu’à": "until", "depuis": "since", "depuis le": "since",
        "à partir de": "since", "à partir du": "since", "dès": "since", "avant": "before",
        "avant le": "before", "après": "after", "après le": "after", "au": "by",
        "à la date du": "by",
        "à compter du": "since",
        "arrêté au": "by",
    },
    day_only=frozenset({"au"}),
    ends=r"(?:la\s+)?fin(?:\s+(?:de\s+l['’]année|du\s+mois\s+de|de))?",
    edges=(
        r"(?:(?:le\s+|au\s+)?(?:début|milieu)(?:\s+(?:de\s+l['’]année|du\s+mois\s+de|de))?|mi-)"
    ),
    now=tuple(LANGUAGE.now - {"aujourd'hui"}),
    year_context=r"(?:\b(?:en|de|année|l['’]an|pour|et|ou|été|hiver|printemps|automne)|[(–-])\s*",
    which={"dernier": "last", "prochain": "next"},
    is_future=r"\b(?:sera|seront|aura|auront|prévue?s?|prochaine?)\b|\w+(?:era|eront)\b",
)  # fmt: skip
