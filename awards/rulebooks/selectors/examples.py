"""Three figures and the points that they give under a criterion's rule, to be held against what its author expects."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from awards.engine import Rules
from awards.engine.criteria import Bands, Criterion, Goalposts
from awards.engine.normalise import normalise
from awards.engine.rounding import round_number
from awards.rulebooks.selectors.figures import figure
from awards.rulebooks.selectors.words import unit_suffix


@dataclass(frozen=True, slots=True)
class ExamplePoints:
    """A figure with its unit, as it is read, and its points as they are printed."""

    figure: str
    points: Decimal


def example_points(rules: Rules, code: str) -> tuple[ExamplePoints, ...]:
    """Return the two ends and the middle of a rule in natural units.

    None where points hang on who else is counted, are the figure itself, or are changed by something after the rule.
    """
    node = rules.criterion(code)
    rule = node.normalisation
    if rule is None or _is_changed_later(node):
        return ()
    digits = rules.rounding.leaf if node.digits is None else node.digits
    found = []
    for value in _figures(node):
        points = round_number(normalise(rule, value, None, node.name, ""), digits, rules.rounding.mode)
        found.append(ExamplePoints(f"{figure(value)}{unit_suffix(node)}", points))
    return tuple(found)


def _is_changed_later(node: Criterion) -> bool:
    has_limits = node.at_least is not None or node.at_most is not None
    return node.is_complement or bool(node.adjustments) or has_limits


def _figures(node: Criterion) -> tuple[Fraction, ...]:
    rule = node.normalisation
    if isinstance(rule, Goalposts):
        return rule.worst, (rule.worst + rule.best) / 2, rule.best
    if isinstance(rule, Bands) and rule.edges:
        places = sorted({0, len(rule.edges) // 2, len(rule.edges) - 1})
        return tuple(rule.edges[place] for place in places)
    return ()
