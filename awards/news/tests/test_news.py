"""Every event tells its people once, nobody else, in their own language, and at most once a day without need."""

import datetime

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from awards.editions.models import Edition, EditionState, StageKind
from awards.news.models import NewsItem, NewsKind, NewsSilence
from awards.news.notices import news_letter, tell_everybody
from awards.news.selectors.inbox import kinds_for, news_for, people_to_tell, unread_count
from awards.news.selectors.kinds import REGISTER, said
from awards.news.services import Happening, NewsChoiceRefusedError, choose_news, tell
from awards.submissions.models.people import OfficeSeat, SeatLevel
from awards.submissions.services.answers import Write, questionnaire_for, save_answer
from awards.submissions.services.extensions import ExtensionLetter, grant_extension
from awards.submissions.services.moves import return_submission, send_submission
from awards.submissions.services.people import Invitee, accept_invitation, invite_colleague
from awards.tests.factories.editions import DAY, NOW, ProvinceFactory, StageFactory
from awards.tests.factories.entries import EntryFactory
from awards.tests.factories.submissions import open_category, sent_submission
from awards.verification.models import Verdict
from awards.verification.services.announcing import announce_results
from awards.verification.services.clarifications import ask_clarification
from awards.verification.services.findings import Ruling, record_finding
from awards.verification.services.objections import lodge_objection, uphold_objection
from paritrana.accounts.models import RoleAssignment
from paritrana.accounts.selectors import grants
from paritrana.accounts.tests import factories
from paritrana.mail.models import Mail

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)
OFFICE = ("region", "52.03")


class Quiet:
    def advance(self, done, total, step=""):
        pass


@pytest.fixture
def officer():
    return factories.entrant(email="petugas@contoh.example")


@pytest.fixture
def verifier():
    return factories.verifier(region_code="52", email="verifikator@contoh.example")


@pytest.fixture
def other():
    return factories.verifier(region_code="52", email="lain@contoh.example")


@pytest.fixture
def strangers(officer):
    """Everybody who is to hear of nothing: another office, another area, the own office's verifier, a juror."""
    found = [
        factories.entrant(office_code="52.04", email="tetangga@contoh.example"),
        factories.verifier(region_code="53", email="ntt@contoh.example"),
        factories.juror(email="juri@contoh.example"),
        factories.secretariat(email="sekretariat@contoh.example"),
        factories.UserFactory(email="luar@contoh.example"),
    ]
    looking = factories.entrant(email="melihat@contoh.example")
    OfficeSeat.objects.create(user=looking, office_kind="region", office_code="52.03", level=SeatLevel.VIEW)
    return [*found, looking]


@pytest.fixture
def submission():
    category = open_category()
    StageFactory(category=category, kind=StageKind.OBJECTION, opens_at=NOW + DAY)
    return sent_submission(EntryFactory(category=category), sponsored="17.195", payer="apbd")


def told():
    return sorted((item.user.email, item.kind) for item in NewsItem.objects.select_related("user"))


def write_mails(at=NOW):
    return tell_everybody(at=at, progress=Quiet())


def rule(submission, verifier, verdict=Verdict.CORRECTED, value="16.902", at=NOW):
    ruling = Ruling(verdict, value, "" if verdict == Verdict.ACCEPTED else "registry")
    answer = submission.answers.get(question="sponsored")
    return record_finding(answer=answer, answer_version=answer.version, ruling=ruling, officer=verifier, at=at)


def ask(submission, verifier, due_at=NOW + 5 * DAY):
    return ask_clarification(
        submission=submission,
        questions=["sponsored"],
        message="Mengapa naik? Lihat bit.ly/x",
        due_at=due_at,
        officer=verifier,
        at=NOW,
    )


def answer(submission, officer):
    save_answer(
        submission=submission,
        questionnaire=questionnaire_for(submission),
        write=Write("sponsored", "16.902", "", 1),
        actor=officer,
        at=NOW,
    )
    return send_submission(submission=submission, actor=officer, at=NOW)


# Each event ------------------------------------------------------------------------------------------------------


def test_clarification_when_asked_and_answered_then_the_office_and_the_one_who_asked_hear_of_it(
    submission, officer, verifier, other, strangers
):
    ask(submission, verifier)
    asked = told()
    answer(submission, officer)

    assert asked == [("petugas@contoh.example", "clarification")]
    assert told() == [
        ("petugas@contoh.example", "clarification"),
        ("petugas@contoh.example", "receipt"),
        ("verifikator@contoh.example", "answered"),
    ]
    item = NewsItem.objects.get(kind=NewsKind.CLARIFICATION)
    assert (item.due_at, item.text, item.values["questions"]) == (
        NOW + 5 * DAY,
        "Mengapa naik? Lihat bit.ly/x",
        ["1.1"],
    )


