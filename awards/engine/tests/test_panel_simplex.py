import numpy as np
import pytest

from awards.engine.panel.simplex import minimise


@pytest.mark.parametrize("start", [(-1.2, 1.0), (0.0, 0.0), (3.0, -2.0)])
def test_minimise_when_rosenbrock_then_finds_one_one(start):
    """Rosenbrock, Comput. J. 3 (1960): minimum 0 at (1, 1); the test function of Nelder and Mead's own paper."""
    point, _, is_converged = minimise(lambda p: 100 * (p[1] - p[0] ** 2) ** 2 + (1 - p[0]) ** 2, np.array(start), 1000)

    assert is_converged
    assert point == pytest.approx([1.0, 1.0], abs=1e-6)


def test_minimise_when_function_has_an_edge_then_shrinks_towards_the_best():
    point, _, is_converged = minimise(lambda p: float(max(abs(p[0]), 10 * abs(p[1]))), np.array([5.0, 3.0]), 1000)

    assert is_converged
    assert point == pytest.approx([0.0, 0.0], abs=1e-6)


def test_minimise_when_only_the_best_corner_is_low_then_all_corners_draw_near():
    """A spike: everything but the start is equally high, so neither reflection nor contraction helps."""
    start = np.array([2.0, 2.0])

    point, _, is_converged = minimise(lambda p: 0.0 if np.array_equal(p, start) else 1.0, start, 100)

    assert is_converged
    assert point.tolist() == [2.0, 2.0]


def test_minimise_when_out_of_steps_then_not_converged():
    assert minimise(lambda p: float(p @ p), np.array([9.0, 9.0]), 2)[1:] == (2, False)
