"""What each word of a rulebook costs over a big field, and what criteria and explanations of all entries cost.

    python benchmarks/kinds.py [--entries 1000000] [--details 100000]

Each row is a total of two leaves, half of it from a plain leaf and half from the kind that is named, with 4 digits, in
190 groups; `of a ratio` reads a percentage of two columns instead of one column. Wall and processor time of one run;
prints a table and writes benchmarks/kinds.json.
"""

import argparse
import json
import resource
import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from awards.engine import LabelColumn, ScaledColumn, Table, load_rulebook, score  # noqa: E402
from awards.engine.details import details  # noqa: E402

HEAD = """
[rulebook]
code = "kinds"
title = "Kinds"
version = "1"
illustrative = true
[rounding]
total = 4
[rank]
on = "rounded"
direction = "higher"
[groups]
by = ["group"]
[[populations]]
code = "field"
name = "Field"
kind = "field"
"""
ROOT_NODE = '[[criteria]]\ncode = "t"\nname = "T"\njoin = "arithmetic"\navailable = { weight = 0.4 }\n'
RATIO = '[[measures]]\ncode = "m"\nname = "M"\nkind = "percentage"\nnumerator = "top"\ndenominator = "bottom"\n'
GATE = (
    '[[gates]]\ncode = "g"\nname = "G"\ncolumn = "share"\nmust_be = "at_least"\nlimit = 0.5\nreason = "R"\n'
    'when_missing = "cannot_tell"\n'
)
PLAIN = 'kind = "goalposts"\nworst = 0\nbest = 100'
STEPS = 'kind = "bands"\nedges = [10, 25, 50]\npoints = [0, 25, 60, 100]\nedge = "above"'
SLOPES = 'kind = "bands"\nedges = [0, 10, 50]\npoints = [0, 40, 100]\ninterpolate = true'
FIELD = {
    "ratio_to_best": 'kind = "ratio_to_best"\nreference = "field"',
    "min_max": 'kind = "min_max"\nreference = "field"',
    "z_score": 'kind = "z_score"\nreference = "field"\ndivisor = "population"\nmean = 100\ndeviation = 10',
    "percentile": 'kind = "percentile"\nreference = "field"\nties = "half"',
}
FACTOR = 'adjust = [{ kind = "multiply", column = "share", empty_changes_nothing = true }]\nat_most = 100'


def leaf(code, rule, source='column = "x"', more=""):
    return (
        f'[[criteria]]\ncode = "{code}"\nparent = "t"\nname = "{code}"\nweight = 0.5\nsource = "contribution"\n'
        f"{source}\n{more}\n[criteria.normalise]\n{rule}\n"
    )


def missing(policy):
    return f'missing = "{policy}"\nmissing_reason = "none"'


def tree(rule, source='column = "x"', more="", before=""):
    return HEAD + before + ROOT_NODE + leaf("z", PLAIN) + leaf("a", rule, source, more)


def of_a_ratio(rule, guard=""):
    return tree(rule, 'measure = "m"', missing("skip_and_rescale"), RATIO + guard)


KINDS = {
    "goalposts": tree(PLAIN),
    "goalposts, ln": tree('kind = "goalposts"\nworst = 1\nbest = 100\ntransform = "ln"'),
    "goalposts, square root": tree('kind = "goalposts"\nworst = 0\nbest = 100\ntransform = "sqrt"'),
    "bands, stepped": tree(STEPS),
    "bands, interpolated": tree(SLOPES),
    "levels": tree('kind = "levels"\nlevels = { a = 0, b = 50, c = 100 }', 'column = "level"'),
    "gate": tree(PLAIN, before=GATE),
    "missing, skipped": tree(PLAIN, 'column = "holes"', missing("skip_and_rescale")),
    "missing, group median": tree(PLAIN, 'column = "holes"', missing("group_median")),
    "factor from a column": tree(PLAIN, more=FACTOR),
    "ratio": of_a_ratio(PLAIN),
    "ratio, missing below": of_a_ratio(PLAIN, 'guard = "missing_below"\nminimum_denominator = 60\n'),
    "ratio, Wilson": of_a_ratio(PLAIN, 'guard = "wilson"\nz = 1.96\n'),
    "ratio, shrinkage": of_a_ratio(PLAIN, 'guard = "shrinkage"\nprior = 0.25\nstrength = 10\n'),
    **{name: tree(rule) for name, rule in FIELD.items()},
    **{f"{name} of a ratio": of_a_ratio(rule) for name, rule in FIELD.items()},
}


