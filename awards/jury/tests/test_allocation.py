"""Division of the work: even, free of conflicts, connected; and why it cannot be made."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.jury.selectors.allocation import InfeasibleError, Task, allocate, components


def _loads(pairs):
    return Counter(juror for juror, _entry in pairs)


def _counts(pairs):
    return Counter(entry for _juror, entry in pairs)


def test_allocate_when_feasible_then_each_entry_has_k_jurors_and_loads_are_even():
    task = Task(entries=tuple(range(100, 112)), jurors=tuple(range(1, 7)), per_entry=3, load_cap=8)

    pairs = allocate(task)

    assert set(_counts(pairs).values()) == {3}
    assert set(_loads(pairs).values()) == {6}
    assert len(components(pairs)) == 1


def test_allocate_with_conflicts_then_no_barred_pair_meets():
    barred = frozenset((1, entry) for entry in range(100, 106))
    task = Task(entries=tuple(range(100, 108)), jurors=(1, 2, 3, 4), per_entry=2, load_cap=8, barred=barred)

    pairs = allocate(task)

    assert not pairs & barred
    assert set(_counts(pairs).values()) == {2}


def test_allocate_with_anchors_then_everyone_scores_them():
    task = Task(entries=tuple(range(100, 110)), jurors=(1, 2, 3, 4, 5), per_entry=2, load_cap=9, anchors=(104,))

    pairs = allocate(task)

    assert {juror for juror, entry in pairs if entry == 104} == {1, 2, 3, 4, 5}


def test_allocate_with_begun_work_then_keeps_it():
    kept = frozenset({(1, 100), (2, 100), (1, 101)})
    task = Task(entries=(100, 101, 102, 103), jurors=(1, 2, 3), per_entry=2, load_cap=4, kept=kept)

    pairs = allocate(task)

    assert kept <= pairs
    assert set(_counts(pairs).values()) == {2}


def test_allocate_when_one_mark_an_entry_then_parts_are_linked_by_another_juror():
    task = Task(entries=(100, 101), jurors=(1, 2), per_entry=1, load_cap=2)

    pairs = allocate(task)

    assert len(components(pairs)) == 1


def test_allocate_with_work_of_former_jurors_then_asks_for_less():
    task = Task(entries=(100, 101), jurors=(1, 2), per_entry=2, load_cap=2, done={100: 1})

    pairs = allocate(task)

    assert (_counts(pairs)[100], _counts(pairs)[101]) == (1, 2)


@pytest.mark.parametrize(
    ("task", "words"),
    [
        pytest.param(
            Task(
                entries=(100,),
                jurors=(1, 2),
                per_entry=2,
                load_cap=5,
                barred=frozenset({(1, 100)}),
                names={100: "Kota Bima"},
            ),
            "Kota Bima memerlukan 2 juri, tetapi hanya 1 juri bebas",
            id="too few without conflict",
        ),
        pytest.param(
            Task(entries=tuple(range(10)), jurors=(1, 2), per_entry=2, load_cap=5),
            "Diperlukan 20 penilaian, tetapi beban terbanyak 5 untuk 2 juri hanya 10",
            id="too little room",
        ),
        pytest.param(
            Task(entries=(1, 2, 3), jurors=(1, 2), per_entry=1, load_cap=2, anchors=(1, 2, 3)),
            "lebih dari batas 2",
            id="anchors over the cap",
        ),
        pytest.param(
            Task(
                entries=(100, 101, 102),
                jurors=(1, 2, 3),
                per_entry=1,
                load_cap=2,
                barred=frozenset({(2, 100), (2, 101), (2, 102), (3, 100), (3, 101), (3, 102)}),
                names={100: "A", 101: "B", 102: "C"},
            ),
            "sudah penuh bebannya",
            id="those without conflict are full",
        ),
    ],
)
def test_allocate_when_infeasible_then_says_why(task, words):
    with pytest.raises(InfeasibleError, match=words):
        allocate(task)


@given(st.data())
def test_allocate_on_any_task_then_keeps_its_promises_or_refuses(data):
    jurors = tuple(range(1, data.draw(st.integers(2, 9)) + 1))
    entries = tuple(range(100, 100 + data.draw(st.integers(1, 15))))
    barred = data.draw(st.frozensets(st.tuples(st.sampled_from(jurors), st.sampled_from(entries)), max_size=8))
    task = Task(
        entries=entries,
        jurors=jurors,
        per_entry=data.draw(st.integers(1, 3)),
        load_cap=data.draw(st.integers(1, 15)),
        barred=barred,
    )

    try:
        pairs = allocate(task)
    except InfeasibleError:
        return

    assert not pairs & barred
    assert min(_counts(pairs)[entry] for entry in entries) >= task.per_entry
    assert max(_loads(pairs).values()) <= task.load_cap
    assert len(components(pairs)) == 1


def test_allocate_twice_then_same_answer():
    task = Task(entries=tuple(range(100, 130)), jurors=tuple(range(1, 10)), per_entry=3, load_cap=12)

    assert allocate(task) == allocate(task)
