"""What a harvester may ask: verbs, arguments, datestamps, resumption tokens, errors.

After the Open Archives Initiative Protocol for Metadata Harvesting, version 2.0.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core import signing
from django.http import QueryDict

CERIF_PREFIX = "oai_cerif_openaire_v1_2"
DC_PREFIX = "oai_dc"
PREFIXES = (CERIF_PREFIX, DC_PREFIX)
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""No datestamp lies before this; what has none of its own has this."""

_SALT = "serai.oai"
_LIST = frozenset({"from", "until", "set", "metadataPrefix", "resumptionToken"})
_ALLOWED: dict[str, frozenset[str]] = {
    "Identify": frozenset(),
    "ListMetadataFormats": frozenset({"identifier"}),
    "ListSets": frozenset({"resumptionToken"}),
    "GetRecord": frozenset({"identifier", "metadataPrefix"}),
    "ListIdentifiers": _LIST,
    "ListRecords": _LIST,
}
_LEGAL = {
    "identifier": re.compile(r"[!#$&'()*+,\-./0-9:;=?@A-Z_a-z~\[\]]{1,300}"),
    "metadataPrefix": re.compile(r"[A-Za-z0-9\-_.!~*'()]{1,100}"),
    "set": re.compile(r"[A-Za-z0-9\-_.!~*'()]+(:[A-Za-z0-9\-_.!~*'()]+)*"),
    "from": re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?"),
    "until": re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?"),
    "resumptionToken": re.compile(r"[A-Za-z0-9\-_.:]{1,2000}"),
}


class ProtocolError(Exception):
    """A request that cannot be answered, with the code that the protocol has for it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Harvest:
    """A list that is asked for, and how far it has come."""

    verb: str
    prefix: str
    set: str = ""
    since: str = ""
    until: str = ""
    shelf: int = 0
    after: int = 0
    """The primary key of the last item given, on its shelf."""
    cursor: int = 0
    total: int = 0

    def token(self) -> str:
        """Write it as a resumption token: signed, so that nothing has to be kept."""
        values = [value for name, value in asdict(self).items() if name != "verb"]
        return signing.dumps([self.verb, *values], salt=_SALT, compress=True)

    @property
    def begins(self) -> datetime | None:
        """The first moment whose changes are asked for."""
        return moment(self.since) if self.since else None

    @property
    def ends(self) -> datetime | None:
        """The moment before which the changes are asked for: `until` itself belongs to the list."""
        if not self.until:
            return None
        return moment(self.until) + timedelta(**{"seconds" if "T" in self.until else "days": 1})


def moment(written: str) -> datetime:
    """Read a datestamp. Raises ValueError for one that is not in the calendar."""
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


def datestamp(time: datetime) -> str:
    """Write a datestamp."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_arguments(query: QueryDict) -> dict[str, str]:
    """Return the arguments of a request. Raises ProtocolError for what the protocol forbids."""
    verbs = query.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in _ALLOWED:
        known = ", ".join(_ALLOWED)
        raise ProtocolError("badVerb", f"Give one verb of: {known}.")
    verb = verbs[0]
    arguments = {"verb": verb}
    for name in query:
        if name == "verb":
            continue
        values = query.getlist(name)
        if name not in _ALLOWED[verb]:
            raise ProtocolError("badArgument", f"{verb} has no argument “{name[:40]}”.")
        if len(values) > 1:
            raise ProtocolError("badArgument", f"Give “{name}” once.")
        if not _LEGAL[name].fullmatch(values[0]):
            code = "badResumptionToken" if name == "resumptionToken" else "badArgument"
            raise ProtocolError(code, f"This cannot be the value of “{name}”.")
        arguments[name] = values[0]
    _check_presence(verb, arguments)
    return arguments


def _check_presence(verb: str, arguments: dict[str, str]) -> None:
    if "resumptionToken" in arguments:
        if len(arguments) > 2:
            raise ProtocolError("badArgument", "A resumptionToken stands alone.")
        return
    needed = {"GetRecord": ("identifier", "metadataPrefix"), "ListIdentifiers": ("metadataPrefix",),
              "ListRecords": ("metadataPrefix",)}  # fmt: skip
    for name in needed.get(verb, ()):
        if name not in arguments:
            raise ProtocolError("badArgument", f"{verb} needs “{name}”.")
    for name in ("from", "until"):
        if name in arguments:
            try:
                moment(arguments[name])
            except ValueError:
                raise ProtocolError(
                    "badArgument", f"“{name}” is not a day of the calendar."
                ) from None
    since, until = arguments.get("from", ""), arguments.get("until", "")
    if since and until:
        if len(since) != len(until):
            raise ProtocolError("badArgument", "Give “from” and “until” with one granularity.")
        if since > until:
            raise ProtocolError("badArgument", "“from” is later than “until”.")


def check_prefix(prefix: str) -> None:
    """Raise ProtocolError for a format that is not offered."""
    if prefix not in PREFIXES:
        raise ProtocolError(
            "cannotDisseminateFormat", f"The formats here are {' and '.join(PREFIXES)}."
        )


def harvest_of(arguments: dict[str, str]) -> Harvest:
    """Return the list that a request asks for. Raises ProtocolError."""
    if "resumptionToken" in arguments:
        return _resumed(arguments)
    check_prefix(arguments["metadataPrefix"])
    return Harvest(
        arguments["verb"],
        arguments["metadataPrefix"],
        arguments.get("set", ""),
        arguments.get("from", ""),
        arguments.get("until", ""),
    )


def _resumed(arguments: dict[str, str]) -> Harvest:
    try:
        values: Any = signing.loads(arguments["resumptionToken"], salt=_SALT)
        harvest = Harvest(*values)
    except (signing.BadSignature, TypeError):
        raise ProtocolError(
            "badResumptionToken", "This token was not given out here: begin anew."
        ) from None
    if harvest.verb != arguments["verb"]:
        raise ProtocolError("badResumptionToken", f"This token belongs to {harvest.verb}.")
    return harvest


def moved_on(harvest: Harvest, *, shelf: int, after: int, given: int) -> Harvest:
    """Return a list after some more of it was given."""
    return replace(harvest, shelf=shelf, after=after, cursor=harvest.cursor + given)
