"""Arabic dates."""

from __future__ import annotations

from serai.engines.claims.dates.calendars import Calendar
from serai.engines.claims.languages.arabic import LANGUAGE, MONTHS

_M = r"{month}(?:\s*[/(]\s*{month}\)?)?(?!\w)"
_Y = r"(?:\s+(?:عام\s+|من\s+عام\s+|سنة\s+)?(?P<y>{year}))?"
_Y2 = r"(?:\s+(?:عام\s+|سنة\s+)?(?P<y2>{year}))?"
_TO = r"\s*(?:-|–|—|إلى|حتى|و)\s*"
_OPEN = r"(?:(?<!\w)(?:من|بين|يومي)\s+)?"

CALENDAR = Calendar(
    months=MONTHS,
    weekdays={
        "الاثنين": 0, "الإثنين": 0, "الثلاثاء": 1, "الأربعاء": 2, "الخميس": 3, "الجمعة": 4,
        "السبت": 5, "الأحد": 6,
    },
    ordinals={
        "الأول": 1, "الأولى": 1, "الثاني": 2, "الثانية": 2, "الثالث": 3, "الثالثة": 3,
        "الرابع": 4, "الرابعة": 4, "الأخير": 4,
    },
    counts={
        "ثلاث": 3, "ثلاثة": 3, "أربع": 4, "أربعة": 4, "خمس": 5, "خمسة": 5, "ست": 6, "ستة": 6,
        "سبع": 7, "سبعة": 7, "ثماني": 8, "ثمانية": 8, "تسع": 9, "تسعة": 9, "عشر": 10,
        "عشرة": 10, "عشرين": 20, "العشر": 10, "الخمس": 5, "الثلاث": 3,
    },
    units={
        "يوم": "day", "أيام": "day", "أسبوع": "week", "أسابيع": "week", "شهر": "month",
        "أشهر": "month", "شهور": "month", "سنة": "year", "سنوات": "year", "عام": "year",
        "أعوام": "year", "عاما": "year", "عقد": "decade", "عقود": "decade",
    },
    relatives={
        "اليوم": ("day", 0), "أمس": ("day", -1), "غدا": ("day", 1),
        "الأسبوع الماضي": ("week", -1), "هذا الأسبوع": ("week", 0),
        "الأسبوع المقبل": ("week", 1), "الشهر الماضي": ("month", -1), "هذا الشهر": ("month", 0),
        "الشهر الجاري": ("month", 0), "الشهر المقبل": ("month", 1), "العام الماضي": ("year", -1),
        "السنة الماضية": ("year", -1), "هذا العام": ("year", 0), "العام الجاري": ("year", 0),
        "العام الحالي": ("year", 0), "العام المقبل": ("year", 1), "العام القادم": ("year", 1),
    },
    patterns={
        "days of a month": rf"{_OPEN}(?<![\w.])(?P<d>{{day}}){_TO}(?P<d2>{{day}})\s+(?P<m>{_M}){_Y}",  # noqa: E501
        "days of two months": (
            rf"{_OPEN}(?<![\w.])(?P<d>{{day}})\s+(?P<m>{_M}){_Y}{_TO}(?P<d2>{{day}})\s+(?P<m2>{_M}){_Y2}"
        ),
        "day and month": rf"(?<![\w.])(?P<d>{{day}})\s+(?:من\s+(?:شهر\s+)?)?(?P<m>{_M}){_Y}",
        "months": rf"{_OPEN}(?<!\w)(?P<m>{_M}){_TO}(?P<m2>{_M})\s+(?:عام\s+)?(?P<y2>{{year}})",
        "month": rf"(?<!\w)(?P<m>{_M})\s+(?:من\s+)?(?:عام\s+|سنة\s+)?(?P<y>{{year}})",
        "month of a near year": (
            r"(?<=شهر )(?P<m>{month})(?!\w)(?=\s*(?P<which>الماضي|المقبل)?)"
            r"|(?<!\w)(?P<m_>{month})\s+(?P<which_>الماضي|المقبل)(?!\w)"
        ),
        "quarter": (
            r"(?<!\w)الربع\s+(?P<quarter>{ordinal})(?:\s+من(?:\s+عام|\s+سنة)?\s+(?P<y>{year})"
            r"|\s+من\s+(?P<relative>{relative}))?"
        ),
        "half": (
            r"(?<!\w)النصف\s+(?P<half>الأول|الثاني)\s+من"
            r"(?:(?:\s+عام|\s+سنة)?\s+(?P<y>{year})|\s+(?P<relative>{relative}))"
        ),
        "years": (
            r"(?:(?<!\w)(?:من\s+(?:عام\s+)?|بين\s+(?:عامي\s+)?))?(?P<y>{year})"
            r"\s*(?:-|–|—|/|إلى(?:\s+عام)?|حتى(?:\s+عام)?|و)\s*(?P<y2>{year})"
        ),
        "year": r"(?:(?<!\w)(?:ال)?(?:عام|سنة)\s+)?(?P<y>{year})(?:\s*م(?!\w))?",
        "relative": r"(?<!\w)(?P<relative>{relative})(?!\w)",
        "past period": (
            r"(?<!\w)(?:خلال|على\s+مدى|في|طوال)\s+(?:ال)?(?:(?P<count>{count})\s+)?(?:ال)?"
            r"(?P<unit>{unit})\s+(?:(?P<count_>{count})\s+)?(?:الماضي|الماضية|الأخيرة)(?!\w)"
        ),
        "ago": r"(?<!\w)قبل\s+(?P<ago>{count})\s+(?P<unit>{unit})(?!\w)",
        "weekday": r"(?<!\w)(?:يوم\s+)?(?P<weekday>{weekday})(?!\w)",
        "same day": r"(?<!\w)في\s+(?P<same>اليوم)\s+نفسه(?!\w)",
        "now": r"(?<!\w)(?P<now>{now})(?!\w)",
    },
    before={
        "بحلول": "by", "حتى": "until", "لغاية": "until", "منذ": "since", "ابتداء من": "since",
        "اعتبارا من": "since", "قبل": "before", "بعد": "after", "إلى غاية": "until",
    },
    ends=r"(?:نهاية|أواخر|ختام)(?:\s+شهر)?",
    edges=r"(?:بداية|مطلع|أوائل|منتصف)(?:\s+شهر)?",
    now=tuple(LANGUAGE.now - {"اليوم"}),
    year_context=r"(?:(?<!\w)(?:في|عام|سنة|العام|لعام|منذ|و)|[(–-])\s*",
    which={"الماضي": "last", "المقبل": "next"},
    is_future=r"(?<!\w)(?:س\w{3,}|سوف|المقرر|المقبل)(?!\w)",
)  # fmt: skip
