"""Edits of a rulebook's text: what was asked and nothing else, remarks and order kept, or refused."""

import re
from decimal import Decimal

import pytest
from django.conf import settings as project
from hypothesis import given, settings
from hypothesis import strategies as st

from awards.engine.digests import digest_of_document
from awards.rulebooks.parsing.changes import changes
from awards.rulebooks.parsing.editing import (
    AddCriterion,
    ChangeKeys,
    CopyCriterion,
    EditRefusedError,
    MoveCriterion,
    RemoveCriterion,
    SpreadRest,
    edited,
    neighbour_move,
    touched,
)
from awards.rulebooks.parsing.listing import read_listing
from awards.rulebooks.parsing.outline import NoOutlineError, read_outline, weight_sum
from awards.sentences import sentences
from awards.tests.docs.examples import examples
from paritrana.lib.toml_text import parse_toml

FIXTURES = {
    path.stem: path.read_text("utf-8") for path in sorted((project.BASE_DIR / "fixtures/rulebooks").glob("*.toml"))
}
EXAMPLES = {f"{place}: {one.title}": one.rulebook for place, one in enumerate(examples("rulebook.md"))}
TABLES = """# Kepala
[rulebook]
code = "uji"  # kode
weight_total = 100

# Puncak
[[criteria]]
code = "total"
name = "Nilai akhir"
join = "arithmetic"

# Tentang A
[[criteria]]
code = "a"
parent = "total"
name = "A"
weight = 60 # Pasal 5
join = "arithmetic"

[[criteria]]
code = "a1"
parent = "a"
name = "A satu"
weight = 100
source = "answer"
column = "a1"
[criteria.normalise] # caranya
kind = "goalposts"
worst = 0
best = 10

[[measures]]
code = "m"

# Tentang B
[[criteria]]
code = "b"
parent = "total"
name = "B"
weight = 40.0
source = "answer"
column = "b"
normalise = { kind = "points" }

[questionnaire]
title = '''
[[criteria]]
'''
"""
ARRAY = """rulebook = { code = "x", weight_total = 100 }
criteria = [
    { code = "total", name = "Nilai akhir", join = "arithmetic" },
    # Tentang A
    { code = "a", parent = "total", name = "A", weight = 60, join = "arithmetic" }, # Pasal 5
    { code = "a1", parent = "a", name = "A satu", weight = 100, source = "answer", normalise = { kind = "goalposts", worst = 0, best = 10 } },

    # Tentang B
    { code = "b", parent = "total", name = "B", weight = 40.0, source = "answer", normalise = { kind = "points" } }
]
[rank]
on = "rounded"
"""  # noqa: E501
BOTH = pytest.mark.parametrize("text", [TABLES, ARRAY], ids=["tables", "array"])


def digest(text):
    return digest_of_document(parse_toml(text))


def drawn(text):
    """Return the tree as codes in brackets."""

    def one(branch):
        below = " ".join(map(one, branch.children))
        return f"{branch.code}({below})" if branch.children else branch.code

    return one(read_outline(text).top)


def remarks(text):
    return sorted(re.findall(r"#[^\n]*", text))


@pytest.mark.parametrize("text", [*FIXTURES.values(), *EXAMPLES.values()], ids=[*FIXTURES, *EXAMPLES])
def test_rulebook_when_opened_and_saved_then_the_same_text_and_digest(text):
    outline = read_outline(text)
    last = list(outline.walk())[-1]
    name = last.table["name"]

    there = edited(text, ChangeKeys({(last.code, "name"): "Nama lain"}))
    back = edited(there, ChangeKeys({(last.code, "name"): name}))

    assert read_listing(text).text == text
    assert digest(there) != digest(text)
    assert (back, digest(back)) == (text, digest(text))


@BOTH
def test_weight_when_set_then_only_its_figure_changes(text):
    found = edited(text, ChangeKeys({("a", "weight"): Decimal("57.5")}))

    assert found == text.replace("weight = 60", "weight = 57.5")


