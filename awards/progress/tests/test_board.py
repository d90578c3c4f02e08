"""The progress board counts in the database: right standing, right shade, right lateness, constant queries."""

import datetime

import pytest

from awards.editions.models import StageKind
from awards.entries.models import Entry
from awards.progress.selectors import officers
from awards.progress.selectors.audience import entrant_audience
from awards.progress.selectors.board import at_standing, board, in_area, late_entries, overseen_entries
from awards.progress.selectors.officers import officer_lines
from awards.progress.selectors.standings import FormStanding
from awards.submissions.models.answers import Answer, Submission, SubmissionState
from awards.submissions.models.extensions import Extension
from awards.tests.factories.editions import DAY, NOW, ProvinceFactory, StageFactory
from awards.tests.factories.entries import EntryFactory
from awards.tests.factories.submissions import SubmissionFactory, open_category, sent_submission
from awards.verification.models import Claim, Finding, Objection, Verdict
from paritrana.accounts.models import Role
from paritrana.accounts.selectors import Grants
from paritrana.accounts.tests.factories import RoleAssignmentFactory, entrant, verifier

pytestmark = pytest.mark.django_db

NATION = Grants(regions={Role.ORGANISER: frozenset({""})}, offices=frozenset())
NTB = Grants(regions={Role.SECRETARIAT: frozenset({"52"})}, offices=frozenset())
HOUR = datetime.timedelta(hours=1)
CLOSES = NOW + 10 * DAY


@pytest.fixture
def category():
    return open_category()


def decide(answer, officer, *, after=HOUR, verdict=Verdict.ACCEPTED):
    return Finding.objects.create(
        answer=answer,
        answer_version=answer.version,
        verdict=verdict,
        verified_value=answer.value,
        reason_code="" if verdict == Verdict.ACCEPTED else "other",
        officer=officer,
        at=answer.submission.submitted_at + after,
    )


@pytest.fixture
def contest(category):
    """One entry at each standing in Nusa Tenggara Barat, one without anything in Bali."""
    officer = verifier(username="verifikator-a")
    entries = {standing: EntryFactory(category=category, code=f"52.0{n}") for n, standing in enumerate(FormStanding)}
    EntryFactory(category=category, code="51.03")
    SubmissionFactory(entry=entries[FormStanding.DRAFT])
    returned = sent_submission(entries[FormStanding.RETURNED], sponsored="1")
    Submission.objects.filter(pk=returned.pk).update(state=SubmissionState.RETURNED, mend_until=NOW + DAY)
    sent = sent_submission(entries[FormStanding.SENT], sponsored="1", payer="apbd", story="")
    decide(sent.answers.get(question="sponsored"), officer)
    objected = sent_submission(entries[FormStanding.OBJECTED], sponsored="1")
    finding = decide(objected.answers.get(), officer, verdict=Verdict.REJECTED)
    Objection.objects.create(finding=finding, text="keberatan", lodged_at=NOW, lodged_by=officer)
    verified = sent_submission(entries[FormStanding.VERIFIED], sponsored="1", story="")
    decide(verified.answers.get(question="sponsored"), officer)
    return entries


def test_board_when_seen_by_the_nation_then_counts_each_standing_by_province(category, contest):
    ProvinceFactory(code="52")

    shown = board(category, overseen_entries(category, NATION), at=NOW)

    assert shown.is_by_province
    assert [(row.code, row.name, row.total, row.owing) for row in shown.rows] == [
        ("51", "51", 1, 1),
        ("52", "Provinsi 52", 6, 3),
    ]
    assert [cell.count for cell in shown.whole.cells] == [2, 1, 1, 1, 1, 1]
    assert [cell.depth for cell in shown.rows[0].cells] == [5, 0, 0, 0, 0, 0]
    assert [cell.depth for cell in shown.rows[1].cells] == [1] * 6


def test_board_when_seen_by_one_province_then_shows_its_regencies_only(category, contest):
    shown = board(category, overseen_entries(category, NTB), at=NOW)

    assert not shown.is_by_province
    assert [row.code for row in shown.rows] == [f"52.0{number}" for number in range(6)]
    assert [row.cells[place].count for place, row in enumerate(shown.rows)] == [1] * 6