def test_clarification_when_who_asked_serves_no_more_then_the_branch_hears_the_answer(
    submission, officer, verifier, other
):
    ask(submission, verifier)
    RoleAssignment.objects.filter(user=verifier).delete()

    answer(submission, officer)

    assert ("lain@contoh.example", "answered") in told()


def test_return_when_the_organiser_gives_it_back_then_the_office_hears_and_no_verifier_does(
    submission, officer, verifier, strangers
):
    return_submission(
        submission=submission, reason="Lampiran kosong", mend_until=NOW + DAY, actor=factories.organiser(), at=NOW
    )
    answer(submission, officer)

    assert told() == [("petugas@contoh.example", "receipt"), ("petugas@contoh.example", "returned")]


def test_results_when_the_window_opens_then_each_office_hears_once_and_nothing_before(
    submission, officer, verifier, strangers
):
    rule(submission, verifier)

    before = announce_results(at=NOW)
    opened = [announce_results(at=NOW + DAY), announce_results(at=NOW + DAY)]

    assert (before, opened) == (0, [1, 0])
    assert told() == [("petugas@contoh.example", "results")]
    item = NewsItem.objects.get()
    with translation.override("id"):
        assert "0 diterima, 1 dikoreksi, 0 ditolak" in said(item).sentence
    assert item.due_at is not None


def test_results_when_the_province_has_dates_of_its_own_then_those_count(submission, officer, verifier):
    rule(submission, verifier)
    StageFactory(
        category=submission.entry.category, kind=StageKind.OBJECTION, province=ProvinceFactory(), opens_at=NOW + 2 * DAY
    )

    assert (announce_results(at=NOW + DAY), announce_results(at=NOW + 2 * DAY)) == (0, 1)


@pytest.mark.parametrize("changes", [{"state": EditionState.DRAFT}, {"has_objections": False}], ids=["draft", "none"])
def test_results_when_the_edition_is_closed_or_knows_no_objections_then_nobody_hears(
    submission, officer, verifier, changes
):
    rule(submission, verifier)
    Edition.objects.update(**changes)

    assert announce_results(at=NOW + DAY) == 0


def test_objection_when_lodged_and_decided_then_the_others_of_the_branch_and_the_office_hear(
    submission, officer, verifier, other, strangers
):
    finding = rule(submission, verifier)
    objection = lodge_objection(finding=finding, text="Daftar terlampir", actor=officer, at=NOW + DAY)
    lodged = told()
    uphold_objection(objection=objection, value="17.195", decision="Daftar cocok", officer=other, at=NOW + DAY)

    assert lodged == [("lain@contoh.example", "objection")]
    assert told() == [("lain@contoh.example", "objection"), ("petugas@contoh.example", "decision")]
    assert NewsItem.objects.get(kind=NewsKind.DECISION).text == "Daftar cocok"


def test_verdict_when_replaced_after_it_could_be_read_then_the_office_hears_and_before_it_does_not(
    submission, officer, verifier
):
    rule(submission, verifier)
    rule(submission, verifier, Verdict.ACCEPTED, "")
    before = told()
    rule(submission, verifier, at=NOW + DAY)
    rule(submission, verifier, at=NOW + DAY)

    assert (before, told()) == ([], [("petugas@contoh.example", "withdrawn")])


def test_verdict_when_the_office_sends_another_answer_after_reading_it_then_it_hears_that_the_verdict_is_gone(
    submission, officer, verifier
):
    rule(submission, verifier)
    ask(submission, verifier)
    window = submission.entry.category.stages.filter(kind=StageKind.OBJECTION)
    window.update(opens_at=NOW - DAY)

    answer(submission, officer)

    assert ("petugas@contoh.example", "withdrawn") in told()


def test_extension_when_granted_to_a_province_then_those_hear_whose_form_is_not_in(submission, officer):
    category = submission.entry.category
    waiting = factories.entrant(office_code="52.04", email="tetangga@contoh.example")
    EntryFactory(category=category, code="52.04")
    closes = NOW + 20 * DAY
    letter = ExtensionLetter(closes, closes + HOUR, "800/12", "Banjir")

    grant_extension(category=category, beneficiary=ProvinceFactory(), letter=letter, actor=officer, at=NOW)

    assert told() == [(waiting.email, "extension")]


