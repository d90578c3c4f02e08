"""Reminders: who, when, how often, never by night, and never once the form is in."""

import datetime

import pytest
from django.urls import reverse

from awards.editions.models import Category
from awards.entries.models import EntryState
from awards.rulebooks.models import Rulebook
from awards.submissions.models.answers import Submission, SubmissionState
from awards.submissions.models.extensions import Extension
from awards.submissions.models.reminders import Reminder, ReminderRule
from awards.submissions.notices.reminders import remind_unfinished
from awards.submissions.selectors.reminders import rules_in_season, sweep_category
from awards.submissions.services import reminders
from awards.submissions.services.eligibility import check_eligibility
from awards.submissions.services.moves import send_submission
from awards.tests.factories.editions import DAY, NOW
from awards.tests.factories.entries import EntryFactory
from awards.tests.factories.submissions import AnswerFactory, SubmissionFactory, open_category, sent_submission
from paritrana.accounts.tests.factories import RoleAssignmentFactory, UserFactory, entrant
from paritrana.audit.models import AuditEntry
from paritrana.jobs.models import Job
from paritrana.jobs.registry import JobRefusedError
from paritrana.mail.models import Mail, MailState

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)
CLOSES = NOW + 10 * DAY  # 30 May 2025 10.00 WIB, 11.00 WITA


class Steps:
    def __init__(self, dies_at=None):
        self.dies_at = dies_at

    def advance(self, done, total, step=""):
        if done == self.dies_at:
            raise KeyboardInterrupt


@pytest.fixture
def rule():
    return ReminderRule.objects.create(category=open_category(), days_before=[7, 3, 1], max_count=3)


def officer(code, level=None, **fields):
    person = entrant(
        office_code=code, username=f"petugas-{code}-{level}", email=f"{code}.{level}@contoh.example", **fields
    )
    if level:
        person.office_seats.create(office_kind="region", office_code=code, level=level)
    return person


def entered(rule, code="52.03"):
    return EntryFactory(category=rule.category, code=code)


def remind(at, progress=None):
    return remind_unfinished(at=at, progress=progress or Steps())


def mailed():
    return list(Mail.objects.order_by("created_at", "address").values_list("address", flat=True))


def test_remind_when_days_pass_then_writes_once_per_named_day_and_says_which_is_the_last(rule):
    entered(rule)
    officer("52.03")

    written = [remind(CLOSES - back * HOUR) for back in (24 * 8, 24 * 7, 24 * 7 - 2, 24 * 3, 24 * 2, 24, 1)]

    assert written == [0, 1, 0, 1, 0, 1, 0]
    bodies = list(Mail.objects.order_by("created_at").values_list("body", flat=True))
    assert ["pengingat terakhir" in body for body in bodies] == [False, False, True]
    assert "isian belum dimulai" in bodies[0]
    assert "30 Mei 2025 11.00 WITA" in bodies[0]
    assert "http://127.0.0.1:8000/isian/" in bodies[0]
    assert AuditEntry.objects.filter(action="reminder.send").count() == 3


def test_remind_when_budget_is_smaller_than_the_days_then_stops_at_the_budget(rule):
    ReminderRule.objects.update(max_count=2)
    entered(rule)
    officer("52.03")

    written = [remind(CLOSES - back * DAY) for back in (7, 3, 1)]

    assert written == [1, 1, 0]
    assert "pengingat terakhir" in Mail.objects.order_by("-created_at").first().body


def test_remind_when_one_person_owes_in_two_categories_then_keeps_the_gap_between_all_mails(rule):
    other = ReminderRule.objects.create(category=open_category(), days_before=[7], min_gap_hours=20)
    officer("52.03")
    entered(rule)
    entered(other)
    first = CLOSES - 7 * DAY

    assert [remind(first), remind(first + 19 * HOUR - 8 * HOUR), remind(first + 24 * HOUR)] == [1, 0, 1]


def test_remind_when_one_person_owes_two_forms_then_writes_one_mail_about_both(rule):
    person = officer("52.03")
    RoleAssignmentFactory(user=person, role="entrant", office_kind="region", office_code="52.04")
    entered(rule, "52.03")
    SubmissionFactory(entry=entered(rule, "52.04"))

    assert remind(CLOSES - 7 * DAY) == 1

    mail = Mail.objects.get()
    assert "2 isian Anda" in mail.subject
    assert "Kabupaten 52. 04" not in mail.body
    assert "isian tersimpan sebagai draf dan belum dikirim" in mail.body


@pytest.mark.parametrize(
    ("code", "utc_hour", "written"),
    [
        ("31.71", 11, 1),  # 18.00 WIB
        ("31.71", 12, 0),  # 19.00 WIB
        ("31.71", 23, 0),  # 06.00 WIB
        ("31.71", 0, 1),  # 07.00 WIB
        ("52.03", 11, 0),  # 19.00 WITA
        ("52.03", 23, 1),  # 07.00 WITA
        ("94.71", 10, 0),  # 19.00 WIT
        ("94.71", 22, 1),  # 07.00 WIT
    ],
)
def test_remind_when_it_is_night_in_the_region_then_waits(rule, code, utc_hour, written):
    entered(rule, code)
    officer(code)
    at = (CLOSES - 5 * DAY).replace(hour=utc_hour)

    assert remind(at) == written
    if not written:
        assert remind(at.replace(hour=3) + DAY) == 1


