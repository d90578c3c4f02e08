"""One cell of a file into the text that the database stores, or the reason why not, in the reader's language."""

import datetime
import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache

from django.db import connection, models
from django.utils.translation import gettext as _

from paritrana.lib.dates_id import month_first_day, named_day, named_month, year_meant
from paritrana.lib.numbers_id import NumberFault, NumberRefusedError, parse_decimal, parse_whole
from paritrana.lib.tables import Cell
from paritrana.uploads.kinds import Column, ColumnType

Reader = Callable[[Cell], str]

YES = frozenset({"ya", "y", "true", "1", "benar"})
NO = frozenset({"tidak", "t", "false", "0", "salah"})
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ufffe\uffff]")
_LIVE = ("=", "@")
_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_MONTH_FIRST = re.compile(r"(\d{1,2})[-/.](\d{4})")
_PLAIN_DIGITS = 9
_REMEMBERED = 4096
FIRST_YEAR, LAST_YEAR = 1900, 2200


class CellFaultError(Exception):
    """The cell cannot be taken over; the message says why and what to write instead."""


class ColumnReader:
    """Reads the cells of one column; what was read before is looked up, for columns repeat themselves.

    An empty cell gives the default, None where empty is allowed. A column `is_month_first` where the file as a whole
    says so: then none of its written dates is read day first.
    """

    def __init__(
        self,
        column: Column,
        target: "models.Field[object, object] | None",
        *,
        today: datetime.date = datetime.date.max,
        is_month_first: bool = False,
    ) -> None:
        self._read = _READERS[column.content](column, target)
        self._is_year = column.content is ColumnType.WHOLE
        self._latest = (str(today.year) if self._is_year else today.isoformat()) if column.is_past else ""
        self._is_month_first = is_month_first
        self._empty = column.default
        self._is_required = column.is_required
        self.known: dict[Cell, str] = {}

    def read(self, cell: Cell) -> str | None:
        if cell is None or cell == "" or (isinstance(cell, str) and not cell.strip()):
            if self._is_required:
                raise CellFaultError(_("Wajib diisi."))
            return self._empty
        if self._is_month_first and isinstance(cell, str):
            _refuse_month_first(cell)
        text = self._read(cell)
        if self._latest and self._is_year and not FIRST_YEAR <= int(text) <= LAST_YEAR:
            raise CellFaultError(_("Tahun di luar jangkauan."))
        if self._latest and text > self._latest:
            raise CellFaultError(_in_the_future(text, self._latest))
        if isinstance(cell, str) and len(self.known) < _REMEMBERED:
            self.known[cell] = text
        return text


def _refuse_month_first(text: str) -> None:
    if not _DAY.fullmatch(text.strip()):
        return
    day = month_first_day(text)
    if day is None:
        _no_date()
        return
    raise CellFaultError(
        _("Kolom ini memuat tanggal dengan bulan di depan, jadi artinya tidak pasti. Tulis %(day)s.")
        % {"day": day.isoformat()}
    )


def _in_the_future(text: str, latest: str) -> str:
    meant = year_meant(text, latest)
    if meant:
        return _("Terletak di masa depan. Apakah maksudnya tahun %(year)s?") % {"year": meant}
    return _("Terletak di masa depan. Tulis tanggal yang sudah lewat.")


def _read_text(column: Column, _target: "models.Field[object, object] | None") -> Reader:
    longest = column.maximum_length

    def read(cell: Cell) -> str:
        text = _plain_text(cell).upper() if column.is_upper else _plain_text(cell)
        if text.startswith(_LIVE):
            raise CellFaultError(_("Rumus tidak diterima. Tulis nilainya."))
        if _CONTROL.search(text):
            raise CellFaultError(_("Memuat baris baru atau karakter kendali. Hapus karakter itu."))
        if len(text) > longest:
            raise CellFaultError(_("Terlalu panjang: paling banyak %(limit)s karakter.") % {"limit": longest})
        return text

    return read


def _plain_text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "ya" if cell else "tidak"
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return str(cell)


def _number_fault(fault: NumberFault) -> str:
    messages = {
        NumberFault.NOT_A_NUMBER: _("Bukan angka. Tulis misalnya 1234 atau 1.234,5."),
        NumberFault.AMBIGUOUS: _(
            "Angka ini dapat dibaca dua cara. Tulis 1234 untuk seribuan atau 1,2340 untuk pecahan."
        ),
        NumberFault.ENGLISH: _("Ditulis dengan cara Inggris. Tulis titik untuk ribuan dan koma untuk pecahan."),
        NumberFault.NOT_WHOLE: _("Harus bilangan bulat, tanpa pecahan."),
        NumberFault.TOO_LONG: _("Terlalu banyak digit."),
        NumberFault.ROUNDED: _(
            "Sudah dibulatkan oleh program pengolah tabel, digitnya hilang. Ubah format sel menjadi angka biasa,"
            " lebarkan kolomnya, lalu simpan lagi."
        ),
    }
    return messages[fault]


def _largest(target: "models.Field[object, object] | None") -> int:
    kind = target.get_internal_type() if target is not None else "PositiveBigIntegerField"
    limit = connection.ops.integer_field_range(kind)[1]
    standard = {"PositiveSmallIntegerField": 32767, "PositiveIntegerField": 2147483647}
    return min(limit if limit is not None else 2**63 - 1, standard.get(kind, 2**63 - 1))