def test_colleague_when_one_joins_then_the_others_hear_and_the_newcomer_keeps_the_invitation(officer):
    invitation, _token = invite_colleague(office=OFFICE, invitee=Invitee("Siti", SeatLevel.EDIT), actor=officer, at=NOW)
    newcomer = factories.UserFactory(email="siti@contoh.example")

    accept_invitation(invitation=invitation, user=newcomer, at=NOW)

    assert told() == [("petugas@contoh.example", "colleague"), ("siti@contoh.example", "invitation")]
    assert write_mails() == 1
    assert Mail.objects.get().recipient == officer


# Once, and nothing without the event -----------------------------------------------------------------------------


def test_tell_when_the_event_is_undone_then_nobody_was_told(submission, officer, verifier):
    def undone():
        with transaction.atomic():
            ask(submission, verifier)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        undone()

    assert (told(), write_mails()) == ([], 0)


def test_mail_when_the_job_is_killed_between_row_and_mail_then_the_next_one_writes_it_once(
    submission, officer, verifier, monkeypatch
):
    ask(submission, verifier)

    class KilledError(BaseException):
        pass

    def die(**_):
        raise KilledError

    with monkeypatch.context() as patched:
        patched.setattr("awards.news.services.queue_mail", die)
        with pytest.raises(KilledError):
            write_mails()
    assert (Mail.objects.count(), NewsItem.objects.get().told_at) == (0, None)

    assert (write_mails(), write_mails(NOW + 2 * DAY), Mail.objects.count()) == (1, 0, 1)


def test_mail_when_the_event_is_reported_again_then_there_is_one(officer):
    happening = Happening(NewsKind.RECEIPT, "PA-1", OFFICE)
    for _time in range(2):
        tell(happening=happening, people=[officer, officer], at=NOW)

    assert (write_mails(), NewsItem.objects.count(), Mail.objects.count()) == (1, 1, 1)


# When a mail leaves ----------------------------------------------------------------------------------------------


def happen(officer, number, *, kind=NewsKind.RECEIPT, due_at=None, at=NOW):
    tell(happening=Happening(kind, str(number), OFFICE, due_at=due_at), people=[officer], at=at)


def test_mail_when_more_happens_on_one_day_then_the_rest_comes_together_a_day_later(officer):
    happen(officer, 1)
    first = write_mails()
    happen(officer, 2)
    happen(officer, 3)

    assert (first, write_mails(NOW + HOUR), write_mails(NOW + DAY)) == (1, 0, 1)
    assert "2 kabar" in Mail.objects.latest("created_at").subject


@pytest.mark.parametrize(("days", "written"), [(5, 1), (30, 0)], ids=["near", "far"])
def test_mail_when_a_deadline_is_near_then_does_not_wait_for_the_daily_one(officer, days, written):
    happen(officer, 1)
    write_mails()
    happen(officer, 2, kind=NewsKind.EXTENSION, due_at=NOW + days * DAY)

    assert write_mails(NOW + HOUR) == written


def test_watch_when_everybody_waits_for_the_daily_mail_then_there_is_nothing_to_start(officer):
    happen(officer, 1)
    write_mails()
    happen(officer, 2)

    assert [people_to_tell(at).exists() for at in (NOW + HOUR, NOW + DAY)] == [False, True]


def test_mail_when_a_deadline_is_over_before_it_left_then_it_is_not_sent_any_more(officer):
    happen(officer, 1, kind=NewsKind.CLARIFICATION, due_at=NOW + HOUR)
    write_mails()

    assert Mail.objects.get().send_before == NOW + HOUR


def test_mail_when_a_kind_is_switched_off_then_it_stands_in_the_list_only(officer):
    choose_news(user=officer, offered=[NewsKind.RECEIPT, NewsKind.DECISION], wanted=[NewsKind.DECISION])
    happen(officer, 1)

    assert (write_mails(), Mail.objects.count()) == (0, 0)
    assert unread_count(officer, grants(officer, on=NOW.date())) == 1
    happen(officer, 2, kind=NewsKind.DECISION)
    assert write_mails() == 1


def test_choice_when_a_kind_with_a_deadline_is_to_be_switched_off_then_refused_and_a_row_of_it_silences_nothing(
    officer,
):
    with pytest.raises(NewsChoiceRefusedError):
        choose_news(user=officer, offered=[NewsKind.CLARIFICATION], wanted=[])
    NewsSilence.objects.create(user=officer, kind=NewsKind.CLARIFICATION)
    happen(officer, 1, kind=NewsKind.CLARIFICATION, due_at=NOW + DAY)

    assert write_mails() == 1


def test_mail_when_the_role_ended_or_there_is_no_address_then_none_is_written(officer):
    nameless = factories.entrant()
    happen(officer, 1)
    happen(nameless, 1)
    RoleAssignment.objects.filter(user=officer).delete()

    assert (write_mails(), Mail.objects.count()) == (0, 0)
    assert not NewsItem.objects.filter(told_at=None).exists()
    assert not news_for(officer, grants(officer, on=NOW.date())).exists()


