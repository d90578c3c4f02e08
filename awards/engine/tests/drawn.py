"""Random rulebooks and tables for property tests; values love edges, halves, extremes and holes."""

from decimal import Decimal

from hypothesis import strategies as st

COLUMNS = ("x", "y", "z")
LABELS = ("rendah", "sedang", "tinggi")
WEIGHTS = {
    1: [["1"]],
    2: [["0.3", "0.7"], ["0.41", "0.59"]],
    3: [["0.25", "0.25", "0.5"], ["0.333", "0.333", "0.334"]],
}

MEASURES = (
    'kind = "percentage"\nnumerator = "x"\ndenominator = "y"',
    'kind = "ratio"\nnumerator = ["x", "z"]\ndenominator = "y"\nguard = "missing_below"\nminimum_denominator = 3',
    'kind = "percentage"\nnumerator = "x"\ndenominator = "y"\nguard = "shrinkage"\nprior = 0.25\nstrength = 10',
    'kind = "percentage"\nnumerator = "x"\ndenominator = "y"\nguard = "raise_denominator"\nminimum_denominator = 20',
    'kind = "percentage"\nnumerator = "x"\ndenominator = "y"\nguard = "wilson"\nz = 1.96',
    'kind = "growth"\nnow = "x"\nbefore = "y"',
    'kind = "difference"\nminuend = "x"\nsubtrahend = "y"',
    'kind = "sum"\ncolumns = ["x", "y"]\ntransform = "sqrt"',
)

PLAIN = (
    'kind = "goalposts"\nworst = 0\nbest = 100',
    'kind = "goalposts"\nworst = 100\nbest = 0\ntarget = [1, 100]',
    'kind = "goalposts"\nworst = -3\nbest = 7\nclamp = false\ntarget = [0, 1]',
    'kind = "goalposts"\nworst = 1\nbest = 100\ntransform = "ln"',
    'kind = "goalposts"\nworst = 0\nbest = 100\ntransform = "sqrt"',
    'kind = "bands"\nedges = [10, 25, 50]\npoints = [0, 25, 60, 100]\nedge = "above"',
    'kind = "bands"\nedges = [10, 25, 50]\npoints = [100, 60, 25, 0]\nedge = "below"',
    'kind = "bands"\nedges = [0, 10, 50]\npoints = [0, 40, 100]\ninterpolate = true',
    'kind = "points"\nrange = [0, 100]\nclamp = true',
)
RELATIVE = tuple(
    f'kind = "{kind}"\nreference = "{reference}"'
    for reference in ("field", "frozen")
    for kind in (
        "min_max",
        "ratio_to_best",
        'min_max"\ndirection = "lower',
        'ratio_to_best"\ndirection = "lower',
        'z_score"\ndivisor = "population"\nmean = 100\ndeviation = 10\ndirection = "lower',
        'percentile"\nties = "half',
        'percentile"\ndirection = "lower"\nties = "none',
    )
)
GATE = '[[gates]]\ncode = "g"\nname = "Syarat"\nreason = "Kurang."\n'
POLICIES = ("not_ranked", "zero", "worst", "skip_and_rescale", "group_median")
PAIRS = {"difference": 2, "ratio": 2, "complement": 1, "reciprocal": 1}
JOINS = (
    'join = "arithmetic"',
    'join = "geometric"\nfloor = 1',
    'join = "harmonic"\nfloor = 0.5',
    'join = "power_mean"\nfloor = 0.01\nexponent = 2',
    'join = "power_mean"\nfloor = 0.01\nexponent = -0.5',
    'join = "minimum"',
    'join = "sum"\nat_most = 150',
    'join = "difference"',
    'join = "ratio"\nfloor = 0.25',
    'join = "complement"\nof = 100',
    'join = "reciprocal"\nof = 40\nfloor = 0.5',
)
ADJUSTMENTS = (
    "",
    "",
    "",
    'adjust = [{ kind = "multiply", column = "f", empty_changes_nothing = true }]',
    'adjust = [{ kind = "deduct_factor", column = "f" }]\nat_least = 0',
    'adjust = [{ kind = "deduct_points", column = "f" },'
    ' { kind = "add_points", column = "z", empty_changes_nothing = true }]',
)

cells = st.one_of(
    st.sampled_from(
        [Decimal(text) for text in ("0", "1", "10", "25", "50", "100", "0.5", "99.995", "33.335", "12.5", "7", "3")]
    ),
    st.integers(0, 120).map(Decimal),
    st.decimals(0, 120, places=3, allow_nan=False),
    st.sampled_from([None, None, "tidak berlaku"]),
)


