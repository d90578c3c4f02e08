"""Cases beside the rules: input with the answer that its author knows by heart, as `[[case]]` of the rulebook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from awards.engine.criteria import Cases
from paritrana.lib.problems import Problem, problem

if TYPE_CHECKING:
    from awards.engine.rulebook import Rules


class ExpectedOutcome(StrEnum):
    """What is to come of an entry, as results say it."""

    ASSESSED = "assessed"
    NOT_ASSESSED = "not_assessed"
    HELD = "held"
    NOT_RANKED = "not_ranked"


@dataclass(frozen=True, slots=True)
class WorkedCase:
    """`cells` by column, `marks` by jury criterion; the rest is expected: points as printed, cases and band by name.

    `band` is None where nothing is expected of it, "" where there is to be none; so are the names in `cases`.
    """

    name: str
    cells: Mapping[str, Decimal | str]
    marks: Mapping[str, tuple[Fraction, ...]]
    points: Mapping[str, Fraction]
    cases: Mapping[str, str]
    band: str | None = None
    outcome: ExpectedOutcome | None = None
    name_en: str = ""
    note: str = ""
    note_en: str = ""


def check_worked(rulebook: Rules) -> Iterator[Problem]:
    """Hold the words of the cases against those of the rules; whether they come out is asked before sealing."""
    columns, juries = set(rulebook.columns), {leaf.jury for leaf in rulebook.leaves if leaf.jury}
    nodes = {node.code: node for node in rulebook.root.walk()}
    bands = {band.name for band in rulebook.bands}
    names = [one.name for one in rulebook.worked]
    for place, one in enumerate(rulebook.worked, start=1):
        path = f"case[{place}]"
        if one.name in names[: place - 1]:
            yield problem(f"{path}.name", "rulebook.worked-twice", name=one.name)
        if not (one.points or one.cases or one.outcome or one.band is not None):
            yield problem(path, "rulebook.worked-expects-nothing", name=one.name)
        for column in sorted(one.cells.keys() - columns):
            yield problem(f"{path}.input.{column}", "rulebook.worked-column", name=one.name, column=column)
        for jury in sorted(one.marks.keys() - juries):
            yield problem(f"{path}.marks.{jury}", "rulebook.worked-jury", name=one.name, criterion=jury)
        for code in sorted({*one.points, *one.cases} - nodes.keys()):
            yield problem(path, "rulebook.worked-criterion", name=one.name, criterion=code)
        for code, case in one.cases.items():
            rule = nodes[code].normalisation if code in nodes else None
            if code in nodes and (not isinstance(rule, Cases) or (case and case not in rule.points)):
                yield problem(f"{path}.cases.{code}", "rulebook.worked-case", name=one.name, case=case)
        if one.band and one.band not in bands:
            yield problem(f"{path}.band", "rulebook.worked-band", name=one.name, band=one.band)
