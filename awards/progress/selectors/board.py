"""How far a category is, province by stage: counted by the database, whatever the number of entries."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Substr

from awards.editions.models import Category, StageKind
from awards.editions.selectors import stage_windows
from awards.entries.models import Entry, within_regions
from awards.progress.selectors.standings import OWING, FormStanding
from awards.rulebooks.selectors.sealed import without_questionnaire
from awards.submissions.models.answers import Answer, SubmissionState
from awards.submissions.models.extensions import Extension
from awards.submissions.selectors.sheets import touched_answers
from awards.verification.models import Finding, Objection, ObjectionState
from paritrana.accounts.models import Role
from paritrana.accounts.selectors import Grants
from regions.models.regions import Region

OVERSEERS = (Role.ORGANISER, Role.SECRETARIAT, Role.AUDITOR)
STEERERS = (Role.ORGANISER, Role.SECRETARIAT)
NATION = "nasional"
REGENCY_LENGTH = 5
DEPTHS = 5


def pending_answers() -> QuerySet[Answer]:
    """Return answers of sent submissions that have no verdict on their present version."""
    ruled = Finding.objects.filter(answer=OuterRef("pk"), answer_version=OuterRef("version"))
    return touched_answers().filter(~Exists(ruled), submission__state=SubmissionState.SUBMITTED)


def with_standing(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Annotate each entry with how far it is (`standing`)."""
    objected = Objection.objects.filter(finding__answer__submission__entry=OuterRef("pk"), state=ObjectionState.LODGED)
    pending = pending_answers().filter(submission__entry=OuterRef("pk"))
    return entries.annotate(
        standing=Case(
            When(submission=None, then=Value(FormStanding.NONE)),
            When(submission__state=SubmissionState.DRAFT, then=Value(FormStanding.DRAFT)),
            When(submission__state=SubmissionState.RETURNED, then=Value(FormStanding.RETURNED)),
            When(Exists(objected), then=Value(FormStanding.OBJECTED)),
            When(Exists(pending), then=Value(FormStanding.SENT)),
            default=Value(FormStanding.VERIFIED),
            output_field=CharField(),
        )
    )


def at_standing(entries: QuerySet[Entry], standings: Iterable[str]) -> QuerySet[Entry]:
    return with_standing(entries).filter(Q(standing__in=list(standings)))


def overseen_entries(category: Category, grants: Grants, roles: Iterable[str] = OVERSEERS) -> QuerySet[Entry]:
    """Return the category's entries that compete, as far as the person's roles reach."""
    return Entry.objects.admitted().filter(category=category).overseen_by(grants, roles)


def late_entries(category: Category, *, at: datetime.datetime) -> Q:
    """Match entries that still owe their form after the official end that holds for them; two queries, run at once."""
    windows = stage_windows([category.pk], StageKind.SUBMISSION)
    own_end = windows[(category.pk, "")].closes_at if (category.pk, "") in windows else None
    ends = {province: window.closes_at for (_key, province), window in windows.items() if province}
    later = Extension.objects.filter(category=category, province__isnull=False).values_list("province", "closes_at")
    for province, closes_at in later:
        known = ends.get(province, own_end)
        ends[province] = max(known, closes_at) if known else closes_at
    over = [province for province, end in ends.items() if end <= at]
    is_over = Q(province_code__in=over)
    if own_end is not None and own_end <= at:
        is_over |= ~Q(province_code__in=list(ends))
    own_letter = Extension.objects.filter(entry=OuterRef("pk"), closes_at__gt=at)
    unsent = Q(submission=None) | Q(submission__state=SubmissionState.DRAFT)
    returned = Q(submission__state=SubmissionState.RETURNED, submission__mend_until__lte=at)
    return (unsent & is_over & ~Exists(own_letter)) | returned


