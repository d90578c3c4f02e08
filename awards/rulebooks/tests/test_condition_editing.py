"""Gates and cases in the text: what an edit does not change stays with its remarks, and undo brings the digest back."""

from copy import deepcopy
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from awards.engine import load_rulebook
from awards.rulebooks.parsing.condition_editing import RemoveGate, WriteCases, WriteGate, edited_conditions
from awards.rulebooks.parsing.editing import EditRefusedError
from awards.rulebooks.parsing.typed_conditions import TypedGroup, TypedRow, acted, part_at, part_of, placed
from awards.rulebooks.selectors.history import revision_sentence, steps_of
from awards.rulebooks.services import add_rulebook_version, edit_draft, undo_edit
from awards.studio.forms.conditions import condition_table, shown_limit
from awards.tests.docs.examples import examples
from awards.tests.factories.editions import CategoryFactory
from paritrana.lib.toml_text import parse_toml

UHC = next(one for one in examples("rulebook.md") if "uhc-2026" in one.rulebook).rulebook
LONG = """
[rulebook]
code = "x"   # kode
title = "X"
version = "1"
illustrative = true

[rounding]
total = 0

[[criteria]]
code = "total"
name = "Total"
join = "sum"

# dari lampiran II
[[criteria]]
code = "p"   # predikat
parent = "total"
name = "Predikat"
[criteria.normalise]
kind = "cases"
otherwise = 0
[[criteria.normalise.cases]]
name = "A"   # yang terbaik
points = 3
when = { all = [
    { column = "x", at_least = 1.50 },  # batas pertama
    { column = "y", one_of = ["ya"] },
] }
[[criteria.normalise.cases]]
name = "B"
points = 2
[criteria.normalise.cases.when]
column = "x"  # angka x
at_least = 0.50

[[gates]]
code = "g"
name = "G"  # syarat
column = "x"
must_be = "at_least"
limit = 1
reason = "Kurang."
"""


def normalise(text):
    return deepcopy(next(one for one in parse_toml(text)["criteria"] if "normalise" in one)["normalise"])


def differing(before, after):
    old, new = before.splitlines(), after.splitlines()
    return [line.strip() for line in old if line not in new], [line.strip() for line in new if line not in old]


def test_cases_when_one_limit_changes_then_one_line_does():
    rule = normalise(UHC)
    rule["cases"][0]["when"]["all"][2]["at_least"] = Decimal(20)

    assert differing(UHC, edited_conditions(UHC, WriteCases("predikat", rule))) == (
        ['{ measure = "pemda", at_least = 18, unless = { measure = "aktif", at_least = 100 } },'],
        ['{ measure = "pemda", at_least = 20, unless = { measure = "aktif", at_least = 100 } },'],
    )


def test_cases_when_written_as_tables_then_remarks_stay_and_figures_keep_their_digits():
    rule = normalise(LONG)
    rule["cases"].insert(1, {"name": "C", "points": Decimal("2.5"), "when": {"column": "x", "above": 1}})
    rule["cases"][2]["when"]["unless"] = {"column": "y", "one_of": ["tidak"]}

    new = edited_conditions(LONG, WriteCases("p", rule))

    assert differing(LONG, new) == (
        [],
        ['name = "C"', "points = 2.5", 'when = { column = "x", above = 1 }',
         'unless = { column = "y", one_of = ["tidak"] }'],
    )  # fmt: skip
    assert parse_toml(new)["criteria"][1]["normalise"] == rule


def test_cases_when_they_change_places_then_each_takes_its_text_along():
    rule = normalise(LONG)
    rule["cases"].reverse()

    new = edited_conditions(LONG, WriteCases("p", rule))

    assert sorted(new.split()) == sorted(LONG.split())
    assert new.index('name = "B"') < new.index('name = "A"   # yang terbaik')


