"""Watching and stopping background work."""

import uuid

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from paritrana.accounts.requests import signed_in_user
from paritrana.jobs import services
from paritrana.jobs.latest import with_latest_step
from paritrana.jobs.models import Job
from paritrana.jobs.registry import result_address
from paritrana.jobs.selectors import stoppable_jobs, visible_jobs
from paritrana.retold import retold


def _visible_job(request: HttpRequest, pk: uuid.UUID) -> Job:
    return with_latest_step(get_object_or_404(visible_jobs(request.user, on=timezone.localdate()), pk=pk))


def _may_stop(request: HttpRequest, job: Job) -> bool:
    return stoppable_jobs(request.user, on=timezone.localdate()).filter(pk=job.pk).exists()


@never_cache
@login_required
@require_GET
def job_progress(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the progress page; htmx asks for its moving part alone."""
    job = _visible_job(request, pk)
    is_part = request.headers.get("HX-Request") == "true"
    context = {
        "job": job,
        "may_stop": job.is_live and _may_stop(request, job),
        "result_address": result_address(job.kind, job.subject_id),
    }
    return render(request, "jobs/_progress.html" if is_part else "jobs/progress.html", context)


@never_cache
@login_required
@require_GET
def job_status(request: HttpRequest, pk: uuid.UUID) -> JsonResponse:
    job = _visible_job(request, pk)
    return JsonResponse(
        {
            "id": str(job.pk),
            "kind": job.kind,
            "label": retold(job.label),
            "state": job.state,
            "done": job.done,
            "total": job.total,
            "percent": job.percent,
            "step": retold(job.step),
            "error": retold(job.error),
            "result": result_address(job.kind, job.subject_id),
        }
    )


@login_required
@require_POST
def cancel_job(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    job = _visible_job(request, pk)
    if not _may_stop(request, job):
        raise PermissionDenied
    services.request_cancel(job=job, actor=signed_in_user(request), at=timezone.now())
    return redirect("job", pk)
