"""Which of the six languages a text is in: its script, then its commonest words.

Most texts are decided by counting letters and function words of a sample, in well under a
millisecond. Only where these do not decide is a statistical model loaded (py3langid).
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import islice
from typing import Any

LANGUAGES = ("en", "zh", "fr", "ru", "es", "ar")
OTHER = "other"

_SAMPLE = 20_000

_SCRIPTS = {
    "han": re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]"),
    "kana": re.compile("[\u3041-\u30ff]"),
    "hangul": re.compile("[\u1100-\u11ff\uac00-\ud7af]"),
    "arabic": re.compile("[\u0620-\u064a\u066e-\u06d3]"),
    "cyrillic": re.compile("[\u0400-\u052f]"),
    "latin": re.compile("[A-Za-z\u00c0-\u024f]"),
    "further": re.compile("[\u0370-\u03ff\u0530-\u05ff\u0900-\u10ff\u1200-\u139f\u1780-\u18af]"),
}
_WEIGHTS = {"han": 3.0, "kana": 1.5, "hangul": 2.0}
"""A character of these stands for about as much as that many letters."""

_NOT_ARABIC = re.compile("[پچژگکیےټډړښڼەۆێڵ\u06be\u06c1\u06d2]|\u0647\u0654")
"""Letters of Persian, Urdu, Pashto, Kurdish and Uyghur that Arabic does not write.

The last is a heh with a hamza on it; the heh alone is one of the commonest letters of Arabic."""
_NOT_RUSSIAN = re.compile("[іїєґўјљњћђџѓќѕәғқңөұүһҳӣӯҷҡҙҫӑӗӳ]", re.IGNORECASE)
_RUSSIAN = re.compile("[ыэ]", re.IGNORECASE)
"""Frequent in Russian; Bulgarian and Macedonian do not have them."""

_WORD = re.compile(r"[^\W\d_]+")
_FUNCTION_WORDS = {
    "en": "the of and to in is that for with as was by on are has have been from at which its this "
    "will be an it said were their more not over other",
    "fr": "le la les des et du une dans pour est qui sur par au avec plus sont ce cette aux été "
    "ont il elle ses leurs nous mais ainsi entre à en",
    "es": "el los las del y una por con para es que se su al más han como sus fue entre lo sobre "
    "este esta también ha son en la de",
    "pt": "o os as do da dos das e uma por com para é que não em no na ao mais foi são pelo pela "
    "também seu sua à de",
    "it": "il lo gli di del della dei delle che è per con una nel nella sono più dal alla anche ha "
    "stato questo come e i si la",
    "de": "der die das und den von mit ist im für auf des ein eine zu dem nicht sich auch wird bei "
    "hat als an nach wurde",
    "nl": "de het een van en in is op dat te voor met zijn niet aan er ook door bij wordt heeft "
    "naar",
    "id": "yang dan di dengan untuk dari ini dalam pada ke itu akan adalah oleh tidak telah juga",
    "tr": "ve bir bu için ile olarak da de en daha olan çok gibi sonra kadar ise",
    "vi": "và của các có được trong là cho với không những một này đã từ người khi đến",
    "pl": "w i na z do się nie jest że o to jak po od za przez oraz dla był są",
    "ro": "și de la în cu pe din pentru care este sunt a al o mai că nu fost",
    "sw": "ya na wa kwa katika ni za la kuwa hiyo huo kama pia cha",
    "cs": "a v se na je že s z do o k ve pro by jsou jako za po",
    "hu": "a az és hogy nem is egy ez meg volt de csak el már még",
}
_LISTS = {code: frozenset(words.split()) for code, words in _FUNCTION_WORDS.items()}


def language_of(text: str, *, declared: str = "") -> str:
    """Return en, zh, fr, ru, es, ar or ``other`` (also for too little text to say).

    ``declared`` is what the document says of itself; it decides only where the text does not.
    """
    sample = text[:_SAMPLE]
    weights = {
        script: len(letters.findall(sample)) * _WEIGHTS.get(script, 1.0)
        for script, letters in _SCRIPTS.items()
    }
    script = max(weights, key=lambda each: weights[each])
    if not weights[script]:
        return declared if declared in LANGUAGES else OTHER
    if script in {"han", "kana", "hangul"}:
        # Japanese always has kana between its Han characters; Chinese only in a foreign name.
        japanese = weights["kana"] * 10 > weights["han"]
        return "zh" if script == "han" and not japanese else OTHER
    if script == "arabic":
        return _unless(_NOT_ARABIC, sample, weights[script], "ar")
    if script == "cyrillic":
        if weights[script] > 60 and not _RUSSIAN.search(sample):
            return OTHER
        return _unless(_NOT_RUSSIAN, sample, weights[script], "ru")
    return _latin(sample, declared) if script == "latin" else OTHER


def _unless(foreign: re.Pattern[str], sample: str, letters: float, language: str) -> str:
    """The language, unless more than a name or two is written in letters foreign to it."""
    return OTHER if len(foreign.findall(sample)) > 0.01 * letters else language


def _latin(sample: str, declared: str) -> str:
    words = Counter(islice((found[0] for found in _WORD.finditer(sample.lower())), 2_000))
    scores = {
        code: sum(times for word, times in words.items() if word in listed)
        for code, listed in _LISTS.items()
    }
    (best, most), (_, second) = Counter(scores).most_common(2)
    total = words.total()
    if most >= 4 and most >= 0.12 * total and most >= 1.25 * second:
        return best if best in LANGUAGES else OTHER
    if declared in LANGUAGES and scores.get(declared, 0) * 2 >= most:
        return declared
    return _by_model(sample)


def _by_model(sample: str) -> str:
    """Ask the statistical model, with the neighbours in the choice that lines are taken for."""
    found: str = _model().classify(sample)[0]
    return found if found in LANGUAGES else OTHER


@cache
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_model_file(MODEL_FILE)
    model.set_languages([*_LISTS, "da", "fi", "no", "sv"])
    return model
