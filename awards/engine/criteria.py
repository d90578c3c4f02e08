"""The words of a rulebook as immutable values: tree, measures, normalisations, conditions, gates, groups, prizes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from awards.engine.panel.rule import PanelRule
from awards.engine.rounding import RoundingMode


class Source(StrEnum):
    """Where the figure of a leaf comes from."""

    CONTRIBUTION = "contribution"
    ANSWER = "answer"
    JURY = "jury"
    ATTENDANCE = "attendance"
    HISTORY = "history"


class Join(StrEnum):
    """How a node makes one score of its children's."""

    SUM = "sum"
    ARITHMETIC = "arithmetic"
    GEOMETRIC = "geometric"
    HARMONIC = "harmonic"
    POWER_MEAN = "power_mean"
    MINIMUM = "minimum"
    DIFFERENCE = "difference"
    RATIO = "ratio"
    COMPLEMENT = "complement"
    RECIPROCAL = "reciprocal"


PAIRS: Mapping[Join, int] = {Join.DIFFERENCE: 2, Join.RATIO: 2, Join.COMPLEMENT: 1, Join.RECIPROCAL: 1}
"""Joins of so many shares, whose order counts and which have no weights."""


class Effect(StrEnum):
    """What a child does to its parent: take a share, or change what the others made."""

    SHARE = "share"
    BONUS = "bonus"
    PENALTY = "penalty"
    FACTOR = "factor"


class MissingPolicy(StrEnum):
    """What a missing value leads to; never a silent zero."""

    NOT_RANKED = "not_ranked"
    WORST = "worst"
    ZERO = "zero"
    SKIP = "skip_and_rescale"
    GROUP_MEDIAN = "group_median"


class Transform(StrEnum):
    """What is done to a figure before it is normalised."""

    NONE = "none"
    LN = "ln"
    SQRT = "sqrt"


class MeasureKind(StrEnum):
    """How a figure is derived from columns; every place takes a sum of columns."""

    RATIO = "ratio"
    PERCENTAGE = "percentage"
    DIFFERENCE = "difference"
    GROWTH = "growth"
    SUM = "sum"


class Guard(StrEnum):
    """What keeps 100 % of 2 workers from being 100 % of 20,000."""

    NONE = "none"
    MISSING_BELOW = "missing_below"
    RAISE_DENOMINATOR = "raise_denominator"
    WILSON = "wilson"
    SHRINKAGE = "shrinkage"


@dataclass(frozen=True, slots=True)
class Citation:
    """The decree, article and page, or the publication, that a rule rests on."""

    text: str
    article: str = ""
    page: str = ""
    url: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """A derived column. `first` over, minus or since `second`; both are sums of columns.

    Where there is a `base`, its figure stands in the place of `first`.
    """

    code: str
    name: str
    kind: MeasureKind
    first: tuple[str, ...]
    second: tuple[str, ...] = ()
    transform: Transform = Transform.NONE
    guard: Guard = Guard.NONE
    minimum_denominator: Fraction = Fraction(0)
    z: Fraction = Fraction(0)
    prior: Fraction = Fraction(0)
    strength: Fraction = Fraction(0)
    unit: str = ""
    unit_en: str = ""
    name_en: str = ""
    citations: tuple[Citation, ...] = ()
    base: Measure | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        return (*(self.base.columns if self.base else ()), *self.first, *self.second)

    @property
    def scale(self) -> int:
        return 100 if self.kind in (MeasureKind.PERCENTAGE, MeasureKind.GROWTH) else 1


class Comparator(StrEnum):
    """What a condition asks of a figure or a label."""

    AT_LEAST = "at_least"
    ABOVE = "above"
    AT_MOST = "at_most"
    BELOW = "below"
    EQUALS = "equals"
    ONE_OF = "one_of"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A column or a measure held against a limit; a column's label against a list."""

    column: str | None
    measure: str | None
    comparator: Comparator
    limit: Fraction | None
    labels: tuple[str, ...] = ()

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        return (self,)


class Logic(StrEnum):
    """How many of several conditions must hold."""

    ALL = "all"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Combination:
    """All or any of several conditions."""

    logic: Logic
    parts: tuple[Requirement, ...]

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        return tuple(one for part in self.parts for one in part.comparisons)


@dataclass(frozen=True, slots=True)
class Exemption:
    """A condition that also holds where its exception does: "unless"."""

    rule: Requirement
    exception: Requirement

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        return self.rule.comparisons + self.exception.comparisons


Requirement = Comparison | Combination | Exemption


@dataclass(frozen=True, slots=True)
class Goalposts:
    """Worst and best in natural units; worst may be above best."""

    worst: Fraction
    best: Fraction
    low: Fraction
    high: Fraction
    is_clamped: bool
    transform: Transform


@dataclass(frozen=True, slots=True)
class Bands:
    """Steps: one more point value than edges. Interpolated: as many, flat outside."""

    edges: tuple[Fraction, ...]
    points: tuple[Fraction, ...]
    is_interpolated: bool
    edge_belongs_above: bool


@dataclass(frozen=True, slots=True)
class Levels:
    """Points by label."""

    points: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Points:
    """The figure is the score already; outside the range it is refused or clamped."""

    low: Fraction | None
    high: Fraction | None
    is_clamped: bool


class Relative(StrEnum):
    """Normalisations that depend on a reference population."""

    RATIO_TO_BEST = "ratio_to_best"
    MIN_MAX = "min_max"
    Z_SCORE = "z_score"
    PERCENTILE = "percentile"


