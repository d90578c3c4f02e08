"""Read what a juror's sheet needs from a rulebook's text: the jury criteria, their scales and wording. Pure, no Django.

The criteria are the leaves with source `jury`; a top-level table `jury` may add wording: for a jury criterion its help,
step, levels, the questions whose evidence stands beside it, and how a verified answer suggests a mark.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache
from typing import Any

from awards.rulebooks.parsing.worded import worded
from paritrana.lib.language import Language
from paritrana.lib.problems import ProblemsError, problem
from paritrana.lib.toml_text import parse_toml

DEFAULT_STEP = Decimal("0.01")
ZERO, HUNDRED = Decimal(0), Decimal(100)


class JurySheetError(ProblemsError):
    """The rulebook's jury part cannot be used."""


@dataclass(frozen=True, slots=True)
class Level:
    """A step of a scale in words; the number comes second."""

    value: Decimal
    label: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Which verified answer suggests a mark: by a table from answer to mark, or the figure itself."""

    question: str
    values: Mapping[str, Decimal]

    def mark_for(self, answer: str) -> Decimal | None:
        if self.values:
            return self.values.get(answer.strip())
        try:
            return Decimal(answer.strip())
        except InvalidOperation:
            return None


@dataclass(frozen=True, slots=True)
class JuryCriterion:
    """`share` is what one point of the scored leaf adds to the total; the score runs from `worst` to `best`."""

    code: str
    name: str
    note: str
    unit: str
    lowest: Decimal
    highest: Decimal
    worst: Decimal
    best: Decimal
    target_low: Decimal
    target_high: Decimal
    share: Fraction
    weight: Fraction | None
    panel: str
    minimum_marks: int = 1
    step: Decimal = DEFAULT_STEP
    guidance: str = ""
    levels: tuple[Level, ...] = ()
    evidence: tuple[str, ...] = ()
    suggestion: Suggestion | None = None

    @property
    def length(self) -> Decimal:
        return self.highest - self.lowest

    def admits(self, value: Decimal) -> bool:
        if self.levels:
            return any(level.value == value for level in self.levels)
        return self.lowest <= value <= self.highest and (value - self.lowest) % self.step == 0

    def is_end(self, value: Decimal) -> bool:
        return value in (self.lowest, self.highest)

    def level(self, value: Decimal) -> Level | None:
        return next((level for level in self.levels if level.value == value), None)

    def points(self, value: Decimal | Fraction) -> Fraction:
        """What this mark alone would add to the total."""
        place = (Fraction(value) - Fraction(self.worst)) / Fraction(self.best - self.worst)
        low, high = Fraction(self.target_low), Fraction(self.target_high)
        return self.share * (low + place * (high - low))


@dataclass(frozen=True, slots=True)
class JurySheet:
    """The jury criteria in the order of the rulebook, and the roles its attendance criterion knows."""

    criteria: tuple[JuryCriterion, ...]
    attendance_roles: tuple[str, ...]

    def criterion(self, code: str) -> JuryCriterion | None:
        return next((criterion for criterion in self.criteria if criterion.code == code), None)

    def total(self, marks: Mapping[str, Decimal]) -> Fraction:
        """The sum that these marks make so far; criteria without a mark add nothing."""
        return sum(
            (criterion.points(marks[criterion.code]) for criterion in self.criteria if criterion.code in marks),
            Fraction(0),
        )

    @property
    def highest_total(self) -> Fraction:
        return sum((criterion.points(criterion.best) for criterion in self.criteria), Fraction(0))


@lru_cache(maxsize=128)
def load_jury_sheet(text: str, language: Language = Language.INDONESIAN) -> JurySheet:
    """Return the sheet with the words of one language; a text without English stays Indonesian."""
    document: Mapping[str, Any] = worded(parse_toml(text), language)
    wording = _wording(document)
    found: dict[str, JuryCriterion] = {}
    panels = {panel["code"]: int(panel.get("minimum_marks", 1)) for panel in document.get("panels", [])}
    roles: list[str] = []
    for leaf, share, weight in _leaves(document):
        if leaf.get("source") == "attendance":
            roles += list(leaf.get("normalise", {}).get("levels", {}))
        if leaf.get("source") != "jury":
            continue
        criterion = _criterion(leaf, share, weight)
        criterion = replace(criterion, minimum_marks=panels.get(criterion.panel, 1))
        known = found.get(criterion.code)
        found[criterion.code] = replace(known, share=known.share + share) if known else criterion
    for code in wording.keys() - found.keys():
        raise JurySheetError(problem("jury.criteria", "jury-sheet.criterion-unknown", name=code))
    return JurySheet(
        criteria=tuple(_checked(criterion, wording.get(code, {})) for code, criterion in found.items()),
        attendance_roles=tuple(dict.fromkeys(roles)),
    )


def _wording(document: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    table = document.get("jury", {})
    if not isinstance(table, Mapping) or table.keys() - {"criteria"}:
        raise JurySheetError(problem("jury", "jury-sheet.criteria-only"))
    found: dict[str, Mapping[str, Any]] = {}
    for place, item in enumerate(table.get("criteria", []), 1):
        unknown = item.keys() - {"code", "help", "step", "levels", "evidence", "suggestion"}
        if unknown or not item.get("code"):
            name = sorted(unknown)[0] if unknown else "code"
            raise JurySheetError(problem(f"jury.criteria[{place}].{name}", "jury-sheet.key"))
        found[item["code"]] = item
    return found


def _leaves(document: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Fraction, Fraction | None]]:
    """Yield each leaf with the share of the total that its points make, and its weight where it has one."""
    nodes = {node["code"]: node for node in document.get("criteria", [])}
    total = Fraction(document.get("rulebook", {}).get("weight_total", 1))
    for node in nodes.values():
        if "join" in node:
            continue
        share, place = Fraction(1), node
        while (parent := nodes.get(place.get("parent", ""))) is not None:
            if parent.get("join") != "sum":
                share *= Fraction(place.get("weight", 1)) / Fraction(parent.get("weight_total", total))
            else:
                share *= Fraction(place.get("weight", 1))
            place = parent
        weighted = "weight" in node and nodes.get(node.get("parent", ""), {}).get("join") != "sum"
        yield node, share, share if weighted else None


def _criterion(leaf: Mapping[str, Any], share: Fraction, weight: Fraction | None) -> JuryCriterion:
    rule = leaf.get("normalise", {})
    worst, best, low, high = _scale(rule)
    return JuryCriterion(
        code=leaf["jury"],
        name=leaf["name"],
        note=leaf.get("note", ""),
        unit=leaf.get("unit", ""),
        lowest=min(worst, best),
        highest=max(worst, best),
        worst=worst,
        best=best,
        target_low=low,
        target_high=high,
        share=share,
        weight=weight,
        panel=leaf.get("panel", ""),
    )


def _scale(rule: Mapping[str, Any]) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    if rule.get("kind") == "goalposts":
        low, high = rule.get("target", (ZERO, HUNDRED))
        return Decimal(rule["worst"]), Decimal(rule["best"]), Decimal(low), Decimal(high)
    low, high = rule.get("range", (ZERO, HUNDRED))
    return Decimal(low), Decimal(high), Decimal(low), Decimal(high)


def _checked(criterion: JuryCriterion, wording: Mapping[str, Any]) -> JuryCriterion:
    try:
        return _worded(criterion, wording)
    except (KeyError, TypeError, InvalidOperation) as error:
        raise JurySheetError(problem(f"jury.criteria.{criterion.code}", "jury-sheet.wording")) from error


def _worded(criterion: JuryCriterion, wording: Mapping[str, Any]) -> JuryCriterion:
    levels = tuple(
        Level(Decimal(level["value"]), str(level["label"]), str(level.get("description", "")))
        for level in wording.get("levels", [])
    )
    for level in levels:
        if not criterion.lowest <= level.value <= criterion.highest:
            raise JurySheetError(
                problem(f"jury.criteria.{criterion.code}", "jury-sheet.level-outside", label=level.label)
            )
    step = Decimal(wording.get("step", DEFAULT_STEP))
    if step <= 0:
        raise JurySheetError(problem(f"jury.criteria.{criterion.code}", "jury-sheet.step"))
    return replace(
        criterion,
        guidance=str(wording.get("help", "")),
        step=step,
        levels=levels,
        evidence=tuple(str(code) for code in wording.get("evidence", [])),
        suggestion=_suggestion(wording.get("suggestion")),
    )


def _suggestion(table: Mapping[str, Any] | None) -> Suggestion | None:
    if table is None:
        return None
    values = {str(answer): Decimal(value) for answer, value in table.get("values", {}).items()}
    return Suggestion(question=str(table["question"]), values=values)
