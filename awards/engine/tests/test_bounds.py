"""Every exact operation ends: with the right digits, or with a refusal in words."""

import json
import tempfile
from decimal import Decimal
from fractions import Fraction
from io import StringIO
from pathlib import Path

import django
import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from awards.engine import ScoringError, Table, load_rulebook, score
from awards.engine.details import details
from awards.engine.errors import NumberTooLongError
from awards.engine.tests.limited import Limited, NeverEndsError
from awards.engine.tests.oracle import WIDE, joined, rounded, total
from awards.engine.tests.sheets import HEAD, POINTS, book, leaf, root

LARGEST = Decimal(2) ** 62
EMPLOYERS = Path("fixtures/rulebooks/badan-usaha-2023-ilustratif.toml")
FIRM = {
    "sector": "Jasa", "arrears_last": "0", "enrolled_months": "1200", "headcount_months": "1200",
    "wage_reported_sum": "0", "payroll_sum": "900000000", "programmes_followed": "4", "programmes_required": "5",
    "months_on_time": "11", "months_reported": "12", "vendors_enrolled": "3", "vendors": "7",
    "vulnerable_workers_funded": "20", "vulnerable_months_funded": "240", "sponsored": "20",
}  # fmt: skip


@pytest.fixture(scope="module")
def limited():
    runner = Limited()
    yield runner
    runner.close()


# What the other process does


def everything(text, columns):
    """Score, then ask for every number there is; a refusal is its own name and words."""
    try:
        rules = load_rulebook(text)
        ids = [f"p{place}" for place in range(len(next(iter(columns.values()))))]
        result = score(rules, Table(ids, columns))
        found = {
            "totals": [result.standing(one).score for one in ids],
            "ranks": [result.standing(one).rank for one in ids],
            "explained": [[line.amount for line in result.explain(one).lines] for one in ids],
            "leads": [[line.amount for line in result.compare(ids[0], one).lines] for one in ids],
            "nodes": [{node.code: node.score for node in result.nodes(one)} for one in ids],
        }
        for detail in details(result):
            assert detail.nodes == result.nodes(detail.standing.id)
            assert detail.explanation == result.explain(detail.standing.id)
    except ScoringError as refusal:
        return type(refusal).__name__, str(refusal)
    return found


def totals(text, columns):
    ids = [str(place) for place in range(len(next(iter(columns.values()))))]
    result = score(load_rulebook(text), Table(ids, columns))
    return [result.standing(one).score for one in ids]


def command(text, table, *more):
    """Run `manage.py score` on files and return the scores by entry."""
    django.setup()
    with tempfile.TemporaryDirectory() as folder:
        rules, cells, output = (Path(folder) / name for name in ("r.toml", "t.csv", "o.json"))
        rules.write_text(text, encoding="utf-8")
        cells.write_text(table, encoding="utf-8")
        arguments = ["--rulebook", str(rules), "--table", str(cells), "--output", str(output), *more]
        call_command("score", *arguments, stdout=StringIO())
        written = json.loads(output.read_text("utf-8"))
    return {row["peserta"]: row["nilai"] for row in written["peringkat"]}


def node(join, weights, more="", *, code="total", parent=None, weight=None):
    own = f'parent = "{parent}"\n' if parent else ""
    own += f"weight = {weight}\n" if weight else ""
    whole = f"weight_total = {sum(map(Decimal, weights))}\n" if join not in ("sum", "minimum") else ""
    return f'[[criteria]]\ncode = "{code}"\nname = "N"\n{own}join = "{join}"\n{whole}{more}\n'


def endless():
    while True:
        pass


def tree(join, weights, more="", rounding="[rounding]\ntotal = 2\n"):
    leaves = [
        leaf("abc"[place], POINTS, more="" if join == "minimum" else f"weight = {weight}")
        for place, weight in enumerate(weights)
    ]
    return book(node(join, weights, more), *leaves, rounding=rounding)


def cells(*rows):
    return {"abc"[place]: list(map(Decimal, column)) for place, column in enumerate(zip(*rows, strict=True))}