def test_leaf_of_another_kind_when_it_gets_cases_then_keys_of_one_figure_go():
    text = LONG.replace(
        "\n[[gates]]",
        """
[[criteria]]
code = "q"
parent = "total"
name = "Q"   # lain
source = "answer"
column = "x"
unit = "%"
normalise = { kind = "points" }

[[gates]]""",
    )
    rule = {"kind": "cases", "otherwise": 0, "cases": [{"name": "K", "points": 1, "when": {"column": "x", "above": 1}}]}

    new = edited_conditions(text, WriteCases("q", rule))

    assert parse_toml(new)["criteria"][2] == {"code": "q", "parent": "total", "name": "Q", "normalise": rule}
    assert "# lain" in new


def test_gate_when_added_changed_and_removed_then_the_rest_stays():
    gate = {"name": "Lunas", "reason": "Belum.", "when": {"any": [{"column": "y", "one_of": ["ya"]}]}}
    added = edited_conditions(LONG, WriteGate("lunas", gate))
    assert added.startswith(LONG.rstrip())
    assert parse_toml(added)["gates"][1] == {"code": "lunas", **gate}

    changed = edited_conditions(LONG, WriteGate("g", {"name": "G", "reason": "Kurang.", "column": "x",
                                                      "must_be": "at_least", "limit": 2}))  # fmt: skip
    assert differing(LONG, changed) == (["limit = 1"], ["limit = 2"])

    assert "gates" not in parse_toml(edited_conditions(LONG, RemoveGate("g")))
    assert "gates" not in parse_toml(edited_conditions(UHC, RemoveGate("lunas")))


@pytest.mark.parametrize(
    "edit",
    [RemoveGate("lain"), WriteCases("lain", {"kind": "cases"}), WriteCases("p", normalise(LONG))],
    ids=["no such gate", "no such criterion", "nothing changes"],
)
def test_edit_when_it_cannot_be_made_then_refused(edit):
    with pytest.raises(EditRefusedError):
        edited_conditions(LONG, edit)


def test_every_condition_of_the_examples_and_fixtures_then_shown_as_rows_and_written_back_the_same():
    found = []
    for one in examples("rulebook.md"):
        try:
            document = parse_toml(one.rulebook)
        except ValueError:
            continue
        found += [gate["when"] for gate in document.get("gates", []) if "when" in gate]
        for node in document.get("criteria", []):
            rule = node.get("normalise", {})
            found += [case["when"] for case in rule.get("cases", []) if rule.get("kind") == "cases"]
    assert len(found) > 5

    for condition in found:
        part = part_of(condition, shown_limit)
        known = frozenset(row.part.figure for row in placed(part) if isinstance(row.part, TypedRow))
        table, errors = condition_table(part, known)
        assert errors == {}
        assert table == as_lists(condition)


def as_lists(condition):
    """One label may be written without its list; the rows write the list."""
    found = {key: as_lists(value) if isinstance(value, dict) else value for key, value in condition.items()}
    found |= {key: [as_lists(one) for one in found[key]] for key in ("all", "any") if key in found}
    return found | ({"one_of": [found["one_of"]]} if isinstance(found.get("one_of"), str) else {})


ROWS = [TypedRow("column|x", "at_least", str(number)) for number in range(4)]
WHOLE = TypedGroup("all", (ROWS[0], TypedGroup("any", (ROWS[1], ROWS[2])), ROWS[3]))


@pytest.mark.parametrize(
    ("action", "path", "expected"),
    [
        ("naik", "2", TypedGroup("all", (ROWS[0], ROWS[3], WHOLE.parts[1]))),
        ("turun", "0", TypedGroup("all", (WHOLE.parts[1], ROWS[0], ROWS[3]))),
        ("masuk", "2", TypedGroup("all", (ROWS[0], TypedGroup("any", (ROWS[1], ROWS[2], ROWS[3]))))),
        ("keluar", "1.1", TypedGroup("all", (ROWS[0], ROWS[1], ROWS[2], ROWS[3]))),
        ("hapus", "1", TypedGroup("all", (ROWS[0], ROWS[3]))),
        ("hapus", "1.0", TypedGroup("all", (ROWS[0], ROWS[2], ROWS[3]))),
        ("tambah", "1", TypedGroup("all", (ROWS[0], TypedGroup("any", (ROWS[1], ROWS[2], TypedRow())), ROWS[3]))),
        ("kecuali", "0", TypedGroup("all", (TypedRow("column|x", "at_least", "0", TypedRow()), *WHOLE.parts[1:]))),
        ("naik", "0", WHOLE),
        ("hapus", "7", WHOLE),
        ("melompat", "0", WHOLE),
    ],
)
def test_press_when_made_then_the_condition_is(action, path, expected):
    assert acted(WHOLE, action, path) == expected


