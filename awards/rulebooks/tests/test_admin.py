"""What the panel tells who writes a rulebook, before and after it is sealed."""

import re
from types import SimpleNamespace

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone, translation

from awards.rulebooks.admin import RulebookAdmin
from awards.rulebooks.models import Rulebook, RulebookState
from awards.rulebooks.parsing.editing import ChangeKeys
from awards.rulebooks.selectors.history import revisions
from awards.rulebooks.services import add_rulebook_version, edit_draft, revise_draft
from awards.runs.models import RunScore, ScoreRun, ScoreRunState
from awards.tests.factories import runs as contests
from awards.tests.factories.editions import QUESTIONS, RULES
from awards.tests.factories.entries import EntryFactory
from awards.tests.factories.submissions import open_category, sent_submission
from paritrana.constraints import ConstraintBrokenError

POOL = '\n[[populations]]\ncode = "mereka"\nname = "Para peserta"\nkind = "field"\n'


def findings(text):
    return str(RulebookAdmin(Rulebook, admin.site).findings(Rulebook(text=text)))


def test_findings_when_the_rulebook_is_sound_then_says_so():
    assert findings(RULES + QUESTIONS) == "Tidak ada masalah. Juknis ini dapat disegel."


def test_findings_when_the_pool_can_be_joined_then_warns_with_the_reason():
    rules = RULES.replace('kind = "goalposts", worst = 0, best = 5', 'kind = "min_max", reference = "mereka"')

    found = findings(rules + POOL + QUESTIONS)

    assert found.startswith("Tidak ada masalah. Juknis ini dapat disegel.<ul><li>Kriteria «Regulasi»")
    assert "satu peserta titipan dapat mengubah pemenang" in found


def test_findings_when_there_are_faults_then_lists_them():
    assert findings(RULES).startswith("<ul><li>")


def test_findings_when_english_is_read_then_names_the_criterion_in_english():
    text = contests.RULES.replace("weight = 60", "weight = 50").replace(
        'name = "Wawancara"', 'name = "Wawancara"\nname_en = "Interview"'
    )

    with translation.override("en"):
        assert "The weights under “Interview” add up to 90, but should be 100." in findings(text)


LIST = "admin:awards_rulebook_changelist"


def told(response):
    return " ".join(str(message) for message in response.context["messages"])


@pytest.mark.django_db
@pytest.mark.parametrize("action", ["check_chosen", "seal_chosen"])
def test_panel_when_weights_do_not_add_up_then_says_where_and_the_draft_stays(client, people, action):
    client.force_login(people.organiser)
    text = contests.RULES.replace("weight = 50", "weight = 60")
    category = contests.category()
    Rulebook.objects.filter(category=category).delete()
    draft = add_rulebook_version(category=category, title="Uji", text=text, actor=people.organiser, at=timezone.now())

    response = client.post(reverse(LIST), {"action": action, "_selected_action": draft.pk}, follow=True)

    assert "Bobot di bawah «Nilai akhir» berjumlah 110, seharusnya 100." in told(response)
    assert Rulebook.objects.values("state", "text", "sealed_at").get() == {
        "state": RulebookState.DRAFT,
        "text": text,
        "sealed_at": None,
    }


@pytest.mark.django_db
def test_seal_in_the_panel_then_takes_two_people_for_one_text(client, people):
    category = contests.category()
    Rulebook.objects.filter(category=category).delete()
    actor, at = people.organiser, timezone.now()
    draft = add_rulebook_version(category=category, title="Uji", text=contests.RULES, actor=actor, at=at)
    second = contests.people.organiser()

    def press(user):
        client.force_login(user)
        sent = {"action": "seal_chosen", "_selected_action": draft.pk}
        return told(client.post(reverse(LIST), sent, follow=True)), Rulebook.objects.get().state

    proposed, again = press(actor), press(actor)
    revise_draft(rulebook=draft, title="Uji", text=contests.RULES + "\n", actor=actor, at=at)
    of_the_new_text, sealed = press(second), press(actor)

    assert "diusulkan untuk disegel" in proposed[0]
    assert "Orang kedua" in again[0]
    assert "diusulkan untuk disegel" in of_the_new_text[0]
    assert [state for _words, state in (proposed, again, of_the_new_text, sealed)] == ["draft"] * 3 + ["sealed"]


@pytest.fixture
def draft(people):
    category = contests.category()
    Rulebook.objects.filter(category=category).delete()
    return add_rulebook_version(
        category=category, title="Uji", text=contests.RULES, actor=people.organiser, at=timezone.now()
    )


