"""Why one entry stands before another."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext as _

from awards.engine import Result, Rules, score
from awards.engine.errors import BoundReachedError
from awards.runs.models import RunScore, ScoreRun
from awards.runs.selectors.explanations import AmountLine, amount_lines
from awards.runs.selectors.frozen import frozen_marks, frozen_table, run_entries
from awards.runs.selectors.rules import rules_of
from paritrana.pages.templatetags.formats import number

MAIN_LINES = 3
"""How many parts of a lead a sentence names."""

LARGEST_RECOMPUTED = 5000
"""Above this many entries the lead is read off the stored lines: exact too, but joins stay lines of their own."""


@dataclass(frozen=True, slots=True)
class ScoreComparison:
    """`lead` may be zero or negative; the lines add up to it."""

    ahead: RunScore
    behind: RunScore
    lead: Decimal
    lines: tuple[AmountLine, ...]

    @property
    def distance(self) -> Decimal:
        return abs(self.lead)

    @property
    def main_lines(self) -> tuple[AmountLine, ...]:
        """The parts that speak for the leader, biggest first; where less is better they are the negative ones."""
        return self._biggest(1)

    @property
    def counter_lines(self) -> tuple[AmountLine, ...]:
        """The parts that speak for the one behind, biggest first."""
        return self._biggest(-1)

    def _biggest(self, sign: int) -> tuple[AmountLine, ...]:
        speaking = [line for line in self.lines if line.code and line.amount * self.lead * sign > 0]
        return tuple(sorted(speaking, key=lambda line: -abs(line.amount))[:MAIN_LINES])

    @property
    def sentences(self) -> list[str]:
        """Say why one stands before the other: by how much, what speaks for it most, and what spoke against it."""
        names = {"ahead": self.ahead.entry.name, "behind": self.behind.entry.name}
        if self.lead == 0:
            return [_("%(ahead)s dan %(behind)s bernilai sama.") % names]
        said = [_("%(ahead)s unggul %(lead)s atas %(behind)s.") % {**names, "lead": number(self.distance)}]
        if self.main_lines:
            said.append(_("Terutama karena %(parts)s.") % {"parts": _parts(self.main_lines)})
        if self.counter_lines:
            said.append(
                _("%(behind)s lebih baik pada %(parts)s, tetapi itu tidak cukup.")
                % {"behind": names["behind"], "parts": _parts(self.counter_lines)}
            )
        return said


def _parts(lines: Sequence[AmountLine]) -> str:
    return ", ".join(
        _("%(part)s (%(amount)s)") % {"part": line.label, "amount": number(abs(line.amount))} for line in lines
    )


class NotComparableError(Exception):
    """One of the two has no total."""


def comparison(run: ScoreRun | None, rules: Rules, first: RunScore, second: RunScore) -> ScoreComparison:
    """Put the higher score first and split the lead into parts; two equal scores keep the given order.

    Without a run the two rows alone speak, as for a published file: nothing is computed again.
    """
    if not first.lines or not second.lines:
        raise NotComparableError
    ahead, behind = first, second
    if (_total(second) > _total(first)) == rules.rank.higher_is_better and _total(first) != _total(second):
        ahead, behind = second, first
    split = None if run is None else _split(run, ahead, behind)
    amounts = split or _subtracted(ahead, behind)
    total = _total(ahead) - _total(behind)
    return ScoreComparison(ahead, behind, total, amount_lines(amounts, rules))


def _total(row: RunScore) -> Decimal:
    return sum((Decimal(amount) for *_, amount in row.lines), Decimal(0))


def _split(run: ScoreRun, ahead: RunScore, behind: RunScore) -> list[tuple[str, str, Decimal]] | None:
    """Split the lead over the tree; None for a run too large to compute again, or a split beyond exact arithmetic."""
    if run.entry_count > LARGEST_RECOMPUTED:
        return None
    try:
        lead = _result(run.pk, run.result_digest).compare(str(ahead.entry.public_id), str(behind.entry.public_id))
    except BoundReachedError:
        return None
    return [(str(line.kind), line.code, line.amount) for line in lead.lines]


def _subtracted(ahead: RunScore, behind: RunScore) -> list[tuple[str, str, Decimal]]:
    found: dict[tuple[str, str], Decimal] = {}
    for sign, row in ((1, ahead), (-1, behind)):
        for kind, code, amount in row.lines:
            found[kind, code] = found.get((kind, code), Decimal(0)) + sign * Decimal(amount)
    rounding = [(kind, code, amount) for (kind, code), amount in found.items() if not code]
    return [(kind, code, amount) for (kind, code), amount in found.items() if code] + rounding


@lru_cache(maxsize=4)
def _result(run_id: int, result_digest: str) -> Result:  # noqa: ARG001 - a run is known by its result
    run = ScoreRun.objects.select_related("rulebook").get(pk=run_id)
    rules = rules_of(run.rulebook.text)
    return score(rules, frozen_table(run, rules, run_entries(run)), frozen_marks(run, run_entries(run)))
