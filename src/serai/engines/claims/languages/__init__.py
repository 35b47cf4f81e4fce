"""What one language contributes to the grammar of figures: a table.

The grammar itself (``numerals``, ``qualifiers``, ``nouns``, ``figures``) knows no word of any
language. A language is one file beside this one that fills in :class:`Language`; all words are in
lower case, phrases have their words apart by one space, and where a language writes no spaces a
"word" is any string that the grammar must recognise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Literal

Qualifier = Literal["exact", "at_least", "at_most", "about", "nearly", "range"]
"""How a stated number bounds the true one. ``nearly`` is *about* from below."""

Kind = Literal["count", "money", "percent", "duration", "fraction", "measure"]
"""What a figure counts or measures."""


@dataclass(frozen=True, kw_only=True)
class Language:
    """The grammar tables of one language."""

    code: str
    """ISO 639-1."""
    spaced: bool = True
    """Whether words are written apart. Otherwise tokens are the longest words of these tables."""
    elisions: str = ""
    """A pattern of words that lean on the next one and are words of their own: d', qu'."""

    # Numerals
    decimal: str = "."
    """The decimal mark; the other of ``.`` and ``,`` groups digits."""
    cardinals: Mapping[str, int]
    """Words that add up: seven, twenty, 七, deux cents is 2 × hundred."""
    multipliers: Mapping[str, int]
    """Words that multiply what precedes: hundred, million, 万, also after digits (bn, млн)."""
    glued: Mapping[str, int] = field(default_factory=dict)
    """Letters that multiply where they are glued to digits: 1.5bn, 20k."""
    fractions: Mapping[str, float] = field(default_factory=dict)
    """half, third, quarter, demi, половина, 半: of one; "two thirds" is 2 × third."""
    vague: Mapping[str, int] = field(default_factory=dict)
    """Plural magnitudes without a number: dozens → 12, hundreds → 100, десятки → 10. At least."""
    collectives: Mapping[str, int] = field(default_factory=dict)
    """Magnitudes that take a number or an article: a dozen → 12, deux douzaines."""
    approximate: frozenset[str] = frozenset()
    """Those of them that round: une cinquantaine, un centenar, десяток. About."""
    units_first: bool = False
    """Whether units stand before tens: خمسة وعشرون, five and twenty."""
    proportions: tuple[list[str], ...] = ()
    """What stands between the numbers of a proportion: four *out of* five."""
    denominator: str = ""
    """What stands between the denominator and the numerator: 五 *分之* 三."""
    tenths: str = ""
    """What makes tenths of a number: 九*成* is 90 per cent."""
    decimal_word: str = ""
    """What stands before decimals in words: 十二 *点* 五."""
    articles: frozenset[str] = frozenset()
    """a, an, une: one before a multiplier, collective or fraction."""
    determiners: frozenset[str] = frozenset()
    """the, these, our, les, эти: what stands before a number of known things."""
    joiners: frozenset[str] = frozenset()
    """Words inside one numeral: *and* in "seven hundred and twenty"."""
    part_words: frozenset[str] = frozenset()
    """Words behind a fraction that only say that it is one: tres cuartas *partes*."""
    ordinal_suffixes: tuple[str, ...] = ()
    """What makes an ordinal after digits: st, nd, th, -й, e."""
    ordinals: frozenset[str] = frozenset()
    """Ordinal words, which are not figures: first, troisième, 第."""
    one: frozenset[str] = frozenset()
    """Words for 1 that are usually an article or pronoun, so not a figure alone: one, un, один, 一."""

    # Qualifiers
    before: Mapping[str, Qualifier]
    """Phrases before the number: more than → at_least."""
    after: Mapping[str, Qualifier]
    """Phrases after the number or after its unit: or more → at_least, 多, 以上, plus."""
    ranges: Mapping[str, str] = field(default_factory=dict)
    """What opens a range → what joins its ends: between → and, from → to, entre → et, 从 → 到."""
    range_joiners: frozenset[str] = frozenset({"-", "–", "—", "~", "～"})
    """What joins two numbers to a range without an opening word: –, to, à, 至."""
    changes: frozenset[str] = frozenset()
    """Words of change: "rose from 20 to 50" is two figures and no range."""

    # Units
    currencies: Mapping[str, str]
    """Words, phrases, symbols and codes → ISO 4217: yuan, U.S. dollars, $, RMB, 亿元 is 亿 × 元."""
    doubtful_currencies: frozenset[str] = frozenset()
    """Those of them that are money only on a sum in full: *R*3.6 billion, *MAD* 45 million."""
    shared_currencies: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Names that several countries share → code → places by which a text tells whose money it is."""
    percent: Mapping[str, str]
    """Words for per cent → ``%``; "percentage points" → "percentage point"."""
    durations: Mapping[str, str]
    """Words for spans of time, in every form → singular."""
    measures: Mapping[str, str]
    """Units of measurement in every form → as it is given in ``unit``: km → km, tons → ton."""
    powers: frozenset[str] = frozenset()
    """square, cubic: what stands before a unit of length."""

    # Noun phrases
    head: Literal["last", "first"] = "last"
    """Where the head of the counted phrase stands: English, Chinese last; French, Arabic first."""
    singular: Callable[[str], str]
    """The singular of a noun in any form (French pluriel, Russian genitive plural …)."""
    is_plural: Callable[[str], bool]
    """Whether a word can be a counted noun in the plural (or in the form numbers demand)."""
    nouns: frozenset[str] = frozenset()
    """Known nouns. Needed where words are not written apart; elsewhere it settles doubt."""
    classifiers: frozenset[str] = frozenset()
    """Measure words between number and noun: 个, 家, 名."""
    ends: frozenset[str] = frozenset()
    """Words that a noun phrase cannot contain: prepositions, conjunctions, verbs, pronouns."""
    adverbs: frozenset[str] = frozenset()
    """Words that end a phrase unless its noun follows them: 12 *daily* flights, 3 *earlier* stores."""
    verbs: frozenset[str] = frozenset()
    """Verb forms that look like plurals: one in five children *lives*."""
    plural_verbs: frozenset[str] = frozenset()
    """Verb forms that tell a part from an ordinal: a third *are* new, but a third *is* planned."""
    adjectives: frozenset[str] = frozenset()
    """Words in a noun phrase that are never its head, in all forms. Needed where the head is first."""
    is_adjective: Callable[[str], bool] | None = None
    """Where the forms of adjectives are too many for a list: whether a word is one."""
    countable: frozenset[str] = frozenset()
    """Nouns in the singular that a number may count: a translation often leaves the plural out."""
    people: frozenset[str] = frozenset()
    """Words after a number that mean people: 14 *dead*, 120 *died*."""
    plural_modifiers: frozenset[str] = frozenset()
    """Plurals that also modify a noun: sports facilities, data centres, media outlets."""
    compounds: frozenset[str] = frozenset()
    """Nouns counted inside a hyphenated modifier: a 40-member group, a 300-bed hospital."""
    genitive: bool = False
    """Whether a case does what *of* does: число участников."""
    linkers: frozenset[str] = frozenset()
    """Words between a number and its noun: "millions *of* people", "40 *of the* 100", "un million *de*"."""
    coordinators: frozenset[str] = frozenset()
    """and, or, et, и, 和, 、."""
    anaphors: frozenset[str] = frozenset()
    """Words after a number that stand for a noun said before: of them, others, more, further."""
    pronouns: frozenset[str] = frozenset()
    """Plurals that stand for a noun said before: "60 others", "five more"."""
    further: frozenset[str] = frozenset()
    """Words before a number that goes on counting the same: a *further* 23, *another* 40."""
    number_nouns: frozenset[str] = frozenset()
    """Nouns that announce a count: the *number* of laboratories, a *total* of 40."""
    stating: frozenset[str] = frozenset()
    """Words before a number that goes on counting what was counted: and, only, now, has."""
    copulas: frozenset[str] = frozenset()
    """is, are, was, were: "the exhibitors *were* 66,866" counts them."""
    wholes: frozenset[str] = frozenset()
    """Words that open a sentence with the whole of a part: *Of* the 120 projects 35 …"""
    contrasts: frozenset[str] = frozenset()
    """Words that begin a clause with a subject of its own: the number of …, *while* sales …"""
    targets: frozenset[str] = frozenset()
    """Nouns whose number counts what was counted: against a *target* of 10 million."""
    spreading: frozenset[str] = frozenset()
    """Verbs whose *over* is a preposition and bounds nothing: *spreads* over 3.4 hectares."""
    subjects: frozenset[str] = frozenset()
    """we, they, it: the verb behind one may have a number as its object: today *we* share 11."""
    expletives: frozenset[str] = frozenset()
    """there: "*there* are over 30" counts, "they are over 30" tells an age."""
    counting_verbs: Mapping[str, str] = field(default_factory=dict)
    """Verbs that say by themselves what a bare number counts: *employs* 1,400 → person."""
    rates: frozenset[str] = frozenset()
    """per: accidents *per* million hours."""
    prepositions: frozenset[str] = frozenset()
    """Words before a count that only places another: 245 proposals *from* 31 countries."""
    participle_endings: tuple[str, ...] = ()
    """Endings of verb forms that may stand behind a noun: the 26 students train*ed*."""
    year_leads: frozenset[str] = frozenset()
    """Words before four digits that make them a year although a plural follows: *in* 2023 firms …"""
    groups: Mapping[str, str] = field(default_factory=dict)
    """Groups of people and who is counted in them: a *team* of 12 → member."""
    totals: frozenset[str] = frozenset()
    """Verbs between a noun and its number: visitors *totalled* 34,000."""
    standing: frozenset[str] = frozenset()
    """Such verbs with a particle: the numbers *stand* at 900, *amounted* to 40."""
    verb_particles: frozenset[str] = frozenset()
    """The particles: at, to."""
    complements: frozenset[str] = frozenset()
    """Prepositions that carry on a noun phrase: laboratories *in* the fields *of* health."""
    purposes: frozenset[str] = frozenset()
    """Words between a sum or a share and what it is for: $2 million *in* deals, 40% *of* firms."""
    valued: frozenset[str] = frozenset()
    """Plurals that are told in money and not counted: exports, sales, earnings."""
    population: Mapping[str, str] = field(default_factory=dict)
    """Nouns that name their figure from the left: population → person, 人口 → 人."""

    # What is not a figure
    labels: frozenset[str] = frozenset()
    """Words whose number is a name: article 5, page 3, No. 8, phase II, 第 5 条."""
    anaphoric_nouns: frozenset[str] = frozenset()
    """Nouns of "the two sides", "les deux pays", 两国: a pair already known, not a count."""
    fixed: frozenset[str] = frozenset()
    """Fixed phrases with numbers that state nothing: one country two systems, 24 hours a day."""

    furniture: frozenset[str] = frozenset()
    """Words of page furniture beside a number: views, shares, min read, 阅读."""

    years: frozenset[str] = frozenset()
    """Words beside four digits that make them a year: in 1998, since, год, année, عام."""

    year_forms: frozenset[str] = frozenset()
    """Those behind four digits that years are not counted in: до 2027 *года*, but 2000 лет."""

    # Calendar, shared with ``dates``
    months: Mapping[str, int] = field(default_factory=dict)
    """Month names and abbreviations → 1 to 12."""
    weekdays: frozenset[str] = frozenset()

    # Context
    now: frozenset[str] = frozenset()
    """so far, to date, currently, 迄今: the date of the statement is the date of the figure."""
    scopes: Mapping[str, str] = field(default_factory=dict)
    """Words → which part is counted: foreign → foreign, total → total, domestic, overseas."""
    states: Mapping[str, str] = field(default_factory=dict)
    """Words → how far the counted thing is: invited, attended, planned, built, signed, exhibited."""


CODES = ("en", "zh", "fr", "ru", "es", "ar")
"""The languages that there are tables for."""

_MODULES = {"en": "english", "zh": "chinese", "fr": "french", "ru": "russian", "es": "spanish",
            "ar": "arabic"}  # fmt: skip
_loaded: dict[str, Language] = {}


def language(code: str) -> Language:
    """Return the tables of a language (``en``, ``zh-hans`` …); English where there are none.

    Tables are loaded when first asked for: one file costs its reader nothing of the others.
    """
    short = code.lower().replace("_", "-").split("-")[0]
    if short not in _MODULES:
        short = "en"
    if short not in _loaded:
        module = import_module(f"{__name__}.{_MODULES[short]}")
        loaded: Language = module.LANGUAGE
        _loaded[short] = loaded
    return _loaded[short]
