"""A draft's history: every step kept with who and when, undo and redo, and two people who lose nothing."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from awards.rulebooks.models import RevisionKind, Rulebook, RulebookRevision, RulebookState
from awards.rulebooks.parsing.editing import ChangeKeys, CopyCriterion, EditRefusedError, RemoveCriterion
from awards.rulebooks.parsing.outline import read_outline
from awards.rulebooks.selectors.history import DraftSteps, revision_sentence, revisions, steps_of
from awards.rulebooks.selectors.sealed import text_digest
from awards.rulebooks.services import (
    DraftChangedError,
    NothingToUndoError,
    RulebookSealedError,
    add_rulebook_version,
    edit_draft,
    redo_edit,
    revise_draft,
    undo_edit,
)
from awards.tests.factories.editions import DAY, NOW, CategoryFactory
from awards.tests.factories.runs import RULES
from paritrana.accounts.tests import factories
from paritrana.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def first():
    return factories.organiser()


@pytest.fixture
def second():
    return factories.organiser(username="penyelenggara-kedua")


@pytest.fixture
def rulebook(first):
    return add_rulebook_version(category=CategoryFactory(), title="Uji", text=RULES, actor=first, at=NOW)


def weight(code, number):
    return ChangeKeys({(code, "weight"): Decimal(number)})


def step(rulebook, edit, actor, seen=None):
    number = steps_of(rulebook).number if seen is None else seen
    return edit_draft(rulebook=rulebook, edit=edit, seen=number, actor=actor, at=NOW + DAY)


def undo(rulebook, actor):
    return undo_edit(rulebook=rulebook, seen=steps_of(rulebook).number, actor=actor, at=NOW + DAY)


def redo(rulebook, actor):
    return redo_edit(rulebook=rulebook, seen=steps_of(rulebook).number, actor=actor, at=NOW + DAY)


def weights(rulebook):
    rulebook.refresh_from_db()
    assert rulebook.digest == text_digest(rulebook.text)
    return [str(child.weight) for child in read_outline(rulebook.text).top.children]


def test_edit_when_made_then_a_line_of_history_with_who_and_when_and_of_the_trail(rulebook, first):
    made = step(rulebook, weight("coverage", 45), first)

    assert weights(rulebook) == ["45", "20", "30"]
    assert [(one.number, one.made_by, one.made_at) for one in revisions(rulebook)] == [
        (1, first, NOW + DAY), (0, None, NOW),
    ]  # fmt: skip
    assert revision_sentence(made) == "Bobot «Cakupan» 50 → 45."
    entry = AuditEntry.objects.get(action="rulebook.edit")
    assert (entry.actor, entry.subject_id, entry.changes) == (
        first,
        str(rulebook.pk),
        {
            "revision": 1,
            "told": [
                {
                    "code": "edit.weight",
                    "values": {"name": "Cakupan", "before": "50", "after": "45"},
                    "english": {"Cakupan": "Coverage"},
                }
            ],
            "text_digest": text_digest(rulebook.text),
        },
    )


def test_history_when_english_is_read_then_names_what_was_changed_in_english(rulebook, first):
    made = step(rulebook, weight("coverage", "45.5"), first)

    with translation.override("en"):
        assert revision_sentence(made) == "Weight of “Coverage” 50 → 45.5."


def test_undo_and_redo_when_pressed_again_and_again_then_go_back_and_forth_and_name_their_step(rulebook, first):
    step(rulebook, weight("coverage", 45), first)
    step(rulebook, weight("regulation", 25), first)
    assert steps_of(rulebook) == DraftSteps(2, "Bobot «Regulasi» 20 → 25.", "")

    undo(rulebook, first)
    assert (weights(rulebook), steps_of(rulebook)) == (
        ["45", "20", "30"], DraftSteps(3, "Bobot «Cakupan» 50 → 45.", "Bobot «Regulasi» 20 → 25."),
    )  # fmt: skip
    undo(rulebook, first)
    assert (rulebook.text, steps_of(rulebook)) == (RULES, DraftSteps(4, "", "Bobot «Cakupan» 50 → 45."))
    redo(rulebook, first)
    redo(rulebook, first)
    assert (weights(rulebook), steps_of(rulebook)) == (
        ["45", "25", "30"], DraftSteps(6, "Bobot «Regulasi» 20 → 25.", ""),
    )  # fmt: skip
    undo(rulebook, first)
    step(rulebook, weight("interview", 10), first)
    assert (weights(rulebook), steps_of(rulebook)) == (
        ["45", "20", "10"],
        DraftSteps(8, "Bobot «Wawancara» 30 → 10.", ""),
    )
    undo(rulebook, first)
    assert (weights(rulebook), steps_of(rulebook).undo) == (["45", "20", "30"], "Bobot «Cakupan» 50 → 45.")
    assert [(one.kind, revision_sentence(one)) for one in revisions(rulebook)[:3]] == [
        (RevisionKind.UNDO, "Bobot «Wawancara» 30 → 10."),
        (RevisionKind.EDIT, "Bobot «Wawancara» 30 → 10."),
        (RevisionKind.UNDO, "Bobot «Regulasi» 20 → 25."),
    ]
    assert set(AuditEntry.objects.values_list("action", flat=True)) == {
        "rulebook.add", "rulebook.edit", "rulebook.undo", "rulebook.redo",
    }  # fmt: skip


@pytest.mark.parametrize("move", [undo, redo])
def test_undo_and_redo_when_there_is_no_step_then_refused(rulebook, first, move):
    with pytest.raises(NothingToUndoError):
        move(rulebook, first)

    assert weights(rulebook) == ["50", "20", "30"]


def test_two_people_when_they_edit_different_fields_then_both_stand(rulebook, first, second):
    step(rulebook, weight("coverage", 45), first, seen=0)
    step(rulebook, weight("regulation", 25), second, seen=0)

    assert weights(rulebook) == ["45", "25", "30"]


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(weight("coverage", 40), id="the same field"),
        pytest.param(RemoveCriterion("coverage"), id="what the other edited is removed"),
    ],
)
def test_two_people_when_they_edit_the_same_then_the_second_is_refused_and_nothing_is_lost(
    rulebook, first, second, edit
):
    step(rulebook, weight("coverage", 45), first, seen=0)

    with pytest.raises(DraftChangedError):
        step(rulebook, edit, second, seen=0)

    assert (weights(rulebook), RulebookRevision.objects.count()) == (["45", "20", "30"], 2)


def test_undo_when_another_made_a_step_since_then_refused(rulebook, first, second):
    step(rulebook, weight("coverage", 45), first)
    step(rulebook, weight("regulation", 25), second)

    with pytest.raises(DraftChangedError):
        undo_edit(rulebook=rulebook, seen=1, actor=first, at=NOW + DAY)

    assert weights(rulebook) == ["45", "25", "30"]


def test_text_when_revised_then_a_step_that_can_be_undone_and_refused_when_another_was_first(rulebook, first, second):
    text = RULES.replace("weight = 50", "weight = 48")
    revise_draft(rulebook=rulebook, title="Uji", text=text, actor=first, at=NOW + DAY, seen=0)
    assert steps_of(rulebook) == DraftSteps(1, "Juknis diubah sebagai teks.", "")

    with pytest.raises(DraftChangedError):
        revise_draft(rulebook=rulebook, title="Lain", text=RULES, actor=second, at=NOW + DAY, seen=0)

    assert (weights(rulebook), rulebook.title) == (["48", "20", "30"], "Uji")
    undo(rulebook, first)
    assert rulebook.text == RULES


def test_text_when_it_was_exchanged_around_the_history_then_written_down_before_the_next_step(rulebook, first):
    step(rulebook, weight("coverage", 45), first)
    Rulebook.objects.update(text=RULES.replace("weight = 20", "weight = 21"))
    rulebook.refresh_from_db()

    step(rulebook, weight("interview", 10), first)

    assert [revision_sentence(one) for one in revisions(rulebook)] == [
        "Bobot «Wawancara» 30 → 10.", "Juknis diubah sebagai teks.", "Bobot «Cakupan» 50 → 45.",
        "Riwayat dimulai dari teks ini.",
    ]  # fmt: skip


@pytest.mark.parametrize("state", [RulebookState.SEALED, RulebookState.RETIRED])
def test_edit_when_no_draft_any_more_then_refused(rulebook, first, state):
    Rulebook.objects.update(state=state, sealed_at=NOW)

    with pytest.raises(RulebookSealedError):
        step(rulebook, weight("coverage", 45), first)

    assert (weights(rulebook), RulebookRevision.objects.count()) == (["50", "20", "30"], 0)


@settings(max_examples=5, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(["weight", "copy", "remove", "undo", "redo"]), min_size=4, max_size=9))
def test_steps_when_drawn_then_undo_and_redo_give_the_texts_of_a_list_with_a_finger(rulebook, first, steps):
    Rulebook.objects.update(text=RULES, digest=text_digest(RULES))
    RulebookRevision.objects.all().delete()
    rulebook.refresh_from_db()
    texts, finger = [RULES], 0
    for place, kind in enumerate(steps):
        codes = [one.code for one in read_outline(rulebook.text).top.children]
        try:
            if kind == "undo":
                undo(rulebook, first)
                finger -= 1
            elif kind == "redo":
                redo(rulebook, first)
                finger += 1
            else:
                code = codes[place % len(codes)] if codes else "none"
                edits = {
                    "weight": weight(code, place + 1),
                    "copy": CopyCriterion(code),
                    "remove": RemoveCriterion(code),
                }
                step(rulebook, edits[kind], first)
                texts, finger = [*texts[: finger + 1], rulebook.text], finger + 1
        except (NothingToUndoError, EditRefusedError):
            assert kind not in ("undo", "redo") or finger == {"undo": 0, "redo": len(texts) - 1}[kind]

        assert (rulebook.text, rulebook.digest) == (texts[finger], text_digest(texts[finger]))
