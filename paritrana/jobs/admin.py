"""Background jobs as the panel shows them; stopping one is done on its own page."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from paritrana.accounts.admin_access import ReadOnlyModelAdmin
from paritrana.accounts.models import Role
from paritrana.jobs.models import Job
from paritrana.jobs.selectors import visible_jobs
from paritrana.retold import retold


@admin.register(Job)
class JobAdmin(ReadOnlyModelAdmin):
    view_roles = frozenset({Role.ORGANISER, Role.AUDITOR})
    list_display = ("said", "state", "progress", "attempts", "created_by", "created_at", "finished_at")
    list_filter = ("state", "kind")
    list_select_related = ("created_by",)
    ordering = ("-created_at", "pk")
    retold_fields = ("label", "step", "error")
    view_on_site = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Job]:
        return visible_jobs(request.user, on=timezone.localdate())

    @admin.display(description=_("uraian"), ordering="label")
    def said(self, job: Job) -> str:
        return retold(job.label)

    @admin.display(description=_("kemajuan"))
    def progress(self, job: Job) -> str:
        return f"{job.percent} %" if job.total else "–"
