"""Cases in a rulebook's text: what an edit does not speak of stays byte by byte, and undo brings the digest back."""

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from awards.engine import load_rulebook
from awards.rulebooks.parsing.case_editing import AddCase, ChangeCase, RemoveCase, edited_cases
from awards.rulebooks.parsing.editing import ChangeKeys, EditRefusedError
from awards.rulebooks.selectors.history import revision_sentence, steps_of
from awards.rulebooks.services import (
    DraftChangedError,
    RulebookRefusedError,
    add_rulebook_version,
    edit_draft,
    seal_rulebook,
    undo_edit,
)
from awards.sentences import refusal
from awards.tests.factories import runs as contests
from awards.tests.factories.editions import CategoryFactory
from paritrana.lib.toml_text import parse_toml

CASES = """
# Pasal 7: contoh dari lampiran
[[case]]
name = "setengah"   # disepakati 3 Maret
input = { coverage = 50, regulations = 0 }  # tanpa peraturan
points = { coverage = 50 }

# yang kedua
[[case]]
name = "penuh"
points = { coverage = 100 }
[case.input]
coverage = 100

[rulebook_extra]
"""
TEXT = contests.RULES + CASES.replace("\n[rulebook_extra]\n", "")
HALF = {"name": "setengah", "input": {"coverage": 50, "regulations": 0}, "points": {"coverage": 50}}


def test_add_when_made_then_it_stands_last_and_all_else_stays():
    new = edited_cases(TEXT, AddCase({"name": "baru", "input": {"coverage": 10}, "points": {"coverage": 10}}))

    assert new == TEXT.rstrip() + '\n\n[[case]]\nname = "baru"\ninput = { coverage = 10 }\npoints = { coverage = 10 }\n'


def test_change_when_made_then_remarks_and_order_stay():
    changed = {**HALF, "points": {"coverage": 51}, "outcome": "assessed"}

    new = edited_cases(TEXT, ChangeCase("setengah", changed))

    before, after = TEXT.splitlines(), new.splitlines()
    assert [line for line in before if line not in after] == ["points = { coverage = 50 }"]
    assert [line for line in after if line not in before] == ["points = { coverage = 51 }", 'outcome = "assessed"']
    assert "# disepakati 3 Maret" in new
    assert parse_toml(new)["case"][0] == changed


def test_change_of_one_with_a_table_of_its_own_then_that_form_stays():
    new = edited_cases(
        TEXT, ChangeCase("penuh", {"name": "penuh", "points": {"coverage": 99}, "input": {"coverage": 99}})
    )

    assert "[case.input]\ncoverage = 99" in new
    assert new.startswith(TEXT[: TEXT.index("# yang kedua")])


def test_remove_when_made_then_its_remark_goes_and_the_others_stay():
    new = edited_cases(TEXT, RemoveCase("setengah"))

    assert "setengah" not in new
    assert "Pasal 7: contoh" not in new
    assert "# yang kedua\n[[case]]" in new
    assert parse_toml(new)["case"] == parse_toml(TEXT)["case"][1:]
    assert parse_toml(edited_cases(new, RemoveCase("penuh"))) == parse_toml(contests.RULES)


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        (TEXT, RemoveCase("lain")),
        (TEXT, ChangeCase("setengah", HALF)),
        ('case = [{ name = "x", band = "" }]\n' + contests.RULES, RemoveCase("x")),
    ],
    ids=["gone", "nothing changes", "written as one array"],
)
def test_edit_when_it_cannot_be_made_for_sure_then_refused(text, edit):
    with pytest.raises(EditRefusedError):
        edited_cases(text, edit)


def test_edit_when_the_text_has_line_ends_of_windows_then_they_stay():
    new = edited_cases(TEXT.replace("\n", "\r\n"), RemoveCase("penuh"))

    assert new.count("\n") == new.count("\r\n")


