from decimal import Decimal

from paritrana.lib.problems import Note, Problem, ProblemsError, note, problem


def test_note_without_a_table_says_its_code_and_values():
    linked = note("link", juror="A", entries=("X", "Y"), share=Decimal("1.50"))

    assert str(note("scale-empty")) == "scale-empty"
    assert str(note("parts", of=(linked,), count=2)) == (
        "parts (of=[link (juror=A, entries=[X, Y], share=1.50)], count=2)"
    )


def test_problem_names_its_place_where_it_has_one():
    assert str(problem("criteria[1].weight", "absent")) == "criteria[1].weight: absent"
    assert str(problem("", "absent", name="x")) == "absent (name=x)"
    assert problem("a", "absent", name="x").note == note("absent", name="x")


def test_refusal_keeps_every_problem_and_takes_notes_for_the_whole():
    refused = ProblemsError(note("absent", name="x"), problem("a", "wrong"))

    assert refused.problems == (Problem("", "absent", {"name": "x"}), Problem("a", "wrong"))
    assert str(refused) == "absent (name=x)\na: wrong"


def test_notes_are_values():
    assert note("absent", name="x") == Note("absent", {"name": "x"})
    assert len({note("absent"), note("absent"), note("wrong")}) == 2