@BOTH
def test_rule_of_a_leaf_when_changed_then_its_remarks_stay(text):
    found = edited(text, ChangeKeys({("a1", "normalise.best"): Decimal(12), ("a1", "missing"): "zero"}))

    leaf = read_outline(found).find("a1").table
    assert leaf["normalise"] == {"kind": "goalposts", "worst": 0, "best": 12}
    assert (leaf["missing"], remarks(found)) == ("zero", remarks(text))
    assert edited(found, ChangeKeys({("a1", "normalise.best"): 10, ("a1", "missing"): None})) == text


@BOTH
def test_rule_of_a_leaf_when_of_another_kind_then_replaced_whole(text):
    rule = {"kind": "levels", "levels": {"sangat baik": 10, 'kurang "lagi"': Decimal("2.5")}}

    found = edited(text, ChangeKeys({("a1", "normalise"): rule}))

    assert read_outline(found).find("a1").table["normalise"] == rule


CASES = """[criteria.normalise] # caranya
kind = "cases"
otherwise = 0
[[criteria.normalise.cases]]
name = "Utama" # Pasal 3
points = 2.0
[criteria.normalise.cases.when]
all = [
    { column = "a1", at_least = 18.0 }, # batas
    { measure = "m", below = 1_000 },
]
[criteria.normalise.cases.when.unless]
column = "b"
one_of = 'ya'
"""


@pytest.mark.parametrize(
    "edit",
    [
        ChangeKeys({("a1", "name"): "Lain", ("a1", "weight"): Decimal(40), ("a1", "missing"): "zero"}),
        ChangeKeys({("a1", "missing_reason"): "Belum dilaporkan."}),
        MoveCriterion("a1", "total", "b"),
        MoveCriterion("b", "a", "a1"),
        AddCriterion("a", {"code": "c", "name": "C"}),
        CopyCriterion("a"),
        RemoveCriterion("b"),
    ],
    ids=["its other keys", "a new key", "moved", "another moved", "one added", "copied", "another removed"],
)
def test_cases_in_tables_of_their_own_when_something_else_is_edited_then_stay_byte_by_byte(edit):
    start, end = TABLES.index("[criteria.normalise]"), TABLES.index("[[measures]]")
    text = f"{TABLES[:start]}{CASES}\n{TABLES[end:]}"

    found = edited(text, edit)

    assert found.count(CASES) == (2 if isinstance(edit, CopyCriterion) else 1)
    assert found != text


@BOTH
@pytest.mark.parametrize(
    ("edit", "tree"),
    [
        pytest.param(MoveCriterion("b", "total", None), "total(b a(a1))", id="to the front"),
        pytest.param(MoveCriterion("a", "total", "b"), "total(b a(a1))", id="to the end, with what is below"),
        pytest.param(MoveCriterion("b", "a", None), "total(a(b a1))", id="under another, first"),
        pytest.param(MoveCriterion("b", "a", "a1"), "total(a(a1 b))", id="under another, last"),
        pytest.param(MoveCriterion("a1", "total", "b"), "total(a b a1)", id="out"),
        pytest.param(RemoveCriterion("a"), "total(b)", id="remove with what is below"),
        pytest.param(RemoveCriterion("b"), "total(a(a1))", id="remove the last"),
        pytest.param(CopyCriterion("a"), "total(a(a1) a_2(a1_2) b)", id="copy with what is below"),
        pytest.param(CopyCriterion("b"), "total(a(a1) b b_2)", id="copy the last"),
        pytest.param(AddCriterion("a", {"code": "c", "name": "C"}), "total(a(a1 c) b)", id="add inside"),
        pytest.param(AddCriterion("total", {"code": "c", "name": "C"}), "total(a(a1) b c)", id="add at the end"),
    ],
)
def test_tree_when_edited_then_as_asked_and_remarks_stay_with_their_criterion(text, edit, tree):
    found = edited(text, edit)

    assert drawn(found) == tree
    if not isinstance(edit, RemoveCriterion | CopyCriterion):
        assert remarks(found) == remarks(text)
    if read_outline(found).find("b"):
        assert re.search(r"# Tentang B\n[^\n]*(\n *code = \"b\"|code = \"b\")", found)
    assert "# Kepala" in found or text is ARRAY


