from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.engine.robustness.flips import FlipEnd, WeightFlip, weight_flips
from awards.engine.robustness.removal import CriterionRemoval, without_each_criterion
from awards.engine.robustness.shift import WeightMove, WeightShift, smallest_shift
from awards.engine.robustness.table import RobustnessError, WeightedTable, leaders_of, totals_under
from awards.engine.tests.said import refused
from awards.sentences import sentences

TWO = WeightedTable.of(["A", "B"], ["k", "l"], [60, 40], [[80, 40], [50, 70]])

# Office location, Goodwin and Wright, Decision Analysis for Management Judgment (Wiley), chapter 3, pp. 44-48:
# Addison Square values 100, 60, 100 | 75, 0, 90 under swing weights 100, 80, 70 | 30, 20, 10 of turnover and working
# conditions; Elton Street 60.4 at turnover weight 100 and 81.7 at 0. "Elton Street gives the highest value as long as
# the weight placed on turnover is less than 52.1"; the current weights are 81 and 19.
OFFICES = WeightedTable.of(
    ["Addison Square", "Elton Street"],
    ["turnover", "working conditions"],
    [81, 19],
    [
        [Fraction(100 * 100 + 60 * 80 + 100 * 70, 250), Fraction(75 * 30 + 0 * 20 + 90 * 10, 60)],
        [Decimal("60.4"), Decimal("81.7")],
    ],
)


def test_weight_flips_when_office_location_then_published_threshold():
    flip = weight_flips(OFFICES).flips[0]

    assert weight_flips(OFFICES).winner == "Addison Square"
    assert (round(float(flip.lower.weight) * 100, 1), flip.lower.rivals) == (52.1, ("Elton Street",))
    assert flip.upper is None


def test_weight_flips_when_worked_by_hand_then_exact():
    """Leads of A: 30 on k, -30 on l. At weight t of k the lead is 30 t - 30 (1 - t): level at one half."""
    assert weight_flips(TWO).flips == (
        WeightFlip("k", Fraction(3, 5), FlipEnd(Fraction(1, 2), ("B",), is_tie_only=False), None, is_fixed=False),
        WeightFlip("l", Fraction(2, 5), None, FlipEnd(Fraction(1, 2), ("B",), is_tie_only=False), is_fixed=False),
    )


def test_weight_flips_when_read_out_then_whole_sentences():
    assert sentences(weight_flips(TWO).notes()) == (
        "Bobot k kini 60,00%. Bila bobotnya turun sampai 50,00%, B menyamai A; bila lebih rendah lagi, A tersusul. "
        "Bila bobotnya dinaikkan sampai 100%, A tetap peringkat pertama.",
        "Bobot l kini 40,00%. Bila bobotnya diturunkan sampai 0%, A tetap peringkat pertama. "
        "Bila bobotnya naik sampai 50,00%, B menyamai A; bila lebih tinggi lagi, A tersusul.",
    )


def test_weight_flips_when_level_only_at_the_very_end_then_tie_only():
    """A and B are level on l alone, so B catches A when k loses all its weight, and never passes."""
    table = WeightedTable.of(["A", "B", "C"], ["k", "l"], [1, 1], [[9, 5], [7, 5], [9, 4]])

    first, second = weight_flips(table).flips

    assert first.lower == FlipEnd(Fraction(0), ("B",), is_tie_only=True)
    assert first.upper == FlipEnd(Fraction(1), ("C",), is_tie_only=True)
    assert second.upper == FlipEnd(Fraction(1), ("B",), is_tie_only=True)
    assert "Bila bobotnya turun sampai 0,00%, B menyamai A. Bila" in sentences(weight_flips(table).notes())[0]


def test_weight_flips_when_dominant_then_no_weight_matters():
    table = WeightedTable.of(["A", "B"], ["k", "l"], [1, 1], [[9, 9], [1, 2]])

    assert sentences(weight_flips(table).notes())[0] == (
        "Bobot k kini 50,00%. Berapa pun bobotnya, A tetap peringkat pertama."
    )


def test_weight_flips_when_all_weight_on_one_criterion_then_fixed():
    table = WeightedTable.of(["A", "B"], ["k", "l"], [1, 0], [[9, 1], [1, 9]])

    flips = weight_flips(table)

    assert flips.flips[0] == WeightFlip("k", Fraction(1), None, None, is_fixed=True)
    assert flips.flips[1].upper == FlipEnd(Fraction(1, 2), ("B",), is_tie_only=False)
    assert sentences(flips.notes())[0].endswith("sehingga bobotnya tidak dapat digeser.")


def test_weight_flips_when_rival_is_already_level_then_threshold_is_the_present_weight():
    table = WeightedTable.of(["A", "B", "C"], ["k", "l"], [1, 1], [[8, 4], [4, 8], [8, 4]])

    flip = weight_flips(table, winner="A").flips[0]

    assert (flip.lower, flip.upper) == (FlipEnd(Fraction(1, 2), ("B",), is_tie_only=False), None)


