"""Panels at work: a category of one province with a sealed rulebook, an open jury stage, entries and seats."""

import datetime
from decimal import Decimal

import factory
from django.utils import timezone

from awards.editions.models import Category, CompetitionLevel, Edition, EntrantKind, Stage, StageKind
from awards.engine import load_rulebook
from awards.entries.models import Entry, EntryState
from awards.jury.models.conflicts import Conflict, ConflictOrigin, Declaration
from awards.jury.models.panels import Juror, Panel, SeatType
from awards.jury.selectors.seats import active_jurors
from awards.jury.services.presence import record_presence
from awards.jury.services.scorecards import MarkWrite, confirm_scorecard, save_mark
from awards.rulebooks.models import Rulebook, RulebookState
from awards.rulebooks.selectors.sealed import text_digest
from paritrana.accounts.tests import factories as accounts
from regions.models.regions import Region, RegionLevel

RULEBOOK = """
[rulebook]
code = "uji-juri"
title = "Juknis uji juri"
version = "1"
illustrative = true

[[criteria]]
code = "nilai"
name = "Nilai akhir"
join = "sum"

[[criteria]]
code = "materi"
parent = "nilai"
name = "Materi dan uji pemahaman"
source = "jury"
jury = "materi"
panel = "juri"
normalise = { kind = "points", range = [0, 10] }

[[criteria]]
code = "regulasi"
parent = "nilai"
name = "Regulasi"
source = "jury"
jury = "regulasi"
panel = "juri"
normalise = { kind = "points", range = [0, 100] }

[[panels]]
code = "juri"
method = "mean"
minimum_marks = 2

[rounding]
total = 2

[rank]
on = "rounded"

[[jury.criteria]]
code = "materi"
step = 0.5
help = "Jelas, runtut, dan menjawab pertanyaan."

[[jury.criteria]]
code = "regulasi"
evidence = ["regulasi_terkuat"]
suggestion = { question = "regulasi_terkuat", values = { perda = 75, perkada = 50 } }
levels = [
  { value = 0, label = "Tidak ada" },
  { value = 25, label = "Instruksi atau edaran" },
  { value = 50, label = "Perbup/Perwali" },
  { value = 75, label = "Perda" },
  { value = 100, label = "Perda dan klausul anggaran" },
]
"""

NOW = datetime.datetime(2026, 3, 10, 9, 0, tzinfo=datetime.UTC)


def region(code="52.03", name="Kabupaten Lombok Timur"):
    level = RegionLevel.PROVINCE if len(code) == 2 else RegionLevel.REGENCY
    parent = None if len(code) == 2 else region(code[:2], f"Provinsi {code[:2]}")
    return Region.objects.get_or_create(
        code=code,
        defaults={
            "level": level,
            "parent": parent,
            "name": name,
            "full_name": name,
            "source": "uji",
            "valid_from": datetime.date(2022, 1, 1),
        },
    )[0]


class EditionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Edition

    code = factory.Sequence(lambda number: f"edisi-juri-{number}")
    brand_label = "Paritrana Award 2025"
    period_start = datetime.date(2025, 1, 1)
    period_end = datetime.date(2025, 12, 31)
    organising_year = 2026


def category(*, province_code="52", text=RULEBOOK, opens_at=None, closes_at=None, kind=StageKind.JURY, **fields):
    """A regency category whose rulebook is sealed and whose jury stage is open around the present moment."""
    made = Category.objects.create(
        **{
            "edition": fields.pop("edition", None) or EditionFactory(),
            "code": fields.pop("code", "kabkota"),
            "name": "Kabupaten/Kota",
            "level": CompetitionLevel.PROVINCIAL if province_code else CompetitionLevel.NATIONAL,
            "province": region(province_code, f"Provinsi {province_code}") if province_code else None,
            "entrant_kind": EntrantKind.REGENCY,
            **fields,
        }
    )
    now = timezone.now()
    Stage.objects.create(
        category=made,
        kind=kind,
        opens_at=opens_at or now - datetime.timedelta(days=400),
        closes_at=closes_at or now + datetime.timedelta(days=5),
        hard_closes_at=closes_at or now + datetime.timedelta(days=6),
    )
    Rulebook.objects.create(
        category=made,
        version=1,
        title="Juknis uji juri",
        text=text,
        digest=load_rulebook(text).digest,
        text_digest=text_digest(text),
        state=RulebookState.SEALED,
        created_at=now,
        sealed_at=now,
    )
    return made


def entries(made_category, count=3):
    province = made_category.province_id or "52"
    made = []
    for place in range(1, count + 1):
        code = f"{province}.{place:02d}"
        made.append(
            Entry.objects.create(
                category=made_category,
                region=region(code, f"Kabupaten Contoh {place:02d}"),
                name=f"Kabupaten Contoh {place:02d}",
                province_code=province,
                region_code=code,
                state=EntryState.ADMITTED,
                created_at=timezone.now(),
            )
        )
    return made


def panel(made_category=None, **fields):
    made_category = made_category or category()
    return Panel.objects.create(category=made_category, **{"name": "Tim 9 NTB", **fields})


def seat(made_panel, username=None, **fields):
    """A seated juror with role and staff door, as `seat_juror` leaves it."""
    user = fields.pop("user", None) or accounts.juror(**({"username": username} if username else {}))
    return Juror.objects.create(
        panel=made_panel,
        user=user,
        **{"seat_type": SeatType.ACADEMIC, "joined_on": datetime.date(2025, 1, 1), **fields},
    )


def declare_free(juror, listed):
    Declaration.objects.bulk_create(
        Declaration(juror=juror, entry=entry, has_conflict=False, declared_at=timezone.now()) for entry in listed
    )


def conflict(juror, entry, **fields):
    decided = fields.get("state", "possible") != "possible"
    return Conflict.objects.create(
        juror=juror,
        entry=entry,
        **{
            "origin": ConflictOrigin.DETECTED,
            "reason": "Berkantor di daerah ini.",
            "created_at": timezone.now(),
            "decided_by": juror.user if decided else None,
            "decided_at": timezone.now() if decided else None,
            **fields,
        },
    )


def mark(juror, entry, criterion="materi", value="8", *, actor=None, at=None, **fields):
    return save_mark(
        juror=juror,
        entry=entry,
        write=MarkWrite(criterion=criterion, value=Decimal(value), **{"rationale": "", "version": 0, **fields}),
        actor=actor or juror.user,
        at=at or timezone.now(),
    )


def attend(plenary, seats=None, *, actor=None):
    """Put these seats in the room, all of the day unless named."""
    present = (
        list(seats) if seats is not None else list(active_jurors(on=timezone.localdate()).filter(panel=plenary.panel))
    )
    return record_presence(plenary=plenary, present=present, actor=actor or plenary.opened_by, at=timezone.now())


def confirmed_card(juror, entry, *, materi="8", regulasi="50"):
    """Mark both criteria and confirm, through the services."""
    mark(juror, entry, "materi", materi, rationale="Jelas.")
    mark(juror, entry, "regulasi", regulasi, rationale="Sesuai berkas.")
    card = juror.scorecards.get(entry=entry)
    return confirm_scorecard(juror=juror, entry=entry, version=card.version, actor=juror.user, at=timezone.now())
