"""What only the whole of a file tells: rows that sum up or explain the others, the order of day and month, and
which sign starts the decimals."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from paritrana.lib.dates_id import is_month_first_only
from paritrana.lib.numbers_id import DecimalSigns

_SUMMARY = re.compile(
    r"(?:(?:sub[ -]?|grand )?total|(?:sub[ -]?)?jumlah|jml\.?|rata[- ]?rata|rerata|mean|average|indonesia|nasional)"
    r"(?:\s*/?\s*(?:total|jumlah|rata[- ]?rata|keseluruhan|seluruhnya|nasional|indonesia|provinsi"
    r"|kabupaten\s*(?:/|dan)\s*kota|(?:19|20)[0-9]{2}))?\s*:?"
)
_FOOTNOTE = re.compile(
    r"(?:\*+\).*|(?:sumber(?: data)?|catatan|keterangan|ket\.?|source|notes?)(?: [0-9]{1,2})?\s*(?::.*|))", re.DOTALL
)
_LONE_FOOTNOTE = re.compile(
    r"(?:catatan|keterangan|ket\.?)\s.+|data per\s.+"
    r"|(?:sumber|source|notes?)\s(?:.*\b(?:(?:19|20)[0-9]{2}|bps|bpjs|badan|dinas|kementerian|kemen\w+|diolah|sakernas"
    r"|susenas|laporan|survei|survey|sistem|ministry|statistics)\b.*)",
    re.DOTALL,
)
_NUMBERED = re.compile(r"[(\[]?([0-9]{1,3})[)\].]?", re.ASCII)
FEWEST_NUMBERED = 3
FEWEST_COLUMNS = 2
FEWEST_OTHERS = 2
REMEMBERED = 4096


def is_summary(text: str) -> bool:
    """A row of this name holds the sum or the mean of others, or explains them: it is no entrant."""
    plain = " ".join(text.casefold().split())
    return _SUMMARY.fullmatch(plain) is not None or _FOOTNOTE.fullmatch(plain) is not None


def is_footnote(cells: Sequence[str]) -> bool:
    """A text that is all its row holds is a footnote by fewer signs: it needs no colon, and stands in any column. A row
    that numbers the columns explains them too.

    Sumber Agung is a name, also where its figures are missing, so a source has a year or names who publishes.
    """
    filled = [cell for cell in cells if cell.strip()]
    if is_column_numbers(filled):
        return True
    if len(filled) != 1:
        return False
    return is_summary(filled[0]) or _LONE_FOOTNOTE.fullmatch(" ".join(filled[0].casefold().split())) is not None


def is_column_numbers(filled: Sequence[str]) -> bool:
    """(1) (2) (3) below the titles number the columns, as printed tables do."""
    plain = [_NUMBERED.fullmatch(cell.strip()) for cell in filled]
    numbers = [int(found[1]) for found in plain if found]
    return len(filled) >= FEWEST_NUMBERED and numbers == list(range(1, len(filled) + 1))


class ColumnTotals:
    """The totals of a file's columns: they tell a row whose every number is the sum of all other rows.

    One column alone proves nothing (30 beside 10 and 20), so two that differ from nought must agree; and the sum of a
    single other row is its double.
    """

    def __init__(self, width: int) -> None:
        self.totals = [Decimal(0)] * width
        self.filled_rows = 0

    def add(self, row: Sequence[Decimal | None]) -> None:
        self.include([value or Decimal(0) for value in row], int(any(row)))

    def include(self, totals: Sequence[Decimal], filled_rows: int) -> None:
        """Add rows by what they come to; those without any number but nought count for none."""
        self.totals = [total + more for total, more in zip(self.totals, totals, strict=True)]
        self.filled_rows += filled_rows

    @property
    def can_hold_sum(self) -> bool:
        return self.filled_rows > FEWEST_OTHERS and sum(map(bool, self.totals)) >= FEWEST_COLUMNS

    def is_sum(self, row: Sequence[Decimal | None]) -> bool:
        pairs = [(value, total) for value, total in zip(row, self.totals, strict=True) if value is not None]
        agrees = all(2 * value == total for value, total in pairs)
        return agrees and self.can_hold_sum and sum(bool(value) for value, _total in pairs) >= FEWEST_COLUMNS


def sum_rows(rows: Sequence[Sequence[Decimal | None]]) -> list[int]:
    """Return the places of rows whose every number is the sum of all other rows."""
    totals = ColumnTotals(len(rows[0]) if rows else 0)
    for row in rows:
        totals.add(row)
    return [place for place, row in enumerate(rows) if totals.is_sum(row)]


@dataclass(frozen=True, slots=True)
class ColumnFindings:
    """What columns say as a whole: those with the month in front of a date, and by column a number with a point among
    others with a comma."""

    month_first: frozenset[str] = frozenset()
    stray_points: Mapping[str, str] = field(default_factory=dict)


def column_findings(
    rows: Iterable[tuple[int, Sequence[object]]], *, dates: Mapping[str, int], decimals: Mapping[str, int]
) -> ColumnFindings:
    """Ask columns of dates and of decimals, named with their places; uses the rows up.

    A column in which any cell can only be month first is: none of its cells may be read day first.
    """
    found: set[str] = set()
    seen: dict[str, set[object]] = {name: set() for name in dates}
    signs = {name: DecimalSigns() for name in decimals}
    for _number, cells in rows:
        for name, place in dates.items():
            cell = cells[place] if place < len(cells) else None
            if not isinstance(cell, str) or name in found or cell in seen[name]:
                continue
            if is_month_first_only(cell):
                found.add(name)
            elif len(seen[name]) < REMEMBERED:
                seen[name].add(cell)
        for name, place in decimals.items():
            cell = cells[place] if place < len(cells) else None
            if isinstance(cell, str):
                signs[name].see(cell)
    return ColumnFindings(frozenset(found), {name: one.stray for name, one in signs.items() if one.stray})
