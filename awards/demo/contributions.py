"""Contributions of the demo: the published figures of one regency, and synthetic ones for the rest."""

import datetime
from collections.abc import Iterator, Sequence

from awards.demo.figures import (
    SOURCE,
    EmployerFigures,
    due_date,
    employer_figures,
    ministry_figures,
    month_start,
    regency_figures,
)
from employers.models.employers import Employer
from employers.models.months import EmployerMonth
from ministries.models import Ministry, MinistryRegulation, MinistryRegulationRank, SectorEnrolment, StaffCover
from paritrana.uploads.models import DenominatorDefinition
from regions.models.contributions import (
    ApparatusCover,
    ApparatusGroup,
    CountBasis,
    CountMeasure,
    FundSource,
    Participation,
    Segment,
    VulnerableCover,
)
from regions.models.regions import Region, RegionLevel
from regions.models.workforce import WorkforceFigure

EMPLOYERS = 320
LOMBOK_TIMUR = "52.03"
SHEET_SOURCE = "Lembar nilai Lombok Timur yang terbit (TIMES Indonesia, Juli 2025)"
PERIOD_2023 = (datetime.date(2023, 1, 1), datetime.date(2023, 12, 31))
PERIOD_2024 = (datetime.date(2024, 1, 1), datetime.date(2024, 12, 31))
PROGRAMMES = ("follows_jkk", "follows_jkm", "follows_jht", "follows_jp", "follows_jkp")


def add_employers(*, year: int) -> int:
    """Add the synthetic employers with their twelve months; does nothing when they are there."""
    if Employer.objects.filter(is_synthetic=True).exists():
        return 0
    regencies = list(
        Region.objects.filter(level=RegionLevel.REGENCY, retired_on=None)
        .order_by("code")
        .values_list("code", flat=True)
    )
    figures = list(employer_figures(EMPLOYERS))
    employers = Employer.objects.bulk_create(
        Employer(
            npp=figure.npp,
            name=figure.name,
            scale=figure.scale,
            kbli_section=figure.section,
            region_id=regencies[figure.region_place % len(regencies)],
            is_synthetic=True,
            source=SOURCE,
            valid_from=datetime.date(year, 1, 1),
        )
        for figure in figures
    )
    pairs = zip(employers, figures, strict=True)
    EmployerMonth.objects.bulk_create(
        (row for employer, figure in pairs for row in _months(employer, figure, year)), batch_size=500
    )
    return len(employers)


def _months(employer: Employer, figure: EmployerFigures, year: int) -> Iterator[EmployerMonth]:
    follows = {field: place < figure.programmes for place, field in enumerate(PROGRAMMES)}
    for month in range(1, 13):
        due = due_date(year, month)
        payroll = figure.headcount * figure.wage_idr
        yield EmployerMonth(
            employer=employer,
            month=month_start(year, month),
            headcount=figure.headcount,
            enrolled=figure.headcount * figure.enrolled_share // 1000,
            payroll_idr=payroll,
            wage_reported_idr=payroll * figure.wage_share // 1000,
            due_on=due,
            paid_on=due + datetime.timedelta(days=9 if month in figure.late_months else -3),
            arrears_idr=figure.arrears_idr if month == 12 else 0,
            vendors=figure.vendors,
            vendors_enrolled=figure.vendors_enrolled,
            sponsored_workers=figure.sponsored,
            sponsored_idr=figure.sponsored * 16800,
            as_of=due,
            source=SOURCE,
            is_synthetic=True,
            **follows,
        )


def add_ministry_contributions() -> int:
    """Add synthetic contributions of every ministry; does nothing when they are there."""
    if StaffCover.objects.filter(is_synthetic=True).exists():
        return 0
    slugs = list(Ministry.objects.filter(retired_on=None).order_by("slug").values_list("slug", flat=True))
    period = {"period_start": PERIOD_2023[0], "period_end": PERIOD_2023[1], "as_of": PERIOD_2023[1]}
    marked = {"source": SOURCE, "is_synthetic": True}
    for slug in slugs:
        staff, enrolled, workers, regulations = ministry_figures(slug)
        StaffCover.objects.create(
            ministry_id=slug,
            numerator=enrolled,
            denominator=staff,
            denominator_definition=DenominatorDefinition.GROUP_TOTAL,
            **period,
            **marked,
        )
        SectorEnrolment.objects.create(
            ministry_id=slug, sector="Pekerja sektor binaan (sintetis)", numerator=workers, **period, **marked
        )
        MinistryRegulation.objects.bulk_create(
            MinistryRegulation(
                ministry_id=slug,
                rank=MinistryRegulationRank.CIRCULAR,
                number=f"SINTETIS-{number}",
                year=2023,
                title="Surat edaran sintetis tentang kepesertaan",
                as_of=PERIOD_2023[1],
                **marked,
            )
            for number in range(1, regulations + 1)
        )
    return len(slugs)


def add_regency_contributions(codes: Sequence[str]) -> int:
    """Add what regencies contributed in 2024: the published figures for Lombok Timur, synthetic ones for the rest."""
    added = 0
    for code in codes:
        if Participation.objects.filter(region_id=code, period_end=PERIOD_2024[1]).exists():
            continue
        added += 1
        if code == LOMBOK_TIMUR:
            _add_regency(code, now=144110, before=110300, vulnerable=17195, budget=2_500_000_000, apparatus=32644)
            continue
        figures, workforce = regency_figures(code), _workforce(code)
        now = workforce.employed * figures.active_share // 10_000
        vulnerable = workforce.employed_informal * figures.vulnerable_share // 10_000
        _add_regency(
            code,
            now=now,
            before=now * 10_000 // (10_000 + figures.growth_share),
            vulnerable=vulnerable,
            budget=vulnerable * 16800 * 9,
            apparatus=figures.apparatus,
        )
    return added


def _workforce(code: str) -> WorkforceFigure:
    return WorkforceFigure.objects.get(region_id=code, as_of__year=2024)


def _parts(count: int, *, is_real: bool) -> list[tuple[Segment, int]]:
    """Split a synthetic total into segments; the published sheet names the total only."""
    if is_real:
        return [(Segment.ALL, count)]
    wage, self_employed = count * 55 // 100, count * 30 // 100
    rest = count - wage - self_employed
    return [(Segment.PU, wage), (Segment.BPU, self_employed), (Segment.JAKON, rest)]


def _add_regency(code: str, *, now: int, before: int, vulnerable: int, budget: int, apparatus: int) -> None:
    is_real = code == LOMBOK_TIMUR
    marked = {"region_id": code, "source": SHEET_SOURCE if is_real else SOURCE, "is_synthetic": not is_real}
    for (start, end), count in ((PERIOD_2023, before), (PERIOD_2024, now)):
        Participation.objects.bulk_create(
            Participation(
                segment=segment,
                basis=CountBasis.REGISTRATION,
                measure=CountMeasure.SNAPSHOT,
                numerator=part,
                period_start=start,
                period_end=end,
                as_of=end,
                **marked,
            )
            for segment, part in _parts(count, is_real=is_real)
        )
    period = {"period_start": PERIOD_2024[0], "period_end": PERIOD_2024[1], "as_of": PERIOD_2024[1]}
    VulnerableCover.objects.create(payer=FundSource.DBHCHT, numerator=vulnerable, budget_idr=budget, **period, **marked)
    ApparatusCover.objects.create(group=ApparatusGroup.NON_ASN, numerator=apparatus, **period, **marked)
