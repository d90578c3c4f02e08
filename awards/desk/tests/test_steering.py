"""The organiser's screens: who opens and who decides, at each state; and that a refusal changes nothing."""

import pytest
from django.urls import reverse

from awards.publication.models import Publication
from awards.runs.models import AppliedRun, ScoreRun, ScoreRunState
from awards.tests.factories import jury
from awards.tests.factories import runs as factories
from awards.tests.factories.runs import AT
from paritrana.jobs.models import Job
from paritrana.tests.reading import page_of

pytestmark = pytest.mark.django_db

PASSWORD = "sandi-uji-panjang-1"
READERS = ("secretariat", "auditor", "organiser")
STEERERS = ("secretariat", "organiser")
ROLES = (
    "nobody",
    "stranger",
    "entrant",
    "verifier",
    "juror",
    "other_secretariat",
    "secretariat",
    "auditor",
    "organiser",
)


@pytest.fixture
def contest():
    return factories.contest()


def sign_in(client, people, role):
    if role != "nobody":
        client.force_login(getattr(people, role))


def refresh_sign_in(client, user):
    """Sign in again with the password, as the screen asks before a signature."""
    user.set_password(PASSWORD)
    user.save()
    client.force_login(user)
    answer = client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert answer.status_code == 302


@pytest.mark.parametrize("role", ROLES)
def test_screens_open_for_readers_only(client, people, contest, role):
    run = factories.applied(contest, actor=people.organiser)
    publication = factories.prepare_publication(
        category=contest, actor=people.organiser, at=AT, embargo_until=None, reason="", tie_decision=""
    )
    sign_in(client, people, role)

    answers = [
        client.get(reverse(f"admin:{name}", args=args)).status_code
        for name, args in (
            ("steering_category", [contest.pk]),
            ("steering_run", [run.public_id]),
            ("steering_publication", [publication.public_id]),
        )
    ]

    is_staff = role not in ("nobody", "stranger", "entrant", "verifier")
    assert answers == ([200] * 3 if role in READERS else [404] * 3 if is_staff else [302] * 3)


@pytest.mark.parametrize("role", ROLES)
def test_overview_names_only_what_the_person_may_read(client, people, contest, role):
    sign_in(client, people, role)

    answer = client.get(reverse("admin:steering"))

    assert ("Pemerintah Kabupaten/Kota" in page_of(answer)) == (role in READERS)


@pytest.mark.parametrize("role", ROLES)
def test_propose_queues_a_run_for_those_who_steer_and_nothing_for_others(client, people, contest, role):
    sign_in(client, people, role)

    client.post(reverse("admin:steering_propose", args=[contest.pk]), {"seed": "5"})

    assert ScoreRun.objects.count() == (1 if role in STEERERS else 0)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("move", ["apply", "discard"])
def test_decisions_on_a_proposed_run_belong_to_those_who_steer(client, people, contest, role, move):
    run = factories.computed(contest)
    sign_in(client, people, role)

    client.post(reverse(f"admin:steering_{move}", args=[run.public_id]), {"reason": "uji"})

    run.refresh_from_db()
    decided = {"apply": ScoreRunState.APPLIED, "discard": ScoreRunState.DISCARDED}[move]
    assert run.state == (decided if role in STEERERS else ScoreRunState.PROPOSED)
    assert AppliedRun.objects.exists() == (role in STEERERS and move == "apply")


@pytest.mark.parametrize("state", ["failed", "discarded", "superseded"])
def test_apply_when_run_is_in_another_state_then_nothing_changes(client, people, contest, state):
    run = factories.computed(contest)
    ScoreRun.objects.filter(pk=run.pk).update(state=state)
    sign_in(client, people, "organiser")

    answer = client.post(reverse("admin:steering_apply", args=[run.public_id]), follow=True)

    run.refresh_from_db()
    assert (run.state, AppliedRun.objects.exists()) == (state, False)
    assert "Tidak ada yang diubah" in page_of(answer)


def test_discard_when_no_reason_is_given_then_asks_for_one(client, people, contest):
    run = factories.computed(contest)
    sign_in(client, people, "organiser")

    answer = client.post(reverse("admin:steering_discard", args=[run.public_id]), {"reason": ""}, follow=True)

    assert "Tulis alasan" in page_of(answer)
    assert ScoreRun.objects.get().state == ScoreRunState.PROPOSED


def test_run_screen_when_an_answer_changed_then_shows_difference_before_applying(client, people, contest):
    factories.applied(contest, actor=people.organiser)
    factories.answer(contest.entries.get(name="Kabupaten Lombok Barat"), "coverage", "90")
    run = factories.computed(contest)
    sign_in(client, people, "organiser")

    page = page_of(client.get(reverse("admin:steering_run", args=[run.public_id])))

    for text in ("2 peserta berubah dibanding perhitungan 1", "masukan berubah", "64,5 → 90", "peserta lain berubah"):
        assert text in page


