"""The grammar tables of Spanish."""

from __future__ import annotations

from serai.engines.claims.languages import Language, Qualifier
from serai.engines.claims.languages.homes import shared

_ONES = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
    "dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro "
    "veinticinco veintiséis veintisiete veintiocho veintinueve"
).split()
_TENS = "treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()
_HUNDREDS = {
    "cien": 100, "ciento": 100, "doscientos": 200, "trescientos": 300, "cuatrocientos": 400,
    "quinientos": 500, "seiscientos": 600, "setecientos": 700, "ochocientos": 800,
    "novecientos": 900,
}  # fmt: skip
MONTHS = {
    "enero": 1, "febrero": 2, "marzo": 3, "abril": 4, "mayo": 5, "junio": 6, "julio": 7,
    "agosto": 8, "septiembre": 9, "setiembre": 9, "octubre": 10, "noviembre": 11,
    "diciembre": 12, "ene": 1, "feb": 2, "abr": 4, "jun": 6, "jul": 7, "ago": 8, "sept": 9,
    "oct": 10, "nov": 11, "dic": 12,
}  # fmt: skip
_IRREGULAR = {
    "líderes": "líder", "jóvenes": "joven", "imágenes": "imagen", "planes": "plan",
    "clases": "clase", "bases": "base", "fases": "fase", "regímenes": "régimen",
    "exámenes": "examen", "volúmenes": "volumen", "orígenes": "origen", "meses": "mes",
    "trenes": "tren", "bienes": "bien", "órdenes": "orden", "panes": "pan", "crisis": "crisis",
    "análisis": "análisis", "tesis": "tesis", "campus": "campus", "virus": "virus",
    "lunes": "lunes", "redes": "red", "sedes": "sede", "alcaldes": "alcalde",
    "intereses": "interés", "ingleses": "inglés", "revistas": "revista", "clústeres": "clúster",
    "másteres": "máster", "memorandos": "memorando", "carnes": "carne", "informes": "informe",
    "aviones": "avión", "naves": "nave", "claves": "clave", "países": "país", "leyes": "ley",
    "reyes": "rey", "buques": "buque", "bosques": "bosque", "parques": "parque",
    "cheques": "cheque", "enfoques": "enfoque", "bloques": "bloque", "tanques": "tanque",
    "hombres": "hombre", "nombres": "nombre", "títeres": "títere", "aeropuertos": "aeropuerto",
    "premios": "premio", "sobres": "sobre", "torres": "torre", "padres": "padre",
    "madres": "madre", "cofrades": "cofrade", "frases": "frase", "cruces": "cruce",
    "enlaces": "enlace", "avances": "avance", "lances": "lance", "alcances": "alcance",
    "cifras": "cifra", "golpes": "golpe", "jefes": "jefe", "héroes": "héroe",
}  # fmt: skip
_ENDINGS = (
    ("iones", "ión"), ("ones", "ón"), ("eses", "és"), ("ores", "or"), ("ares", "ar"),
    ("eres", "er"), ("dades", "dad"), ("tades", "tad"), ("tudes", "tud"), ("edes", "ed"),
    ("ales", "al"), ("eles", "el"), ("iles", "il"), ("oles", "ol"), ("ules", "ul"),
    ("ines", "ín"), ("anes", "án"), ("unes", "ún"), ("ces", "z"),
)  # fmt: skip


def singular(word: str) -> str:
    """Return the singular of a Spanish noun: países → país, instituciones → institución."""
    word = word.lower()
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for plural, ending in _ENDINGS:
        if word.endswith(plural) and len(word) > len(plural) + 1:
            return word[: -len(plural)] + ending
    return word[:-1] if word.endswith("s") and len(word) > 3 and not word.endswith("ss") else word


def is_plural(word: str) -> bool:
    """Say whether a Spanish word can be the plural of a noun."""
    return word in _IRREGULAR or (len(word) > 3 and word.endswith("s"))


