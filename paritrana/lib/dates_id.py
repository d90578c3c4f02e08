"""Days and months with the names of months, as people and spreadsheets write them.

Full names and three letters are read, Indonesian and English. Years have four digits, but for `Des-23`: a spreadsheet
makes that of `2023-12`, and nothing else looks like it.
"""

import datetime
import re

_NAMES = (
    ("januari", "january", "jan"),
    ("februari", "pebruari", "february", "feb", "peb"),
    ("maret", "march", "mar"),
    ("april", "apr"),
    ("mei", "may"),
    ("juni", "june", "jun"),
    ("juli", "july", "jul"),
    ("agustus", "august", "agu", "ags", "agt", "aug"),
    ("september", "sep", "sept"),
    ("oktober", "october", "okt", "oct"),
    ("november", "nopember", "nov", "nop"),
    ("desember", "december", "des", "dec"),
)
_MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names}
_DAY = re.compile(r"(\d{1,2})[ -]([a-z]+)[ -](\d{4})", re.ASCII)
_MONTH = re.compile(r"([a-z]+)[ -](\d{4})", re.ASCII)
_SHORT = re.compile(r"([a-z]{3})-(\d{2})", re.ASCII)
_NUMERIC = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
MONTHS_A_YEAR = 12
CENTURY = 2000


def named_day(text: str) -> datetime.date | None:
    """Return the day of `15 Desember 2023`, None where the text is of another form; no such day is a ValueError."""
    found = _DAY.fullmatch(" ".join(text.casefold().split()))
    if found is None or found[2] not in _MONTHS:
        return None
    return datetime.date(int(found[3]), _MONTHS[found[2]], int(found[1]))


def named_month(text: str) -> datetime.date | None:
    """Return the first day of `Desember 2023` or `Des-23`, None where the text is of another form."""
    plain = " ".join(text.casefold().split())
    if (found := _MONTH.fullmatch(plain)) and found[1] in _MONTHS:
        return datetime.date(int(found[2]), _MONTHS[found[1]], 1)
    if (found := _SHORT.fullmatch(plain)) and found[1] in _MONTHS:
        return datetime.date(CENTURY + int(found[2]), _MONTHS[found[1]], 1)
    return None


def is_month_first_only(text: str) -> bool:
    """12/31/2024 is no day to who writes the day first."""
    found = _NUMERIC.fullmatch(text.strip())
    return found is not None and int(found[1]) <= MONTHS_A_YEAR < int(found[2])


def month_first_day(text: str) -> datetime.date | None:
    """Return what a month-first writer means; where only day-first is possible, that day; None for no day at all."""
    found = _NUMERIC.fullmatch(text.strip())
    if found is None:
        return None
    first, second, year = (int(part) for part in found.groups())
    month, day = (first, second) if first <= MONTHS_A_YEAR else (second, first)
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def year_meant(text: str, latest: str) -> str:
    """Return the year that a day or a year in the future may stand for, "" when there is none.

    Two digits swapped are the usual slip: 2042 for 2024. Both texts are ISO days, or both are years.
    """
    meant = f"{text[:2]}{text[3]}{text[2]}"
    return meant if meant < text[:4] and f"{meant}{text[4:]}" <= latest else ""
