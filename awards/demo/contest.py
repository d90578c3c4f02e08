"""The contest of Nusa Tenggara Barat as it went and Bali's as it stands, through the same services as people use."""

import datetime
import json
import uuid
from collections.abc import Sequence
from decimal import Decimal

from django.utils import timezone

from awards.demo.contributions import LOMBOK_TIMUR
from awards.demo.figures import juror_marks, regency_figures
from awards.demo.papers import attach_papers
from awards.demo.people import (
    JURORS,
    OFFICER_BALI,
    OFFICER_NTB,
    ORGANISER,
    STAND_IN,
    VERIFIER_BALI,
    VERIFIER_NTB,
    juror_name,
)
from awards.editions.models import Category
from awards.entries.models import Entry
from awards.jury.models.interviews import Interview, InterviewMode
from awards.jury.models.panels import Juror, Panel, SeatType
from awards.jury.models.scorecards import Scorecard, ScorecardState
from awards.jury.services.closing import close_panel
from awards.jury.services.conflicts import declare_conflicts
from awards.jury.services.interviews import Attendance, record_interview
from awards.jury.services.scorecards import MarkWrite, confirm_scorecard, save_mark
from awards.jury.services.seats import Seat, seat_juror
from awards.progress.notices import letters, usual_text
from awards.progress.selectors.audience import entrant_audience
from awards.submissions.models.answers import Submission, SubmissionState
from awards.submissions.models.reminders import ReminderRule
from awards.submissions.services.answers import Write, save_answers
from awards.submissions.services.eligibility import check_eligibility
from awards.submissions.services.moves import send_submission, start_submission
from awards.verification.models import Finding, Verdict
from awards.verification.services.findings import Ruling, record_finding
from paritrana.accounts.models import User
from paritrana.mail.services import Message, queue_mailing
from regions.models.contributions import ApparatusCover, VulnerableCover

CRITERION = "pemahaman"
CONDITION = "punya_data"
# Nine half-point marks that add up to 81.5: their mean is the published 9.06. The single marks were never published.
PUBLISHED_MEAN_MARKS = tuple(Decimal(mark) for mark in ("9", "9", "9", "9", "9", "9", "9", "9", "9.5"))
SEATS = (
    SeatType.REGIONAL_SECRETARY,
    SeatType.BPJS,
    SeatType.LABOUR_OFFICE,
    SeatType.EMPLOYERS,
    SeatType.UNION,
    SeatType.EXPERT,
    SeatType.ACADEMIC,
    SeatType.ACADEMIC,
    SeatType.ACADEMIC,
)
# Regency or city, and how many of its answers have a verdict (None: all).
SENT_IN_BALI = {"51.04": None, "51.71": 2}
UNNAMED = "Nomor dan tahun tidak disebut dalam lembar nilai yang terbit"
PUBLISHED_REGULATIONS = (
    {"rank": "perda", "number": "tanpa nomor 1", "year": 2024, "title": UNNAMED, "budget": True, "duty": True},
    {"rank": "perda", "number": "tanpa nomor 2", "year": 2024, "title": UNNAMED, "occupations": True},
    {"rank": "perkada", "number": "tanpa nomor 3", "year": 2024, "title": UNNAMED, "budget": True},
)


def play_ntb(category: Category, people: dict[str, User], *, at: datetime.datetime) -> None:
    """Fill in, verify, interview and mark every entry; what is done already is left."""
    panel = seat_panel(category, people, name="Tim 9 Nusa Tenggara Barat (sintetis)", at=at)
    officer, stand_in = people[OFFICER_NTB.username], people[STAND_IN]
    verifier = people[VERIFIER_NTB.username]
    for entry in Entry.objects.filter(category=category).order_by("region_code"):
        _submit(entry, officer if entry.region_code == LOMBOK_TIMUR else stand_in, at)
        _verify(entry, verifier, at)
        _interview(panel, entry, at)
    for juror in Juror.objects.filter(panel=panel).select_related("panel__category", "user").order_by("pk"):
        _mark_all(juror, at)
    if Panel.objects.filter(pk=panel.pk, closed_at=None).exists():
        close_panel(panel=panel, note="Semua lembar nilai dikonfirmasi (demo).", actor=people[juror_name(1)], at=at)


def play_bali(category: Category, people: dict[str, User], *, at: datetime.datetime) -> None:
    """Leave a contest in the middle: one form verified, one half verified, one a draft, the others not begun."""
    seat_panel(category, people, name="Tim 9 Bali (sintetis)", at=at)
    ReminderRule.objects.get_or_create(category=category)
    entries = {entry.region_code: entry for entry in Entry.objects.filter(category=category)}
    for code, verified in SENT_IN_BALI.items():
        _submit(entries[code], people[STAND_IN], at)
        _verify(entries[code], people[VERIFIER_BALI.username], at, most=verified)
    officer, entry = people[OFFICER_BALI.username], entries[OFFICER_BALI.office_code]
    _write_to_office(entry, sender=people[ORGANISER.username], at=at)
    if Submission.objects.filter(entry=entry).exists():
        return
    draft = _begin(entry, officer, at)
    save_answers(submission=draft, writes=[Write("sumber_dana", "apbd", "", 0)], actor=officer, at=at)


