"""A small contest that can be scored: regencies of Nusa Tenggara Barat, answers, interviews and a jury of three."""

import datetime
from decimal import Decimal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from awards.editions.models import Category, CompetitionLevel, Edition, EntrantKind, Slot
from awards.entries.models import Entry, EntryState
from awards.jury.models.interviews import Interview
from awards.jury.models.panels import Juror, Panel, SeatType
from awards.jury.models.plenary import Plenary
from awards.jury.models.scorecards import Mark, Scorecard, ScorecardState
from awards.jury.selectors.seats import panel_entries
from awards.jury.services.minutes import write_minutes
from awards.jury.services.plenary import close_plenary, open_plenary
from awards.jury.services.presence import record_presence
from awards.publication.selectors.tabled import tabled_result
from awards.publication.services.moves import prepare_publication, publish_publication, sign_off_publication
from awards.rulebooks.models import Rulebook
from awards.rulebooks.services import seal_rulebook
from awards.runs.selectors.jobs import run_job
from awards.runs.services.execution import execute_score_run
from awards.runs.services.moves import apply_run, propose_run
from awards.submissions.models.answers import Answer, Submission, SubmissionState
from awards.verification.models import Finding, Verdict
from paritrana.accounts.tests import factories as people
from paritrana.lib.signatures import public_text
from regions.models.regions import Region, RegionLevel

AT = datetime.datetime(2026, 3, 2, 2, 0, tzinfo=datetime.UTC)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))

RULES = """
[rulebook]
code = "uji"
title = "Juknis uji"
version = "1"
illustrative = true
weight_total = 100
note = "Contoh untuk pengujian."
citations = [{ text = "Keputusan Panitia", article = "Pasal 4", page = "12" }]

[rounding]
total = 2
leaf = 2
node = 2

[rank]
on = "rounded"
tie_break = [{ by = "coverage", direction = "higher" }]

[[bands]]
code = "utama"
name = "Utama"
threshold = 70

[[panels]]
code = "tim"
method = "mean"
minimum_marks = 1

[[criteria]]
code = "total"
name = "Nilai akhir"
join = "arithmetic"

[[criteria]]
code = "coverage"
parent = "total"
name = "Cakupan"
name_en = "Coverage"
weight = 50
source = "answer"
column = "coverage"
unit = "persen"
normalise = { kind = "goalposts", worst = 0, best = 100 }

[[criteria]]
code = "regulation"
parent = "total"
name = "Regulasi"
weight = 20
source = "answer"
column = "regulations"
unit = "peraturan"
normalise = { kind = "bands", edges = [1, 3], points = [0, 50, 100], edge = "above" }
citations = [{ text = "Keputusan Panitia", article = "Pasal 7" }]

[[criteria]]
code = "interview"
parent = "total"
name = "Wawancara"
weight = 30
join = "arithmetic"

[[criteria]]
code = "presenter"
parent = "interview"
name = "Narasumber"
weight = 40
source = "attendance"
column = "presenter"
[criteria.normalise]
kind = "levels"
[criteria.normalise.levels]
"Kepala daerah definitif" = 100
"Sekretaris daerah" = 60

[[criteria]]
code = "understanding"
parent = "interview"
name = "Uji pemahaman"
weight = 60
source = "jury"
jury = "understanding"
panel = "tim"
normalise = { kind = "goalposts", worst = 0, best = 10 }

[questionnaire]
title = "Isian uji"
[[questionnaire.sections]]
code = "utama"
name = "Utama"
[[questionnaire.sections.questions]]
code = "coverage"
label = "Cakupan"
kind = "percent"
[[questionnaire.sections.questions]]
code = "regulations"
label = "Banyak peraturan"
kind = "integer"
"""