def _read_whole(_column: Column, target: "models.Field[object, object] | None") -> Reader:
    largest = _largest(target)

    def read(cell: Cell) -> str:
        if isinstance(cell, str) and cell.isascii() and cell.isdigit() and len(cell) <= _PLAIN_DIGITS:
            value = int(cell)
        else:
            value = _whole(cell)
        if value < 0:
            raise CellFaultError(_("Tidak boleh negatif."))
        if value > largest:
            raise CellFaultError(_("Terlalu besar."))
        return str(value)

    return read


def _whole(cell: Cell) -> int:
    try:
        if isinstance(cell, Decimal):
            return parse_whole(format(cell, "f")) if cell == cell.to_integral_value() else _refuse_fraction()
        return parse_whole(cell if isinstance(cell, str) else _no_number())
    except NumberRefusedError as refused:
        raise CellFaultError(_number_fault(refused.fault)) from None


def _refuse_fraction() -> int:
    raise CellFaultError(_number_fault(NumberFault.NOT_WHOLE))


def _no_number() -> str:
    raise CellFaultError(_number_fault(NumberFault.NOT_A_NUMBER))


def _read_decimal(_column: Column, target: "models.Field[object, object] | None") -> Reader:
    if not isinstance(target, models.DecimalField):
        raise TypeError("a decimal column needs a decimal field")
    digits, places = target.max_digits, target.decimal_places

    def read(cell: Cell) -> str:
        try:
            value = (
                cell if isinstance(cell, Decimal) else parse_decimal(cell if isinstance(cell, str) else _no_number())
            )
        except NumberRefusedError as refused:
            raise CellFaultError(_number_fault(refused.fault)) from None
        if value < 0:
            raise CellFaultError(_("Tidak boleh negatif."))
        exact = value.normalize()
        if -int(exact.as_tuple().exponent) > places:
            raise CellFaultError(_("Paling banyak %(places)s angka di belakang koma.") % {"places": places})
        if exact.adjusted() >= digits - places:
            raise CellFaultError(_("Terlalu besar."))
        return format(exact, "f")

    return read


def _read_date(_column: Column, _target: "models.Field[object, object] | None") -> Reader:
    def read(cell: Cell) -> str:
        if isinstance(cell, datetime.date):
            return _date_in_range(cell.year, cell.month, cell.day)
        return _date_text(cell.strip()) if isinstance(cell, str) else _no_date()

    return read


@lru_cache(maxsize=4096)
def _date_text(text: str) -> str:
    try:
        if found := _DAY.fullmatch(text):
            return _date_in_range(int(found[3]), int(found[2]), int(found[1]))
        day = named_day(text) or datetime.date.fromisoformat(text)
    except ValueError:
        return _no_date()
    return _date_in_range(day.year, day.month, day.day)


def _no_date() -> str:
    raise CellFaultError(_("Bukan tanggal. Tulis misalnya 2023-12-31 atau 31/12/2023."))


def _date_in_range(year: int, month: int, day: int) -> str:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CellFaultError(_("Tahun di luar jangkauan."))
    return datetime.date(year, month, day).isoformat()


def _read_month(_column: Column, _target: "models.Field[object, object] | None") -> Reader:
    def read(cell: Cell) -> str:
        if isinstance(cell, datetime.date):
            return _date_in_range(cell.year, cell.month, 1)
        return _month_text(cell.strip()) if isinstance(cell, str) else _no_month()

    return read


@lru_cache(maxsize=4096)
def _month_text(text: str) -> str:
    try:
        if found := _MONTH_FIRST.fullmatch(text):
            return _date_in_range(int(found[2]), int(found[1]), 1)
        day = named_month(text) or datetime.date.fromisoformat(f"{text}-01" if len(text) == len("2023-12") else text)
    except ValueError:
        return _no_month()
    return _date_in_range(day.year, day.month, 1)


def _no_month() -> str:
    raise CellFaultError(_("Bukan bulan. Tulis misalnya 2023-12."))


def _read_choice(column: Column, _target: "models.Field[object, object] | None") -> Reader:
    if column.choices is None:
        raise TypeError("a choice column needs its choices")
    known: dict[str, str] = {}
    for value, label in column.choices.choices:
        known[str(value).casefold()] = value
        known[str(label).casefold()] = value
    listed = ", ".join(column.choices.values)

    def read(cell: Cell) -> str:
        text = _plain_text(cell)
        value = known.get(text) or known.get(text.casefold())
        if value is None:
            raise CellFaultError(_("Pilihan tidak dikenal. Tulis salah satu dari: %(choices)s.") % {"choices": listed})
        return value

    return read


def _read_flag(_column: Column, _target: "models.Field[object, object] | None") -> Reader:
    def read(cell: Cell) -> str:
        text = _plain_text(cell).casefold()
        if text in YES:
            return "1"
        if text in NO:
            return "0"
        raise CellFaultError(_("Tulis ya atau tidak."))

    return read


_READERS: dict[ColumnType, Callable[[Column, "models.Field[object, object] | None"], Reader]] = {
    ColumnType.TEXT: _read_text,
    ColumnType.WHOLE: _read_whole,
    ColumnType.DECIMAL: _read_decimal,
    ColumnType.DATE: _read_date,
    ColumnType.MONTH: _read_month,
    ColumnType.CHOICE: _read_choice,
    ColumnType.FLAG: _read_flag,
}
