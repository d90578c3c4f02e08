"""Who is to be reminded now: of what, for which time, and whether it is the last one."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import CharField, Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from awards.editions.models import EditionState, Stage, StageKind
from awards.editions.selectors import zone_of_province
from awards.entries.models import Entry
from awards.rulebooks.selectors.sealed import RulebookTamperedError
from awards.submissions.models.answers import Submission, SubmissionState
from awards.submissions.models.extensions import Extension
from awards.submissions.models.reminders import Reminder, ReminderRule
from awards.submissions.selectors.dates import submission_windows
from awards.submissions.selectors.eligibility import EligibilityState, eligibilities
from awards.submissions.selectors.offices import NOBODY, Office, OfficePeople, office_people
from paritrana.accounts.models import OfficeKind, Role, RoleAssignment, User


@dataclass(frozen=True, slots=True)
class Owed:
    """A form that is not in yet and can still be sent, with the end that its office is told."""

    entry: Entry
    submission: Submission | None
    until: datetime.datetime


@dataclass(frozen=True, slots=True)
class Duty:
    """One person's reminder that is due: everything the person owes in the category, the nearest end first."""

    user: User
    owed: tuple[Owed, ...]
    count: int
    last_at: datetime.datetime | None
    is_last: bool
    send_before: datetime.datetime
    heads: tuple[tuple[User, Owed], ...]


@dataclass(frozen=True, slots=True)
class Sweep:
    """What one look at a category found: the reminders that are due, and all people who still owe something."""

    duties: tuple[Duty, ...]
    owing: frozenset[int]


def rules_in_season(at: datetime.datetime) -> QuerySet[ReminderRule]:
    """Return the active rules of categories where somebody may still send something in; one query."""
    category = OuterRef("category_id")
    stages = Stage.objects.filter(category=category, kind=StageKind.SUBMISSION, opens_at__lte=at, hard_closes_at__gt=at)
    letters = Extension.objects.filter(category=category, hard_closes_at__gt=at)
    mended = Submission.objects.filter(entry__category=category, mend_until__gt=at)
    rows = ReminderRule.objects.filter(Exists(stages) | Exists(letters) | Exists(mended), is_active=True)
    rows = rows.filter(category__edition__state=EditionState.OPEN)
    return rows.select_related("category__edition").order_by("pk")


def owed_forms(entries: Iterable[Entry], *, at: datetime.datetime) -> tuple[Owed, ...]:
    """Return what these entries can still send in before their own end; four queries.

    Who may not fill in owes nothing. Raises `RulebookTamperedError` where the rules were touched after sealing.
    """
    rows = list(entries)
    windows = submission_windows(rows)
    standings = eligibilities(rows)
    found = []
    for entry in rows:
        submission: Submission | None = getattr(entry, "submission", None)
        standing = standings.get(entry.pk)
        if standing is not None and standing.trouble:
            raise RulebookTamperedError(standing.trouble)
        if standing is None or (submission is None and standing.state is EligibilityState.REFUSED):
            continue
        if submission is not None and submission.state == SubmissionState.RETURNED:
            until = submission.mend_until
        else:
            window = windows[entry.pk]
            until = window.closes_at if window is not None and window.is_open(at) else None
        if until is not None and at < until:
            found.append(Owed(entry, submission, until))
    return tuple(sorted(found, key=lambda owed: (owed.until, owed.entry.pk)))


def _has_people() -> Q:
    """Match entries whose office has at least one person: most villages of a national category have none."""
    held = RoleAssignment.objects.filter(role=Role.ENTRANT)
    region = held.filter(office_kind=OfficeKind.REGION, office_code=OuterRef("region_id"))
    ministry = held.filter(office_kind=OfficeKind.MINISTRY, office_code=OuterRef("ministry_id"))
    number = Cast(OuterRef("employer_id"), CharField())
    employer = held.filter(office_kind=OfficeKind.EMPLOYER, office_code=number)
    return Q(Exists(region)) | Q(Exists(ministry)) | Q(Exists(employer))


def unfinished_entries(rule: ReminderRule) -> QuerySet[Entry]:
    rows = Entry.objects.admitted().filter(_has_people(), category=rule.category_id)
    unfinished = rows.filter(Q(submission=None) | ~Q(submission__state=SubmissionState.SUBMITTED))
    return unfinished.select_related("category__edition", "submission").order_by("pk")


def sweep_category(rule: ReminderRule, *, at: datetime.datetime) -> Sweep:
    """Look at a category as a whole; nine queries for any number of people."""
    owed = owed_forms(unfinished_entries(rule), at=at)
    people = office_people((form.entry for form in owed), on=timezone.localdate(at))
    by_person: dict[User, list[Owed]] = {}
    for form in owed:
        for user in people.get(form.entry.office, NOBODY).workers:
            by_person.setdefault(user, []).append(form)
    counts = {row.user_id: row for row in Reminder.objects.filter(category=rule.category_id, user__in=by_person)}
    latest = dict(
        Reminder.objects.filter(user__in=by_person).values_list("user").annotate(latest=Max("last_at")).order_by()
    )
    duties = []
    for user, forms in by_person.items():
        known = counts.get(user.pk) or Reminder(category=rule.category, user=user)
        duty = _duty(rule, known, forms, people, disturbed_at=latest.get(user.pk), at=at)
        if duty is not None:
            duties.append(duty)
    return Sweep(tuple(duties), frozenset(user.pk for user in by_person))


def _duty(
    rule: ReminderRule,
    known: Reminder,
    forms: list[Owed],
    people: dict[Office, OfficePeople],
    *,
    disturbed_at: datetime.datetime | None,
    at: datetime.datetime,
) -> Duty | None:
    """Return the reminder if it is due; `disturbed_at` is when the person was last reminded of anything."""
    until = forms[0].until
    passed = [day for day in rule.days_before if until - datetime.timedelta(days=day) <= at]
    if not passed or known.count >= rule.max_count:
        return None
    since = until - datetime.timedelta(days=min(passed))
    if known.last_at is not None and known.last_at >= since:
        return None
    if disturbed_at is not None and at - disturbed_at < rule.min_gap:
        return None
    local = at.astimezone(zone_of_province(forms[0].entry.province_code))
    if rule.is_quiet(local.time()):
        return None
    is_last = min(passed) == min(rule.days_before) or known.count + 1 >= rule.max_count
    return Duty(
        user=known.user,
        owed=tuple(forms),
        count=known.count,
        last_at=known.last_at,
        is_last=is_last,
        send_before=min(until, _next_quiet(rule, local)),
        heads=tuple(_heads(forms, people)) if is_last else (),
    )


def _heads(forms: Iterable[Owed], people: dict[Office, OfficePeople]) -> Iterable[tuple[User, Owed]]:
    """Name those who answer for a form and have not been written to as its workers."""
    for form in forms:
        office = people.get(form.entry.office, NOBODY)
        yield from ((head, form) for head in office.heads if head.email and head not in office.workers)


def _next_quiet(rule: ReminderRule, local: datetime.datetime) -> datetime.datetime:
    """Return when the next quiet time begins; a day ahead where there is none."""
    if rule.quiet_from == rule.quiet_until:
        return local + datetime.timedelta(days=1)
    today = datetime.datetime.combine(local.date(), rule.quiet_from, tzinfo=local.tzinfo)
    return today if today > local else today + datetime.timedelta(days=1)
