"""Units of time and of measurement in English, every form → the one that is given."""

from __future__ import annotations


def _both(words: str) -> dict[str, str]:
    """Singular and plural of regular words, each → the singular."""
    return {form: word for word in words.split() for form in (word, f"{word}s")}


DURATIONS = {
    **_both("second minute hour day week month year decade fortnight weekday weekend night "
            "millisecond microsecond nanosecond semester trimester"),
    "century": "century", "centuries": "century", "millennia": "millennium",
    "millennium": "millennium", "hrs": "hour", "hr": "hour", "min": "minute", "mins": "minute",
    "sec": "second", "secs": "second", "yr": "year", "yrs": "year", "calendar years": "year",
}  # fmt: skip

MEASURES = {
    **_both("kilometer kilometre meter metre centimeter centimetre millimeter millimetre "
            "micrometer nanometer nanometre mile yard inch hectare acre mu ton tonne kilogram gram "
            "milligram pound-force ounce liter litre milliliter millilitre barrel gallon watt "
            "kilowatt megawatt gigawatt terawatt kilowatt-hour megawatt-hour gigawatt-hour joule "
            "kilojoule megajoule volt kilovolt ampere hertz megahertz gigahertz byte kilobyte "
            "megabyte gigabyte terabyte petabyte bit degree knot carat bushel teraflop petaflop "
            "qubit decibel calorie kilocalorie parsec"),
    "feet": "foot", "foot": "foot", "ft": "ft", "inches": "inch", "km": "km", "kms": "km",
    "km2": "km2", "km²": "km²", "m²": "m²", "m2": "m2", "m³": "m³", "m3": "m3",
    "mm": "mm", "cm": "cm", "kg": "kg", "kgs": "kg", "mg": "mg", "ha": "ha", "kw": "kW",
    "mw": "MW", "gw": "GW", "tw": "TW", "kwh": "kWh", "mwh": "MWh", "gwh": "GWh", "twh": "TWh",
    "gb": "GB", "tb": "TB", "pb": "PB", "mb": "MB", "kb": "KB", "gbps": "Gbps", "mbps": "Mbps",
    "hz": "Hz", "khz": "kHz", "mhz": "MHz", "ghz": "GHz", "kv": "kV", "nm": "nm", "µm": "µm",
    "mt": "Mt", "t": "t", "dwt": "dwt", "teu": "TEU", "teus": "TEU", "bcm": "bcm", "bpd": "bpd",
    "l": "l", "ml": "ml", "hl": "hl", "lb": "lb", "lbs": "lb", "oz": "oz", "mva": "MVA", "kva": "kVA",
    "kwp": "kWp", "mwp": "MWp", "cusecs": "cusec", "quintals": "quintal", "quintal": "quintal",
    "cu m": "m", "cu. m": "m", "cu ft": "ft", "mph": "mph", "kph": "kph", "km/h": "km/h", "°": "degree", "°c": "°C", "℃": "°C", "m": "m",
    "fte": "FTE", "ftes": "FTE", "sqm": "m", "sqkm": "km", "sqft": "ft", "sq km": "km", "sq. km": "km", "sq m": "m", "sq. m": "m", "sq ft": "ft", "sq. ft": "ft",
    "li": "li", "jin": "jin", "catties": "catty", "catty": "catty", "mou": "mou", "piculs": "picul",
    "square km": "km", "cubic km": "km", "square kilometers": "kilometer", "square kilometres": "kilometre", "celsius": "degree",
    "square meters": "meter", "square metres": "metre", "cubic meters": "meter",
    "cubic metres": "metre", "square feet": "foot", "square miles": "mile",
    "kilowatt hours": "kilowatt-hour", "megawatt hours": "megawatt-hour",
    "gigawatt hours": "gigawatt-hour", "square kilometer": "kilometer",
    "square meter": "meter", "cubic meter": "meter", "hertz": "hertz", "metric tons": "ton",
    "metric tonnes": "tonne", "metric ton": "ton", "nautical miles": "mile",
    "light years": "light-year", "terawatt hours": "terawatt-hour",
}  # fmt: skip
