"""What a claim allows its value to be."""

from __future__ import annotations

import pytest

from factories.evidence import make_claim
from serai.track.evidence.models import Qualifier

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("qualifier", "values", "bounds"),
    [
        (Qualifier.EXACT, {"value": 84}, (84, True, 84, True)),
        (Qualifier.MORE_THAN, {"value": 80}, (80, False, None, True)),
        (Qualifier.AT_LEAST, {"value": 50}, (50, True, None, True)),
        (Qualifier.NEARLY, {"value": 40}, (None, True, 40, False)),
        (Qualifier.UP_TO, {"value": 40}, (None, True, 40, True)),
        (Qualifier.ABOUT, {"value": 80}, (72, True, 88, True)),
        (Qualifier.RANGE, {"value": 5, "upper_value": 6}, (5, True, 6, True)),
        (Qualifier.UNQUANTIFIED, {}, (None, True, None, True)),
    ],
)
def test_bounds_follow_the_words(qualifier, values, bounds):
    claim = make_claim(qualifier=qualifier, **values)
    assert (claim.lower, claim.lower_inclusive, claim.upper, claim.upper_inclusive) == bounds