def test_list_when_the_edition_is_a_draft_again_then_nothing_of_it_is_read(submission, officer, verifier):
    ask(submission, verifier)
    Edition.objects.update(state=EditionState.DRAFT)

    assert not news_for(officer, grants(officer, on=NOW.date())).exists()


def test_list_when_a_verifier_joins_the_office_then_its_cases_are_nobody_s_to_read(submission, officer, verifier):
    ask(submission, verifier)
    answer(submission, officer)
    factories.RoleAssignmentFactory(user=verifier, role="entrant", office_kind="region", office_code="52.03")

    kinds = set(news_for(verifier, grants(verifier, on=NOW.date())).values_list("kind", flat=True))

    assert NewsKind.ANSWERED not in kinds


# What is said ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("id", ["Klarifikasi diminta", "Batas: 25 Mei 2025 11.00 WITA", "Jawab klarifikasi: http"]),
        ("en", ["Clarification requested", "Deadline: 25 May 2025", "Answer the clarification: http"]),
    ],
)
def test_letter_when_written_then_speaks_the_reader_s_language_and_links_to_nothing_of_others(
    submission, officer, verifier, language, words
):
    officer.language = language
    officer.save()
    ask(submission, verifier)

    letter = news_letter(officer, list(NewsItem.objects.select_related("entry__category__edition", "about")))

    said_now = f"{letter.subject}\n{letter.body}"
    assert [word for word in words if word not in said_now] == []
    assert "bit. ly/x" in letter.body


def test_register_when_read_then_names_every_kind_and_tells_those_with_a_deadline():
    assert set(REGISTER) == set(NewsKind)
    assert {kind for kind, row in REGISTER.items() if row.has_deadline} == {
        NewsKind.INVITATION, NewsKind.RETURNED, NewsKind.EXTENSION, NewsKind.CLARIFICATION, NewsKind.RESULTS,
        NewsKind.WITHDRAWN,
    }  # fmt: skip


# The pages -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_list_when_it_grows_then_asks_the_database_no_more(client, officer, django_assert_num_queries, rows):
    for number in range(rows):
        tell(
            happening=Happening(NewsKind.COLLEAGUE, str(number), OFFICE, about=factories.UserFactory()),
            people=[officer],
            at=NOW,
        )
    client.force_login(officer)

    with django_assert_num_queries(9):
        page = client.get(reverse("news")).content.decode()

    assert f"{rows} kabar belum dibaca" in page


def test_list_when_one_is_opened_then_it_is_read_and_leads_on_and_another_s_is_not_found(
    client, submission, officer, verifier
):
    ask(submission, verifier)
    (item,) = NewsItem.objects.all()
    client.force_login(verifier)
    foreign = client.post(reverse("news-open", args=[item.pk])).status_code
    client.force_login(officer)

    answered = client.post(reverse("news-open", args=[item.pk]))

    item.refresh_from_db()
    assert (foreign, answered.url) == (404, reverse("submission", args=[submission.public_id]))
    assert item.seen_at is not None


def test_list_when_all_are_read_then_the_door_counts_none(client, officer):
    happen(officer, 1)
    client.force_login(officer)
    before = client.get(reverse("submissions")).content.decode()

    client.post(reverse("news-read-all"))

    after = client.get(reverse("submissions")).content.decode()
    assert (before.count('class="unread"'), after.count('class="unread"')) == (2, 0)


def test_choice_when_saved_then_offers_only_what_may_be_switched_off_and_keeps_it(client, officer):
    client.force_login(officer)
    page = client.get(reverse("news-choice")).content.decode()

    client.post(reverse("news-choice"), {"wanted": ["decision", "receipt"]})
    refused = client.post(reverse("news-choice"), {"wanted": ["clarification"]})

    assert ('value="receipt"' in page, 'value="clarification"' in page) == (True, False)
    assert list(NewsSilence.objects.values_list("kind", flat=True)) == ["colleague"]
    assert refused.status_code == 400


def test_kinds_when_offered_then_each_role_is_offered_its_own(officer, verifier):
    offered = {
        name: {row.kind for row in kinds_for(grants(user, on=NOW.date()))}
        for name, user in (("officer", officer), ("verifier", verifier), ("juror", factories.juror()))
    }

    assert offered["verifier"] == {NewsKind.ANSWERED, NewsKind.OBJECTION}
    assert offered["officer"] == set(NewsKind) - offered["verifier"] - {NewsKind.INVITATION}
    assert offered["juror"] == set()