def test_remind_when_mail_server_is_away_until_night_then_the_mail_expires_by_then(rule):
    entered(rule)
    officer("52.03")

    remind(CLOSES - 7 * DAY)

    assert Mail.objects.get().send_before == datetime.datetime(2025, 5, 23, 11, 0, tzinfo=datetime.UTC)  # 19.00 WITA


@pytest.mark.parametrize(
    "reason",
    ["sent in", "deadline passed", "withdrawn", "no rule", "switched off", "not eligible", "no address", "only looks"],
)
def test_remind_when_there_is_nothing_to_remind_of_then_writes_to_nobody(rule, reason):
    entry = entered(rule)
    person = officer("52.03", level="view" if reason == "only looks" else None)
    at = CLOSES - 3 * DAY
    if reason == "sent in":
        sent_submission(entry)
    elif reason == "deadline passed":
        at = CLOSES + HOUR / 2
    elif reason == "withdrawn":
        type(entry).objects.update(state=EntryState.WITHDRAWN)
    elif reason == "no rule":
        rule.delete()
    elif reason == "switched off":
        ReminderRule.objects.update(is_active=False)
    elif reason == "not eligible":
        check_eligibility(entry=entry, answers={"siap": False}, actor=person, at=NOW)
    elif reason == "no address":
        person.email = ""
        person.save()

    assert (remind(at), Mail.objects.count(), Reminder.objects.count()) == (0, 0, 0)


def test_remind_when_entrant_sends_before_the_mail_left_then_the_waiting_mail_is_taken_back(rule):
    entry = entered(rule)
    person = officer("52.03")
    draft = SubmissionFactory(entry=entry)
    for question, value in (("sponsored", "17.195"), ("payer", "apbd")):
        AnswerFactory(submission=draft, question=question, value=value)
    remind(CLOSES - 3 * DAY)
    send_submission(submission=draft, actor=person, at=CLOSES - 3 * DAY + HOUR)

    remind(CLOSES - 3 * DAY + HOUR)

    assert Mail.objects.get().state == MailState.CANCELLED


def test_remind_when_a_letter_gives_more_time_then_counts_to_the_new_end(rule, people):
    entry = entered(rule)
    officer("52.03")
    Extension.objects.create(
        category=rule.category,
        entry=entry,
        closes_at=CLOSES + 5 * DAY,
        hard_closes_at=CLOSES + 5 * DAY,
        letter_number="1",
        reason="banjir",
        approved_at=NOW,
        approved_by=people.organiser,
    )

    assert [remind(CLOSES - 3 * DAY), remind(CLOSES - 2 * DAY)] == [0, 1]
    assert "4 Juni 2025" in Mail.objects.get().body


def test_remind_when_clarification_waits_then_names_the_own_next_step_and_its_date(rule):
    submission = sent_submission(entered(rule))
    Submission.objects.filter(pk=submission.pk).update(
        state=SubmissionState.RETURNED, mend_until=NOW + 20 * DAY, return_reason="Rahasia verifikator"
    )
    officer("52.03")

    assert remind(NOW + 18 * DAY) == 1

    body = Mail.objects.get().body
    assert "ada yang perlu diperjelas" in body
    assert "9 Juni 2025" in body
    assert "Rahasia" not in body


def test_remind_when_it_is_the_last_one_then_writes_to_who_signs_as_well_and_once(rule):
    entered(rule)
    officer("52.03", level="edit")
    officer("52.03", level="submit")
    officer("52.03", level="view")

    for back in (3, 1):
        remind(CLOSES - back * DAY)
    remind(CLOSES - DAY + 2 * HOUR)

    assert mailed() == ["52.03.edit@contoh.example", "52.03.edit@contoh.example", "52.03.submit@contoh.example"]
    assert "sudah diingatkan" in Mail.objects.get(address="52.03.submit@contoh.example").body


