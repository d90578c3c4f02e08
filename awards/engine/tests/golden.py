"""Reads a golden case: a rulebook, its table with what others published, and marks."""

import csv
from decimal import Decimal
from pathlib import Path

from awards.engine import GivenMark, Table, load_rulebook, score

FOLDER = Path(__file__).parents[3] / "fixtures" / "golden"


def rows(name):
    lines = [line for line in (FOLDER / name).read_text("utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


def rulebook(name):
    return load_rulebook((FOLDER / name).read_text("utf-8"))


def scored(rules, entries, *, marks=(), shift=None):
    """Score rows as published; `shift` changes a figure before it is scored."""
    move = shift or (lambda name, figure: figure)
    columns = {name: [move(name, Decimal(row[name])) for row in entries] for name in rules.columns}
    return score(rules, Table([row["entry"] for row in entries], columns), marks)


def marks(name):
    return [GivenMark(row["entity"], row["juror"], row["criterion"], Decimal(row["value"])) for row in rows(name)]
