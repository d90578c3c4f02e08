"""The trials' pages: organisers only, each the own ones, and every page and file says that they are no result."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from awards.runs.models import WhatIf, WhatIfPlace
from awards.runs.selectors import what_if as selectors
from awards.runs.services.what_if import compute_what_if, open_what_if
from awards.runs.views import what_if as views
from awards.tests.factories import runs as factories
from awards.tests.factories.runs import AT, RULES
from paritrana.accounts.tests import factories as accounts
from paritrana.jobs.models import Job
from paritrana.tests.reading import page_of

pytestmark = pytest.mark.django_db

WATERMARK = "Coba-coba: bukan hasil, tidak dapat diumumkan"
ROLES = (
    "nobody",
    "stranger",
    "entrant",
    "verifier",
    "juror",
    "other_secretariat",
    "secretariat",
    "auditor",
    "other_organiser",
    "organiser",
)
PAGES = (
    ("what-if",),
    ("what-if-rules",),
    ("what-if-text",),
    ("what-if-export", "csv"),
    ("what-if-export", "xlsx"),
)
MOVES = ("what-if-rules", "what-if-text", "what-if-compute", "what-if-delete")
SAME = {
    f"{key}-{place}": value
    for (key, place), value in {
        ("weight", 1): "50",
        ("worst", 1): "0",
        ("best", 1): "100",
        ("weight", 2): "20",
        ("weight", 3): "30",
        ("weight", 4): "40",
        ("weight", 5): "60",
        ("worst", 5): "0",
        ("best", 5): "10",
    }.items()
}


def sign_in(client, people, role):
    if role == "other_organiser":
        client.force_login(accounts.organiser(username="penyelenggara-2"))
    elif role != "nobody":
        client.force_login(getattr(people, role))


def body(answer):
    return answer.getvalue() if answer.streaming else answer.content


@pytest.fixture
def contest(people):
    made = factories.contest()
    factories.applied(made, actor=people.organiser)
    return made


@pytest.fixture
def trial(contest, people):
    found = open_what_if(category=contest, name="Bobot rata", actor=people.organiser, at=AT)
    return compute_what_if(what_if_id=found.pk, at=AT, report=lambda *_step: None)


def of_each(client, people, ask, *, roles=ROLES):
    """Ask as one role after the other, in one contest: making it takes longer than asking."""
    found = {}
    for role in roles:
        sign_in(client, people, role)
        found[role] = ask(role)
        client.logout()
    return found


def test_pages_open_for_the_owner_alone(client, people, trial):
    pages = [reverse(name, args=[trial.pk, *rest]) for name, *rest in PAGES]

    answers = of_each(client, people, lambda _role: {client.get(page).status_code for page in pages})

    assert answers == {role: {404} for role in ROLES} | {"nobody": {302}, "organiser": {200}}


def test_list_opens_for_organisers_and_names_the_own_trials_only(client, people, trial):
    def ask(_role):
        answer = client.get(reverse("what-ifs"))
        return answer.status_code, "Bobot rata" in answer.content.decode()

    assert of_each(client, people, ask) == dict.fromkeys(ROLES, (404, False)) | {
        "nobody": (302, False),
        "other_organiser": (200, False),
        "organiser": (200, True),
    }


def test_opening_a_trial_belongs_to_organisers(client, people, contest):
    def ask(role):
        client.post(reverse("what-ifs"), {"category": contest.pk, "name": role})
        return WhatIf.objects.filter(name=role).count()

    may = ("organiser", "other_organiser")
    assert of_each(client, people, ask) == {role: int(role in may) for role in ROLES}


@pytest.mark.parametrize("move", MOVES)
def test_moves_of_others_change_nothing(client, people, trial, move):
    def ask(_role):
        answer = client.post(reverse(move, args=[trial.pk]), SAME | {"weight-1": "40", "weight-2": "30", "text": "x"})
        trial.refresh_from_db()
        return answer.status_code, trial.text == RULES, WhatIfPlace.objects.count()

    others = [role for role in ROLES if role != "organiser"]
    assert of_each(client, people, ask, roles=others) == dict.fromkeys(others, (404, True, 3)) | {
        "nobody": (302, True, 3)
    }


@pytest.mark.parametrize("move", ["what-if-compute", "what-if-delete"])
def test_moves_when_asked_for_by_address_then_are_no_pages(client, people, trial, move):
    sign_in(client, people, "organiser")

    assert client.get(reverse(move, args=[trial.pk])).status_code == 405


def test_owner_when_no_longer_organiser_then_loses_sight(client, people, trial):
    people.organiser.role_assignments.all().delete()
    sign_in(client, people, "organiser")

    assert client.get(reverse("what-if", args=[trial.pk])).status_code == 404


@pytest.mark.parametrize("name", ["what-ifs", "what-if", "what-if-rules", "what-if-text"])
def test_every_page_says_that_it_is_no_result(client, people, trial, name):
    sign_in(client, people, "organiser")

    page = page_of(client.get(reverse(name, args=[] if name == "what-ifs" else [trial.pk])))

    assert f"<strong>{WATERMARK}</strong>" in page


def test_refused_page_says_that_it_is_no_result_too(client, people, trial):
    sign_in(client, people, "organiser")

    answer = client.post(reverse("what-if-text", args=[trial.pk]), {"text": "[rulebook"})

    assert (answer.status_code, WATERMARK in answer.content.decode()) == (422, True)


def test_files_say_in_name_head_and_every_row_that_they_are_no_result(client, people, trial):
    sign_in(client, people, "organiser")

    table = client.get(reverse("what-if-export", args=[trial.pk, "csv"]))
    book = client.get(reverse("what-if-export", args=[trial.pk, "xlsx"]))

    lines = body(table).decode().splitlines()
    sheet = load_workbook(BytesIO(body(book))).active
    rows = list(sheet.iter_rows(min_row=5, values_only=True))
    assert all("coba-coba-bukan-hasil" in answer["Content-Disposition"] for answer in (table, book))
    assert (len(lines), all(line.startswith(WATERMARK) or f'"{WATERMARK}"' in line for line in lines[1:])) == (4, True)
    assert (sheet["A1"].value, {row[0] for row in rows}, len(rows)) == (WATERMARK, {WATERMARK}, 3)
    assert client.get(reverse("what-if-export", args=[trial.pk, "json"])).status_code == 404


def test_weights_when_changed_in_the_form_then_the_new_order_stands_beside_the_old(client, people, trial):
    sign_in(client, people, "organiser")
    typed = SAME | {"weight-1": "98,0", "weight-2": "1", "weight-3": "1"}

    answer = client.post(reverse("what-if-rules", args=[trial.pk]), typed, follow=True)

    page = page_of(answer)
    assert page.index("Kota Mataram") < page.index("Kabupaten Lombok Timur") < page.index("Kabupaten Lombok Barat")
    for text in ("▲ +1", "▼ \N{MINUS SIGN}1", "tetap", "88,20", "64,03"):
        assert text in page
    trial.refresh_from_db()
    assert ("weight = 98.0" in trial.text, trial.is_current) == (True, True)
    assert "Cakupan: bobot 50 → <strong>98" in page


def test_weights_when_they_do_not_add_up_then_the_engine_says_so_beside_what_was_typed(client, people, trial):
    sign_in(client, people, "organiser")

    answer = client.post(reverse("what-if-rules", args=[trial.pk]), SAME | {"weight-1": "55,5"})

    page = page_of(answer)
    assert answer.status_code == 422
    assert page.count("berjumlah 105,5, seharusnya 100") == 2
    assert 'value="55,5"' in page
    trial.refresh_from_db()
    assert trial.text == RULES


@pytest.mark.parametrize("typed", ["", "banyak", "1,2,3"])
def test_weights_when_no_number_then_said_beside_the_field_and_kept(client, people, trial, typed):
    sign_in(client, people, "organiser")

    answer = client.post(reverse("what-if-rules", args=[trial.pk]), SAME | {"weight-1": typed})

    trial.refresh_from_db()
    assert (answer.status_code, trial.text) == (422, RULES)
    assert f'value="{typed}"' in answer.content.decode() or not typed


def test_text_when_it_cannot_score_the_input_then_refused_and_neither_rules_nor_order_change(client, people, trial):
    sign_in(client, people, "organiser")
    text = RULES.replace(
        'normalise = { kind = "goalposts", worst = 0, best = 100 }', 'normalise = { kind = "points", range = [0, 50] }'
    )

    answer = client.post(reverse("what-if-text", args=[trial.pk]), {"text": text})

    trial.refresh_from_db()
    assert (answer.status_code, trial.text, WhatIfPlace.objects.count()) == (422, RULES, 3)


def test_text_when_posted_by_a_browser_then_its_line_ends_are_not_part_of_the_rules(client, people, trial):
    sign_in(client, people, "organiser")

    client.post(reverse("what-if-text", args=[trial.pk]), {"text": RULES.replace("\n", "\r\n")})

    trial.refresh_from_db()
    assert trial.text == RULES


@pytest.mark.parametrize("order", ["peringkat", "semula", "naik", "turun", "nama", "tidak-ada"])
def test_order_when_chosen_then_the_page_answers(client, people, trial, order):
    sign_in(client, people, "organiser")

    answer = client.get(reverse("what-if", args=[trial.pk]), {"urut": order})

    assert (answer.status_code, answer.content.decode().count('<th scope="row">')) == (200, 3)


def test_big_category_when_tried_then_a_job_computes_it(
    client, people, contest, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(views, "AT_ONCE_ENTRIES", 2)
    monkeypatch.setattr(selectors, "AT_ONCE_ENTRIES", 2)
    sign_in(client, people, "organiser")

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("what-ifs"), {"category": contest.pk, "name": "Besar"})

    trial = WhatIf.objects.get()
    job = Job.objects.get(kind="what-if")
    assert (job.state, job.subject_id, trial.is_current, trial.places.count()) == ("done", str(trial.pk), True, 3)
    assert client.get(reverse("what-if-export", args=[trial.pk, "xlsx"])).status_code == 404


def test_trial_when_deleted_then_gone_with_its_places(client, people, trial):
    sign_in(client, people, "organiser")

    client.post(reverse("what-if-delete", args=[trial.pk]))

    assert (WhatIf.objects.count(), WhatIfPlace.objects.count()) == (0, 0)


@pytest.mark.parametrize("count", [1, 3], ids=["one entry", "three entries"])
def test_page_when_the_field_grows_then_asks_the_database_no_more(client, people, django_assert_num_queries, count):
    made = factories.contest(field=factories.FIELD[:count])
    factories.applied(made, actor=people.organiser)
    found = open_what_if(category=made, name="Uji", actor=people.organiser, at=AT)
    compute_what_if(what_if_id=found.pk, at=AT, report=lambda *_step: None)
    sign_in(client, people, "organiser")
    address = reverse("what-if", args=[found.pk])
    client.get(address)

    with django_assert_num_queries(9):
        client.get(address)


@pytest.mark.parametrize("count", [1, 3], ids=["one trial", "three trials"])
def test_list_when_it_grows_then_asks_the_database_no_more(client, people, contest, django_assert_num_queries, count):
    for place in range(count):
        open_what_if(category=contest, name=f"Uji {place}", actor=people.organiser, at=AT)
    sign_in(client, people, "organiser")
    client.get(reverse("what-ifs"))

    with django_assert_num_queries(8):
        client.get(reverse("what-ifs"))
