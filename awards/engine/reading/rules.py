"""Reads everything of a rulebook but the tree."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from awards.engine.criteria import (
    Band,
    Comparator,
    Comparison,
    Gate,
    GateOutcome,
    Grouping,
    Guard,
    Measure,
    MeasureKind,
    PanelScheme,
    Population,
    Quota,
    RankKey,
    RankRule,
    Requirement,
    RoundingRule,
    Transform,
)
from awards.engine.panel.errors import PanelRuleError
from awards.engine.panel.rule import PanelMethod, PanelRule
from awards.engine.reading.conditions import read_condition
from awards.engine.reading.normalisation import Direction
from awards.engine.reading.section import MOST_DIGITS, TomlSection
from awards.engine.reading.tree import read_citations
from awards.engine.rounding import RoundingMode


class RankedOn(StrEnum):
    """Which of the two values decides."""

    ROUNDED = "rounded"
    FULL = "full"


class CannotTell(StrEnum):
    """What becomes of an entry whose gate cannot be decided."""

    HOLD = "hold"
    RANK = "rank"


class WithdrawnPlace(StrEnum):
    """What becomes of the place of a prize that is taken back after the result was final."""

    EMPTY = "empty"
    NEXT = "next"


class PopulationKind(StrEnum):
    """Where the members of a reference population come from."""

    FROZEN = "frozen"
    GIVEN = "given"
    FIELD = "field"


PLACES = {
    MeasureKind.RATIO: ("numerator", "denominator"),
    MeasureKind.PERCENTAGE: ("numerator", "denominator"),
    MeasureKind.DIFFERENCE: ("minuend", "subtrahend"),
    MeasureKind.GROWTH: ("now", "before"),
    MeasureKind.SUM: ("columns", ""),
}
BUILT_ON = {MeasureKind.DIFFERENCE: "minuend_measure", MeasureKind.GROWTH: "now_measure"}
DIVIDING = (MeasureKind.RATIO, MeasureKind.PERCENTAGE, MeasureKind.GROWTH)


def read_rounding(section: TomlSection) -> RoundingRule:
    total = section.whole("total", 0)
    carried = section.texts("carry") if "carry" in section else ()
    if set(carried) - {"leaf", "node"}:
        section.refuse("carry", "rulebook.carry-stages")
    rule = RoundingRule(
        mode=section.choice("mode", RoundingMode, RoundingMode.HALF_AWAY),
        leaf=section.whole("leaf", 0, min(total + 2, MOST_DIGITS)),
        node=section.whole("node", 0, min(total + 2, MOST_DIGITS)),
        total=total,
        carried=frozenset(carried),
    )
    for key, digits in (("total", rule.total), ("leaf", rule.leaf), ("node", rule.node)):
        if digits > MOST_DIGITS:
            section.refuse(key, "rulebook.too-many-digits", most=MOST_DIGITS)
    section.close()
    return rule


def read_rank(section: TomlSection, kinds: dict[str, str]) -> RankRule:
    is_rounded = section.choice("on", RankedOn, RankedOn.ROUNDED) is RankedOn.ROUNDED
    chain = []
    for item in section.sections("tie_break"):
        code = item.text("by")
        on = item.choice("on", RankedOn, RankedOn.ROUNDED if is_rounded else RankedOn.FULL)
        higher = item.choice("direction", Direction) is Direction.HIGHER
        chain.append(RankKey(code, kinds.get(code, "column"), higher, on is RankedOn.ROUNDED))
        item.close()
    rule = RankRule(
        is_rounded=is_rounded,
        higher_is_better=section.choice("direction", Direction, Direction.HIGHER) is Direction.HIGHER,
        chain=tuple(chain),
        ranks_cannot_tell=section.choice("cannot_tell", CannotTell, CannotTell.HOLD) is CannotTell.RANK,
        moves_up=section.choice("withdrawn", WithdrawnPlace, WithdrawnPlace.EMPTY) is WithdrawnPlace.NEXT,
    )
    section.close()
    return rule


def read_grouping(section: TomlSection) -> Grouping:
    columns = section.texts("by") if "by" in section else ()
    grouping = Grouping(columns, section.whole("minimum_size", 1, 1))
    section.close()
    return grouping


def read_measure(section: TomlSection, above: Mapping[str, Measure]) -> Measure:
    """Read one measure; a difference or a growth may build on one of those `above` it."""
    kind = section.choice("kind", MeasureKind)
    first, second = PLACES[kind]
    base = _base(section, BUILT_ON[kind], above) if kind in BUILT_ON and BUILT_ON[kind] in section else None
    if base and first in section:
        section.refuse(first, "rulebook.measure-built-twice")
        section.leave(first)
    guard = section.choice("guard", Guard, Guard.NONE)
    if guard is not Guard.NONE and kind not in DIVIDING:
        section.refuse("guard", "rulebook.guard-needs-division")
    if guard in (Guard.WILSON, Guard.SHRINKAGE) and kind is MeasureKind.GROWTH:
        section.refuse("guard", "rulebook.guard-of-growth")
    measure = Measure(
        code=section.text("code"),
        name=section.text("name"),
        kind=kind,
        first=() if base else section.texts(first),
        second=section.texts(second) if second else (),
        transform=section.choice("transform", Transform, Transform.NONE),
        guard=guard,
        minimum_denominator=_needed(
            section, "minimum_denominator", guard, Guard.MISSING_BELOW, Guard.RAISE_DENOMINATOR
        ),
        z=_needed(section, "z", guard, Guard.WILSON),
        prior=section.number("prior") if guard is Guard.SHRINKAGE else Fraction(0),
        strength=_needed(section, "strength", guard, Guard.SHRINKAGE),
        unit=section.optional_text("unit"),
        unit_en=section.optional_text("unit_en"),
        name_en=section.optional_text("name_en"),
        citations=read_citations(section),
        base=base,
    )
    section.close()
    return measure


def _base(section: TomlSection, key: str, above: Mapping[str, Measure]) -> Measure | None:
    """Return the measure that another one builds on; its figure must be a fraction, and made of columns alone."""
    code = section.text(key)
    found = above.get(code)
    if found is None:
        section.refuse(key, "rulebook.measure-not-above", name=code)
        return None
    if found.base or found.transform is not Transform.NONE or found.guard is Guard.WILSON:
        section.refuse(key, "rulebook.measure-not-a-base", name=found.name)
    return found


def _needed(section: TomlSection, key: str, guard: Guard, *owners: Guard) -> Fraction:
    """Read a positive number that only some guards have."""
    if guard not in owners:
        return Fraction(0)
    value = section.number(key)
    if value <= 0:
        section.refuse(key, "rulebook.positive-expected")
    return value


def read_gate(section: TomlSection) -> Gate:
    gate = Gate(
        code=section.text("code"),
        name=section.text("name"),
        condition=_read_when(section) if "when" in section else _read_limit(section),
        reason=section.text("reason"),
        when_missing=section.choice("when_missing", GateOutcome, GateOutcome.CANNOT_TELL),
        evidence=section.optional_text("evidence"),
        citations=read_citations(section),
        name_en=section.optional_text("name_en"),
        reason_en=section.optional_text("reason_en"),
    )
    section.close()
    return gate


def _read_when(section: TomlSection) -> Requirement:
    for key in ("column", "measure", "must_be", "limit", "labels"):
        if key in section:
            section.refuse(key, "rulebook.gate-when")
            section.leave(key)
    return read_condition(section.section("when"))


def _read_limit(section: TomlSection) -> Comparison:
    """Read the comparison that a gate writes as keys of its own."""
    comparator = section.choice("must_be", Comparator)
    is_label = comparator is Comparator.ONE_OF
    found = Comparison(
        column=section.text_or_none("column"),
        measure=section.text_or_none("measure"),
        comparator=comparator,
        limit=None if is_label else section.number("limit"),
        labels=section.texts("labels") if is_label else (),
    )
    if (found.column is None) == (found.measure is None):
        section.refuse("column", "rulebook.gate-source")
    if is_label and found.measure is not None:
        section.refuse("measure", "rulebook.gate-labels")
    return found


def read_band(section: TomlSection) -> Band:
    band = Band(
        section.text("code"), section.text("name"), section.number("threshold"), section.optional_text("name_en")
    )
    section.close()
    return band


def read_quota(section: TomlSection) -> Quota:
    quota = Quota(
        section.text("code"), section.text("name"), section.whole("count", 1), section.optional_text("name_en")
    )
    section.close()
    return quota


def read_panel(section: TomlSection) -> PanelScheme:
    code = section.text("code")
    fields: dict[str, int] = {
        key: section.whole(key, 0)
        for key in ("drop_high", "drop_low", "minimum_marks", "minimum_juror_marks", "minimum_shared")
        if key in section
    }
    method = section.choice("method", PanelMethod)
    ridge, cap = section.number_or("ridge", 0), section.optional_number("cap")
    section.close()
    try:
        rule = PanelRule(method=method, ridge=_decimal(ridge), cap=None if cap is None else _decimal(cap), **fields)
    except PanelRuleError as error:
        for one in error.problems:
            section.refuse(one.path, one.code, **one.values)
        rule = PanelRule()
    return PanelScheme(code, rule)


def read_population(section: TomlSection) -> Population:
    kind = section.choice("kind", PopulationKind)
    table = section.section("columns")
    columns = {column: tuple(map(_decimal, table.numbers(column))) for column in table.keys()}  # noqa: SIM118
    if (kind is PopulationKind.FROZEN) != bool(columns):
        section.refuse("columns", "rulebook.population-columns")
    if len({len(values) for values in columns.values()}) > 1:
        section.refuse("columns", "rulebook.population-lengths")
    population = Population(section.text("code"), section.text("name"), kind, columns, read_citations(section))
    section.close()
    return population


def _decimal(value: Fraction) -> Decimal:
    """Return the decimal a rulebook's number was written as; such a number always has one."""
    return Decimal(value.numerator) / Decimal(value.denominator)