@pytest.fixture
def prepared(people, contest):
    factories.applied(contest, actor=people.organiser)
    return factories.prepare_publication(
        category=contest, actor=people.organiser, at=AT, embargo_until=None, reason="", tie_decision=""
    )


def approve(client, publication, capacity="organiser"):
    address = reverse("admin:steering_sign_off", args=[publication.public_id])
    return client.post(address, {"capacity": capacity, "comment": "setuju"})


def test_sign_off_when_sign_in_is_old_then_asks_for_the_password_first(client, people, prepared):
    people.organiser.set_password(PASSWORD)
    people.organiser.save()
    sign_in(client, people, "organiser")

    answer = approve(client, prepared)

    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert prepared.sign_offs.count() == 0


@pytest.mark.parametrize("role", [role for role in ROLES if role != "nobody"])
def test_sign_off_belongs_to_those_who_steer(client, people, prepared, role):
    refresh_sign_in(client, getattr(people, role))

    approve(client, prepared)

    assert prepared.sign_offs.count() == (1 if role in STEERERS else 0)


def test_publication_when_organiser_and_chair_sign_then_is_final_and_two_who_steer_publish(client, people, prepared):
    chair = prepared.category.panels.get().jurors.get(is_chair=True).user
    refresh_sign_in(client, chair)
    assert client.get(reverse("admin:steering_publication", args=[prepared.public_id])).status_code == 200
    approve(client, prepared, "chair")
    refresh_sign_in(client, people.organiser)
    approve(client, prepared)

    client.post(reverse("admin:steering_publish", args=[prepared.public_id]))
    proposed = Publication.objects.get()
    refresh_sign_in(client, people.secretariat)
    client.post(reverse("admin:steering_publish", args=[prepared.public_id]))

    published = Publication.objects.get()
    assert (published.final_at is not None, proposed.published_at) == (True, None)
    assert published.published_by == people.secretariat
    assert client.get(reverse("ranking", args=["2024", "kabkota"])).status_code == 200


def test_sign_off_by_a_chair_in_conflict_with_an_entry_then_neither_read_nor_signed(client, people, prepared):
    chair = prepared.category.panels.get().jurors.get(is_chair=True)
    jury.conflict(chair, prepared.category.entries.first(), state="confirmed")
    refresh_sign_in(client, chair.user)

    page = client.get(reverse("admin:steering_publication", args=[prepared.public_id]))
    answer = approve(client, prepared, "chair")

    assert (page.status_code, answer.status_code, prepared.sign_offs.count()) == (404, 404, 0)


def test_sign_off_when_something_blocks_then_says_what_and_signs_nothing(client, people, prepared):
    factories.answer(prepared.category.entries.first(), "coverage", "1")
    refresh_sign_in(client, people.organiser)

    approve(client, prepared)
    page = page_of(client.get(reverse("admin:steering_publication", args=[prepared.public_id])))

    assert "Data berubah sejak perhitungan 1 dibekukan" in page
    assert prepared.sign_offs.count() == 0


def test_prepare_when_auditor_tries_then_404_and_nothing_is_frozen(client, people, contest):
    factories.applied(contest, actor=people.organiser)
    sign_in(client, people, "auditor")

    answer = client.post(reverse("admin:steering_prepare", args=[contest.pk]), {})

    assert (answer.status_code, Publication.objects.count()) == (404, 0)


@pytest.mark.parametrize("count", [1, 3], ids=["one category", "three categories"])
def test_overview_when_the_list_grows_then_asks_the_database_no_more(client, people, django_assert_num_queries, count):
    for number in range(count):
        factories.category(code=f"kategori-{number}")
    sign_in(client, people, "organiser")
    client.get(reverse("admin:steering"))

    with django_assert_num_queries(9):
        client.get(reverse("admin:steering"))


@pytest.mark.parametrize("name", ["admin:steering_run", "run"], ids=["panel", "site"])
def test_run_page_when_it_is_being_computed_then_asks_again_by_itself_until_it_is_done(client, people, contest, name):
    client.force_login(people.organiser)
    run = factories.propose_run(category=contest, actor=people.organiser, at=AT, seed=7)
    address = reverse(name, args=[run.public_id])

    waiting = client.get(address).content.decode()
    factories.execute_score_run(run_id=run.pk, progress=factories.StillProgress(), at=AT)
    Job.objects.update(state="done")
    done = client.get(address).content.decode()

    asks = 'hx-trigger="every 2s"' if name == "admin:steering_run" else "paritrana/waiting.js"
    assert (asks in waiting, asks in done) == (True, False)