def test_board_when_answer_changed_after_its_verdict_then_waits_again(category, contest):
    Answer.objects.filter(submission__entry=contest[FormStanding.VERIFIED], question="sponsored").update(version=2)

    assert at_standing(overseen_entries(category, NATION), [FormStanding.VERIFIED]).count() == 0
    assert at_standing(overseen_entries(category, NATION), [FormStanding.SENT]).count() == 2


@pytest.mark.parametrize("count", [1, 3])
def test_board_when_it_grows_then_asks_the_database_no_more(category, django_assert_num_queries, count):
    for number in range(count):
        EntryFactory(category=category, code=f"5{number}.01")

    with django_assert_num_queries(6):
        assert len(board(category, overseen_entries(category, NATION), at=NOW).rows) == count


def late_codes(category, at):
    rows = overseen_entries(category, NATION).filter(late_entries(category, at=at))
    return sorted(rows.values_list("region_code", flat=True))


def test_late_when_the_official_end_is_not_over_then_only_an_overdue_clarification(category, contest):
    assert late_codes(category, NOW) == []
    assert late_codes(category, NOW + DAY) == ["52.02"]


def test_late_when_the_end_is_over_then_all_who_owe_except_those_with_more_time(category, contest, people):
    province = ProvinceFactory(code="51")
    letter = {"letter_number": "1", "reason": "banjir", "approved_at": NOW, "approved_by": people.organiser}
    later = {"closes_at": CLOSES + DAY, "hard_closes_at": CLOSES + DAY}
    assert late_codes(category, CLOSES) == ["51.03", "52.00", "52.01", "52.02"]

    Extension.objects.create(category=category, province=province, **later, **letter)
    Extension.objects.create(category=category, entry=contest[FormStanding.DRAFT], **later, **letter)

    assert late_codes(category, CLOSES) == ["52.00", "52.02"]
    assert late_codes(category, CLOSES + DAY) == ["51.03", "52.00", "52.01", "52.02"]


def test_late_when_a_province_has_its_own_end_then_counts_by_that(category, contest):
    ends = {"opens_at": NOW - 9 * DAY, "closes_at": NOW - DAY, "hard_closes_at": NOW - DAY}
    StageFactory(category=category, kind=StageKind.SUBMISSION, province=ProvinceFactory(code="51"), **ends)

    assert late_codes(category, NOW) == ["51.03"]


def test_in_area_when_codes_share_a_beginning_then_keeps_only_the_own(category):
    EntryFactory(category=category, code="52.01")
    EntryFactory(category=category, code="52.010")

    assert in_area(overseen_entries(category, NATION), "52.01").get().region_code == "52.01"
    assert in_area(overseen_entries(category, NATION), "").count() == 2
    assert in_area(overseen_entries(category, NATION), "nasional").count() == 0


def test_officer_lines_count_the_area_and_the_own_work(category):
    swift, slow, elsewhere = (
        verifier(username=name, region_code=code) for name, code in (("cepat", "52"), ("lambat", "52"), ("bali", "51"))
    )
    submission = sent_submission(
        EntryFactory(category=category, code="52.03"), sponsored="1", payer="apbd", rules="[]", story="a", other="b"
    )
    answers = {answer.question: answer for answer in submission.answers.all()}
    for question, hours in (("sponsored", 1), ("payer", 3), ("rules", 8)):
        decide(answers[question], swift, after=hours * HOUR)
    Claim.objects.create(answer=answers["story"], officer=slow, taken_at=NOW, expires_at=NOW + HOUR)

    lines = {
        line.officer.username: line
        for line in officer_lines(overseen_entries(category, NATION), scopes=frozenset({""}), at=NOW)
    }

    assert (lines["cepat"].waiting, lines["cepat"].decided, lines["cepat"].assigned) == (2, 3, 5)
    assert (lines["cepat"].median, lines["cepat"].median_text) == (3 * HOUR, "3 jam 0 menit")
    assert lines["cepat"].last_at == submission.submitted_at + 8 * HOUR
    assert (lines["lambat"].waiting, lines["lambat"].held, lines["lambat"].median_text) == (2, 1, "")
    assert (lines["bali"].waiting, lines["bali"].officer) == (0, elsewhere)


