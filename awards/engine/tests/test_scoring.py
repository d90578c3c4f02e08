"""Whole runs on small tables; every expected figure is worked by hand."""

from decimal import Decimal

import numpy as np
import pytest

from awards.engine import GivenMark, LabelColumn, ScaledColumn, Table, load_rulebook, score
from awards.engine.details import details
from awards.engine.errors import MarkError, ScoringError, TableError
from awards.engine.evaluate import Status
from awards.engine.tests.sheets import HEAD, PERCENT, POINTS, book, leaf, root
from awards.engine.tests.test_rulebook import RULEBOOKS
from paritrana.lib.problems import note

LOMBOK = {
    "coverage_points": Decimal("7.75"),
    "vulnerable_points": Decimal("5.16"),
    "growth_points": Decimal("1.09"),
    "regulation_points": Decimal("9.00"),
    "non_asn_points": Decimal("9.45"),
    "presenter": "Kepala daerah definitif",
    "active_total": 144110,
    "previous_active_total": 110300,
}
NINE_JURORS = [
    GivenMark("52.03", f"juri {n}", "understanding", Decimal(mark))
    for n, mark in enumerate(["9", "9", "9", "9", "9", "9", "9", "9", "9.5"])
]


def run(*parts, ids=None, marks=(), rounding="[rounding]\ntotal = 2\n", **columns):
    rulebook = load_rulebook(book(*parts, rounding=rounding))
    count = len(next(iter(columns.values())))
    return score(rulebook, Table(ids or [f"p{place}" for place in range(count)], columns), marks)


def placed(result):
    return [(one.id, one.rank, str(one.score), one.decided_by) for one in result.standings]


def test_published_sheet_of_lombok_timur_is_reproduced_line_by_line():
    """Domain.md 4.2: 7.75, 5.16, 1.09, 9.00, 9.45, 10.00, 9.06 make 51.51."""
    rulebook = load_rulebook((RULEBOOKS / "lombok-timur-2024.toml").read_text())

    result = score(rulebook, Table.from_rows([{"id": "52.03", **LOMBOK}], id_column="id"), NINE_JURORS)

    assert [str(node.score) for node in result.nodes("52.03")] == [
        "51.51",
        "7.75",
        "5.16",
        "1.09",
        "9.00",
        "9.45",
        "10.00",
        "9.06",
    ]
    assert [str(line.amount) for line in result.explain("52.03").lines] == [
        "7.75",
        "5.16",
        "1.09",
        "9.00",
        "9.45",
        "10.00",
        "9.06",
        "0.00",
    ]
    assert (result.standing("52.03").rank, str(result.standing("52.03").score)) == (1, "51.51")


@pytest.mark.parametrize(
    ("join", "expected"),
    [
        ("arithmetic", "50.00"),  # 0.5 * 20 + 0.5 * 80
        ("geometric", "40.00"),  # sqrt(20 * 80)
        ("harmonic", "32.00"),  # 2 / (1/20 + 1/80)
        ("minimum", "20.00"),
        ("sum", "50.00"),  # half points each
    ],
)
def test_joins_of_20_and_80(join, expected):
    weight = "" if join == "minimum" else "weight = 0.5"
    floor = "floor = 1" if join in ("geometric", "harmonic") else ""

    result = run(root(join, floor), leaf("a", PERCENT, more=weight), leaf("b", PERCENT, more=weight), a=[20], b=[80])

    assert str(result.standing("p0").score) == expected


@pytest.mark.parametrize(("exponent", "expected"), [(2, "58.31"), (1, "50.00"), (-1, "32.00"), ("0.5", "45.00")])
def test_power_mean_of_20_and_80(exponent, expected):
    """sqrt((400 + 6400) / 2) = 58.309; ((sqrt 20 + sqrt 80) / 2)^2 = 9 * 20 / 4 = 45."""
    parts = [leaf(code, PERCENT, more="weight = 0.5") for code in ("a", "b")]

    result = run(root("power_mean", f"floor = 1\nexponent = {exponent}"), *parts, a=[20], b=[80])

    assert str(result.standing("p0").score) == expected


