"""Read numbers as Indonesians write them: dots group thousands, a comma starts the decimals.

What is read, and what is refused because it means different numbers to different people:

* `1234`, `-5`, `1.234.567`, `1.234,5`, `1234,5`, `1234.5`, `0,125`, `0.125`, `12.34` have one meaning and are read;
* `1,234.5` and `1,234,567` are written the English way and refused;
* `1.234` and `1,234` (one separator, one to three digits before it that are not a lone zero, three behind it) are
  refused as decimals: a thousand to some, one and a bit to others;
* the true minus sign that pages print is read like the one on the keyboard;
* `Rp` may stand before a number; blanks may group thousands (`1 234`), but `8 0` is two numbers or a slip and refused;
* `4E+08` is what a spreadsheet leaves of a long number in a narrow column: its digits are gone, so it is refused;
* a whole number cannot have decimals, so `parse_whole` reads `1.234` as one thousand two hundred thirty-four.
"""

import re
from decimal import Decimal
from enum import StrEnum

_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_CURRENCY = re.compile(r"Rp\.?\s*", re.IGNORECASE)
_SPACED = re.compile(r"[+-]? ?\d{1,3}(?: \d{3})+(?:[.,]\d+)?|[+-] ?[\d.,]+", re.ASCII)
_ROUNDED = re.compile(r"[+-]?\d(?:[.,]\d{1,5})?E\+(?:0[5-9]|[1-9]\d)", re.ASCII)
_PLAIN = re.compile(r"[+-]?\d+")
_GROUPED = re.compile(r"([+-]?)([1-9]\d{0,2}(?:\.\d{3})+)(?:,(\d+))?")
_COMMA = re.compile(r"([+-]?\d+),(\d+)")
_DOT = re.compile(r"[+-]?\d+\.\d+")
_ENGLISH = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
_BY_POINT = re.compile(r"[+-]?\d+\.\d+(?:[eE][+-]?\d+)?", re.ASCII)
_BY_COMMA = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:\.\d{3})+),\d+(?:[eE][+-]?\d+)?|[+-]?\d{1,3}(?:\.\d{3}){2,}", re.ASCII)
_DIGITS = frozenset("0123456789")
MAX_DIGITS = 30


class NumberFault(StrEnum):
    """Why a text is not read as a number."""

    NOT_A_NUMBER = "not_a_number"
    AMBIGUOUS = "ambiguous"
    ENGLISH = "english"
    NOT_WHOLE = "not_whole"
    TOO_LONG = "too_long"
    ROUNDED = "rounded"


class NumberRefusedError(ValueError):
    """The text has no single meaning as a number."""

    def __init__(self, fault: NumberFault, text: str) -> None:
        super().__init__(f"{fault}: {text[:40]!r}")
        self.fault = fault


class DecimalSigns:
    """What the numbers of a column or file say of its decimal sign: the first with a point, with a comma, unclear."""

    __slots__ = ("comma", "point", "unclear")

    def __init__(self) -> None:
        self.point = self.comma = self.unclear = ""

    def see(self, text: str) -> None:
        number = "".join(text.split())
        if currency := _CURRENCY.match(number):
            number = number[currency.end() :]
        if _AMBIGUOUS.fullmatch(number):
            self.unclear = self.unclear or number
        elif _BY_POINT.fullmatch(number):
            self.point = self.point or number
        elif _BY_COMMA.fullmatch(number):
            self.comma = self.comma or number

    @property
    def stray(self) -> str:
        """The first number with a point where others have a comma."""
        return self.point if self.comma else ""


def joined(text: str) -> str:
    """Return a number without currency and without the blanks between its thousands; other blanks are refused."""
    number = _SPACES.sub(" ", text).strip().replace("\N{MINUS SIGN}", "-")
    if currency := _CURRENCY.match(number):
        number = number[currency.end() :]
    if " " not in number:
        return number
    if not _SPACED.fullmatch(number):
        raise NumberRefusedError(NumberFault.NOT_A_NUMBER, text)
    return number.replace(" ", "")


def is_rounded(number: str) -> bool:
    """Is this what a spreadsheet shows of a number too long for its column?"""
    return _ROUNDED.fullmatch(number) is not None


def parse_decimal(text: str) -> Decimal:
    """Return the number; raise `NumberRefusedError` where it is none or may be read in two ways."""
    number = joined(text)
    if len(number) > MAX_DIGITS:
        raise NumberRefusedError(NumberFault.TOO_LONG, text)
    if is_rounded(number):
        raise NumberRefusedError(NumberFault.ROUNDED, text)
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


def written(value: Decimal) -> str:
    """Return a number as `parse_decimal` reads it, and `parse_whole` where it is whole: decimals behind a comma.

    Three of them may be taken for thousands, so a nought follows.
    """
    text = format(value, "f").replace(".", ",")
    return f"{text}0" if _AMBIGUOUS.fullmatch(text) else text


def parse_whole(text: str) -> int:
    """Return the whole number; dots may group its thousands, a decimal part of zeros is allowed."""
    if len(text) < MAX_DIGITS and _DIGITS.issuperset(text) and text:
        return int(text)
    number = joined(text)
    grouped = _GROUPED.fullmatch(number)
    if grouped and grouped[3] is None and len(number) <= MAX_DIGITS and number.isascii():
        return int(number.replace(".", ""))
    value = parse_decimal(text)
    if value != value.to_integral_value():
        raise NumberRefusedError(NumberFault.NOT_WHOLE, text)
    return int(value)
