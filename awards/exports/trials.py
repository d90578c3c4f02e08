"""The order of a trial as a file. It says that it is none of a result in its name, its head and every row."""

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from awards.exports.cells import csv_text, freeze, put_head, put_number, put_text, put_title
from awards.exports.tables import BYTE_ORDER_MARK
from awards.models import WhatIf, WhatIfPlace
from awards.selectors.runs.frozen import text_of
from awards.selectors.runs.what_if import WATERMARK, places_in_order

HEADS = (
    "catatan",
    "peserta",
    "kode_wilayah",
    "kelompok",
    "nama_kelompok",
    "peringkat_coba_coba",
    "nilai_coba_coba",
    "peringkat_perhitungan",
    "nilai_perhitungan",
    "perubahan",
    "keterangan",
)
WIDTHS = (44, 34, 12, 18, 40, 12, 12, 12, 12, 12, 40)
FIGURES = frozenset({6, 7, 8, 9, 10})
CHUNK = 1000
HEAD_ROW = 4


def trial_csv(what_if: WhatIf) -> Iterator[str]:
    yield BYTE_ORDER_MARK + _line(list(HEADS))
    for place in places_in_order(what_if, "").iterator(chunk_size=CHUNK):
        cells = _cells(place)
        yield _line([cell if number in FIGURES else csv_text(cell) for number, cell in enumerate(cells, start=1)])


def trial_workbook(what_if: WhatIf) -> bytes:
    book = Workbook()
    sheet = book.active or book.create_sheet()
    sheet.title = _("Coba-coba")
    put_title(sheet, str(WATERMARK), f"{what_if.category.name} · {what_if.name}")
    put_head(sheet, HEAD_ROW, HEADS, WIDTHS)
    freeze(sheet, HEAD_ROW + 1, 3)
    for row, place in enumerate(places_in_order(what_if, ""), start=HEAD_ROW + 1):
        for column, cell in enumerate(_cells(place), start=1):
            put = put_number if column in FIGURES else put_text
            put(sheet, row, column, cell)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _cells(place: WhatIfPlace) -> list[str]:
    return [
        str(WATERMARK),
        place.entry.name,
        place.entry.region_code,
        place.group_key,
        place.group_name,
        text_of(place.rank),
        place.score_text,
        text_of(place.official_rank),
        place.official_score,
        text_of(place.rise),
        place.status,
    ]


def _line(cells: list[str]) -> str:
    stream = StringIO()
    csv.writer(stream).writerow(cells)
    return stream.getvalue()