_BEFORE: dict[str, Qualifier] = {
    **dict.fromkeys(
        [
            "más de", "mas de", "al menos", "por lo menos", "cuando menos", "no menos de",
            "como mínimo", "un mínimo de", "mínimo", "superior a", "superiores a", "por encima de",
            "supera", "superan", "superó", "superando", "superado", "superar", "supera los",
            "superan los", "superó los", "superando los", "supera las", "superan las", "superó las",
            "superar los", "superado los", "sobrepasa", "sobrepasó", "excede", "excedió",
            "rebasa", "rebasó", "bastante más de", "poco más de", "un poco más de", "mucho más de",
            "no inferior a", "mayor de", "mayor que", "más allá de", ">", "≥",
        ],
        "at_least",
    ),
    **dict.fromkeys(
        [
            "menos de", "hasta", "como máximo", "a lo sumo", "un máximo de", "máximo", "inferior a",
            "inferiores a", "por debajo de", "no más de", "poco menos de", "un poco menos de",
            "menor de", "menor que", "no superior a", "a lo más", "<", "≤",
        ],
        "at_most",
    ),
    **dict.fromkeys(
        [
            "unos", "unas", "cerca de unos", "alrededor de", "aproximadamente", "en torno a",
            "aprox.", "aprox", "más o menos", "cosa de", "del orden de", "estimado en",
            "estimada en", "estimados en", "estimado de", "estimada de", "algunos", "algunas", "a unos", "de unos", "a unas",
            "de unas", "por unos", "alrededor de unos", "alrededor de unas", "~", "≈", "±",
        ],
        "about",
    ),
    **dict.fromkeys(
        ["casi", "cerca de", "prácticamente", "próximo a", "cercano a", "cercana a", "rozando",
         "a punto de", "cuasi", "rozando los"],
        "nearly",
    ),
    **dict.fromkeys(
        ["exactamente", "precisamente", "sólo", "solo", "solamente", "un total de", "en total",
         "apenas", "únicamente"],
        "exact",
    ),
}  # fmt: skip

_AFTER: dict[str, Qualifier] = {
    **dict.fromkeys(["o más", "y más", "como mínimo", "al menos", "por lo menos", "+"], "at_least"),
    **dict.fromkeys(["o menos", "como máximo", "a lo sumo"], "at_most"),
    **dict.fromkeys(["aproximadamente", "más o menos", "y pico", "y tantos", "y tantas"], "about"),
}  # fmt: skip


def _money() -> dict[str, str]:
    return {
        "$": "USD", "us$": "USD", "usd": "USD", "dólar": "USD", "dólares": "USD",
        "dólares estadounidenses": "USD", "dólares americanos": "USD", "€": "EUR", "eur": "EUR",
        "euro": "EUR", "euros": "EUR", "£": "GBP", "gbp": "GBP", "libras esterlinas": "GBP",
        "libras": "GBP", "¥": "CNY", "￥": "CNY", "cny": "CNY", "rmb": "CNY", "yuan": "CNY",
        "yuanes": "CNY", "yuan rmb": "CNY", "renminbi": "CNY", "yenes": "JPY", "yen": "JPY",
        "rublos": "RUB", "rublo": "RUB", "pesos": "MXN", "peso": "MXN", "pesos mexicanos": "MXN",
        "mxn": "MXN", "pesos argentinos": "ARS", "ars": "ARS", "pesos chilenos": "CLP",
        "clp": "CLP", "pesos colombianos": "COP", "cop": "COP", "pesos uruguayos": "UYU",
        "soles": "PEN", "pen": "PEN", "reales": "BRL", "reales brasileños": "BRL", "r$": "BRL",
        "bolivianos": "BOB", "bolívares": "VES", "guaraníes": "PYG", "quetzales": "GTQ",
        "lempiras": "HNL", "córdobas": "NIO", "colones": "CRC", "balboas": "PAB",
        "pesos dominicanos": "DOP", "pesos cubanos": "CUP", "dólares canadienses": "CAD",
        "bs": "BOB", "bs.": "BOB", "s/": "PEN", "s/.": "PEN", "bob": "BOB", "crc": "CRC",
        "gtq": "GTQ", "pyg": "PYG", "uyu": "UYU", "brl": "BRL", "₡": "CRC", "balboa": "PAB",
        "francos cfa": "XOF", "dírhams": "MAD", "sol": "PEN", "francos suizos": "CHF", "rupias": "INR", "wones": "KRW",
    }  # fmt: skip


_SHARED = shared(
    """
    peso = MXN: México Mexic mexican
    ... = ARS: Argentina argentin
    ... = CLP: Chile chilen
    ... = COP: Colombia colombian Bogotá
    ... = UYU: Uruguay uruguay Montevideo
    ... = CUP: Cuba cuban Habana
    ... = DOP: Dominicana dominican
    ... = PHP: Filipinas
    """
)
"""Names that several countries share, and by what a text tells whose they are."""


