"""Cases in the studio: shown with what failed first, written as sentences with choices, and the text says the same."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.rulebooks.models import Rulebook, RulebookState
from awards.rulebooks.selectors.history import steps_of
from awards.rulebooks.services import add_rulebook_version
from awards.tests.factories import runs as contests
from awards.tests.factories.editions import CategoryFactory
from paritrana.accounts.tests import factories
from paritrana.lib.toml_text import parse_toml

pytestmark = pytest.mark.django_db

CASES = """
[[case]]
name = "setengah"  # dari lampiran
note = "Pasal 7."
input = { coverage = 50, presenter = "Sekretaris daerah" }
marks = { understanding = [9, 9.5, 8.5] }
points = { coverage = 50, interview = 78 }

[[case]]
name = "salah"
input = { coverage = 80 }
points = { coverage = 81 }
"""


def made(people, text=contests.RULES + CASES):
    return add_rulebook_version(
        category=CategoryFactory(), title="Uji", text=text, actor=people.organiser, at=timezone.now()
    )


@pytest.fixture
def draft(people):
    return made(people)


@pytest.fixture
def organiser(client, people):
    client.force_login(people.organiser)
    return people.organiser


def at(name, rulebook, *more):
    return reverse(f"admin:{name}", args=[rulebook.pk, *more])


def sent(client, page, **given):
    """Return what an untouched form would send back, with some fields typed otherwise."""
    form = client.get(page).context["form"]
    return {bound.html_name: "" if bound.value() is None else bound.value() for bound in form} | given


def cases(rulebook):
    rulebook.refresh_from_db()
    return parse_toml(rulebook.text).get("case", [])


def test_page_when_a_case_fails_then_it_comes_first_with_what_was_expected_and_the_heading_says_so(
    client, organiser, draft
):
    answer = client.get(at("studio_rulebook", draft))

    lines = answer.context["case_lines"]
    assert answer.context["finding"] == "1 dari 2 contoh gagal"
    assert [(line.name, line.failures) for line in lines] == [
        ("salah", ("Cakupan 80,00, seharusnya 81",)),
        ("setengah", ()),
    ]
    assert lines[1].figures == (
        "Cakupan 50 persen · yang hadir Sekretaris daerah · Uji pemahaman dari juri 9; 9,5; 8,5"
    ) or lines[1].figures.startswith("Cakupan 50")
    assert lines[1].expected == "Cakupan 50; Wawancara 78"
    assert lines[1].note == "Pasal 7."
    assert "Tidak ada masalah. Juknis ini dapat disegel." not in answer.content.decode()


def test_seal_when_a_case_fails_then_the_panel_refuses_with_which_and_why(client, organiser, draft):
    answer = client.post(
        reverse("admin:awards_rulebook_changelist"), {"action": "seal_chosen", "_selected_action": [draft.pk]}
    )

    said = " ".join(map(str, client.get(answer.url).context["messages"]))
    assert "Contoh «salah»: Cakupan 80,00, seharusnya 81." in said
    assert Rulebook.objects.get().state == RulebookState.DRAFT


def test_case_when_written_then_the_text_says_it_and_undo_takes_it_back(client, organiser, people):
    rulebook = made(people, contests.RULES)
    page = at("studio_case_new", rulebook)
    given = sent(client, page, name="tujuh setengah", **{"in:coverage": "7,5", "points:coverage": "7,5"})

    answer = client.post(page, given | {"outcome": "not_ranked"})

    assert answer.url == at("studio_rulebook", rulebook) + "#contoh"
    assert cases(rulebook) == [
        {"name": "tujuh setengah", "input": {"coverage": parse_toml("x = 7.5")["x"]},
         "points": {"coverage": parse_toml("x = 7.5")["x"]}, "outcome": "not_ranked"}
    ]  # fmt: skip
    assert steps_of(rulebook).undo == "Contoh «tujuh setengah» ditambahkan."
    client.post(at("studio_rulebook_change", rulebook), {"seen": steps_of(rulebook).number, "aksi": "urungkan:"})
    rulebook.refresh_from_db()
    assert rulebook.text == contests.RULES


def test_case_when_opened_then_its_labels_are_choices_by_name_and_saving_untouched_changes_nothing(
    client, organiser, draft
):
    page = at("studio_case", draft, 1)
    answer = client.get(page)

    options = re.findall(r'<select name="in:presenter".*?</select>', answer.content.decode(), re.DOTALL)[0]
    assert re.findall(r">([^<]+)</option>", options) == [
        "tidak diketahui", "Kepala daerah definitif", "Sekretaris daerah", "tidak berlaku",
    ]  # fmt: skip
    before = draft.text
    refusal = client.post(page, sent(client, page))
    draft.refresh_from_db()
    assert (refusal.status_code, draft.text) == (409, before)


def test_case_when_changed_then_only_that_is_and_what_the_form_does_not_ask_stays(client, organiser, draft):
    page = at("studio_case", draft, 1)

    client.post(page, sent(client, page, **{"in:coverage": "40", "points:coverage": "40"}))

    first, second = cases(draft)
    assert first["input"] == {"coverage": 40, "presenter": "Sekretaris daerah"}
    assert (first["points"]["coverage"], first["note"]) == (40, "Pasal 7.")
    assert second["name"] == "salah"
    assert "# dari lampiran" in draft.text


def test_case_when_removed_then_the_other_stays(client, organiser, draft):
    page = at("studio_case", draft, 2)

    client.post(page, sent(client, page) | {"hapus": "ya"})

    assert [one["name"] for one in cases(draft)] == ["setengah"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": "salah"}, "Nama contoh ini sudah dipakai."),
        ({"points:coverage": "", "points:interview": ""}, "Pilih paling sedikit satu hasil yang Anda tahu"),
        ({"in:coverage": "banyak"}, "Tulis angka saja"),
    ],
)
def test_case_when_it_cannot_be_saved_then_says_why_and_nothing_changes(client, organiser, draft, given, said):
    page = at("studio_case", draft, 1)
    before = draft.text

    answer = client.post(page, sent(client, page, **given))

    draft.refresh_from_db()
    assert (answer.status_code, draft.text) == (422, before)
    assert said in answer.content.decode()


def test_case_when_another_changed_it_meanwhile_then_nothing_is_overwritten(client, organiser, draft):
    page = at("studio_case", draft, 1)
    stale = sent(client, page, **{"points:coverage": "1"})
    client.post(page, sent(client, page, **{"points:coverage": "2"}))

    answer = client.post(page, stale)

    assert answer.status_code == 409
    assert cases(draft)[0]["points"]["coverage"] == 2


def test_case_when_it_speaks_of_what_is_gone_then_it_can_still_be_mended(client, organiser, people):
    rulebook = made(
        people, contests.RULES + '[[case]]\nname = "lama"\ninput = { hilang = 1 }\npoints = { coverage = 0 }\n'
    )
    page = at("studio_case", rulebook, 1)

    client.post(page, sent(client, page))

    assert cases(rulebook) == [{"name": "lama", "points": {"coverage": 0}}]


@pytest.mark.parametrize("name", ["studio_case_new", "studio_case"])
def test_case_when_the_rulebook_is_sealed_or_the_person_may_not_then_it_does_not_exist(client, people, draft, name):
    more = (1,) if name == "studio_case" else ()
    client.force_login(factories.auditor())
    assert client.get(at(name, draft, *more)).status_code == 404
    client.force_login(people.organiser)
    Rulebook.objects.update(state=RulebookState.SEALED, sealed_at=timezone.now())

    assert client.get(at(name, draft, *more)).status_code == 404
    assert client.post(at(name, draft, *more), {"was": "setengah", "name": "x"}).status_code == 404
