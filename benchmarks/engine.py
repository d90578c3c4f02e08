"""How fast the scoring engine is beside plain numpy and four libraries, in one run on one machine.

    python benchmarks/engine.py [--entries 1000000] [--repeat 3] [--only NAME ...]

Task A: 1,000,000 entries x 12 indicators in 3 aspects, goalposts 0..100, aspects joined, total to 4 digits, ranked
inside 190 groups, once with arithmetic and once with geometric joins. Task B: rank confidence of 500 finalists over
10,000 drawn sets of weights.

Every candidate gets the same whole numbers in the form it likes best (a table, a frame, a matrix), made before the
clock starts, and has to hand back rounded totals and places 1, 2, 2, 4 inside the groups. Each runs in its own
process: the least wall time and the least processor time of the repeats, and the peak memory. What each does less than
the engine stands beside it. Prints a table and writes
docs/images/engine-benchmark.svg and benchmarks/engine.json.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
ASPECTS, PER_ASPECT, GROUPS, DIGITS = 3, 4, 190, 4
FINALISTS, DRAWS, CRITERIA = 500, 10_000, 12
LESS = {
    "engine": "exact decimals, ties kept, explanations and digests at hand",
    "numpy": "floats: no exact rounding, ties or boundaries; no missing, gates, reasons",
    "polars": "floats; ranks ties alike, no missing policy, no explanation",
    "pandas": "floats; ranks ties alike, no missing policy, no explanation",
    "scikit-criteria": "floats; one level, no groups: total and rank of the flat tree only",
    "pymcdm": "floats; one level, no groups: total and rank of the flat tree only",
}


def data(entries):
    generator = np.random.default_rng(2024)
    scaled = generator.integers(0, 10_001, size=(ASPECTS * PER_ASPECT, entries), dtype=np.int64)
    return scaled, generator.integers(0, GROUPS, size=entries, dtype=np.int64)


HEAD = f"""
[rulebook]
code = "benchmark"
title = "Benchmark"
version = "1"
illustrative = true
weight_total = 12
[rounding]
total = {DIGITS}
[rank]
on = "rounded"
direction = "higher"
[groups]
by = ["group"]
"""


def rulebook(join):
    floor = "floor = 1\n" if join == "geometric" else ""
    aspects = [aspect_text(place, join, floor) for place in range(ASPECTS)]
    return HEAD + f'[[criteria]]\ncode = "total"\nname = "Total"\njoin = "{join}"\n{floor}' + "".join(aspects)


def aspect_text(place, join, floor):
    text = f"""
[[criteria]]
code = "a{place}"
parent = "total"
name = "A{place}"
weight = {(5, 4, 3)[place]}
join = "{join}"
{floor}"""
    for leaf in range(PER_ASPECT):
        text += f"""
