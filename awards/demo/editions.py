"""Editions, categories, dates, prizes and rulebooks of the demo. Every step finds what is there and leaves it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from awards.demo.contributions import LOMBOK_TIMUR
from awards.editions.models import Category, Edition, EntrantKind, Slot, SlotGrouping, Stage, StageKind
from awards.editions.services import (
    AwardYear,
    CategoryTerms,
    Entrants,
    Period,
    PrizeToWin,
    StageDates,
    add_category,
    add_slot,
    create_edition,
    schedule_stage,
    set_zone,
)
from awards.entries.models import Entry
from awards.entries.services import enrol_entrants
from awards.rulebooks.models import Rulebook
from awards.rulebooks.services import add_rulebook_version, seal_rulebook
from paritrana.accounts.models import User
from regions.models.regions import DefaultZone, Region

CAVEAT = (
    "Ilustratif. Peserta dihitung di tempat pemberi kerja terdaftar, bukan di tempat pekerja tinggal; membaginya "
    "dengan penduduk bekerja menghasilkan 148 persen di DKI Jakarta. Jadi angka ini bukan cakupan resmi dan tidak "
    "boleh dipakai untuk menilai siapa pun."
)
CAVEAT_2024 = (
    "Ilustratif. Hanya lembar nilai Kabupaten Lombok Timur yang pernah terbit; batas penilaian dipilih penyusun "
    "sehingga lembar itu terhitung kembali. Angka bertanda sintetis dibuat naskah demo, bukan angka daerah mana pun; "
    "begitu juga nilai setiap juri. Peserta dihitung di tempat pemberi kerja terdaftar, jadi ini bukan cakupan resmi."
)
CAVEAT_EN = (
    "Illustrative. Participants are counted where the employer is registered, not where the worker lives; dividing "
    "them by the working population gives 148 per cent in Jakarta. So these figures are no official coverage and must "
    "not be used to judge anyone."
)
CAVEAT_2024_EN = (
    "Illustrative. Only the score sheet of East Lombok Regency was ever published; the limits were chosen so that "
    "this sheet is computed again. Figures marked synthetic were made by the demo's script and belong to no region, "
    "and so do all jurors' marks. Participants are counted where the employer is registered, so this is no official "
    "coverage."
)
RULEBOOKS = Path(settings.BASE_DIR) / "fixtures" / "rulebooks"
OPEN_STAGES = (StageKind.SUBMISSION, StageKind.VERIFICATION, StageKind.JURY, StageKind.INTERVIEW)


@dataclass(frozen=True, slots=True)
class Plan:
    """One category of the demo."""

    code: str
    name: str
    name_en: str
    rulebook: str
    entrants: Entrants
    province: str = ""
    slots: Sequence[tuple[str, str, SlotGrouping]] = ()
    stages: Sequence[StageKind] = ()


RANKS = (("Juara 1", "First place", 1), ("Juara 2", "Second place", 2), ("Juara 3", "Third place", 3))
PLANS_2023 = (
    Plan(
        code="provinsi",
        name="Pemerintah provinsi",
        name_en="Provincial governments",
        rulebook="provinsi-2023-ilustratif",
        entrants=Entrants(EntrantKind.PROVINCE),
        slots=(("Terbaik zona", "Best of its zone", SlotGrouping.ZONE),),
    ),
    Plan(
        code="badan-usaha",
        name="Badan usaha",
        name_en="Employers",
        rulebook="badan-usaha-2023-ilustratif",
        entrants=Entrants(EntrantKind.EMPLOYER),
        slots=(("Terbaik sektor", "Best of its sector", SlotGrouping.SECTOR),),
    ),
    Plan(
        code="kementerian",
        name="Kementerian dan lembaga",
        name_en="Ministries and agencies",
        rulebook="kementerian-2023-ilustratif",
        entrants=Entrants(EntrantKind.MINISTRY),
    ),
)
PLANS_2024 = (
    Plan(
        code="kabkota-ntb",
        name="Pemerintah kabupaten/kota, Nusa Tenggara Barat",
        name_en="Regencies and cities, West Nusa Tenggara",
        rulebook="kabkota-2024-ilustratif",
        entrants=Entrants(EntrantKind.REGENCY),
        province="52",
        stages=OPEN_STAGES,
    ),
    Plan(
        code="kabkota-bali",
        name="Pemerintah kabupaten/kota, Bali (sedang berjalan)",
        name_en="Regencies and cities, Bali (under way)",
        rulebook="kabkota-2024-ilustratif",
        entrants=Entrants(EntrantKind.REGENCY),
        province="51",
        stages=OPEN_STAGES,
    ),
)


def lay_out(*, actor: User, at: datetime.datetime) -> dict[str, Category]:
    """Make both editions with their categories, entries and sealed rulebooks; return the categories by code."""
    first = _edition(2023, (CAVEAT, CAVEAT_EN), actor, at)
    second = _edition(2024, (CAVEAT_2024, CAVEAT_2024_EN), actor, at)
    pairs = [(first, plan) for plan in PLANS_2023] + [(second, plan) for plan in PLANS_2024]
    return {plan.code: _category(edition, plan, actor, at) for edition, plan in pairs}


def _edition(year: int, caveats: tuple[str, str], actor: User, at: datetime.datetime) -> Edition:
    code = f"{year}-ilustratif"
    known = Edition.objects.filter(code=code).first()
    if known is not None:
        return known
    edition = create_edition(
        year=AwardYear(
            code=code,
            brand_label=f"Paritrana {year} (ilustratif)",
            brand_label_en=f"Paritrana {year} (illustrative)",
            period=Period(datetime.date(year, 1, 1), datetime.date(year, 12, 31)),
            organising_year=year + 1,
            is_illustrative=True,
            caveat=caveats[0],
            caveat_en=caveats[1],
            is_scores_public=True,
            is_marks_public=True,
        ),
        actor=actor,
        at=at,
    )
    for zone in DefaultZone.objects.filter(retired_on=None).prefetch_related("provinces").order_by("position"):
        codes = [province.code for province in zone.provinces.all()]
        set_zone(edition=edition, code=zone.code, name=zone.name, province_codes=codes, actor=actor, at=at)
    return edition


def _category(edition: Edition, plan: Plan, actor: User, at: datetime.datetime) -> Category:
    category = Category.objects.filter(edition=edition, code=plan.code).first()
    if category is None:
        category = add_category(
            edition=edition,
            terms=CategoryTerms(
                code=plan.code,
                name=plan.name,
                name_en=plan.name_en,
                entrants=plan.entrants,
                province=Region.objects.get(code=plan.province) if plan.province else None,
            ),
            actor=actor,
            at=at,
        )
    if not Rulebook.objects.filter(category=category).exists():
        text = (RULEBOOKS / f"{plan.rulebook}.toml").read_text(encoding="utf-8")
        draft = add_rulebook_version(category=category, title=plan.name, text=text, actor=actor, at=at)
        seal_rulebook(rulebook=draft, actor=actor, at=at)
    _schedule(category, plan, actor, at)
    _offer_prizes(category, plan, actor, at)
    enrol_entrants(category=category, actor=actor, at=at)
    if plan.code != "provinsi":
        Entry.objects.filter(category=category).exclude(region_code=LOMBOK_TIMUR).update(is_synthetic=True)
    return category


def _schedule(category: Category, plan: Plan, actor: User, at: datetime.datetime) -> None:
    known = set(Stage.objects.filter(category=category).values_list("kind", flat=True))
    start = at - datetime.timedelta(days=30)
    end = at + datetime.timedelta(days=30)
    dates = StageDates(opens_at=start, closes_at=end, hard_closes_at=end + datetime.timedelta(hours=6))
    for kind in plan.stages:
        if kind not in known:
            schedule_stage(category=category, kind=kind, dates=dates, province=None, actor=actor, at=at)


def _offer_prizes(category: Category, plan: Plan, actor: User, at: datetime.datetime) -> None:
    if Slot.objects.filter(category=category).exists():
        return
    places = [(label, english, rank, SlotGrouping.NONE) for label, english, rank in RANKS]
    places += [(label, english, 1, grouping) for label, english, grouping in plan.slots]
    for label, english, rank, grouping in places:
        prize = PrizeToWin(label=label, label_en=english, from_rank=rank, to_rank=rank, grouping=grouping)
        add_slot(category=category, prize=prize, actor=actor, at=at)
