"""A result becomes final only on current minutes; what happens to the jury after that takes their word back."""

import datetime

import pytest
from django.urls import reverse

from awards.jury.models.panels import Panel
from awards.jury.models.plenary import Minutes, Plenary, Presence
from awards.jury.services.closing import close_panel, reopen_panel
from awards.jury.services.errors import JuryError
from awards.publication.models import CorrectionOrder
from awards.publication.selectors.acts import open_correction
from awards.publication.selectors.blockers import BlockerKind, blockers, publication_blockers
from awards.publication.selectors.tabled import needs_minutes, tabled_result
from awards.publication.services.moves import PublicationBlockedError
from awards.publication.tests.test_moves import prepared, signed
from awards.runs.services.moves import apply_run
from awards.tests.factories import runs as factories
from awards.tests.factories.runs import AT

pytestmark = pytest.mark.django_db

LATER = AT + datetime.timedelta(hours=1)


@pytest.fixture
def contest(people):
    made = factories.contest()
    factories.applied(made, actor=people.organiser)
    return made


def forget_minutes(made):
    Minutes.objects.all().delete()


def leave_the_sitting_open(made):
    Minutes.objects.all().delete()
    Plenary.objects.update(closed_at=None)


def never_sit(made):
    Minutes.objects.all().delete()
    Presence.objects.all().delete()
    for plenary in Plenary.objects.all():
        plenary.agenda.all().delete()
    Plenary.objects.all().delete()


def minute_another_run(made):
    Minutes.objects.update(content=Minutes.objects.get().content.replace(made.applied.run.result_digest, "0" * 64))


def open_and_close_the_panel_again(made):
    Panel.objects.filter(category=made).update(closed_at=LATER)


@pytest.mark.parametrize(
    ("happens", "words"),
    [
        (never_sit, "belum digelar"),
        (leave_the_sitting_open, "belum ditutup"),
        (forget_minutes, "belum punya berita acara"),
        (minute_another_run, "tidak memuat perhitungan"),
        (open_and_close_the_panel_again, "dibuka kembali sesudah berita acaranya"),
    ],
)
def test_blockers_without_current_minutes_then_say_what_is_owed(contest, people, happens, words):
    publication = prepared(contest, people.organiser)
    happens(contest)

    found = [blocker for blocker in blockers(contest, tie_decision="") if blocker.kind == BlockerKind.MINUTES]

    assert [words in blocker.text for blocker in found] == [True]
    with pytest.raises(PublicationBlockedError):
        signed(publication, people.organiser)


def test_blockers_when_the_panel_was_closed_again_and_minuted_again_then_a_new_freezing_is_needed(contest, people):
    publication = prepared(contest, people.organiser)
    signed(publication, people.organiser)
    open_and_close_the_panel_again(contest)
    factories.minuted(contest.panels.get(), actor=people.organiser, at=LATER)

    assert blockers(contest, tie_decision="") == ()
    assert [blocker.kind for blocker in publication_blockers(publication)] == [BlockerKind.REOPENED]
    again = prepared(contest, people.organiser, at=LATER + datetime.timedelta(minutes=1))
    assert publication_blockers(again) == ()


def test_category_whose_rulebook_has_no_jury_then_says_so_and_needs_none(client, people):
    start = factories.RULES.index('[[criteria]]\ncode = "understanding"')
    rules = factories.RULES[:start] + factories.RULES[factories.RULES.index("[questionnaire]") :]
    made = factories.contest(rules=rules.replace("weight = 40", "weight = 100"))
    run = factories.computed(made)
    apply_run(run=run, actor=people.organiser, at=AT)

    assert not needs_minutes(made)
    assert BlockerKind.MINUTES not in [blocker.kind for blocker in blockers(made, tie_decision="x")]
    client.force_login(people.organiser)
    page = client.get(reverse("admin:steering_category", args=[made.pk])).content.decode()
    assert "tidak memakai nilai juri" in " ".join(page.split())


def test_tabled_result_then_is_the_ranking_with_its_winners_and_digests(contest):
    run = contest.applied.run

    tabled = tabled_result(contest, public_key="k")

    assert [(row["rank"], row["entry"], row["score"]) for row in tabled.ranking] == [
        (1, "Kabupaten Lombok Timur", "88.20"),
        (2, "Kota Mataram", "64.03"),
        (3, "Kabupaten Lombok Barat", "62.65"),
    ]
    assert [(row["label"], row["entry"]) for row in tabled.winners] == [
        ("Juara 1", "Kabupaten Lombok Timur"),
        ("Juara 2", "Kota Mataram"),
        ("Juara 3", "Kabupaten Lombok Barat"),
    ]
    assert tabled.digests == {"run_input": run.input_digest, "run_result": run.result_digest}


def reopen(made, actor, reason="Bukti baru."):
    return reopen_panel(panel=made.panels.get(), reason=reason, actor=actor, at=LATER)


@pytest.fixture
def final(contest, people):
    return factories.final(contest, organiser=people.organiser, second=factories.people.organiser())


@pytest.mark.parametrize("role", ["secretariat", "chair"])
def test_reopen_after_a_final_result_by_others_than_a_national_organiser_then_refused(contest, people, final, role):
    actor = people.secretariat if role == "secretariat" else contest.panels.get().jurors.get(is_chair=True).user

    with pytest.raises(JuryError, match="penyelenggara nasional"):
        reopen(contest, actor)

    assert contest.panels.get().closed_at is not None


def test_reopen_after_a_final_result_then_takes_two_organisers_and_opens_a_correction(contest, people, final):
    first = reopen(contest, people.organiser)
    assert first.closed_at is not None
    with pytest.raises(JuryError, match="Orang kedua"):
        reopen(contest, people.organiser)

    second = reopen(contest, factories.people.organiser())

    assert second.closed_at is None
    order = CorrectionOrder.objects.get()
    assert (order.publication, order.reason, order.act.proposed_by) == (final, "Bukti baru.", people.organiser)
    assert open_correction(final) == order
    assert BlockerKind.JURY in [blocker.kind for blocker in blockers(contest, tie_decision="")]


def test_reopen_before_anything_is_final_then_one_who_leads_is_enough(contest, people):
    assert reopen(contest, people.secretariat).closed_at is None
    assert not CorrectionOrder.objects.exists()


def test_correction_order_when_a_newer_result_was_frozen_then_is_over(contest, people, final):
    reopen(contest, people.organiser)
    reopen(contest, factories.people.organiser())
    panel = contest.panels.get()
    close_panel(panel=panel, note="Selesai.", actor=people.secretariat, at=LATER)

    prepared(contest, people.organiser, reason="Bukti baru.", at=LATER + datetime.timedelta(minutes=1))

    assert open_correction(final) is None