def _both(words: str) -> dict[str, str]:
    return {form: word for word in words.split() for form in (word, f"{word}s")}


LANGUAGE = Language(
    code="es",
    decimal=",",
    cardinals={word: value for value, word in enumerate(_ONES)}
    | {word: 10 * value for value, word in enumerate(_TENS, start=3)}
    | _HUNDREDS
    | {f"{word[:-2]}as": value for word, value in _HUNDREDS.items() if word.endswith("os")}
    | {"un": 1, "una": 1, "veintiún": 21, "veintiun": 21, "veintiuna": 21, "dieciseis": 16,
       "veintidos": 22, "veintitres": 23, "veintiseis": 26},
    multipliers={
        "mil": 1_000, "miles": 1_000, "millón": 10**6, "millon": 10**6, "millones": 10**6,
        "billón": 10**12, "billones": 10**12, "millardo": 10**9, "millardos": 10**9,
        "mdd": 10**6, "mm": 10**6,
    },
    glued={"k": 1_000, "m": 10**6},
    fractions={
        "medio": 1 / 2, "media": 1 / 2, "mitad": 1 / 2, "tercio": 1 / 3, "tercios": 1 / 3,
        "cuarto": 1 / 4, "cuartos": 1 / 4, "cuarta": 1 / 4, "cuartas": 1 / 4,
        "quinta": 1 / 5, "quintas": 1 / 5, "tercera": 1 / 3, "terceras": 1 / 3, "décima": 1 / 10, "quinto": 1 / 5, "quintos": 1 / 5,
        "décimo": 1 / 10, "décimos": 1 / 10, "½": 1 / 2, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 1 / 4,
        "¾": 3 / 4,
    },
    vague={"decenas": 10, "docenas": 12, "veintenas": 20, "centenas": 100, "centenares": 100,
           "cientos": 100, "miles": 1_000, "millares": 1_000, "millones": 10**6},
    collectives={"decena": 10, "docena": 12, "quincena": 15, "veintena": 20, "treintena": 30,
                 "cuarentena": 40, "cincuentena": 50, "centena": 100, "centenar": 100,
                 "millar": 1_000, "decenas": 10, "docenas": 12, "medio centenar": 50},
    approximate=frozenset(
        "decena quincena veintena treintena cuarentena cincuentena centena centenar millar".split()
    ),
    proportions=(["de", "cada"],),
    part_words=frozenset({"parte", "partes"}),
    articles=frozenset({"un", "una", "la", "el"}),
    determiners=frozenset(
        "el la los las estos estas esos esas sus nuestros nuestras unos unas este esta".split()
    ),
    joiners=frozenset({"y"}),
    ordinal_suffixes=("º", "ª", "o", "a", "er", "ro", "do", "to", "mo", "vo", "no", "ro"),
    ordinals=frozenset(
        """primer primero primera primeros primeras segundo segunda tercer tercero tercera cuarto
        cuarta quinto quinta sexto sexta séptimo séptima octavo octava noveno novena décimo décima
        undécimo duodécimo vigésimo trigésimo último última últimos últimas""".split()
    ),
    one=frozenset({"un", "una", "uno", "cero"}),
    before=_BEFORE,
    after=_AFTER,
    ranges={"entre": "y", "de": "a", "del": "al", "desde": "hasta"},
    range_joiners=frozenset({"-", "–", "—", "~", "a", "al", "o"}),
    changes=frozenset(
        """pasa pasó pasado pasar pasando aumenta aumentó aumentado aumentar aumento crece creció
        crecido crecimiento sube subió subido baja bajó bajado reduce redujo reducido cae cayó
        caído desciende descendió incrementó incrementa incremento elevó duplicó
        pasaron aumentaron aumentan crecieron crecen subieron suben bajaron bajan redujeron cayeron
        caen descendieron incrementaron elevaron duplicaron""".split()
    ),
    currencies=_money(),
    shared_currencies=_SHARED,
    percent={"%": "%", "％": "%", "por ciento": "%", "porciento": "%", "‰": "‰",
             "puntos porcentuales": "percentage point", "punto porcentual": "percentage point"},
    durations=_both("segundo minuto hora día dia semana año década siglo trimestre semestre "
                    "jornada noche milenio bienio quinquenio") | {"mes": "mes", "meses": "mes",
                                                                 "h": "hora", "min": "minuto"},
    measures=_both("kilómetro metro centímetro milímetro hectárea tonelada kilogramo kilo gramo "
                   "litro barril vatio kilovatio megavatio gigavatio grado milla byte megabyte "
                   "gigabyte")
    | {"km": "km", "km²": "km²", "km2": "km2", "m²": "m²", "m2": "m2", "m³": "m³", "m3": "m3",
       "kg": "kg", "ha": "ha", "t": "t", "mw": "MW", "gw": "GW", "kw": "kW", "kwh": "kWh",
       "mwh": "MWh", "gwh": "GWh", "barriles": "barril", "megavatios": "megavatio",
       "kilómetros cuadrados": "kilómetro", "metros cuadrados": "metro",
       "metros cúbicos": "metro", "°c": "°C", "cm": "cm", "m": "m"},
    head="first",
    singular=singular,
    is_plural=is_plural,
    adjectives=frozenset(
        """gran grande grandes pequeño pequeña pequeños pequeñas nuevo nueva nuevos nuevas otro otra
        otros otras diverso diversa diversos diversas distinto distintos distintas diferente
        diferentes principal principales importante importantes destacado destacados destacadas
        mismo mismos misma mismas único únicos única únicas mejor mejores primeros primeras
        últimos últimas próximos próximas antiguos antiguas buenos buenas varios varias numerosos
        numerosas ilustres prestigiosos prestigiosas reconocidos más menos tales""".split()
    ),
    ends=frozenset(
        """a al en con por para sin sobre entre desde hasta hacia según durante mediante contra ante
        bajo tras que quien quienes cual cuales cuyo cuya donde cuando como si no se es son fue
        fueron era eran ser será serán ha han había habían está están estaba hay haya lo le les su
        sus el la los las un una unos unas este esta estos estas ya también así pero sino aunque
        porque pues además incluyendo incluidos cada todo todos toda todas más menos actualmente
        asistieron participaron firmaron firmó participan asisten""".split()
    ),
    linkers=frozenset({"de", "del"}),
    coordinators=frozenset({"y", "e", "o", "u", "así como"}),
    anaphors=frozenset({"cuales", "ellos", "ellas", "los cuales", "las cuales", "los que", "las que"}),
    pronouns=frozenset(
        """otros otras indirectos indirectas directos temporales permanentes nuevos nuevas
        adicionales estacionales""".split()
    ),
    wholes=frozenset({"de"}),
    stating=frozenset("a son eran hay había tiene tienen tenemos tenía tenían suman".split()),
    number_nouns=frozenset("número numero total".split()),
    population={"población": "persona", "plantilla": "persona"},
    labels=frozenset(
        """artículo artículos art página páginas pág p n nº no número núm capítulo sección figura
        tabla cuadro anexo resolución decreto ley reglamento directiva párrafo fase nivel ruta vol
        volumen versión sala tomo agenda horizonte ods""".split()
    ),
    anaphoric_nouns=frozenset(
        """partes parte países lados naciones pueblos estados gobiernos jefes ministros presidentes
        mandatarios delegaciones capitales socios lado país""".split()
    ),
    fixed=frozenset({"24 horas al día", "las 24 horas", "7 días a la semana", "los 7 días",
                     "un país , dos sistemas", "dos sesiones"}),
    furniture=frozenset("vistas visitas lecturas compartidos comentarios seguidores".split()),
    years=frozenset("año años en desde".split()),
    months=MONTHS,
    weekdays=frozenset("lunes martes miércoles jueves viernes sábado domingo".split()),
    now=frozenset({"hasta la fecha", "hasta ahora", "hasta el momento", "actualmente",
                   "en la actualidad", "a día de hoy", "hoy en día", "hoy", "hasta hoy",
                   "a la fecha", "por el momento"}),
    scopes={"extranjeros": "foreign", "extranjeras": "foreign", "internacionales": "international",
            "nacionales": "domestic", "en total": "total", "nuevos": "new", "nuevas": "new",
            "adicionales": "additional", "locales": "local", "promedio": "average"},
    states={"invitados": "invited", "asistieron": "attended", "participaron": "attended",
            "previstos": "planned", "prevé": "planned", "construido": "built",
            "construidos": "built", "establecido": "built", "creado": "built",
            "lanzado": "launched", "firmado": "signed", "firmó": "signed", "firmaron": "signed",
            "formado": "trained", "capacitado": "trained", "celebrado": "held",
            "expuestos": "exhibited"},
)  # fmt: skip