negatives = st.sampled_from([Decimal(text) for text in ("-0.001", "-1", "-3", "-12.5", "-50", "-99.995")])


def said(table):
    """Write a condition as an inline table."""
    if isinstance(table, dict):
        return "{ " + ", ".join(f"{key} = {said(value)}" for key, value in table.items()) + " }"
    if isinstance(table, list):
        return "[" + ", ".join(map(said, table)) + "]"
    return f'"{table}"' if isinstance(table, str) else str(table)


comparisons = st.one_of(
    st.builds(
        lambda figure, comparator, limit: {**figure, comparator: limit},
        st.sampled_from(
            [{"column": one} for one in COLUMNS] + [{"measure": f"m{place}"} for place in range(len(MEASURES))]
        ),
        st.sampled_from(["at_least", "above", "at_most", "below", "equals"]),
        st.sampled_from([0, 1, 10, 25, 50, 100, Decimal("12.5")]),
    ),
    st.builds(
        lambda labels: {"column": "label", "one_of": labels},
        st.lists(st.sampled_from(LABELS), min_size=1, max_size=2, unique=True),
    ),
)


def conditions():
    """Draw conditions as tables of the rulebook: comparisons, all, any and unless within each other."""

    def larger(smaller):
        parts = st.lists(smaller, min_size=1, max_size=3)
        combined = st.builds(lambda logic, listed: {logic: listed}, st.sampled_from(["all", "any"]), parts)
        exempt = st.builds(
            lambda rule, other: rule | {"unless": other}, smaller.filter(lambda one: "unless" not in one), smaller
        )
        return st.one_of(combined, exempt)

    return st.recursive(comparisons, larger, max_leaves=5)


@st.composite
def cases(draw):
    count = draw(st.integers(1, 3))
    listed = [
        {"name": f"Keadaan {place}", "points": Decimal("33.335") * (count - place), "when": draw(conditions())}
        for place in range(count)
    ]
    return f'kind = "cases"\notherwise = {draw(st.sampled_from([0, -5, "0.125"]))}\ncases = {said(listed)}'


@st.composite
def leaf(draw, code, parent, weight, *, allow_skip=True):
    lines = ["[[criteria]]", f'code = "{code}"', f'parent = "{parent}"', f'name = "Kriteria {code}"']
    policies = [one for one in POLICIES if allow_skip or one != "skip_and_rescale"]
    missing, not_applicable = draw(st.sampled_from(policies)), draw(st.sampled_from(policies))
    if weight is not None:
        lines.append(f"weight = {weight}")
    is_cases = draw(st.integers(0, 3)) == 0
    if is_cases:
        rule = draw(cases())
        missing, not_applicable = ("zero" if one == "group_median" else one for one in (missing, not_applicable))
    elif draw(st.booleans()) and draw(st.booleans()):
        rule = 'kind = "levels"\nlevels = { rendah = 0, sedang = 50, tinggi = 100 }'
        lines.append('column = "label"')
        missing, not_applicable = ("zero" if one == "group_median" else one for one in (missing, not_applicable))
    elif draw(st.booleans()):
        rule = draw(st.sampled_from(PLAIN[:3] + PLAIN[5:8] + PLAIN[:1] + RELATIVE))
        lines.append(f'measure = "m{draw(st.integers(0, len(MEASURES) - 1))}"')
    else:
        rule = draw(st.sampled_from(PLAIN + RELATIVE))
        lines.append(f'column = "{draw(st.sampled_from(COLUMNS))}"')
    lines += [
        f'missing = "{missing}"',
        f'not_applicable = "{not_applicable}"',
        'missing_reason = "Kosong."',
        "missing_score = 1.5",
    ]
    lines.append(draw(st.sampled_from(ADJUSTMENTS)))
    if not is_cases:
        lines.append('source = "contribution"')
    if draw(st.booleans()) and "z_score" not in rule and not is_cases:
        lines.append("complement = true")
    return "\n".join([*lines, "[criteria.normalise]", rule])