def test_row_when_it_stands_alone_and_one_is_added_then_both_make_a_group():
    assert acted(ROWS[0], "tambah", "") == TypedGroup("all", (ROWS[0], TypedRow()))


ACTIONS = st.sampled_from(["naik", "turun", "masuk", "keluar", "hapus", "tambah", "kelompok", "kecuali"])
PRESSES = st.lists(st.tuples(ACTIONS, st.integers(0, 30)), max_size=8)


def pressed(part, presses):
    for action, number in presses:
        paths = [one.path for one in placed(part)]
        part = acted(part, action, paths[number % len(paths)])
    return part


@given(PRESSES)
def test_presses_drawn_at_random_then_every_part_lies_where_its_path_says_and_no_group_is_empty(presses):
    part = pressed(WHOLE, presses)

    for one in placed(part):
        assert part_at(part, one.path) is one.part
        assert not one.is_group or one.part.parts


def filled(part):
    """Give every row that is still empty a figure and a limit."""
    if isinstance(part, TypedGroup):
        return TypedGroup(part.logic, tuple(map(filled, part.parts)), part.unless and filled(part.unless))
    row = part if part.figure else TypedRow("column|y", "above", "1,5")
    return TypedRow(row.figure, row.comparator, row.limit, part.unless and filled(part.unless))


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(st.sampled_from([UHC, LONG]), st.lists(PRESSES, min_size=1, max_size=3))
def test_edits_of_a_draft_when_all_are_undone_then_text_rows_and_digest_are_what_they_were(people, text, rounds):
    draft = add_rulebook_version(
        category=CategoryFactory(), title="Uji", text=text, actor=people.organiser, at=timezone.now()
    )
    code = next(one["code"] for one in parse_toml(text)["criteria"] if "normalise" in one)
    made = 0
    for presses in rounds:
        rule = normalise(draft.text)
        part = filled(pressed(part_of(rule["cases"][0]["when"], shown_limit), presses))
        known = frozenset(one.part.figure for one in placed(part) if isinstance(one.part, TypedRow))
        rule["cases"][0]["when"], errors = condition_table(part, known)
        if errors:
            continue
        try:
            edit_draft(
                rulebook=draft, edit=WriteCases(code, rule), seen=steps_of(draft).number, actor=None, at=timezone.now()
            )
        except EditRefusedError:
            continue
        made += 1
        shown = part_of(normalise(draft.text)["cases"][0]["when"], shown_limit)
        assert condition_table(shown, known)[0] == rule["cases"][0]["when"]
    for _step in range(made):
        undo_edit(rulebook=draft, seen=steps_of(draft).number, actor=None, at=timezone.now())

    assert draft.text == text
    assert load_rulebook(draft.text).digest == load_rulebook(text).digest


@pytest.mark.django_db
def test_history_when_a_condition_changed_then_it_says_of_what(people):
    draft = add_rulebook_version(
        category=CategoryFactory(), title="Uji", text=LONG, actor=people.organiser, at=timezone.now()
    )
    rule = normalise(LONG)
    rule["otherwise"] = 1
    made = edit_draft(rulebook=draft, edit=WriteCases("p", rule), seen=0, actor=None, at=timezone.now())
    gone = edit_draft(rulebook=draft, edit=RemoveGate("g"), seen=made.number, actor=None, at=timezone.now())

    assert [revision_sentence(made), revision_sentence(gone)] == [
        "Keadaan dan syarat «Predikat» diubah.",
        "Syarat «G» dihapus.",
    ]