def test_harmonic_mean_of_geometric_means_nests():
    """Geometric: sqrt(20 * 80) = 40 and sqrt(90 * 40) = 60; harmonic: 2 / (1/40 + 1/60) = 48."""
    inner = "".join(
        f'[[criteria]]\ncode = "{code}"\nparent = "total"\nname = "{code}"\n'
        'weight = 0.5\njoin = "geometric"\nfloor = 1\n'
        for code in ("g", "h")
    )
    parts = [
        leaf(code, PERCENT, parent=parent, more="weight = 0.5") for code, parent in zip("abcd", "gghh", strict=True)
    ]

    result = run(root("harmonic", "floor = 1"), inner, *parts, a=[20], b=[80], c=[90], d=[40])

    assert str(result.standing("p0").score) == "48.00"


def test_floor_lifts_a_zero_so_that_a_geometric_mean_stays_comparable():
    parts = [leaf(code, PERCENT, more="weight = 0.5") for code in ("a", "b")]

    result = run(root("geometric", "floor = 1"), *parts, a=[0, 0], b=[100, 81])

    assert placed(result) == [("p0", 1, "10.00", "total"), ("p1", 2, "9.00", "total")]


def test_bonus_penalty_and_factor_change_what_the_shares_made():
    """(60 * 0.9) + 5 - 2 = 57, at most 56."""
    effects = [
        leaf("bonus", POINTS, more='effect = "bonus"'),
        leaf("penalty", POINTS, more='effect = "penalty"'),
        leaf("factor", POINTS, more='effect = "factor"'),
    ]

    result = run(
        root("sum", "at_most = 56"),
        leaf("a", POINTS),
        *effects,
        a=[60],
        bonus=[5],
        penalty=[2],
        factor=[Decimal("0.9")],
    )

    assert str(result.standing("p0").score) == "56.00"
    assert [(line.kind, line.code, str(line.amount)) for line in result.explain("p0").lines] == [
        ("criterion", "a", "60.00"),
        ("factor", "factor", "-6.00"),
        ("bonus", "bonus", "5.00"),
        ("penalty", "penalty", "-2.00"),
        ("limit", "total", "-1.00"),
        ("rounding", "", "0.00"),
    ]
    assert [str(node.contribution) for node in result.nodes("p0")] == ["56.00", "60.00", "None", "None", "None"]


@pytest.mark.parametrize(
    ("kind", "cell", "expected"),
    [
        ("multiply", Decimal("1.5"), "60.00"),
        ("add_points", 3, "43.00"),
        ("deduct_points", 3, "37.00"),
        ("deduct_factor", Decimal("0.25"), "30.00"),
    ],
)
def test_adjustment_by_a_column(kind, cell, expected):
    result = run(
        root(), leaf("a", POINTS, more=f'adjust = [{{ kind = "{kind}", column = "f" }}]'), a=[40, 40], f=[cell, None]
    )

    assert placed(result) == [("p0", 1, expected, "total"), ("p1", None, "None", None)]
    assert result.nodes("p0")[1].inputs == {"f": cell}