# name, coverage, regulations, presenter, marks: worked by hand in `EXPECTED`.
FIELD = (
    ("52.03", "Kabupaten Lombok Timur", "80", "3", "Kepala daerah definitif", ("9", "9.5", "8.5")),
    ("52.01", "Kabupaten Lombok Barat", "64.5", "1", "Sekretaris daerah", ("7", "7", "8")),
    ("52.71", "Kota Mataram", "90.25", "0", "Sekretaris daerah", ("6", "6.5", "7")),
)
EXPECTED = {
    # 0,5*80 + 0,2*100 + 0,3*(0,4*100 + 0,6*90)
    "Kabupaten Lombok Timur": (1, Decimal("88.20")),
    # 0,5*90,25 + 0 + 0,3*(0,4*60 + 0,6*65)
    "Kota Mataram": (2, Decimal("64.03")),
    # 0,5*64,5 + 0,2*50 + 0,3*(0,4*60 + 0,6*73,33...) = 32,25 + 10 + 20,4
    "Kabupaten Lombok Barat": (3, Decimal("62.65")),
}


class StillProgress:
    """Counts steps; may be told to die at one of them, as a killed worker would."""

    def __init__(self, die_at=None):
        self.steps = []
        self.die_at = die_at

    def advance(self, done, total, step=""):
        self.steps.append((done, total, step))
        if self.die_at is not None and len(self.steps) > self.die_at:
            raise KeyboardInterrupt


def region(code, name, *, level=RegionLevel.REGENCY, parent=None):
    return Region.objects.get_or_create(
        code=code,
        defaults={
            "level": level,
            "name": name,
            "full_name": name,
            "parent": parent,
            "source": "uji",
            "valid_from": datetime.date(2025, 1, 1),
        },
    )[0]


def edition(**fields):
    defaults = {
        "brand_label": "Paritrana 2024 (uji)",
        "period_start": datetime.date(2024, 1, 1),
        "period_end": datetime.date(2024, 12, 31),
        "organising_year": 2025,
        "is_illustrative": True,
        "caveat": "Bukan angka resmi.",
        "is_scores_public": True,
        "is_marks_public": True,
    } | fields
    return Edition.objects.get_or_create(code=defaults.pop("code", "2024"), defaults=defaults)[0]


def category(*, code="kabkota", rules=RULES, **fields):
    """A provincial category with a sealed rulebook and three prizes."""
    province = region("52", "Nusa Tenggara Barat", level=RegionLevel.PROVINCE)
    defaults = {
        "edition": edition(),
        "name": "Pemerintah Kabupaten/Kota",
        "level": CompetitionLevel.PROVINCIAL,
        "province": province,
        "entrant_kind": EntrantKind.REGENCY,
    } | fields
    made = Category.objects.create(code=code, **defaults)
    rulebook = Rulebook.objects.create(
        category=made, version=1, title="Juknis uji", text=rules, digest="-", created_at=AT
    )
    seal_rulebook(rulebook=rulebook, actor=None, at=AT)
    for rank in (1, 2, 3):
        Slot.objects.create(category=made, position=rank, label=f"Juara {rank}", from_rank=rank, to_rank=rank)
    return made


def entry(made, code, name, **fields):
    return Entry.objects.create(
        category=made,
        region=region(code, name),
        name=name,
        province_code=code[:2],
        region_code=code,
        zone_code="nusra",
        state=EntryState.ADMITTED,
        created_at=AT,
        **fields,
    )


def answer(of, question, value):
    """Write a verified answer; a second call of the same question verifies another value."""
    officer = people.UserFactory()
    submission, _ = Submission.objects.get_or_create(
        entry=of,
        defaults={
            "state": SubmissionState.SUBMITTED,
            "rulebook_digest": "-",
            "created_at": AT,
            "submitted_at": AT,
            "receipt_number": f"TT-{of.pk}",
            "digest": "-",
        },
    )
    written, _ = Answer.objects.get_or_create(
        submission=submission,
        question=question,
        defaults={"value": value, "updated_at": AT, "updated_by": officer},
    )
    Finding.objects.create(
        answer=written,
        answer_version=written.version,
        verdict=Verdict.CORRECTED,
        verified_value=value,
        reason_code="koreksi",
        officer=officer,
        at=AT,
    )
    return written