@BOTH
def test_tree_when_moved_there_and_back_then_the_same_text(text):
    there = edited(text, MoveCriterion("a1", "total", "a"))

    assert edited(there, MoveCriterion("a1", "a", None)) == text


def test_text_when_written_with_windows_line_ends_then_keeps_them():
    text = TABLES.replace("\n", "\r\n")

    found = edited(text, MoveCriterion("b", "total", None))

    assert found.replace("\r\n", "\n") == edited(TABLES, MoveCriterion("b", "total", None))
    assert found.count("\n") == found.count("\r\n")


def test_text_without_criteria_when_the_first_is_added_then_it_is_the_top():
    text = '[rulebook]\ncode = "x"\n'

    found = edited(text, AddCriterion(None, {"code": "total", "name": "Nilai akhir", "join": "sum"}))

    assert found == f'{text}\n[[criteria]]\ncode = "total"\nname = "Nilai akhir"\njoin = "sum"\n'


@BOTH
@pytest.mark.parametrize(
    ("edit", "code"),
    [
        pytest.param(RemoveCriterion("total"), "edit.top-stays", id="remove the top"),
        pytest.param(CopyCriterion("total"), "edit.top-stays", id="copy the top"),
        pytest.param(MoveCriterion("total", "a", None), "edit.top-stays", id="move the top"),
        pytest.param(MoveCriterion("a", "a", None), "edit.under-itself", id="under itself"),
        pytest.param(MoveCriterion("a", "b", None), "edit.parent-is-leaf", id="under a figure"),
        pytest.param(MoveCriterion("a", "total", "a1"), "edit.gone", id="after one that is elsewhere"),
        pytest.param(MoveCriterion("b", "total", "a"), "edit.nothing", id="to where it is"),
        pytest.param(AddCriterion("b", {"code": "c", "name": "C"}), "edit.parent-is-leaf", id="add under a figure"),
        pytest.param(AddCriterion(None, {"code": "c", "name": "C"}), "edit.second-top", id="add a second top"),
        pytest.param(RemoveCriterion("z"), "edit.gone", id="one that is not there"),
        pytest.param(ChangeKeys({("a", "weight"): 60}), "edit.nothing", id="the same weight"),
        pytest.param(SpreadRest("total"), "edit.nothing", id="no rest"),
        pytest.param(SpreadRest("b"), "edit.spread-without-sum", id="rest of a figure"),
    ],
)
def test_edit_when_it_cannot_be_then_refused_with_its_code(text, edit, code):
    with pytest.raises(EditRefusedError) as caught:
        edited(text, edit)

    assert [one.code for one in caught.value.problems] == [code]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("criteria = [", "edit.unreadable"),
        ('criteria = ["a"]', "edit.no-tree"),
        ('criteria = [{ code = "a" }, { code = "a", parent = "a" }]', "edit.no-tree"),
        ('criteria = [{ code = "a" }, { code = "b", parent = "c" }]', "edit.no-tree"),
        ('criteria = [{ code = "t" }, { code = "a", parent = "b" }, { code = "b", parent = "a" }]', "edit.no-tree"),
    ],
)
def test_text_when_it_holds_no_tree_then_refused(text, code):
    with pytest.raises(NoOutlineError) as caught:
        edited(text, RemoveCriterion("a"))

    assert [one.code for one in caught.value.problems] == [code]


def test_text_when_written_in_a_form_that_is_not_known_then_left_to_the_text_view():
    text = '[["criteria"]]\ncode = "t"\njoin = "sum"\n[["criteria"]]\ncode = "a"\nparent = "t"\n'

    with pytest.raises(EditRefusedError) as caught:
        edited(text, RemoveCriterion("a"))

    assert [one.code for one in caught.value.problems] == ["edit.text-only"]


