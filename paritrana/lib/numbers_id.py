"""Numbers as Indonesians write them: dots group thousands, a comma starts the decimals.

What is read, and what is refused because it means different numbers to different people:

* `1234`, `-5`, `1.234.567`, `1.234,5`, `1234,5`, `1234.5`, `0,125`, `0.125`, `12.34` have one meaning and are read;
* `1,234.5` and `1,234,567` are written the English way and refused;
* `1.234` and `1,234` (one separator, one to three digits before it that are not a lone zero, three behind it) are
  refused as decimals: a thousand to some, one and a bit to others;
* a whole number cannot have decimals, so `parse_whole` reads `1.234` as one thousand two hundred thirty-four.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_PLAIN = re.compile(r"[+-]?\d+")
_GROUPED = re.compile(r"([+-]?)([1-9]\d{0,2}(?:\.\d{3})+)(?:,(\d+))?")
_COMMA = re.compile(r"([+-]?\d+),(\d+)")
_DOT = re.compile(r"[+-]?\d+\.\d+")
_ENGLISH = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
_DIGITS = frozenset("0123456789")
MAX_DIGITS = 30


class NumberFault(StrEnum):
    """Why a text is not read as a number."""

    NOT_A_NUMBER = "not_a_number"
    AMBIGUOUS = "ambiguous"
    ENGLISH = "english"
    NOT_WHOLE = "not_whole"
    TOO_LONG = "too_long"


class NumberRefusedError(ValueError):
    """The text has no single meaning as a number."""

    def __init__(self, fault: NumberFault, text: str) -> None:
        super().__init__(f"{fault}: {text[:40]!r}")
        self.fault = fault


def parse_decimal(text: str) -> Decimal:
    """Return the number; raise `NumberRefusedError` where it is none or may be read in two ways."""
    number = _SPACES.sub("", text)
    if len(number) > MAX_DIGITS:
        raise NumberRefusedError(NumberFault.TOO_LONG, text)
    if not number.isascii():
        raise NumberRefusedError(NumberFault.NOT_A_NUMBER, text)
    if _PLAIN.fullmatch(number):
        return Decimal(number)
    if _AMBIGUOUS.fullmatch(number):
        raise NumberRefusedError(NumberFault.AMBIGUOUS, text)
    if grouped := _GROUPED.fullmatch(number):
        sign, whole, decimals = grouped.groups()
        return Decimal(f"{sign}{whole.replace('.', '')}.{decimals or 0}")
    if comma := _COMMA.fullmatch(number):
        return Decimal(f"{comma[1]}.{comma[2]}")
    if _DOT.fullmatch(number):
        return Decimal(number)
    fault = NumberFault.ENGLISH if _ENGLISH.fullmatch(number) else NumberFault.NOT_A_NUMBER
    raise NumberRefusedError(fault, text)


def parse_whole(text: str) -> int:
    """Return the whole number; dots may group its thousands, a decimal part of zeros is allowed."""
    if len(text) < MAX_DIGITS and _DIGITS.issuperset(text) and text:
        return int(text)
    number = _SPACES.sub("", text)
    grouped = _GROUPED.fullmatch(number)
    if grouped and grouped[3] is None and len(number) <= MAX_DIGITS and number.isascii():
        return int(number.replace(".", ""))
    value = parse_decimal(text)
    if value != value.to_integral_value():
        raise NumberRefusedError(NumberFault.NOT_WHOLE, text)
    return int(value)


def format_number(value: Decimal | int, *, digits: int | None = None) -> str:
    """Return `1.234.567,89`; with `digits` exactly so many decimals (half away from zero), else all it has."""
    exact = Decimal(value)
    if not exact.is_finite():
        raise ValueError("only finite numbers can be written")
    if digits is not None:
        exact = exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    sign = "-" if exact < 0 else ""
    whole, _, decimals = format(abs(exact), "f").partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{sign}{grouped},{decimals}" if decimals else f"{sign}{grouped}"
