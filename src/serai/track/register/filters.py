"""The one filter of the register: from the address to the records, and back to the address.

The list, its facets, the desk and the counted figures all go through it, so a total always opens
exactly the records that it counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import quote_plus, urlencode

from django.db import models
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from serai.foundation.search.query import Node, QueryError
from serai.foundation.web.parameters import ParameterError
from serai.track.register.catalogue.columns import NAME_ORDERS, Columns
from serai.track.register.catalogue.keeping import current_columns
from serai.track.register.catalogue.searching import parse_search
from serai.track.register.catalogue.selection import Selection
from serai.track.register.facets import FACETS, Facet
from serai.track.register.models import Record, Stage

Records = models.QuerySet[Record]

MAX_SEARCH_LENGTH = 200
IN_SIGHT = 10
"""How many values of a facet are shown before the fold."""
_BY_PARAMETER = {facet.parameter: facet for facet in FACETS}


class Sorting(NamedTuple):
    """One order of the list, and the columns by which the database sorts so, or nearly so."""

    label: Any
    columns: tuple[str, ...]


SORTINGS = {
    "relevance": Sorting(gettext_lazy("Best match first"), ("-changed_at", "-pk")),
    "changed": Sorting(gettext_lazy("Last changed first"), ("-changed_at", "-pk")),
    "started": Sorting(gettext_lazy("Latest start first"), ("-started_on", "-year", "-pk")),
    "name": Sorting(gettext_lazy("By name"), ("sort_name", "pk")),
}
PER_PAGE = (30, 60, 100)
"""How many records a page of the list may have; the first is what it has if nobody says."""
_OTHERS = ("q", "sort", "page", "per_page")


@dataclass(frozen=True, slots=True)
class ChosenValue:
    """A value that narrows the list now, and the address of the list without it."""

    parameter: str
    facet_label: str
    label: str
    remove_href: str


@dataclass(frozen=True, slots=True)
class FacetOption:
    """A value that can be chosen: how many records it has, and the address that chooses it."""

    label: str
    count: int
    href: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """A facet as the page offers it: the values at first sight, and the rest behind a fold."""

    label: str
    options: list[FacetOption]
    more: list[FacetOption]
    is_folded: bool = False


@dataclass(frozen=True, slots=True)
class RecordFilter:
    """What an address asks of the register."""

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    search: str = ""
    sort: str = ""
    """One of `SORTINGS`; empty for the best match first where words are searched, else the last
    change first."""
    page: int = 1
    per_page: int = PER_PAGE[0]
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def parse(cls, query: QueryDict) -> RecordFilter:
        """Read the parameters of an address, strictly.

        Raises ParameterError naming the parameter and saying what it may be: a filter that is
        misspelt must not silently show everything.
        """
        chosen: dict[str, tuple[str, ...]] = {}
        labels: dict[str, Mapping[str, str]] = {}
        for parameter, facet in _BY_PARAMETER.items():
            values = tuple(dict.fromkeys(query.getlist(parameter)))
            if not values:
                continue
            if any("\0" in value for value in values):
                raise facet.refuse()
            labels[parameter] = facet.named(values)
            if len(labels[parameter]) != len(values):
                raise facet.refuse()
            chosen[parameter] = values
        for parameter in query:
            if parameter not in {*_BY_PARAMETER, *_OTHERS}:
                known = ", ".join([*_BY_PARAMETER, *_OTHERS])
                raise ParameterError(
                    parameter, _("the register has no such parameter. It knows: %s.") % known
                )
        search = _search(query)
        sort = _one_of(query, "sort", [name for name in SORTINGS if search or name != "relevance"])
        per_page = _one_of(query, "per_page", [str(number) for number in PER_PAGE])
        return cls(
            chosen,
            search,
            "" if sort == default_sort(search) else sort,
            _page(query),
            int(per_page or PER_PAGE[0]),
            labels,
        )

    @property
    def is_empty(self) -> bool:
        """Whether it lets every record through."""
        return not self.chosen and not self.search

    @property
    def order(self) -> str:
        """The name of the order of the list."""
        return self.sort or default_sort(self.search)

    def words(self) -> Node | None:
        """Return what is searched, as a tree. Raises ParameterError where it cannot be read."""
        try:
            return parse_search(self.search) if self.search else None
        except QueryError as error:
            raise ParameterError("q", str(error)) from None

    def select(self, columns: Columns | None = None, *, of_every_stage: bool = False) -> Selection:
        """Return what passes, of the published records if not told otherwise.

        ``columns`` is the state to work on where several filters shall work on the same.
        """
        return Selection(
            columns or current_columns(),
            {_BY_PARAMETER[parameter]: values for parameter, values in self.chosen.items()},
            self.words(),
            sort=self.order,
            of_every_stage=of_every_stage,
        )

    def records(self, base: Records | None = None) -> Records:
        """Return the records that pass, published ones unless a wider set is given."""
        found = Record.objects.filter(stage=Stage.PUBLISHED) if base is None else base
        if self.is_empty:
            return found
        return found.filter(pk__among=self.select(of_every_stage=base is not None).keys())

    def sorted_records(self, base: Records | None = None) -> Records:
        """Return the records that pass, in the order asked for, or what comes near to it where the
        database does not know that order; see `ordered_keys`.
        """
        return self.records(base).order_by(*SORTINGS[self.order].columns)

    def ordered_keys(self, *, of_every_stage: bool = False) -> Sequence[int] | None:
        """Return the primary keys of the records that pass, in the order of the screen; None where
        that is an order of the database: the best match and other alphabets are not.
        """
        if self.order != "relevance" and f"{self.order}:{get_language()}" not in NAME_ORDERS:
            return None
        return self.select(of_every_stage=of_every_stage)[:]

    def facets(
        self, selection: Selection | None = None, *, path: str | None = None
    ) -> list[FacetGroup]:
        """Return what can be chosen.

        The count of a value is that of the records that have it and pass all other parameters, so
        it says what the reader will see who chooses it; beside another value of the same facet it
        is what that one has. The number of queries is constant.
        """
        found = selection or self.select()
        path = path or reverse("register:list")
        groups = []
        for facet in FACETS:
            options = self._options(facet, found, path)
            if options:
                is_folded = not facet.is_common and facet.parameter not in self.chosen
                groups.append(_group(str(facet.label), options, is_folded=is_folded))
        return groups

    def _options(self, facet: Facet, selection: Selection, path: str | None) -> list[FacetOption]:
        active = self.chosen.get(facet.parameter, ())
        address_with = self._addresses(facet.parameter, path or reverse("register:list"))
        options = [
            FacetOption(
                option.label,
                option.count,
                self.toggled(facet.parameter, option.value, path=path)
                if option.value in active
                else address_with(option.value),
                option.value in active,
            )
            for option in selection.options(facet)
        ]
        return options if len(options) > 1 or active else []

    def chosen_values(self, *, path: str | None = None) -> list[ChosenValue]:
        """Return what narrows the list now, each with the way to undo it."""
        values = [
            ChosenValue(
                parameter,
                str(_BY_PARAMETER[parameter].label),
                self.labels[parameter][value],
                self.toggled(parameter, value, path=path),
            )
            for parameter, chosen in self.chosen.items()
            for value in chosen
        ]
        if self.search:
            values.append(
                ChosenValue("q", _("Words"), self.search, self.address(path=path, search=""))
            )
        return values

    def toggled(self, parameter: str, value: str, *, path: str | None = None) -> str:
        """Return the address with a value chosen if it was not, and not chosen if it was."""
        values = self.chosen.get(parameter, ())
        values = (
            tuple(other for other in values if other != value)
            if value in values
            else (*values, value)
        )
        chosen = {name: these for name, these in self.chosen.items() if name != parameter}
        if values:
            chosen[parameter] = values
        return self.address(path=path, chosen=chosen)

    def _addresses(self, parameter: str, path: str) -> Callable[[str], str]:
        """Return what `toggled` does for values that are not chosen: there may be hundreds, whose
        addresses differ in the value only.
        """
        sign = "\0"
        before, _sign, after = self.toggled(parameter, sign, path=path).partition(quote_plus(sign))
        return lambda value: f"{before}{quote_plus(value)}{after}"

    def address(
        self,
        *,
        path: str | None = None,
        chosen: Mapping[str, Sequence[str]] | None = None,
        search: str | None = None,
        sort: str | None = None,
    ) -> str:
        """Write the address of the first page of a list, in the one order of parameters."""
        return written_address(
            path or reverse("register:list"),
            self.chosen if chosen is None else chosen,
            self.search if search is None else search,
            self.sort if sort is None else sort,
            self.per_page,
        )

    def parameters(self, *, without: Sequence[str] = ()) -> list[tuple[str, str]]:
        """Return the chosen values as pairs, for the hidden inputs of a form."""
        pairs = [(name, value) for name, values in self.chosen.items() for value in values]
        if self.search:
            pairs.append(("q", self.search))
        if self.sort:
            pairs.append(("sort", self.sort))
        if self.per_page != PER_PAGE[0]:
            pairs.append(("per_page", str(self.per_page)))
        return [(name, value) for name, value in pairs if name not in without]


def _group(label: str, options: list[FacetOption], *, is_folded: bool) -> FacetGroup:
    """Keep what is chosen in sight, and fold a long tail."""
    if len(options) <= IN_SIGHT + 2:
        return FacetGroup(label, options, [], is_folded)
    in_sight = {id(option) for option in options[:IN_SIGHT]}
    return FacetGroup(
        label,
        [option for option in options if id(option) in in_sight or option.is_active],
        [option for option in options if id(option) not in in_sight and not option.is_active],
        is_folded,
    )


def written_address(
    path: str,
    chosen: Mapping[str, Sequence[str]],
    search: str = "",
    sort: str = "",
    per_page: int = PER_PAGE[0],
) -> str:
    """Write the address of a list of records."""
    pairs = [(name, value) for name in _BY_PARAMETER for value in chosen.get(name, ())]
    if search:
        pairs.append(("q", search))
    if sort and (search or sort != "relevance"):
        pairs.append(("sort", sort))
    if per_page != PER_PAGE[0]:
        pairs.append(("per_page", str(per_page)))
    return f"{path}?{urlencode(pairs)}" if pairs else path


def default_sort(search: str) -> str:
    """Return the order that a list has where nobody asks for one."""
    return "relevance" if search else "changed"


def _search(query: QueryDict) -> str:
    words = _single(query, "q").strip()
    if len(words) > MAX_SEARCH_LENGTH or "\0" in words:
        raise ParameterError(
            "q", _("it may have at most %d characters of text.") % MAX_SEARCH_LENGTH
        )
    try:
        parse_search(words)
    except QueryError as error:
        raise ParameterError("q", str(error)) from None
    return " ".join(words.split())


def _one_of(query: QueryDict, parameter: str, allowed: Sequence[str]) -> str:
    """Read a parameter that is one of some words, or empty."""
    value = _single(query, parameter)
    if value and value not in allowed:
        raise ParameterError(parameter, _("it may be one of: %s.") % ", ".join(allowed))
    return value


def _page(query: QueryDict) -> int:
    written = _single(query, "page") or "1"
    if not (written.isascii() and written.isdigit() and len(written) < 8 and int(written) > 0):
        raise ParameterError("page", _("it must be a page number, 1 or more."))
    return int(written)


def _single(query: QueryDict, parameter: str) -> str:
    values = query.getlist(parameter)
    if len(values) > 1:
        raise ParameterError(parameter, _("give it once."))
    return values[0] if values else ""