def test_remind_when_editor_has_no_address_then_the_signer_is_reminded_instead(rule):
    entered(rule)
    officer("52.03", level="edit").__class__.objects.filter(username__endswith="edit").update(email="")
    officer("52.03", level="submit")

    remind(CLOSES - 7 * DAY)

    assert mailed() == ["52.03.submit@contoh.example"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("dies_at", [0, 1, 2])
def test_remind_when_the_job_is_killed_midway_then_the_next_one_writes_to_the_others_only(rule, dies_at):
    for code in ("52.01", "52.02", "52.03"):
        entered(rule, code)
        officer(code)
    with pytest.raises(KeyboardInterrupt):
        remind(CLOSES - 7 * DAY, Steps(dies_at))
    assert Mail.objects.count() == dies_at

    assert remind(CLOSES - 7 * DAY + HOUR / 2) == 3 - dies_at

    assert len(set(mailed())) == len(mailed()) == 3


def test_remind_when_killed_before_the_signer_is_written_to_then_the_next_sweep_writes_to_both(rule, monkeypatch):
    entered(rule)
    officer("52.03", level="edit")
    officer("52.03", level="submit")
    queue = reminders.queue_mail

    def dies_at_the_signer(**mail):
        if mail["key"].startswith("escalation"):
            raise KeyboardInterrupt
        return queue(**mail)

    monkeypatch.setattr(reminders, "queue_mail", dies_at_the_signer)
    with pytest.raises(KeyboardInterrupt):
        remind(CLOSES - DAY)
    monkeypatch.setattr(reminders, "queue_mail", queue)
    assert mailed() == []

    assert remind(CLOSES - DAY + HOUR / 2) == 1

    assert mailed() == ["52.03.edit@contoh.example", "52.03.submit@contoh.example"]


def test_remind_when_one_rulebook_was_touched_then_others_are_reminded_and_the_job_says_so(rule, client):
    other = ReminderRule.objects.create(category=open_category(), days_before=[7])
    entered(rule)
    officer("52.03")
    entered(other, "52.04")
    person = officer("52.04")
    RoleAssignmentFactory(user=person, role="entrant", office_kind="region", office_code="52.03")
    Rulebook.objects.filter(category=rule.category).update(text="# lain")

    with pytest.raises(JobRefusedError, match="berubah setelah disegel"):
        remind(CLOSES - 7 * DAY)

    assert mailed() == ["52.04.None@contoh.example"]
    client.force_login(person)
    page = client.get(reverse("submissions"))
    shown = page.content.decode()
    assert page.status_code == 200
    assert ("Kabupaten 52.03" in shown, "Kabupaten 52.04" in shown) == (True, True)
    assert shown.count("berubah setelah disegel") == 1


def test_rules_in_season_when_asked_then_looks_each_reason_up_by_itself(rule):
    sql = str(rules_in_season(NOW).query)

    assert list(rules_in_season(NOW)) == [rule]
    assert [sql.count(word) for word in ("DISTINCT", "LEFT OUTER JOIN", "EXISTS")] == [0, 0, 3]


def test_rules_in_season_when_nothing_is_open_then_only_while_somebody_may_still_mend(rule):
    after = NOW + 30 * DAY
    submission = sent_submission(entered(rule))
    closed = list(rules_in_season(after))

    Submission.objects.filter(pk=submission.pk).update(
        state=SubmissionState.RETURNED, mend_until=after + DAY, return_reason="Perjelas"
    )

    assert (closed, list(rules_in_season(after)), list(rules_in_season(after + DAY))) == ([], [rule], [])


def test_reminder_when_names_hold_links_and_line_breaks_then_mail_holds_none(rule):
    Category.objects.update(name="Klik http://jahat.example\r\nBcc: x@jahat.example")
    type(rule.category.edition).objects.update(brand_label="Hadiah\nBcc: semua@jahat.example")
    entry = entered(rule)
    type(entry).objects.update(name="www.jahat.example/hadiah")
    officer("52.03", full_name="Buka\r\nbit.ly/jahat")

    remind(CLOSES - 7 * DAY)

    mail = Mail.objects.get()
    assert "\n" not in mail.subject
    links = [
        word for word in f"{mail.subject} {mail.body}".split() if "://" in word or ".example" in word or ".ly" in word
    ]
    assert links == ["http://127.0.0.1:8000/isian/"]
    assert "\nBcc" not in mail.body


@pytest.mark.parametrize("count", [1, 3])
def test_sweep_when_more_people_owe_then_asks_the_database_no_more(rule, django_assert_num_queries, count):
    for number in range(count):
        entered(rule, f"52.0{number}")
        officer(f"52.0{number}")

    with django_assert_num_queries(9):
        assert len(sweep_category(rule, at=CLOSES - 7 * DAY).duties) == count


def test_watch_when_no_category_is_in_season_then_makes_no_job(rule, monkeypatch):
    from awards.submissions.tasks import reminders as watching  # noqa: PLC0415 - beside its test only

    monkeypatch.setattr(watching.timezone, "now", lambda: NOW + 90 * DAY)

    watching.watch_reminders()

    assert Job.objects.count() == 0


def test_person_without_office_when_swept_then_gets_nothing(rule):
    entered(rule)
    UserFactory(email="lain@contoh.example")

    assert remind(CLOSES - 7 * DAY) == 0


def test_reminder_when_people_read_in_different_languages_then_each_reads_their_own(rule):
    entered(rule)
    officer("52.03", "edit", language="en")
    officer("52.03", "submit")

    for back in (3, 1):
        remind(CLOSES - back * DAY)

    english, indonesian = (
        Mail.objects.filter(address=f"52.03.{level}@contoh.example").last().body for level in ("edit", "submit")
    )
    assert english.startswith("Dear ")
    assert "30 May 2025 11:00 WITA" in english
    assert indonesian.startswith("Yth. ")
