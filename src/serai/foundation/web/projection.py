"""Places of the earth on a flat map: the Equal Earth projection (Šavrič, Patterson, Jenny 2018)."""

from __future__ import annotations

import math
from dataclasses import dataclass

_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796


def equal_earth(longitude: float, latitude: float) -> tuple[float, float]:
    """Return x and y, for degrees, on a sphere of radius 1 with the origin in the middle."""
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    square = theta * theta
    sixth = square**3
    x = (
        2
        * math.sqrt(3)
        * math.radians(longitude)
        * math.cos(theta)
        / (3 * (9 * _A4 * sixth * square + 7 * _A3 * sixth + 3 * _A2 * square + _A1))
    )
    return x, theta * (_A4 * sixth * square + _A3 * sixth + _A2 * square + _A1)


@dataclass(frozen=True, slots=True)
class Projection:
    """Where a base map puts places: the edges of what it shows, and how large a unit is."""

    left: float
    top: float
    unit: float

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return x and y in the view box of the map."""
        x, y = equal_earth(longitude, latitude)
        return (x - self.left) * self.unit, (self.top - y) * self.unit