def _write_to_office(entry: Entry, *, sender: User, at: datetime.datetime) -> None:
    """Put one mail of the board into the outbox, once; the demo's mails become files."""
    audience = entrant_audience([entry], on=timezone.localdate(at))
    subject, text = usual_text(is_for_verifiers=False)
    queue_mailing(
        key=uuid.uuid5(entry.public_id, "demo"),
        letters=letters(audience, category=entry.category, subject=subject, text=text, sender=sender),
        message=Message(label=f"{entry.category} · {entry.name}", subject=subject, text=text, region_code=""),
        actor=sender,
        at=at,
    )


def seat_panel(category: Category, people: dict[str, User], *, name: str, at: datetime.datetime) -> Panel:
    """Return the panel with its nine seats, chair and secretary first, filled once."""
    panel, _is_new = Panel.objects.get_or_create(
        category=category, name=name, defaults={"decree_number": "SK sintetis 001/2025"}
    )
    for number, seat_type in enumerate(SEATS, 1):
        user = people[juror_name(number)]
        if not Juror.objects.filter(panel=panel, user=user).exists():
            seat_juror(
                panel=panel,
                user=user,
                seat=Seat(
                    seat_type=seat_type,
                    joined_on=timezone.localdate(at) - datetime.timedelta(days=20),
                    is_chair=number == 1,
                    is_secretary=number == 2,
                ),
                actor=None,
                at=at,
            )
    return panel


def _begin(entry: Entry, officer: User, at: datetime.datetime) -> Submission:
    """Pass the check before the form once, then open it."""
    if not Submission.objects.filter(entry=entry).exists():
        check_eligibility(entry=entry, answers={CONDITION: True}, actor=officer, at=at)
    return start_submission(entry=entry, actor=officer, at=at)


def _submit(entry: Entry, officer: User, at: datetime.datetime) -> None:
    submission = _begin(entry, officer, at)
    if submission.state != SubmissionState.DRAFT:
        return
    answers = _answers(entry)
    writes = [Write(question, value, "", 0) for question, value in answers.items()]
    save_answers(submission=submission, writes=writes, actor=officer, at=at)
    attach_papers(submission, answers, officer=officer, at=at)
    send_submission(submission=submission, actor=officer, at=at)


def _answers(entry: Entry) -> dict[str, str]:
    cover = VulnerableCover.objects.filter(region_id=entry.region_code, period_end__year=2024).get()
    apparatus = ApparatusCover.objects.filter(region_id=entry.region_code, period_end__year=2024).get()
    return {
        "pekerja_rentan": str(cover.numerator),
        "sumber_dana": "dbhcht",
        "anggaran_rentan": str(cover.budget_idr),
        "peraturan": json.dumps(_regulations(entry.region_code)),
        "non_asn_terlindungi": str(apparatus.numerator),
    }


def _regulations(code: str) -> list[dict[str, object]]:
    if code == LOMBOK_TIMUR:
        return [dict(row) for row in PUBLISHED_REGULATIONS]
    figures = regency_figures(code)
    budget, occupations, duty = figures.clauses
    ranks = ["perda"] * figures.perda + ["perkada"] * figures.perkada or ["edaran"]
    rows: list[dict[str, object]] = [{"rank": rank, "number": f"{n}", "year": 2023} for n, rank in enumerate(ranks, 1)]
    rows[0] |= {"budget": budget, "occupations": occupations, "duty": duty}
    return rows


def _verify(entry: Entry, verifier: User, at: datetime.datetime, *, most: int | None = None) -> None:
    submission = Submission.objects.get(entry=entry)
    for answer in submission.answers.exclude(value="").order_by("question")[:most]:
        if not Finding.objects.filter(answer=answer).exists():
            record_finding(
                answer=answer,
                answer_version=answer.version,
                ruling=Ruling(Verdict.ACCEPTED),
                officer=verifier,
                at=at,
            )


def _interview(panel: Panel, entry: Entry, at: datetime.datetime) -> None:
    if Interview.objects.filter(entry=entry).exclude(attendance_role="").exists():
        return
    is_real = entry.region_code == LOMBOK_TIMUR
    record_interview(
        panel=panel,
        entry=entry,
        attendance=Attendance(
            held_at=at,
            mode=InterviewMode.IN_PERSON,
            attendance_role="kepala" if is_real else regency_figures(entry.region_code).attendance_role,
            attendee_name="Bupati" if is_real else "Wakil peserta (sintetis)",
        ),
        actor=None,
        at=at,
    )


def _mark_all(juror: Juror, at: datetime.datetime) -> None:
    entries = list(Entry.objects.filter(category=juror.panel.category).order_by("region_code"))
    done = set(Scorecard.objects.filter(juror=juror, state=ScorecardState.CONFIRMED).values_list("entry_id", flat=True))
    left = [entry for entry in entries if entry.pk not in done]
    if not left:
        return
    declare_conflicts(juror=juror, entries=left, reasons={}, actor=juror.user, at=at)
    place = Juror.objects.filter(panel=juror.panel, pk__lt=juror.pk).count()
    for entry in left:
        mark = _marks_of(entry.region_code)[place]
        save_mark(
            juror=juror,
            entry=entry,
            write=MarkWrite(criterion=CRITERION, value=mark, rationale="Nilai demo (sintetis).", version=0),
            actor=juror.user,
            at=at,
        )
        version = Scorecard.objects.get(juror=juror, entry=entry).version
        confirm_scorecard(juror=juror, entry=entry, version=version, actor=juror.user, at=at)


def _marks_of(code: str) -> Sequence[Decimal]:
    if code == LOMBOK_TIMUR:
        return PUBLISHED_MEAN_MARKS
    return juror_marks(code, regency_figures(code).mark_base, JURORS)
