"""Members of a population: exact figures in rising order, made when asked for."""

from fractions import Fraction

import numpy as np

from awards.engine.figures import Figures
from awards.engine.populations import Members


def test_members_when_asked_for_then_one_some_or_all_are_exact():
    figures = Figures(np.array([2.5, 0.1, 1.0]), 0.0, None, lambda _: Fraction(9), np.array([25, 1, 10]), 1)
    members = Members(figures, np.array([1, 2, 0]))

    assert (len(members), members[0], members[-1]) == (3, Fraction(1, 10), Fraction(5, 2))
    assert members[1:] == [1, Fraction(5, 2)]
    assert list(members) == [Fraction(1, 10), 1, Fraction(5, 2)]
