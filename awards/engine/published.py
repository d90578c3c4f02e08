"""Where a source's own total differs from the one computed: a check beside the scores that changes none of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from awards.engine.result import Result


class TotalFinding(StrEnum):
    """What came of comparing one entry's total with the published one."""

    EQUAL = "equal"
    DIFFERENT = "different"
    NOT_SCORED = "not_scored"
    NOT_PUBLISHED = "not_published"


@dataclass(frozen=True, slots=True)
class TotalCheck:
    """One entry; `gap` is the computed total less the published one, None where one of them is not there."""

    id: str
    score: Decimal | None
    published: Decimal | None
    gap: Decimal | None
    finding: TotalFinding


def compare_published(
    result: Result, totals: Mapping[str, Decimal | None], within: Fraction = Fraction(0)
) -> tuple[TotalCheck, ...]:
    """Compare the totals as printed, in the order of the standings."""
    return tuple(_comparison(one.id, one.score, totals.get(one.id), within) for one in result.standings)


def _comparison(entry: str, score: Decimal | None, published: Decimal | None, within: Fraction) -> TotalCheck:
    if published is None:
        return TotalCheck(entry, score, None, None, TotalFinding.NOT_PUBLISHED)
    if score is None:
        return TotalCheck(entry, None, published, None, TotalFinding.NOT_SCORED)
    exact = Fraction(score) - Fraction(published)
    finding = TotalFinding.DIFFERENT if abs(exact) > within else TotalFinding.EQUAL
    places = max(0, -int(score.as_tuple().exponent), -int(published.as_tuple().exponent))
    gap = Decimal(int(exact * 10**places)).scaleb(-places)
    return TotalCheck(entry, score, published, gap, finding)
