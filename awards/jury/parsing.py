"""How a mark is read, on the screen as from paper. Pure, no Django."""

import re
from decimal import Decimal

from awards.rulebooks.parsing.jury_sheet import JuryCriterion
from paritrana.lib.numbers_id import NumberFault, NumberRefusedError, parse_decimal

DECIMAL_COMMA = re.compile(r"(\d{1,9}),(\d{1,9})", re.ASCII)
CENT = Decimal("0.01")


def read_mark(text: str, criterion: JuryCriterion | None = None) -> Decimal:
    """Read a mark as Indonesians write it: "7,5" and "7.5" are seven and a half, "1.000" and "1e1" are refused.

    "1.125" is a mark where the criterion has thousandths there and no mark of a thousand; a level is always read as the
    rulebook writes it, because the page sends it so.
    """
    typed = text.strip()
    if criterion is not None and any(typed == str(level.value) for level in criterion.levels):
        return Decimal(typed)
    if comma := DECIMAL_COMMA.fullmatch(typed):
        return Decimal(f"{comma[1]}.{comma[2]}")
    try:
        return parse_decimal(typed)
    except NumberRefusedError as refusal:
        if refusal.fault is NumberFault.AMBIGUOUS and criterion is not None and _has_thousandths(typed, criterion):
            return Decimal(typed)
        raise


def _has_thousandths(typed: str, criterion: JuryCriterion) -> bool:
    whole, _dot, rest = typed.partition(".")
    value, thousands = Decimal(typed), Decimal(whole + rest)
    return value % CENT != 0 and criterion.admits(value) and not criterion.admits(thousands)