def test_adjustment_of_a_node_with_an_empty_cell_follows_the_nodes_policy():
    more = 'adjust = [{ kind = "multiply", column = "f" }]'

    result = run(
        root("sum", more + '\nmissing = "zero"\nmissing_reason = "Faktor kosong."'),
        leaf("a", POINTS),
        a=[40, 50],
        f=[2, None],
    )

    assert placed(result) == [("p0", 1, "80.00", "total"), ("p1", 2, "0.00", "total")]
    assert [line.code for line in result.explain("p1").lines] == ["total", ""]


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("not_ranked", ("p1", None, "None", None)),
        ("zero", ("p1", 2, "40.00", "total")),
        ("worst", ("p1", 2, "40.50", "total")),
        ("skip_and_rescale", ("p1", 1, "80.00", "total")),
        ("group_median", ("p1", 1, "65.00", "total")),
    ],
)
def test_missing_policy_of_a_leaf(policy, expected):
    """b is 60, missing, 40: the median is 50; p1 has a = 80."""
    more = f'weight = 0.5\nmissing = "{policy}"\nmissing_reason = "Kosong."'
    b = leaf(
        "b", PERCENT.replace("best = 100", "best = 100, target = [1, 100]") if policy == "worst" else PERCENT, more=more
    )

    result = run(
        root("arithmetic", "available = { weight = 0.5 }"),
        leaf("a", PERCENT, more="weight = 0.5"),
        b,
        a=[50, 80, 20],
        b=[60, None, 40],
    )

    assert expected in placed(result)


@pytest.mark.parametrize(("state", "rank"), [(None, None), ("tidak berlaku", 1)])
def test_not_applicable_and_not_reported_follow_their_own_policies(state, rank):
    more = 'weight = 0.5\nmissing = "not_ranked"\nnot_applicable = "skip_and_rescale"'

    result = run(
        root("arithmetic", "available = { count = 0.5 }"),
        leaf("a", PERCENT, more="weight = 0.5"),
        leaf("b", PERCENT, more=more),
        a=[50],
        b=[state],
    )

    assert result.standing("p0").rank == rank


def test_node_with_too_little_weight_available_is_missing_itself():
    more = 'weight = {}\nmissing = "skip_and_rescale"'
    parts = [leaf("a", PERCENT, more=more.format("0.4")), leaf("b", PERCENT, more=more.format("0.6"))]

    result = run(
        root("arithmetic", "available = { weight = 0.5 }"),
        *parts,
        a=[50, 50, None],
        b=[None, 70, 70],
        ids=["p", "q", "r"],
    )

    assert placed(result) == [("r", 1, "70.00", "total"), ("q", 2, "62.00", "total"), ("p", None, "None", None)]
    assert result.standing("p").notes == (note("place.data-absent", criteria=(result.rulebook.root.code,)),)
    assert result.nodes("p")[0].notes == (note("figure.too-few-below"), note("figure.not-ranked"))
    assert [node.status for node in result.nodes("r")] == [Status.SCORED, Status.SKIPPED, Status.SCORED]
    assert result.nodes("r")[1].notes == (note("figure.not-reported"), note("figure.skipped"))


def test_node_above_a_criterion_that_may_not_be_missing_names_it_as_the_cause():
    result = run(root(), leaf("a", POINTS), leaf("b", POINTS), a=[1], b=[None])

    lost = (note("figure.lost-below", criteria=("b",)), note("figure.not-ranked"))
    assert result.nodes("p0")[0].notes == lost
    assert next(details(result)).nodes[0].notes == lost
    assert result.standing("p0").notes == (note("place.data-absent", criteria=("b",)),)


def test_sum_with_a_skipped_part_grows_by_the_weight_that_is_missing():
    more = 'weight = 2\nmissing = "skip_and_rescale"'

    result = run(
        root("sum", "available = { weight = 0.3 }"), leaf("a", POINTS), leaf("b", POINTS, more=more), a=[9], b=[None]
    )

    assert str(result.standing("p0").score) == "27.00"


def test_minimum_ignores_what_is_skipped():
    parts = [leaf("a", POINTS, more='missing = "skip_and_rescale"'), leaf("b", POINTS)]

    result = run(root("minimum", "available = { count = 0.5 }"), *parts, a=[None, 3], b=[7, 4])

    assert placed(result) == [("p0", 1, "7.00", "total"), ("p1", 2, "3.00", "total")]


