"""What breaks an XML schema, in plain words: what is wrong, what is allowed, what to do.

libxml2 says it in English, for those who write schemas. Its messages have few forms (xmlschemas.c
of libxml2); the commonest are read here, the others are left as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from serai.engines.validation.verdicts import Words

XML: Final = "{http://www.w3.org/XML/1998/namespace}"


def gettext_noop(text: str) -> str:
    """Mark a text for translators; it is translated where it is shown."""
    return text


def explained(message: str) -> Words | None:
    """Say a message of libxml2 about a schema in plain words; None where its form is not known.

    ``element`` is among the values, and ``place``: the element with the attribute that is meant.
    """
    placed = _PLACE.fullmatch(message)
    if placed is None:
        return None
    element, attribute, fault = placed.groups()
    for form, template in _FORMS:
        found = form.fullmatch(fault)
        if found is not None:
            values: dict[str, Any] = {
                "element": _tag(element), "place": _tag(element, attribute or "")
            }  # fmt: skip
            for name, text in found.groupdict().items():
                values |= _READ[name](text)
            return Words(template, values) if values.get("allowed") != "" else None
    return None


_PLACE: Final = re.compile(r"Element '([^']*)'(?:, attribute '([^']*)')?: (.*)", re.DOTALL)
_FORMS: Final = [(re.compile(form, re.DOTALL), template) for form, template in (
    (r"This element is not expected\.(?: Expected is \( ##\S* \)\.)?", gettext_noop(
        "%(element)s may not stand here, nor anything else: what is around it is complete. Put it "
        "into its place, or take it out."
    )),
    (r"This element is not expected\. Expected is (?:one of )?\( (?P<allowed>.*) \)\.",
     gettext_noop(
        "%(element)s may not stand here. What may: %(allowed)s. Add before it what is missing, put "
        "it into its place, or take it out."
    )),
    (r"Missing child element\(s\)\. Expected is (?:one of )?\( (?P<allowed>.*) \)\.", gettext_noop(
        "%(element)s is not complete. Add what comes next in it: %(allowed)s."
    )),
    (r"Character content other than whitespace is not allowed .* 'element-only'\.", gettext_noop(
        "%(element)s holds text of its own, where only elements may stand. Put the text into one "
        "of them, or take it out."
    )),
    (r"(?:Character|Element) content is not allowed, because the content type is empty\.",
     gettext_noop("%(element)s must be empty. Take out what stands in it.")),
    (r"No matching global (?:element )?declaration available.*", gettext_noop(
        "%(element)s is no element of this format. Correct its name, or take it out."
    )),
    (r"The attribute '(?P<attribute>[^']*)' is not allowed\.", gettext_noop(
        "%(element)s has no attribute “%(attribute)s” in this format. Correct its name, or take it "
        "out."
    )),
    (r"The attribute '(?P<attribute>[^']*)' is required but missing\.", gettext_noop(
        "%(element)s lacks the attribute “%(attribute)s”. Add it."
    )),
    *((form, gettext_noop("“%(value)s” cannot stand in %(place)s. Write %(wanted)s.")) for form in (
        r"'(?P<value>.*)' is not a valid value of the .*type '(?P<type>[^']*)'\.",
        r"\[facet 'enumeration'\] The value '(?P<value>.*)' is not .* set \{(?P<set>.*)\}\.",
        r"\[facet 'pattern'\] The value '(?P<value>.*)' is not .* pattern '(?P<pattern>.*)'\.",
    )),
)]  # fmt: skip
_TYPES: Final[Mapping[str, str]] = {
    "xs:dateTime": gettext_noop("a date and time such as 2023-11-06T09:00:00Z"),
    "xs:date": gettext_noop("a date such as 2023-11-06"),
    "xs:decimal": gettext_noop("a number such as 1234.5"),
    "xs:boolean": gettext_noop("“true” or “false”"),
    "xs:anyURI": gettext_noop("an address such as https://example.org/"),
} | dict.fromkeys(
    ("xs:integer", "xs:int", "xs:positiveInteger", "xs:nonNegativeInteger"),
    gettext_noop("a whole number such as 12"),
)


def _tag(element: str, attribute: str = "") -> str:
    return f"<{' '.join(_written(name) for name in (element, attribute) if name)}>"


def _written(name: str) -> str:
    return name.replace(XML, "xml:").rpartition("}")[2]


def _allowed(names: str) -> dict[str, Any]:
    """The elements of a list; what stands there for those of other formats is left out."""
    own = [_tag(name) for name in names.split(", ") if not name.startswith("##")]
    return {"allowed": ", ".join(own)}


def _of_type(name: str) -> dict[str, Any]:
    if name in _TYPES:
        return {"wanted": Words(_TYPES[name])}
    return {"wanted": Words(gettext_noop("a value of the type %(type)s"), {"type": name})}


def _of_set(written: str) -> dict[str, Any]:
    values = ", ".join(re.findall(r"'([^']*)'", written))
    return {"wanted": Words(gettext_noop("one of these: %(values)s"), {"values": values})}


def _of_pattern(text: str) -> dict[str, Any]:
    return {"wanted": Words(gettext_noop("what fits the pattern %(pattern)s"), {"pattern": text})}


_READ: Final[Mapping[str, Callable[[str], dict[str, Any]]]] = {
    "allowed": _allowed,
    "attribute": lambda name: {"attribute": _written(name)},
    "value": lambda text: {"value": text},
    "type": _of_type,
    "set": _of_set,
    "pattern": _of_pattern,
}