NAMES = st.sampled_from(["setengah", "penuh", "baru", "lain #1", 'dengan "kutip"'])
FIGURES = st.one_of(st.integers(0, 100), st.decimals(0, 100, places=2))
TABLES = st.builds(
    lambda name, cell, points: {"name": name, "input": {"coverage": cell}, "points": {"coverage": points}},
    NAMES, FIGURES, FIGURES,
)  # fmt: skip
EDITS = st.one_of(st.builds(AddCase, TABLES), st.builds(ChangeCase, NAMES, TABLES), st.builds(RemoveCase, NAMES))


@given(st.lists(EDITS, max_size=6))
def test_edits_drawn_at_random_then_the_text_says_exactly_the_cases_that_were_asked(edits):
    text, cases = TEXT, [dict(one) for one in parse_toml(TEXT)["case"]]
    for edit in edits:
        names = [one["name"] for one in cases]
        try:
            text = edited_cases(text, edit)
        except EditRefusedError:
            continue
        match edit:
            case AddCase(table):
                cases.append(dict(table))
            case ChangeCase(name, table):
                cases[names.index(name)] = dict(table)
            case RemoveCase(name):
                del cases[names.index(name)]

    document = parse_toml(text)
    assert document.pop("case", []) == cases
    assert document == parse_toml(contests.RULES)
    assert text.startswith(contests.RULES.rstrip())


@pytest.fixture
def draft(people):
    return add_rulebook_version(
        category=CategoryFactory(), title="Uji", text=TEXT, actor=people.organiser, at=timezone.now()
    )


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10)
@given(st.lists(EDITS, max_size=4))
def test_edits_of_a_draft_when_all_are_undone_then_text_and_digest_are_what_they_were(draft, people, edits):
    draft.refresh_from_db()
    text, digest, made = draft.text, draft.digest, 0
    for edit in edits:
        try:
            edit_draft(
                rulebook=draft, edit=edit, seen=steps_of(draft).number, actor=people.organiser, at=timezone.now()
            )
        except EditRefusedError:
            continue
        made += 1
    for _step in range(made):
        undo_edit(rulebook=draft, seen=steps_of(draft).number, actor=people.organiser, at=timezone.now())

    assert (draft.text, draft.digest) == (text, digest)
    assert load_rulebook(draft.text).digest == load_rulebook(TEXT).digest


@pytest.mark.django_db
def test_draft_when_another_edits_the_same_case_then_refused_and_one_elsewhere_stands(draft, people):
    seen = steps_of(draft).number
    edit_draft(rulebook=draft, edit=RemoveCase("penuh"), seen=seen, actor=None, at=timezone.now())

    with pytest.raises(DraftChangedError):
        edit_draft(
            rulebook=draft, edit=ChangeCase("penuh", HALF | {"name": "penuh"}), seen=seen, actor=None, at=timezone.now()
        )
    edit_draft(rulebook=draft, edit=ChangeKeys({("coverage", "weight"): 49}), seen=seen, actor=None, at=timezone.now())
    made = edit_draft(
        rulebook=draft, edit=ChangeCase("setengah", HALF | {"band": ""}), seen=seen, actor=None, at=timezone.now()
    )

    assert revision_sentence(made) == "Contoh «setengah» diubah."


@pytest.mark.django_db
def test_seal_when_a_case_fails_then_refused_with_which_and_why_and_nothing_changes(draft, people):
    edit = ChangeCase("setengah", HALF | {"points": {"coverage": 51, "regulation": 0}})
    edit_draft(rulebook=draft, edit=edit, seen=0, actor=people.organiser, at=timezone.now())

    with pytest.raises(RulebookRefusedError) as caught:
        seal_rulebook(rulebook=draft, actor=people.organiser, at=timezone.now())

    draft.refresh_from_db()
    assert refusal(caught.value) == "Contoh «setengah»: Cakupan 50,00, seharusnya 51."
    assert draft.state == "draft"


@pytest.mark.django_db
def test_seal_when_all_cases_come_out_then_sealed_with_them_in_the_digest(draft, people):
    sealed = seal_rulebook(rulebook=draft, actor=people.organiser, at=timezone.now())

    assert sealed.state == "sealed"
    assert sealed.digest == load_rulebook(TEXT).digest != load_rulebook(contests.RULES).digest
