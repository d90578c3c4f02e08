"""A run scored once more under names: the engine's sentences then speak of people's words instead of keys.

The engine gives codes no meaning, so that names may stand in their place; they are made different where two are equal.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from awards.engine import Result, Rules, Table, score
from awards.engine.rulebook import rulebook_of
from awards.entries.models import Entry
from awards.rulebooks.parsing.jury_sheet import load_jury_sheet
from awards.runs.models import ScoreRun
from awards.runs.selectors.explanations import juror_numbers
from awards.runs.selectors.frozen import frozen_marks, frozen_table, run_entries
from awards.runs.selectors.rules import rules_of


class RunNotReproducedError(Exception):
    """The run's stored result does not recompute; nothing is said about a ranking that is not this one."""


@dataclass(frozen=True)
class NamedRun:
    """`public_ids` by name; `steps` by named jury criterion: the step in which marks are given."""

    result: Result
    public_ids: Mapping[str, str]
    steps: Mapping[str, Decimal]


def named_run(run: ScoreRun) -> NamedRun:
    rules, keys = rules_of(run.rulebook.text), run_entries(run)
    table, marks = frozen_table(run, rules, keys), frozen_marks(run, keys)
    if score(rules, table, marks).digest != run.result_digest:
        raise RunNotReproducedError(
            _(
                "Hasil perhitungan ini tidak terhitung kembali dari masukan bekunya, jadi ketahanannya tidak diuji. "
                "Jalankan verify, lalu ajukan perhitungan baru."
            )
        )
    named_rules, jury_names = with_names(rules)
    names = _entry_names(keys)
    jurors = {key: _("Juri %(number)d") % {"number": number} for key, number in juror_numbers(run).items()}
    named_table = Table([names[one] for one in table.ids], {name: table.column(name) for name in table.column_names})
    named_marks = [
        replace(mark, entity=names[mark.entity], juror=jurors[mark.juror], criterion=jury_names[mark.criterion])
        for mark in marks
    ]
    sheet = load_jury_sheet(run.rulebook.text)
    steps = {jury_names[one.code]: one.step for one in sheet.criteria if one.code in jury_names}
    return NamedRun(score(named_rules, named_table, named_marks), {name: key for key, name in names.items()}, steps)


def with_names(rules: Rules) -> tuple[Rules, dict[str, str]]:
    """Return the same rules with names in the place of codes, and the names of the jury's criteria by their codes."""
    document: dict[str, Any] = deepcopy(dict(rules.document))
    names, jury = names_of(rules)
    for criterion in document["criteria"]:
        criterion["code"] = names[criterion["code"]]
        if "parent" in criterion:
            criterion["parent"] = names[criterion["parent"]]
        if "jury" in criterion:
            criterion["jury"] = jury[criterion["jury"]]
    for key in document.get("rank", {}).get("tie_break", []):
        key["by"] = names.get(key["by"], key["by"])
    return rulebook_of(document), jury


def names_of(rules: Rules) -> tuple[dict[str, str], dict[str, str]]:
    """Return the names of the criteria by their codes, and those of the jury's criteria by theirs."""
    taken = {*rules.columns, *rules.measures}
    names = different([(node.code, node.name) for node in rules.root.walk()], taken)
    return names, different({leaf.jury: leaf.name for leaf in rules.leaves if leaf.jury}.items(), set())


def different(pairs: Iterable[tuple[str, str]], taken: set[str]) -> dict[str, str]:
    """Return names by key; where two are equal, or one is taken, the key stands behind the name."""
    listed = list(pairs)
    counts = Counter(name for _key, name in listed)
    return {key: f"{name} ({key})" if counts[name] > 1 or name in taken else name for key, name in listed}


def _entry_names(keys: Mapping[int, str]) -> dict[str, str]:
    rows = Entry.objects.in_bulk(list(keys))
    return different([(public_id, rows[key].name) for key, public_id in keys.items()], set())
