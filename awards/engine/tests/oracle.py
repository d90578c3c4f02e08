"""Joins worked out a second time, in decimals of 150 digits and by the textbook: it shares no line with the engine."""

from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_UP, Context, Decimal

WIDE = Context(prec=150, Emin=MIN_EMIN, Emax=MAX_EMAX)
ALMOST = Decimal("1e-100")
"""Inputs of a dozen digits come no closer to a half than that unless they are on it."""


def joined(join, weights, scores, *, floor=Decimal(1), exponent=Decimal(1), of=Decimal(1)):
    """Join scores; weights are on any scale but those of a sum."""
    if join == "minimum":
        return min(scores)
    if join == "difference":
        return WIDE.subtract(*scores)
    if join == "complement":
        return WIDE.subtract(of, scores[0])
    if join in ("ratio", "reciprocal"):
        return WIDE.divide(scores[0] if join == "ratio" else of, max(scores[-1], floor))
    if join == "sum":
        return total(WIDE.multiply(weight, score) for weight, score in zip(weights, scores, strict=True))
    shares = [WIDE.divide(weight, sum(weights)) for weight in weights]
    if join == "arithmetic":
        return joined("sum", shares, scores)
    raised = [max(score, floor) for score in scores]
    if join == "geometric":
        return WIDE.exp(joined("sum", shares, [WIDE.ln(score) for score in raised]))
    power = Decimal(-1) if join == "harmonic" else exponent
    return powered(joined("sum", shares, [powered(score, power) for score in raised]), WIDE.divide(Decimal(1), power))


def powered(base, exponent):
    return WIDE.exp(WIDE.multiply(exponent, WIDE.ln(base)))


def total(parts):
    found = Decimal(0)
    for part in parts:
        found = WIDE.add(found, part)
    return found


def rounded(value, digits):
    """Round halves away from zero; what is as good as on a half is on it."""
    scaled = WIDE.scaleb(value, digits)
    nudged = WIDE.add(scaled, (ALMOST * max(Decimal(1), abs(scaled))).copy_sign(scaled))
    return WIDE.scaleb(nudged.to_integral_value(ROUND_HALF_UP, WIDE), -digits)