def exactly(amounts):
    """Add up without the 28 digits that decimals are given by default."""
    return sum(map(Fraction, amounts))


# What hung


def test_geometric_join_when_a_score_is_one_and_the_denominator_is_large_then_ends(limited):
    found = limited(everything, tree("geometric", ("41", "19", "40"), "floor = 1"), cells(("0", "50", "70"), "111"))

    expected = joined("geometric", [Decimal(41), Decimal(19), Decimal(40)], [Decimal(1), Decimal(50), Decimal(70)])
    assert found["totals"] == [rounded(expected, 2), Decimal("1.00")]
    assert [exactly(lines) for lines in found["explained"]] == found["totals"]


@pytest.mark.parametrize("join", ["geometric", 'power_mean"\nexponent = "0.37'])
def test_join_when_ratio_to_best_gives_one_to_the_best_then_ends(limited, join):
    name, _, exponent = join.partition('"\nexponent = "')
    more = "floor = 0.01\n" + (f"exponent = {exponent}" if exponent else "")
    best = 'kind = "ratio_to_best", reference = "f", target = [0, 1]'
    parts = [leaf("ab"[place], best, more=f"weight = {weight}") for place, weight in enumerate(("41", "59"))]
    field = '[[populations]]\ncode = "f"\nname = "F"\nkind = "field"\n'

    found = limited(everything, book(field, node(name, ("41", "59"), more), *parts), cells(("7", "3"), ("3", "7")))

    share = Decimal(3) / Decimal(7)
    mean = [
        joined(name, [Decimal(41), Decimal(59)], one, floor=Decimal("0.01"), exponent=Decimal(exponent or 0))
        for one in ([Decimal(1), share], [share, Decimal(1)])
    ]
    assert found["totals"] == [rounded(one, 2) for one in mean]


def test_shipped_employer_rulebook_when_weights_are_41_and_19_and_wages_0_then_ends(limited):
    text = (
        EMPLOYERS.read_text("utf-8").replace("weight = 40", "weight = 41", 1).replace("weight = 20", "weight = 19", 1)
    )
    rules = load_rulebook(text)
    rows = [FIRM, {**FIRM, "wage_reported_sum": "900000000"}]
    columns = {
        name: [row[name] if name == "sector" else Decimal(row.get(name, "1")) for row in rows] for name in rules.columns
    }

    found = limited(everything, text, columns)

    shares = {node.code: node.weight for node in rules.criterion("kepatuhan").children}
    assert (shares["pekerja"], shares["upah"]) == (41, 19)
    for nodes in found["nodes"]:
        scores = [max(Decimal(1), nodes[code]) for code in shares]
        weights = [Decimal(int(weight)) for weight in shares.values()]
        assert abs(nodes["kepatuhan"] - joined("geometric", weights, scores)) < Decimal("0.05")
    assert [exactly(lines) for lines in found["explained"]] == found["totals"]
    assert [exactly(lines) for lines in found["leads"]] == [Decimal(0), found["totals"][0] - found["totals"][1]]


def test_command_when_weights_are_thirds_and_a_value_is_zero_then_ends(limited):
    text = tree("geometric", ("33.3", "33.3", "33.4"), "floor = 1")

    found = limited(
        command, text, "id;a;b;c\nA;0;50;70\nB;1;1;1\n", "--explain", "A", "--compare", "A", "B", "--robust"
    )

    expected = joined("geometric", list(map(Decimal, ("33.3", "33.3", "33.4"))), list(map(Decimal, (1, 50, 70))))
    assert found == {"A": str(rounded(expected, 2)), "B": "1.00"}


def test_score_when_a_product_passes_twelve_digits_then_ends(limited):
    value = "987654321987654"
    found = limited(everything, tree("geometric", ("41", "59"), "floor = 1"), cells((value, value), ("1", value)))

    assert found["totals"][0] == Decimal(value)
    assert found["totals"][1] == rounded(joined("geometric", [Decimal(41), Decimal(59)], [1, Decimal(value)]), 2)


