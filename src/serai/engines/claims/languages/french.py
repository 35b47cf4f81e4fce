"""The grammar tables of French."""

from __future__ import annotations

from serai.engines.claims.languages import Language, Qualifier
from serai.engines.claims.languages.homes import shared

_ONES = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
).split()
_TENS = {
    "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70,
    "huitante": 80, "octante": 80, "nonante": 90,
}  # fmt: skip
MONTHS = {
    "janvier": 1, "février": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7,
    "août": 8, "septembre": 9, "octobre": 10, "novembre": 11, "décembre": 12, "fevrier": 2,
    "aout": 8, "decembre": 12, "janv": 1, "févr": 2, "avr": 4, "juil": 7, "sept": 9, "oct": 10,
    "nov": 11, "déc": 12,
}  # fmt: skip
_IRREGULAR = {
    "travaux": "travail", "yeux": "œil", "messieurs": "monsieur", "mesdames": "madame",
    "baux": "bail", "vitraux": "vitrail", "lieux": "lieu", "milieux": "milieu", "feux": "feu",
    "jeux": "jeu", "enjeux": "enjeu", "vœux": "vœu", "adieux": "adieu", "neveux": "neveu",
    "tuyaux": "tuyau", "bijoux": "bijou", "choix": "choix", "prix": "prix", "voix": "voix",
    "noix": "noix", "croix": "croix", "aïeux": "aïeul", "memoranda": "mémorandum",
}  # fmt: skip
_SAME = frozenset(
    """pays puits fois mois cours discours succès progrès procès accès congrès colis avis bras cas corps
    temps fonds secours concours parcours recours repas bois poids palais marais relais tapis
    permis commis compromis process campus virus bus consensus français
    anglais chinois japonais portugais hollandais irlandais écossais danois finlandais sénégalais
    camerounais gabonais congolais burkinabè libanais soudanais""".split()
)


def singular(word: str) -> str:
    """Return the singular of a French noun: laboratoires → laboratoire, journaux → journal."""
    word = word.lower()
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _SAME:
        return word
    if word.endswith("eaux"):
        return word[:-1]
    if word.endswith("aux") and len(word) > 4:
        return word[:-3] + "al"
    return word[:-1] if word.endswith(("s", "x")) and len(word) > 3 else word


def is_plural(word: str) -> bool:
    """Say whether a French word can be the plural of a noun."""
    return word in _SAME or word in _IRREGULAR or (len(word) > 3 and word.endswith(("s", "x")))


_BEFORE: dict[str, Qualifier] = {
    **dict.fromkeys(
        [
            "plus de", "plus d'", "au moins", "pas moins de", "au minimum", "un minimum de",
            "minimum", "supérieur à", "supérieure à", "supérieurs à", "supérieures à",
            "au-dessus de", "au - dessus de", "au-delà de", "au - delà de", "bien plus de",
            "un peu plus de", "largement plus de", "dépassant", "dépasse", "dépassent",
            "dépassé", "a dépassé", "dépasser", "dépassé les", "dépassant les", "dépassait",
            "excédant", "excède", "non moins de", "rien moins que", "à plus de", "de plus de",
            "par plus de", "le cap des", "la barre des", "le seuil des", "le cap de",
            "la barre de", ">", "≥",
        ],
        "at_least",
    ),
    **dict.fromkeys(
        [
            "moins de", "au plus", "tout au plus", "jusqu'à", "jusqu à", "au maximum",
            "un maximum de", "maximum", "pas plus de", "inférieur à", "inférieure à",
            "inférieurs à", "inférieures à", "en dessous de", "au-dessous de", "au - dessous de",
            "un peu moins de", "à concurrence de", "dans la limite de", "ne dépassant pas",
            "<", "≤",
        ],
        "at_most",
    ),
    **dict.fromkeys(
        [
            "environ", "à peu près", "quelque", "quelques", "autour de", "aux alentours de",
            "aux environs de", "approximativement", "de l'ordre de", "un total d'environ",
            "à environ", "d'environ", "près d'environ", "estimé à", "estimée à", "estimés à",
            "estimées à", "vers les", "dans les", "à quelque", "de quelque", "grosso modo",
            "env.", "~", "≈", "±",
        ],
        "about",
    ),
    **dict.fromkeys(
        ["près de", "presque", "quasiment", "pratiquement", "à près de", "de près de",
         "avoisinant", "avoisine", "avoisinent", "avoisinant les", "approchant", "frôlant les",
         "pas loin de", "non loin de", "approche les", "approchant les"],
        "nearly",
    ),
    **dict.fromkeys(
        ["exactement", "précisément", "seulement", "au total", "un total de", "soit",
         "les quelque", "uniquement", "à peine", "en tout"],
        "exact",
    ),
}  # fmt: skip
_BEFORE |= {"les quelque": "about", "à peine": "at_most"}

