"""Chinese dates."""

from __future__ import annotations

from serai.engines.claims.dates.calendars import Calendar
from serai.engines.claims.languages.chinese import LANGUAGE

_ONES = ("", *"一二三四五六七八九")
_SMALL = {f"{tens}{one}": number for number, (tens, one) in enumerate(
    (tens, one) for tens in ("", "十", "二十", "三十") for one in _ONES
) if 0 < number < 32}  # fmt: skip
_M = r"(?P<m>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s*月(?:份)?"
_M2 = _M.replace("<m>", "<m2>")
_D = r"(?P<d>{day}|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_D2 = _D.replace("<d>", "<d2>")
_Y = r"(?P<y>{year})\s*年"
_TO = r"\s*(?:-|–|—|~|～|至|到|和|、)\s*"

CALENDAR = Calendar(
    months={word: number for word, number in _SMALL.items() if number <= 12},
    weekdays={
        f"{lead}{day}": number
        for lead in ("星期", "周", "礼拜")
        for number, days in enumerate(("一", "二", "三", "四", "五", "六", "日天"))
        for day in days
    },
    days=_SMALL,
    ordinals={"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4, "上": 1, "下": 2},
    counts=_SMALL | {"两": 2, "几": 3},
    units={"天": "day", "日": "day", "周": "week", "星期": "week", "个月": "month", "年": "year",
           "十年": "decade"},
    relatives={
        "今天": ("day", 0), "今日": ("day", 0), "昨天": ("day", -1), "昨日": ("day", -1),
        "明天": ("day", 1), "本周": ("week", 0), "上周": ("week", -1), "下周": ("week", 1),
        "本月": ("month", 0), "上月": ("month", -1), "上个月": ("month", -1),
        "下个月": ("month", 1), "下月": ("month", 1), "今年": ("year", 0), "去年": ("year", -1),
        "明年": ("year", 1), "前年": ("year", -2), "本年度": ("year", 0), "上年": ("year", -1),
    },
    patterns={
        "days of a month": rf"(?:从)?(?:{_Y})?\s*{_M}{_D}\s*[日号]?{_TO}{_D2}\s*[日号]",
        "days of two months": (
            rf"(?:从)?(?:{_Y})?\s*{_M}{_D}\s*[日号]{_TO}(?:(?P<y2>{{year}})\s*年)?{_M2}{_D2}\s*[日号]"
        ),
        "day and month": rf"(?:{_Y}|(?P<relative>今年|去年|明年))?\s*{_M}\s*{_D}\s*[日号]",
        "months": rf"(?:从)?{_Y}\s*{_M}?{_TO}(?:(?P<y2>{{year}})\s*年)?\s*{_M2}",
        "month": rf"{_Y}\s*{_M}",
        "month of a near year": rf"(?P<relative>今年|去年|明年)\s*{_M}|{_M.replace('<m>', '<m_>')}",
        "quarter": (
            rf"(?:{_Y}|(?P<relative>今年|去年))?第?(?P<quarter>[一二三四1-4])季度"
        ),
        "half": rf"(?:{_Y}|(?P<relative>今年|去年|明年))(?P<half>[上下])半年",
        "months of a year": rf"(?:{_Y}|(?P<relative>今年|去年))前(?P<months>{{count}})个月",
        "years": r"(?:从)?(?P<y>{year})\s*年?\s*(?:-|–|—|~|～|至|到)\s*(?P<y2>{year})\s*年",
        "decade": r"(?P<decade>(?:1[89]|20)\d0)\s*年代",
        "year": _Y,
        "relative": r"(?P<relative>{relative})",
        "past period": (
            r"(?:过去|近|最近)的?(?P<unit_>十年)(?:间|来)?"
            r"|(?:过去|近|最近)的?(?P<count>{count})(?P<unit>{unit})(?:间|来)?"
            r"|(?P<unit__>十年)来"
        ),
        "ago": r"(?P<ago>{count})(?P<unit>{unit})前",
        "weekday": r"(?P<weekday>{weekday})(?!年|期)",
        "same day": r"(?P<same>当天|同日|当日)",
        "now": r"(?P<now>{now})",
    },
    before={"截至": "by", "截止": "by", "截止到": "by", "到": "until", "至": "until",
            "自": "since", "自从": "since", "从": "since", "早在": "at"},
    after={"以来": "since", "起": "since", "之前": "before", "以前": "before", "前": "before",
           "之后": "after", "以后": "after", "后": "after"},
    ends=r"(?!)",
    ends_after=r"(?:年底|月底|底|末|年末|月末)",
    now=tuple(sorted(LANGUAGE.now - {"今天", "今日"})),
    spaced=False,
    is_future=r"将|拟|计划|预计",
)  # fmt: skip
