"""The rulebook of a run, parsed once per text."""

from functools import lru_cache

from awards.engine import Rules, load_rulebook
from awards.engine.criteria import Criterion
from awards.runs.models import ScoreRun


@lru_cache(maxsize=64)
def rules_of(text: str) -> Rules:
    return load_rulebook(text)


def run_rules(run: ScoreRun) -> Rules:
    return rules_of(run.rulebook.text)


def aspects(rules: Rules) -> tuple[Criterion, ...]:
    """Return the criteria right below the top: the columns of a ranking."""
    return rules.root.children