def test_officer_lines_when_areas_hold_each_other_then_count_each_answer_once(category, monkeypatch):
    for code in ("52.03", "52.03.01", "52.030", "51.03", ""):
        sent_submission(EntryFactory(category=category, code=code or "52.99"), sponsored="1")
    Entry.objects.filter(region_code="52.99").update(region_code="")
    areas = {"bangsa": ("", "52"), "ntb": ("52", "52.03", "52.03.01"), "dua": ("52.03", "51"), "desa": ("52.03.01",)}
    for name, codes in areas.items():
        officer = verifier(username=name, region_code=codes[0])
        for code in codes[1:]:
            RoleAssignmentFactory(user=officer, role=Role.VERIFIER, region_code=code)
    compared = []
    real = officers.covers
    monkeypatch.setattr(officers, "covers", lambda area, code: compared.append((area, code)) or real(area, code))

    lines = officer_lines(overseen_entries(category, NATION), scopes=frozenset({""}), at=NOW)

    assert {line.officer.username: line.waiting for line in lines} == {"bangsa": 5, "ntb": 3, "dua": 3, "desa": 1}
    assert "52.030" not in {code for _area, code in compared}  # no officer is compared with an entry


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        (["52"], [""], ("52",)),
        (["", "52.03"], ["52"], ("52", "52.03")),
        (["31", "32"], ["32"], ("32",)),
        (["5"], ["52"], ()),
        ([], [""], ()),
    ],
)
def test_shared_areas_are_the_smaller_of_those_that_meet(one, other, shared):
    assert officers.shared_areas(one, other) == shared


@pytest.mark.parametrize(("hours", "median"), [([2], 2), ([1, 3], 2), ([1, 50, 3], 3), ([8, 1, 3, 4], 3.5)])
def test_officer_lines_when_verdicts_took_different_times_then_median_is_the_middle(category, hours, median):
    officer = verifier(username="verifikator-b", region_code="52")
    questions = {f"q{number}": "1" for number in range(len(hours))}
    submission = sent_submission(EntryFactory(category=category), **questions)
    for answer, took in zip(submission.answers.order_by("pk"), hours, strict=True):
        decide(answer, officer, after=took * HOUR)

    line = officer_lines(overseen_entries(category, NATION), scopes=frozenset({"52"}), at=NOW)[0]

    assert line.median == median * HOUR


@pytest.mark.parametrize("count", [1, 3])
def test_officer_lines_when_there_are_more_then_ask_the_database_no_more(category, django_assert_num_queries, count):
    for number in range(count):
        verifier(username=f"v{number}", region_code="52")
        sent_submission(EntryFactory(category=category, code=f"52.0{number}"), sponsored="1")

    with django_assert_num_queries(6):
        assert len(officer_lines(overseen_entries(category, NTB), scopes=frozenset({"52"}), at=NOW)) == count


def test_officer_lines_when_a_province_asks_then_names_no_verifier_of_another(category):
    for name, code in (("nasional", ""), ("ntb", "52"), ("bima", "52.06"), ("bali", "51")):
        verifier(username=name, region_code=code)

    lines = officer_lines(overseen_entries(category, NTB), scopes=frozenset({"52"}), at=NOW)

    assert sorted(line.officer.username for line in lines) == ["bima", "nasional", "ntb"]


def test_audience_names_each_person_once_and_who_cannot_be_reached(category):
    entries = [EntryFactory(category=category, code=code) for code in ("52.01", "52.02", "52.03")]
    both = entrant(office_code="52.01", username="dua", full_name="Dua", email="dua@contoh.example")
    both.role_assignments.create(role=Role.ENTRANT, office_kind="region", office_code="52.02")
    entrant(office_code="52.02", username="tanpa", full_name="Tanpa Alamat")
    entrant(office_code="52.01", username="mati", email="mati@contoh.example", is_active=False)
    viewer = entrant(office_code="52.01", username="lihat", email="lihat@contoh.example")
    viewer.office_seats.create(office_kind="region", office_code="52.01", level="view")

    audience = entrant_audience(entries, on=NOW.date())

    assert [(row.user.username, row.entries) for row in audience.recipients] == [
        ("dua", ("Kabupaten 52.01", "Kabupaten 52.02"))
    ]
    assert audience.unreached == ("Tanpa Alamat (Kabupaten 52.02)",)
    assert audience.without_people == ("Kabupaten 52.03",)
