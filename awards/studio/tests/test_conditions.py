"""Conditions in the studio: rows with choices, presses that save nothing, and a text that says what was chosen."""

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.engine import load_rulebook
from awards.rulebooks.models import Rulebook, RulebookRevision, RulebookState
from awards.rulebooks.selectors.history import steps_of
from awards.rulebooks.services import add_rulebook_version
from awards.tests.docs.examples import examples
from awards.tests.factories import runs as contests
from awards.tests.factories.editions import CategoryFactory
from paritrana.accounts.tests import factories
from paritrana.lib.toml_text import parse_toml

pytestmark = pytest.mark.django_db
UHC = next(one for one in examples("rulebook.md") if "uhc-2026" in one.rulebook).rulebook


def made(people, text):
    return add_rulebook_version(
        category=CategoryFactory(), title="Uji", text=text, actor=people.organiser, at=timezone.now()
    )


@pytest.fixture
def organiser(client, people):
    client.force_login(people.organiser)
    return people.organiser


def at(name, rulebook, *more):
    return reverse(f"admin:{name}", args=[rulebook.pk, *more])


def shown(context):
    """Return what the fields of a page hold: what a browser would send back."""
    found = {}
    forms = [context[name] for name in ("form", "last") if name in context]
    forms += [case.form for case in context.get("cases", ())]
    rows = [row for case in context.get("cases", ()) for row in case.rows] + list(context.get("rows", ()))
    for form in forms:
        found |= {bound.html_name: "" if bound.value() is None else bound.value() for bound in form}
    for row in rows:
        if row.placed.is_group:
            found[f"{row.name}:logika"] = row.part.logic
        else:
            found |= {
                f"{row.name}:angka": row.part.figure,
                f"{row.name}:banding": row.part.comparator,
                f"{row.name}:batas": row.part.limit,
            }
    if "cases" in context:
        found["keadaan"] = [case.name for case in context["cases"]]
    return found


def press(client, page, fields, action, **given):
    answer = client.post(page, fields | given | {"aksi": action})
    return answer, shown(answer.context) if answer.context and answer.status_code != 302 else {}


def text_of(rulebook):
    rulebook.refresh_from_db()
    return parse_toml(rulebook.text)


def test_cases_when_opened_and_saved_untouched_then_nothing_changes(client, organiser, people):
    rulebook = made(people, UHC)
    page = at("studio_conditions", rulebook, "predikat")

    answer, _fields = press(client, page, shown(client.get(page).context), "simpan")

    rulebook.refresh_from_db()
    assert (answer.status_code, rulebook.text) == (409, UHC)


def test_cases_when_a_limit_is_typed_then_that_line_changes_and_undo_takes_it_back(client, organiser, people):
    rulebook = made(people, UHC)
    page = at("studio_conditions", rulebook, "predikat")

    press(client, page, shown(client.get(page).context), "simpan", **{"k0.2:batas": "20"})

    rulebook.refresh_from_db()
    assert rulebook.text == UHC.replace(
        '{ measure = "pemda", at_least = 18, un', '{ measure = "pemda", at_least = 20, un'
    )
    client.post(at("studio_rulebook_change", rulebook), {"seen": steps_of(rulebook).number, "aksi": "urungkan:"})
    rulebook.refresh_from_db()
    assert rulebook.text == UHC


def test_rows_when_pressed_then_only_the_page_changes_and_the_focus_goes_along(client, organiser, people):
    rulebook = made(people, UHC)
    page = at("studio_conditions", rulebook, "predikat")

    answer, fields = press(client, page, shown(client.get(page).context), "turun:k0:0")

    assert (fields["k0.0:angka"], fields["k0.1:angka"]) == ("measure|aktif", "measure|cakupan")
    assert answer.context["focus"] == "k0.1"
    assert "autofocus" in answer.content.decode()
    assert RulebookRevision.objects.count() == 0
    assert Rulebook.objects.get().text == UHC


def test_tier_when_built_from_nothing_by_presses_and_choices_then_the_text_says_it(client, organiser, people):
    text = UHC.replace(UHC[UHC.index(', normalise = { kind = "cases"') : UHC.index("    ] } },\n]\n")], "").replace(
        "    ] } },\n]\n", " },\n]\n"
    )
    rulebook = made(people, text)
    page = at("studio_conditions", rulebook, "predikat")

    fields = shown(client.get(page).context)
    fields |= {"k0-name": "Utama", "k0-points": "3", "k0:angka": "measure|cakupan", "k0:batas": "99", "otherwise": "0"}
    _answer, fields = press(client, page, fields, "tambah:k0:")
    fields |= {"k0.1:angka": "measure|pemda", "k0.1:batas": "18"}
    _answer, fields = press(client, page, fields, "kecuali:k0:1")
    fields |= {"k0.1.u:angka": "measure|aktif", "k0.1.u:batas": "100"}
    _answer, fields = press(client, page, fields, "tambah-keadaan")
    fields |= {"k1-name": "Madya", "k1-points": "2,5", "k1:angka": "measure|cakupan", "k1:banding": "above"}
    answer, _fields = press(client, page, fields, "simpan", **{"k1:batas": "97,5"})

    assert answer.status_code == 302
    assert text_of(rulebook)["criteria"][1]["normalise"] == parse_toml("""
kind = "cases"
otherwise = 0
cases = [
    { name = "Utama", points = 3, when = { all = [
        { measure = "cakupan", at_least = 99 },
        { measure = "pemda", at_least = 18, unless = { measure = "aktif", at_least = 100 } },
    ] } },
    { name = "Madya", points = 2.5, when = { measure = "cakupan", above = 97.5 } },
]
""")
    assert load_rulebook(rulebook.text).criterion("predikat").normalisation.otherwise == 0


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"k0.0:angka": ""}, "Pilih angkanya."),
        ({"k0.0:angka": "column|karangan"}, "Pilih angkanya."),
        ({"k0.0:batas": "banyak"}, "Tulis angka saja"),
        ({"k0.0:banding": "one_of"}, "membaca kolom berisi kata"),
        ({"k0-points": ""}, "Tulis poinnya."),
        ({"otherwise": ""}, "Tulis poinnya."),
        ({"k0-name": ""}, "wajib"),
    ],
)
def test_cases_when_something_is_missing_then_it_is_said_at_its_field_and_nothing_is_saved(
    client, organiser, people, given, said
):
    rulebook = made(people, UHC)
    page = at("studio_conditions", rulebook, "predikat")

    answer, fields = press(client, page, shown(client.get(page).context), "simpan", **given)

    rulebook.refresh_from_db()
    assert (answer.status_code, rulebook.text) == (422, UHC)
    assert said in answer.content.decode()
    assert {name: fields[name] for name in given} == given