_BEFORE |= {
    f"{phrase[:-2]}{contracted}": value
    for phrase, value in _BEFORE.items()
    if phrase.endswith(" de")
    for contracted in ("d'", "des", "du")
}

_AFTER: dict[str, Qualifier] = {
    **dict.fromkeys(["ou plus", "et plus", "au moins", "au minimum", "minimum", "+", "voire plus"],
                    "at_least"),
    **dict.fromkeys(["ou moins", "au plus", "au maximum", "maximum", "tout au plus"], "at_most"),
    **dict.fromkeys(["environ", "à peu près", "plus ou moins", "approximativement"], "about"),
}  # fmt: skip


def _money() -> dict[str, str]:
    table = {
        "$": "USD", "us$": "USD", "usd": "USD", "dollar": "USD", "dollar américain": "USD",
        "dollar us": "USD", "€": "EUR", "eur": "EUR", "euro": "EUR", "£": "GBP", "gbp": "GBP",
        "livre sterling": "GBP",
        "livres sterling": "GBP", "¥": "CNY", "￥": "CNY", "cny": "CNY", "rmb": "CNY",
        "yuan": "CNY", "yuan rmb": "CNY", "yuans renminbi": "CNY", "renminbi": "CNY",
        "yen": "JPY", "jpy": "JPY", "rouble": "RUB", "rub": "RUB", "franc cfa": "XOF",
        "francs cfa": "XOF", "fcfa": "XOF", "f cfa": "XOF", "xof": "XOF", "xaf": "XAF",
        "franc suisse": "CHF", "francs suisses": "CHF", "chf": "CHF", "dinar algérien": "DZD",
        "dinars algériens": "DZD", "da": "DZD", "dirham marocain": "MAD",
        "dirhams marocains": "MAD", "dirham": "MAD", "mad": "MAD", "dh": "MAD",
        "dinar tunisien": "TND", "dinars tunisiens": "TND", "tnd": "TND",
        "dollar canadien": "CAD", "dollars canadiens": "CAD", "cad": "CAD", "roupie": "INR",
        "won": "KRW", "réal": "BRL", "réaux": "BRL", "reais": "BRL", "rand": "ZAR",
        "dollars américains": "USD", "dollars us": "USD",
    }  # fmt: skip
    for code, adjectives in {
        "franc": "GNF guinéen; CDF congolais; RWF rwandais; BIF burundais; DJF djiboutien; KMF comorien",
        "livre": "EGP égyptienne; LBP libanaise; SYP syrienne; SDG soudanaise; TRY turque",
        "dinar": "KWD koweïtien; IQD irakien; JOD jordanien; LYD libyen",
        "dollar": "AUD australien; NZD néo-zélandais; HKD hongkongais; SGD singapourien",
        "roupie": "INR indienne; PKR pakistanaise; MUR mauricienne; LKR srilankaise",
        "shilling": "KES kényan; TZS tanzanien; UGX ougandais",
        "peso": "MXN mexicain; ARS argentin; CLP chilien; COP colombien; PHP philippin",
    }.items():
        for named in adjectives.split("; "):
            currency, adjective = named.split(" ")
            table[f"{code} {adjective}"] = currency
            table[f"{code}s {adjective.removesuffix('s')}s"] = currency
    table |= {
        "ouguiya": "MRU",
        "ouguiyas": "MRU",
        "ariary": "MGA",
        "naira": "NGN",
        "nairas": "NGN",
        "gourde": "HTG",
        "gourdes": "HTG",
        "dalasi": "GMD",
        "cedi": "GHS",
        "cedis": "GHS",
        "franc": "XOF",
        "francs": "XOF",
        "dinar": "DZD",
        "dinars": "DZD",
        "dhs": "MAD",
        "gnf": "GNF",
        "cdf": "CDF",
        "dzd": "DZD",
        "mru": "MRU",
        "mga": "MGA",
        "htg": "HTG",
    }
    plural = ("dollar", "euro", "yuan", "yen", "rouble", "dirham", "roupie", "won", "rand")
    return table | {f"{word}s": table[word] for word in plural}