def whole(values, places=0, gone=None):
    return ScaledColumn(values.astype(np.int64), places, None if gone is None else gone.astype(np.uint8))


def field(entries):
    generator = np.random.default_rng(5)
    groups = [f"g{number:03d}" for number in range(190)]
    columns = {
        "x": whole(generator.integers(1, 10_001, entries), 2),
        "holes": whole(generator.integers(0, 10_001, entries), 2, generator.random(entries) < 0.1),
        "top": whole(generator.integers(0, 3000, entries)),
        "bottom": whole(generator.integers(0, 3000, entries)),
        "share": whole(generator.integers(0, 120, entries), 2),
        "level": LabelColumn(generator.integers(0, 3, entries), ["a", "b", "c"]),
        "group": LabelColumn(generator.integers(0, len(groups), entries), groups),
    }
    return Table([f"e{row:07d}" for row in range(entries)], columns)


def employers(entries):
    generator = np.random.default_rng(3)
    headcount, vendors = generator.integers(60, 36_000, entries), generator.integers(0, 40, entries)
    payroll, required = headcount * generator.integers(2_500_000, 9_000_000, entries), generator.integers(3, 6, entries)

    def part_of(full):
        return whole(np.minimum((full * generator.uniform(0.5, 1.05, entries)).astype(np.int64), full))

    columns = {
        "headcount_months": whole(headcount), "enrolled_months": part_of(headcount),
        "payroll_sum": whole(payroll), "wage_reported_sum": part_of(payroll),
        "programmes_required": whole(required), "programmes_followed": part_of(required),
        "months_reported": whole(np.full(entries, 12)), "months_on_time": whole(generator.integers(4, 13, entries)),
        "vendors": whole(vendors), "vendors_enrolled": part_of(vendors),
        "sponsored_workers": whole(generator.integers(0, 1200, entries), 0, generator.random(entries) < 0.3),
        "arrears_last": whole((generator.random(entries) < 0.05) * 1000, 0, generator.random(entries) < 0.02),
        "sector": LabelColumn(generator.integers(0, 18, entries), [f"s{number:02d}" for number in range(18)]),
    }  # fmt: skip
    return Table([f"e{row:06d}" for row in range(entries)], columns)


def timed(run):
    wall, used = time.perf_counter(), time.process_time()
    run()
    return {"seconds": time.perf_counter() - wall, "processor_seconds": time.process_time() - used}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--details", type=int, default=100_000)
    options = parser.parse_args()
    found = {}
    for name, text in KINDS.items():
        rules, table = load_rulebook(text), field(options.entries)
        found[f"{options.entries:,} entries, {name}"] = timed(lambda rules=rules, table=table: score(rules, table))
    text = (ROOT / "fixtures" / "rulebooks" / "badan-usaha-2023-ilustratif.toml").read_text()
    result = score(load_rulebook(text), employers(options.details))
    name = f"{options.details:,} employers, criteria and explanations"
    found[name] = timed(lambda: sum(len(one.nodes) for one in details(result)))
    for name, times in found.items():
        print(f"{name:<58} {times['seconds']:7.2f} s  ({times['processor_seconds']:.2f} s of processor)")
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    (ROOT / "benchmarks" / "kinds.json").write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