def test_median_of_a_group_without_values_leaves_the_entry_out():
    result = run(
        root(),
        leaf("a", POINTS, more='missing = "group_median"'),
        '[groups]\nby = "g"\n',
        a=[3, None, None],
        g=["x", "x", "y"],
    )

    assert [(one.id, one.rank, str(one.score)) for one in result.standings] == [
        ("p0", 1, "3.00"),
        ("p1", 1, "3.00"),
        ("p2", None, "None"),
    ]
    assert result.nodes("p1")[1].notes == (note("figure.not-reported"), note("figure.imputed"))


@pytest.mark.parametrize(
    ("carry", "expected"), [("[]", "0.67"), ('["leaf"]', "0.66")], ids=["full value", "rounded leaves"]
)
def test_rounded_leaves_feed_the_total_only_where_carried(carry, expected):
    carried = "" if carry == "[]" else f"carry = {carry}\n"

    result = run(
        root(),
        leaf("a", POINTS),
        leaf("b", POINTS),
        rounding=f"[rounding]\ntotal = 2\nleaf = 2\n{carried}",
        a=[Decimal("0.333")],
        b=[Decimal("0.333")],
    )

    assert str(result.standing("p0").score) == expected


def test_digits_of_a_criterion_outrank_those_of_its_stage():
    result = run(root(), leaf("a", POINTS, more="digits = 1"), a=[Decimal("1.26")])

    assert [str(node.score) for node in result.nodes("p0")] == ["1.26", "1.3"]


def test_jury_leaf_reads_the_panels_value():
    panel = '[[panels]]\ncode = "p"\nmethod = "trimmed_mean"\ndrop_high = 1\ndrop_low = 1\nminimum_marks = 3\n'
    jury = leaf("j", POINTS, column="", source="jury", more='jury = "wawancara"\npanel = "p"')
    marks = [GivenMark("p0", f"j{n}", "wawancara", Decimal(mark)) for n, mark in enumerate((1, 8, 9, 10))]
    marks += [GivenMark("p1", f"j{n}", "wawancara", Decimal(7)) for n in range(2)]

    result = run(root(), leaf("a", POINTS), jury, panel, a=[0, 0], marks=marks)

    assert placed(result) == [("p0", 1, "8.50", "total"), ("p1", None, "None", None)]
    assert str(result.nodes("p0")[2].raw) == "8.500000"


@pytest.mark.parametrize(
    ("marks", "words"),
    [
        ([GivenMark("p0", "j", "rasa", Decimal(1))], r"marks.unknown-criteria \(criteria=\[rasa\]\)"),
        ([GivenMark("x", "j", "wawancara", Decimal(1))], r"panel.unknown-entry \(entry=x, juror=j\)"),
    ],
)
def test_marks_that_fit_nothing_are_refused(marks, words):
    panel = '[[panels]]\ncode = "p"\nmethod = "mean"\n'
    jury = leaf("j", POINTS, column="", source="jury", more='jury = "wawancara"\npanel = "p"')

    with pytest.raises(MarkError, match=words):
        run(root(), leaf("a", POINTS), jury, panel, a=[0], marks=marks)


def test_entry_without_its_group_is_refused_by_name():
    with pytest.raises(TableError, match=r"table.group-empty \(name=g, entries=\[p1\]\)"):
        run(root(), leaf("a", POINTS), '[groups]\nby = "g"\n', a=[1, 2], g=["x", None])


def test_groups_of_many_columns_stay_apart_when_their_first_column_alone_tells_them_apart():
    labels = [
        f"k{number:02}" for number in range(64)
    ]  # 64 to the eleventh power is nought in whole numbers of a machine
    columns = {f"g{place:02}": [*labels, labels[0]] for place in range(12)}
    columns["g00"][-1] = labels[1]
    by = ", ".join(f'"{name}"' for name in columns)

    result = run(root(), leaf("a", POINTS), f"[groups]\nby = [{by}]\n", a=[0] * 65, **columns)

    assert {one.rank for one in result.standings} == {1}
    assert len({tuple(one.group.values()) for one in result.standings}) == 65