@pytest.mark.parametrize(
    ("weights", "found"),
    [
        pytest.param(["50", "20", "25"], ["53", "21", "26"], id="in proportion, by largest remainder"),
        pytest.param(["50", "20.5", "25"], ["52.3", "21.5", "26.2"], id="at the digits in use"),
        pytest.param(["50", "20", None], ["50", "20", "30"], id="the rest to the one without"),
        pytest.param([None, None, None], ["34", "33", "33"], id="evenly where none has one"),
        pytest.param(["80", "40", "40"], ["50", "25", "25"], id="too much comes down"),
    ],
)
def test_rest_when_spread_then_adds_up(weights, found):
    rows = "".join(
        f'[[criteria]]\ncode = "c{place}"\nparent = "t"\n' + (f"weight = {weight}\n" if weight else "")
        for place, weight in enumerate(weights)
    )
    text = f'rulebook = {{ weight_total = 100 }}\n[[criteria]]\ncode = "t"\njoin = "arithmetic"\n{rows}'

    top = read_outline(edited(text, SpreadRest("t"))).top

    assert [child.weight for child in top.children] == list(map(Decimal, found))
    assert weight_sum(top) == 100


def test_rest_when_the_weights_are_too_many_already_then_refused():
    text = TABLES.replace("weight = 40.0\n", "").replace("weight = 60", "weight = 110")

    with pytest.raises(EditRefusedError) as caught:
        edited(text, SpreadRest("total"))

    assert [one.code for one in caught.value.problems] == ["edit.spread-without-rest"]


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (ChangeKeys({("a", "weight"): Decimal("57.5")}), ["Bobot «A» 60 → 57,5."]),
        (ChangeKeys({("a", "weight"): None}), ["Bobot «A» 60 dihapus."]),
        (ChangeKeys({("a", "name"): "Alfa"}), ["Nama «A» → «Alfa»."]),
        (ChangeKeys({("a1", "normalise.best"): 12}), ["Angka terbaik «A satu» 10 → 12."]),
        (ChangeKeys({("a1", "normalise"): {"kind": "points"}}), ["Angka «A satu» langsung menjadi poin."]),
        (ChangeKeys({("a1", "missing"): "skip_and_rescale"}),
         ["Tanpa angka «A satu», kriteria dilewati dan bobotnya dibagikan."]),
        (ChangeKeys({("a1", "source"): "jury", ("a1", "column"): None}), ["Asal angka «A satu» diubah."]),
        (MoveCriterion("b", "a", None), ["«B» dipindahkan ke urutan 1 di bawah «A»."]),
        (RemoveCriterion("a"), ["«A» dihapus bersama isinya (1)."]),
        (RemoveCriterion("b"), ["«B» dihapus."]),
        (CopyCriterion("b"), ["«B» digandakan."]),
        (AddCriterion("a", {"code": "c", "name": "C"}), ["«C» ditambahkan di bawah «A»."]),
    ],
)  # fmt: skip
def test_edit_when_made_then_told_in_sentences(edit, told):
    assert list(sentences(changes(TABLES, edited(TABLES, edit), edit))) == told


@pytest.mark.parametrize(
    ("edit", "other", "meets"),
    [
        pytest.param(ChangeKeys({("a", "weight"): 1}), ChangeKeys({("b", "weight"): 2}), False, id="other fields"),
        pytest.param(ChangeKeys({("a", "weight"): 1}), ChangeKeys({("a", "weight"): 2}), True, id="the same field"),
        pytest.param(ChangeKeys({("a", "weight"): 1}), RemoveCriterion("a"), True, id="a field of one that went"),
        pytest.param(ChangeKeys({("a", "weight"): 1}), MoveCriterion("b", "a", None), False, id="a field and a move"),
        pytest.param(RemoveCriterion("a"), ChangeKeys({("a1", "name"): "X"}), True, id="remove what was edited"),
        pytest.param(RemoveCriterion("a"), ChangeKeys({("b", "name"): "X"}), False, id="remove another"),
        pytest.param(MoveCriterion("b", "a", None), MoveCriterion("b", "total", None), True, id="the same one moved"),
        pytest.param(SpreadRest("total"), ChangeKeys({("a", "weight"): 1}), True, id="spread of other weights"),
    ],
)
def test_edit_when_another_came_first_then_meets_it_only_at_the_same_place(edit, other, meets):
    assert (touched(TABLES, edit) != touched(edited(TABLES, other), edit)) is meets


