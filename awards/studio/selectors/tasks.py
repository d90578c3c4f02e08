"""What is ready, what is not, and what must be decided before an edition can be opened. Computed, never stored."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from awards.editions.models import Category, Edition, Slot, StageKind, Zone
from awards.entries.models import Entry, EntryState
from awards.jury.models.panels import Panel
from awards.rulebooks.models import Rulebook, RulebookState
from awards.runs.models import ScoreRun
from awards.studio.selectors.calendar import CategoryDates, edition_dates
from awards.studio.selectors.rules import RulesFound, counting_rulebooks, rules_found
from awards.submissions.models.reminders import ReminderRule


class TaskState(models.TextChoices):
    NOT_STARTED = "not_started", gettext_lazy("belum dimulai")
    DRAFT = "draft", gettext_lazy("draf")
    READY = "ready", gettext_lazy("siap")
    DECIDE = "decide", gettext_lazy("perlu keputusan")


class TaskPage(StrEnum):
    """Which page a line leads to; the views know the addresses."""

    EDITION = "edition"
    ZONES = "zones"
    CATEGORIES = "categories"
    CALENDAR = "calendar"
    CATEGORY = "category"
    RULEBOOK = "rulebook"
    RULEBOOK_TREE = "rulebook-tree"
    RULEBOOK_NEW = "rulebook-new"
    ENTRANTS = "entrants"
    PANELS = "panels"
    TRIAL = "trial"


@dataclass(frozen=True, slots=True)
class SetupTask:
    """One line of the list. `is_needed`: the edition is not opened before this is ready."""

    name: str
    state: TaskState
    note: str
    page: TaskPage
    key: int
    is_needed: bool = False

    @property
    def is_missing(self) -> bool:
        return self.is_needed and self.state != TaskState.READY


@dataclass(frozen=True, slots=True)
class CategoryTasks:
    category: Category
    tasks: tuple[SetupTask, ...]


@dataclass(frozen=True, slots=True)
class EditionTasks:
    edition: Edition
    tasks: tuple[SetupTask, ...]
    categories: tuple[CategoryTasks, ...]

    @property
    def all(self) -> tuple[SetupTask, ...]:
        return (*self.tasks, *(task for one in self.categories for task in one.tasks))

    @property
    def ready_count(self) -> int:
        return sum(task.state == TaskState.READY for task in self.all)


@dataclass(frozen=True, slots=True)
class Gap:
    """What keeps an edition from being opened; `category` is empty where the edition as a whole lacks it."""

    category: Category | None
    task: SetupTask


@dataclass(frozen=True, slots=True)
class _Counts:
    """How many of each a category has."""

    entrants: Counter[int]
    nominated: Counter[int]
    panels: dict[int, list[tuple[int, int]]]  # seats and chairs of each panel, by category
    reminded: frozenset[int]
    computed: frozenset[int]


def edition_tasks(edition: Edition) -> EditionTasks:
    """Return the whole list; the same number of queries for one category and for fifty."""
    dated = edition_dates(edition)
    keys = [one.category.pk for one in dated]
    slots: dict[int, list[Slot]] = {key: [] for key in keys}
    for slot in Slot.objects.filter(category__in=keys).order_by("position"):
        slots[slot.category_id].append(slot)
    held = Rulebook.objects.filter(category__in=keys).exclude(state=RulebookState.RETIRED)
    rulebooks = counting_rulebooks(held)
    counts = _counts(keys)
    lines = [
        CategoryTasks(
            one.category,
            tuple(_category_tasks(one, rulebooks.get(one.category.pk), slots[one.category.pk], counts)),
        )
        for one in dated
    ]
    return EditionTasks(edition, tuple(_edition_tasks(edition, dated)), tuple(lines))


def opening_gaps(tasks: EditionTasks) -> tuple[Gap, ...]:
    """Return what is missing before the edition can be opened, in the order of the list."""
    whole = [Gap(None, task) for task in tasks.tasks if task.is_missing]
    return (*whole, *(Gap(one.category, task) for one in tasks.categories for task in one.tasks if task.is_missing))


def _counts(keys: list[int]) -> _Counts:
    entrants: Counter[int] = Counter()
    nominated: Counter[int] = Counter()
    states = Entry.objects.filter(category__in=keys).values_list("category", "state")
    for key, state, count in states.annotate(count=models.Count("pk")).order_by():
        entrants[key] += count if state == EntryState.ADMITTED else 0
        nominated[key] += count if state == EntryState.NOMINATED else 0
    panels: dict[int, list[tuple[int, int]]] = {}
    seats = models.Count("jurors", filter=models.Q(jurors__left_on=None))
    chairs = models.Count("jurors", filter=models.Q(jurors__left_on=None, jurors__is_chair=True))
    rows = Panel.objects.filter(category__in=keys).annotate(seats=seats, chairs=chairs)
    for panel in rows.order_by("pk"):
        panels.setdefault(panel.category_id, []).append((panel.seats, panel.chairs))
    return _Counts(
        entrants,
        nominated,
        panels,
        frozenset(ReminderRule.objects.filter(category__in=keys, is_active=True).values_list("category", flat=True)),
        frozenset(ScoreRun.objects.filter(category__in=keys).values_list("category", flat=True)),
    )


def _edition_tasks(edition: Edition, dated: tuple[CategoryDates, ...]) -> Iterable[SetupTask]:
    has_decree = bool(edition.decree_number and edition.decree_on)
    if has_decree or edition.is_illustrative:
        state, note = TaskState.READY, edition.decree_number or _("Ilustratif, tanpa keputusan.")
    else:
        state, note = TaskState.DRAFT, _("Nomor dan tanggal keputusan belum lengkap.")
    yield SetupTask(_("Nama dan keputusan"), state, note, TaskPage.EDITION, edition.pk, is_needed=True)
    count = len(dated)
    yield SetupTask(
        _("Kategori"),
        TaskState.READY if dated else TaskState.NOT_STARTED,
        ngettext("%(count)d kategori", "%(count)d kategori", count) % {"count": count}
        if dated
        else _("Belum ada kategori."),
        TaskPage.CATEGORIES,
        edition.pk,
        is_needed=True,
    )
    zones = Zone.objects.filter(edition=edition).count()
    yield SetupTask(
        _("Zona"),
        TaskState.READY if zones else TaskState.NOT_STARTED,
        ngettext("%(count)d zona", "%(count)d zona", zones) % {"count": zones}
        if zones
        else _("Belum ada zona. Perlu bila ada hadiah per zona."),
        TaskPage.ZONES,
        edition.pk,
    )
    yield _calendar_task(edition, dated)


def _calendar_task(edition: Edition, dated: tuple[CategoryDates, ...]) -> SetupTask:
    overlaps = sum(len(one.clashes) for one in dated)
    without = [one.category.name_shown for one in dated if not one.stages]
    if not any(one.stages for one in dated):
        state, note = TaskState.NOT_STARTED, _("Belum ada tanggal.")
    elif overlaps:
        state = TaskState.DECIDE
        note = ngettext("%(count)d bentrok antartahap", "%(count)d bentrok antartahap", overlaps) % {"count": overlaps}
    elif without:
        state, note = TaskState.DRAFT, _("Tanpa tanggal: %(names)s.") % {"names": ", ".join(without)}
    else:
        count = sum(len(one.stages) for one in dated)
        state, note = TaskState.READY, ngettext("%(count)d tahap", "%(count)d tahap", count) % {"count": count}
    return SetupTask(_("Jadwal"), state, note, TaskPage.CALENDAR, edition.pk, is_needed=True)


def _category_tasks(
    dated: CategoryDates, rulebook: Rulebook | None, slots: list[Slot], counts: _Counts
) -> Iterable[SetupTask]:
    category = dated.category
    rules = rules_found(rulebook) if rulebook is not None else None
    yield _rulebook_task(category, rulebook, rules)
    if rulebook is not None and rules is not None:
        yield _form_task(rulebook, rules, dated)
        yield _sheet_task(rulebook, rules)
    yield _prize_task(category, slots, rules)
    yield _entrant_task(category, counts)
    if rules is not None and rules.jury_criteria:
        yield _people_task(category, counts)
    if rules is not None and rules.questions:
        is_set = category.pk in counts.reminded
        yield SetupTask(
            _("Surat pengingat"),
            TaskState.READY if is_set else TaskState.NOT_STARTED,
            _("Pengingat isian dikirim menurut aturannya.")
            if is_set
            else _("Tanpa aturan, tidak ada yang diingatkan."),
            TaskPage.CATEGORY,
            category.pk,
        )
    is_tried = category.pk in counts.computed
    yield SetupTask(
        _("Uji coba"),
        TaskState.READY if is_tried else TaskState.NOT_STARTED,
        _("Sudah pernah dihitung.") if is_tried else _("Belum pernah dihitung."),
        TaskPage.TRIAL,
        category.pk,
    )


def _rulebook_task(category: Category, rulebook: Rulebook | None, rules: RulesFound | None) -> SetupTask:
    name = _("Juknis")
    if rulebook is None or rules is None:
        note = _("Belum ada juknis.")
        return SetupTask(name, TaskState.NOT_STARTED, note, TaskPage.RULEBOOK_NEW, category.pk, is_needed=True)
    if rulebook.state == RulebookState.SEALED:
        state, note = TaskState.READY, _("Versi %(version)d, disegel.") % {"version": rulebook.version}
    elif rules.faults:
        count = len(rules.faults)
        state = TaskState.DECIDE
        note = ngettext("%(count)d masalah: %(first)s", "%(count)d masalah, pertama: %(first)s", count) % {
            "count": count,
            "first": rules.faults[0],
        }
    else:
        state, note = TaskState.DRAFT, _("Versi %(version)d, belum disegel.") % {"version": rulebook.version}
    page = TaskPage.RULEBOOK if rulebook.state == RulebookState.SEALED else TaskPage.RULEBOOK_TREE
    return SetupTask(name, state, note, page, rulebook.pk, is_needed=True)


def _of_rulebook(rulebook: Rulebook, rules: RulesFound) -> TaskState:
    if rulebook.state == RulebookState.SEALED:
        return TaskState.READY
    return TaskState.DECIDE if rules.faults else TaskState.DRAFT


def _form_task(rulebook: Rulebook, rules: RulesFound, dated: CategoryDates) -> SetupTask:
    count = rules.questions
    note = ngettext("%(count)d pertanyaan", "%(count)d pertanyaan", count) % {"count": count}
    state = _of_rulebook(rulebook, rules)
    if rules.faults:
        note = _("Menunggu juknis diperbaiki.")
    elif not count:
        note = _("Juknis ini tidak bertanya kepada peserta.")
    elif not any(stage.kind == StageKind.SUBMISSION for stage in dated.stages):
        page, key = TaskPage.CATEGORY, dated.category.pk
        note = _("%(note)s; masa pengisian belum ditetapkan.") % {"note": note}
        return SetupTask(_("Isian"), TaskState.DECIDE, note, page, key, is_needed=True)
    return SetupTask(_("Isian"), state, note, TaskPage.RULEBOOK, rulebook.pk, is_needed=True)


def _sheet_task(rulebook: Rulebook, rules: RulesFound) -> SetupTask:
    count = rules.jury_criteria
    note = ngettext("%(count)d kriteria juri", "%(count)d kriteria juri", count) % {"count": count}
    if rules.faults:
        note = _("Menunggu juknis diperbaiki.")
    elif not count:
        note = _("Juknis ini tidak dinilai juri.")
    return SetupTask(
        _("Lembar juri"), _of_rulebook(rulebook, rules), note, TaskPage.RULEBOOK, rulebook.pk, is_needed=True
    )


def _prize_task(category: Category, slots: list[Slot], rules: RulesFound | None) -> SetupTask:
    unknown = [
        slot.label_shown for slot in slots if rules and rules.codes and slot.basis and slot.basis not in rules.codes
    ]
    if not slots:
        state, note = TaskState.NOT_STARTED, _("Belum ada hadiah.")
    elif unknown:
        state = TaskState.DECIDE
        note = _("Dasarnya tidak ada di juknis: %(labels)s.") % {"labels": ", ".join(unknown)}
    else:
        count = len(slots)
        state, note = TaskState.READY, ngettext("%(count)d hadiah", "%(count)d hadiah", count) % {"count": count}
    return SetupTask(_("Hadiah"), state, note, TaskPage.CATEGORY, category.pk, is_needed=True)


def _entrant_task(category: Category, counts: _Counts) -> SetupTask:
    admitted, nominated = counts.entrants[category.pk], counts.nominated[category.pk]
    note = ngettext("%(count)d peserta", "%(count)d peserta", admitted) % {"count": admitted}
    if nominated:
        state = TaskState.DECIDE
        note = _("%(note)s; %(nominated)d usulan menunggu.") % {"note": note, "nominated": nominated}
    elif admitted:
        state = TaskState.READY
    else:
        state, note = TaskState.NOT_STARTED, _("Belum ada peserta.")
    return SetupTask(_("Peserta"), state, note, TaskPage.ENTRANTS, category.pk, is_needed=True)


def _people_task(category: Category, counts: _Counts) -> SetupTask:
    panels = counts.panels.get(category.pk, [])
    seats = sum(count for count, _chairs in panels)
    note = ngettext("%(count)d juri", "%(count)d juri", seats) % {"count": seats}
    if not panels:
        state, note = TaskState.NOT_STARTED, _("Belum ada tim penilai.")
    elif not all(chairs for _seats, chairs in panels):
        state, note = TaskState.DRAFT, _("%(note)s; belum ada ketua.") % {"note": note}
    else:
        state = TaskState.READY
    return SetupTask(_("Tim penilai"), state, note, TaskPage.PANELS, category.pk)