@st.composite
def node(draw, code, parent, weight, depth):
    join = draw(st.sampled_from(JOINS))
    pair = next((count for name, count in PAIRS.items() if f'"{name}"' in join), None)
    is_weighted = pair is None and not any(name in join for name in ("sum", "minimum"))
    count = pair or draw(st.integers(1, 3))
    top = (
        [f'parent = "{parent}"', 'missing = "worst"', 'missing_reason = "Kurang."', "missing_score = 0"]
        if parent
        else []
    )
    own = [
        "[[criteria]]",
        f'code = "{code}"',
        f'name = "Simpul {code}"',
        join,
        "" if pair else draw(st.sampled_from(["available = { weight = 0.5 }", "available = { count = 0.4 }"])),
        *top,
    ]
    if weight is not None:
        own.append(f"weight = {weight}")
    parts = ["\n".join(own)]
    for place, share in enumerate(draw(st.permutations(draw(st.sampled_from(WEIGHTS[count]))))):
        made = None if not is_weighted else share
        if depth and draw(st.booleans()):
            parts.append(draw(node(f"{code}{place}", code, made, depth - 1)))
        else:
            parts.append(draw(leaf(f"{code}{place}", code, made, allow_skip=pair is None)))
    for effect in draw(st.lists(st.sampled_from(["bonus", "penalty", "factor"]), max_size=1)):
        extra = 'kind = "goalposts"\nworst = 0\nbest = 100\ntarget = [0, 1.2]'
        parts.append(
            f'[[criteria]]\ncode = "{code}e"\nparent = "{code}"\nname = "Efek"\nsource = "answer"\ncolumn = "z"\n'
            f'effect = "{effect}"\nmissing = "skip_and_rescale"\nnot_applicable = "zero"\nmissing_reason = "x"\n'
            f"[criteria.normalise]\n{extra}"
        )
    return "\n\n".join(parts)


@st.composite
def rulebooks(draw):
    """Return the text of a rulebook that the engine accepts."""
    tree = draw(node("t", None, None, 2))
    total, leaf_digits = draw(st.integers(0, 4)), draw(st.integers(0, 3))
    carry = draw(st.sampled_from(['carry = ["leaf"]', 'carry = ["node"]', 'carry = ["leaf", "node"]', "", ""]))
    measures = "\n".join(
        f'[[measures]]\ncode = "m{place}"\nname = "Ukuran {place}"\n{text}' for place, text in enumerate(MEASURES)
    )
    chain = draw(st.lists(st.sampled_from(["t0", "x", "m0", "m4"]), max_size=3, unique=True))
    keys = "\n".join(
        f'[[rank.tie_break]]\nby = "{code}"\ndirection = "{draw(st.sampled_from(["higher", "lower"]))}"\n'
        f'on = "{draw(st.sampled_from(["full", "rounded"]))}"'
        for code in chain
    )
    gate = draw(
        st.sampled_from(
            [
                "",
                GATE + 'column = "y"\nmust_be = "at_least"\nlimit = 5',
                GATE + 'measure = "m0"\nmust_be = "above"\nlimit = 50\nwhen_missing = "pass"',
                f"{GATE}when = {said(draw(conditions()))}",
                f'{GATE}when = {said(draw(conditions()))}\nwhen_missing = "fail"',
            ]
        )
    )
    return f"""
[rulebook]
code = "acak"
title = "Acak"
version = "1"
illustrative = true

[rounding]
mode = "{draw(st.sampled_from(["half_away", "half_even", "half_down"]))}"
leaf = {leaf_digits}
node = {leaf_digits}
total = {total}
{carry}

[rank]
on = "{draw(st.sampled_from(["full", "rounded"]))}"
direction = "{draw(st.sampled_from(["higher", "lower"]))}"
cannot_tell = "{draw(st.sampled_from(["hold", "rank"]))}"
{keys}

[groups]
by = "group"
minimum_size = {draw(st.integers(1, 2))}

{gate}

{measures}

[[populations]]
code = "field"
name = "Peserta sendiri"
kind = "field"

[[populations]]
code = "frozen"
name = "Acuan"
kind = "frozen"
columns = {{ x = [0.5, 10, 25, 50, 100], y = [1, 20, 40, 50, 80], z = [2, 3, 10, 50, 100] }}

{tree}
"""


@st.composite
def rows(draw, cells=cells):
    count = draw(st.integers(1, 12))
    row = st.fixed_dictionaries(
        {
            **dict.fromkeys(COLUMNS, cells),
            "f": st.sampled_from([Decimal("0.1"), Decimal("0.5"), Decimal(1), Decimal("1.25"), None]),
            "label": st.sampled_from([*LABELS, *LABELS, None, "tidak berlaku"]),
            "group": st.sampled_from(["Barat", "Timur"]),
        }
    )
    kept = draw(st.lists(row, min_size=count, max_size=count))
    twins = draw(st.lists(st.sampled_from(kept), max_size=4))
    return [{"id": f"p{place:02d}", **one} for place, one in enumerate([*kept, *twins])]
