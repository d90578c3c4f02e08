"""The order of a trial as a file. It says that it is none of a result in its name, its head and every row."""

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook

from awards.engine import Rules
from awards.paper.cells import BYTE_ORDER_MARK, csv_text, freeze, put_head, put_number, put_text, put_title
from awards.runs.models import WhatIf, WhatIfPlace
from awards.runs.selectors.frozen import text_of
from awards.runs.selectors.notes import told
from awards.runs.selectors.rules import rules_of
from awards.runs.selectors.what_if import WATERMARK, places_in_order

HEADS = (
    gettext_lazy("catatan"),
    gettext_lazy("peserta"),
    gettext_lazy("kode_wilayah"),
    gettext_lazy("kelompok"),
    gettext_lazy("nama_kelompok"),
    gettext_lazy("peringkat_coba_coba"),
    gettext_lazy("nilai_coba_coba"),
    gettext_lazy("peringkat_perhitungan"),
    gettext_lazy("nilai_perhitungan"),
    gettext_lazy("perubahan"),
    gettext_lazy("keterangan"),
)
WIDTHS = (44, 34, 12, 18, 40, 12, 12, 12, 12, 12, 40)
FIGURES = frozenset({6, 7, 8, 9, 10})
CHUNK = 1000
HEAD_ROW = 4


def trial_csv(what_if: WhatIf) -> Iterator[str]:
    rules = rules_of(what_if.text)
    yield BYTE_ORDER_MARK + _line(list(map(str, HEADS)))
    for place in places_in_order(what_if, "").iterator(chunk_size=CHUNK):
        cells = _cells(place, rules)
        yield _line([cell if number in FIGURES else csv_text(cell) for number, cell in enumerate(cells, start=1)])


def trial_workbook(what_if: WhatIf) -> bytes:
    rules = rules_of(what_if.text)
    book = Workbook()
    sheet = book.active or book.create_sheet()
    sheet.title = _("Coba-coba")
    put_title(sheet, str(WATERMARK), f"{what_if.category.name_shown} · {what_if.name}")
    put_head(sheet, HEAD_ROW, list(map(str, HEADS)), WIDTHS)
    freeze(sheet, HEAD_ROW + 1, 3)
    for row, place in enumerate(places_in_order(what_if, ""), start=HEAD_ROW + 1):
        for column, cell in enumerate(_cells(place, rules), start=1):
            put = put_number if column in FIGURES else put_text
            put(sheet, row, column, cell)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _cells(place: WhatIfPlace, rules: Rules) -> list[str]:
    return [
        str(WATERMARK),
        place.entry.name,
        place.entry.region_code,
        place.group_key,
        place.group_shown,
        text_of(place.rank),
        place.score_text,
        text_of(place.official_rank),
        place.official_score,
        text_of(place.rise),
        told(place.status, rules),
    ]


def _line(cells: list[str]) -> str:
    stream = StringIO()
    csv.writer(stream).writerow(cells)
    return stream.getvalue()