_SHARED = shared(
    """
    franc, franc cfa = XOF: Sénégal Dakar Mali Ivoire Bénin Togo Niger Burkina
    ... = XAF: Cameroun Yaoundé Douala Gabon Libreville Tchad Brazzaville Bangui
    franc = GNF: Guinée Conakry
    ... = CDF: Kinshasa
    ... = CHF: Suisse Genève Zurich
    ... = RWF: Rwanda Kigali
    dinar = DZD: Algéri Alger
    ... = TND: Tunisi Tunis
    dirham, dh = MAD: Maroc Rabat Casablanca
    ... = AED: Émirats Dubaï Dhabi
    """
)
"""Names that several countries share, and by what a text tells whose they are."""


def _both(words: str) -> dict[str, str]:
    return {form: word for word in words.split() for form in (word, f"{word}s")}


LANGUAGE = Language(
    code="fr",
    elisions=r"(?i:[dlnscjmt]|qu|jusqu|lorsqu)['’]",
    decimal=",",
    cardinals={word: value for value, word in enumerate(_ONES)} | _TENS | {"une": 1},
    multipliers={
        "vingt": 20, "vingts": 20, "cent": 100, "cents": 100, "mille": 1_000, "milliers": 1_000,
        "million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9,
        "billion": 10**12, "billions": 10**12, "mio": 10**6, "mrd": 10**9, "mds": 10**9,
        "md": 10**9,
    },
    glued={"k": 1_000, "m": 10**6, "md": 10**9, "mds": 10**9},
    fractions={
        "demi": 1 / 2, "demie": 1 / 2, "moitié": 1 / 2, "tiers": 1 / 3, "quart": 1 / 4,
        "quarts": 1 / 4, "cinquième": 1 / 5, "cinquièmes": 1 / 5, "sixième": 1 / 6,
        "dixième": 1 / 10, "dixièmes": 1 / 10, "½": 1 / 2, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 1 / 4,
        "¾": 3 / 4,
    },
    vague={"dizaines": 10, "douzaines": 12, "vingtaines": 20, "centaines": 100,
           "milliers": 1_000, "millions": 10**6, "milliards": 10**9},
    collectives={
        "huitaine": 8, "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20,
        "trentaine": 30, "quarantaine": 40, "cinquantaine": 50, "soixantaine": 60,
        "centaine": 100, "millier": 1_000, "douzaines": 12, "dizaines": 10, "centaines": 100,
    },
    approximate=frozenset(
        """huitaine dizaine douzaine quinzaine vingtaine trentaine quarantaine cinquantaine soixantaine
        centaine millier""".split()
    ),
    proportions=(["sur"],),
    articles=frozenset({"un", "une", "la", "le"}),
    determiners=frozenset(
        "le la les l' ces ses leurs nos vos mes tes cette cet ce des aux du un une son sa".split()
    ),
    joiners=frozenset({"et"}),
    ordinal_suffixes=("e", "er", "re", "ère", "ème", "eme", "es", "nd", "nde", "ers", "èmes"),
    ordinals=frozenset(
        """premier première premiers premières deuxième second seconde troisième quatrième
        cinquième sixième septième huitième neuvième dixième onzième douzième quinzième vingtième
        trentième centième dernier dernière derniers dernières""".split()
    ),
    one=frozenset({"un", "une", "zéro"}),
    before=_BEFORE,
    after=_AFTER,
    ranges={"entre": "et", "de": "à"},
    range_joiners=frozenset({"-", "–", "—", "~", "à", "ou"}),
    changes=frozenset(
        """passe passé passée passés passées passer passant augmente augmenté augmenter augmentation
        hausse croît crû croissance progresse progressé baisse baissé diminue diminué recule reculé
        chute chuté monte monté grimpe grimpé réduit réduire porte porté portée portant doublé
        ramené ramener passent augmentent augmentées augmentés progressent baissent
        diminuent reculent chutent montent grimpent réduits réduites""".split()
    ),
    currencies=_money(),
    shared_currencies=_SHARED,
    percent={"%": "%", "％": "%", "pour cent": "%", "pourcent": "%", "p. 100": "%", "pc": "%",
             "‰": "‰", "points de pourcentage": "percentage point",
             "point de pourcentage": "percentage point"},
    durations=_both("seconde minute heure jour semaine an année décennie siècle trimestre semestre "
                    "journée nuit millénaire") | {"mois": "mois", "h": "heure", "min": "minute"},
    measures=_both("kilomètre mètre centimètre millimètre hectare tonne kilogramme gramme litre "
                   "baril watt kilowatt mégawatt gigawatt kilowattheure mégawattheure degré octet "
                   "mégaoctet gigaoctet")
    | {"km": "km", "km²": "km²", "km2": "km2", "m²": "m²", "m2": "m2", "m³": "m³", "m3": "m3",
       "kg": "kg", "ha": "ha", "t": "t", "mw": "MW", "gw": "GW", "kw": "kW", "kwh": "kWh",
       "mwh": "MWh", "gwh": "GWh", "twh": "TWh",
       "kilomètres carrés": "kilomètre", "mètres carrés": "mètre", "mètres cubes": "mètre",
       "°c": "°C", "cm": "cm", "mm": "mm", "m": "m"},
    head="first",
    singular=singular,
    is_plural=is_plural,
    adjectives=frozenset(
        """grand grande grands grandes petit petite petits petites nouveau nouvel nouvelle nouveaux
        nouvelles autre autres divers diverses différent différents différentes principal
        principale principaux principales important importants importante importantes jeune jeunes
        éminent éminents éminente éminentes seul seuls seule seules même mêmes ancien anciens
        ancienne anciennes bon bons bonne bonnes haut hauts haute hautes meilleur meilleurs
        meilleure meilleures plusieurs premier premiers première premières dernier derniers
        dernière dernières prochain prochains prochaines vrais véritables multiples nombreux
        nombreuses tels telles très plus moins quelque quelques vastes""".split()
    ),
    ends=frozenset(
        """à au aux en dans sur sous par pour avec sans chez vers contre entre depuis pendant avant
        après dès jusque qui que quoi dont où est sont a ont était étaient été être avoir sera
        seront il elle ils elles on nous vous se ne pas y si car ainsi donc mais puis alors comme
        s' l' qu' n' c' lors afin selon parmi outre soit contre déjà encore aussi notamment environ
        ce cela chaque tout tous toute toutes le la les un une des du ces cette ce
        participent participé signé ont avaient avait auront aura""".split()
    ),
    linkers=frozenset({"de", "d'", "des", "du"}),
    coordinators=frozenset({"et", "ou", "ainsi que"}),
    anaphors=frozenset({"dont", "eux", "elles", "entre eux", "entre elles", "ceux", "celles"}),
    stating=frozenset("contre sont étaient compte comptent comptait comptaient avons".split()),
    pronouns=frozenset(
        """autres indirects indirectes directs temporaires permanents saisonniers nouveaux
        nouvelles""".split()
    ),
    wholes=frozenset({"sur", "de", "parmi"}),
    number_nouns=frozenset("nombre nombres total".split()),
    population={"population": "personne", "effectif": "personne", "effectifs": "personne"},
    labels=frozenset(
        """article articles art page pages p n° no n numéro chapitre section figure tableau annexe
        résolution décret loi règlement directive paragraphe alinéa phase niveau route vol volume
        version salle tome agenda horizon odd""".split()
    ),
    anaphoric_nouns=frozenset(
        """parties pays côtés nations peuples états gouvernements chefs ministres présidents
        dirigeants délégations capitales partie côté partenaire partenaires""".split()
    ),
    fixed=frozenset({"vingt - quatre heures sur vingt - quatre", "24 heures sur 24",
                     "7 jours sur 7", "un pays , deux systèmes", "24 h / 24"}),
    furniture=frozenset("vues lectures partages commentaires abonnés".split()),
    years=frozenset("année années en l'an an depuis".split()),
    months=MONTHS,
    weekdays=frozenset("lundi mardi mercredi jeudi vendredi samedi dimanche".split()),
    now=frozenset({"à ce jour", "jusqu'à présent", "jusqu'ici", "actuellement",
                   "à l'heure actuelle",
                   "aujourd'hui", "à présent", "désormais", "pour l'instant"}),
    scopes={"étrangers": "foreign", "étrangères": "foreign", "étranger": "foreign",
            "internationaux": "international", "internationales": "international",
            "au total": "total", "nationaux": "domestic", "nouveaux": "new", "nouvelles": "new",
            "supplémentaires": "additional", "en moyenne": "average"},
    states={"invités": "invited", "invité": "invited", "participé": "attended",
            "assisté": "attended", "participent": "attended", "prévus": "planned",
            "prévoit": "planned", "construit": "built", "construits": "built", "créé": "built",
            "créés": "built", "établi": "built", "lancé": "launched", "signé": "signed",
            "signés": "signed", "formé": "trained", "formés": "trained", "organisé": "held",
            "exposés": "exhibited", "présentés": "exhibited"},
)  # fmt: skip
