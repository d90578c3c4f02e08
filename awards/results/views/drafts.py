"""Runs that are not public: the same pages for those who may read drafts, 404 for everybody else."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from awards.results.selectors.shown import Shown, shown_draft
from awards.results.views.pages import compare_page, draft_addresses, entry_page, ranking_page
from awards.runs.models import ScoreRunState
from awards.runs.policies import may_steer
from awards.runs.selectors.groups import shown_group_names
from awards.runs.selectors.jobs import run_job
from awards.runs.selectors.robustness.shown import (
    english_names,
    latest_robustness,
    robustness_job,
    shown_groups,
    shown_rulebook,
)
from awards.runs.selectors.visibility import visible_runs
from awards.runs.services.robustness import RobustnessRefusedError, request_robustness
from paritrana.accounts.looks import note_look
from paritrana.accounts.requests import request_grants, signed_in_user
from paritrana.jobs.tasks import nudge

COMPUTED = (ScoreRunState.PROPOSED, ScoreRunState.APPLIED, ScoreRunState.SUPERSEDED, ScoreRunState.DISCARDED)


def draft_result(request: HttpRequest, public_id: UUID) -> Shown:
    runs = visible_runs(request_grants(request)).filter(state__in=COMPUTED, result_digest__gt="")
    found = get_object_or_404(runs, public_id=public_id)
    note_look(request, "run.look", found)
    return shown_draft(found)


@login_required
@never_cache
@require_safe
def run(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = get_object_or_404(visible_runs(request_grants(request)), public_id=public_id)
    if not found.result_digest:
        context = {
            "run": found,
            "job": run_job(found),
            "category": found.category,
            "may_steer": may_steer(request_grants(request), found.category),
        }
        return render(request, "runs/waiting.html", context)
    note_look(request, "run.look", found)
    shown = shown_draft(found)
    return ranking_page(request, shown, draft_addresses(shown))


@login_required
@never_cache
@require_safe
def run_entry(request: HttpRequest, public_id: UUID, entry_id: UUID) -> HttpResponse:
    shown = draft_result(request, public_id)
    return entry_page(request, shown, draft_addresses(shown), entry_id)


@login_required
@never_cache
@require_safe
def run_compare(request: HttpRequest, public_id: UUID) -> HttpResponse:
    shown = draft_result(request, public_id)
    return compare_page(request, shown, draft_addresses(shown))


@login_required
@never_cache
@require_safe
def run_robustness(request: HttpRequest, public_id: UUID) -> HttpResponse:
    shown = draft_result(request, public_id)
    found = latest_robustness(shown.run)
    names = english_names(shown.run, shown.rules) if found else {}
    groups = shown_groups(found.report, names, shown_group_names(shown.run)) if found else ()
    wanted = request.GET.get("kelompok", "")
    context = {
        "run": shown.run,
        "category": shown.category,
        "edition": shown.category.edition,
        "found": found,
        "groups": groups,
        "group": next((group for group in groups if group.name == wanted), groups[0] if groups else None),
        "rulebook_parts": shown_rulebook(found.report, names) if found else (),
        "job": robustness_job(shown.run),
        "may_start": may_steer(request_grants(request), shown.category),
    }
    return render(request, "ranking/robustness.html", context)


@login_required
@require_POST
def start_robustness(request: HttpRequest, public_id: UUID) -> HttpResponse:
    shown = draft_result(request, public_id)
    if not may_steer(request_grants(request), shown.category):
        raise Http404
    try:
        with transaction.atomic():
            job = request_robustness(run=shown.run, actor=signed_in_user(request), at=timezone.now())
            nudge(job)
    except RobustnessRefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("run-robustness", public_id)
    return redirect("job", job.pk)
