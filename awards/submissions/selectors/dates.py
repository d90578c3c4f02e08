"""Until when an entry may be filled in, what the own office still owes, and what comes after."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from awards.editions.models import StageKind
from awards.editions.selectors import Window, stage_window, stage_windows
from awards.entries.models import Entry
from awards.submissions.models.answers import Submission
from awards.submissions.models.extensions import Extension
from awards.submissions.selectors.eligibility import Eligibility, EligibilityState, eligibilities


def extended(window: Window | None, extensions: Iterable[Extension]) -> Window | None:
    """Return the window with the latest end that a letter grants; an extension never shortens."""
    if window is None:
        return None
    ends = [(extension.hard_closes_at, extension.closes_at) for extension in extensions]
    hard_closes_at, closes_at = max([(window.hard_closes_at, window.closes_at), *ends])
    return Window(window.opens_at, closes_at, hard_closes_at)


def submission_window(entry: Entry) -> Window | None:
    """Return when this entry may be filled in, with its own and its province's extensions; two queries."""
    window = stage_window(entry.category, StageKind.SUBMISSION, province_code=entry.province_code)
    return extended(window, letters_for(entry))


def letters_for(entry: Entry) -> QuerySet[Extension]:
    """Return the letters that give this entry, or its province, more time; a big category has thousands of others."""
    own = Q(entry=entry)
    if entry.province_code:
        own |= Q(province=entry.province_code)
    return Extension.objects.filter(own, category=entry.category_id)


@dataclass(frozen=True, slots=True)
class Obligation:
    """An entry of the own office and what it still asks for."""

    entry: Entry
    submission: Submission | None
    window: Window | None
    is_open: bool
    eligibility: Eligibility | None = None

    @property
    def shows_conditions(self) -> bool:
        """Whether the conditions are worth a look where nothing is to be answered: too early, or refused after all."""
        if self.eligibility is None:
            return False
        if self.submission is not None:
            return self.eligibility.state is EligibilityState.REFUSED
        return bool(self.eligibility.conditions) and not self.is_open


def _is_for(extension: Extension, entry: Entry) -> bool:
    if extension.category_id != entry.category_id:
        return False
    return extension.entry_id == entry.pk or (
        extension.province_id is not None and extension.province_id == entry.province_code
    )


def submission_windows(entries: Sequence[Entry]) -> dict[int, Window | None]:
    """Return by entry key when each may be filled in, extensions included; two queries for any number."""
    categories = {entry.category_id for entry in entries}
    windows = stage_windows(categories, StageKind.SUBMISSION)
    granted: dict[int, list[Extension]] = {}
    for extension in Extension.objects.filter(category__in=categories):
        granted.setdefault(extension.category_id, []).append(extension)
    found = {}
    for entry in entries:
        stage = windows.get((entry.category_id, entry.province_code)) or windows.get((entry.category_id, ""))
        letters = granted.get(entry.category_id, ())
        found[entry.pk] = extended(stage, [letter for letter in letters if _is_for(letter, entry)])
    return found


def own_obligations(offices: Iterable[tuple[str, str]], *, at: datetime.datetime) -> tuple[Obligation, ...]:
    """Return the admitted entries of these offices, the earliest deadline first; five queries."""
    entries = list(
        Entry.objects.of_offices(offices)
        .admitted()
        .select_related("category__edition", "submission")
        .order_by("category_id", "pk")
    )
    windows = submission_windows(entries)
    standings = eligibilities(entries)
    found = []
    for entry in entries:
        window = windows[entry.pk]
        is_open = window is not None and window.is_open(at)
        found.append(Obligation(entry, getattr(entry, "submission", None), window, is_open, standings.get(entry.pk)))
    last = datetime.datetime.max.replace(tzinfo=datetime.UTC)
    return tuple(sorted(found, key=lambda duty: duty.window.closes_at if duty.window else last))


@dataclass(frozen=True, slots=True)
class Step:
    """What happens next, and when."""

    kind: StageKind
    label: str
    window: Window


def next_steps(entry: Entry) -> tuple[Step, ...]:
    """Return the stages after filling in, by their opening; what has no date yet is left out."""
    kinds = (StageKind.VERIFICATION, StageKind.OBJECTION, StageKind.ANNOUNCEMENT)
    found = []
    for kind in kinds:
        window = stage_window(entry.category, kind, province_code=entry.province_code)
        if window is not None:
            found.append(Step(kind, str(kind.label), window))
    return tuple(sorted(found, key=lambda step: step.window.opens_at))
