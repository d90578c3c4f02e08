"""How numbers are written, and how Indonesians write money, days and times. `scaled` alone rounds, for prose."""

import datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from paritrana.lib.language import Language

WIB = ZoneInfo("Asia/Jakarta")
WITA = ZoneInfo("Asia/Makassar")
WIT = ZoneInfo("Asia/Jayapura")
ZONE_NAMES = {WIB: "WIB", WITA: "WITA", WIT: "WIT"}

MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
SEPARATORS = {Language.INDONESIAN: (".", ","), Language.ENGLISH: (",", ".")}
SCALE_WORDS = {12: "triliun", 9: "miliar", 6: "juta", 3: "ribu", 0: ""}
SMALLEST_SCALED = 10_000


def number_text(value: Decimal | int, language: Language = Language.INDONESIAN) -> str:
    """Write every digit the value has: `1234567.890` becomes `1.234.567,890`; the minus is a true minus sign.

    This is the only place that writes a number for people.
    """
    grouping, point = SEPARATORS[language]
    digits = f"{abs(value):,f}" if isinstance(value, Decimal) else f"{abs(value):,d}"
    whole, _, fraction = digits.partition(".")
    text = whole.replace(",", grouping) + (point + fraction if fraction else "")
    return f"\N{MINUS SIGN}{text}" if value < 0 else text


def scaled(value: Decimal | int) -> tuple[Decimal, int]:
    """Return the value in thousands, millions, milliards or billions with at most one decimal, and the power of ten.

    Below ten thousand the value is returned as it is.
    """
    exact = Decimal(value)
    if abs(exact) < SMALLEST_SCALED:
        return exact, 0
    power = next(power for power in SCALE_WORDS if abs(exact) >= Decimal(10) ** power)
    short = (exact / Decimal(10) ** power).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if short == short.to_integral_value():
        short = short.quantize(Decimal(1))
    return short, power


def prose_text(value: Decimal | int) -> str:
    """Write `40200000` as `40,2 juta`."""
    short, power = scaled(value)
    word = SCALE_WORDS[power]
    return f"{number_text(short)}\N{NO-BREAK SPACE}{word}" if word else number_text(short)


def day_text(day: datetime.date) -> str:
    """Write `20 Oktober 2023`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def month_text(day: datetime.date) -> str:
    """Write `Oktober 2023`."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def time_text(moment: datetime.datetime, *, zone: ZoneInfo = WIB) -> str:
    """Write `20 Oktober 2023 09.00 WIB`."""
    there = moment.astimezone(zone)
    return f"{day_text(there)} {there:%H.%M} {ZONE_NAMES[zone]}"
