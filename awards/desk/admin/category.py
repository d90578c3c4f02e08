"""The organiser's page of a category: its dates, prizes and reminders, and enrolling its entrants."""

from typing import ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.editions.models import Category, EntrantKind, Slot, Stage
from awards.entries.services import enrol_entrants
from awards.entries.tasks import ENROL_JOB
from awards.submissions.models.reminders import ReminderRule
from paritrana.accounts.admin_access import ScopedModelAdmin, ScopedStackedInline, ScopedTabularInline
from paritrana.accounts.requests import signed_in_user
from paritrana.jobs.services import enqueue_job
from paritrana.jobs.tasks import nudge

# Villages and employers come by the ten thousand: those are enrolled by a job.
LARGE_KINDS = frozenset({EntrantKind.VILLAGE, EntrantKind.EMPLOYER})


class StageInline(ScopedTabularInline):
    model = Stage
    region_path = "category__province_id"
    extra = 0


class SlotInline(ScopedTabularInline):
    model = Slot
    region_path = "category__province_id"
    extra = 0


class ReminderRuleInline(ScopedStackedInline):
    """Without a row nobody is reminded."""

    model = ReminderRule
    region_path = "category__province_id"
    extra = 0


@admin.register(Category)
class CategoryAdmin(ScopedModelAdmin):
    """A category without a province is national: only the organiser changes it."""

    region_path = "province_id"
    list_display = ("called", "edition", "level", "province", "entrant_kind")
    list_filter = ("edition", "level", "entrant_kind")
    list_select_related = ("edition", "province")
    search_fields = ("name", "code", "edition__brand_label")
    inlines: ClassVar = [StageInline, ReminderRuleInline, SlotInline]
    actions = ("enrol_chosen",)

    @admin.display(description=gettext_lazy("nama"), ordering="name")
    def called(self, category: Category) -> str:
        return category.name_shown

    def has_enrol_permission(self, request: HttpRequest) -> bool:
        return self._may(request, self.change_roles, None)

    @admin.action(description=gettext_lazy("Daftarkan semua peserta yang memenuhi syarat"), permissions=["enrol"])
    def enrol_chosen(self, request: HttpRequest, queryset: QuerySet[Category]) -> None:
        for category in queryset.select_related("edition").order_by("pk"):
            if not self.has_change_permission(request, category):
                continue
            if category.entrant_kind in LARGE_KINDS:
                self._enrol_later(request, category)
                continue
            added = enrol_entrants(category=category, actor=signed_in_user(request), at=timezone.now())
            messages.success(
                request,
                _("%(added)d peserta baru diterima pada %(category)s.") % {"added": added, "category": category},
            )

    def _enrol_later(self, request: HttpRequest, category: Category) -> None:
        job = enqueue_job(
            kind=ENROL_JOB,
            subject_id=str(category.pk),
            label=lambda: _("Mendaftarkan peserta %(category)s") % {"category": category},
            actor=signed_in_user(request),
            at=timezone.now(),
            region_code=category.region_code,
        )
        nudge(job)
        messages.info(request, _("Pendaftaran %(category)s berjalan di latar.") % {"category": category})
