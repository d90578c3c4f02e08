"""One dirty file of the corpus: which table, which faults, where; drawn from its number and made again from it."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from awards.tests.corpus.faults import ANY_COLUMN, Fault, Planted, UnfitError
from awards.tests.corpus.table_files import DirtyTable

ATTEMPTS = 2000
REVISED = 0.3
"""How many files bring what the records hold already."""


@dataclass(frozen=True)
class Case:
    """A clean table, the file it is sent as, and the faults that are planted into it."""

    truth: Any
    form: str
    delimiter: str
    faults: tuple[Fault, ...]
    seed: str
    has_records: bool

    def built(self, faults: Sequence[Fault]) -> tuple[DirtyTable, list[Planted]]:
        """Return the table with these faults in it; one that would stand where another does is unfit."""
        table = self.truth.table(self.form, self.delimiter)
        planted: list[Planted] = []
        for fault in faults:
            if self.form not in fault.forms:
                raise UnfitError
            made = fault.plant(table, self.truth, random.Random(f"{self.seed} {fault.name}"))
            if any(_meet(made.taken, one.taken) for one in planted):
                raise UnfitError
            planted.append(made)
        return table, planted


def _meet(some: set[tuple[int, str]], others: set[tuple[int, str]]) -> bool:
    return any(_is_same(one, other) for one in some for other in others)


def _is_same(one: tuple[int, str], other: tuple[int, str]) -> bool:
    (line, column), (other_line, other_column) = one, other
    if line == other_line:
        return column == other_column or ANY_COLUMN in {column, other_column}
    if 0 not in {line, other_line}:
        return False
    return column == other_column or ANY_COLUMN in {column, other_column}


def drawn_case(number: int, catalogue: Sequence[Fault], draw: Callable[[random.Random], Any]) -> Case:
    """Return one case of the corpus: first every fault of the catalogue alone, then pairs of them."""
    rng = random.Random(f"corpus {number}")
    for attempt in range(ATTEMPTS):
        faults = (catalogue[number],) if number < len(catalogue) else tuple(rng.sample(catalogue, 2))
        truth, form, delimiter = draw(rng), rng.choice(faults[0].forms), rng.choice(";,")
        case = Case(truth, form, delimiter, faults, f"{number} {attempt}", has_records=rng.random() < REVISED)
        if _spoil_each_other(faults):
            continue
        try:
            _table, planted = case.built(faults)
        except UnfitError:
            continue
        return replace(case, has_records=case.has_records or any(one.slips for one in planted))
    raise AssertionError(f"no table takes the faults of case {number}")


def _spoil_each_other(faults: Sequence[Fault]) -> bool:
    return any(one.needs_sound_numbers for one in faults) and sum(one.touches_numbers for one in faults) > 1
