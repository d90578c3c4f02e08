"""Finds the runnable examples of a page: a rulebook, what it reads, and what must come out.

Fences: `toml` starts an example; `csv`, `csv marks` and `csv reference CODE` belong to it; `result` or `refused` ends
it.
"""

import csv
import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from awards.engine import GivenMark, Table, load_rulebook, score
from awards.offline.reading import number_columns

DOCS = Path(__file__).parents[3] / "docs"
FENCE = re.compile(r"^```([a-z]+)(?: ([^\n]*))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@dataclass
class Example:
    title: str
    rulebook: str
    table: str = ""
    marks: str = ""
    references: dict[str, str] = field(default_factory=dict)
    result: str = ""
    refused: str = ""

    def score(self):
        """Load and score; either may refuse."""
        rules = load_rulebook(self.rulebook)
        numeric = number_columns(rules)
        marks = [
            GivenMark(row["entity"], row["juror"], row["criterion"], Decimal(row["value"])) for row in read(self.marks)
        ]
        reference = {code: table(text, numeric, rules) for code, text in self.references.items()}
        return score(rules, table(self.table, numeric, rules), marks, reference=reference)


def read(text):
    return list(csv.DictReader(text.splitlines()))


def table(text, numeric, rules):
    rows = read(text)
    id_column = text.splitlines()[0].split(",")[0]
    cells = [
        {
            name: Decimal(cell) if name in numeric and cell not in ("", rules.not_applicable) else cell or None
            for name, cell in row.items()
            if name != id_column
        }
        | {id_column: row[id_column]}
        for row in rows
    ]
    return Table.from_rows(cells, id_column=id_column)


def examples(page):
    text = (DOCS / page).read_text("utf-8")
    found, current = [], None
    for fence in FENCE.finditer(text):
        kind, more, body = fence.groups()
        if kind == "toml":
            titles = HEADING.findall(text[: fence.start()])
            current = Example(titles[-1], body)
        elif current is None:
            continue
        elif kind == "csv" and not more:
            current.table = body
        elif kind == "csv" and more == "marks":
            current.marks = body
        elif kind == "csv":
            current.references[more.removeprefix("reference ")] = body
        elif kind in ("result", "refused"):
            setattr(current, kind, body)
            found.append(current)
            current = None
    return found


def printed(result):
    """Write the outcome as the pages write it: rank, entry, total, predicate; then the prizes."""
    lines = []
    for one in result.standings:
        cells = ["-" if one.rank is None else str(one.rank), one.id]
        cells += [] if one.score is None else [str(one.score)]
        cells += [one.band] if one.band else []
        lines.append("  ".join(cells))
    for quota in result.rulebook.quotas:
        winners = ", ".join(entry for places in result.quota(quota.code) for entry in places.ids)
        lines.append(f"{quota.code}: {winners}")
    return "\n".join(lines) + "\n"
