"""What one better figure would have made of the entries of a run, from its frozen input alone."""

from dataclasses import dataclass

from awards.engine import GivenMark, Rules, Standing, Table, score
from awards.engine.improvements import Improvement, improvements
from awards.runs.models import ScoreRun
from awards.runs.selectors.frozen import frozen_marks, frozen_table, run_entries
from awards.runs.selectors.rules import run_rules

MOST_ENTRIES = 2000
"""A field beyond this is not scored again for every figure of every entry."""


@dataclass(frozen=True)
class FrozenField:
    """The frozen input of a run, read once for all its entries."""

    rules: Rules
    ids: list[str]
    columns: dict[str, list[str | None]]
    marks: list[GivenMark]

    def improvements(self, entry: str) -> tuple[Improvement, ...]:
        """Return what would have helped the entry most; nothing where the run cannot be scored as it was."""
        place = self.ids.index(entry)
        cells = {name: column[place] for name, column in self.columns.items()}

        def rescored(column: str, value: str) -> Standing:
            changed = [*self.columns[column]]
            changed[place] = value
            return self._standing(entry, {**self.columns, column: changed})

        return improvements(self.rules, cells, self._standing(entry, self.columns), rescored)

    def _standing(self, entry: str, columns: dict[str, list[str | None]]) -> Standing:
        return score(self.rules, Table(self.ids, columns), self.marks).standing(entry)


def frozen_field(run: ScoreRun) -> FrozenField | None:
    """Return the field of a run, or None where it is too large to be scored again and again."""
    if run.entry_count > MOST_ENTRIES:
        return None
    rules, keys = run_rules(run), run_entries(run)
    table = frozen_table(run, rules, keys)
    places = range(len(table))
    columns = {name: [_text(table.cell(name, place)) for place in places] for name in rules.columns}
    return FrozenField(rules, list(keys.values()), columns, frozen_marks(run, keys))


def _text(cell: object) -> str | None:
    return None if cell is None else str(cell)
