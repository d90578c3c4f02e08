"""Nelder and Mead's simplex search (Comput. J. 7, 1965): few dimensions, no derivatives, the same path everywhere."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Point = NDArray[np.float64]
_SMALLEST = 1e-8


def minimise(function: Callable[[Point], float], start: Point, most_iterations: int) -> tuple[Point, int, bool]:
    """The best point, the iterations taken, and whether the simplex shrank to a point."""
    corners = [start, *(start + 0.5 * row for row in np.eye(len(start)))]
    simplex = sorted(((function(corner), corner) for corner in corners), key=lambda pair: pair[0])
    for iteration in range(most_iterations):
        if _is_small(simplex):
            return simplex[0][1], iteration, True
        simplex = sorted(_moved(function, simplex), key=lambda pair: pair[0])
    return simplex[0][1], most_iterations, _is_small(simplex)


def _is_small(simplex: list[tuple[float, Point]]) -> bool:
    best = simplex[0][1]
    reach = max(float(np.abs(corner - best).max()) for _, corner in simplex)
    return reach <= _SMALLEST * max(1.0, float(np.abs(best).max()))


def _moved(function: Callable[[Point], float], simplex: list[tuple[float, Point]]) -> list[tuple[float, Point]]:
    """Replace the worst corner, or draw all corners towards the best."""
    kept, (worst_value, worst) = simplex[:-1], simplex[-1]
    centre = np.mean([corner for _, corner in kept], axis=0)

    def tried(step: float) -> tuple[float, Point]:
        corner = centre + step * (centre - worst)
        return function(corner), corner

    reflected = tried(1.0)
    if reflected[0] < simplex[0][0]:
        return [*kept, min(reflected, tried(2.0), key=lambda pair: pair[0])]
    if reflected[0] < kept[-1][0]:
        return [*kept, reflected]
    contracted = tried(0.5 if reflected[0] < worst_value else -0.5)
    if contracted[0] < min(reflected[0], worst_value):
        return [*kept, contracted]
    best = simplex[0][1]
    halves = [best + 0.5 * (corner - best) for _, corner in simplex[1:]]
    return [simplex[0], *((function(corner), corner) for corner in halves)]