LN = 'kind = "sum"\ncolumns = ["a"]\ntransform = "ln"'
Z_SCORE = 'kind = "z_score", reference = "f", divisor = "population", mean = 50, deviation = 10'


def test_z_score_of_logarithms_when_the_field_is_large_then_ends(limited):
    """As many parts as entries; with a square for every pair of them 3,000 entries would be nine million."""
    leaf_of_measure = leaf("x", Z_SCORE, column="", more='measure = "m"')
    field = '[[populations]]\ncode = "f"\nname = "F"\nkind = "field"\n'
    text = book(f'[[measures]]\ncode = "m"\nname = "M"\n{LN}\n', field, root(), leaf_of_measure)
    figures = [Decimal(2 + place % 50) for place in range(3000)]

    found = limited(totals, text, {"a": figures})

    logarithms = [WIDE.ln(figure) for figure in figures]
    mean = WIDE.divide(total(logarithms), 3000)
    spread = total(WIDE.multiply(one - mean, one - mean) for one in logarithms[:50]) / 50
    z_scores = [WIDE.divide(WIDE.subtract(one, mean), WIDE.sqrt(spread)) for one in logarithms]
    assert found == [rounded(WIDE.add(50, WIDE.multiply(10, one)), 2) for one in z_scores]


# What meets a bound


def test_power_mean_when_the_powers_have_too_many_digits_then_is_refused_in_words(limited):
    text = tree("power_mean", ("41", "59"), "floor = 1\nexponent = 1e50")

    name, said = limited(everything, text, cells(("7", "9"), ("3", "5")))

    assert name == NumberTooLongError.__name__
    assert said.startswith("value.too-many-digits")


def test_command_when_a_bound_is_met_then_says_so(limited):
    text = tree("power_mean", ("41", "59"), "floor = 1\nexponent = 1e50")

    with pytest.raises(Exception, match="Kecilkan pangkat rata-rata") as caught:
        limited(command, text, "id;a;b\nA;7;9\nB;3;5\n", "--explain", "A")

    assert type(caught.value).__name__ == "CommandError"


def test_lead_when_two_totals_differ_behind_four_hundred_digits_then_its_lines_are_told(limited):
    """Only `a` differs, and 50 and 100 to the power of -250 are nothing beside 1: its whole lead prints as 0."""
    parts = [
        node("geometric", ("41", "19"), "floor = 1"),
        leaf("x", POINTS, more="weight = 41"),
        node("power_mean", ("41", "19"), "floor = 1\nexponent = -250", code="y", parent="total", weight="19"),
        *(leaf(name, POINTS, parent="y", more=f"weight = {weight}") for name, weight in (("a", "41"), ("b", "19"))),
    ]
    columns = {name: list(map(Decimal, column)) for name, column in {"x": "00", "a": ("50", "100"), "b": "00"}.items()}

    found = limited(everything, book(*parts, rounding="[rounding]\ntotal = 0\nnode = 0\n", head=HEAD), columns)

    assert [set(lines) for lines in found["leads"]] == [{Decimal(0)}, {Decimal(0)}]


def test_limited_when_work_never_ends_then_it_is_ended():
    runner = Limited(seconds=1)

    with pytest.raises(NeverEndsError, match="endless"):
        runner(endless)


# Drawn

WEIGHTS = {
    2: [("41", "19"), ("333", "667"), ("0.000001", "0.999999"), ("1", "1"), ("997", "1009"), ("0.1", "0.9")],
    3: [("33.3", "33.3", "33.4"), ("41", "19", "40"), ("997", "1009", "3"), ("0.1", "0.2", "0.7")],
}
FLOORS = ("1", "0.5", "1e-12", "100")
EXPONENTS = ("2", "-0.5", "0.1", "3.7", "-30", "100", "0.001", "-250", "1e-6")
JOINS = ("arithmetic", "geometric", "harmonic", "power_mean", "minimum", "sum")
values = st.sampled_from(
    ("0", "0", "1", "1", "1e-12", "1e-40", "0.999999999999", "1.000000000001", "50", "50", "33.335", "100",
     "123456789012", "1000000000001", "1e30")
)  # fmt: skip


