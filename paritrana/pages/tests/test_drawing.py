import datetime
from decimal import Decimal

from paritrana.pages.drawing import PROVINCE_CELLS, MapFigure, SeriesPoint, map_tiles, series_drawing


def test_province_cells_when_counted_then_each_of_38_provinces_has_its_own():
    assert (len(PROVINCE_CELLS), len(set(PROVINCE_CELLS.values()))) == (38, 38)


def test_map_tiles_when_a_code_has_no_cell_then_it_is_left_out():
    figures = [MapFigure(code, "XX", "Nama", "24", 3, f"/daerah/{code}/") for code in ("52", "99", "11")]

    tiles = map_tiles(figures)

    assert [(tile.figure.code, tile.x, tile.y) for tile in tiles] == [("11", "0", "0"), ("52", "416", "312")]


def test_series_drawing_when_given_a_target_then_spans_both_axes_with_it():
    points = [
        SeriesPoint(datetime.date(2016, 12, 31), Decimal(20), "20"),
        SeriesPoint(datetime.date(2025, 10, 31), Decimal(43), "43"),
    ]
    target = SeriesPoint(datetime.date(2026, 12, 31), Decimal(70), "target 70")

    drawing = series_drawing(points, target=target, grid=[(Decimal(20), "20"), (Decimal(70), "70")])

    assert (drawing.marks[0].x, drawing.marks[0].y) == ("44.0", "262.0")
    assert (drawing.target.x, drawing.target.y) == ("428.0", "30.0")
    assert drawing.last.text == "43"
