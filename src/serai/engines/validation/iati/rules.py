"""Runs the rules of the IATI standard: what no XML schema can express.

A rule stands in ``data/iati/rules.json``: the elements it is about (``context``), what kind of rule
it is, its expressions, and what to say where it is broken. The kinds are those of the ruleset
specification (IATI-Rulesets, SPEC_JS.rst of version 2.03, and SPEC.rst for the older ones).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from lxml import etree

from serai.engines.validation.iati.codelists import codelists
from serai.engines.validation.iati.paths import Paths
from serai.engines.validation.schemas import DATA
from serai.engines.validation.verdicts import Fault, Severity

Node = Any
"""An element, or an attribute or text as lxml gives it: a string that knows its element."""

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a ruleset."""

    id: str
    severity: Severity
    message: str
    context: str
    kind: str
    case: Mapping[str, Any]
    each: str = ""
    """The rule applies once for each different value that this finds, as ``$each``."""


@cache
def standard_rules() -> list[Rule]:
    """Return the rules of the standard."""
    return read_rules(json.loads((DATA / "iati/rules.json").read_text("utf-8")))


def read_rules(written: list[dict[str, Any]]) -> list[Rule]:
    """Read rules from their JSON. Raises ValueError for a kind that nobody knows."""
    rules = [Rule(**{**entry, "severity": Severity(entry["severity"])}) for entry in written]
    for rule in rules:
        if rule.kind not in KINDS:
            raise ValueError(f"rule {rule.id}: there is no kind of rule “{rule.kind}”.")
    return rules


def rule_faults(tree: Any, rules: list[Rule] | None = None) -> Iterator[Fault]:
    """Give each place where a rule (of the standard, unless others are given) is broken."""
    contexts: dict[str, list[Any]] = {}
    paths = Paths(tree)
    for rule in standard_rules() if rules is None else rules:
        if rule.context not in contexts:
            contexts[rule.context] = _expression(rule.context)(tree)
        for element in contexts[rule.context]:
            for case in _cases(rule, element):
                for node in case.broken(rule.kind):
                    place = _element(node)
                    yield Fault(
                        place.sourceline,
                        f"ruleset:{rule.id}",
                        rule.message,
                        rule.severity,
                        paths.path(place),
                    )


@cache
def _expression(text: str) -> etree.XPath:
    return etree.XPath(text)


def _element(node: Node) -> Any:
    return node if isinstance(node, etree._Element) else node.getparent()


def _text(node: Node) -> str:
    return "".join(node.itertext()) if isinstance(node, etree._Element) else str(node)


def _cases(rule: Rule, element: Any) -> Iterator[Case]:
    if not rule.each:
        yield Case(element, rule.case)
        return
    for value in dict.fromkeys(map(str, _expression(rule.each)(element))):
        yield Case(element, rule.case, value)


@dataclass(frozen=True, slots=True)
class Case:
    """A rule as it applies to one element."""

    element: Any
    written: Mapping[str, Any]
    each: str = ""

    def broken(self, kind: str) -> list[Node]:
        """Return the places where the rule is broken, none where it holds or does not apply."""
        condition = self.written.get("condition")
        if condition is not None and not self.is_true(condition):
            return []
        if self.is_excused():
            return []
        return KINDS[kind](self)

    def find(self, expression: str) -> list[Node]:
        """Return what an expression finds from the element."""
        return list(_expression(expression)(self.element, each=self.each))

    def is_true(self, expression: str) -> bool:
        """Tell whether an expression holds; a set of nodes holds where it is not empty."""
        return bool(_expression(f"boolean({expression})")(self.element, each=self.each))

    @property
    def nodes(self) -> list[Node]:
        """What the paths of the rule find."""
        return [node for path in self.written["paths"] for node in self.find(path)]

    def failing(self, holds: Callable[[str], bool]) -> list[Node]:
        """Return the nodes whose text does not pass."""
        return [node for node in self.nodes if not holds(_text(node))]

    def at_element(self, *, holds: bool) -> list[Node]:
        """Return the element itself unless the rule holds."""
        return [] if holds else [self.element]

    def time(self, name: str) -> tuple[datetime, Node] | None:
        """Return the time that an expression finds, None where there is none to be read."""
        if self.written[name] == "NOW":
            return datetime.now(UTC), self.element
        for node in self.find(self.written[name]):
            try:
                # A date of XML Schema may carry a zone: 2023-11-06Z.
                text = re.sub(r"^(\d{4}-\d\d-\d\d)(Z|[+-]\d\d:\d\d)$", r"\1T00:00\2", _text(node))
                time = datetime.fromisoformat(text.strip())
            except ValueError:
                return None
            return time.replace(tzinfo=time.tzinfo or UTC), node
        return None

    def is_excused(self) -> bool:
        """Tell whether the rule is only for identifiers that no register gave out."""
        condition = self.written.get("idCondition")
        if condition is None:
            return False
        known = known_organisations()
        texts = [_text(node) for node in self.nodes]
        if condition == "NOT_EXISTING_ORG_ID":
            return any(text in known for text in texts)
        return any(start in known for text in texts for start in _starts(text))


def _starts(identifier: str) -> Iterator[str]:
    """Give what stands before each hyphen of an identifier."""
    for place, letter in enumerate(identifier):
        if letter == "-":
            yield identifier[:place]


@cache
def known_organisations() -> frozenset[str]:
    """Return the identifiers of organisations that IATI itself lists."""
    lists = codelists()
    return lists["OrganisationIdentifier"].codes | lists["IATIOrganisationIdentifier"].codes