@st.composite
def joins(draw, count):
    join = draw(st.sampled_from(JOINS))
    floor, exponent = draw(st.sampled_from(FLOORS)), draw(st.sampled_from(EXPONENTS))
    more = f"floor = {floor}\n" if join in ("geometric", "harmonic", "power_mean") else ""
    more += f"exponent = {exponent}\n" if join == "power_mean" else ""
    return join, draw(st.sampled_from(WEIGHTS[count])), more, {"floor": Decimal(floor), "exponent": Decimal(exponent)}


@st.composite
def contests(draw):
    """Draw a node over a leaf and a node of up to three leaves, and rows for them."""
    outer, inner = draw(joins(2)), draw(joins(draw(st.integers(2, 3))))
    names = "abc"[: len(inner[1])]
    row = st.one_of(values.map(lambda one: (one,) * (len(names) + 1)), st.tuples(*[values] * (len(names) + 1)))
    rows = draw(st.lists(row, min_size=1, max_size=4))
    digits = draw(st.integers(0, 4))
    weight = {join: "" if join == "minimum" else "weight = {}" for join in JOINS}
    parts = [
        node(*outer[:3]),
        leaf("x", POINTS, more=weight[outer[0]].format(outer[1][0])),
        node(*inner[:3], code="y", parent="total", weight=None if outer[0] == "minimum" else outer[1][1]),
        *(
            leaf(name, POINTS, parent="y", more=weight[inner[0]].format(own))
            for name, own in zip(names, inner[1], strict=True)
        ),
    ]
    text = book(*parts, rounding=f"[rounding]\ntotal = {digits}\nnode = {digits}\n", head=HEAD)
    columns = dict(zip(("x", *names), (list(map(Decimal, column)) for column in zip(*rows, strict=True)), strict=True))
    return text, columns, digits, [_expected(outer, inner, list(map(Decimal, one))) for one in rows]


def _expected(outer, inner, row):
    below = joined(inner[0], list(map(Decimal, inner[1])), row[1:], **inner[3])
    return joined(outer[0], list(map(Decimal, outer[1])), [row[0], below], **outer[3]), below


@given(contests())
def test_every_join_when_values_are_at_their_edges_then_ends_with_the_digits_of_the_oracle(limited, contest):
    text, columns, digits, expected = contest

    found = limited(everything, text, columns)

    if max(above for above, _ in expected) * 10**digits >= LARGEST:
        assert found[0] == "ValueOutOfRangeError"
        return
    assert isinstance(found, dict), (found, text, columns)
    assert found["totals"] == [rounded(above, digits) for above, _ in expected]
    assert [nodes["y"] for nodes in found["nodes"]] == [rounded(below, digits) for _, below in expected]
    assert found["ranks"] == [1 + sum(other > one for other in found["totals"]) for one in found["totals"]]
    assert [exactly(lines) for lines in found["explained"]] == found["totals"]
    assert [exactly(lines) for lines in found["leads"]] == [found["totals"][0] - one for one in found["totals"]]


@settings(max_examples=20)
@given(contests())
def test_command_when_values_are_at_their_edges_then_ends_with_the_digits_of_the_oracle(limited, contest):
    text, columns, digits, expected = contest
    if max(above for above, _ in expected) * 10**digits >= LARGEST:
        return
    rows = zip(*columns.values(), strict=True)
    table = [";".join(("id", *columns))]
    table += [";".join((f"p{place}", *(f"{cell:f}" for cell in row))) for place, row in enumerate(rows)]

    largest = max(max(column) for column in columns.values())
    audit = ["--audit"] if largest < 10**12 else []  # the audit rounds every criterion, and may refuse one

    found = limited(command, text, "\n".join(table), "--decimal", "titik", "--explain", "p0", *audit)

    assert found == {f"p{place}": f"{rounded(above, digits):f}" for place, (above, _) in enumerate(expected)}