[[criteria]]
code = "x{place}{leaf}"
parent = "a{place}"
name = "X{place}{leaf}"
weight = 3
source = "contribution"
column = "x{place * PER_ASPECT + leaf}"
normalise = {{ kind = "goalposts", worst = 0, best = 100 }}
"""
    return text


RUNS_ONCE = ("pymcdm",)
"""Takes so long that repeating it tells nothing more."""
WEIGHTS = np.array([5, 4, 3]) / 12


# Task A ---------------------------------------------------------------------------------------------------------


def prepare_engine(join, scaled, groups):
    from awards.engine import LabelColumn, ScaledColumn, Table, load_rulebook

    rules = load_rulebook(rulebook(join))
    ids = [f"e{place:07d}" for place in range(scaled.shape[1])]
    labels = [f"g{group:03d}" for group in range(GROUPS)]

    def columns():
        return {f"x{k}": ScaledColumn(scaled[k], 2) for k in range(len(scaled))} | {
            "group": LabelColumn(groups, labels)
        }

    return rules, Table(ids, columns())


def run_engine(prepared):
    from awards.engine import score

    rules, table = prepared
    result = score(rules, table)
    return result.totals, result.ranks


def numpy_total(join, scaled):
    scores = np.clip(scaled / 100.0, 0.0, 100.0)
    if join == "geometric":
        scores = np.log(np.maximum(scores, 1.0))
    aspects = scores.reshape(ASPECTS, PER_ASPECT, -1).mean(axis=1)
    if join == "geometric":
        return np.exp(WEIGHTS @ aspects)
    return WEIGHTS @ aspects


def run_numpy(prepared):
    join, scaled, groups = prepared
    scale = 10**DIGITS
    totals = np.floor(numpy_total(join, scaled) * scale + 0.5).astype(np.int64)
    order = np.lexsort((-totals, groups))
    sorted_groups, sorted_totals = groups[order], totals[order]
    new_group = np.diff(sorted_groups, prepend=-1) != 0
    places = np.arange(len(order))
    starts = np.maximum.accumulate(np.where(new_group, places, 0))
    differs = new_group | (np.diff(sorted_totals, prepend=0) != 0)
    firsts = np.maximum.accumulate(np.where(differs, places, 0))
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = firsts - starts + 1
    return totals, ranks


def prepare_polars(join, scaled, groups):
    import polars as pl

    frame = pl.DataFrame({f"x{k}": scaled[k] for k in range(len(scaled))} | {"group": groups})
    leaves = [(pl.col(f"x{k}") / 100.0).clip(0.0, 100.0) for k in range(ASPECTS * PER_ASPECT)]
    if join == "geometric":
        leaves = [pl.max_horizontal(leaf, pl.lit(1.0)).log() for leaf in leaves]
    aspects = [
        sum(leaves[a * PER_ASPECT + 1 : (a + 1) * PER_ASPECT], leaves[a * PER_ASPECT]) / PER_ASPECT
        for a in range(ASPECTS)
    ]
    total = sum((float(w) * a for w, a in zip(WEIGHTS[1:], aspects[1:], strict=True)), float(WEIGHTS[0]) * aspects[0])
    if join == "geometric":
        total = total.exp()
    return frame, (total * 10**DIGITS + 0.5).floor().cast(pl.Int64).alias("total")


def run_polars(prepared):
    import polars as pl

    frame, total = prepared
    found = (
        frame.lazy()
        .select(total, "group")
        .with_columns(pl.col("total").rank("min", descending=True).over("group").alias("rank"))
        .collect()
    )
    return found["total"].to_numpy(), found["rank"].to_numpy()


def prepare_pandas(join, scaled, groups):
    import pandas as pd

    return join, pd.DataFrame({f"x{k}": scaled[k] for k in range(len(scaled))} | {"group": groups})


def run_pandas(prepared):
    join, frame = prepared
    scores = frame[[f"x{k}" for k in range(ASPECTS * PER_ASPECT)]].div(100.0).clip(0.0, 100.0)
    if join == "geometric":
        scores = np.log(scores.clip(lower=1.0))
    total = sum(WEIGHTS[a] * scores.iloc[:, a * PER_ASPECT : (a + 1) * PER_ASPECT].mean(axis=1) for a in range(ASPECTS))
    if join == "geometric":
        total = np.exp(total)
    totals = np.floor(total * 10**DIGITS + 0.5).astype("int64")
    ranks = totals.groupby(frame["group"]).rank("min", ascending=False)
    return totals.to_numpy(), ranks.to_numpy().astype(np.int64)


def flat_weights():
    return np.repeat(WEIGHTS / PER_ASPECT, PER_ASPECT)


def prepare_skcriteria(join, scaled, groups):
    import skcriteria
    from skcriteria.agg import simple

    matrix = np.maximum(scaled.T / 100.0, 1.0)
    decision = skcriteria.mkdm(matrix, [max] * matrix.shape[1], weights=flat_weights())
    return (simple.WeightedProductModel() if join == "geometric" else simple.WeightedSumModel()), decision


def run_skcriteria(prepared):
    method, decision = prepared
    found = method.evaluate(decision)
    return found.e_["score" if "score" in found.e_ else "log10_score"], np.asarray(found.rank_)


def prepare_pymcdm(join, scaled, groups):
    from pymcdm.methods import WPM, WSM

    matrix = np.maximum(scaled.T / 100.0, 1.0)
    return (WPM() if join == "geometric" else WSM()), matrix, flat_weights(), np.ones(matrix.shape[1])


def run_pymcdm(prepared):
    method, matrix, weights, types = prepared
    scores = method(matrix, weights, types)
    return scores, method.rank(scores)


def keep(join, scaled, groups):
    return join, scaled, groups


CANDIDATES = {
    "engine": (prepare_engine, run_engine),
    "numpy": (keep, run_numpy),
    "polars": (prepare_polars, run_polars),
    "pandas": (prepare_pandas, run_pandas),
    "scikit-criteria": (prepare_skcriteria, run_skcriteria),
    "pymcdm": (prepare_pymcdm, run_pymcdm),
}


# Task B ---------------------------------------------------------------------------------------------------------


def finalists():
    generator = np.random.default_rng(7)
    return generator.integers(4000, 9001, size=(FINALISTS, CRITERIA))


def prepare_confidence():
    from awards.engine.robustness.draws import DirichletWeights
    from awards.engine.robustness.simulation import Uncertainty
    from awards.engine.robustness.table import WeightedTable

    scores = finalists()
    table = WeightedTable.of(
        [f"f{place}" for place in range(FINALISTS)],
        [f"c{place}" for place in range(CRITERIA)],
        [1] * CRITERIA,
        scores.tolist(),
    )
    table.totals  # noqa: B018
    return table, Uncertainty(DirichletWeights(0.05))


def run_confidence(prepared):
    from awards.engine.robustness.simulation import simulate

    table, uncertainty = prepared
    found = simulate(table, uncertainty, seed=1, draws=DRAWS, prizes=3)
    return [entry.first for entry in found.entries]


def run_confidence_numpy(scores):
    generator = np.random.default_rng(1)
    concentration = 0.25 / 0.05**2 - 1
    weights = generator.dirichlet(np.full(CRITERIA, concentration / CRITERIA), size=DRAWS)
    totals = weights @ scores.T.astype(np.float64)
    order = np.argsort(-totals, axis=1)
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(FINALISTS)[None, :], axis=1)
    official = np.argsort(-scores.mean(axis=1))[:10]
    wins = (totals[:, official][:, :, None] > totals[:, official][:, None, :]).mean(axis=0)
    low, high = np.quantile(ranks, [0.05, 0.95], axis=0, method="inverted_cdf")
    return (ranks == 0).mean(axis=0), (ranks < 3).mean(axis=0), low, high, wins


# Measuring ------------------------------------------------------------------------------------------------------


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(name, join, entries, repeat):
    if join == "confidence":
        prepared = prepare_confidence() if name == "engine" else finalists()
        run = run_confidence if name == "engine" else run_confidence_numpy
    else:
        prepare, run = CANDIDATES[name]
        prepared = prepare(join, *data(entries))
    before, times = peak(), []
    for _ in range(repeat):
        if name == "engine" and join != "confidence":
            prepared = prepare_engine(join, *data(entries))
        started, used = time.perf_counter(), time.process_time()
        found = run(prepared)
        times.append((time.perf_counter() - started, time.process_time() - used))
    answer = {
        "seconds": min(wall for wall, _ in times),
        "processor_seconds": min(used for _, used in times),
        "peak_mebibytes": peak(),
        "data_mebibytes": before,
    }
    if join != "confidence" and name in ("engine", "numpy", "polars", "pandas"):
        totals, ranks = found
        answer["check"] = [int(np.sum(totals)), int(np.sum(ranks))]
    return answer


def in_own_process(name, join, entries, repeat):
    command = [sys.executable, __file__, "--measure", name, join, str(entries), str(repeat)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return {"failed": done.stderr.strip().splitlines()[-1]}
    return json.loads(done.stdout.splitlines()[-1])


def report(found):
    for task, answers in found.items():
        reference = answers["numpy"]["seconds"]
        print(f"\n{task}")
        for name, answer in answers.items():
            if "failed" in answer:
                print(f"  {name:<16} failed: {answer['failed']}")
                continue
            ratio = answer["seconds"] / reference
            print(f"  {name:<16} {answer['seconds']:8.3f} s  {ratio:6.2f} x numpy  "
                  f"({answer['processor_seconds']:.3f} s of processor)  "
                  f"{answer['peak_mebibytes']:6.0f} MiB peak  {LESS[name]}")  # fmt: skip


def chart(found):
    """One bar per candidate and task, seconds on a shared scale; plain SVG without scripts."""
    bars = [
        (task, name, answer["seconds"])
        for task, answers in found.items()
        for name, answer in answers.items()
        if "failed" not in answer
    ]
    widest = max(seconds for _, _, seconds in bars)
    lines, y, last = [], 20, None
    for task, name, seconds in bars:
        if task != last:
            y += 24
            lines.append(f'<text x="8" y="{y}" font-weight="bold">{task}</text>')
            last = task
        y += 18
        width = max(1, round(380 * seconds / widest))
        colour = "#0b5cad" if name == "engine" else "#9aa7b4"
        lines.append(f'<text x="130" y="{y}" text-anchor="end">{name}</text>')
        lines.append(f'<rect x="138" y="{y - 10}" width="{width}" height="12" fill="{colour}"/>')
        lines.append(f'<text x="{144 + width}" y="{y}">{seconds:.2f} s</text>')
    style = "font-family:sans-serif;font-size:12px"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 620 {y + 16}" role="img" style="{style}">'
    title = "<title>Scoring engine beside numpy, polars, pandas, scikit-criteria and pymcdm</title>"
    return "\n".join([head, title, *lines, "</svg>", ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=list(CANDIDATES), default=list(CANDIDATES))
    parser.add_argument("--measure", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        name, join, entries, repeat = options.measure
        print(json.dumps(measure(name, join, int(entries), int(repeat))))
        return
    found = {}
    for join in ("arithmetic", "geometric"):
        title = f"{options.entries:,} entries x 12, {join}"
        found[title] = {
            name: in_own_process(name, join, options.entries, 1 if name in RUNS_ONCE else options.repeat)
            for name in options.only
        }
        checks = {tuple(one["check"]) for one in found[title].values() if "check" in one}
        print(f"{title}: totals and ranks agree in sum: {len(checks) == 1}")
    title = f"rank confidence, {FINALISTS} x {DRAWS:,}"
    found[title] = {name: in_own_process(name, "confidence", 0, options.repeat) for name in ("engine", "numpy")}
    report(found)
    (ROOT / "benchmarks" / "engine.json").write_text(json.dumps(found, indent=1) + "\n")
    (ROOT / "docs" / "images").mkdir(exist_ok=True)
    (ROOT / "docs" / "images" / "engine-benchmark.svg").write_text(chart(found))


if __name__ == "__main__":
    main()
