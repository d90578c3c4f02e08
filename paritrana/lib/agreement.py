"""How far two people agree who sorted the same things: the share, and Cohen's kappa, which takes chance out of it.

Cohen (1960), "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20(1), 37-46.
Exact fractions; whoever shows them rounds.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class PairedAgreement:
    """`kappa` is None where chance alone would agree on everything: then there is nothing to measure against."""

    pairs: int
    agreed: Fraction
    kappa: Fraction | None


def paired_agreement(pairs: Iterable[tuple[str, str]]) -> PairedAgreement | None:
    """Return the agreement of what the first and the second said of each thing; None without any pair."""
    counted = Counter(pairs)
    total = sum(counted.values())
    if not total:
        return None
    firsts: Counter[str] = Counter()
    seconds: Counter[str] = Counter()
    for (first, second), number in counted.items():
        firsts[first] += number
        seconds[second] += number
    observed = Fraction(sum(number for (first, second), number in counted.items() if first == second), total)
    expected = Fraction(sum(firsts[name] * seconds[name] for name in firsts), total * total)
    return PairedAgreement(total, observed, None if expected == 1 else (observed - expected) / (1 - expected))
