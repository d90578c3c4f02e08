"""The tree of a draft rulebook: what is shown, saved, moved and undone, who may, and two people at once."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from awards.editions.models import CompetitionLevel
from awards.rulebooks.models import Rulebook, RulebookRevision, RulebookState
from awards.rulebooks.parsing.editing import AddCriterion, ChangeKeys
from awards.rulebooks.parsing.outline import read_outline
from awards.rulebooks.selectors.history import steps_of
from awards.rulebooks.services import add_rulebook_version, edit_draft
from awards.tests.docs.examples import examples
from awards.tests.factories import runs as contests
from awards.tests.factories.editions import CategoryFactory, ProvinceFactory
from paritrana.accounts.tests import factories
from regions.tests.factories import ScoreSheetLineFactory

pytestmark = pytest.mark.django_db
RULES = contests.RULES


@pytest.fixture
def draft(people):
    return add_rulebook_version(
        category=CategoryFactory(), title="Uji", text=RULES, actor=people.organiser, at=timezone.now()
    )


@pytest.fixture
def organiser(client, people):
    client.force_login(people.organiser)
    return people.organiser


def tree(rulebook):
    def one(branch):
        below = " ".join(map(one, branch.children))
        weight = f"={branch.weight}" if branch.weight is not None else ""
        return f"{branch.code}{weight}({below})" if branch.children else f"{branch.code}{weight}"

    rulebook.refresh_from_db()
    return one(read_outline(rulebook.text).top)


WHOLE = "total(coverage=50 regulation=20 interview=30(presenter=40 understanding=60))"


def at(name, rulebook, *more):
    return reverse(f"admin:{name}", args=[rulebook.pk, *more])


def press(client, rulebook, action="", seen=None, **given):
    number = steps_of(rulebook).number if seen is None else seen
    return client.post(at("studio_rulebook_change", rulebook), {"seen": number, "aksi": action, **given})


def said(client, answer):
    return " ".join(str(one) for one in client.get(answer.url).context["messages"])


def test_page_when_opened_then_shows_the_tree_with_weights_and_sums_and_changes_nothing(client, organiser, draft):
    answer = client.get(at("studio_rulebook", draft))

    page = answer.content.decode()
    assert re.findall(r'name="weight:(\w+)" value="([^"]*)"', page) == [
        ("coverage", "50"), ("regulation", "20"), ("interview", "30"), ("presenter", "40"), ("understanding", "60"),
    ]  # fmt: skip
    assert "Jumlah Nilai akhir" in page
    assert answer.context["finding"] == "4 kriteria membaca angka, tidak ada yang kurang"
    assert RulebookRevision.objects.count() == 0


def test_draft_when_looked_for_then_the_task_list_and_the_panel_lead_to_its_tree(client, organiser, draft):
    address = at("studio_rulebook", draft)
    edition = reverse("admin:studio_edition", args=[draft.category.edition_id])
    form = reverse("admin:awards_rulebook_change", args=[draft.pk])

    assert address in client.get(edition).content.decode()
    assert address in client.get(form).content.decode()
    assert form in client.get(address).content.decode()


def test_weights_when_saved_then_one_step_and_the_sum_says_what_is_missing(client, organiser, draft):
    answer = press(client, draft, **{"weight:coverage": "47,5", "weight:regulation": "17.5"})

    assert said(client, answer) == "Bobot «Cakupan» 50 → 47,5. Bobot «Regulasi» 20 → 17,5."
    shown = client.get(answer.url)
    page = shown.content.decode()
    assert shown.context["finding"] == "Bobot di bawah Nilai akhir berjumlah 95, kurang 5"
    assert [one.branch.code for one in shown.context["faults"]] == ["total"]
    assert "Jumlah Nilai akhir, kurang 5" in page
    assert 'value="bagikan:total"' in page
    assert "Urungkan: Bobot «Cakupan» 50 → 47,5. Bobot «Regulasi» 20 → 17,5." in page
    assert Rulebook.objects.get().state == RulebookState.DRAFT


@pytest.mark.parametrize("typed", ["1.000", "lima", "1,000"])
def test_weight_when_it_is_none_or_two_then_asked_at_its_field_and_nothing_is_saved(client, organiser, draft, typed):
    answer = press(client, draft, **{"weight:coverage": typed, "weight:regulation": "25"})

    assert (answer.status_code, tree(draft)) == (422, WHOLE)
    assert list(answer.context["weights"].errors) == ["weight:coverage"]
    assert f'value="{typed}"' in answer.content.decode()


@pytest.mark.parametrize(
    ("action", "given", "found"),
    [
        ("naik:interview", {}, "total(coverage=50 interview=30(presenter=40 understanding=60) regulation=20)"),
        ("turun:coverage", {}, "total(regulation=20 coverage=50 interview=30(presenter=40 understanding=60))"),
        ("hapus:interview", {}, "total(coverage=50 regulation=20)"),
        ("gandakan:coverage", {},
         "total(coverage=50 coverage_2=50 regulation=20 interview=30(presenter=40 understanding=60))"),
        ("pindah:coverage", {"place": "di=interview&sesudah=presenter"},
         "total(regulation=20 interview=30(presenter=40 coverage=50 understanding=60))"),
        ("tambah:interview", {"name": "Uji Baru"},
         "total(coverage=50 regulation=20 interview=30(presenter=40 understanding=60 uji_baru))"),
        ("bagikan:total", {"weight:coverage": "40"},
         "total(coverage=45 regulation=22 interview=33(presenter=40 understanding=60))"),
        ("naik:regulation", {"weight:regulation": "25"},
         "total(regulation=25 coverage=50 interview=30(presenter=40 understanding=60))"),
    ],
)  # fmt: skip
def test_button_when_pressed_then_saves_typed_weights_and_does_it(client, organiser, draft, action, given, found):
    answer = press(client, draft, action, **given)

    assert (answer.status_code, tree(draft)) == (302, found)
    assert client.get(answer.url).status_code == 200


def test_undo_and_redo_when_pressed_then_go_back_and_forth(client, organiser, draft):
    press(client, draft, "hapus:interview")

    undone = press(client, draft, "urungkan:")
    assert tree(draft) == WHOLE
    assert said(client, undone).endswith("Diurungkan: «Wawancara» dihapus bersama isinya (2).")
    press(client, draft, "ulangi:")
    assert tree(draft) == "total(coverage=50 regulation=20)"
    history = client.get(at("studio_rulebook_history", draft)).context["lines"]
    assert [(one.kind, told) for one, told in history] == [
        ("redo", "«Wawancara» dihapus bersama isinya (2)."),
        ("undo", "«Wawancara» dihapus bersama isinya (2)."),
        ("edit", "«Wawancara» dihapus bersama isinya (2)."),
        ("edit", "Riwayat dimulai dari teks ini."),
    ]


def test_undo_when_weights_were_typed_before_then_they_are_saved_and_nothing_is_undone_yet(client, organiser, draft):
    press(client, draft, "hapus:interview")

    answer = press(client, draft, "urungkan:", **{"weight:coverage": "45"})

    assert tree(draft) == "total(coverage=45 regulation=20)"
    assert "disimpan dahulu" in said(client, answer)


@pytest.mark.parametrize("action", ["hapus:total", "naik:coverage", "pindah:coverage", "urungkan:", "bagikan:total"])
def test_button_when_it_cannot_be_then_said_and_nothing_changes(client, organiser, draft, action):
    answer = press(client, draft, action)

    assert said(client, answer)
    assert tree(draft) == WHOLE


def test_sums_when_typed_then_answered_and_nothing_is_saved(client, organiser, draft):
    answer = client.post(
        at("studio_rulebook_sums", draft), {"seen": 0, "weight:coverage": "45", "weight:presenter": "x"}
    )

    sums = re.sub(r"\s+", " ", answer.content.decode())
    assert re.findall(r'id="(jumlah-[\d-]+)"', sums) == ["jumlah-0", "jumlah-3"]
    assert "Jumlah Nilai akhir, kurang 5" in sums
    assert (tree(draft), RulebookRevision.objects.count()) == (WHOLE, 0)


def other(draft, edit):
    edit_draft(rulebook=draft, edit=edit, seen=steps_of(draft).number, actor=None, at=timezone.now())


def test_weights_when_another_saved_other_ones_then_both_stand(client, organiser, draft):
    other(draft, ChangeKeys({("coverage", "weight"): 45}))

    press(client, draft, seen=0, **{"weight:coverage": "50", "weight:regulation": "25"})

    assert tree(draft) == WHOLE.replace("coverage=50 regulation=20", "coverage=45 regulation=25")


def test_weights_when_another_saved_the_same_then_409_with_both_and_pressed_again_mine_stands(client, organiser, draft):
    other(draft, ChangeKeys({("coverage", "weight"): 45, ("regulation", "weight"): 22}))

    answer = press(client, draft, seen=0, **{"weight:coverage": "40", "weight:regulation": "20"})

    assert answer.status_code == 409
    assert [(one.mine, one.theirs) for one in answer.context["clashes"]] == [("40", "45")]
    page = answer.content.decode()
    assert "Bobot «Cakupan» 50 → 45." in page
    fields = dict(re.findall(r'name="(weight:\w+|seen)" value="([^"]*)"', page))
    assert (fields["seen"], fields["weight:coverage"], fields["weight:regulation"]) == ("1", "40", "22")
    press(client, draft, seen=1, **{"weight:coverage": "40", "weight:regulation": "22"})
    assert tree(draft) == WHOLE.replace("coverage=50 regulation=20", "coverage=40 regulation=22")


@pytest.mark.parametrize("action", ["hapus:coverage", "urungkan:"])
def test_button_when_another_edited_that_then_409_says_what_and_nothing_changes(client, organiser, draft, action):
    other(draft, ChangeKeys({("coverage", "name"): "Liputan"}))

    answer = press(client, draft, action, seen=0)

    assert (answer.status_code, tree(draft)) == (409, WHOLE)
    assert "Nama «Cakupan» → «Liputan»." in answer.content.decode()


@pytest.mark.parametrize("seen", ["", "-1", "9", "x", "9" * 30])
def test_button_when_the_state_never_was_then_404(client, organiser, draft, seen):
    assert press(client, draft, "hapus:coverage", seen=seen).status_code == 404


def sent(client, draft, code):
    """Return what the untouched form of a criterion sends."""
    form = client.get(at("studio_criterion", draft, code)).context["form"]
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    given = {name: value for name, value in values.items() if value is not None and value is not False}
    return {name: "on" if value is True else value for name, value in given.items()} | {"kind": form.kind}


def test_criterion_when_saved_untouched_then_nothing_changes(client, organiser, draft):
    for code in ("coverage", "interview"):
        answer = client.post(at("studio_criterion", draft, code), sent(client, draft, code))
        assert said(client, answer) == "Tidak ada yang berubah: keadaannya sudah demikian."

    assert Rulebook.objects.get().text == RULES


def test_criterion_when_chosen_otherwise_then_saved_as_one_step(client, organiser, draft):
    answer = client.post(at("studio_criterion", draft, "coverage"), sent(client, draft, "coverage") | {"best": "90,5"})

    assert (answer.status_code, answer.url) == (302, at("studio_criterion", draft, "coverage") + "#kriteria")
    draft.refresh_from_db()
    assert draft.text == RULES.replace("best = 100", "best = 90.5", 1)
    assert steps_of(draft).undo == "Angka terbaik «Cakupan» 100 → 90,5."


def test_criterion_when_a_choice_is_wrong_then_422_at_the_field(client, organiser, draft):
    answer = client.post(at("studio_criterion", draft, "coverage"), sent(client, draft, "coverage") | {"best": "1.000"})

    assert (answer.status_code, list(answer.context["form"].errors), tree(draft)) == (422, ["best"], WHOLE)
    assert "dapat dibaca dengan dua cara" in answer.content.decode()


def test_criterion_when_another_saved_the_same_then_409_with_both(client, organiser, draft):
    mine = sent(client, draft, "coverage") | {"name": "Liputan", "best": "80"}
    other(draft, ChangeKeys({("coverage", "name"): "Jangkauan", ("coverage", "missing"): "zero"}))

    answer = client.post(at("studio_criterion", draft, "coverage"), mine)

    assert answer.status_code == 409
    assert [(one.mine, one.theirs) for one in answer.context["clashes"]] == [("Liputan", "Jangkauan")]
    form = answer.context["form"]
    assert (form["name"].value(), form["best"].value(), form["missing"].value()) == ("Liputan", "80", "zero")


def test_criterion_when_its_rule_is_sound_then_shows_three_examples(client, organiser, draft):
    answer = client.get(at("studio_criterion", draft, "coverage"))

    assert [one.figure for one in answer.context["examples"]] == ["0 persen", "50 persen", "100 persen"]


def test_every_way_to_points_when_chosen_then_the_page_asks_for_it(client, organiser, draft):
    for kind in ("goalposts", "bands", "levels", "points", "ratio_to_best", "min_max", "z_score", "percentile"):
        answer = client.get(at("studio_criterion", draft, "coverage"), {"cara": kind})
        assert (answer.status_code, answer.context["form"].kind) == (200, kind)


def test_criterion_of_cases_then_shown_as_sentences_and_led_to_its_conditions(client, organiser, draft):
    text = next(one.rulebook for one in examples("rulebook.md") if 'name = "Prima", name_en' in one.rulebook)
    Rulebook.objects.update(text=text)
    for variable in ("cakupan", "izin"):
        ScoreSheetLineFactory(variable=variable)

    answer = client.get(at("studio_criterion", draft, "a"), {"cara": "points"})

    page = answer.content.decode()
    assert "Prima = 10 bila cakupan ≥ 90 dan izin salah satu dari lengkap." in page
    assert at("studio_conditions", draft, "a") in page
    assert 'name="cara"' not in page
    assert 'name="figure"' not in page
    assert (
        client.post(at("studio_criterion", draft, "a"), {"seen": 0, "name": "Lain", "kind": "points"}).status_code
        == 302
    )
    draft.refresh_from_db()
    assert draft.text == text.replace("Layanan", "Lain")


def test_draft_when_empty_then_begun_with_its_top_and_when_unreadable_then_left_to_the_text(client, organiser, draft):
    Rulebook.objects.update(text='[rulebook]\ncode = "x"\n')
    answer = press(client, draft, "tambah:", name="Nilai akhir")
    assert (answer.status_code, tree(draft)) == (302, "nilai_akhir")

    Rulebook.objects.update(text="criteria = [")
    page = client.get(at("studio_rulebook", draft))
    assert page.status_code == 200
    assert "bukan TOML yang sah" in page.content.decode()


PAGES = [("studio_rulebook", ()), ("studio_rulebook_history", ()), ("studio_criterion", ("coverage",))]
MOVES = [("studio_rulebook_change", ()), ("studio_rulebook_sums", ()), ("studio_criterion", ("coverage",))]


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [
        ("organiser", True, True), ("auditor", True, False), ("secretariat", True, True),
        ("other_secretariat", False, False), ("juror", False, False), ("verifier", False, False),
        ("entrant", False, False), ("stranger", False, False),
    ],
)  # fmt: skip
def test_draft_of_a_province_when_asked_for_then_as_the_panel_gives_it(client, people, draft, role, reads, writes):
    draft.category.level, draft.category.province = CompetitionLevel.PROVINCIAL, ProvinceFactory()
    draft.category.save()
    user = (
        factories.secretariat(username="lain", region_code="53")
        if role == "other_secretariat"
        else getattr(people, role)
    )
    client.force_login(user)

    for name, more in PAGES:
        assert (client.get(at(name, draft, *more)).status_code == 200) is reads
    for name, more in MOVES:
        answer = client.post(at(name, draft, *more), {"seen": 0, "aksi": "hapus:coverage", "name": "Lain"})
        assert (answer.status_code in (200, 302, 422) and "login" not in getattr(answer, "url", "")) is writes
    assert (tree(draft) != WHOLE) is writes


def test_rulebook_when_sealed_then_shown_and_not_changed(client, organiser, draft):
    Rulebook.objects.update(state=RulebookState.SEALED, sealed_at=timezone.now())

    page = client.get(at("studio_rulebook", draft)).content.decode()

    assert 'name="weight:' not in page
    assert press(client, draft, "hapus:coverage", seen=0).status_code == 404
    assert tree(draft) == WHOLE


def test_pages_when_there_is_more_then_ask_no_more_queries(client, organiser, draft):
    counts = {}
    for wanted in (1, 3):
        while RulebookRevision.objects.count() < wanted + 1:
            code = f"baru_{RulebookRevision.objects.count()}"
            other(draft, AddCriterion("interview", {"code": code, "name": code}))
        for name in ("studio_rulebook", "studio_rulebook_history"):
            client.get(at(name, draft))
            with CaptureQueriesContext(connection) as asked:
                client.get(at(name, draft))
            counts.setdefault(name, []).append(len(asked))

    assert all(first == second for first, second in counts.values())
