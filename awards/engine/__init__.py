"""The scoring engine: a rulebook, a table and the juries' marks in; scores, ranks and explanations out.

It is pure: no clock, no database, no files. Start at `load_rulebook`, `Table` and `score`. This door holds what goes
in, what comes out and what is refused; whoever wants more names the module (`explain`, `details`, `panel.judge`).
"""

from awards.engine.errors import EngineError, RulebookError, ScoringError
from awards.engine.marks import GivenMark
from awards.engine.result import Result, Standing
from awards.engine.rulebook import Rules, load_rulebook
from awards.engine.scoring import score
from awards.engine.table import LabelColumn, ScaledColumn, State, Table
from awards.engine.version import ENGINE_VERSION
from awards.engine.words import RuleWords

__all__ = [
    "ENGINE_VERSION",
    "EngineError",
    "GivenMark",
    "LabelColumn",
    "Result",
    "RuleWords",
    "RulebookError",
    "Rules",
    "ScaledColumn",
    "ScoringError",
    "Standing",
    "State",
    "Table",
    "load_rulebook",
    "score",
]
