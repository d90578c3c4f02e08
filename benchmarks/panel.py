"""What a panel of many jurors costs: the value of every entry and the reports of `manage.py score --audit`.

    OPENBLAS_NUM_THREADS=1 python benchmarks/panel.py [--marks 73421] [--jurors 2972] [--entries 1128] [--turns 3]

Medians of processor seconds, turn and turn about with the bare numpy products and factors that the reports cannot do
without: the inverse of the jurors' equations and its product with the entries (standard errors, leverage), six tables
of jurors by jurors (correlations), and one Cholesky factor for each step of the search for the variances.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from awards.engine.marks import GivenMark  # noqa: E402
from awards.engine.panel.additive import fit_additive  # noqa: E402
from awards.engine.panel.diagnostics import diagnosed  # noqa: E402
from awards.engine.panel.grid import lay_out  # noqa: E402
from awards.engine.panel.judge import judge  # noqa: E402
from awards.engine.panel.rule import PanelMethod, PanelRule  # noqa: E402
from awards.engine.panel.variance import variance_in  # noqa: E402

STEPS = 125


def drawn(marks: int, jurors: int, entries: int) -> list[GivenMark]:
    generator = np.random.default_rng(1)
    pairs = generator.choice(jurors * entries, marks, replace=False)
    severity, quality = generator.normal(0, 0.3, jurors), generator.normal(0, 0.5, entries)
    own = 3.2 + severity[pairs % jurors] + quality[pairs // jurors] + generator.normal(0, 1.1, marks)
    values = np.clip(np.rint(own), 1, 5).astype(int).tolist()
    return [
        GivenMark(f"E{pair // jurors:05}", f"J{pair % jurors:05}", "k", Decimal(value))
        for pair, value in zip(pairs.tolist(), values, strict=True)
    ]


def bare(jurors: int, entries: int) -> None:
    generator = np.random.default_rng(2)
    table = generator.random((entries, jurors))
    for _ in range(6):
        table.T @ table
    inverse = np.linalg.inv(table.T @ table + jurors * np.eye(jurors))
    table @ inverse
    small = min(jurors, entries)
    square = small * np.eye(small)
    for _ in range(STEPS):
        np.linalg.cholesky(square)


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser()
    for name, default in (("marks", 73421), ("jurors", 2972), ("entries", 1128), ("turns", 3)):
        parser.add_argument(f"--{name}", type=int, default=default)
    given = parser.parse_args()
    marks = drawn(given.marks, given.jurors, given.entries)
    names = sorted({mark.entity for mark in marks})
    grid = lay_out(marks, names)
    fit = fit_additive(grid)
    works: dict[str, Callable[[], object]] = {
        "values of all entries": lambda: judge(marks, PanelRule(PanelMethod.MEAN), entities=names),
        "least squares": lambda: fit_additive(grid),
        "severity, outliers, correlations": lambda: diagnosed(grid, fit),
        "variance components": lambda: variance_in(grid, fit),
        "bare products and factors": lambda: bare(given.jurors, given.entries),
    }
    turns = [{name: seconds(work) for name, work in works.items()} for _ in range(given.turns)]
    for name in works:
        sys.stdout.write(f"{name:34} {statistics.median(turn[name] for turn in turns):7.2f} s\n")


if __name__ == "__main__":
    main()