def test_weight_flips_when_tie_and_no_winner_named_then_refused():
    table = WeightedTable.of(["A", "B"], ["k"], [1], [[8], [8]])

    with refused(RobustnessError, "Peringkat pertama seri antara A, B"):
        weight_flips(table)


def test_weight_flips_when_named_winner_is_not_first_then_refused():
    with refused(RobustnessError, "B bukan peringkat pertama"):
        weight_flips(TWO, winner="B")


def test_smallest_shift_when_worked_by_hand_then_exact():
    """A leads by 6; each point of weight moved from k to l closes 60: one tenth of the weight."""
    shift = smallest_shift(TWO)

    assert shift == WeightShift("A", "B", Fraction(1, 10), (WeightMove("k", "l", Fraction(1, 10)),), is_tie_only=False)
    assert sentences(shift.notes()) == (
        "Pergeseran bobot terkecil yang membuat B menyamai A ialah 10,00% dari seluruh bobot: 10,00% dari k ke l.",
        "Sedikit lebih dari itu, B menjadi peringkat pertama.",
    )


def test_smallest_shift_when_one_source_is_not_enough_then_takes_the_next():
    """Leads 50, 10, -20 at weights .1, .8, .1: gap 11. All of k closes 7; l closes the other 4 at 30 a unit."""
    table = WeightedTable.of(["A", "B"], ["k", "l", "m"], [10, 80, 10], [[50, 10, 0], [0, 0, 20]])

    shift = smallest_shift(table)

    assert shift.moves == (
        WeightMove("k", "m", Fraction(1, 10)),
        WeightMove("l", "m", (Fraction(11) - 7) / 30),
    )
    assert shift.total == Fraction(1, 10) + Fraction(4, 30)


def test_smallest_shift_when_rival_only_draws_level_then_tie_only():
    table = WeightedTable.of(["A", "B"], ["k", "l"], [1, 1], [[9, 5], [7, 5]])

    shift = smallest_shift(table)

    assert (shift.total, shift.is_tie_only) == (Fraction(1, 2), True)
    assert sentences(shift.notes())[1] == "Pergeseran lebih jauh pun tidak membuatnya unggul."


def test_smallest_shift_when_nobody_can_catch_up_then_none():
    assert smallest_shift(WeightedTable.of(["A", "B"], ["k", "l"], [1, 1], [[9, 9], [7, 5]])) is None


def test_smallest_shift_when_alone_then_none():
    assert smallest_shift(WeightedTable.of(["A"], ["k"], [1], [[9]])) is None


def test_smallest_shift_when_already_level_then_nothing_to_move():
    table = WeightedTable.of(["A", "B"], ["k", "l"], [1, 1], [[8, 4], [4, 8]])

    shift = smallest_shift(table, winner="A")

    assert (shift.total, shift.moves) == (0, ())
    assert sentences(shift.notes()) == ("B sudah setara dengan A pada bobot resmi.",)


def test_without_each_criterion_when_worked_by_hand_then_exact():
    table = WeightedTable.of(["A", "B", "C"], ["k", "l"], [60, 40], [[80, 40], [50, 70], [70, 30]])

    report = without_each_criterion(table, prizes=2)

    assert (report.leaders, report.prized) == (("A",), ("A", "B"))
    assert report.removals == (
        CriterionRemoval("k", ("B",), ("A", "B"), (), ()),
        CriterionRemoval("l", ("A",), ("A", "C"), ("C",), ("B",)),
    )
    assert sentences(report.notes()) == (
        "Tanpa kriteria k, peringkat pertama ialah B; penerima penghargaan tetap sama.",
        "Tanpa kriteria l, peringkat pertama ialah A; dari daftar penerima penghargaan C masuk dan B keluar.",
    )


def test_without_each_criterion_when_nothing_changes_then_says_so():
    table = WeightedTable.of(["A", "B"], ["k", "l"], [1, 1], [[9, 9], [1, 2]])

    assert sentences(without_each_criterion(table).notes()) == (
        "Tanpa kriteria k, pemenang dan penerima penghargaan tidak berubah.",
        "Tanpa kriteria l, pemenang dan penerima penghargaan tidak berubah.",
    )


def test_without_each_criterion_when_a_tie_arises_then_only_an_entry():
    table = WeightedTable.of(["A", "B"], ["k", "l"], [1, 1], [[9, 5], [7, 5]])

    assert sentences(without_each_criterion(table).notes())[0] == (
        "Tanpa kriteria k, peringkat pertama ialah A dan B; dari daftar penerima penghargaan B masuk."
    )


