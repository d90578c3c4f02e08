"""Numbers and lists as Indonesians write them, for sentences a jury chair reads out."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

Amount = Fraction | Decimal | float | int


def written(value: Amount, digits: int) -> str:
    """`1.234,50`: a fixed number of digits, half away from zero, a true minus sign for negatives."""
    exact = Fraction(value)
    whole = int(abs(exact) * 10**digits + Fraction(1, 2))
    sign = "−" if exact < 0 and whole else ""
    units, rest = divmod(whole, 10**digits)
    grouped = f"{units:,}".replace(",", ".")
    return f"{sign}{grouped},{rest:0{digits}d}" if digits else f"{sign}{grouped}"


def percent(share: Amount, digits: int = 1) -> str:
    return f"{written(Fraction(share) * 100, digits)}%"


def listed(names: Sequence[str]) -> str:
    """`A`, `A dan B`, `A, B, dan C`."""
    if len(names) < 3:
        return " dan ".join(names)
    return f"{', '.join(names[:-1])}, dan {names[-1]}"


def plain(value: Amount) -> str:
    """`1.234,5`: at most six digits, no trailing zeros."""
    return written(value, 6).rstrip("0").rstrip(",")
