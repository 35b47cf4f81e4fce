"""Singular and plural of English nouns."""

from __future__ import annotations

import re

_IRREGULAR = {
    "people": "person", "persons": "person", "men": "man", "women": "woman", "children": "child",
    "businesspeople": "businessperson", "townspeople": "townsperson", "mice": "mouse",
    "feet": "foot", "teeth": "tooth", "geese": "goose", "oxen": "ox", "lives": "life",
    "knives": "knife", "wives": "wife", "halves": "half", "leaves": "leaf", "wolves": "wolf",
    "shelves": "shelf", "loaves": "loaf", "thieves": "thief", "criteria": "criterion",
    "phenomena": "phenomenon", "analyses": "analysis", "crises": "crisis", "bases": "base",
    "theses": "thesis", "hypotheses": "hypothesis", "diagnoses": "diagnosis", "axes": "axis",
    "alumni": "alumnus", "fungi": "fungus", "nuclei": "nucleus", "stimuli": "stimulus",
    "consortia": "consortium", "symposia": "symposium", "stadia": "stadium",
    "referenda": "referendum", "sanatoria": "sanatorium", "spectra": "spectrum",
    "genera": "genus", "corpora": "corpus", "larvae": "larva", "formulae": "formula",
    "bureaux": "bureau", "plateaux": "plateau", "syllabi": "syllabus", "radii": "radius",
    "memoranda": "memorandum", "curricula": "curriculum", "addenda": "addendum", "fora": "forum",
    "strata": "stratum", "bacteria": "bacterium", "indices": "index", "matrices": "matrix",
    "appendices": "appendix", "vertices": "vertex", "movies": "movie", "cookies": "cookie",
    "ties": "tie", "lies": "lie", "pies": "pie", "calories": "calorie", "zombies": "zombie",
    "buses": "bus", "gases": "gas", "viruses": "virus", "campuses": "campus", "bonuses": "bonus",
    "censuses": "census", "statuses": "status", "lenses": "lens", "caucuses": "caucus",
    "quizzes": "quiz", "shoes": "shoe", "horses": "horse", "houses": "house", "causes": "cause",
    "clauses": "clause", "nurses": "nurse", "courses": "course", "cases": "case",
    "databases": "database", "phases": "phase", "purchases": "purchase", "phrases": "phrase",
    "diseases": "disease", "increases": "increase", "decreases": "decrease",
    "releases": "release", "exercises": "exercise", "enterprises": "enterprise",
    "franchises": "franchise", "promises": "promise", "premises": "premise",
    "expenses": "expense", "licenses": "license", "responses": "response", "senses": "sense",
    "warehouses": "warehouse", "greenhouses": "greenhouse", "universes": "universe",
    "caches": "cache", "headaches": "headache", "axles": "axle", "potatoes": "potato",
    "heroes": "hero", "vetoes": "veto", "tomatoes": "tomato", "embargoes": "embargo",
    "mosquitoes": "mosquito", "volcanoes": "volcano", "cargoes": "cargo", "echoes": "echo",
}  # fmt: skip

SAME_IN_BOTH = frozenset(
    """staff personnel police cattle sheep fish aircraft spacecraft hovercraft series species means
    headquarters crossroads media data offspring deer livestock poultry troops youth folk crew
    military clergy chinese japanese portuguese vietnamese sudanese congolese lebanese senegalese
    nepalese taiwanese swiss british french dutch irish english spanish offspring swine shrimp
    poor elderly unemployed homeless salmon trout works barracks corps faculty equipment infantry""".split()
)
"""Words that are counted without an -s, or that have the same form for one and for many."""

_NOT_PLURAL = frozenset(
    """is was has does this thus us his its as yes plus minus versus towards always perhaps besides
    afterwards sometimes overseas across less unless regardless whereas news physics mathematics
    economics politics ethics logistics electronics robotics statistics athletics
    genetics dynamics acoustics optics semiconductors' mars paris texas athens brussels naples
    wales laos honduras barbados bahamas philippines netherlands cyprus belarus mauritius sales's
    damascus caracas minas buenos los las des les hans hans's christmas thomas james charles chess
    express access process progress congress success business press address class mass loss
    previous various numerous religious famous serious obvious joint's continuous simultaneous
    indigenous autonomous dangerous generous prosperous precious conscious nervous virtuous famous
    luminous gorgeous infectious cautious ambitious strenuous vigorous rigorous harmonious plus
    measles mumps rabies diabetes rickets aids herpes scabies avionics hydraulics photonics
    mechatronics informatics bioinformatics microelectronics optoelectronics geophysics astrophysics
    biophysics linguistics pediatrics paediatrics obstetrics gymnastics genomics proteomics
    campus virus status bonus focus census consensus apparatus surplus bus gas basis analysis
    crisis thesis emphasis synthesis diagnosis hypothesis oasis tennis axis lens ours theirs
    yours hers says goes comes takes makes gives includes needs's alongside's whose""".split()
)

_VERBS_IN_S = frozenset(
    """represents covers involves aims means's seeks remains becomes marks serves allows enables
    requires exists plays stands faces wants believes hopes expects said""".split()
)


_MEN = re.compile(r"(?!(?:speci|regi|abdo|acu|o|sta|se|ye|a|hy|ra|albu|bitu|lu)men$)[a-z]+men")
"""Firemen, craftswomen, but not specimen."""


def singular(word: str) -> str:
    """Return the singular of an English noun: laboratories → laboratory, boxes → box."""
    word = word.lower()
    stem = word.removesuffix("'s").removesuffix("'")
    if stem in _IRREGULAR:
        return _IRREGULAR[stem]
    if _MEN.fullmatch(stem):
        return stem[:-2] + "an"
    if stem in SAME_IN_BOTH or stem in _NOT_PLURAL or not stem.endswith("s") or len(stem) < 3:
        return stem
    if stem.endswith(("ss", "us", "is")):
        return stem
    if stem.endswith("ies") and len(stem) > 4:
        return stem[:-3] + "y"
    if stem.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return stem[:-2]
    return stem[:-1]


def is_plural(word: str) -> bool:
    """Say whether an English word can be the plural of a noun."""
    stem = word.removesuffix("'")
    if stem in _IRREGULAR or stem in SAME_IN_BOTH or _MEN.fullmatch(stem):
        return True
    return (
        len(stem) > 2
        and stem.endswith("s")
        and not stem.endswith(("ss", "us", "is", "'s"))
        and stem not in _NOT_PLURAL
        and stem not in _VERBS_IN_S
        and re.fullmatch(r"[^\W\d_][\w.'-]*", stem) is not None
    )
