"""How firmly a ranking stands: exact thresholds where they exist, seeded simulation where they do not."""

from awards.engine.robustness.confidence import EntryConfidence, RankConfidence
from awards.engine.robustness.draws import (
    DataError,
    DirichletWeights,
    JuryColumn,
    OfficialWeights,
    UniformWeights,
)
from awards.engine.robustness.flips import FlipEnd, WeightFlip, WeightFlips, weight_flips
from awards.engine.robustness.one_mark import MarkChange, OneMarkReport, one_mark_test
from awards.engine.robustness.removal import CriterionRemoval, CriterionRemovals, without_each_criterion
from awards.engine.robustness.shift import WeightMove, WeightShift, smallest_shift
from awards.engine.robustness.simulation import Uncertainty, simulate, simulate_scores
from awards.engine.robustness.table import RobustnessError, WeightedTable

__all__ = [
    "CriterionRemoval",
    "CriterionRemovals",
    "DataError",
    "DirichletWeights",
    "EntryConfidence",
    "FlipEnd",
    "JuryColumn",
    "MarkChange",
    "OfficialWeights",
    "OneMarkReport",
    "RankConfidence",
    "RobustnessError",
    "Uncertainty",
    "UniformWeights",
    "WeightFlip",
    "WeightFlips",
    "WeightMove",
    "WeightShift",
    "WeightedTable",
    "one_mark_test",
    "simulate",
    "simulate_scores",
    "smallest_shift",
    "weight_flips",
    "without_each_criterion",
]