def save(client, draft, text, seen):
    sent = {"title": "Uji", "text": text.replace("\n", "\r\n"), "seen": seen}
    return client.post(reverse("admin:awards_rulebook_change", args=[draft.pk]), sent)


@pytest.mark.django_db
def test_text_when_opened_and_saved_as_browsers_send_it_then_the_same_and_no_step_of_history(client, people, draft):
    client.force_login(people.organiser)
    page = client.get(reverse("admin:awards_rulebook_change", args=[draft.pk])).content.decode()

    answer = save(client, draft, contests.RULES, seen=0)

    assert re.search(r'name="seen" value="0"', page)
    assert answer.status_code == 302
    assert Rulebook.objects.get().text == contests.RULES
    assert list(revisions(draft).values_list("number", flat=True)) == [0]


@pytest.mark.django_db
def test_text_when_another_changed_it_since_then_kept_in_the_field_and_saved_when_pressed_again(client, people, draft):
    edit = ChangeKeys({("coverage", "weight"): 45})
    edit_draft(rulebook=draft, edit=edit, seen=0, actor=people.organiser, at=timezone.now())
    theirs, mine = Rulebook.objects.get().text, contests.RULES.replace("weight = 50", "weight = 48")
    client.force_login(people.organiser)

    refused = save(client, draft, mine, seen=0)
    page = refused.content.decode()

    assert (refused.status_code, Rulebook.objects.get().text) == (200, theirs)
    assert "Bobot «Cakupan» 50 → 45." in page
    assert "weight = 48" in page
    assert re.search(r'name="seen" value="1"', page)
    save(client, draft, mine, seen=1)
    assert Rulebook.objects.get().text == mine


@pytest.mark.django_db
def test_text_when_another_was_first_after_the_form_had_looked_then_refused_and_not_called_saved(rf, people, draft):
    edit = ChangeKeys({("coverage", "weight"): 45})
    edit_draft(rulebook=draft, edit=edit, seen=0, actor=people.organiser, at=timezone.now())
    request = rf.post("/")
    request.user = people.organiser
    form = SimpleNamespace(cleaned_data={"title": "Uji", "text": contests.RULES, "seen": 0})

    with pytest.raises(ConstraintBrokenError):
        RulebookAdmin(Rulebook, admin.site).save_model(request, draft, form, change=True)

    assert "weight = 45" in Rulebook.objects.get().text


@pytest.mark.django_db
def test_panel_when_a_sealed_rulebook_is_posted_again_then_nothing_changes(client, people):
    client.force_login(people.organiser)
    sealed = Rulebook.objects.get(category=contests.category())
    before = Rulebook.objects.values().get()
    address = reverse("admin:awards_rulebook_change", args=[sealed.pk])

    page = client.get(address).content.decode()
    client.post(address, {"category": sealed.category_id, "title": "Lain", "text": "lain"})

    assert 'name="text"' not in page
    assert 'name="_save"' not in page
    assert 'name="_continue"' not in page
    assert Rulebook.objects.values().get() == before


@pytest.mark.django_db
def test_run_when_the_sealed_text_was_edited_in_the_database_then_fails_and_the_page_says_why(
    client, people, django_capture_on_commit_callbacks
):
    client.force_login(people.organiser)
    category = contests.contest()
    Rulebook.objects.update(text=contests.RULES.replace("weight = 50", "weight = 49"))

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("admin:steering_propose", args=[category.pk]), {"seed": "1"})
    page = client.get(answer.url).content.decode()

    assert "berubah setelah disegel: sidik jarinya tidak sama lagi. Tidak ada yang dihitung." in page
    assert ScoreRun.objects.get().state == ScoreRunState.FAILED
    assert not RunScore.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "name", "accept"),
    [
        ("entrant", "submission", "text/html"),
        ("verifier", "verification-case", "text/html"),
        ("organiser", "submission-results", "application/json"),
    ],
)
def test_pages_when_the_sealed_text_was_edited_in_the_database_then_refuse_in_words(client, people, who, name, accept):
    submission = sent_submission(EntryFactory(category=open_category()))
    Rulebook.objects.update(text=f"{RULES}{QUESTIONS}\n# satu huruf")
    client.force_login(getattr(people, who))

    response = client.get(reverse(name, args=[submission.public_id]), headers={"accept": accept})

    assert response.status_code == 409
    said = response.json()["message"] if accept == "application/json" else response.content.decode()
    assert "berubah setelah disegel, sehingga tidak dipakai. Nilai dan isian tidak berubah." in said