@dataclass(frozen=True, slots=True)
class Relation:
    """A place in a reference population; for z-scores `low` is the mean and `high - low` one deviation."""

    kind: Relative
    reference: str
    low: Fraction
    high: Fraction
    higher_is_better: bool
    is_clamped: bool = False
    is_sample: bool = False
    ties: Fraction = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class NamedCase:
    """What is earned under a condition."""

    name: str
    points: Fraction
    when: Requirement
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Cases:
    """The points of the first case that holds, best first; `otherwise` lies below them all."""

    cases: tuple[NamedCase, ...]
    otherwise: Fraction

    @property
    def points(self) -> Mapping[str, Fraction]:
        """The points by name; none holds under the empty one."""
        return {case.name: case.points for case in self.cases} | {"": self.otherwise}

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        return tuple(one for case in self.cases for one in case.when.comparisons)


Normalisation = Goalposts | Bands | Levels | Points | Relation | Cases


class AdjustmentKind(StrEnum):
    """What a column does to a score that is otherwise complete."""

    MULTIPLY = "multiply"
    ADD = "add_points"
    DEDUCT = "deduct_points"
    DEDUCT_SHARE = "deduct_factor"


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A change of a score by a column; an empty cell changes nothing only where the rulebook says so."""

    kind: AdjustmentKind
    column: str
    empty_changes_nothing: bool


@dataclass(frozen=True, slots=True)
class Criterion:
    """A node of the tree. A leaf has a normalisation and reads a column, a measure, a jury criterion, or conditions."""

    code: str
    parent: str | None
    name: str
    name_en: str = ""
    weight: Fraction = Fraction(1)
    effect: Effect = Effect.SHARE
    join: Join | None = None
    floor: Fraction | None = None
    exponent: Fraction | None = None
    of: Fraction | None = None
    weight_total: Fraction = Fraction(1)
    available_share: Fraction = Fraction(0)
    available_by_count: bool = False
    source: Source | None = None
    column: str | None = None
    measure: str | None = None
    jury: str | None = None
    panel: str | None = None
    normalisation: Normalisation | None = None
    is_complement: bool = False
    adjustments: tuple[Adjustment, ...] = ()
    at_least: Fraction | None = None
    at_most: Fraction | None = None
    missing: MissingPolicy = MissingPolicy.NOT_RANKED
    not_applicable: MissingPolicy = MissingPolicy.NOT_RANKED
    missing_reason: str = ""
    missing_reason_en: str = ""
    missing_score: Fraction | None = None
    digits: int | None = None
    unit: str = ""
    unit_en: str = ""
    note: str = ""
    note_en: str = ""
    citations: tuple[Citation, ...] = ()
    children: tuple[Criterion, ...] = ()

    @property
    def is_leaf(self) -> bool:
        return self.join is None

    @property
    def has_weights(self) -> bool:
        """Tell whether the shares below are weighed against each other."""
        return self.join is not None and self.join is not Join.MINIMUM and self.join not in PAIRS

    @property
    def leaves(self) -> tuple[Criterion, ...]:
        return tuple(node for node in self.walk() if node.is_leaf)

    def walk(self) -> Iterator[Criterion]:
        """Yield this node, then its children, in the order of the rulebook."""
        yield self
        for child in self.children:
            yield from child.walk()


class GateOutcome(StrEnum):
    """Ordered from good to bad by `severity`."""

    PASS = "pass"
    CANNOT_TELL = "cannot_tell"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition before scores; what empty cells leave open gives `when_missing`."""

    code: str
    name: str
    condition: Requirement
    reason: str
    when_missing: GateOutcome
    evidence: str = ""
    citations: tuple[Citation, ...] = ()
    name_en: str = ""
    reason_en: str = ""


@dataclass(frozen=True, slots=True)
class RankKey:
    """One key of the order: a criterion, a measure or a column."""

    code: str
    kind: str
    higher_is_better: bool
    is_rounded: bool


@dataclass(frozen=True, slots=True)
class RankRule:
    """How entries are ordered; the total comes first, then the tie-break chain."""

    is_rounded: bool
    higher_is_better: bool
    chain: tuple[RankKey, ...]
    ranks_cannot_tell: bool
    moves_up: bool = False
    """Whether those behind move up when a prize is taken back; otherwise its place stays empty."""


@dataclass(frozen=True, slots=True)
class RoundingRule:
    """Digits that are printed per stage; only the stages in `carried` feed rounded values onwards."""

    mode: RoundingMode
    leaf: int
    node: int
    total: int
    carried: frozenset[str]


@dataclass(frozen=True, slots=True)
class Grouping:
    """Ranks are counted inside each value of the key columns."""

    columns: tuple[str, ...]
    minimum_size: int


@dataclass(frozen=True, slots=True)
class Band:
    """A medal or predicate from a score upwards (downwards where lower is better)."""

    code: str
    name: str
    threshold: Fraction
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Quota:
    """How many places of each group win this."""

    code: str
    name: str
    count: int
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Population:
    """A reference population: given with the rulebook, given with the run, or the competing field itself."""

    code: str
    name: str
    kind: str
    columns: Mapping[str, tuple[Decimal | None, ...]]
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class PanelScheme:
    """How the marks of one or more jury criteria become one figure."""

    code: str
    rule: PanelRule


@dataclass(frozen=True, slots=True)
class PublishedTotal:
    """The column that holds the totals of the source; gaps up to `within` are the rounding of its components."""

    column: str
    within: Fraction = Fraction(0)