def test_table_without_a_column_of_the_rulebook_is_refused():
    with pytest.raises(TableError, match=r"table.columns-absent \(columns=\[a\]\)"):
        run(root(), leaf("a", POINTS), b=[1])


def test_empty_table_has_no_standings():
    result = score(load_rulebook(book(root(), leaf("a", POINTS))), Table([], {"a": []}))

    assert (list(result.standings), len(result.standings), result.node_column("a")[0].tolist()) == ([], 0, [])


def test_arrays_and_cells_give_the_same_digests():
    text = book(root(), leaf("a", PERCENT), '[groups]\nby = "g"\n')
    cells = Table(["p", "q"], {"a": [Decimal("1.50"), None], "g": ["y", "x"]})
    arrays = Table(
        np.array(["p", "q"]),
        {
            "a": ScaledColumn(np.array([15, 0]), 1, np.array([0, 1], dtype=np.uint8)),
            "g": LabelColumn(np.array([0, 1]), ["y", "x"]),
        },
    )

    first, second = (score(load_rulebook(text), table) for table in (cells, arrays))

    assert (first.digest, first.input_digest) == (second.digest, second.input_digest)


def test_input_digest_knows_marks_and_populations():
    text = book(root(), leaf("a", PERCENT))
    table = Table(["p"], {"a": [1]})

    digests = {
        score(load_rulebook(text), table, reference=given).input_digest
        for given in (None, {"lama": Table(["x"], {"a": [1]})}, {"lama": Table(["x"], {"a": [2]})})
    }

    assert len(digests) == 3


def test_input_digest_knows_marks_whatever_their_order():
    panel = '[[panels]]\ncode = "p"\nmethod = "mean"\n'
    jury = leaf("j", POINTS, column="", source="jury", more='jury = "wawancara"\npanel = "p"')
    marks = [GivenMark("p0", f"j{n}", "wawancara", Decimal(n)) for n in range(3)]

    first, second, third = (
        run(root(), leaf("a", POINTS), jury, panel, a=[0], marks=some) for some in (marks, marks[::-1], marks[:2])
    )

    assert first.input_digest == second.input_digest != third.input_digest


def test_explain_of_an_entry_without_a_total_is_refused():
    result = run(root(), leaf("a", POINTS), a=[None, 1])

    with pytest.raises(ScoringError, match=r"value.no-total \(entry=p0\)"):
        result.explain("p0")


def test_header_marker_for_not_applicable_is_the_rulebooks_own():
    rulebook = load_rulebook(
        book(
            root(),
            leaf("a", POINTS, more='not_applicable = "zero"\nmissing_reason = "x"'),
            head=HEAD + 'not_applicable = "n/a"\n',
        )
    )

    result = score(rulebook, Table(["p"], {"a": ["n/a"]}))

    assert result.nodes("p")[1].notes == (
        note("figure.not-applicable"),
        note("figure.missing-reason", criterion="a"),
    )


def test_missing_adjustment_of_an_imputed_figure_follows_its_own_policy():
    """p0 is given the median 30, but its multiplier does not apply: the criterion is skipped and b counts alone."""
    policies = 'weight = 0.5\nmissing = "group_median"\nnot_applicable = "skip_and_rescale"\n'
    multiplied = policies + 'adjust = [{ kind = "multiply", column = "k" }]'
    result = run(
        root("arithmetic", "available = { weight = 0.5 }"), leaf("a", POINTS, more=multiplied),
        leaf("b", POINTS, more="weight = 0.5"), a=[None, 20, 40], b=[7, 8, 9], k=["tidak berlaku", 1, 1],
    )  # fmt: skip

    assert [(one.id, str(one.score)) for one in result.standings] == [("p2", "24.50"), ("p1", "14.00"), ("p0", "7.00")]
