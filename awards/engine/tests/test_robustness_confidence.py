from awards.engine.robustness.confidence import EntryConfidence, RankConfidence
from awards.sentences import sentences
from paritrana.lib.problems import note


def confidence(wins, entries=(), prizes=1):
    names = sorted({name for pair in wins for name in pair})
    return RankConfidence(entries, tuple(names), wins, 100, 7, prizes, (note("robust.weights-kept"),))


def pairs(**above):
    """Half draws of 200 in which the first letter stands above the second; the rest goes to the second."""
    return {
        key: count
        for pair, won in above.items()
        for key, count in (((pair[0], pair[1]), won), ((pair[1], pair[0]), 200 - won))
    }


def test_too_close_when_exactly_nine_of_ten_then_clear():
    assert confidence(pairs(AB=180)).too_close == ()


def test_too_close_when_just_below_nine_of_ten_then_too_close():
    assert confidence(pairs(AB=179)).too_close == (("A", "B"),)


def test_too_close_when_first_of_the_run_is_clear_of_the_third_then_the_run_ends():
    """B and C are close, but the run is measured from A, which C does not trouble."""
    assert confidence(pairs(AB=120, AC=190, BC=110)).too_close == (("A", "B"),)


def test_too_close_when_the_next_run_starts_then_measured_from_its_own_first():
    assert confidence(pairs(AB=200, AC=200, BC=110)).too_close == (("B", "C"),)


def test_sentences_when_outsider_has_exactly_one_in_ten_then_named():
    entries = (
        EntryConfidence("A", 1, 90, 90, 1, 2),
        EntryConfidence("B", 2, 10, 10, 1, 2),
        EntryConfidence("C", 3, 9, 9, 3, 3),
    )

    told = sentences(confidence(pairs(AB=190, AC=200, BC=200), entries).notes())

    assert told == (
        "Dalam 100 undian (benih 7), bobot tetap seperti bobot resmi.",
        "A (peringkat 1) menjadi peringkat pertama dalam 90,0% undian (galat Monte Carlo 3,00 poin persen) dan masuk "
        "1 besar dalam 90,0%; dalam 90% undian ia berada di peringkat 1 sampai 2.",
        "B (peringkat 2) masuk 1 besar dalam 10,0% undian.",
    )
