"""Whose submissions were accepted: by country, by region, by group of countries of the UN.

A submission counts once, for the country of the first of its speakers who has given one. What was
withdrawn is not counted.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from serai.convene.calls.models import Call, Decision, Outcome, Reviewing
from serai.convene.calls.reviewing.queries import judged, rules_of
from serai.convene.calls.reviewing.shares import Share, shares
from serai.foundation.directory.models import Country, Region
from serai.foundation.directory.queries import region_chains

NOWHERE = "-"
"""The group of what came without a country."""
_GROUPS = ("is_least_developed", "is_landlocked_developing", "is_small_island_developing")


@dataclass(frozen=True, slots=True)
class Division:
    """The submissions of a call by one way of telling countries apart."""

    slug: str
    title: str
    note: str
    shares: list[Share]


@dataclass(frozen=True, slots=True)
class Fairness:
    """The report on a call: how many, by what rule, and group by group."""

    submitted: int
    accepted: int
    undecided: int
    rules: Reviewing
    divisions: list[Division]

    @property
    def rate(self) -> float | None:
        """Accepted out of submitted, from 0 to 1."""
        return self.accepted / self.submitted if self.submitted else None


def fairness(call: Call) -> Fairness:
    """Report on a call, in a constant number of queries, in the active language."""
    current = Decision.objects.filter(submission__call=call, is_current=True)
    outcomes = dict(current.values_list("submission_id", "outcome"))
    chains = region_chains()
    things: list[tuple[Country | None, bool]] = []
    undecided = 0
    for submission in judged(call).prefetch_related("speakers__country"):
        undecided += submission.pk not in outcomes
        given = (each.country for each in submission.speakers.all() if each.country)
        things.append((next(given, None), outcomes.get(submission.pk) == Outcome.ACCEPTED))

    def regions_of(country: Country | None) -> list[Region]:
        return chains[country.region_id] if country and country.region_id else []

    unknown = _("Country not given")
    countries = {each.code: str(each) for each, _accepted in things if each}
    regions = {chain[0].code: str(chain[0]) for chain in chains.values()}
    groups = {
        "is_least_developed": _("Least developed countries"),
        "is_landlocked_developing": _("Landlocked developing countries"),
        "is_small_island_developing": _("Small island developing states"),
        "others": _("Other countries"),
    }

    def groups_of(country: Country | None) -> list[str]:
        if country is None:
            return [NOWHERE]
        return [name for name in _GROUPS if getattr(country, name)] or ["others"]

    divisions = [
        Division(
            "region", _("By region"), _("Regions of the United Nations (M49)."),
            shares(
                (([regions_of(country)[0].code] if regions_of(country) else [NOWHERE], accepted)
                 for country, accepted in things),
                regions | {NOWHERE: unknown},
            ),
        ),
        Division(
            "group", _("By group of countries"),
            _("Groups of the United Nations. A country may be in several."),
            shares(
                ((groups_of(country), accepted) for country, accepted in things),
                groups | {NOWHERE: unknown},
            ),
        ),
        Division(
            "country", _("By country"), "",
            shares(
                (([country.code if country else NOWHERE], accepted)
                 for country, accepted in things),
                countries | {NOWHERE: unknown},
            ),
        ),
    ]  # fmt: skip
    return Fairness(
        submitted=len(things),
        accepted=sum(accepted for _country, accepted in things),
        undecided=undecided,
        rules=rules_of(call),
        divisions=divisions,
    )
