"""Propose a run, watch it, look at the difference, apply or discard it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from awards.forms.publication import DiscardForm, PrepareForm, ProposeForm
from awards.models import Publication, ScoreRun
from awards.policies.runs import may_steer
from awards.selectors.publication.blockers import blockers
from awards.selectors.publication.overview import category_standings
from awards.selectors.runs.differences import dressed, run_difference
from awards.selectors.runs.jobs import run_job
from awards.selectors.runs.visibility import visible_runs
from awards.services.runs import (
    NoSealedRulebookError,
    RunAlreadyQueuedError,
    RunMovedError,
    apply_run,
    discard_run,
    propose_run,
)
from awards.views.steering.frame import page, readable_categories, readable_category, steered_category
from paritrana.accounts.requests import request_grants, signed_in_user
from paritrana.jobs.tasks import nudge

PAGE_SIZE = 50
DISCARDABLE = ("queued", "proposed", "failed")


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    rows = readable_categories(request).order_by("-edition__period_end", "level", "name", "pk")
    shown = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": shown, "lines": category_standings(shown)}
    return page(request, "runs/overview.html", context, title=_("Perhitungan dan pengumuman"))


@require_safe
def category(request: HttpRequest, pk: int) -> HttpResponse:
    found = readable_category(request, pk)
    publications = Publication.objects.filter(category=found).defer("payload").newest_first()
    context = {
        "category": found,
        "may_steer": may_steer(request_grants(request), found),
        "runs": ScoreRun.objects.filter(category=found).order_by("-number")[:PAGE_SIZE],
        "publications": publications,
        "blockers": blockers(found, tie_decision=""),
        "propose_form": ProposeForm(),
        "prepare_form": PrepareForm(needs_reason=publications.filter(final_at__isnull=False).exists()),
    }
    return page(request, "runs/category.html", context, title=str(found))


@require_POST
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    found = steered_category(request, pk)
    form = ProposeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Benih acak harus berupa bilangan bulat. Tidak ada yang dihitung."))
        return redirect("admin:steering_category", pk=pk)
    try:
        with transaction.atomic():
            run = propose_run(
                category=found, actor=signed_in_user(request), at=timezone.now(), seed=form.cleaned_data["seed"]
            )
            job = run_job(run)
            if job is not None:
                nudge(job)
    except (NoSealedRulebookError, RunAlreadyQueuedError) as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:steering_category", pk=pk)
    return redirect("admin:steering_run", public_id=run.public_id)


@require_safe
def run(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = get_object_or_404(visible_runs(request_grants(request)), public_id=public_id)
    difference = run_difference(found) if found.result_digest else None
    shown = Paginator(difference.changes if difference else (), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "run": found,
        "category": found.category,
        "job": run_job(found),
        "may_steer": may_steer(request_grants(request), found.category),
        "difference": difference,
        "page": shown,
        "changes": dressed(difference, list(shown)) if difference else [],
        "discard_form": DiscardForm() if found.state in DISCARDABLE else None,
    }
    return page(request, "runs/run.html", context, title=str(found))


@require_POST
def apply(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = _steered_run(request, public_id)
    try:
        apply_run(run=found, actor=signed_in_user(request), at=timezone.now())
    except RunMovedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Perhitungan %(number)d sekarang dipakai.") % {"number": found.number})
    return redirect("admin:steering_run", public_id=public_id)


@require_POST
def discard(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = _steered_run(request, public_id)
    form = DiscardForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Tulis alasan membuang perhitungan ini. Tidak ada yang diubah."))
        return redirect("admin:steering_run", public_id=public_id)
    try:
        discard_run(run=found, actor=signed_in_user(request), at=timezone.now(), reason=form.cleaned_data["reason"])
    except RunMovedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Perhitungan %(number)d dibuang.") % {"number": found.number})
    return redirect("admin:steering_category", pk=found.category_id)


def _steered_run(request: HttpRequest, public_id: UUID) -> ScoreRun:
    found = get_object_or_404(visible_runs(request_grants(request)), public_id=public_id)
    steered_category(request, found.category_id)
    return found