def panel(made, *, jurors=3):
    made_panel = Panel.objects.create(category=made, name="Tim 9")
    for place in range(jurors):
        Juror.objects.create(
            panel=made_panel,
            user=people.juror(),
            seat_type=SeatType.EXPERT,
            is_chair=place == 0,
            is_secretary=place == 1,
            joined_on=datetime.date(2026, 1, 1),
        )
    return made_panel


def mark(juror, of, value, *, criterion="understanding"):
    card, _ = Scorecard.objects.get_or_create(
        juror=juror,
        entry=of,
        defaults={"state": ScorecardState.CONFIRMED, "updated_at": AT, "confirmed_at": AT},
    )
    return Mark.objects.create(scorecard=card, criterion=criterion, value=Decimal(value), updated_at=AT)


def interview(of_panel, of, role):
    return Interview.objects.create(
        panel=of_panel, entry=of, held_at=AT, mode="in_person", attendance_role=role, attendee_name="Bapak"
    )


def contest(*, field=FIELD, **fields):
    """A category whose entries have everything that the rulebook reads."""
    made = category(**fields)
    made_panel = panel(made)
    jurors = list(made_panel.jurors.order_by("pk"))
    for code, name, coverage, regulations, role, values in field:
        competing = entry(made, code, name)
        answer(competing, "coverage", coverage)
        answer(competing, "regulations", regulations)
        interview(made_panel, competing, role)
        for juror, value in zip(jurors, values, strict=True):
            mark(juror, competing, value)
    Panel.objects.filter(pk=made_panel.pk).update(closed_at=AT, closed_by=jurors[0].user)
    return made


def computed(made, *, actor=None, at=AT, seed=7):
    run = propose_run(category=made, actor=actor, at=at, seed=seed)
    run_job(run).delete()
    return execute_score_run(run_id=run.pk, progress=StillProgress(), at=at)


def applied(made, *, actor, at=AT):
    """Apply a run and let the plenary of every panel take it into its minutes."""
    run = apply_run(run=computed(made, actor=actor, at=at), actor=actor, at=at)
    for made_panel in made.panels.order_by("pk"):
        minuted(made_panel, actor=actor, at=at)
    return run


def minuted(of_panel, *, actor, at=AT):
    """Hold the sitting of a panel once, and write minutes of what is applied now; later ones correct the first."""
    plenary = Plenary.objects.filter(panel=of_panel).first()
    if plenary is None:
        plenary = open_plenary(panel=of_panel, order=list(panel_entries(of_panel)), actor=actor, at=at)
        record_presence(plenary=plenary, present=list(of_panel.jurors.filter(left_on=None)), actor=actor, at=at)
        plenary = close_plenary(plenary=plenary, actor=actor, at=at)
    tabled = tabled_result(of_panel.category, public_key=public_text(KEY))
    return write_minutes(plenary=plenary, tabled=tabled, reason="Perhitungan baru.", actor=actor, at=at)


def final(made, *, organiser, second, embargo_until=None, reason="", tie_decision="", at=AT):
    publication = prepare_publication(
        category=made,
        actor=organiser,
        at=at,
        embargo_until=embargo_until,
        reason=reason,
        tie_decision=tie_decision,
    )
    for person in (organiser, second):
        publication = sign_off_publication(
            publication=publication, actor=person, capacity="organiser", comment="", at=at, key=KEY
        )
    return publication


def published_contest(people_, *, at=AT, embargo_until=None, **fields):
    """A contest that went the whole way; returns its publication."""
    made = contest(**fields)
    applied(made, actor=people_.organiser, at=at)
    publication = final(
        made, organiser=people_.organiser, second=people.organiser(), embargo_until=embargo_until, at=at
    )
    return publish_publication(publication=publication, actor=people_.organiser, at=at)