def some_edit(draw, text):
    outline = read_outline(text)
    codes = [branch.code for branch in outline.walk()]
    code, other = draw(st.sampled_from(codes)), draw(st.sampled_from(codes))
    below = outline.find(other).children
    kind = draw(st.sampled_from(["weight", "name", "rule", "add", "move", "copy", "remove", "up", "spread"]))
    if kind == "weight":
        return ChangeKeys({(code, "weight"): draw(st.sampled_from([Decimal("7.5"), 20, None]))})
    if kind == "name":
        return ChangeKeys({(code, "name"): draw(st.text(min_size=1, max_size=8))})
    if kind == "rule":
        rule = {"kind": "bands", "edges": [1, Decimal("2.5")], "points": [0, 5, 10], "edge": "above"}
        return ChangeKeys({(code, "normalise"): rule, (code, "missing"): draw(st.sampled_from(["zero", None]))})
    if kind == "add":
        return AddCriterion(code, {"code": f"baru-{len(codes)}-{len(text)}", "name": "Baru", "join": "sum"})
    if kind == "move":
        return MoveCriterion(code, other, draw(st.sampled_from([None, *(one.code for one in below)])))
    if kind == "copy":
        return CopyCriterion(code)
    return SpreadRest(code) if kind == "spread" else RemoveCriterion(code) if kind == "remove" else ("up", code)


@settings(max_examples=25)
@given(data=st.data(), text=st.sampled_from([TABLES, ARRAY, FIXTURES["provinsi-2023-ilustratif"]]))
def test_edits_when_drawn_and_undone_then_tree_text_and_digest_agree(data, text):
    """What an edit does to the tree is modelled on the parsed document alone; undo goes back text by text."""
    stack, left_to_the_text = [text], []
    for _step in range(data.draw(st.integers(1, 8))):
        if len(stack) > 1 and data.draw(st.booleans()):
            stack.pop()
            continue
        before = stack[-1]
        edit = some_edit(data.draw, before)
        try:
            edit = neighbour_move(read_outline(before), edit[1], -1) if isinstance(edit, tuple) else edit
            after = edited(before, edit)
        except EditRefusedError as refused:
            left_to_the_text += [one for one in refused.problems if one.code == "edit.text-only"]
            continue
        assert drawn(after) == expected(before, edit)
        kept = not isinstance(edit, RemoveCriterion | CopyCriterion) and "normalise" not in str(edit)
        assert not kept or set(remarks(before)) <= set(remarks(after))
        assert digest(after) != digest(before)
        assert changes(before, after, edit)
        stack.append(after)

    assert left_to_the_text == []
    assert (stack[0], digest(stack[0])) == (text, digest(text))


def expected(text, edit):
    """Return the tree that the edit must give, from lists of children and nothing of the editor's."""
    outline = read_outline(text)
    below = {branch.code: [child.code for child in branch.children] for branch in outline.walk()}
    parent = {child: code for code, children in below.items() for child in children}
    if isinstance(edit, AddCriterion):
        below[edit.parent].append(edit.table["code"])
    elif isinstance(edit, RemoveCriterion):
        below[parent[edit.code]].remove(edit.code)
    elif isinstance(edit, MoveCriterion):
        below[parent[edit.code]].remove(edit.code)
        beside = below[edit.parent]
        beside.insert(beside.index(edit.after) + 1 if edit.after else 0, edit.code)
    elif isinstance(edit, CopyCriterion):
        names = {}
        for branch in outline.find(edit.code).walk():
            number = 2
            while f"{branch.code}_{number}" in below or f"{branch.code}_{number}" in names.values():
                number += 1
            names[branch.code] = f"{branch.code}_{number}"
        below |= {names[old]: [names[child] for child in below[old]] for old in names}
        beside = below[parent[edit.code]]
        beside.insert(beside.index(edit.code) + 1, names[edit.code])

    def one(code):
        children = " ".join(map(one, below.get(code, [])))
        return f"{code}({children})" if children else code

    return one(outline.top.code)