def _no_more_than_one(case: Case) -> list[Node]:
    return case.nodes[1:]


def _atleast_one(case: Case) -> list[Node]:
    return case.at_element(holds=bool(case.nodes))


def _only_one_of(case: Case) -> list[Node]:
    nodes = case.nodes
    if any(case.find(path) for path in case.written["excluded"]):
        return nodes
    return nodes[1:] if nodes else [case.element]


def _one_or_all(case: Case) -> list[Node]:
    if case.find(case.written["one"]):
        return []
    everywhere = {
        "lang": "descendant::narrative[not(@xml:lang)]",
        "currency": "(descendant::value|descendant::forecast|descendant::loan-status)"
        "[not(@currency)]",
        "sector": "transaction[not(sector)]",
        "recipient-country|recipient-region": "transaction"
        "[not(recipient-country|recipient-region)]",
    }
    return case.find(everywhere[case.written["all"]])


def _dependent(case: Case) -> list[Node]:
    found = [bool(case.find(path)) for path in case.written["paths"]]
    return case.at_element(holds=all(found) or not any(found))


def _sum(case: Case) -> list[Node]:
    return _strict_sum(case) if case.nodes else []


def _strict_sum(case: Case) -> list[Node]:
    nodes = case.nodes
    try:
        total = sum((Decimal(_text(node).strip()) for node in nodes), Decimal(0))
    except InvalidOperation:
        return nodes[:1]
    # Thirds are written 33.33: four places, as the IATI validator rounds.
    is_right = round(total, 4) == Decimal(str(case.written["sum"]))
    return [] if is_right else nodes[:1] or [case.element]


def _date_order(case: Case) -> list[Node]:
    less, more = case.time("less"), case.time("more")
    return [less[1]] if less and more and less[0] > more[0] else []


def _date_now(case: Case) -> list[Node]:
    found = case.time("date")
    return [found[1]] if found and found[0] > datetime.now(UTC) else []


def _time_limit(case: Case) -> list[Node]:
    start, end = case.time("start"), case.time("end")
    return [end[1]] if start and end and end[0] - start[0] > YEAR else []


def _between_dates(case: Case) -> list[Node]:
    found, start, end = case.time("date"), case.time("start"), case.time("end")
    if not (found and start and end):
        return []
    return [] if start[0] <= found[0] <= end[0] else [found[1]]


def _regex_matches(case: Case) -> list[Node]:
    return case.failing(lambda text: not text or bool(re.search(case.written["regex"], text)))


def _regex_no_matches(case: Case) -> list[Node]:
    return case.failing(lambda text: not re.search(case.written["regex"], text))


def _startswith(case: Case) -> list[Node]:
    if case.written.get("prefix") == ["ORG-ID-PREFIX"]:
        agencies = codelists()["OrganisationRegistrationAgency"].codes
        return case.failing(lambda text: "-".join(text.split("-")[:2]) in agencies)
    paths = case.written.get("prefix") or [case.written["start"]]
    separator = case.written.get("separator", "")
    starts = [_text(node) + separator for path in paths for node in case.find(path)]
    return case.failing(lambda text: any(text.startswith(start) for start in starts))


def _unique(case: Case) -> list[Node]:
    seen: set[str] = set()
    # Adding tells nothing, so a text is new where it was not among those seen.
    return case.failing(lambda text: text not in seen and not seen.add(text))  # type: ignore[func-returns-value]


def _if_then(case: Case) -> list[Node]:
    if not case.is_true(case.written["if"]) or case.is_true(case.written["then"]):
        return []
    return case.nodes[:1] if case.written.get("paths") and case.nodes else [case.element]


def _evaluates_to(case: Case) -> list[Node]:
    return case.at_element(holds=case.is_true(case.written["eval"]))


def _range(case: Case) -> list[Node]:
    def is_within(text: str) -> bool:
        try:
            number = Decimal(text.strip())
        except InvalidOperation:
            return False
        low, high = case.written.get("min", number), case.written.get("max", number)
        return Decimal(str(low)) <= number <= Decimal(str(high))

    return case.failing(is_within)


def _no_spaces(case: Case) -> list[Node]:
    return case.failing(lambda text: text == text.strip())


def _no_percent(case: Case) -> list[Node]:
    return case.failing(lambda text: "%" not in text)


def _positive_decimal(case: Case) -> list[Node]:
    return case.failing(lambda text: bool(re.fullmatch(r"\s*\+?(\d+\.?\d*|\.\d+)\s*", text)))


KINDS: dict[str, Callable[[Case], list[Node]]] = {
    "no_more_than_one": _no_more_than_one,
    "atleast_one": _atleast_one,
    "only_one_of": _only_one_of,
    "one_or_all": _one_or_all,
    "dependent": _dependent,
    "sum": _sum,
    "strict_sum": _strict_sum,
    "date_order": _date_order,
    "date_now": _date_now,
    "time_limit": _time_limit,
    "between_dates": _between_dates,
    "regex_matches": _regex_matches,
    "regex_no_matches": _regex_no_matches,
    "startswith": _startswith,
    "unique": _unique,
    "if_then": _if_then,
    "evaluates_to": _evaluates_to,
    "range": _range,
    "no_spaces": _no_spaces,
    "no_percent": _no_percent,
    "positive_decimal": _positive_decimal,
}
"""What each kind of rule asks: the places where it is broken."""
