"""A contest of employers, ranked per sector by what they answered; their sections are of several versions of KBLI."""

import datetime

from awards.editions.models import CompetitionLevel, EntrantKind, Slot, SlotGrouping
from awards.entries.selectors import new_entry
from awards.tests.factories import runs
from employers.models.employers import Employer, KbliSection, Scale

GROUPED = """
[rulebook]
code = "uji"
title = "Juknis uji"
version = "1"
illustrative = true

[rounding]
total = 2

[rank]
on = "rounded"

[groups]
by = ["sector"]

[[criteria]]
code = "total"
name = "Nilai akhir"
join = "sum"

[[criteria]]
code = "coverage"
parent = "total"
name = "Cakupan"
source = "answer"
column = "coverage"
normalise = { kind = "points" }

[questionnaire]
title = "Isian uji"
[[questionnaire.sections]]
code = "utama"
name = "Utama"
[[questionnaire.sections.questions]]
code = "coverage"
label = "Cakupan"
kind = "percent"
"""
SECTIONS = (
    ("KBLI 2020", "A", "Pertanian, Kehutanan dan Perikanan"),
    ("KBLI 2020", "J", "Informasi dan Komunikasi"),
    ("KBLI 2020", "L", "Real Estat"),
    ("KBLI 2025", "F", "Konstruksi"),
    ("KBLI 2020", "F", "Konstruksi"),
    ("KBLI 2025", "J", "Aktivitas Penerbitan"),
    ("KBLI 2025", "L", "Aktivitas Keuangan dan Asuransi"),
)
# name, version, section, answer
FIELD = (
    ("PT Sawah", "KBLI 2020", "A", "80"),
    ("PT Kebun", "KBLI 2020", "A", "70"),
    ("PT Bangun", "KBLI 2020", "F", "60"),
    ("PT Bangun Baru", "KBLI 2025", "F", "50"),
    ("PT Kabar", "KBLI 2020", "J", "40"),
    ("PT Terbit", "KBLI 2025", "J", "30"),
    ("PT Asuransi", "KBLI 2025", "L", "20"),
    ("PT Lama", "KBLI 2015", "Z", "10"),
)
NAMES = {
    "A": "A - Pertanian, Kehutanan dan Perikanan",
    "F": "F - Konstruksi",
    "J": "J - Informasi dan Komunikasi (KBLI 2020); Aktivitas Penerbitan (KBLI 2025)",
    "L": "L - Aktivitas Keuangan dan Asuransi",
    "Z": "Z - nama tidak tercatat",
}


def employer(name, version, section):
    return Employer.objects.create(
        npp=f"{Employer.objects.count():08d}",
        name=name,
        scale=Scale.LARGE,
        kbli_version=version,
        kbli_section=section,
        region=runs.region("52.71", "Kota Mataram"),
        source="uji",
        valid_from=datetime.date(2023, 1, 1),
    )


def contest(*, field=FIELD, rules=GROUPED, **fields):
    """Everyone answered; `Juara 1` to `3` go per group of the ranking, one more prize per province."""
    for version, section, name in SECTIONS:
        KbliSection.objects.get_or_create(version=version, section=section, defaults={"name": name, "source": "uji"})
    made = runs.category(
        code="badan-usaha",
        name="Badan usaha",
        rules=rules,
        entrant_kind=EntrantKind.EMPLOYER,
        level=CompetitionLevel.NATIONAL,
        province=None,
        **fields,
    )
    runs.region("52", "Nusa Tenggara Barat")
    Slot.objects.create(
        category=made, position=4, label="Terbaik provinsi", from_rank=1, to_rank=1, grouping=SlotGrouping.PROVINCE
    )
    for name, version, section, coverage in field:
        entry = new_entry(made, employer(name, version, section), zones={})
        entry.state, entry.created_at = "admitted", runs.AT
        entry.save()
        runs.answer(entry, "coverage", coverage)
    return made


def published(people, **fields):
    made = contest(**fields)
    runs.applied(made, actor=people.organiser)
    publication = runs.final(made, organiser=people.organiser, second=runs.people.organiser(), tie_decision="Berbagi.")
    return runs.publish_publication(publication=publication, actor=people.organiser, at=runs.AT)
