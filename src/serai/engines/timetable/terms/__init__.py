"""What rules are made of."""

from serai.engines.timetable.terms.base import Situation, Term
from serai.engines.timetable.terms.budget import Budget
from serai.engines.timetable.terms.cells import Cells
from serai.engines.timetable.terms.groups import Alone, Group, Occupancy
from serai.engines.timetable.terms.loads import Balance, Load, Part, Rest
from serai.engines.timetable.terms.pairs import Pair
from serai.engines.timetable.terms.tracks import Blocks, Gaps, Spread

__all__ = [
    "Alone", "Balance", "Blocks", "Budget", "Cells", "Gaps", "Group", "Load", "Occupancy", "Pair",
    "Part", "Rest", "Situation", "Spread", "Term",
]  # fmt: skip
