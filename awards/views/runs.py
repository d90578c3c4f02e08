"""Runs that are not public: the same pages for those who may read drafts, 404 for everybody else."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from awards.models import ScoreRunState
from awards.selectors.publication.shown import Shown, shown_draft
from awards.selectors.runs.jobs import run_job
from awards.selectors.runs.visibility import visible_runs
from awards.views.publication.pages import compare_page, draft_addresses, entry_page, ranking_page
from paritrana.accounts.requests import request_grants

COMPUTED = (ScoreRunState.PROPOSED, ScoreRunState.APPLIED, ScoreRunState.SUPERSEDED, ScoreRunState.DISCARDED)


def draft_result(request: HttpRequest, public_id: UUID) -> Shown:
    runs = visible_runs(request_grants(request)).filter(state__in=COMPUTED, result_digest__gt="")
    return shown_draft(get_object_or_404(runs, public_id=public_id))


@login_required
@never_cache
@require_safe
def run(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = get_object_or_404(visible_runs(request_grants(request)), public_id=public_id)
    if not found.result_digest:
        return render(request, "runs/waiting.html", {"run": found, "job": run_job(found), "category": found.category})
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
