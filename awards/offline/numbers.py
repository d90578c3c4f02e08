"""Numbers in files: which sign starts the decimals, told by the file as a whole; what stays unclear is refused.

`1.234` is a thousand to some, one and a bit to others. A file that writes `0.5` or `12.75` elsewhere means a point, one
that writes `0,5` or `1.234.567` a comma; a file separated by commas means a point unless it says otherwise.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from paritrana.lib.numbers_id import DecimalSigns, NumberFault, NumberRefusedError, is_rounded, joined, parse_decimal
from paritrana.lib.problems import Note, note

LONGEST = 1000
"""Characters of a number; nobody writes more, and a file that does is broken."""
_LONG = re.compile(r"[+-]?\d+(?:[.,]\d+)?", re.ASCII)
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d{1,2}", re.ASCII)


class DecimalSign(StrEnum):
    """What starts the decimals of a number in the files; SAFE asks the file and refuses what it does not tell."""

    SAFE = "aman"
    POINT = "titik"
    COMMA = "koma"


class ScientificNumberError(ValueError):
    """The number is written as a spreadsheet writes what it has rounded to six digits."""


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How one file writes numbers: what the caller declares, what decides unclear ones like the example, and a number
    with a point among others with a comma."""

    declared: DecimalSign
    meant: DecimalSign
    example: str = ""
    stray: str = ""

    @property
    def note(self) -> Note | None:
        """Say how an unclear number was read where nobody had declared it, or that the file writes both ways."""
        if self.stray:
            return note("input.stray-point", example=self.stray)
        if not self.example or self.declared is not DecimalSign.SAFE or self.meant is DecimalSign.SAFE:
            return None
        if self.meant is DecimalSign.POINT:
            return note("input.decimals-by-point", example=self.example)
        return note("input.decimals-by-comma", example=self.example)

    def parse(self, text: str) -> Decimal:
        """Raise NumberRefusedError or ScientificNumberError where the text has no single value."""
        number = joined(text)
        if _SCIENTIFIC.fullmatch(number):
            if is_rounded(number):
                raise ScientificNumberError(text)
            return Decimal(number.replace(",", "."))
        try:
            return parse_decimal(text)
        except NumberRefusedError as refused:
            if not self._can_tell(number, refused.fault):
                raise
        if self.meant is DecimalSign.POINT:
            return Decimal(number.replace(",", ""))
        return Decimal(number.replace(".", "").replace(",", "."))

    def _can_tell(self, number: str, fault: NumberFault) -> bool:
        if fault is NumberFault.TOO_LONG:
            return len(number) <= LONGEST and _LONG.fullmatch(number) is not None and self._has_one_sign(number)
        if fault is NumberFault.AMBIGUOUS:
            is_thousands = "," in number and self.meant is DecimalSign.POINT
            return self.meant is not DecimalSign.SAFE and not (is_thousands and self.declared is DecimalSign.SAFE)
        return fault is NumberFault.ENGLISH and self.declared is DecimalSign.POINT

    def _has_one_sign(self, number: str) -> bool:
        """A long number is never grouped: what sign it has starts its decimals."""
        return not ("," in number and self.meant is DecimalSign.POINT) and not (
            "." in number and self.meant is DecimalSign.COMMA
        )


def style_of(texts: Iterable[str], *, declared: DecimalSign, delimiter: str) -> NumberStyle:
    """Ask the numbers of a file what they mean, then what separates its cells."""
    if declared is not DecimalSign.SAFE:
        return NumberStyle(declared, declared)
    signs = DecimalSigns()
    for text in texts:
        signs.see(text)
    if bool(signs.point) is not bool(signs.comma):
        return NumberStyle(declared, DecimalSign.POINT if signs.point else DecimalSign.COMMA, signs.unclear)
    if not signs.point and delimiter == ",":
        return NumberStyle(declared, DecimalSign.POINT, signs.unclear)
    return NumberStyle(declared, DecimalSign.SAFE, stray=signs.stray)