@dataclass(frozen=True, slots=True)
class StandingCell:
    """How many entries of an area stand there; `depth` 0 to 5 is their share of the area, for the shade."""

    standing: FormStanding
    count: int
    depth: int


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area of the board; `code` selects it in an address."""

    code: str
    name: str
    cells: tuple[StandingCell, ...]
    total: int
    owing: int
    late: int


@dataclass(frozen=True, slots=True)
class Board:
    """The areas in the order of their codes, and all of them together; areas are provinces, or regencies of one."""

    rows: tuple[AreaRow, ...]
    whole: AreaRow
    is_by_province: bool


def _cells(counts: dict[str, int]) -> tuple[StandingCell, ...]:
    total = sum(counts.values())
    return tuple(
        StandingCell(standing, number, -(-DEPTHS * number // total) if number else 0)
        for standing in FormStanding
        for number in [counts.get(standing, 0)]
    )


def _area(code: str, name: str, counts: dict[str, int], late: int) -> AreaRow:
    owing = sum(counts.get(standing, 0) for standing in OWING)
    return AreaRow(code, name, _cells(counts), sum(counts.values()), owing, late)


def board(category: Category, entries: QuerySet[Entry], *, at: datetime.datetime) -> Board:
    """Count the entries by area and standing; six queries for any number of entries and areas."""
    provinces = list(entries.order_by().values_list("province_code", flat=True).distinct()[:2])
    is_by_province = len(provinces) > 1
    area = F("province_code") if is_by_province else Substr("region_code", 1, REGENCY_LENGTH)
    grouped = with_standing(entries).annotate(area=area).order_by()
    counts: dict[str, dict[str, int]] = {}
    for code, standing, number in grouped.values_list("area", "standing").annotate(number=Count("pk")):
        counts.setdefault(code, {})[standing] = number
    tardy = entries.filter(late_entries(category, at=at)).annotate(area=area).order_by()
    late = dict(tardy.values_list("area").annotate(number=Count("pk")))
    names = dict(Region.objects.filter(code__in=list(counts)).values_list("code", "full_name"))
    rows = [
        _area(code or NATION, names.get(code, code) or "", counts[code], late.get(code, 0)) for code in sorted(counts)
    ]
    together = {str(standing): sum(found.get(standing, 0) for found in counts.values()) for standing in FormStanding}
    return Board(tuple(rows), _area("", "", together, sum(late.values())), is_by_province)


def in_area(entries: QuerySet[Entry], area: str) -> QuerySet[Entry]:
    """Keep the entries of one area as the board names it; "" keeps all."""
    if not area:
        return entries
    return entries.filter(region_code="") if area == NATION else entries.filter(within_regions("region_code", [area]))


@dataclass(frozen=True, slots=True)
class CategoryProgress:
    """One category in the list: how many compete, and how many sent their form in where the rulebook asks for one."""

    category: Category
    total: int
    sent: int
    has_questionnaire: bool


def categories_progress(categories: Sequence[Category], grants: Grants) -> tuple[CategoryProgress, ...]:
    """Return the counts of these categories as far as the person's roles reach; two queries."""
    entries = Entry.objects.admitted().filter(category__in=categories).overseen_by(grants, OVERSEERS)
    is_sent = Q(submission__state=SubmissionState.SUBMITTED)
    rows = entries.order_by().values_list("category").annotate(total=Count("pk"), sent=Count("pk", filter=is_sent))
    found = {key: (total, sent) for key, total, sent in rows}
    silent = without_questionnaire(categories)
    return tuple(
        CategoryProgress(category, *found.get(category.pk, (0, 0)), has_questionnaire=category.pk not in silent)
        for category in categories
    )


def watched_categories(grants: Grants) -> QuerySet[Category]:
    """Return the categories in which entries within the person's reach compete, the newest edition first."""
    entries = Entry.objects.filter(category=OuterRef("pk")).overseen_by(grants, OVERSEERS)
    rows = Category.objects.filter(Exists(entries)).select_related("edition", "province")
    return rows.order_by("-edition__period_end", "level", "name", "pk")