def test_without_each_criterion_when_a_tie_is_broken_then_only_a_leaver():
    table = WeightedTable.of(["A", "B"], ["k", "l"], [1, 1], [[9, 5], [5, 9]])

    assert sentences(without_each_criterion(table).notes())[0] == (
        "Tanpa kriteria k, peringkat pertama ialah B; dari daftar penerima penghargaan A keluar."
    )


def test_without_each_criterion_when_the_only_weighted_one_goes_then_says_so():
    table = WeightedTable.of(["A", "B"], ["k", "l"], [1, 0], [[9, 9], [1, 2]])

    assert (
        sentences(without_each_criterion(table).notes())[0] == "Tanpa kriteria k tidak ada lagi kriteria yang berbobot."
    )


@pytest.mark.parametrize(
    ("ids", "codes", "weights", "scores"),
    [
        ([], ["k"], [1], []),
        (["A"], [], [], [[]]),
        (["A", "A"], ["k"], [1], [[1], [2]]),
        (["A"], ["k", "k"], [1, 1], [[1, 2]]),
        (["A"], ["k"], [1, 1], [[1]]),
        (["A"], ["k"], [1], [[1], [2]]),
        (["A"], ["k"], [1], [[1, 2]]),
        (["A"], ["k", "l"], [2, -1], [[1, 2]]),
        (["A"], ["k"], [0], [[1]]),
    ],
)
def test_weighted_table_when_malformed_then_refused(ids, codes, weights, scores):
    with pytest.raises(RobustnessError):
        WeightedTable.of(ids, codes, weights, scores)


def test_weighted_table_when_ties_then_ranks_1_2_2_4():
    table = WeightedTable.of("ABCD", ["k"], [7], [[5], [9], [5], [1]])

    assert (table.weights, table.ranks, table.leaders) == ((1,), (2, 1, 2, 4), ("B",))


def test_weighted_table_when_entry_is_unknown_then_refused():
    with refused(RobustnessError, "Peserta Z tidak ada"):
        TWO.index("Z")


@st.composite
def tables(draw):
    entries, criteria = draw(st.integers(2, 5)), draw(st.integers(2, 4))
    weights = draw(st.lists(st.integers(1, 40), min_size=criteria, max_size=criteria))
    row = st.lists(st.integers(0, 20), min_size=criteria, max_size=criteria)
    scores = draw(st.lists(row, min_size=entries, max_size=entries))
    return WeightedTable.of([f"E{i}" for i in range(entries)], [f"k{k}" for k in range(criteria)], weights, scores)


def reweighted(table, criterion, weight):
    """One weight set, the others rescaled in proportion."""
    rest = 1 - table.weights[criterion]
    return [weight if k == criterion else w * (1 - weight) / rest for k, w in enumerate(table.weights)]


def lead(table, winner, rival, weights):
    totals = totals_under(table, weights)
    return totals[table.index(winner)] - totals[table.index(rival)]


STEP = Fraction(1, 10**9)


@given(tables())
def test_flip_threshold_when_any_table_then_holds_before_ties_at_and_falls_after(table):
    winner = table.leaders[0]
    for k, flip in enumerate(weight_flips(table, winner).flips):
        for end, outward in ((flip.lower, -1), (flip.upper, 1)):
            if end is None:
                extreme = Fraction(0) if outward < 0 else Fraction(1)
                assert winner in leaders_of(table.ids, totals_under(table, reweighted(table, k, extreme)))
                continue
            at = leaders_of(table.ids, totals_under(table, reweighted(table, k, end.weight)))
            assert {winner, *end.rivals} <= set(at)
            inside = (end.weight + table.weights[k]) / 2
            assert winner in leaders_of(table.ids, totals_under(table, reweighted(table, k, inside)))
            if not end.is_tie_only:
                beyond = end.weight + outward * STEP * min(end.weight, 1 - end.weight)
                for rival in end.rivals:
                    assert lead(table, winner, rival, reweighted(table, k, beyond)) < 0


@given(tables(), st.lists(st.integers(0, 50), min_size=4, max_size=4))
def test_smallest_shift_when_any_table_then_ties_and_nothing_smaller_does(table, other):
    winner = table.leaders[0]
    shift = smallest_shift(table, winner)
    criteria = len(table.codes)
    total = sum(other[:criteria])
    if total:
        target = [Fraction(w, total) for w in other[:criteria]]
        moved = sum(max(a - b, Fraction(0)) for a, b in zip(table.weights, target, strict=True))
        leads = [lead(table, winner, rival, target) for rival in table.ids if rival != winner]
        if min(leads) < 0:
            assert shift is not None
            assert not shift.is_tie_only
            assert moved > shift.total
    if shift is not None:
        weights = dict(zip(table.codes, table.weights, strict=True))
        for move in shift.moves:
            weights[move.source] -= move.amount
            weights[move.target] += move.amount
        assert min(weights.values()) >= 0
        assert lead(table, winner, shift.rival, list(weights.values())) == 0