def test_gate_when_written_changed_and_removed_then_the_text_follows(client, organiser, people):
    rulebook = made(people, contests.RULES)
    page = at("studio_gate_new", rulebook)
    fields = shown(client.get(page).context) | {"name": "Cakupan dasar", "reason": "Cakupan di bawah 40 %."}

    press(client, page, fields | {"s:angka": "column|coverage", "s:batas": "40"}, "simpan")

    first = {"code": "cakupan_dasar", "name": "Cakupan dasar", "reason": "Cakupan di bawah 40 %."}
    assert text_of(rulebook)["gates"] == [{**first, "when": {"column": "coverage", "at_least": 40}}]
    page = at("studio_gate", rulebook, "cakupan_dasar")
    _answer, fields = press(client, page, shown(client.get(page).context), "tambah:s:")
    fields |= {"s:logika": "any", "s.1:angka": "column|regulations", "s.1:banding": "above", "s.1:batas": "2"}
    press(client, page, fields, "simpan", when_missing="fail")
    assert text_of(rulebook)["gates"] == [
        {**first, "when": {"any": [{"column": "coverage", "at_least": 40}, {"column": "regulations", "above": 2}]},
         "when_missing": "fail"}
    ]  # fmt: skip
    said = client.get(at("studio_rulebook", rulebook)).context["gates"]
    assert said[0][2][0] == "Cakupan ≥ 40 persen atau Banyak peraturan > 2 peraturan."
    press(client, page, shown(client.get(page).context), "hapus-semua")
    assert "gates" not in text_of(rulebook)


def test_gate_when_it_is_written_short_then_it_stays_short_while_it_can(client, organiser, people):
    short = '[[gates]]\ncode = "g"\nname = "G"  # syarat\ncolumn = "coverage"\n'
    short += 'must_be = "at_least"\nlimit = 40\nreason = "R"\n'
    rulebook = made(people, f"{contests.RULES}\n{short}")
    page = at("studio_gate", rulebook, "g")

    press(client, page, shown(client.get(page).context), "simpan", **{"s:batas": "41"})

    rulebook.refresh_from_db()
    assert rulebook.text == f"{contests.RULES}\n{short}".replace("limit = 40", "limit = 41")


def test_condition_when_another_changed_it_meanwhile_then_nothing_is_overwritten(client, organiser, people):
    rulebook = made(people, UHC)
    page = at("studio_conditions", rulebook, "predikat")
    stale = shown(client.get(page).context)
    press(client, page, stale, "simpan", **{"k0.2:batas": "20"})
    before = text_of(rulebook)

    answer, fields = press(client, page, stale, "simpan", **{"k0.2:batas": "21"})

    assert (answer.status_code, text_of(rulebook)) == (409, before)
    press(client, page, fields, "simpan")
    assert text_of(rulebook)["criteria"][1]["normalise"]["cases"][0]["when"]["all"][2]["at_least"] == 21


def test_press_when_a_needed_field_is_still_empty_then_nobody_is_told_off_yet(client, organiser, people):
    rulebook = made(people, contests.RULES)
    page = at("studio_gate_new", rulebook)

    answer, fields = press(client, page, shown(client.get(page).context), "tambah:s:", name="Cakupan")

    assert (answer.context["form"].errors, fields["name"]) == ({}, "Cakupan")
    assert {"s:logika", "s.0:angka", "s.1:angka"} < fields.keys()


@pytest.mark.parametrize(
    ("name", "more"), [("studio_gate_new", ()), ("studio_gate", ("lunas",)), ("studio_conditions", ("predikat",))]
)
def test_condition_when_the_person_may_not_or_the_rulebook_is_sealed_then_it_does_not_exist(client, people, name, more):
    rulebook = made(people, UHC)
    client.force_login(factories.auditor())
    assert client.get(at(name, rulebook, *more)).status_code == 404
    client.force_login(people.organiser)
    Rulebook.objects.update(state=RulebookState.SEALED, sealed_at=timezone.now())

    assert client.get(at(name, rulebook, *more)).status_code == 404
    assert client.post(at(name, rulebook, *more), {"aksi": "simpan", "seen": 0}).status_code == 404
