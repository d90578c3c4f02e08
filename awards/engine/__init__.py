"""The scoring engine: a rulebook, a table and the juries' marks in; scores, ranks and explanations out.

It is pure: no clock, no database, no files. Start at `load_rulebook`, `Table` and `score`.
"""

from awards.engine.details import Detail, details, details_of
from awards.engine.errors import EngineError, Problem, RulebookError, ScoringError
from awards.engine.explain import Explanation, Lead, Line, LineKind
from awards.engine.gates import GateVerdict
from awards.engine.marks import Mark
from awards.engine.result import NodeScore, QuotaPlaces, Result, Standing
from awards.engine.rulebook import Rulebook, load_rulebook
from awards.engine.scoring import score
from awards.engine.table import LabelColumn, ScaledColumn, State, Table
from awards.engine.version import ENGINE_VERSION

__all__ = [
    "ENGINE_VERSION",
    "Detail",
    "EngineError",
    "Explanation",
    "GateVerdict",
    "LabelColumn",
    "Lead",
    "Line",
    "LineKind",
    "Mark",
    "NodeScore",
    "Problem",
    "QuotaPlaces",
    "Result",
    "Rulebook",
    "RulebookError",
    "ScaledColumn",
    "ScoringError",
    "Standing",
    "State",
    "Table",
    "details",
    "details_of",
    "load_rulebook",
    "score",
]
