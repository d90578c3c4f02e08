"""Why an uploaded table is refused as a whole, and how much of it is accepted."""

from dataclasses import dataclass
from enum import StrEnum

MEBIBYTE = 1024 * 1024


class TableFault(StrEnum):
    """Why a file is refused as a whole."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNPACKED_TOO_LARGE = "unpacked_too_large"
    GZIP_TOO_LARGE = "gzip_too_large"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_MANY_CELLS = "too_many_cells"
    ENCRYPTED = "encrypted"
    OLD_FORMAT = "old_format"
    MACROS = "macros"
    FORMULA = "formula"
    NOT_UTF8 = "not_utf8"
    BROKEN = "broken"
    NO_SHEET = "no_sheet"
    ERROR_CELL = "error_cell"
    PERCENT = "percent"
    PERCENT_MIXED = "percent_mixed"
    FIRST_SHEET_HIDDEN = "first_sheet_hidden"
    PARQUET_TOO_LARGE = "parquet_too_large"
    COLUMN_TYPE = "column_type"
    INEXACT = "inexact"
    TIME_OF_DAY = "time_of_day"


class TableRefusedError(Exception):
    """The file is not read; `where` names the place (a cell, a line) and `limit` the limit passed, if any.

    A fault of one sheet names that sheet and the other visible ones, which may be read instead.
    """

    def __init__(self, fault: TableFault, *, where: str = "", limit: int = 0) -> None:
        super().__init__(f"{fault} {where} {limit}".strip())
        self.fault = fault
        self.where = where
        self.limit = limit
        self.sheet = ""
        self.other_sheets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableLimits:
    """What is accepted; a workbook is held in memory and so has the tighter limits.

    `file_bytes` hold for a gzip or Parquet file as it is and as it is unpacked.
    """

    file_bytes: int = 512 * MEBIBYTE
    rows: int = 5_000_000
    columns: int = 200
    line_characters: int = 256 * 1024
    workbook_bytes: int = 32 * MEBIBYTE
    unpacked_bytes: int = 160 * MEBIBYTE
    cells: int = 4_000_000
    text_bytes: int = 128 * MEBIBYTE


DEFAULT_LIMITS = TableLimits()
