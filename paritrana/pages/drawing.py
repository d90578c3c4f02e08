"""Geometry of the drawings: numbers in, coordinates as text out. Templates print them."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

TILE_PITCH, TILE_SIZE = 52, 48

# Column and row of each province on the tile map, by official code. A tile is a province, not a piece of land.
PROVINCE_CELLS = {
    "11": (0, 0),
    "12": (1, 1),
    "13": (1, 2),
    "14": (2, 1),
    "15": (2, 2),
    "16": (2, 3),
    "17": (1, 3),
    "18": (2, 4),
    "19": (3, 2),
    "21": (3, 1),
    "31": (4, 5),
    "32": (4, 6),
    "33": (5, 5),
    "34": (5, 6),
    "35": (6, 5),
    "36": (3, 5),
    "51": (7, 6),
    "52": (8, 6),
    "53": (9, 6),
    "61": (5, 2),
    "62": (6, 2),
    "63": (7, 3),
    "64": (7, 2),
    "65": (7, 1),
    "71": (10, 1),
    "72": (9, 2),
    "73": (8, 4),
    "74": (9, 4),
    "75": (9, 1),
    "76": (8, 3),
    "81": (11, 4),
    "82": (11, 2),
    "91": (14, 2),
    "92": (13, 2),
    "93": (15, 4),
    "94": (14, 3),
    "95": (15, 3),
    "96": (12, 2),
}


@dataclass(frozen=True, slots=True)
class MapFigure:
    """What one province shows; `step` runs from 1 (palest) to 5, 0 is "not known"."""

    code: str
    short: str
    name: str
    text: str
    step: int
    address: str


@dataclass(frozen=True, slots=True)
class Tile:
    figure: MapFigure
    x: str
    y: str
    middle: str
    name_y: str
    text_y: str


def map_tiles(figures: Sequence[MapFigure]) -> tuple[Tile, ...]:
    """Return the tiles in reading order (west to east by code); a code without a cell has no tile."""
    tiles = []
    for figure in sorted(figures, key=lambda figure: figure.code):
        if figure.code not in PROVINCE_CELLS:
            continue
        column, row = PROVINCE_CELLS[figure.code]
        x, y = column * TILE_PITCH, row * TILE_PITCH
        tiles.append(Tile(figure, str(x), str(y), str(x + TILE_SIZE // 2), str(y + 20), str(y + 38)))
    return tuple(tiles)


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    on: datetime.date
    value: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class DrawnLabel:
    """A place on a drawing with its word; `point` is what stands there."""

    x: str
    y: str
    text: str
    point: SeriesPoint | None = None


@dataclass(frozen=True, slots=True)
class SeriesDrawing:
    width: int
    height: int
    left: str
    right: str
    line: str
    marks: tuple[DrawnLabel, ...]
    grid: tuple[DrawnLabel, ...]
    years: tuple[DrawnLabel, ...]
    target: DrawnLabel | None
    last: DrawnLabel
    band: str = ""
    band_ends: tuple[DrawnLabel, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """The plot area and the ranges it shows."""

    width: int
    height: int
    first: datetime.date
    days: int
    low: Decimal
    high: Decimal

    LEFT, RIGHT, TOP, BOTTOM = 44, 32, 30, 28

    def x(self, on: datetime.date) -> str:
        share = Decimal((on - self.first).days) / self.days
        return f"{self.LEFT + share * (self.width - self.LEFT - self.RIGHT):.1f}"

    def y(self, value: Decimal) -> str:
        share = (value - self.low) / (self.high - self.low)
        return f"{self.height - self.BOTTOM - share * (self.height - self.TOP - self.BOTTOM):.1f}"


def series_drawing(
    points: Sequence[SeriesPoint],
    *,
    target: SeriesPoint | None,
    grid: Sequence[tuple[Decimal, str]],
    band: tuple[SeriesPoint, SeriesPoint] | None = None,
    width: int = 460,
    height: int = 290,
) -> SeriesDrawing:
    """Lay out a dated series, oldest first; `grid` gives the lines' values with their words, lowest first.

    `band` is the low and the high end, on one day, of what the series may come to.
    """
    ends = [*points, *([target] if target else []), *(band or ())]
    first = ends[0].on
    days = max((max(end.on for end in ends) - first).days, 1)
    frame = Frame(width, height, first, days, grid[0][0], grid[-1][0])
    marks = tuple(DrawnLabel(frame.x(point.on), frame.y(point.value), point.text, point) for point in points)
    years = range(first.year + 1, max(end.on for end in ends).year + 1)
    shown = [year for year in years if (years[-1] - year) % 2 == 0]
    return SeriesDrawing(
        width=width,
        height=height,
        left=str(frame.LEFT),
        right=str(width - frame.RIGHT),
        line=" ".join(f"{mark.x},{mark.y}" for mark in marks),
        marks=marks,
        grid=tuple(DrawnLabel("0", frame.y(value), text) for value, text in grid),
        years=tuple(DrawnLabel(frame.x(datetime.date(year, 1, 1)), str(height - 8), str(year)) for year in shown),
        target=DrawnLabel(frame.x(target.on), frame.y(target.value), target.text, target) if target else None,
        last=marks[-1],
        band=" ".join(f"{frame.x(one.on)},{frame.y(one.value)}" for one in (points[-1], *band)) if band else "",
        band_ends=tuple(DrawnLabel(frame.x(one.on), frame.y(one.value), one.text, one) for one in band or ()),
    )
