"""How far the verifiers are: what waits in their area, what each has decided and how long it took."""

import datetime
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Count, DurationField, ExpressionWrapper, F, Max, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.entries.models import Entry
from awards.progress.selectors.board import pending_answers
from awards.verification.models import Claim, Finding
from paritrana.accounts.models import Role, RoleAssignment, User
from regions.models.regions import Region


@dataclass(frozen=True, slots=True)
class OfficerLine:
    """One verifier. What waits is shared by all verifiers of an area; what is decided is the officer's own.

    `areas` names the regions of `codes`; `median` is the time from sending in to the verdict, over the officer's own.
    """

    officer: User
    areas: tuple[str, ...]
    codes: tuple[str, ...]
    waiting: int
    held: int
    decided: int
    median: datetime.timedelta | None
    last_at: datetime.datetime | None

    @property
    def assigned(self) -> int:
        return self.waiting + self.decided

    @property
    def median_text(self) -> str:
        """Say the median in whole days and hours, in minutes below one hour; "" where nothing is decided."""
        if self.median is None:
            return ""
        if self.median < datetime.timedelta(minutes=1):
            return _("kurang dari 1 menit")
        days, hours = self.median.days, self.median.seconds // 3600
        if days:
            return _("%(days)d hari %(hours)d jam") % {"days": days, "hours": hours}
        minutes = self.median.seconds % 3600 // 60
        return _("%(hours)d jam %(minutes)d menit") % {"hours": hours, "minutes": minutes}


def covers(area: str, region_code: str) -> bool:
    """Tell whether an area ("" is the nation) is a region or holds it."""
    return area in ("", region_code) or region_code.startswith(f"{area}.")


def shared_areas(one: Collection[str], other: Collection[str]) -> tuple[str, ...]:
    """Return where two sets of areas meet: the smaller of each two of which one holds the other, in order."""
    within = {area for area in one for scope in other if covers(scope, area)}
    return tuple(sorted(within | {scope for scope in other for area in one if covers(area, scope)}))


def verifier_areas(scopes: frozenset[str], *, on: datetime.date) -> dict[User, tuple[str, ...]]:
    """Return the verifiers whose area touches one of the scopes ("" is the nation), with their areas; one query."""
    rows = (
        RoleAssignment.objects.filter(role=Role.VERIFIER, user__is_active=True)
        .filter(Q(starts_on=None) | Q(starts_on__lte=on), Q(ends_on=None) | Q(ends_on__gte=on))
        .select_related("user")
        .order_by("user__full_name", "user__username", "region_code")
    )
    found: dict[User, tuple[str, ...]] = {}
    for row in rows:
        area = row.region_code
        if any(covers(scope, area) or covers(area, scope) for scope in scopes):
            found[row.user] = (*found.get(row.user, ()), area)
    return found


def _medians(findings: QuerySet[Finding]) -> dict[int, datetime.timedelta]:
    """Return by officer the middle time from sending in to the verdict, the mean of the two middle ones if even."""
    took = ExpressionWrapper(F("at") - F("answer__submission__submitted_at"), output_field=DurationField())
    ranked = findings.annotate(
        took=took,
        place=Window(RowNumber(), partition_by=F("officer"), order_by=[took.asc(), F("pk").asc()]),
        number=Window(Count("pk"), partition_by=F("officer")),
    )
    middle = ranked.filter(Q(number=F("place") * 2 - 1) | Q(number=F("place") * 2) | Q(number=F("place") * 2 - 2))
    found: dict[int, list[datetime.timedelta]] = {}
    for officer, spent in middle.order_by("officer", "place").values_list("officer", "took"):
        found.setdefault(officer, []).append(spent)
    return {officer: sum(times, datetime.timedelta()) / len(times) for officer, times in found.items()}


def _by_area(waiting: Mapping[str, int]) -> Counter[str]:
    """Add up what waits for every area that holds a region, so that nobody compares each officer with each village."""
    found: Counter[str] = Counter()
    for code, number in waiting.items():
        parts = code.split(".") if code else []
        for depth in range(len(parts) + 1):
            found[".".join(parts[:depth])] += number
    return found


def _outermost(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out areas inside another one: what waits there is counted once."""
    return tuple(code for code in codes if not any(area != code and covers(area, code) for area in codes))


def _names(codes: set[str]) -> dict[str, str]:
    return dict(Region.objects.filter(code__in=codes).values_list("code", "full_name"))


def officer_lines(
    entries: QuerySet[Entry], *, scopes: frozenset[str], at: datetime.datetime
) -> tuple[OfficerLine, ...]:
    """Return a line per verifier over these entries, the most waiting first; six queries for any number."""
    areas = verifier_areas(scopes, on=timezone.localdate(at))
    within = entries.order_by().values("pk")
    pending = pending_answers().filter(submission__entry__in=within).order_by()
    waiting = dict(pending.values_list("submission__entry__region_code").annotate(number=Count("pk")))
    findings = Finding.objects.filter(answer__submission__entry__in=within, officer__in=areas)
    decided = {
        officer: (number, last)
        for officer, number, last in findings.order_by()
        .values_list("officer")
        .annotate(number=Count("answer", distinct=True), last=Max("at"))
    }
    claims = Claim.objects.filter(answer__submission__entry__in=within, expires_at__gt=at)
    held = dict(claims.order_by().values_list("officer").annotate(number=Count("pk")))
    named = _names({code for codes in areas.values() for code in codes})
    medians = _medians(findings.filter(answer__submission__submitted_at__lte=F("at")))
    due = _by_area(waiting)
    lines = []
    for officer, codes in areas.items():
        number, last = decided.get(officer.pk, (0, None))
        lines.append(
            OfficerLine(
                officer=officer,
                areas=tuple(named.get(code, code) for code in codes),
                codes=codes,
                waiting=sum(due[code] for code in _outermost(tuple(dict.fromkeys(codes)))),
                held=held.get(officer.pk, 0),
                decided=number,
                median=medians.get(officer.pk),
                last_at=last,
            )
        )
    return tuple(sorted(lines, key=lambda line: (-line.waiting, line.officer.get_full_name(), line.officer.pk)))
